"""A range in the place of one number gives a result, or an error, for each of its cells."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import agrees, column, failure, outcome
from xlrisk.functions.evaluate import evaluate
from xlrisk.functions.explain import explain

CELLS = st.one_of(
    st.floats(-10, 10),
    st.sampled_from([None, "", "n/a", True, "#N/A", "#REF!", "#SPILL!", float("inf"), 0]),
)


@st.composite
def arguments_of_one_shape(draw: st.DrawFn, count: int) -> list[Any]:
    """Good numbers, and ranges of one shape or of one row or column of it."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))

    def one() -> Any:
        shape = draw(st.sampled_from([None, (rows, columns), (rows, 1), (1, columns)]))
        if shape in (None, (1, 1)):
            return draw(st.floats(-10, 10))
        return [[draw(CELLS) for _ in range(shape[1])] for _ in range(shape[0])]

    return [one() for _ in range(count)]


def size(argument: Any) -> tuple[int, int]:
    return (len(argument), len(argument[0])) if isinstance(argument, list) else (1, 1)


def at(argument: Any, row: int, column: int) -> Any:
    rows, columns = size(argument)
    if not isinstance(argument, list):
        return argument
    return argument[row if rows > 1 else 0][column if columns > 1 else 0]


def one_by_one(name: str, *arguments: Any) -> Any:
    """The function of each cell by itself, in the shape that the ranges span."""
    rows, columns = (max(sizes) for sizes in zip(*map(size, arguments), strict=True))
    table = [
        [outcome(name, *(at(a, row, column) for a in arguments)) for column in range(columns)]
        for row in range(rows)
    ]
    return table[0][0] if (rows, columns) == (1, 1) else table


@given(arguments_of_one_shape(3))
def test_range_gives_what_its_cells_give(arguments: list[Any]) -> None:
    expected = one_by_one("CAPM_RETURN", *arguments)
    assert agrees(outcome("CAPM_RETURN", *arguments), expected, digits=15)


@given(st.lists(CELLS, min_size=2, max_size=5))
def test_number_after_series_lifts_while_the_series_stand(rates: list[Any]) -> None:
    weights, returns = column(0.5, 0.2), column(0.12, 0.05)
    expected = [[outcome("PORTFOLIO_RETURN", weights, returns, "cash", rate)] for rate in rates]
    found = evaluate("PORTFOLIO_RETURN", weights, returns, "cash", column(*rates))
    assert agrees(found, expected, digits=15)


@pytest.mark.parametrize(
    ("betas", "markets", "expected"),
    [
        pytest.param(column(1, 2), 0.1, [[0.1], [0.2]], id="column"),
        pytest.param([[1, 2]], 0.1, [[0.1, 0.2]], id="row"),
        pytest.param([[1, 2], [3, 4]], 0.1, [[0.1, 0.2], [0.3, 0.4]], id="block"),
        pytest.param(column(1, 2), column(0.1, 0.2), [[0.1], [0.4]], id="two columns"),
        pytest.param(column(1, 2), [[0.1, 0.2]], [[0.1, 0.2], [0.2, 0.4]], id="column x row"),
        pytest.param([[1, 2]], column(0.1, 0.2), [[0.1, 0.2], [0.2, 0.4]], id="row x column"),
    ],
)
def test_result_spills_in_the_shape_of_the_ranges(betas: Any, markets: Any, expected: Any) -> None:
    assert agrees(evaluate("CAPM_RETURN", 0, betas, markets), expected)


def test_bad_element_gives_its_own_error_in_its_own_cell() -> None:
    betas = column(1.5, "n/a", "#N/A", "#REF!", "#SPILL!", None, True, float("inf"), 0.7)
    expected = column(
        0.135, "#VALUE!", "#N/A", "#REF!", "#VALUE!", "#VALUE!", "#VALUE!", "#NUM!", 0.079
    )
    assert agrees(evaluate("CAPM_RETURN", 0.03, betas, 0.1), expected)


def test_bad_single_number_beside_a_range_is_the_only_error() -> None:
    assert outcome("CAPM_RETURN", "#REF!", column(1, 2), 0.1) == "#REF!"


@pytest.mark.parametrize(
    ("betas", "markets", "shapes"),
    [
        pytest.param(
            column(1, 2),
            column(1, 2, 3),
            "beta is 2 x 1 cells, market_return 3 x 1",
            id="columns of different length",
        ),
        pytest.param(
            [[1, 2], [3, 4]],
            [[1, 2, 3]],
            "beta is 2 x 2 cells, market_return 1 x 3",
            id="block and a longer row",
        ),
    ],
)
def test_shapes_that_do_not_fit(betas: Any, markets: Any, shapes: str) -> None:
    error = failure("CAPM_RETURN", 0.03, betas, markets)
    assert error.code == "#N/A"
    assert shapes in error.message


def test_table_does_not_lift() -> None:
    block = column(0.03, 0.04, -0.02, 0.01), column(0.01, 0.02, -0.01, 0.02)
    error = failure("BETA_STATS", *block, None, column(0.9, 0.95))
    assert (error.code, error.message) == ("#VALUE!", "level is 2 x 1 cells; give one cell.")


@pytest.mark.parametrize(
    ("betas", "ending"),
    [
        (column(1.5, 0.7), "a table of 2 x 1."),
        (column(1.5, "high"), '2 x 1 with 1 error; row 2: beta is the text "high"; give a number.'),
        ([["high", 1.5, None]], '1 x 3 with 2 errors; column 1: beta is the text "high"; give'),
        ([[1.5, 0.7], [1, "#REF!"]], "1 error; row 2, column 2: beta contains #REF!; mend that"),
    ],
)
def test_explanation_counts_the_errors_and_tells_the_first(betas: Any, ending: str) -> None:
    assert ending in explain("CAPM_RETURN", 0.03, betas, 0.1).message
