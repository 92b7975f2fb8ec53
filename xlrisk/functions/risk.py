"""Systematic and specific risk: what is the market's, and what is the asset's own."""

from __future__ import annotations

import math
from typing import Annotated, Any

from .. import finance
from ..wording import counted
from . import messages
from .catalogue import Example, worksheet_function
from .kinds import (
    TEXT,
    DecimalReturns,
    Frequency,
    Measure,
    NamesIfAny,
    PeriodRate,
    Residuals,
    Result,
    ReturnsOfHoldings,
    Sample,
    Weights,
    WeightsPolicy,
)
from .rows import market_rows, rows_of_held
from .weights import column_holdings, names_of

_ASSET, _MARKET = [0.03, 0.04, -0.02, 0.01], [0.01, 0.02, -0.01, 0.02]


@worksheet_function(
    category="Systematic and specific risk",
    see_also=("SYSTEMATIC_RISK", "SPECIFIC_RISK", "RISK_SPLIT", "ANNUAL_VOLATILITY"),
    examples=(
        Example((_ASSET, _MARKET), 0.0007**0.5, "standard deviation of a month"),
        Example((_ASSET, _MARKET, 0, 12), 0.0084**0.5, "of a year"),
        Example(([3, 4, -2, 1], _MARKET), "#VALUE!", "returns in percent"),
        Example((_ASSET, _MARKET, 0.03, 12), "#NUM!", "a yearly rate for a month"),
    ),
)
def total_risk(
    asset_returns: Annotated[DecimalReturns, "Returns of the asset, oldest first."],
    market_returns: Annotated[DecimalReturns, "Returns of the market for the same periods."],
    period_risk_free: Annotated[
        PeriodRate, "Risk-free return per period: a number or a series."
    ] = 0.0,
    freq: Annotated[Frequency, "Periods in a year; 1: nothing is annualised."] = 1.0,
    measure: Annotated[Measure, "What is measured."] = "sd",
) -> Annotated[float, Result("0.0000")]:
    """All of an asset's risk, over the rows that it shares with the market.

    As variances the total is SYSTEMATIC_RISK + SPECIFIC_RISK to the last digit; as standard
    deviations it is less than their sum. Its share is 1.

    Formula: sd(asset) x sqrt(freq), of excess returns, with n - 1
    Errors: #N/A the ranges differ in size, or share no row, or an asset that does not vary has no
        shares; #DIV/0! fewer than 2 rows, or the market does not vary;
        #NUM! freq is not above 0, or period_risk_free looks annual, or a number is infinite;
        #VALUE! returns look like percent, or measure is unknown, or period_risk_free is no number
    Source: Sharpe (1963)
    """
    return _risk(finance.risk.total, asset_returns, market_returns, period_risk_free, freq, measure)


@worksheet_function(
    category="Systematic and specific risk",
    see_also=("SPECIFIC_RISK", "TOTAL_RISK", "RISK_SPLIT", "BETA_OF"),
    examples=(
        Example((_ASSET, _MARKET), 0.00045**0.5, "standard deviation of a month"),
        Example((_ASSET, _MARKET, 0, 0, "share"), 9 / 14, "64 % of the variance is the market's"),
        Example((_ASSET, [0.01] * 4), "#DIV/0!", "a market that does not move"),
        Example((_ASSET, _MARKET, 0, 0, "range"), "#VALUE!", "an unknown measure"),
    ),
)
def systematic_risk(
    asset_returns: Annotated[DecimalReturns, "Returns of the asset, oldest first."],
    market_returns: Annotated[DecimalReturns, "Returns of the market for the same periods."],
    period_risk_free: Annotated[
        PeriodRate, "Risk-free return per period: a number or a series."
    ] = 0.0,
    freq: Annotated[Frequency, "Periods in a year; 1: nothing is annualised."] = 1.0,
    measure: Annotated[Measure, "What is measured."] = "sd",
) -> Annotated[float, Result("0.0000")]:
    """The risk that an asset shares with the market; other assets don't diversify it away.

    Its share of the variance is r squared.

    Formula: |beta| x sd(market) x sqrt(freq), of excess returns, with n - 1
    Errors: #N/A the ranges differ in size, or share no row, or an asset that does not vary has no
        shares; #DIV/0! fewer than 2 rows, or the market does not vary;
        #NUM! freq is not above 0, or period_risk_free looks annual, or a number is infinite;
        #VALUE! returns look like percent, or measure is unknown, or period_risk_free is no number
    Source: Sharpe (1963)
    """
    return _risk(
        finance.risk.systematic, asset_returns, market_returns, period_risk_free, freq, measure
    )


@worksheet_function(
    category="Systematic and specific risk",
    see_also=("SYSTEMATIC_RISK", "TOTAL_RISK", "RISK_SPLIT", "PORTFOLIO_RISK_SPLIT"),
    examples=(
        Example((_ASSET, _MARKET), 0.00025**0.5, "standard deviation of a month"),
        Example((_ASSET, _MARKET, 0, 12, "variance"), 0.003, "variance of a year"),
        Example(([0.03, 0.04], [0.01]), "#N/A", "ranges of different size"),
        Example(([0.01] * 4, _MARKET, 0, 0, "share"), "#N/A", "no risk, and so no shares of it"),
    ),
)
def specific_risk(
    asset_returns: Annotated[DecimalReturns, "Returns of the asset, oldest first."],
    market_returns: Annotated[DecimalReturns, "Returns of the market for the same periods."],
    period_risk_free: Annotated[
        PeriodRate, "Risk-free return per period: a number or a series."
    ] = 0.0,
    freq: Annotated[Frequency, "Periods in a year; 1: nothing is annualised."] = 1.0,
    measure: Annotated[Measure, "What is measured."] = "sd",
) -> Annotated[float, Result("0.0000")]:
    """The risk that is an asset's own, which diversification can remove.

    With n - 1, so that variances add up to the total; residual sd of BETA_STATS has n - 2. Its
    share of the variance is 1 - r squared.

    Formula: sd(residuals) x sqrt(freq), of excess returns on the market's, with n - 1
    Errors: #N/A the ranges differ in size, or share no row, or an asset that does not vary has no
        shares; #DIV/0! fewer than 2 rows, or the market does not vary;
        #NUM! freq is not above 0, or period_risk_free looks annual, or a number is infinite;
        #VALUE! returns look like percent, or measure is unknown, or period_risk_free is no number
    Source: Sharpe (1963)
    """
    return _risk(
        finance.risk.specific, asset_returns, market_returns, period_risk_free, freq, measure
    )


@worksheet_function(
    category="Systematic and specific risk",
    see_also=("TOTAL_RISK", "SYSTEMATIC_RISK", "SPECIFIC_RISK", "PORTFOLIO_RISK_SPLIT"),
    examples=(
        Example(
            (_ASSET, _MARKET),
            [
                ["total", 0.0007],
                ["systematic", 0.00045],
                ["specific", 0.00025],
                ["systematic share", 9 / 14],
                ["specific share", 5 / 14],
                ["r squared", 9 / 14],
                ["beta", 1.5],
                ["relative volatility", 3.5**0.5],
            ],
            "beta 1.5 of an asset that varies 1.87 times as much as the market",
        ),
        Example((_ASSET, _MARKET[:3]), "#N/A", "ranges of different size"),
        Example(([3, 4, -2, 1], _MARKET), "#VALUE!", "returns in percent"),
    ),
)
def risk_split(
    asset_returns: Annotated[DecimalReturns, "Returns of the asset, oldest first."],
    market_returns: Annotated[DecimalReturns, "Returns of the market for the same periods."],
    period_risk_free: Annotated[
        PeriodRate, "Risk-free return per period: a number or a series."
    ] = 0.0,
    freq: Annotated[Frequency, "Periods in a year; 1: nothing is annualised."] = 1.0,
) -> Annotated[
    tuple[float, ...],
    Result(
        labels={
            "total": "0.000000",
            "systematic": "0.000000",
            "specific": "0.000000",
            "systematic share": "0.0%",
            "specific share": "0.0%",
            "r squared": "0.00",
            "beta": "0.00",
            "relative volatility": "0.00",
        }
    ),
]:
    """The variance of an asset in two parts, the market's and its own, with beta beside them.

    systematic + specific is total, and the shares add up to 1, to the last digit. A beta of 1.2
    means 20 % more of the market's risk; relative volatility says how much more the asset varies
    in all.

    The shares and r squared are #N/A for an asset that does not vary.

    Formula: total = systematic + specific; systematic = beta^2 x var(market); specific =
        var(residuals); relative volatility = sd(asset) / sd(market); variances with n - 1, x freq
    Errors: #N/A the ranges differ in size, or share no row;
        #DIV/0! fewer than 2 rows, or the market does not vary;
        #NUM! freq is not above 0, or period_risk_free looks annual, or a number is infinite;
        #VALUE! returns look like percent, or period_risk_free is no number
    Source: Sharpe (1963)
    """
    asset, market = market_rows(asset_returns, market_returns, period_risk_free)
    return finance.risk.split(asset, market, freq)


@worksheet_function(
    category="Systematic and specific risk",
    see_also=("RISK_SPLIT", "PORTFOLIO_VOLATILITY", "PORTFOLIO_BETA", "BETA_CONTRIBUTION"),
    examples=(
        Example(
            (
                [0.7, 0.3],
                [["AAA", "BBB"], [0.03, 0.01], [0.04, 0.02], [-0.02, 0], [0.01, 0.01]],
                ["Market", *_MARKET],
            ),
            [
                ["name", "weight", "beta", "systematic", "specific", "total"],
                ["AAA", 0.7, 1.5, 0.000252, 0.000133, 0.000385],
                ["BBB", 0.3, 0.5, 0.000036, 0.000012, 0.000048],
                ["portfolio", 1, 1.2, 0.000288, 0.000145, 0.000433],
            ],
            "two holdings, named by the header over their returns",
        ),
        Example(([0.6, 0.3], [[0.03, 0], [0.04, 0.02]], [0.01, 0.02]), "#VALUE!", "sum of 0.9"),
        Example(
            ([0.6, 0.4], [[0.03, None], [0.04, None]], [0.01, 0.02]),
            "#N/A",
            "a holding without returns",
        ),
    ),
)
def portfolio_risk_split(
    weights: Annotated[Weights, "Weight of each holding in the portfolio, 0.4 for 40 %."],
    returns: Annotated[ReturnsOfHoldings, "Returns, one column per holding, oldest first."],
    market_returns: Annotated[DecimalReturns, "Returns of the market for the same periods."],
    period_risk_free: Annotated[
        PeriodRate, "Risk-free return per period: a number or a series."
    ] = 0.0,
    freq: Annotated[Frequency, "Periods in a year; 1: nothing is annualised."] = 1.0,
    names: Annotated[NamesIfAny, "Names of the holdings; by default the header of returns."] = None,
    residuals: Annotated[Residuals, "What is assumed of the specific parts."] = "full",
    weights_policy: Annotated[WeightsPolicy, "What the weights must sum to."] = "strict",
) -> Annotated[
    list[tuple[Any, ...]],
    Result(
        columns={
            "name": TEXT,
            "weight": "0.00%",
            "beta": "0.00",
            "systematic": "0.000000",
            "specific": "0.000000",
            "total": "0.000000",
        },
        rows="holding",
        total_row=True,
    ),
]:
    """What each holding contributes to the variance of the portfolio, by the market and by itself.

    Each row's total is systematic + specific, and the last row the sum of those above, to the last
    digit. A hedge contributes a negative number. "diagonal" leaves out what the specific parts have
    in common, so its total is not the variance.

    A row counts where market and all holdings with a weight have returns. A holding of weight 0
    costs no rows: it contributes 0, and its beta is that of the rows it has.

    Formula: systematic i = w i x beta i x beta p x var(market); specific i = w i x cov(e i, e p)
        or w i^2 x var(e i); e residuals, p the portfolio; with n - 1, x freq
    Errors: #N/A the ranges differ in size, or no row is complete, or a holding has a weight and no
        return or name; #DIV/0! fewer than 2 complete rows, or the market does not vary;
        #NUM! freq is not above 0, or period_risk_free looks annual, or weights to normalize sum to
        nearly 0, or a number is infinite; #VALUE! the weights do not sum to 1, or returns look like
        percent, or an option is unknown
    Source: Sharpe (1963); Litterman (1996)
    """
    shares, held = column_holdings(weights, returns, weights_policy)
    called = names_of(names, returns, shares)
    assets, market = rows_of_held(returns, market_returns, period_risk_free, held)
    parts = finance.portfolio_risk.split_of_all(shares, assets, market, freq, residuals)
    columns = (parts.betas, parts.systematic, parts.specific, parts.total)
    return list(
        zip(
            [*called, "portfolio"],
            [*shares.tolist(), math.fsum(shares.tolist())],
            *(column.tolist() for column in columns),
            strict=True,
        )
    )


def _risk(
    part: Any,
    asset_returns: Sample,
    market_returns: Sample,
    period_risk_free: Sample | float,
    freq: float,
    measure: str,
) -> float:
    asset, market = market_rows(asset_returns, market_returns, period_risk_free)
    risk: float = part(asset, market, freq, measure)
    if math.isnan(risk):
        rows = counted(len(asset), "row")
        raise messages.NO_SHARES(argument=asset_returns.name, rows=rows)
    return risk
