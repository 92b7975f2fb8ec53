"""The risk of one asset in two parts: what it shares with the market, and what is its own.

variance of the asset = beta^2 x variance of the market + variance of the residuals

All three have n - 1 in their denominator; with any other one for the residuals (n - 2 is usual
for their standard error) the parts would not add up. Source: Sharpe (1963).
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple, TypeAlias

from . import regression
from .arrays import Array

Measure: TypeAlias = Literal["sd", "variance", "share"]


class Split(NamedTuple):
    """Total, systematic and specific are variances, so that systematic + specific == total.

    The shares are of the variance and add up to 1. Both sums are exact to the last bit.
    """

    total: float
    systematic: float
    specific: float
    systematic_share: float  # NaN, like the next two, where the asset does not vary
    specific_share: float
    r_squared: float
    beta: float
    relative_volatility: float  # sd of the asset / sd of the market


def split(asset: Array, market: Array, freq: float = 1.0) -> Split:
    """Variances per period times freq, their shares, and beta beside relative volatility.

    On two or more complete rows of a market that varies. The systematic and the specific part
    are computed each by itself, and none as what the other leaves of the total: a part of a
    millionth keeps its digits. Their sum is the total.
    """
    fit = regression.line(asset, market)
    free = len(asset) - 1
    market_variance = fit.sxx / free
    systematic = fit.slope * fit.slope * market_variance
    specific = regression.sum_of_products(fit.residuals, fit.residuals) / free
    relative = math.sqrt((systematic + specific) / market_variance)
    share, specific_share = shares(systematic, specific)  # without freq, on which they don't depend
    systematic *= freq  # before they are added: a sum times freq is rounded once more
    specific *= freq
    return Split(
        total=systematic + specific,
        systematic=systematic,
        specific=specific,
        systematic_share=share,
        specific_share=specific_share,
        r_squared=share,
        beta=fit.slope,
        relative_volatility=relative,
    )


def total(asset: Array, market: Array, freq: float = 1.0, measure: Measure = "sd") -> float:
    """All of the asset's risk; as a share 1."""
    found = split(asset, market, freq)
    whole = found.systematic_share + found.specific_share
    return _measured(found.total, whole, measure)


def systematic(asset: Array, market: Array, freq: float = 1.0, measure: Measure = "sd") -> float:
    """|beta| x sd of the market; as a share r squared."""
    found = split(asset, market, freq)
    return _measured(found.systematic, found.systematic_share, measure)


def specific(asset: Array, market: Array, freq: float = 1.0, measure: Measure = "sd") -> float:
    """sd of the residuals, with n - 1; as a share 1 - r squared."""
    found = split(asset, market, freq)
    return _measured(found.specific, found.specific_share, measure)


def shares(first: float, second: float) -> tuple[float, float]:
    """Of two parts that are not negative in their sum; NaN where that is 0.

    The smaller one is divided and keeps its digits, and the larger one is the rest of 1: the two
    add up to 1 without rounding.
    """
    whole = first + second
    if whole == 0.0:
        return math.nan, math.nan
    smaller = min(first, second) / whole
    return (smaller, 1.0 - smaller) if first < second else (1.0 - smaller, smaller)


def _measured(variance: float, share: float, measure: Measure) -> float:
    if measure == "share":
        return share
    return variance if measure == "variance" else math.sqrt(variance)
