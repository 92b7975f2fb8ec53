"""The capital asset pricing model."""

from __future__ import annotations

from typing import Annotated, Any

from .. import finance
from .catalogue import Example, worksheet_function
from .kinds import Betas, Names, Number, Rate, Result, Weights, WeightsPolicy
from .rows import check_names, holdings


@worksheet_function(
    category="Capital asset pricing",
    see_also=("CAPM_TABLE", "BETA_OF", "PORTFOLIO_RETURN"),
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
    beta: Annotated[Number, "Beta of the asset or the portfolio."],
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
        columns=(
            "Stock",
            "Beta",
            "Risk-Free Rate",
            "Market Return",
            "CAPM Expected Return",
            "Portfolio Weight",
        ),
        dimensions=("holding",),
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
