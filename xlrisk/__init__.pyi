# Written by `xlrisk build` from the catalogue of functions; do not edit.
"""xlrisk: how much of your risk is the market's, and how much your own doing."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from .batch.workbooks import recalculate as recalculate
from .errors import CellError as CellError
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

    Takes what `xlrisk.beta_of` and the others take, by position or by name.
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

    Formula: cov(asset, market) / var(market)

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
def capm_return(
    risk_free: float,
    beta: float,
    market_return: float,
) -> float:
    """Return that an asset must earn for its beta.

    Arguments:
        risk_free: Risk-free rate a year, 0.03 for 3 %. (one cell, a range gives a range of
            results, decimal per year)
        beta: Beta of the asset or the portfolio. (one cell, a range gives a range of results)
        market_return: Expected return of the market a year. (one cell, a range gives a range of
            results, decimal per year)

    Returns:
        one value.

    Errors:
        #VALUE!: an argument is empty or no number.
        #NUM!: a number is infinite, or the result too large.
        #N/A: ranges of different shape.

    Formula: risk_free + beta x (market_return - risk_free)

    Source: Sharpe (1964); Lintner (1965); Mossin (1966)
    """

@overload
def capm_return(
    risk_free: Values,
    beta: Values,
    market_return: Values,
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
