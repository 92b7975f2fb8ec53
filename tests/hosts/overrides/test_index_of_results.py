"""INDEX of what a function returns: an error of it is the result, and not #REF!."""

from __future__ import annotations

from typing import Any

import pytest

from tests.recalculation.books import RETURNS, F, again, book
from xlrisk.hosts.engine.overrides.index_of_results import index_of_value, with_index_of_values

NA, REF = {"type": "Error", "kind": "Na"}, {"type": "Error", "kind": "Ref"}
VALUE = {"type": "Error", "kind": "Value"}
TABLE = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]


@pytest.mark.parametrize(
    ("values", "places", "expected"),
    [
        (NA, (0.0, 2.0), NA),
        (TABLE, (2.0, 1.0), 3.0),
        (TABLE, (0.0, 2.0), [[2.0], [4.0], [6.0]]),
        (TABLE, (3.0,), [[5.0, 6.0]]),
        (TABLE, (2.9, True), 3.0),
        (TABLE, (), TABLE),
        (TABLE, (4.0, 1.0), REF),
        (TABLE, (1.0, 3.0), REF),
        (TABLE, (-1.0, 1.0), VALUE),
        (TABLE, ("x", 1.0), VALUE),
        (TABLE, (NA, 1.0), NA),
        (TABLE, ([[1.0], [3.0]], 2.0), [[2.0], [6.0]]),
        ([[1.0, NA]], (2.0,), NA),  # of a single row the one place is that of a column
        ([[7.0]], (), 7.0),
        (7.0, (1.0, 1.0), 7.0),
        (7.0, (1.0, 2.0), REF),
    ],
)
def test_index_of_values(values: Any, places: tuple[Any, ...], expected: Any) -> None:
    assert index_of_value(values, *places) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("INDEX(BETA_STATS(A1:A2,B1:B2),0,2)", "XLR_INDEX(BETA_STATS(A1:A2,B1:B2),0,2)"),
        ("SUM(index(_xlfn._xlws.SORT(A1:A9),1))", "SUM(XLR_INDEX(_xlfn._xlws.SORT(A1:A9),1))"),
        ("INDEX(A1:B9,1,2)", "INDEX(A1:B9,1,2)"),
        ("SUM(A1:INDEX(OFFSET(A1,0,0,9),3))", "SUM(A1:INDEX(OFFSET(A1,0,0,9),3))"),
        ("MY.INDEX(F(1),1)", "MY.INDEX(F(1),1)"),
    ],
)
def test_where_it_takes_the_place_of_the_engines(formula: str, expected: str) -> None:
    assert with_index_of_values(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("INDEX(BETA_STATS(A1:A2,B1:B2),0,2)", "#DIV/0!"),  # too few rows
        ("SUM(INDEX(BETA_STATS(A1:A2,B1:B2),1,2))", "#DIV/0!"),
        ("INDEX(CAPM_RETURN(0.02,A1:A3,1/0),2)", "#DIV/0!"),
        ("INDEX(IF(A1<9,NA()),0,2)", "#N/A"),  # a second engine says so, too
        ("INDEX(BETA_STATS(A1:A3,B1:B3),99,2)", "#REF!"),
        ("IFERROR(INDEX(BETA_STATS(A1:A2,B1:B2),0,2),7)", 7),
    ],
)
def test_what_a_workbook_shows(formula: str, expected: Any) -> None:
    result = again(book(RETURNS | {"D1": F(formula)}, to_be_believed=False))
    assert result["D1"] == expected
    assert result.stale == {}


@pytest.mark.parametrize("dynamic", [True, False])
def test_an_array_that_is_nothing_but_errors(dynamic: bool) -> None:
    formula = "TRANSPOSE(INDEX(BETA_STATS(A1:A2,B1:B2),0,2))"
    cells = RETURNS | {"D1": F(formula, 0, "D1" if dynamic else "D1:E1", dynamic)}
    result = again(book(cells, to_be_believed=False))
    assert result["D1"] == "#DIV/0!"
