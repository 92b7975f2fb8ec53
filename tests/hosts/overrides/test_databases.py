"""DSUM, DGET and their like."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hosts.overrides.sheets import Sheet, agrees, called

# the orchard of Microsoft's pages on database functions
ORCHARD: list[list[Any]] = [
    ["Tree", "Height", "Age", "Yield", "Profit", "Height"],
    ["=Apple", ">10", None, None, None, "<16"],
    ["=Pear", None, None, None, None, None],
    ["Tree", "Height", "Age", "Yield", "Profit", None],
    ["Apple", 18, 20, 14, 105, None],
    ["Pear", 12, 12, 10, 96, None],
    ["Cherry", 13, 14, 9, 105, None],
    ["Apple", 14, 15, 10, 75, None],
    ["Pear", 9, 8, 8, 76.8, None],
    ["Apple", 8, 9, 6, 45, None],
]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('=DSUM(A4:E10,"Profit",A1:A2)', 225),
        ('=DSUM(A4:E10,"profit",A1:F3)', 247.8),
        ('=DCOUNT(A4:E10,"Age",A1:F2)', 1),
        ('=DCOUNTA(A4:E10,"Profit",A1:F2)', 1),
        ('=DCOUNT(A4:E10,"Tree",A1:F2)', 0),
        ("=DCOUNT(A4:E10,,A1:A3)", 5),
        ("=DCOUNTA(A4:E10,,A1:A3)", 5),
        ('=DMAX(A4:E10,"Profit",A1:F3)', 96),
        ('=DMIN(A4:E10,"Profit",A1:F3)', 75),
        ('=DAVERAGE(A4:E10,"Yield",A1:B2)', 12),
        ("=DAVERAGE(A4:E10,3,A4:E10)", 13),
        ('=DPRODUCT(A4:E10,"Yield",A1:F3)', 800),
        ('=DSTDEV(A4:E10,"Yield",A1:A3)', 2.9664793948382653),
        ('=DSTDEVP(A4:E10,"Yield",A1:A3)', 2.65329983228432),
        ('=DVAR(A4:E10,"Yield",A1:A3)', 8.8),
        ('=DVARP(A4:E10,"Yield",A1:A3)', 7.04),
        ('=DGET(A4:E10,"Yield",A1:A3)', "#NUM!"),
        ('=DGET(A4:E10,"Yield",A1:F2)', 10),
        # stored by Excel in the calc tests of DVAR, DVARP, DSTDEV and DSTDEVP
        ("=DSUM(A4:E10,0,A1:A2)", "#VALUE!"),
        ("=DSUM(A4:E10,6,A1:A2)", "#VALUE!"),
        ("=DSUM(A4:E10,5.9,A1:A2)", 225),
        ('=DSUM(A4:E4,"Profit",A1:A2)', "#VALUE!"),
        ("=DSUM(A4:E10,A4:B4,A1:A2)", "#VALUE!"),
        ('=DSUM(A4:E10,"Profits",A1:A2)', "#VALUE!"),
        ("=DSUM(A4:E10,G1,A1:A2)", "#VALUE!"),
    ],
)
def test_the_orchard(formula: str, expected: Any) -> None:
    assert agrees(Sheet(ORCHARD).value(formula), expected)


TABLE: list[list[Any]] = [
    [True, "true", 1, "One", "One", "City", "Units"],
    ["a", "b", None, "a", None, "Berlin", 12],
    ["b", "b", "b", None, "a", "Caracas", 9],
    ["A", "a", "B", "a", None, "BERLIN", "#N/A"],
    ["#N/A", 12, "balpha", "aa", None, " Berlin", 30],
    [23, 1, None, "Aa", "a", "Berlino", True],
]


@pytest.mark.parametrize(
    ("heading", "wanted", "count"),
    [
        # stored by Excel in the calc tests of DVAR: headings compare as texts, the first counts
        (True, "a", 2),
        ("true", "<>a", 3),
        (1, "b", 3),
        ("One", "aa", 2),
        # a text is met by all that begin with it, "=" asks for the whole
        ("City", "Berlin", 3),
        ("City", "=berlin", 2),
        ("CITY", "*ar*", 1),
        ("City", ">C", 1),
        # numbers, and what meets none
        ("Units", ">10", 2),
        ("Units", 9, 1),
        ("Units", True, 1),
        ("Units", "Text", 0),
        ("Nowhere", "a", 0),
        ("Nowhere", None, 5),
        ("City", None, 5),
        (None, "a", 0),
    ],
)
def test_criteria(heading: Any, wanted: Any, count: int) -> None:
    assert called("DCOUNTA", TABLE, "City", [[heading], [wanted]]) == count


def test_rows_of_criteria_are_alternatives_and_columns_hold_together() -> None:
    both = [["City", "Units"], ["Berlin", ">10"], ["Caracas", None]]
    assert called("DCOUNTA", TABLE, "City", both) == 2
    assert called("DCOUNTA", TABLE, "City", [*both, [None, None]]) == 5


def test_errors_in_selected_records_come_through() -> None:
    assert called("DSUM", TABLE, "Units", [["City"], ["Berlin"]]) == "#N/A"
    assert called("DSUM", TABLE, "Units", [["City"], ["Caracas"]]) == 9
    assert called("DCOUNT", TABLE, "Units", [["City"], [None]]) == 3
    assert called("DGET", TABLE, "Units", [["City"], ["=Oslo"]]) == "#VALUE!"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("DSUM", 0), ("DMAX", 0), ("DPRODUCT", 0), ("DAVERAGE", "#DIV/0!"), ("DVAR", "#DIV/0!")],
)
def test_no_record_selected(name: str, expected: Any) -> None:
    assert called(name, TABLE, "Units", [["City"], ["=Oslo"]]) == expected
