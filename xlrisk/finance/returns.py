"""Returns from prices."""

from __future__ import annotations

import numpy as np

from .arrays import Array


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


def _pairs(prices: Array, lag: int) -> tuple[Array, Array]:
    first, second = prices[: -abs(lag)], prices[abs(lag) :]
    return (first, second) if lag > 0 else (second, first)
