# Written by `xlrisk build` from the catalogue of functions; do not edit.
"""xlrisk: how much of your risk is the market's, and how much your own doing."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from .batch.workbooks import recalculate as recalculate
from .errors import CellError as CellError
from .errors import CellWarning as CellWarning
from .errors import FileError as FileError
from .errors import XlriskError as XlriskError
from .functions.catalogue import Function
from .functions.evaluate import evaluate as evaluate
from .functions.explain import Explanation as Explanation

__version__: str
__all__: list[str]
FUNCTIONS: Mapping[str, Function]

Array: TypeAlias = NDArray[np.float64]
Plain: TypeAlias = NDArray[Any] | Sequence[Any]
Values: TypeAlias = ArrayLike | Sequence[Any] | pd.Series[Any] | pd.DataFrame

def explain(name: str, *positional: Any, **named: Any) -> Explanation:
    """Explain what a function gives for these arguments, or why it gives an error.

    Takes what `xlrisk.beta_of` and the others take, by position or by name. Whoever gives cells, as
    `xlrisk.evaluate` takes them, is told of cells.
    """

@overload
def returns_of(
    prices: pd.DataFrame,
    kind: Literal["simple", "log"] | None = "simple",
    lag: int | None = 1,
) -> pd.DataFrame:
    """Returns of one or many assets from their prices.

    A return exists where both of its prices do, and is #N/A elsewhere. A row of texts over the
    prices is a header and is kept out.

    Arguments:
        prices: Prices, one column per asset, oldest first. (one row per period, one column per
            asset, price)
        kind: How a return is reckoned. "simple": simple returns, p1 / p0 - 1; "log": log
            returns, ln(p1 / p0) (one cell, default "simple")
        lag: How many rows lie between the two prices; -1 where the newest stand first. (one
            cell, default 1)

    Returns:
        one row per period, less lag, one column per asset.

    Errors:
        #NUM!: a price is 0 or below, or lag is not whole, or a number is infinite.
        #DIV/0!: there are no more rows than lag.
        #VALUE!: kind is unknown, or lag is no number.

    Formula: p(t) / p(t - lag) - 1, or ln(p(t) / p(t - lag))

    Source: Bacon (2008), chapter 2
    """

@overload
def returns_of(
    prices: pd.Series[Any],
    kind: Literal["simple", "log"] | None = "simple",
    lag: int | None = 1,
) -> pd.Series[float]: ...

@overload
def returns_of(
    prices: Plain,
    kind: Literal["simple", "log"] | None = "simple",
    lag: int | None = 1,
) -> Array: ...

@overload
def align_by_date(
    dates: Values | pd.Index[Any],
    values: pd.DataFrame | pd.Series[Any],
    other_dates: Values | pd.Index[Any],
    other_values: pd.DataFrame | pd.Series[Any],
) -> pd.DataFrame:
    """Two lists side by side, for the dates that both have, oldest first.

    Dates are equal where their numbers are, the time of day included; INT takes it off. A row
    without a date does not count: a text that looks like a date is none.

    Arguments:
        dates: Dates of the values, in any order. (one cell per date, date)
        values: Prices, returns or others, one column per series. (one row per date, one column
            per series, any unit)
        other_dates: Dates of the other values, in any order. (one cell per other date, date)
        other_values: The other values, one column per series. (one row per other date, one
            column per other series, any unit)

    Returns:
        one row per date that both have: the date, one column per series, one column per other
            series.

    Errors:
        #N/A: a list has no date, or the two share none, or ranges differ in size.
        #VALUE!: a date stands twice in one list.
        #NUM!: a number is no date, or is infinite.

    Formula: all t that stand in dates and in other_dates

    Source: Codd (1970), the join of two relations
    """

@overload
def align_by_date(
    dates: Values | pd.Index[Any],
    values: Plain,
    other_dates: Values | pd.Index[Any],
    other_values: Plain,
) -> Array: ...

@overload
def period_prices(
    dates: Values | pd.Index[Any],
    prices: pd.DataFrame,
    period: Literal["week", "month", "quarter", "year"],
) -> pd.DataFrame:
    """Last price of each week, month, quarter or year.

    The date is the last one that the period has, be the period complete or not. An asset
    without a price on it has its last one within the period, #N/A where there is none. A row
    without a date does not count.

    Arguments:
        dates: Dates of the prices, oldest first, each once. (one cell per date, date)
        prices: Prices, one column per asset. (one row per date, one column per asset, price)
        period: What one row of the result stands for. "week": weeks that end on Friday;
            "month": calendar months; "quarter": calendar quarters; "year": calendar years (one
            cell)

    Returns:
        one row per date that ends a period: the date, one column per asset.

    Errors:
        #N/A: there is no date, or the ranges differ in size.
        #VALUE!: the dates do not ascend, or period is unknown.
        #NUM!: a number is no date, or is infinite.

    Formula: p(t) of the last t in the period that has a price

    Source: Bacon (2008), chapter 2
    """

@overload
def period_prices(
    dates: Values | pd.Index[Any],
    prices: pd.Series[Any],
    period: Literal["week", "month", "quarter", "year"],
) -> pd.Series[float]: ...

@overload
def period_prices(
    dates: Values | pd.Index[Any],
    prices: Plain,
    period: Literal["week", "month", "quarter", "year"],
) -> Array: ...

@overload
def annual_return(
    returns: Values,
    freq: float,
    mean: Literal["arithmetic", "geometric"] | None = "arithmetic",
) -> float:
    """Mean return of a year.

    A row counts where it has a number.

    Arguments:
        returns: Returns of the asset. (one cell per period, decimal per period)
        freq: Periods in a year: 252, 52, 12 or any other positive number. (one cell, a range
            gives a range of results, periods per year)
        mean: How the mean is taken. "arithmetic": mean return x freq; "geometric": what
            compounds to the same wealth (one cell, default "arithmetic")

    Returns:
        one value.

    Errors:
        #N/A: there is no return.
        #NUM!: freq is not above 0, or a return is below -1 (geometric), or a number is
            infinite.
        #VALUE!: returns look like percent, or mean is unknown, or freq is no number.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: mean(r) x freq, or product(1 + r) ^ (freq / n) - 1

    Source: Bacon (2008), chapter 2
    """

@overload
def annual_return(
    returns: Values,
    freq: Values,
    mean: Literal["arithmetic", "geometric"] | None = "arithmetic",
) -> Any: ...

@overload
def annual_volatility(
    returns: Values,
    freq: float,
) -> float:
    """Standard deviation of the returns of a year.

    A row counts where it has a number. The square root holds for returns that are not
    correlated with those before them.

    Arguments:
        returns: Returns of the asset. (one cell per period, decimal per period)
        freq: Periods in a year: 252, 52, 12 or any other positive number. (one cell, a range
            gives a range of results, periods per year)

    Returns:
        one value.

    Errors:
        #N/A: there is no return.
        #DIV/0!: fewer than 2 returns.
        #NUM!: freq is not above 0, or a number is infinite.
        #VALUE!: returns look like percent, or freq is no number.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: sd(r) x sqrt(freq), the standard deviation with n - 1

    Source: Bacon (2008), chapter 3
    """

@overload
def annual_volatility(
    returns: Values,
    freq: Values,
) -> Any: ...

@overload
def period_rate(
    annual_rate: float,
    freq: float,
    compounding: Literal["compound", "simple"] | None = "compound",
) -> float:
    """Rate of one period out of a rate a year, as period_risk_free takes it.

    Arguments:
        annual_rate: Rate a year, 0.03 for 3 %. (one cell, a range gives a range of results,
            decimal per year)
        freq: Periods in a year: 252, 52, 12 or any other positive number. (one cell, a range
            gives a range of results, periods per year)
        compounding: How periods come to a year. "compound": what compounds to the yearly rate;
            "simple": the yearly rate / freq (one cell, default "compound")

    Returns:
        one value.

    Errors:
        #NUM!: annual_rate is -1 or below, or freq is not above 0, or a number is infinite.
        #VALUE!: an argument is empty or no number, or compounding is unknown.
        #N/A: ranges of different shape.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: (1 + annual_rate) ^ (1 / freq) - 1, or annual_rate / freq

    Source: Bacon (2008), chapter 2
    """

@overload
def period_rate(
    annual_rate: Values,
    freq: Values,
    compounding: Literal["compound", "simple"] | None = "compound",
) -> Any: ...

def beta_of(
    asset_returns: Values,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
    method: Literal["ols", "adjusted", "robust"] | None = "ols",
) -> float:
    """Beta of an asset: how far its returns move when the market moves by one.

    A row counts where both returns are numbers. Equal to SLOPE on numbers, empty cells, texts
    and booleans; SLOPE gives #N/A where a range holds one, BETA_OF leaves that row out.

    Where the market varies by rounding only, SLOPE gives a number and BETA_OF #DIV/0!.

    Arguments:
        asset_returns: Returns of the asset, oldest first. (one cell per period, decimal per
            period)
        market_returns: Returns of the market for the same periods. (one cell per period,
            decimal per period)
        period_risk_free: Risk-free return per period: a number or a series. (one number, or one
            cell per period, decimal per period, default 0)
        method: How the line is fitted. "ols": ordinary least squares; "adjusted": 0.67 x
            ordinary least squares + 0.33; "robust": Huber's robust regression, c = 1.345 (one
            cell, default "ols")

    Returns:
        one value.

    Errors:
        #N/A: the ranges differ in size, or share no row.
        #DIV/0!: fewer than 2 rows, or the market does not vary.
        #NUM!: the robust fit does not converge, or a number is infinite.
        #VALUE!: method is unknown, or period_risk_free is no number.

    Formula: cov(asset, market) / var(market); adjusted: 0.67 beta + 0.33; robust: the slope of
    the line whose residuals e have the smallest sum of h(e / s), h(z) = z^2 / 2 up to |z| =
    1.345 and 1.345 |z| - 1.345^2 / 2 beyond, s = median |e| / 0.6745

    Source: Sharpe (1964); adjusted: Bloomberg's constants after Blume (1971); robust: Huber
    (1981)
    """

@overload
def betas_of(
    returns: pd.DataFrame | pd.Series[Any],
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
) -> pd.Series[float]:
    """Betas of many assets, one for each column of returns.

    Each asset uses the rows that it and the market have; one that has fewer than 2 is #N/A.

    Arguments:
        returns: Returns, one column per asset, oldest first. (one row per period, one column
            per asset, decimal per period)
        market_returns: Returns of the market for the same periods. (one cell per period,
            decimal per period)
        period_risk_free: Risk-free return per period: a number or a series. (one number, or one
            cell per period, decimal per period, default 0)

    Returns:
        one row, one column per asset.

    Errors:
        #N/A: the ranges differ in size, or the market has no return.
        #DIV/0!: the market has fewer than 2 returns, or does not vary.
        #NUM!: a number is infinite.
        #VALUE!: period_risk_free is no number.

    Formula: cov(asset, market) / var(market)

    Source: Sharpe (1964)
    """

@overload
def betas_of(
    returns: Plain,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
) -> Array: ...

def beta_stats(
    asset_returns: Values,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
    level: float | None = 0.95,
    errors: Literal["classical", "hc3", "newey-west"] | None = "classical",
) -> pd.Series[float]:
    """Beta with its error, interval and tests, alpha, and how well the line fits.

    y = alpha + beta x + e by least squares, y and x the excess returns; alpha and residual sd
    are per period. The interval is Student's t with n - 2 degrees of freedom for every kind of
    error.

    hc3: residuals over 1 - leverage. newey-west: Bartlett weights over floor(4 (n/100)^(2/9))
    lags, times n / (n - 2). r squared is #N/A for an asset that does not vary, t values and
    durbin-watson for a perfect fit.

    Arguments:
        asset_returns: Returns of the asset, oldest first. (one cell per period, decimal per
            period)
        market_returns: Returns of the market for the same periods. (one cell per period,
            decimal per period)
        period_risk_free: Risk-free return per period: a number or a series. (one number, or one
            cell per period, decimal per period, default 0)
        level: Confidence level of lower and upper. (one cell, probability, default 0.95)
        errors: Which standard errors. "classical": classical standard errors; "hc3": HC3
            standard errors, robust to unequal variances; "newey-west": Newey-West standard
            errors, robust to serial correlation (one cell, default "classical")

    Returns:
        12 x 2: a label and a value in each row: beta, standard error, lower, upper, t against
            0, t against 1, alpha, alpha error, r squared, residual sd, durbin-watson,
            observations.

    Errors:
        #N/A: the ranges differ in size, or share no row.
        #DIV/0!: fewer than 3 rows, or the market does not vary.
        #NUM!: level is not between 0 and 1, or a number is infinite.
        #VALUE!: returns look like percent, or errors is unknown.

    Formula: beta = Sxy / Sxx; alpha = mean(y) - beta mean(x); residual sd s = sqrt(sum e^2 / (n
    - 2)); standard error = s / sqrt(Sxx); t against 1 = (beta - 1) / error; r squared = Sxy^2 /
    (Sxx Syy); durbin-watson = sum (e(t) - e(t-1))^2 / sum e^2

    Source: Sharpe (1963); MacKinnon and White (1985); Newey and West (1987)
    """

@overload
def beta_class(
    beta: float,
    standard_error: float | None = 0.0,
    level: float | None = 0.95,
) -> str:
    """What a beta says of an asset: aggressive, market-like, defensive or negative.

    market-like: from 0.95 to 1.05. defensive: from 0 to below 0.95. Without a standard error
    nothing is tested.

    With one, a beta is "not distinguishable from 1" or "from 0" where it lies nearer to it than
    z x standard_error; where both hold, the nearer one is said. z is the two-sided normal
    quantile.

    Arguments:
        beta: Beta of the asset or the portfolio. (one cell, a range gives a range of results,
            times the market)
        standard_error: Its standard error, as BETA_STATS gives it. (one cell, a range gives a
            range of results, as beta, default 0)
        level: Confidence level of the test. (one cell, a range gives a range of results,
            probability, default 0.95)

    Returns:
        one value.

    Errors:
        #VALUE!: beta is empty, or an argument is no number.
        #NUM!: standard_error is negative, or level not between 0 and 1, or a number is
            infinite.
        #N/A: ranges of different shape.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: |beta - 1| <= z(level) x standard_error, or |beta| <= z(level) x standard_error

    Source: Sharpe (1964); Blume (1971)
    """

@overload
def beta_class(
    beta: Values,
    standard_error: Values | None = 0.0,
    level: Values | None = 0.95,
) -> Any: ...

@overload
def capm_return(
    risk_free: float,
    beta: float,
    market_return: float,
) -> float:
    """Return that an asset must earn for its beta.

    Arguments:
        risk_free: Risk-free rate a year, 0.03 for 3 %. (one cell, a range gives a range of
            results, decimal per year)
        beta: Beta of the asset or the portfolio. (one cell, a range gives a range of results,
            times the market)
        market_return: Expected return of the market a year. (one cell, a range gives a range of
            results, decimal per year)

    Returns:
        one value.

    Errors:
        #VALUE!: an argument is empty or no number.
        #NUM!: a number is infinite, or the result too large.
        #N/A: ranges of different shape.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: risk_free + beta x (market_return - risk_free)

    Source: Sharpe (1964); Lintner (1965); Mossin (1966)
    """

@overload
def capm_return(
    risk_free: Values,
    beta: Values,
    market_return: Values,
) -> Any: ...

@overload
def capm_alpha(
    forecast_return: float,
    risk_free: float,
    beta: float,
    market_return: float,
) -> float:
    """Forecast return less the return that the asset must earn for its beta.

    Above 0 the asset promises more than its systematic risk asks for.

    Arguments:
        forecast_return: Return that you expect a year, 0.15 for 15 %. (one cell, a range gives
            a range of results, decimal per year)
        risk_free: Risk-free rate a year, 0.03 for 3 %. (one cell, a range gives a range of
            results, decimal per year)
        beta: Beta of the asset or the portfolio. (one cell, a range gives a range of results,
            times the market)
        market_return: Expected return of the market a year. (one cell, a range gives a range of
            results, decimal per year)

    Returns:
        one value.

    Errors:
        #VALUE!: an argument is empty or no number.
        #NUM!: a number is infinite, or the result too large.
        #N/A: ranges of different shape.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: forecast_return - (risk_free + beta x (market_return - risk_free))

    Source: Jensen (1968), of forecasts in the place of past returns
    """

@overload
def capm_alpha(
    forecast_return: Values,
    risk_free: Values,
    beta: Values,
    market_return: Values,
) -> Any: ...

@overload
def valuation_signal(
    forecast_return: float,
    risk_free: float,
    beta: float,
    market_return: float,
    band: float | None = 0.0,
) -> str:
    """Whether an asset is undervalued, fairly valued or overvalued at its forecast return.

    An asset above the security market line promises more than its beta asks for: its price is
    low. The edges of the band belong to it.

    Arguments:
        forecast_return: Return that you expect a year, 0.15 for 15 %. (one cell, a range gives
            a range of results, decimal per year)
        risk_free: Risk-free rate a year, 0.03 for 3 %. (one cell, a range gives a range of
            results, decimal per year)
        beta: Beta of the asset or the portfolio. (one cell, a range gives a range of results,
            times the market)
        market_return: Expected return of the market a year. (one cell, a range gives a range of
            results, decimal per year)
        band: How far from 0 an alpha is still fair, 0.01 for 1 %. (one cell, a range gives a
            range of results, decimal per year, default 0)

    Returns:
        one value.

    Errors:
        #VALUE!: an argument is empty or no number.
        #NUM!: band is negative, or a number is infinite, or alpha too large.
        #N/A: ranges of different shape.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: alpha = forecast_return - (risk_free + beta x (market_return - risk_free));
    undervalued where alpha > band, overvalued where alpha < -band

    Source: Sharpe (1964); Jensen (1968)
    """

@overload
def valuation_signal(
    forecast_return: Values,
    risk_free: Values,
    beta: Values,
    market_return: Values,
    band: Values | None = 0.0,
) -> Any: ...

def capm_table(
    names: Values,
    betas: Values,
    weights: Values,
    risk_free: float,
    market_return: float,
    weights_policy: Literal["strict", "normalize", "cash"] | None = "strict",
) -> pd.DataFrame:
    """Required return of each holding and of the portfolio, as one table.

    With "cash" the rest earns the risk-free rate; the total's weight is that of the holdings.

    Arguments:
        names: Names of the holdings. (one cell per holding, text)
        betas: Beta of each holding. (one cell per holding, beta)
        weights: Weight of each holding in the portfolio, 0.4 for 40 %. (one cell per holding,
            decimal)
        risk_free: Risk-free rate a year, 0.03 for 3 %. (one cell, decimal per year)
        market_return: Expected return of the market a year. (one cell, decimal per year)
        weights_policy: What the weights must sum to. "strict": weights must sum to 1;
            "normalize": weights divided by their sum; "cash": the rest earns the risk-free rate
            at beta 0 (one cell, default "strict")

    Returns:
        6 columns: a header, one row per holding, a total row: Stock, Beta, Risk-Free Rate,
            Market Return, CAPM Expected Return, Portfolio Weight.

    Errors:
        #N/A: the ranges differ in size, or a holding has a weight and no beta or name.
        #VALUE!: the weights do not sum to 1, or a rate is no number.
        #NUM!: weights to normalize sum to nearly 0, or a number is infinite.

    Formula: risk_free + beta x (market_return - risk_free), weighted sums in the total row

    Source: Sharpe (1964); Lintner (1965); Mossin (1966)
    """

def portfolio_beta(
    weights: Values,
    betas: Values,
    weights_policy: Literal["strict", "normalize", "cash"] | None = "strict",
) -> float:
    """Beta of a portfolio: the weighted sum of its holdings' betas.

    An empty weight is 0; a beta may be missing only where the weight is 0.

    Arguments:
        weights: Weight of each holding in the portfolio, 0.4 for 40 %. (one cell per holding,
            decimal)
        betas: Beta of each holding. (one cell per holding, beta)
        weights_policy: What the weights must sum to. "strict": weights must sum to 1;
            "normalize": weights divided by their sum; "cash": the rest earns the risk-free rate
            at beta 0 (one cell, default "strict")

    Returns:
        one value.

    Errors:
        #N/A: the ranges differ in size, or a holding has a weight and no beta.
        #VALUE!: the weights do not sum to 1.
        #NUM!: weights to normalize sum to nearly 0, or a number is infinite.

    Formula: sum of weight x beta

    Source: Sharpe (1963)
    """

def beta_contribution(
    weights: Values,
    betas: Values,
    weights_policy: Literal["strict", "normalize", "cash"] | None = "strict",
) -> pd.DataFrame:
    """What each holding contributes to the beta of the portfolio, and its share of it.

    The contributions sum to PORTFOLIO_BETA. The shares are #N/A where that is 0: a portfolio
    without beta has no shares of it.

    Arguments:
        weights: Weight of each holding in the portfolio, 0.4 for 40 %. (one cell per holding,
            decimal)
        betas: Beta of each holding. (one cell per holding, beta)
        weights_policy: What the weights must sum to. "strict": weights must sum to 1;
            "normalize": weights divided by their sum; "cash": the rest earns the risk-free rate
            at beta 0 (one cell, default "strict")

    Returns:
        2 columns: a header, one row per holding: contribution, share.

    Errors:
        #N/A: the ranges differ in size, or a holding has a weight and no beta.
        #VALUE!: the weights do not sum to 1.
        #NUM!: weights to normalize sum to nearly 0, or a number is infinite.

    Formula: contribution = weight x beta; share = contribution / sum of contributions

    Source: Sharpe (1963)
    """

def portfolio_volatility(
    weights: Values,
    covariance: Values,
) -> float:
    """Standard deviation of a portfolio's return, in the period of the covariances.

    Active weights, portfolio less benchmark, give the tracking error. An empty weight is 0, and
    covariances may be missing where the weight is.

    Arguments:
        weights: Weight of each holding, 0.4 for 40 %; any sum is allowed. (one cell per
            holding, decimal)
        covariance: Their covariance matrix, as of COVARIANCE_MATRIX. (one row per holding, one
            column per holding, decimal squared)

    Returns:
        one value.

    Errors:
        #N/A: the ranges differ in size, or covariances are missing, or there are no weights.
        #VALUE!: covariance is not symmetric.
        #NUM!: the variance is negative, or a number is infinite.

    Formula: sqrt(sum over i and j of weight i x weight j x covariance i j)

    Source: Markowitz (1952)
    """

@overload
def portfolio_return(
    weights: Values,
    returns: Values,
    weights_policy: Literal["strict", "normalize", "cash"] | None = "strict",
    risk_free: float | None = 0.0,
) -> float:
    """Return of a portfolio: the weighted sum of its holdings' returns.

    An empty weight is 0; a return may be missing only where the weight is 0.

    Arguments:
        weights: Weight of each holding in the portfolio, 0.4 for 40 %. (one cell per holding,
            decimal)
        returns: Return of each holding, 0.08 for 8 %. (one cell per holding, decimal per year)
        weights_policy: What the weights must sum to. "strict": weights must sum to 1;
            "normalize": weights divided by their sum; "cash": the rest earns the risk-free rate
            at beta 0 (one cell, default "strict")
        risk_free: What cash earns where weights_policy is "cash". (one cell, a range gives a
            range of results, decimal per year, default 0)

    Returns:
        one value.

    Errors:
        #N/A: the ranges differ in size, or a holding has a weight and no return.
        #VALUE!: the weights do not sum to 1, or returns look like percent.
        #NUM!: weights to normalize sum to nearly 0, or a number is infinite.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: sum of weight x return, and with "cash" (1 - sum of weights) x risk_free

    Source: Markowitz (1952)
    """

@overload
def portfolio_return(
    weights: Values,
    returns: Values,
    weights_policy: Literal["strict", "normalize", "cash"] | None = "strict",
    risk_free: Values | None = 0.0,
) -> Any: ...

@overload
def total_risk(
    asset_returns: Values,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
    freq: float | None = 1.0,
    measure: Literal["sd", "variance", "share"] | None = "sd",
) -> float:
    """All of an asset's risk, over the rows that it shares with the market.

    As variances the total is SYSTEMATIC_RISK + SPECIFIC_RISK to the last digit; as standard
    deviations it is less than their sum. Its share is 1.

    Arguments:
        asset_returns: Returns of the asset, oldest first. (one cell per period, decimal per
            period)
        market_returns: Returns of the market for the same periods. (one cell per period,
            decimal per period)
        period_risk_free: Risk-free return per period: a number or a series. (one number, or one
            cell per period, decimal per period, default 0)
        freq: Periods in a year; 1: nothing is annualised. (one cell, a range gives a range of
            results, periods per year, default 1)
        measure: What is measured. "sd": standard deviation; "variance": variance; "share":
            share of the variance (one cell, default "sd")

    Returns:
        one value.

    Errors:
        #N/A: the ranges differ in size, or share no row, or an asset that does not vary has no
            shares.
        #DIV/0!: fewer than 2 rows, or the market does not vary.
        #NUM!: freq is not above 0, or period_risk_free looks annual, or a number is infinite.
        #VALUE!: returns look like percent, or measure is unknown, or period_risk_free is no
            number.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: sd(asset) x sqrt(freq), of excess returns, with n - 1

    Source: Sharpe (1963)
    """

@overload
def total_risk(
    asset_returns: Values,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
    freq: Values | None = 1.0,
    measure: Literal["sd", "variance", "share"] | None = "sd",
) -> Any: ...

@overload
def systematic_risk(
    asset_returns: Values,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
    freq: float | None = 1.0,
    measure: Literal["sd", "variance", "share"] | None = "sd",
) -> float:
    """The risk that an asset shares with the market; other assets don't diversify it away.

    Its share of the variance is r squared.

    Arguments:
        asset_returns: Returns of the asset, oldest first. (one cell per period, decimal per
            period)
        market_returns: Returns of the market for the same periods. (one cell per period,
            decimal per period)
        period_risk_free: Risk-free return per period: a number or a series. (one number, or one
            cell per period, decimal per period, default 0)
        freq: Periods in a year; 1: nothing is annualised. (one cell, a range gives a range of
            results, periods per year, default 1)
        measure: What is measured. "sd": standard deviation; "variance": variance; "share":
            share of the variance (one cell, default "sd")

    Returns:
        one value.

    Errors:
        #N/A: the ranges differ in size, or share no row, or an asset that does not vary has no
            shares.
        #DIV/0!: fewer than 2 rows, or the market does not vary.
        #NUM!: freq is not above 0, or period_risk_free looks annual, or a number is infinite.
        #VALUE!: returns look like percent, or measure is unknown, or period_risk_free is no
            number.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: |beta| x sd(market) x sqrt(freq), of excess returns, with n - 1

    Source: Sharpe (1963)
    """

@overload
def systematic_risk(
    asset_returns: Values,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
    freq: Values | None = 1.0,
    measure: Literal["sd", "variance", "share"] | None = "sd",
) -> Any: ...

@overload
def specific_risk(
    asset_returns: Values,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
    freq: float | None = 1.0,
    measure: Literal["sd", "variance", "share"] | None = "sd",
) -> float:
    """The risk that is an asset's own, which diversification can remove.

    With n - 1, so that variances add up to the total; residual sd of BETA_STATS has n - 2. Its
    share of the variance is 1 - r squared.

    Arguments:
        asset_returns: Returns of the asset, oldest first. (one cell per period, decimal per
            period)
        market_returns: Returns of the market for the same periods. (one cell per period,
            decimal per period)
        period_risk_free: Risk-free return per period: a number or a series. (one number, or one
            cell per period, decimal per period, default 0)
        freq: Periods in a year; 1: nothing is annualised. (one cell, a range gives a range of
            results, periods per year, default 1)
        measure: What is measured. "sd": standard deviation; "variance": variance; "share":
            share of the variance (one cell, default "sd")

    Returns:
        one value.

    Errors:
        #N/A: the ranges differ in size, or share no row, or an asset that does not vary has no
            shares.
        #DIV/0!: fewer than 2 rows, or the market does not vary.
        #NUM!: freq is not above 0, or period_risk_free looks annual, or a number is infinite.
        #VALUE!: returns look like percent, or measure is unknown, or period_risk_free is no
            number.

    An error among several results is NaN, and a CellWarning has its sentence.

    Formula: sd(residuals) x sqrt(freq), of excess returns on the market's, with n - 1

    Source: Sharpe (1963)
    """

@overload
def specific_risk(
    asset_returns: Values,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
    freq: Values | None = 1.0,
    measure: Literal["sd", "variance", "share"] | None = "sd",
) -> Any: ...

def risk_split(
    asset_returns: Values,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
    freq: float | None = 1.0,
) -> pd.Series[float]:
    """The variance of an asset in two parts, the market's and its own, with beta beside them.

    systematic + specific is total, and the shares add up to 1, to the last digit. A beta of 1.2
    means 20 % more of the market's risk; relative volatility says how much more the asset
    varies in all.

    The shares and r squared are #N/A for an asset that does not vary.

    Arguments:
        asset_returns: Returns of the asset, oldest first. (one cell per period, decimal per
            period)
        market_returns: Returns of the market for the same periods. (one cell per period,
            decimal per period)
        period_risk_free: Risk-free return per period: a number or a series. (one number, or one
            cell per period, decimal per period, default 0)
        freq: Periods in a year; 1: nothing is annualised. (one cell, periods per year, default
            1)

    Returns:
        8 x 2: a label and a value in each row: total, systematic, specific, systematic share,
            specific share, r squared, beta, relative volatility.

    Errors:
        #N/A: the ranges differ in size, or share no row.
        #DIV/0!: fewer than 2 rows, or the market does not vary.
        #NUM!: freq is not above 0, or period_risk_free looks annual, or a number is infinite.
        #VALUE!: returns look like percent, or period_risk_free is no number.

    Formula: total = systematic + specific; systematic = beta^2 x var(market); specific =
    var(residuals); relative volatility = sd(asset) / sd(market); variances with n - 1, x freq

    Source: Sharpe (1963)
    """

def portfolio_risk_split(
    weights: Values,
    returns: Values,
    market_returns: Values,
    period_risk_free: Values | None = 0.0,
    freq: float | None = 1.0,
    names: Values | None = None,
    residuals: Literal["full", "diagonal"] | None = "full",
    weights_policy: Literal["strict", "normalize", "cash"] | None = "strict",
) -> pd.DataFrame:
    """What each holding contributes to the variance of the portfolio, by the market and by itself.

    Each row's total is systematic + specific, and the last row the sum of those above, to the
    last digit. A hedge contributes a negative number. "diagonal" leaves out what the specific
    parts have in common, so its total is not the variance.

    A row counts where market and all holdings with a weight have returns. A holding of weight 0
    costs no rows: it contributes 0, and its beta is that of the rows it has.

    Arguments:
        weights: Weight of each holding in the portfolio, 0.4 for 40 %. (one cell per holding,
            decimal)
        returns: Returns, one column per holding, oldest first. (one row per period, one column
            per holding, decimal per period)
        market_returns: Returns of the market for the same periods. (one cell per period,
            decimal per period)
        period_risk_free: Risk-free return per period: a number or a series. (one number, or one
            cell per period, decimal per period, default 0)
        freq: Periods in a year; 1: nothing is annualised. (one cell, periods per year, default
            1)
        names: Names of the holdings; by default the header of returns. (one cell per holding,
            text, optional)
        residuals: What is assumed of the specific parts. "full": full covariance of the
            residuals; "diagonal": residuals taken as uncorrelated (one cell, default "full")
        weights_policy: What the weights must sum to. "strict": weights must sum to 1;
            "normalize": weights divided by their sum; "cash": the rest earns the risk-free rate
            at beta 0 (one cell, default "strict")

    Returns:
        6 columns: a header, one row per holding, a total row: name, weight, beta, systematic,
            specific, total.

    Errors:
        #N/A: the ranges differ in size, or no row is complete, or a holding has a weight and no
            return or name.
        #DIV/0!: fewer than 2 complete rows, or the market does not vary.
        #NUM!: freq is not above 0, or period_risk_free looks annual, or weights to normalize
            sum to nearly 0, or a number is infinite.
        #VALUE!: the weights do not sum to 1, or returns look like percent, or an option is
            unknown.

    Formula: systematic i = w i x beta i x beta p x var(market); specific i = w i x cov(e i, e
    p) or w i^2 x var(e i); e residuals, p the portfolio; with n - 1, x freq

    Source: Sharpe (1963); Litterman (1996)
    """

def correlation_of(
    x: Values,
    y: Values,
    method: Literal["pearson", "spearman", "kendall"] | None = "pearson",
) -> float:
    """Correlation of two series, from -1 to 1.

    A row counts where both are numbers. Where a series varies by rounding only, CORREL gives a
    number and CORRELATION_OF #DIV/0!.

    Arguments:
        x: Returns of the first asset, or any other series. (one cell per period, any unit)
        y: Returns of the second one for the same periods. (one cell per period, any unit)
        method: Which correlation. "pearson": Pearson's correlation; "spearman": Spearman's rank
            correlation; "kendall": Kendall's tau-b (one cell, default "pearson")

    Returns:
        one value.

    Errors:
        #N/A: the ranges differ in size, or share no row.
        #DIV/0!: fewer than 2 rows, or a series does not vary.
        #NUM!: a number is infinite.
        #VALUE!: method is unknown.

    Formula: cov(x, y) / (sd(x) sd(y)); spearman: of the ranks, equal ones sharing their mean;
    kendall: (concordant - discordant pairs) / sqrt(pairs not tied in x . those not tied in y)

    Source: Pearson (1895); Spearman (1904); Kendall (1945)
    """

@overload
def correlation_matrix(
    returns: pd.DataFrame,
    method: Literal["pearson", "spearman", "kendall"] | None = "pearson",
) -> pd.DataFrame:
    """Correlations of all pairs of assets.

    A row counts where every asset has a return, so that all pairs rest on the same rows. An
    asset that does not vary has #N/A in its row and column. A row of texts over the returns is
    a header and is kept out.

    Arguments:
        returns: Returns, one column per asset. (one row per period, one column per asset,
            decimal per period)
        method: Which correlation. "pearson": Pearson's correlation; "spearman": Spearman's rank
            correlation; "kendall": Kendall's tau-b (one cell, default "pearson")

    Returns:
        one row per asset, one column per asset.

    Errors:
        #N/A: no row is complete.
        #DIV/0!: fewer than 2 complete rows.
        #NUM!: a number is infinite.
        #VALUE!: method is unknown.

    Formula: cov(i, j) / (sd(i) sd(j))

    Source: Pearson (1895); Spearman (1904); Kendall (1945)
    """

@overload
def correlation_matrix(
    returns: Plain | pd.Series[Any],
    method: Literal["pearson", "spearman", "kendall"] | None = "pearson",
) -> Array: ...

@overload
def covariance_matrix(
    returns: pd.DataFrame,
    freq: float | None = 1.0,
    method: Literal["sample", "ledoit_wolf"] | None = "sample",
) -> pd.DataFrame:
    """Covariances of all pairs of assets, the variances on the diagonal.

    A row counts where every asset has a return. ledoit_wolf draws the matrix towards equal
    variances without covariances, as far as the data ask for: of use where assets are many and
    rows few. A row of texts over the returns is a header and is kept out.

    Arguments:
        returns: Returns, one column per asset. (one row per period, one column per asset,
            decimal per period)
        freq: Periods in a year; 1: nothing is annualised. (one cell, periods per year, default
            1)
        method: How it is estimated. "sample": sample covariances, n - 1; "ledoit_wolf": shrunk
            towards equal variances (one cell, default "sample")

    Returns:
        one row per asset, one column per asset.

    Errors:
        #N/A: no row is complete.
        #DIV/0!: fewer than 2 complete rows.
        #NUM!: freq is not above 0, or a number is infinite.
        #VALUE!: returns look like percent, or method is unknown.

    Formula: S = sum of (r i - mean i) (r j - mean j) / (n - 1), x freq; ledoit_wolf: (1 - k) S
    + k m I, m the mean variance, k = b / d within 0 and 1, d = |S - m I|^2, b = (sum over rows
    of |r - mean|^4 / (n - 1) - |S|^2) / (n - 1), |.|^2 a sum of squares

    Source: Markowitz (1952); ledoit_wolf: Ledoit and Wolf (2004)
    """

@overload
def covariance_matrix(
    returns: Plain | pd.Series[Any],
    freq: float | None = 1.0,
    method: Literal["sample", "ledoit_wolf"] | None = "sample",
) -> Array: ...

def xlrisk_explain(
    function_name: str,
    argument1: Any = None,
    argument2: Any = None,
    argument3: Any = None,
    argument4: Any = None,
    argument5: Any = None,
    argument6: Any = None,
    argument7: Any = None,
    argument8: Any = None,
) -> str:
    """The sentence behind a result or an error of another function.

    Rows used and dropped, the convention, the result; or what to mend.

    Arguments:
        function_name: Name of the function to explain. (one cell)
        argument1: Its first argument. (any cells, optional)
        argument2: Its second argument. (any cells, optional)
        argument3: Its third argument. (any cells, optional)
        argument4: Its fourth argument. (any cells, optional)
        argument5: Its fifth argument. (any cells, optional)
        argument6: Its sixth argument. (any cells, optional)
        argument7: Its seventh argument. (any cells, optional)
        argument8: Its eighth argument. (any cells, optional)

    Returns:
        one value.

    Errors:
        #VALUE!: function_name is empty or no text.

    Source: xlrisk
    """

def xlrisk_version() -> str:
    """Version of xlrisk that calculates this workbook.

    Returns:
        one value.

    Errors:
        #VALUE!: an argument is given.

    Source: xlrisk
    """
