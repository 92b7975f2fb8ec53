"""The split of risk through the one door: parts that add up, weights of 0, names."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import agrees, column, failure
from xlrisk.functions.evaluate import evaluate
from xlrisk.functions.explain import explain

MARKET = column(0.01, 0.02, -0.01, 0.02)
RETURNS = [[0.03, 0.01], [0.04, 0.02], [-0.02, 0.0], [0.01, 0.01]]
RETURN = st.integers(-2000, 2000).map(lambda points: points / 1e4)
CELL = st.one_of(RETURN, RETURN, RETURN, RETURN, st.sampled_from([None, "n/a", "#N/A"]))
FREQ = st.sampled_from([None, 1, 12, 52, 252, 0.5])


@st.composite
def portfolios(draw: st.DrawFn) -> tuple[Any, Any, Any]:
    """Weights, returns and the market: two complete rows, and others with gaps."""
    n, others = draw(st.integers(1, 5)), draw(st.integers(0, 10))

    def rows(cell: st.SearchStrategy[Any], width: int, count: int) -> Any:
        row = st.lists(cell, min_size=width, max_size=width)
        return draw(st.lists(row, min_size=count, max_size=count))

    weights = rows(st.integers(-50, 100).map(lambda percent: percent / 100), 1, n)
    returns = rows(RETURN, n, 2) + rows(CELL, n, others)
    return weights, returns, [[0.01], [-0.02], *rows(CELL, 1, others)]


@given(portfolios(), FREQ, st.sampled_from(["full", "diagonal"]))
def test_every_row_and_every_column_adds_up(
    portfolio: tuple[Any, Any, Any], freq: Any, residuals: str
) -> None:
    table: Any = evaluate("PORTFOLIO_RISK_SPLIT", *portfolio, 0, freq, 0, residuals, "cash")
    heading, *holdings, total = table
    assert len(holdings) == len(portfolio[0])
    for row in table[1:]:
        named = dict(zip(heading, row, strict=True))
        assert named["systematic"] + named["specific"] == named["total"]
    for position in (3, 4, 5):
        added = 0.0
        for row in holdings:
            added += row[position]
        assert added == total[position]
    assert total[0] == "portfolio"
    assert agrees(total[1], sum(weight for (weight,) in portfolio[0]))


@given(st.lists(st.tuples(CELL, CELL), max_size=20), FREQ)
def test_parts_of_one_asset_add_up(rows: list[tuple[Any, Any]], freq: Any) -> None:
    complete = [(0.03, 0.01), (-0.01, -0.02)]
    asset, market = (column(*cells) for cells in zip(*complete, *rows, strict=True))
    split: Any = evaluate("RISK_SPLIT", asset, market, None, freq)
    named = dict(split)
    assert named["systematic"] + named["specific"] == named["total"]
    of = {
        name: evaluate(f"{name.upper()}_RISK", asset, market, None, freq, "variance")
        for name in ("total", "systematic", "specific")
    }
    assert of == {name: named[name] for name in of}
    assert named["systematic share"] + named["specific share"] == 1.0


# Holdings without a weight


def test_gaps_of_a_candidate_cost_no_rows() -> None:
    candidate = (None, 0.05, -0.05, "n/a")
    with_candidate = [[*row, cell] for row, cell in zip(RETURNS, candidate, strict=True)]
    table: Any = evaluate("PORTFOLIO_RISK_SPLIT", column(0.7, 0.3, 0), with_candidate, MARKET)
    held: Any = evaluate("PORTFOLIO_RISK_SPLIT", column(0.7, 0.3), RETURNS, MARKET)
    assert [table[1], table[2], table[4]] == [held[1], held[2], held[3]]
    beta = evaluate("BETA_OF", column(0.05, -0.05), column(0.02, -0.01))
    assert agrees(table[3], ["asset 3", 0, beta, 0, 0, 0])


@pytest.mark.parametrize("weight", [0, None], ids=["0", "empty"])
def test_candidate_without_returns_has_no_beta(weight: Any) -> None:
    returns = [[*row, None] for row in RETURNS]
    table: Any = evaluate("PORTFOLIO_RISK_SPLIT", column(0.7, 0.3, weight), returns, MARKET)
    assert table[3] == ["asset 3", 0, "#N/A", 0, 0, 0]


def test_nothing_but_cash_has_no_risk() -> None:
    weights = column(None, None)
    table: Any = evaluate("PORTFOLIO_RISK_SPLIT", weights, RETURNS, MARKET, *[0] * 4, "cash")
    assert table[-1] == ["portfolio", 0, 0, 0, 0, 0]
    assert agrees([row[2] for row in table[1:3]], [1.5, 0.5])


def test_cash_lowers_every_part_with_the_weights() -> None:
    half: Any = evaluate(
        "PORTFOLIO_RISK_SPLIT", column(0.35, 0.15), RETURNS, MARKET, *[0] * 4, "cash"
    )
    whole: Any = evaluate("PORTFOLIO_RISK_SPLIT", column(0.7, 0.3), RETURNS, MARKET)
    assert agrees(half[-1][1:3], [0.5, whole[-1][2] / 2])
    assert agrees(half[-1][3:], [part / 4 for part in whole[-1][3:]])


@pytest.mark.parametrize(
    ("weights", "returns", "code", "sentence"),
    [
        pytest.param(
            column(0.7, 0.3),
            [["AAA", "BBB"], *([row[0], None] for row in RETURNS)],
            "#N/A",
            "row 2 of weights is 30 %, and column 2 (BBB) of returns has no number; fill it in",
            id="a holding without returns",
        ),
        pytest.param(
            column(0.7, 0.3),
            [["AAA", "BBB"], *([row[0], None] for row in RETURNS[1:]), [0.01, 0.02]],
            "#DIV/0!",
            "returns has 1 row with a number in every column, at least 2 are needed; column 2"
            " (BBB) has the fewest numbers, 1.",
            id="a holding with a short history",
        ),
        pytest.param(
            column(0.7, 0.2),
            RETURNS,
            "#VALUE!",
            'weights sum to 0.9; use "normalize", or "cash" for the rest.',
            id="weights off",
        ),
        pytest.param(
            column(0.7, "n/a"), RETURNS, "#N/A", "row 2 of weights is no number", id="no weight"
        ),
        pytest.param(
            column(0.7, 0.2, 0.1),
            RETURNS,
            "#N/A",
            "weights has 3 cells, returns 2 columns. Give ranges",
            id="a weight too many",
        ),
    ],
)
def test_what_a_split_refuses(weights: Any, returns: Any, code: str, sentence: str) -> None:
    market = MARKET[: len(returns) - isinstance(returns[0][0], str)]
    error = failure("PORTFOLIO_RISK_SPLIT", weights, returns, market)
    assert error.code == code
    assert sentence in error.message


def test_a_column_without_weight_is_never_to_blame() -> None:
    returns = [[None, None], [0.04, None], [None, None], [None, 0.03]]
    error = failure("PORTFOLIO_RISK_SPLIT", column(1, 0), returns, MARKET)
    assert error.code == "#DIV/0!"
    assert "column 2" not in error.message


def test_explanation_counts_periods_and_names_holdings() -> None:
    returns = [*RETURNS, [None, 0.5]]
    market = [*MARKET, [0.02]]
    explanation = explain("PORTFOLIO_RISK_SPLIT", column(1, None), returns, market)
    assert explanation.message == (
        "4 rows used, 1 dropped (1 empty); 1 holding used, 1 dropped (1 with weight 0);"
        " full covariance of the residuals; weights must sum to 1; a table of 4 x 6."
    )
    assert (explanation.rows_used, explanation.rows_dropped) == (4, {"empty": 1})


def test_explanation_with_as_many_periods_as_holdings() -> None:
    """Rows and columns of one length are told apart by what they stand for."""
    returns = [[0.03, 0.01, None], [0.04, 0.02, None], [None, 0.0, None]]
    explanation = explain("PORTFOLIO_RISK_SPLIT", column(0.7, 0.3, 0), returns, MARKET[:3])
    assert explanation.message.startswith(
        "2 rows used, 1 dropped (1 empty); 2 holdings used, 1 dropped (1 with weight 0);"
    )


# Names


@pytest.mark.parametrize(
    ("header", "names", "expected"),
    [
        pytest.param(None, None, ["asset 1", "asset 2"], id="none"),
        pytest.param(["AAA", "BBB"], None, ["AAA", "BBB"], id="header"),
        pytest.param(["AAA", " "], None, ["AAA", "asset 2"], id="header with a gap"),
        pytest.param(["AAA", "BBB"], column("Apple", 7203), ["Apple", "7203"], id="given"),
        pytest.param(["AAA", "BBB"], 0, ["AAA", "BBB"], id="left out as 0"),
    ],
)
def test_names_of_holdings(header: Any, names: Any, expected: list[str]) -> None:
    returns = RETURNS if header is None else [header, *RETURNS]
    table: Any = evaluate(
        "PORTFOLIO_RISK_SPLIT", column(0.7, 0.3), returns, MARKET, None, None, names
    )
    assert [row[0] for row in table[1:]] == [*expected, "portfolio"]


def test_holding_without_its_name() -> None:
    arguments = column(0.7, 0.3), RETURNS, MARKET, None, None, column("AAA", None)
    error = failure("PORTFOLIO_RISK_SPLIT", *arguments)
    assert (error.code, error.message) == (
        "#N/A",
        "row 2 has weight 30 % and no name; fill in names there.",
    )
