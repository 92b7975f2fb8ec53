"""Returns from prices, and what they come to in a year."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import numpy as np

from . import deviations
from .arrays import Array

Mean: TypeAlias = Literal["arithmetic", "geometric"]
Compounding: TypeAlias = Literal["compound", "simple"]


def simple(prices: Array, lag: int) -> Array:
    """p1 / p0 - 1 down the rows; NaN where either price is missing.

    With a negative lag the earlier price stands below.
    """
    earlier, later = _pairs(prices, lag)
    return np.asarray((later - earlier) / earlier)  # the difference of near numbers is exact


def log(prices: Array, lag: int) -> Array:
    """ln(p1 / p0) down the rows; NaN where either price is missing."""
    earlier, later = _pairs(prices, lag)
    ratio = later / earlier
    is_near_one = np.abs(ratio - 1.0) < 0.5  # there log1p of the exact difference keeps all digits
    return np.where(is_near_one, np.log1p((later - earlier) / earlier), np.log(ratio))


def annual(returns: Array, freq: float, mean: Mean = "arithmetic") -> float:
    """Mean return x freq, or geometric: what compounds to the same wealth, a year.

    geometric = product of (1 + r) ^ (freq / n) - 1

    One or more returns, none of them missing. Geometric: -1 with a return of -1, which leaves
    nothing to compound; NaN with one below -1, after which wealth is negative and has no rate of
    growth, though a second such return would make the product positive again.
    """
    n = len(returns)
    if mean == "arithmetic":
        return math.fsum(returns.tolist()) / n * freq
    worst = float(returns.min())
    if worst <= -1.0:
        return -1.0 if worst == -1.0 else math.nan
    growth = math.fsum(np.log1p(returns).tolist()) / n * freq
    try:
        return math.expm1(growth)
    except OverflowError:
        return math.inf


def annual_volatility(returns: Array, freq: float) -> float:
    """Standard deviation (n - 1) x square root of freq, of two or more returns, none missing.

    0 where they vary by rounding only.
    """
    values = deviations.of(returns)
    variance = deviations.sum_of_products(values, values) / (len(values) - 1)
    return math.sqrt(variance * freq)


def _pairs(prices: Array, lag: int) -> tuple[Array, Array]:
    first, second = prices[: -abs(lag)], prices[abs(lag) :]
    return (first, second) if lag > 0 else (second, first)


def of_a_period(annual_rate: float, freq: float, compounding: Compounding = "compound") -> float:
    """The rate of one period, out of freq a year: (1 + rate) ^ (1 / freq) - 1, or rate / freq.

    The yearly rate is above -1.
    """
    if compounding == "simple":
        return annual_rate / freq
    return math.expm1(math.log1p(annual_rate) / freq)
