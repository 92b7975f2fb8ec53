"""Covariances, contributions, and the units that risk is measured in."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.helpers import agrees, column, failure
from xlrisk.functions.evaluate import evaluate

MARKET = column(0.01, 0.02, -0.01, 0.02)
RETURNS = [[0.03, 0.01], [0.04, 0.02], [-0.02, 0.0], [0.01, 0.01]]

# Covariances


@pytest.mark.parametrize(
    ("weights", "covariance", "expected"),
    [
        pytest.param([2, -1], [[0.04, 0.01], [0.01, 0.09]], 0.21**0.5, id="any sum"),
        pytest.param([0, 0], [[0.04, 0.01], [0.01, 0.09]], 0.0, id="zeros are meant"),
        pytest.param([1, 0], [[0.04, "n/a"], ["n/a", None]], 0.2, id="gaps at weight 0"),
        pytest.param([1, None], [[0.04, 5], [7, 1]], 0.2, id="symmetry is asked of what counts"),
        pytest.param([0.5, 0.5], [["A", "B"], [0.04, 0.04], [0.04, 0.04]], 0.2, id="header"),
        pytest.param([0.5, 0.5], [[0.04, 0.01 + 1e-13], [0.01, 0.04]], 0.025**0.5, id="rounding"),
        pytest.param([1, -1], [[0.04, 0.04], [0.04, 0.04]], 0.0, id="a perfect hedge"),
    ],
)
def test_volatility(weights: list[Any], covariance: Any, expected: float) -> None:
    assert agrees(evaluate("PORTFOLIO_VOLATILITY", column(*weights), covariance), expected)


@pytest.mark.parametrize(
    ("weights", "covariance", "code", "sentence"),
    [
        pytest.param(
            [0.5, 0.5],
            [["A", "B"], [0.04, 0.01], [0.02, 0.09]],
            "#VALUE!",
            "covariance is not symmetric: row 2, column 2 has 0.01, and row 3, column 1 has 0.02;",
            id="not symmetric",
        ),
        pytest.param(
            [0.5, 0.5],
            [[0.04, None], [0.01, 0.09]],
            "#N/A",
            "covariance has no number in row 1, column 2, between two holdings",
            id="one half of it",
        ),
        pytest.param(
            [1, -1],
            [[0.04, 0.09], [0.09, 0.04]],
            "#NUM!",
            "covariance gives these weights a negative variance",
            id="no covariances of anything",
        ),
        pytest.param(
            [0.5, 0.5],
            [[0.04, 0.01, 0], [0.01, 0.09, 0]],
            "#N/A",
            "weights has 2 cells, covariance 3 columns.",
            id="not square",
        ),
        pytest.param(
            [None, None], [[0.04, 0], [0, 0.04]], "#N/A", "weights: no row", id="no weights"
        ),
        pytest.param(
            [0.5, "n/a"],
            [[0.04, 0], [0, 0.04]],
            "#N/A",
            "row 2 of weights is no number, and covariance has one",
            id="text for a weight",
        ),
        pytest.param(
            [1e200, 1e200], [[1e200, 0], [0, 1e200]], "#NUM!", "too large", id="too large"
        ),
    ],
)
def test_what_a_volatility_refuses(
    weights: list[Any], covariance: Any, code: str, sentence: str
) -> None:
    error = failure("PORTFOLIO_VOLATILITY", column(*weights), covariance)
    assert error.code == code
    assert sentence in error.message


def test_covariances_of_the_matrix_fit_the_volatility() -> None:
    matrix = evaluate("COVARIANCE_MATRIX", RETURNS, 12)
    found = evaluate("PORTFOLIO_VOLATILITY", column(0.7, 0.3), matrix)
    table: Any = evaluate("PORTFOLIO_RISK_SPLIT", column(0.7, 0.3), RETURNS, MARKET, None, 12)
    assert agrees(found, math.sqrt(table[-1][-1]))


# Contributions to beta


def test_contributions_add_up_to_the_beta_of_the_portfolio() -> None:
    weights, betas = column(0.5, 0.3, 0.4, None), column(1.5, 0.7, -0.2, "n/a")
    table: Any = evaluate("BETA_CONTRIBUTION", weights, betas, "normalize")
    contributions = [row[0] for row in table[1:]]
    assert agrees(sum(contributions), evaluate("PORTFOLIO_BETA", weights, betas, "normalize"))
    assert agrees(sum(row[1] for row in table[1:]), 1.0)
    assert table[4] == [0, 0]


def test_portfolio_without_beta_has_no_shares_of_it() -> None:
    table: Any = evaluate("BETA_CONTRIBUTION", column(0.5, 0.5), column(1, -1))
    assert table[1:] == [[0.5, "#N/A"], [-0.5, "#N/A"]]


# Units and rates


@pytest.mark.parametrize("function", ["TOTAL_RISK", "SYSTEMATIC_RISK", "SPECIFIC_RISK"])
def test_asset_that_does_not_vary_has_no_shares(function: str) -> None:
    asset = column(*[0.01] * 4)
    error = failure(function, asset, MARKET, None, None, "share")
    assert error.code == "#N/A"
    assert "asset_returns does not vary over the 4 rows used" in error.message
    assert agrees(evaluate(function, asset, MARKET), 0.0)


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("TOTAL_RISK", (column(0.03, 0.04, -0.02, 0.01), MARKET)),
        ("RISK_SPLIT", (column(0.03, 0.04, -0.02, 0.01), MARKET)),
        ("PORTFOLIO_RISK_SPLIT", (column(0.7, 0.3), RETURNS, MARKET)),
    ],
)
def test_yearly_rate_for_a_month_is_refused(function: str, arguments: tuple[Any, ...]) -> None:
    error = failure(function, *arguments, 0.03, 12)
    assert error.code == "#NUM!"
    assert "0.03 per period is 36 % a year at freq 12" in error.message
    assert evaluate(function, *arguments, 0.03) is not None


@pytest.mark.parametrize(
    ("function", "refused"),
    [
        ("TOTAL_RISK", True),
        ("RISK_SPLIT", True),
        ("CORRELATION_OF", False),
        ("BETA_OF", False),
    ],
)
def test_percent_matters_to_risk_and_not_to_correlation(function: str, refused: bool) -> None:
    asset, market = column(3, 4, -2, 1), column(1, 2, -1, 2)
    if refused:
        assert failure(function, asset, market).code == "#VALUE!"
    else:
        assert evaluate(function, asset, market) == pytest.approx(
            evaluate(function, column(0.03, 0.04, -0.02, 0.01), MARKET)
        )


def test_return_below_a_total_loss_has_no_geometric_mean() -> None:
    returns = column("Fund", 0.1, 0.2, None, -1.2)
    error = failure("ANNUAL_RETURN", returns, 12, "geometric")
    assert error.code == "#NUM!"
    assert "returns has -1.2 in row 5" in error.message
    assert evaluate("ANNUAL_RETURN", column(0.1, 0.2, -1), 12, "geometric") == -1.0


@pytest.mark.parametrize("freq", [-12, float("inf")])
def test_frequency_is_positive(freq: float) -> None:
    assert failure("ANNUAL_VOLATILITY", column(0.1, 0.2), freq).code == "#NUM!"


def test_signal_of_an_alpha_too_large_is_none() -> None:
    assert failure("VALUATION_SIGNAL", 0.1, 0.0, 1e200, 1e200).code == "#NUM!"
