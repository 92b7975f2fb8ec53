"""The capital asset pricing model."""

from __future__ import annotations

import math
from typing import Annotated, Any

from .. import finance
from . import messages
from .catalogue import Example, worksheet_function
from .kinds import TEXT, Band, Beta, Betas, Names, Rate, Result, Weights, WeightsPolicy
from .weights import check_names, holdings


@worksheet_function(
    category="Capital asset pricing",
    see_also=("CAPM_TABLE", "CAPM_ALPHA", "VALUATION_SIGNAL", "BETA_OF", "PORTFOLIO_RETURN"),
    examples=(
        Example((0.03, 1.5, 0.10), 0.135, "an aggressive stock"),
        Example(
            (0.03, [1.5, 0.7, "n/a"], 0.10),
            [[0.135], [0.079], ["#VALUE!"]],
            "a range of betas gives a range of returns",
        ),
        Example((0.03, "high", 0.10), "#VALUE!", "a text for beta"),
    ),
)
def capm_return(
    risk_free: Annotated[Rate, "Risk-free rate a year, 0.03 for 3 %."],
    beta: Annotated[Beta, "Beta of the asset or the portfolio."],
    market_return: Annotated[Rate, "Expected return of the market a year."],
) -> Annotated[float, Result("0.00%")]:
    """Return that an asset must earn for its beta.

    Formula: risk_free + beta x (market_return - risk_free)
    Errors: #VALUE! an argument is empty or no number;
        #NUM! a number is infinite, or the result too large;
        #N/A ranges of different shape
    Source: Sharpe (1964); Lintner (1965); Mossin (1966)
    """
    return finance.capm.required_return(risk_free, beta, market_return)


@worksheet_function(
    category="Capital asset pricing",
    see_also=("VALUATION_SIGNAL", "CAPM_RETURN"),
    examples=(
        Example((0.15, 0.03, 1.5, 0.10), 0.015, "1.5 % more than its beta asks for"),
        Example(
            ([0.15, 0.07, None], 0.03, [1.5, 0.7, 1.0], 0.10),
            [[0.015], [-0.009], ["#VALUE!"]],
            "ranges of forecasts and betas give a range of alphas",
        ),
        Example((0.15, 0.03, "high", 0.10), "#VALUE!", "a text for beta"),
    ),
)
def capm_alpha(
    forecast_return: Annotated[Rate, "Return that you expect a year, 0.15 for 15 %."],
    risk_free: Annotated[Rate, "Risk-free rate a year, 0.03 for 3 %."],
    beta: Annotated[Beta, "Beta of the asset or the portfolio."],
    market_return: Annotated[Rate, "Expected return of the market a year."],
) -> Annotated[float, Result("0.00%")]:
    """Forecast return less the return that the asset must earn for its beta.

    Above 0 the asset promises more than its systematic risk asks for.

    Formula: forecast_return - (risk_free + beta x (market_return - risk_free))
    Errors: #VALUE! an argument is empty or no number;
        #NUM! a number is infinite, or the result too large;
        #N/A ranges of different shape
    Source: Jensen (1968), of forecasts in the place of past returns
    """
    return finance.capm.alpha(forecast_return, risk_free, beta, market_return)


@worksheet_function(
    category="Capital asset pricing",
    see_also=("CAPM_ALPHA", "CAPM_RETURN", "BETA_CLASS"),
    examples=(
        Example((0.15, 0.03, 1.5, 0.10), "undervalued", "forecast above the required 13.5 %"),
        Example(
            ([0.135, 0.12, "n/a"], 0.03, 1.5, 0.10),
            [["fairly valued"], ["overvalued"], ["#VALUE!"]],
            "a range of forecasts gives a range of signals",
        ),
        Example((0.15, 0.03, 1.5, 0.10, 0.02), "fairly valued", "within 2 % either way"),
        Example((0.15, 0.03, 1.5, 0.10, -0.02), "#NUM!", "a negative band"),
    ),
)
def valuation_signal(
    forecast_return: Annotated[Rate, "Return that you expect a year, 0.15 for 15 %."],
    risk_free: Annotated[Rate, "Risk-free rate a year, 0.03 for 3 %."],
    beta: Annotated[Beta, "Beta of the asset or the portfolio."],
    market_return: Annotated[Rate, "Expected return of the market a year."],
    band: Annotated[Band, "How far from 0 an alpha is still fair, 0.01 for 1 %."] = 0.0,
) -> Annotated[str, Result(TEXT)]:
    """Whether an asset is undervalued, fairly valued or overvalued at its forecast return.

    An asset above the security market line promises more than its beta asks for: its price is low.
    The edges of the band belong to it.

    Formula: alpha = forecast_return - (risk_free + beta x (market_return - risk_free)); undervalued
        where alpha > band, overvalued where alpha < -band
    Errors: #VALUE! an argument is empty or no number;
        #NUM! band is negative, or a number is infinite, or alpha too large;
        #N/A ranges of different shape
    Source: Sharpe (1964); Jensen (1968)
    """
    line = forecast_return, risk_free, beta, market_return
    if not math.isfinite(finance.capm.alpha(*line)):
        raise messages.RESULT_INFINITE(name="VALUATION_SIGNAL")
    return finance.capm.valuation(*line, band)


@worksheet_function(
    category="Capital asset pricing",
    see_also=("CAPM_RETURN", "PORTFOLIO_BETA", "PORTFOLIO_RETURN"),
    examples=(
        Example(
            (["Tech", "Utility", "Index"], [1.5, 0.7, 1.0], [0.4, 0.4, 0.2], 0.03, 0.10),
            [
                [
                    "Stock",
                    "Beta",
                    "Risk-Free Rate",
                    "Market Return",
                    "CAPM Expected Return",
                    "Portfolio Weight",
                ],
                ["Tech", 1.5, 0.03, 0.10, 0.135, 0.4],
                ["Utility", 0.7, 0.03, 0.10, 0.079, 0.4],
                ["Index", 1.0, 0.03, 0.10, 0.10, 0.2],
                ["Portfolio Total", 1.08, 0.03, 0.10, 0.1056, 1.0],
            ],
            "three holdings and their total",
        ),
        Example((["A", "B"], [1.5, 0.7], [0.4, 0.4], 0.03, 0.10), "#VALUE!", "weights sum to 0.8"),
    ),
)
def capm_table(
    names: Annotated[Names, "Names of the holdings."],
    betas: Annotated[Betas, "Beta of each holding."],
    weights: Annotated[Weights, "Weight of each holding in the portfolio, 0.4 for 40 %."],
    risk_free: Annotated[Rate, "Risk-free rate a year, 0.03 for 3 %."],
    market_return: Annotated[Rate, "Expected return of the market a year."],
    weights_policy: Annotated[WeightsPolicy, "What the weights must sum to."] = "strict",
) -> Annotated[
    list[tuple[Any, ...]],
    Result(
        columns={
            "Stock": TEXT,
            "Beta": "0.00",
            "Risk-Free Rate": "0.00%",
            "Market Return": "0.00%",
            "CAPM Expected Return": "0.00%",
            "Portfolio Weight": "0.00%",
        },
        rows="holding",
        total_row=True,
    ),
]:
    """Required return of each holding and of the portfolio, as one table.

    With "cash" the rest earns the risk-free rate; the total's weight is that of the holdings.

    Formula: risk_free + beta x (market_return - risk_free), weighted sums in the total row
    Errors: #N/A the ranges differ in size, or a holding has a weight and no beta or name;
        #VALUE! the weights do not sum to 1, or a rate is no number;
        #NUM! weights to normalize sum to nearly 0, or a number is infinite
    Source: Sharpe (1964); Lintner (1965); Mossin (1966)
    """
    shares, values, _ = holdings(weights, betas, weights_policy)
    check_names(names, shares)
    total_beta = finance.portfolio.weighted_sum(shares, values)

    def row(name: str | None, beta: float, weight: float) -> tuple[Any, ...]:
        required = finance.capm.required_return(risk_free, beta, market_return)
        return name, beta, risk_free, market_return, required, weight

    stocks = zip(names, betas.values.tolist(), shares.tolist(), strict=True)
    return [*(row(*s) for s in stocks), row("Portfolio Total", total_beta, float(shares.sum()))]
