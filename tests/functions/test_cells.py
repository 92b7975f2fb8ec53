"""From cells to numbers: the table "In" of the conventions, content by place."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from tests.helpers import column, failure, outcome
from xlrisk.functions.cells import ERRORS, NEW_ERRORS
from xlrisk.functions.evaluate import evaluate
from xlrisk.functions.explain import explain, explain_for

ASSET = column(0.02, 0.04, -0.02, 0.01)
MARKET = column(0.01, 0.02, -0.01, 0.03)


@dataclass(frozen=True)
class Missing:
    """Does not count, for this reason."""

    reason: str


@dataclass(frozen=True)
class Default:
    """As if the argument had been left out."""


@dataclass(frozen=True)
class Place:
    """A call with one cell open, and the argument that the cell stands in."""

    argument: str
    name: str
    around: Callable[[Any], tuple[Any, ...]]


PLACES = {
    "series": Place(
        "asset_returns", "BETA_OF", lambda cell: (column(0.02, 0.04, -0.02, cell), MARKET)
    ),
    "number": Place("beta", "CAPM_RETURN", lambda cell: (0.03, cell, 0.10)),
    "optional": Place(
        "risk_free",
        "PORTFOLIO_RETURN",
        lambda cell: (column(0.5, 0.2), column(0.1, 0.1), "cash", cell),
    ),
    "weight": Place(
        "weights", "PORTFOLIO_BETA", lambda cell: (column(0.5, cell), column(1.5, 0.5), "cash")
    ),
    "option": Place("method", "BETA_OF", lambda cell: (ASSET, MARKET, None, cell)),
}

OMITTED = Default()
EMPTY, TEXT, BOOLEAN, NOT_AVAILABLE = map(Missing, ("empty", "text", "boolean", "#N/A"))

# A cell, and what it counts as in each of the places: a float says that it is taken as this
# number, a code that it gives this error.
CONTENTS: dict[Any, tuple[Any, dict[str, Any]]] = {
    title: (cell, dict(zip(PLACES, expected, strict=True)))
    for title, cell, *expected in (
        #                   series   number   optional   weight   option
        ("number", 0.25, 0.25, 0.25, 0.25, 0.25, "#VALUE!"),
        ("zero", 0, 0.0, 0.0, OMITTED, 0.0, OMITTED),
        ("negative number", -0.25, -0.25, -0.25, -0.25, -0.25, "#VALUE!"),
        ("whole number", 1, 1.0, 1.0, 1.0, 1.0, "#VALUE!"),
        ("number too large for a float", 10**400, "#NUM!", "#NUM!", "#NUM!", "#NUM!", "#VALUE!"),
        ("infinite", math.inf, "#NUM!", "#NUM!", "#NUM!", "#NUM!", "#VALUE!"),
        ("infinite, negative", -math.inf, "#NUM!", "#NUM!", "#NUM!", "#NUM!", "#VALUE!"),
        ("not a number", math.nan, EMPTY, "#N/A", "#N/A", "#N/A", "#VALUE!"),
        ("currency", Decimal("0.25"), 0.25, 0.25, 0.25, 0.25, "#VALUE!"),
        ("currency of zero", Decimal(0), 0.0, 0.0, OMITTED, 0.0, OMITTED),
        ("date", datetime.date(2024, 1, 31), *[45322.0] * 4, "#VALUE!"),
        (
            "date and time",
            datetime.datetime(2024, 1, 31, 12, tzinfo=datetime.UTC),
            *[45322.5] * 4,
            "#VALUE!",
        ),
        ("numpy float", np.float64(0.25), 0.25, 0.25, 0.25, 0.25, "#VALUE!"),
        ("numpy single", np.float32(0.25), 0.25, 0.25, 0.25, 0.25, "#VALUE!"),
        ("numpy integer", np.int64(1), 1.0, 1.0, 1.0, 1.0, "#VALUE!"),
        ("numpy zero", np.float64(0), 0.0, 0.0, OMITTED, 0.0, OMITTED),
        ("numpy date", np.datetime64("2024-01-31"), *[45322.0] * 4, "#VALUE!"),
        ("numpy boolean", np.bool_(True), BOOLEAN, "#VALUE!", "#VALUE!", "#N/A", "#VALUE!"),
        ("numpy text", np.str_("n/a"), TEXT, "#VALUE!", "#VALUE!", "#N/A", "#VALUE!"),
        ("numpy complex", np.complex128(1j), *["#VALUE!"] * 5),
        ("empty", None, EMPTY, "#VALUE!", OMITTED, 0.0, OMITTED),
        ("empty text", "", TEXT, "#VALUE!", "#VALUE!", "#N/A", OMITTED),
        ("text", "n/a", TEXT, "#VALUE!", "#VALUE!", "#N/A", "#VALUE!"),
        ("text like a number", "0.25", TEXT, "#VALUE!", "#VALUE!", "#N/A", "#VALUE!"),
        ("text like an error", "#hashtag", TEXT, "#VALUE!", "#VALUE!", "#N/A", "#VALUE!"),
        ("TRUE", True, BOOLEAN, "#VALUE!", "#VALUE!", "#N/A", "#VALUE!"),
        ("FALSE", False, BOOLEAN, "#VALUE!", "#VALUE!", "#N/A", "#VALUE!"),
        ("#N/A", "#N/A", NOT_AVAILABLE, "#N/A", "#N/A", "#N/A", "#N/A"),
        *((error, error, *[error] * 5) for error in sorted(ERRORS - {"#N/A"})),
        *((error, error, *["#VALUE!"] * 5) for error in sorted(NEW_ERRORS)),
        ("object", object(), *["#VALUE!"] * 5),
    )
}
CASES = [
    pytest.param(PLACES[place], cell, expected, id=f"{title} as {place}")
    for title, (cell, columns) in CONTENTS.items()
    for place, expected in columns.items()
]


@pytest.mark.parametrize(("place", "cell", "expected"), CASES)
def test_cell(place: Place, cell: Any, expected: Any) -> None:
    arguments = place.around(cell)
    match expected:
        case str():
            error = failure(place.name, *arguments)
            assert error.code == expected
            assert place.argument in error.message
        case Missing(reason):
            assert explain(place.name, *arguments).rows_dropped == {reason: 1}
            shorter = [rows[:-1] for rows in arguments]
            assert evaluate(place.name, *arguments) == evaluate(place.name, *shorter)
        case Default():
            assert evaluate(place.name, *arguments) == evaluate(place.name, *arguments[:-1])
        case number:
            assert evaluate(place.name, *arguments) == evaluate(place.name, *place.around(number))


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        pytest.param(place, cell, id=f"{title} as {name}")
        for title, (cell, _) in CONTENTS.items()
        if type(cell) in (float, int, bool, str, type(None))
        for name, place in PLACES.items()
    ],
)
def test_cell_that_a_host_translates_counts_as_what_it_stands_for(place: Place, cell: Any) -> None:
    class Foreign:
        """A cell of a host, for a plain one."""

    def translate(foreign: Any) -> Any:
        return cell if isinstance(foreign, Foreign) else foreign

    plain = explain(place.name, *place.around(cell))
    found = explain_for(place.name, place.around(Foreign()), translate)
    assert (found.value, found.code) == (plain.value, plain.code)
    assert (found.rows_used, found.rows_dropped) == (plain.rows_used, plain.rows_dropped)


@pytest.mark.parametrize("error", sorted(NEW_ERRORS))
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_sentence_names_an_error_newer_than_the_seven(place: Place, error: str) -> None:
    assert f"{place.argument} contains {error}" in failure(place.name, *place.around(error)).message


@pytest.mark.parametrize(
    "cell", [pytest.param(cell, id=title) for title, (cell, _) in CONTENTS.items()]
)
@pytest.mark.parametrize("place", ["number", "optional", "option"])
def test_range_of_one_cell_is_that_cell(place: str, cell: Any) -> None:
    where = PLACES[place]
    one = outcome(where.name, *where.around(cell))
    assert outcome(where.name, *where.around([[cell]])) == one


def test_object_without_a_host_that_knows_it_is_named() -> None:
    assert "asset_returns contains a set" in failure("BETA_OF", column(0.1, set()), MARKET).message


def test_host_may_not_know_a_cell_either() -> None:
    error = explain_for("CAPM_RETURN", (0.03, object(), 0.1), lambda cell: cell)
    assert error.code == "#VALUE!"


NAMES = [
    pytest.param("Tech", "Tech", id="text"),
    pytest.param(7203, "7203", id="ticker"),
    pytest.param(Decimal(7203), "7203", id="currency"),
    pytest.param(True, "TRUE", id="boolean"),
    pytest.param(10**400, "#NUM!", id="number too large for a float"),
    pytest.param("#REF!", "#REF!", id="error"),
    pytest.param("#SPILL!", "#VALUE!", id="newer error"),
    pytest.param(object(), "#VALUE!", id="object"),
]


@pytest.mark.parametrize(("cell", "expected"), NAMES)
def test_name(cell: Any, expected: str) -> None:
    table = outcome("CAPM_TABLE", column(cell), column(1.5), column(1), 0.03, 0.1)
    assert (table if isinstance(table, str) else table[1][0]) == expected


# Shapes


def row(cells: list[list[Any]]) -> list[list[Any]]:
    return [[cell for (cell,) in cells]]


@pytest.mark.parametrize(
    ("asset", "market"),
    [
        pytest.param(row(ASSET), MARKET, id="row against column"),
        pytest.param(ASSET, row(MARKET), id="column against row"),
        pytest.param(row(ASSET), row(MARKET), id="row against row"),
        pytest.param(tuple(map(tuple, ASSET)), tuple(map(tuple, MARKET)), id="tuples"),
        pytest.param(np.array(ASSET).ravel(), np.array(MARKET).ravel(), id="numpy vectors"),
        pytest.param(np.array(ASSET), np.array(MARKET), id="numpy columns"),
        pytest.param(np.array(ASSET).T, np.array(MARKET).T, id="numpy rows"),
        pytest.param(np.array(ASSET), MARKET, id="numpy against cells"),
    ],
)
def test_row_or_column_is_a_series(asset: Any, market: Any) -> None:
    assert evaluate("BETA_OF", asset, market) == evaluate("BETA_OF", ASSET, MARKET)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        pytest.param(
            (column(*[0.01] * 60), column(*[0.01] * 59)),
            "#N/A",
            "asset_returns has 60 cells, market_returns 59",
            id="lengths differ",
        ),
        pytest.param(
            (column(0.01, 0.02, None), column(0.01, 0.02)),
            "#N/A",
            "asset_returns has 3 cells, market_returns 2",
            id="lengths differ by an empty cell",
        ),
        pytest.param(
            (ASSET, MARKET, column(0.001, 0.001)),
            "#N/A",
            "asset_returns has 4 cells, period_risk_free 2",
            id="risk-free series of another length",
        ),
        pytest.param(
            (0.01, column(0.01, 0.02)),
            "#N/A",
            "asset_returns has 1 cell, market_returns 2",
            id="one cell against two",
        ),
        pytest.param(
            ([[0.01, 0.02], [0.03, 0.04]], MARKET),
            "#VALUE!",
            "asset_returns is 2 x 2 cells; give one column or one row",
            id="block where a series is wanted",
        ),
        pytest.param(
            (np.zeros((2, 2)), MARKET),
            "#VALUE!",
            "asset_returns is 2 x 2 cells; give one column or one row",
            id="numpy block where a series is wanted",
        ),
        pytest.param(
            ([[0.01, 0.02], [0.03]], MARKET),
            "#VALUE!",
            "asset_returns has rows of different length",
            id="ragged block",
        ),
        pytest.param(
            ([[0.01], [0.02, 0.03]], MARKET),
            "#VALUE!",
            "asset_returns has rows of different length",
            id="ragged column",
        ),
        pytest.param(([], []), "#N/A", "asset_returns", id="no rows"),
        pytest.param(([[]], [[]]), "#N/A", "asset_returns", id="no columns"),
        pytest.param(
            (ASSET, MARKET, None, column("ols", "robust")),
            "#VALUE!",
            "method is 2 x 1 cells; give one cell",
            id="range where an option is wanted",
        ),
    ],
)
def test_shape_that_does_not_fit(arguments: tuple[Any, ...], code: str, sentence: str) -> None:
    error = failure("BETA_OF", *arguments)
    assert error.code == code
    assert sentence in error.message


@pytest.mark.parametrize(
    "betas",
    [
        pytest.param([], id="no rows"),
        pytest.param([[]], id="no columns"),
        pytest.param([[1.0, 2.0], [3.0]], id="ragged"),
        pytest.param([[1.0], [2.0, 3.0]], id="ragged to the right"),
    ],
)
def test_range_that_is_no_rectangle_cannot_stand_for_one_number(betas: Any) -> None:
    error = failure("CAPM_RETURN", 0.03, betas, 0.1)
    assert error.code == "#VALUE!"
    assert "beta" in error.message


def test_block_has_one_row_per_period_of_the_market() -> None:
    error = failure("BETAS_OF", [[0.01, 0.02]] * 3, MARKET)
    assert (error.code, error.message.partition(".")[0]) == (
        "#N/A",
        "returns has 3 rows, market_returns 4",
    )


# Headers and percent


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        pytest.param([["A", "B"], [100, 50], [110, 55]], [[0.1, 0.1]], id="over a block"),
        pytest.param(column("A", 100, 110), [[0.1]], id="over a column"),
        pytest.param([["A"], ["n/a"], [100], [110]], [["#N/A"], [0.1]], id="a second text counts"),
        pytest.param([["A", 1], [100, 2], [110, 4]], [["#N/A", 1.0], [0.1, 1.0]], id="not texts"),
        pytest.param([["#N/A"], [100], [110]], [["#N/A"], [0.1]], id="an error is no header"),
        pytest.param([["A", 100, 110]], [["#N/A", 0.1]], id="not beside a row"),
    ],
)
def test_row_of_texts_over_a_block_is_a_header(prices: Any, expected: Any) -> None:
    found: Any = evaluate("RETURNS_OF", prices)
    assert [[x if isinstance(x, str) else round(x, 12) for x in line] for line in found] == expected


@pytest.mark.parametrize(
    ("prices", "place"),
    [
        pytest.param(column(100, 0, 99), "row 2, column 1", id="column"),
        pytest.param([["A", "B"], [1, 2], [3, -4]], "row 3, column 2", id="block with a header"),
        pytest.param([[100, 101, 0]], "row 1, column 3", id="row"),
    ],
)
def test_sentence_says_where_in_the_range_a_price_is_wrong(prices: Any, place: str) -> None:
    assert place in failure("RETURNS_OF", prices).message


@pytest.mark.parametrize(
    ("scale", "code"),
    [pytest.param(100, "#VALUE!", id="percent"), pytest.param(1, "", id="decimals")],
)
def test_returns_in_percent_are_refused_where_scale_matters(scale: float, code: str) -> None:
    asset, market = (
        column(*(scale * cell for (cell,) in series))
        for series in (column(0.03, 0.04, -0.02, 0.01), column(0.01, 0.02, -0.01, 0.02))
    )
    assert evaluate("BETA_OF", asset, market) == pytest.approx(1.5)
    found = outcome("BETA_STATS", asset, market)
    assert found == code if code else isinstance(found, list)
    if code:
        assert "asset_returns looks like percent" in failure("BETA_STATS", asset, market).message


@pytest.mark.parametrize(
    ("returns", "is_refused"),
    [
        pytest.param([0.6, 0.6, 0.4], True, id="median above 0.5"),
        pytest.param([0.6, 0.4, 0.4], False, id="median below 0.5"),
        pytest.param([0.6, -0.6, None], True, id="of what is there"),
        pytest.param([0.5, 0.5, 0.5], False, id="exactly 0.5"),
        pytest.param([0.6, 0.3], False, id="between the two in the middle"),
    ],
)
def test_median_decides_what_looks_like_percent(returns: list[Any], is_refused: bool) -> None:
    weights = column(*([1 / len(returns)] * len(returns)))
    if None in returns:
        weights = column(0.5, 0.5, None)
    found = outcome("PORTFOLIO_RETURN", weights, column(*returns))
    assert (found == "#VALUE!") == is_refused
