"""Addresses in the A1 style."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from xlrisk.workbook.addresses import (
    LAST_COLUMN,
    LAST_ROW,
    Area,
    address,
    area,
    cell,
    letters,
    number,
)

ROWS = st.integers(1, LAST_ROW)
COLUMNS = st.integers(1, LAST_COLUMN)
AREAS = st.builds(
    lambda rows, columns: Area(min(rows), min(columns), max(rows), max(columns)),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
)


def test_every_column_has_the_name_that_others_give_it() -> None:
    for column in range(1, LAST_COLUMN + 1):
        assert letters(column) == get_column_letter(column)
        assert number(letters(column)) == column == number(letters(column).lower())


@given(ROWS, COLUMNS)
def test_an_address_names_its_cell(row: int, column: int) -> None:
    assert cell(address(row, column)) == (row, column)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("A1", (1, 1)), ("$B$2", (2, 2)), ("xfd1048576", (1_048_576, 16_384)), ("C$10", (10, 3))],
)
def test_cells(text: str, expected: tuple[int, int]) -> None:
    assert cell(text) == expected


@pytest.mark.parametrize(
    "text", ["", "A", "1", "A0", "XFE1", "A1048577", "1A", "A1 ", "A1:B2", "AAAA1", "Ä1", "A٣"]
)
def test_what_is_no_cell(text: str) -> None:
    with pytest.raises(ValueError, match="is not the address of a cell"):
        cell(text)


@pytest.mark.parametrize(
    ("text", "expected", "written"),
    [
        ("A1", Area(1, 1, 1, 1), "A1"),
        ("A1:A1", Area(1, 1, 1, 1), "A1"),
        ("$A$1:B$3", Area(1, 1, 3, 2), "A1:B3"),
        ("B3:A1", Area(1, 1, 3, 2), "A1:B3"),
        ("A3:B1", Area(1, 1, 3, 2), "A1:B3"),
    ],
)
def test_areas(text: str, expected: Area, written: str) -> None:
    assert area(text) == expected
    assert str(expected) == written


@pytest.mark.parametrize("text", ["", ":", "A1:", ":A1", "A1:B2:C3", "A:A", "1:2"])
def test_what_is_no_area(text: str) -> None:
    with pytest.raises(ValueError, match="is not the address of a cell"):
        area(text)


def cells_of(one: Area) -> set[tuple[int, int]]:
    return {
        (row, column)
        for row in range(one.top, one.bottom + 1)
        for column in range(one.left, one.right + 1)
    }


@given(AREAS, AREAS)
def test_areas_are_sets_of_cells(first: Area, second: Area) -> None:
    assert len(cells_of(first)) == first.rows * first.columns
    assert all(first.holds(*position) for position in cells_of(first))
    assert all(first.holds(*p) == (p in cells_of(first)) for p in cells_of(second))
    assert first.meets(second) == bool(cells_of(first) & cells_of(second))
    joined = first.joined(second)
    assert cells_of(joined) >= cells_of(first) | cells_of(second)
    rows, columns = zip(*(cells_of(first) | cells_of(second)), strict=True)
    assert joined == (min(rows), min(columns), max(rows), max(columns))
    assert area(str(joined)) == joined
