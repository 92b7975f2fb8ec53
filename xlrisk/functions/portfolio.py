"""The portfolio out of its holdings."""

from __future__ import annotations

import math
from typing import Annotated, Any

from .. import finance
from . import messages
from .catalogue import Example, worksheet_function
from .kinds import Betas, Covariances, HoldingReturns, Rate, Result, Weights, WeightsPolicy
from .weights import covariance_holdings, holdings


@worksheet_function(
    category="Portfolio",
    see_also=("BETA_CONTRIBUTION", "PORTFOLIO_RETURN", "CAPM_TABLE", "PORTFOLIO_RISK_SPLIT"),
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
    see_also=("PORTFOLIO_BETA", "PORTFOLIO_RISK_SPLIT"),
    examples=(
        Example(
            ([0.4, 0.4, 0.2], [1.5, 0.75, 0.5]),
            [["contribution", "share"], [0.6, 0.6], [0.3, 0.3], [0.1, 0.1]],
            "three holdings of a portfolio with beta 1",
        ),
        Example(
            ([0.5, 0.2, None], [1.5, 0.5, None], "cash"),
            [["contribution", "share"], [0.75, 0.75 / 0.85], [0.1, 0.1 / 0.85], [0, 0]],
            "cash and an empty weight contribute nothing",
        ),
        Example(([0.4, 0.4], [1.5, 0.7]), "#VALUE!", "weights that sum to 0.8"),
        Example(([0.4, 0.6], [1.5, None]), "#N/A", "a holding without its beta"),
    ),
)
def beta_contribution(
    weights: Annotated[Weights, "Weight of each holding in the portfolio, 0.4 for 40 %."],
    betas: Annotated[Betas, "Beta of each holding."],
    weights_policy: Annotated[WeightsPolicy, "What the weights must sum to."] = "strict",
) -> Annotated[
    list[tuple[Any, ...]],
    Result(columns={"contribution": "0.00", "share": "0.0%"}, rows="holding"),
]:
    """What each holding contributes to the beta of the portfolio, and its share of it.

    The contributions sum to PORTFOLIO_BETA. The shares are #N/A where that is 0: a portfolio
    without beta has no shares of it.

    Formula: contribution = weight x beta; share = contribution / sum of contributions
    Errors: #N/A the ranges differ in size, or a holding has a weight and no beta;
        #VALUE! the weights do not sum to 1;
        #NUM! weights to normalize sum to nearly 0, or a number is infinite
    Source: Sharpe (1963)
    """
    shares, values, _ = holdings(weights, betas, weights_policy)
    columns = finance.portfolio.contributions(shares, values)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@worksheet_function(
    category="Portfolio",
    see_also=("COVARIANCE_MATRIX", "PORTFOLIO_RISK_SPLIT", "ANNUAL_VOLATILITY"),
    examples=(
        Example(([0.5, 0.5], [[0.04, 0.01], [0.01, 0.09]]), 0.0375**0.5, "two assets"),
        Example(([0.3, -0.3], [[0.04, 0.01], [0.01, 0.09]]), 0.0099**0.5, "active weights"),
        Example(
            ([1, None], [[0.04, None], [None, None]]), 0.2, "nothing is asked of a weight of 0"
        ),
        Example(([0.5, 0.5], [[0.04, 0.01], [0.02, 0.09]]), "#VALUE!", "not symmetric"),
        Example(([0.5, 0.5], [[0.04, None], [None, 0.09]]), "#N/A", "a covariance is missing"),
    ),
)
def portfolio_volatility(
    weights: Annotated[Weights, "Weight of each holding, 0.4 for 40 %; any sum is allowed."],
    covariance: Annotated[Covariances, "Their covariance matrix, as of COVARIANCE_MATRIX."],
) -> Annotated[float, Result("0.00%")]:
    """Standard deviation of a portfolio's return, in the period of the covariances.

    Active weights, portfolio less benchmark, give the tracking error. An empty weight is 0, and
    covariances may be missing where the weight is.

    Formula: sqrt(sum over i and j of weight i x weight j x covariance i j)
    Errors: #N/A the ranges differ in size, or covariances are missing, or there are no weights;
        #VALUE! covariance is not symmetric;
        #NUM! the variance is negative, or a number is infinite
    Source: Markowitz (1952)
    """
    volatility = finance.portfolio.volatility(*covariance_holdings(weights, covariance))
    if math.isnan(volatility):
        raise messages.NEGATIVE_VARIANCE(argument=covariance.name)
    return volatility


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
