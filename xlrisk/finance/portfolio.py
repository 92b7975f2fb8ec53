"""A portfolio out of its holdings."""

from __future__ import annotations

import math

import numpy as np

from .arrays import Array


def weighted_sum(weights: Array, values: Array) -> float:
    """Sum of w x value, each product rounded once and their sum once."""
    products = weights * values
    if not np.isfinite(products).all():  # too large for a float
        return math.inf
    return math.fsum(products.tolist())
