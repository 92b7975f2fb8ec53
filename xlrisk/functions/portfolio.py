"""The portfolio out of its holdings."""

from __future__ import annotations

from typing import Annotated

from .. import finance
from .catalogue import Example, worksheet_function
from .kinds import Betas, HoldingReturns, Rate, Result, Weights, WeightsPolicy
from .rows import holdings


@worksheet_function(
    category="Portfolio",
    see_also=("PORTFOLIO_RETURN", "CAPM_TABLE", "BETA_OF"),
    examples=(
        Example(([0.4, 0.4, 0.2], [1.5, 0.7, 1.0]), 1.08, "three holdings"),
        Example(([0.5, 0.2], [1.5, 0.5], "cash"), 0.85, "the rest is cash, at beta 0"),
        Example(([0.4, 0.4], [1.5, 0.7]), "#VALUE!", "weights that sum to 0.8"),
        Example(([0.4, 0.6], [1.5, None]), "#N/A", "a holding without its beta"),
    ),
)
def portfolio_beta(
    weights: Annotated[Weights, "Weight of each holding in the portfolio, 0.4 for 40 %."],
    betas: Annotated[Betas, "Beta of each holding."],
    weights_policy: Annotated[WeightsPolicy, "What the weights must sum to."] = "strict",
) -> Annotated[float, Result("0.00")]:
    """Beta of a portfolio: the weighted sum of its holdings' betas.

    An empty weight is 0; a beta may be missing only where the weight is 0.

    Formula: sum of weight x beta
    Errors: #N/A the ranges differ in size, or a holding has a weight and no beta;
        #VALUE! the weights do not sum to 1;
        #NUM! weights to normalize sum to nearly 0, or a number is infinite
    Source: Sharpe (1963)
    """
    shares, values, _ = holdings(weights, betas, weights_policy)
    return finance.portfolio.weighted_sum(shares, values)


@worksheet_function(
    category="Portfolio",
    see_also=("PORTFOLIO_BETA", "CAPM_TABLE"),
    examples=(
        Example(([0.4, 0.4, 0.2], [0.135, 0.079, 0.10]), 0.1056, "three holdings"),
        Example(([0.5, 0.2], [0.12, 0.05], "cash", 0.03), 0.079, "the rest earns 3 %"),
        Example(([40, 60], [0.1, 0.2]), "#VALUE!", "weights in percent"),
    ),
)
def portfolio_return(
    weights: Annotated[Weights, "Weight of each holding in the portfolio, 0.4 for 40 %."],
    returns: Annotated[HoldingReturns, "Return of each holding, 0.08 for 8 %."],
    weights_policy: Annotated[WeightsPolicy, "What the weights must sum to."] = "strict",
    risk_free: Annotated[Rate, 'What cash earns where weights_policy is "cash".'] = 0.0,
) -> Annotated[float, Result("0.00%")]:
    """Return of a portfolio: the weighted sum of its holdings' returns.

    An empty weight is 0; a return may be missing only where the weight is 0.

    Formula: sum of weight x return, and with "cash" (1 - sum of weights) x risk_free
    Errors: #N/A the ranges differ in size, or a holding has a weight and no return;
        #VALUE! the weights do not sum to 1, or returns look like percent;
        #NUM! weights to normalize sum to nearly 0, or a number is infinite
    Source: Markowitz (1952)
    """
    shares, values, cash = holdings(weights, returns, weights_policy)
    return finance.portfolio.weighted_sum(shares, values) + cash * risk_free
