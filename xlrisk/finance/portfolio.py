"""A portfolio out of its holdings."""

from __future__ import annotations

import math

import numpy as np

from .arrays import Array

_ROUNDING = 32 * np.finfo(float).eps  # of a sum whose terms cancel, relative to their sizes


def weighted_sum(weights: Array, values: Array) -> float:
    """Sum of w x value, each product rounded once and their sum once."""
    products = weights * values
    if not np.isfinite(products).all():  # too large for a float
        return math.inf
    return math.fsum(products.tolist())


def contributions(weights: Array, values: Array) -> tuple[Array, Array]:
    """w x value of each holding, and its share of their sum.

    NaN shares where the sum is 0, or by its size nothing but the rounding of what cancels in it:
    a long-short portfolio without beta has contributions to it, and no shares of it.
    """
    products = weights * values
    whole = weighted_sum(weights, values)
    limit = _ROUNDING * math.fsum(np.abs(products).tolist()) if math.isfinite(whole) else 0.0
    if abs(whole) <= limit:
        return products, np.full_like(products, np.nan)
    return products, np.asarray(products / whole)


def volatility(weights: Array, covariance: Array) -> float:
    """Square root of w'Cw, in the period of the covariances. Source: Markowitz (1952).

    NaN where w'Cw is negative, which no covariance matrix allows; what is negative by rounding
    only is 0. Of a matrix that is not symmetric the mean of both halves counts.
    """
    with_portfolio = (covariance * weights).sum(axis=1)  # in pairs, each row by itself
    variance = weighted_sum(weights, with_portfolio)
    if variance >= 0.0:
        return math.sqrt(variance)
    sizes = (np.abs(covariance) * np.abs(weights)).sum(axis=1)
    is_rounding = -variance <= _ROUNDING * weighted_sum(np.abs(weights), sizes)
    return 0.0 if is_rounding else math.nan
