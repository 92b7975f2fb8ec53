"""MATCH, VLOOKUP, HLOOKUP, LOOKUP, XMATCH, XLOOKUP."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.overrides.sheets import Sheet, agrees, called

# a block of POI's function tests, on which approximate search meets unordered cells
UNORDERED: list[list[Any]] = [
    ["INTEGRAL", "DOUBLE", "BLANK", "STRING", "REF", "AREA (rows)", None],
    [0, 0, None, "", 0, 1, 2],
    [1, 1e-05, None, "nospaces", 1, 1.001, 2.999],
    [2, 1.1, None, "sp ace s", 9999999999, 2.3456, 3.4567],
    [534, 1.00001, None, "endsWithSpace ", 1e-05, "alphanum", 3],
    [9999999999, 2.99999, None, " beginsWithSpace", 0, "blanksIncl", None],
    [-9999999999, 999999.99999, None, "non-numeric", "sp ace s", "E8", 545],
]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # stored by Excel
        ("=VLOOKUP(534,A1:G7,2)", 1.00001),
        ("=VLOOKUP(534,A1:G7,4,TRUE)", "endsWithSpace "),
        ("=VLOOKUP(-1,A1:G7,4,TRUE)", "#N/A"),
        ('=HLOOKUP("STRing",A1:G7,3,FALSE)', "nospaces"),
        ('=HLOOKUP("STRING",A1:G7,6,TRUE)', " beginsWithSpace"),
        ('=LOOKUP("DOUBLE",B1:F1,B4:F4)', 1.1),
        ("=LOOKUP(534,A1:A7,D1:D7)", "endsWithSpace "),
        # Microsoft: the column counts from 1 and lies within the table
        ("=VLOOKUP(1,A1:G7,0,FALSE)", "#VALUE!"),
        ("=VLOOKUP(1,A1:G7,8,FALSE)", "#REF!"),
        ('=VLOOKUP("absent",A1:G7,2,FALSE)', "#N/A"),
        ("=VLOOKUP(1,A1:G7,2,)", 1e-05),
        # wildcards in an exact search, errors and empty cells as what is looked for
        ('=VLOOKUP("int*",A1:G7,2,FALSE)', "DOUBLE"),
        ('=MATCH("~*",A1:A7,0)', "#N/A"),
        ("=MATCH(1/0,A1:A7,0)", "#DIV/0!"),
        ("=MATCH(J1,A1:A7,0)", 2),
        ("=MATCH(TRUE,A1:A7,0)", "#N/A"),
        ('=MATCH("1",A1:A7,0)', "#N/A"),
        ("=MATCH(1,A1:B7,0)", "#N/A"),
        # several values at once
        ("=SUM(MATCH({0,1,2},A1:A7,0))", 9),
        ("=SUM(VLOOKUP({1;2},A1:G7,{1,2},FALSE))", 4.10001),
    ],
)
def test_functions_of_old(formula: str, expected: Any) -> None:
    assert agrees(Sheet(UNORDERED).value(formula), expected)


def test_lookup_in_an_array_searches_its_longer_side() -> None:
    assert called("LOOKUP", "C", [["a", "b", "c", "d"], [1, 2, 3, 4]]) == 3  # Microsoft's example
    assert called("LOOKUP", "bump", [["a", 1], ["b", 2], ["c", 3]]) == 2  # Microsoft's example
    assert called("LOOKUP", 2, [[1], [2], [3]], [["x", "y", "z"]]) == "y"
    assert called("LOOKUP", 3, [[1], [2], [3]], [["x", "y"]]) == "#N/A"


@pytest.mark.parametrize(
    ("wanted", "kind", "expected"),
    [
        (25, 1, 2),
        (39, 1, 3),
        (40, 1, 4),
        (5, 1, "#N/A"),
        (41, 0, "#N/A"),
        ("x", 1, "#N/A"),
        ("a" * 256, 0, "#VALUE!"),
    ],
)
def test_match(wanted: Any, kind: int, expected: Any) -> None:
    assert called("MATCH", wanted, [[20], [25], [38], [40]], kind) == expected


def test_match_among_descending_values() -> None:
    assert called("MATCH", 5, [[9], [7], [5], [3]], -1) == 3
    assert called("MATCH", 6, [[9], [7], [5], [3]], -1) == 2
    assert called("MATCH", 10, [[9], [7]], -1) == "#N/A"
    assert called("MATCH", 1, [[9], ["x"], [7]], -1) == 3


MIXED = [[2], [5], [4], [5], [3], [True], ["ala"], [None]]
LETTERS = [["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"], ["h"]]


@pytest.mark.parametrize(
    ("wanted", "match_mode", "first", "last"),
    [
        # stored by Excel in the calc tests of XLOOKUP
        (5, 0, "b", "d"),
        (10, 0, "#N/A", "#N/A"),
        ("qwerty", 0, "#N/A", "#N/A"),
        (2.1234, -1, "a", "a"),
        (1.8, -1, "#N/A", "#N/A"),
        (4.8, -1, "c", "c"),
        (5, -1, "b", "d"),
        (10, -1, "b", "d"),
        ("#DIV/0!", -1, "#DIV/0!", "#DIV/0!"),
        ("qwerty", -1, "g", "g"),
        (True, -1, "f", "f"),
        (False, -1, "g", "g"),
        (2.1234, 1, "e", "e"),
        (1.8, 1, "a", "a"),
        (4.8, 1, "b", "d"),
        (10, 1, "g", "g"),
        ("qwerty", 1, "f", "f"),
        (False, 1, "f", "f"),
        (None, 0, "h", "h"),
        (5, 12, "#VALUE!", "#VALUE!"),
        ("A?a", 2, "g", "g"),
        ("*", 2, "g", "g"),
    ],
)
def test_xlookup_from_both_ends(wanted: Any, match_mode: int, first: Any, last: Any) -> None:
    assert called("XLOOKUP", wanted, MIXED, LETTERS, "#N/A", match_mode) == first
    assert called("XLOOKUP", wanted, MIXED, LETTERS, "#N/A", match_mode, -1) == last


RUNS = [1, 2, 3, 4, 5, 5, 5, 6, 7, 7, 7, 8, 9]
RUN_LETTERS = ["aa", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"]


@pytest.mark.parametrize(
    ("wanted", "below", "above"),
    [
        # stored by Excel in the calc tests of XLOOKUP, ascending and (reversed) descending
        (2, "a", "a"),
        (1.8, "aa", "a"),
        (5, "d", "d"),
        (7, "h", "h"),
        (7.1, "j", "k"),
        (6.8, "g", "h"),
        (4.8, "c", "d"),
        (0, "#N/A", "aa"),
        (10, "l", "#N/A"),
        ("a", "l", "#N/A"),
        (True, "l", "#N/A"),
    ],
)
def test_xlookup_by_bisection(wanted: Any, below: str, above: str) -> None:
    cells, results = [[x] for x in RUNS], [[x] for x in RUN_LETTERS]
    for order, lines in ((2, (cells, results)), (-2, (cells[::-1], results[::-1]))):
        assert called("XLOOKUP", wanted, *lines, "#N/A", -1, order) == below
        assert called("XLOOKUP", wanted, *lines, "#N/A", 1, order) == above


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # stored by Excel in the calc tests of XLOOKUP
        ("=_xlfn.XLOOKUP(E2,A1:A4,TRUE)", "#VALUE!"),
        ("=_xlfn.XLOOKUP(E2,A1:A4,B1:B4,,12)", "#VALUE!"),
        ("=_xlfn.XLOOKUP(E2,A1:A4,B1:B4,,,TRUE)", "+99"),
        ("=_xlfn.XLOOKUP(E2,A1:A4,B1:B3)", "#VALUE!"),
        ("=_xlfn.XLOOKUP(E2,A1:B1,A2:C2)", "#VALUE!"),
        ("=_xlfn.XLOOKUP(E2,A1:B4,A1:B4)", "#VALUE!"),
        ("=_xlfn.XLOOKUP(E2,A1:A4,B1:B4,,2,2)", "#VALUE!"),
        ('=_xlfn.XLOOKUP("x",A1:A4,B1:B4,"none",0)', "none"),
        # what prepare/omitted.py writes for an argument that is left out, which would arrive as 0
        ('=_xlfn.XLOOKUP("x",A1:A4,B1:B4,#N/A,0)', "#N/A"),
        ('=_xlfn.XLOOKUP("x",A1:A4,B1:B4,0)', 0),
        ('=_xlfn.XLOOKUP("Prefix",A1:D1,A2:D2)', "+84"),
        ('=COUNTA(_xlfn.XLOOKUP("India",A1:A4,A1:D4))', 3),
        ('=CONCAT(_xlfn.XLOOKUP({"Spain","China"},A1:A4,B1:D4))', "+34+84"),
        ('=_xlfn.XMATCH("india",A1:A4)', 3),
        ('=_xlfn.XMATCH("S*",A1:A4,2)', 4),
        ('=_xlfn.XMATCH("S*",A1:A4)', "#N/A"),
        ('=_xlfn.XMATCH("S",A1:A4,1)', 4),
    ],
)
def test_xlookup_in_cells(formula: str, expected: Any) -> None:
    countries = [
        ["Country", "Prefix", None, None, None],
        ["China", "+84", None, None, "India"],
        ["India", "+99", "x", None, None],
        ["Spain", "+34", None, None, None],
    ]
    assert agrees(Sheet(countries).value(formula), expected)


numbers = st.lists(st.integers(0, 20).map(float), min_size=1)


@given(numbers, st.integers(-1, 21).map(float))
def test_bisection_finds_what_a_scan_finds_among_ordered_values(
    values: list[float], wanted: float
) -> None:
    line = [[value] for value in sorted(values)]
    below = sum(value <= wanted for value in values)
    assert called("MATCH", wanted, line, 1) == (below or "#N/A")
    for mode in (-1, 0, 1):
        by_scan = called("XMATCH", wanted, line, mode, 1)
        by_bisection = called("XMATCH", wanted, line, mode, 2)
        if mode == -1 and wanted not in values and below:
            assert line[int(by_scan) - 1] == line[int(by_bisection) - 1]
        else:
            assert by_scan == by_bisection


cells = st.one_of(
    st.none(), st.booleans(), st.integers(0, 5).map(float), st.sampled_from(["", "a", "b", "#N/A"])
)


@given(st.lists(cells, min_size=1), cells)
def test_approximate_search_ends_on_a_cell_of_the_type_that_is_looked_for(
    values: list[Any], wanted: Any
) -> None:
    found = called("MATCH", wanted, [[value] for value in values], 1)
    if isinstance(found, float):
        hit = values[int(found) - 1]
        assert type(hit) is type(0.0 if wanted is None else wanted)
        assert hit <= (wanted or hit)
    else:
        assert found == "#N/A"
