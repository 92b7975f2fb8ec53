"""Beta: how far an asset moves with the market."""

from __future__ import annotations

import math
from typing import Annotated

from .. import finance
from . import messages
from .catalogue import Example, worksheet_function
from .kinds import (
    TEXT,
    Array,
    Beta,
    BetaMethod,
    DecimalReturns,
    ErrorsMethod,
    Level,
    PeriodRate,
    Result,
    Returns,
    ReturnsTable,
    StandardError,
)
from .rows import market_rows, rows_of_each


@worksheet_function(
    category="Beta",
    see_also=("BETA_STATS", "BETAS_OF", "CAPM_RETURN", "PORTFOLIO_BETA"),
    examples=(
        Example(([0.02, 0.04, -0.02], [0.01, 0.02, -0.01]), 2.0, "twice as far as the market"),
        Example(
            ([0.02, "n/a", None, 0.04, -0.02], [0.01, 0.03, 0.02, 0.02, -0.01]),
            2.0,
            "rows without both returns do not count",
        ),
        Example(
            ([0.02, 0.04, -0.02], [0.01, 0.02, -0.01], 0, "adjusted"),
            1.67,
            "adjusted towards the market's beta of 1",
        ),
        Example(([0.02, 0.04], [0.01, 0.02, -0.01]), "#N/A", "ranges of different size"),
        Example(([0.02, 0.04], [0.01, 0.01]), "#DIV/0!", "a market that does not move"),
    ),
)
def beta_of(
    asset_returns: Annotated[Returns, "Returns of the asset, oldest first."],
    market_returns: Annotated[Returns, "Returns of the market for the same periods."],
    period_risk_free: Annotated[
        PeriodRate, "Risk-free return per period: a number or a series."
    ] = 0.0,
    method: Annotated[BetaMethod, "How the line is fitted."] = "ols",
) -> Annotated[float, Result("0.00")]:
    """Beta of an asset: how far its returns move when the market moves by one.

    A row counts where both returns are numbers. Equal to SLOPE on numbers, empty cells, texts and
    booleans; SLOPE gives #N/A where a range holds one, BETA_OF leaves that row out.

    Where the market varies by rounding only, SLOPE gives a number and BETA_OF #DIV/0!.

    Formula: cov(asset, market) / var(market); adjusted: 0.67 beta + 0.33; robust: the slope of the
        line whose residuals e have the smallest sum of h(e / s), h(z) = z^2 / 2 up to |z| = 1.345
        and 1.345 |z| - 1.345^2 / 2 beyond, s = median |e| / 0.6745
    Errors: #N/A the ranges differ in size, or share no row;
        #DIV/0! fewer than 2 rows, or the market does not vary;
        #NUM! the robust fit does not converge, or a number is infinite;
        #VALUE! method is unknown, or period_risk_free is no number
    Source: Sharpe (1964); adjusted: Bloomberg's constants after Blume (1971); robust: Huber (1981)
    """
    asset, market = market_rows(asset_returns, market_returns, period_risk_free)
    beta = finance.beta.of(asset, market, method)
    if method == "robust" and math.isnan(beta):
        raise messages.NOT_CONVERGED(method=method)
    return beta


@worksheet_function(
    category="Beta",
    see_also=("BETA_OF", "BETA_STATS"),
    examples=(
        Example(
            ([[0.02, 0.01], [0.04, 0.03], [-0.02, 0.01]], [0.01, 0.02, -0.01]),
            [[2.0, 4 / 7]],
            "two assets at once",
        ),
        Example(([[0.02, 0.01], [0.04, 0.03]], [0.01]), "#N/A", "ranges of different size"),
    ),
)
def betas_of(
    returns: Annotated[ReturnsTable, "Returns, one column per asset, oldest first."],
    market_returns: Annotated[Returns, "Returns of the market for the same periods."],
    period_risk_free: Annotated[
        PeriodRate, "Risk-free return per period: a number or a series."
    ] = 0.0,
) -> Annotated[Array, Result("0.00", across=("asset",))]:
    """Betas of many assets, one for each column of returns.

    Each asset uses the rows that it and the market have; one that has fewer than 2 is #N/A.

    Formula: cov(asset, market) / var(market)
    Errors: #N/A the ranges differ in size, or the market has no return;
        #DIV/0! the market has fewer than 2 returns, or does not vary;
        #NUM! a number is infinite;
        #VALUE! period_risk_free is no number
    Source: Sharpe (1964)
    """
    return finance.beta.slopes(*rows_of_each(returns, market_returns, period_risk_free))[None, :]


@worksheet_function(
    category="Beta",
    see_also=("BETA_OF", "BETA_CLASS", "RISK_SPLIT"),
    examples=(
        Example(
            ([0.03, 0.04, -0.02, 0.01], [0.01, 0.02, -0.01, 0.02]),
            [
                ["beta", 1.5],
                ["standard error", 0.7905694150420949],
                ["lower", -1.9015456516873042],
                ["upper", 4.901545651687304],
                ["t against 0", 1.8973665961010275],
                ["t against 1", 0.6324555320336759],
                ["alpha", 0.0],
                ["alpha error", 0.0125],
                ["r squared", 9 / 14],
                ["residual sd", 0.019364916731037084],
                ["durbin-watson", 19 / 30],
                ["observations", 4.0],
            ],
            "four months",
        ),
        Example(([0.03, 0.04], [0.01, 0.02]), "#DIV/0!", "two rows leave no error to measure"),
        Example(([3, 4, -2], [1, 2, -1]), "#VALUE!", "returns in percent"),
    ),
)
def beta_stats(
    asset_returns: Annotated[DecimalReturns, "Returns of the asset, oldest first."],
    market_returns: Annotated[DecimalReturns, "Returns of the market for the same periods."],
    period_risk_free: Annotated[
        PeriodRate, "Risk-free return per period: a number or a series."
    ] = 0.0,
    level: Annotated[Level, "Confidence level of lower and upper."] = 0.95,
    errors: Annotated[ErrorsMethod, "Which standard errors."] = "classical",
) -> Annotated[
    tuple[float, ...],
    Result(
        labels={
            "beta": "0.00",
            "standard error": "0.00",
            "lower": "0.00",
            "upper": "0.00",
            "t against 0": "0.00",
            "t against 1": "0.00",
            "alpha": "0.0000%",
            "alpha error": "0.0000%",
            "r squared": "0.00",
            "residual sd": "0.00%",
            "durbin-watson": "0.00",
            "observations": "0",
        }
    ),
]:
    """Beta with its error, interval and tests, alpha, and how well the line fits.

    y = alpha + beta x + e by least squares, y and x the excess returns; alpha and residual sd are
    per period. The interval is Student's t with n - 2 degrees of freedom for every kind of error.

    hc3: residuals over 1 - leverage. newey-west: Bartlett weights over floor(4 (n/100)^(2/9))
    lags, times n / (n - 2). r squared is #N/A for an asset that does not vary, t values and
    durbin-watson for a perfect fit.

    Formula: beta = Sxy / Sxx; alpha = mean(y) - beta mean(x); residual sd s = sqrt(sum e^2 /
        (n - 2)); standard error = s / sqrt(Sxx); t against 1 = (beta - 1) / error; r squared =
        Sxy^2 / (Sxx Syy); durbin-watson = sum (e(t) - e(t-1))^2 / sum e^2
    Errors: #N/A the ranges differ in size, or share no row;
        #DIV/0! fewer than 3 rows, or the market does not vary;
        #NUM! level is not between 0 and 1, or a number is infinite;
        #VALUE! returns look like percent, or errors is unknown
    Source: Sharpe (1963); MacKinnon and White (1985); Newey and West (1987)
    """
    asset, market = market_rows(asset_returns, market_returns, period_risk_free, at_least=3)
    return finance.beta.statistics(asset, market, level, errors)


@worksheet_function(
    category="Beta",
    see_also=("BETA_STATS", "BETA_OF", "CAPM_RETURN"),
    examples=(
        Example(
            ([1.2, 0.8, 1.0, -0.3],),
            [["aggressive"], ["defensive"], ["market-like"], ["negative"]],
            "a range of betas gives a range of classes",
        ),
        Example((1.2, 0.15), "not distinguishable from 1", "the error is too large to tell"),
        Example((1.2, 0.05), "aggressive", "the error is small enough"),
        Example((1.2, -0.15), "#NUM!", "a negative error"),
        Example(("high",), "#VALUE!", "a text for beta"),
    ),
)
def beta_class(
    beta: Annotated[Beta, "Beta of the asset or the portfolio."],
    standard_error: Annotated[StandardError, "Its standard error, as BETA_STATS gives it."] = 0.0,
    level: Annotated[Level, "Confidence level of the test."] = 0.95,
) -> Annotated[str, Result(TEXT)]:
    """What a beta says of an asset: aggressive, market-like, defensive or negative.

    market-like: from 0.95 to 1.05. defensive: from 0 to below 0.95. Without a standard error
    nothing is tested.

    With one, a beta is "not distinguishable from 1" or "from 0" where it lies nearer to it than
    z x standard_error; where both hold, the nearer one is said. z is the two-sided normal quantile.

    Formula: |beta - 1| <= z(level) x standard_error, or |beta| <= z(level) x standard_error
    Errors: #VALUE! beta is empty, or an argument is no number;
        #NUM! standard_error is negative, or level not between 0 and 1, or a number is infinite;
        #N/A ranges of different shape
    Source: Sharpe (1964); Blume (1971)
    """
    return finance.beta.classified(beta, standard_error, level)
