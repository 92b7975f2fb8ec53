"""COUNTIF, SUMIFS and their like: which cells meet a criterion."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.overrides.sheets import Sheet, agrees, called

COLUMN: list[list[Any]] = [
    [23], ["23"], [True], [1], [-23], ["hey"], [False], [123], ["#N/A"], [""], [None], ["a*b"],
]  # fmt: skip
NAMES: list[list[Any]] = [
    ["Steven"],
    ["Albert"],
    ["Mr. Brown"],
    ["brown"],
    ["Brown ale"],
    [None],
    [5],
    ["#DIV/0!"],
]


@pytest.mark.parametrize(
    ("criterion", "count"),
    [
        # numbers: as stored by Excel in the calc tests of COUNTIF, "=" counts texts, "<>" does not
        ("23", 2),
        ('"=23"', 2),
        ('"<>23"', 11),
        ('"<23"', 2),
        ('">=23"', 2),
        ('">1000"', 0),
        # an empty cell is the number 0
        ("Z1", 0),
        # booleans are no texts and no numbers
        ("TRUE", 1),
        ('"faLSe"', 1),
        ('"<>TRUE"', 11),
        ('">FALSE"', 1),
        # errors, also by their name
        ("NA()", 1),
        ('"#N/A"', 1),
        ('"<>#N/A"', 11),
        ('"#DIV/0!"', 0),
        # empty: "" is met by empty texts too, "=" by empty cells only, "<>" by all others
        ('""', 2),
        ('"="', 1),
        ('"<>"', 11),
        ('"<"', 0),
        # texts and wildcards
        ('"HEY"', 1),
        ('"h*"', 1),
        ('"?e?"', 1),
        ('"<>h*"', 11),
        ('"*"', 4),
        ('"a~*b"', 1),
        ('"a~?b"', 0),
        ('">a"', 2),
        ('"=hey"', 1),
    ],
)
def test_countif(criterion: str, count: int) -> None:
    assert Sheet(COLUMN).value(f"=COUNTIF(A1:A12,{criterion})") == count


@pytest.mark.parametrize(
    ("criterion", "count"), [("<>*brown", 6), ("=*brown", 2), ("<brown", 1), (">brown", 3)]
)
def test_texts_in_order_and_by_pattern(criterion: str, count: int) -> None:
    assert called("COUNTIF", NAMES, criterion) == count


@pytest.mark.parametrize(
    ("criterion", "count"), [(">=2024-07-01", 2), (">1/31/2024", 3), ("7/1/2024", 1), ("<50%", 0)]
)
def test_dates_in_criteria(criterion: str, count: int) -> None:
    dates = [[45292], [45323], [45474], [45500]]  # 1 January, 1 February, 1 and 27 July 2024
    assert called("COUNTIF", dates, criterion) == count


def test_criteria_of_more_than_255_characters_are_refused() -> None:
    assert called("COUNTIF", COLUMN, "a" * 255) == 0
    assert called("COUNTIF", COLUMN, "a" * 256) == "#VALUE!"


AMOUNTS: list[list[Any]] = [
    [13, "red"], [17, "BLUE"], [-23, "yellow"], [5, "dark blue"], ["#N/A", "brown"],
    ["#DIV/0!", "white"], ["text", "magenta"], [0, "magenta"], [True, "blue"], [77, "red-ish"],
    [34, "blue-ish"],
]  # fmt: skip


@pytest.mark.parametrize(
    ("criterion", "total", "average", "least", "most"),
    [
        # as stored by Excel in the calc tests of SUMIFS
        ("blue", 17, 17, 17, 17),
        ("*blue", 22, 11, 5, 17),
        ("*o*", "#N/A", "#N/A", "#N/A", "#N/A"),
        ("white", "#DIV/0!", "#DIV/0!", "#DIV/0!", "#DIV/0!"),
        ("magenta", 0, 0, 0, 0),
        ("*-ish", 111, 55.5, 34, 77),
        ("???-ish", 77, 77, 77, 77),
        ("green", 0, "#DIV/0!", 0, 0),
    ],
)
def test_errors_of_selected_cells_come_through_and_others_do_not(
    criterion: str, total: Any, average: Any, least: Any, most: Any
) -> None:
    sheet = Sheet(AMOUNTS)
    where = f'B1:B11,"{criterion}"'
    assert agrees(sheet.value(f"=SUMIFS(A1:A11,{where})"), total)
    assert agrees(sheet.value(f"=SUMIF({where},A1:A11)"), total)
    assert agrees(sheet.value(f"=AVERAGEIFS(A1:A11,{where})"), average)
    assert agrees(sheet.value(f"=AVERAGEIF({where},A1:A11)"), average)
    assert agrees(sheet.value(f"=_xlfn.MINIFS(A1:A11,{where})"), least)
    assert agrees(sheet.value(f"=_xlfn.MAXIFS(A1:A11,{where})"), most)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # stored by Excel in the calc tests of SUMIF
        ("=SUMIF(A1:A4,3)", 3),
        ('=SUMIF(B1:B3,">2",C1:C3)', "#DIV/0!"),
        ('=SUMIF(B1:B3,"<2",C1:C3)', 1),
        ("=AVERAGEIF(A1:A4,NA())", "#N/A"),
        ("=COUNTIF(A1:A4,NA())", 1),
        ("=AVERAGEIF(A1:A4,-10)", "#DIV/0!"),
        # Microsoft: ranges of one size; SUMIF takes as many cells as its range has
        ('=SUMIFS(C1:C2,B1:B3,">0")', "#VALUE!"),
        ('=COUNTIFS(A1:A4,3,B1:B3,">0")', "#VALUE!"),
        ('=SUMIF(B1:B2,">0",C1:C3)', 3),
        ('=COUNTIFS(B1:B3,">1",C1:C3,2)', 1),
        ("=COUNTIF(#REF!,1)", "#REF!"),
        # several criteria give several results
        ("=SUM(COUNTIF(B1:B3,{1,2,7}))", 2),
        ('=SUM(SUMIFS(B1:B3,B1:B3,{1;3},B1:B3,"<>7"))', 4),
    ],
)
def test_forms(formula: str, expected: Any) -> None:
    sheet = Sheet([["#N/A", 1, 1], [3, 2, 2], ["#DIV/0!", 3, "#DIV/0!"], [None, None, None]])
    assert agrees(sheet.value(formula), expected)


def test_cells_beyond_a_shorter_sum_range_are_not_guessed() -> None:
    cells = [[1], [2], [3]]
    assert called("SUMIF", cells, "<3", [[10], [20]]) == 30
    assert called("SUMIF", cells, ">2", [[10], [20]]) == "#VALUE!"


plain_cells = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3).map(float), st.sampled_from(["", "a", "B", "2"])
)
operands = st.sampled_from(["a", "b*", "2", "TRUE", "", "#N/A", "?"])


@given(st.lists(plain_cells, min_size=1), operands)
def test_not_equal_and_equal_never_hold_together(cells: list[Any], operand: str) -> None:
    column = [[cell] for cell in cells]
    both = called("COUNTIFS", column, f"={operand}", column, f"<>{operand}")
    texts_of_numbers = sum(cell == "2" for cell in cells) if operand == "2" else 0
    assert both == texts_of_numbers


@given(st.lists(plain_cells, min_size=1), st.sampled_from(["1", "a", "TRUE"]))
def test_order_splits_the_cells_of_one_type(cells: list[Any], operand: str) -> None:
    column = [[cell] for cell in cells]
    below = called("COUNTIF", column, f"<{operand}")
    assert below == called("COUNTIF", column, f"<={operand}") - sum(
        _is(cell, operand) for cell in cells
    )
    assert below + called("COUNTIF", column, f">={operand}") == sum(
        type(cell) is type(_value(operand)) for cell in cells
    )


def _value(operand: str) -> Any:
    return {"1": 1.0, "a": "a", "TRUE": True}[operand]


def _is(cell: Any, operand: str) -> bool:
    value = _value(operand)
    return type(cell) is type(value) and cell == value
