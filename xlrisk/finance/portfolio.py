"""A portfolio out of its holdings."""

from __future__ import annotations

import math

from .arrays import Array


def weighted_sum(weights: Array, values: Array) -> float:
    """Sum of w x value, each product rounded once and their sum once."""
    return math.fsum((weights * values).tolist())
