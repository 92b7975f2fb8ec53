"""What the market model must show, from the prices alone: pandas and statsmodels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.stats.stattools import durbin_watson

from xlrisk.build.prices import daily

RISK_FREE, MARKET_RETURN, BAND, LEVEL = 0.03, 0.10, 0.01, 0.95
ENDS = {"week": ("W-FRI", 52), "month": ("ME", 12)}


@dataclass(frozen=True)
class Model:
    """Prices by date, the market in the last column; weights and forecasts by name."""

    prices: pd.DataFrame
    weights: pd.Series[float]
    forecasts: pd.Series[float]
    period: str = "week"

    @cached_property
    def freq(self) -> int:
        return ENDS[self.period][1]

    @cached_property
    def period_prices(self) -> pd.DataFrame:
        return self.prices.resample(ENDS[self.period][0]).last().dropna(how="all")

    @cached_property
    def returns(self) -> pd.DataFrame:
        return (self.period_prices / self.period_prices.shift(1) - 1).iloc[1:]

    @cached_property
    def period_risk_free(self) -> float:
        return float((1 + RISK_FREE) ** (1 / self.freq) - 1)

    @cached_property
    def stocks(self) -> list[str]:
        return list(self.prices.columns[:-1])

    @cached_property
    def held(self) -> list[str]:
        return [name for name in self.stocks if self.weights.get(name, 0.0) != 0.0]

    @cached_property
    def common(self) -> pd.DataFrame:
        """Excess returns of what is held and of the market, in periods in which all have one."""
        columns = [*self.held, self.returns.columns[-1]]
        return self.returns[columns].dropna() - self.period_risk_free

    @cached_property
    def market(self) -> pd.Series[float]:
        """Of the portfolio's periods."""
        return self.common.iloc[:, -1]

    def own(self, stock: str) -> pd.DataFrame:
        """Excess returns of a stock and of the market, in periods in which both have one."""
        columns = [stock, self.returns.columns[-1]]
        return self.returns[columns].dropna() - self.period_risk_free

    def fit(self, stock: str) -> Any:
        """On all periods of the stock."""
        return _fit(self.own(stock))

    def fit_of_held(self, stock: str) -> Any:
        """On the periods of the portfolio."""
        return _fit(self.common[[stock, self.common.columns[-1]]])

    def statistics(self, stock: str) -> list[float]:
        """The twelve of BETA_STATS."""
        fit = self.fit(stock)
        lower, upper = fit.conf_int(1 - LEVEL)[1]
        alpha, beta = fit.params
        return [
            beta,
            fit.bse[1],
            lower,
            upper,
            fit.tvalues[1],
            (beta - 1) / fit.bse[1],
            alpha,
            fit.bse[0],
            fit.rsquared,
            np.sqrt(fit.mse_resid),
            durbin_watson(fit.resid),
            fit.nobs,
        ]

    def beta_class(self, stock: str) -> str:
        beta, _, lower, upper = self.statistics(stock)[:4]
        near = [(abs(beta - level), level) for level in (0, 1) if lower <= level <= upper]
        if near:
            return f"not distinguishable from {min(near)[1]}"
        if beta < 0:
            return "negative"
        return "defensive" if beta < 0.95 else "market-like" if beta <= 1.05 else "aggressive"

    def risks(self, stock: str) -> list[float]:
        """Total, systematic and specific risk a year, their shares, and relative volatility."""
        fit, year = self.fit(stock), np.sqrt(self.freq)
        asset, market = (self.own(stock).iloc[:, at].std() * year for at in (0, 1))
        systematic = abs(fit.params[1]) * market
        specific = fit.resid.std(ddof=1) * year
        shares = [(systematic / asset) ** 2, (specific / asset) ** 2]
        return [asset, systematic, specific, *shares, asset / market]

    def value(self, stock: str) -> tuple[float, float, float, str]:
        """Required return, forecast, alpha and signal."""
        required = RISK_FREE + self.statistics(stock)[0] * (MARKET_RETURN - RISK_FREE)
        alpha = self.forecasts[stock] - required
        signal = (
            "undervalued" if alpha > BAND else "overvalued" if alpha < -BAND else "fairly valued"
        )
        return required, self.forecasts[stock], alpha, signal

    @cached_property
    def contributions(self) -> pd.DataFrame:
        """What each holding adds to the portfolio's volatility a year: systematic, specific."""
        weights = self.weights[self.held].to_numpy()
        fits = [self.fit_of_held(stock) for stock in self.held]
        betas = np.array([fit.params[1] for fit in fits])
        residuals = np.atleast_2d(np.cov([fit.resid for fit in fits]))
        systematic = weights * betas * (weights @ betas) * self.market.var() * self.freq
        specific = weights * (residuals @ weights) * self.freq
        return pd.DataFrame(
            {"systematic": systematic, "specific": specific}, index=pd.Index(self.held)
        ) / float(self.volatility)

    @cached_property
    def portfolio(self) -> pd.Series[float]:
        """Its excess returns."""
        return self.common[self.held] @ self.weights[self.held]

    @cached_property
    def volatility(self) -> float:
        return float(self.portfolio.std() * np.sqrt(self.freq))

    @cached_property
    def beta(self) -> float:
        """Of the portfolio's own returns, rather than the sum of its holdings' betas."""
        return float(
            _fit(pd.DataFrame({"portfolio": self.portfolio, "market": self.market})).params[1]
        )


def _fit(returns: pd.DataFrame) -> Any:
    """The first of two columns on the second."""
    return sm.OLS(
        returns.iloc[:, 0].to_numpy(), sm.add_constant(returns.iloc[:, 1].to_numpy())
    ).fit()


def shipped() -> pd.DataFrame:
    prices = daily()
    return pd.DataFrame(prices.rows, pd.DatetimeIndex(prices.dates), list(prices.names))


def other(stocks: int, seed: int) -> pd.DataFrame:
    """Ten other years of prices under other names."""
    random = np.random.default_rng(seed)
    dates = pd.bdate_range("2003-01-02", "2012-12-31")
    market = random.normal(0.0003, 0.01, len(dates))
    own = random.normal(0, 0.015, (len(dates), stocks))
    returns = np.column_stack([market[:, None] * random.uniform(0.2, 2, stocks) + own, market])
    names = [*(f"Stock {number}" for number in range(1, stocks + 1)), "The index"]
    return pd.DataFrame(100 * np.cumprod(1 + returns, axis=0), dates, names)


def held(names: list[str]) -> tuple[pd.Series[float], pd.Series[float]]:
    weights = np.arange(1.0, len(names) + 1)
    forecasts = np.linspace(0.02, 0.16, len(names))
    return pd.Series(weights / weights.sum(), names), pd.Series(forecasts, names)
