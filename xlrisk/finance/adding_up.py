"""Numbers that add up without rounding, across and from the top down.

Sums of floats round, and the total of a table then differs in its last digits from the sum of its
rows, or from that of its parts. Floats that are multiples of one power of 2 and below 2^53 of it
add up exactly, as integers do. The price is an error of at most one unit of that power in each
number, which is one unit in the last place of the largest sum: about 2e-16 of the whole.
"""

from __future__ import annotations

import math

import numpy as np

from .arrays import Array

_BITS = 53  # of the integers that a float can hold


def rounded(*columns: Array) -> list[Array]:
    """Columns whose sums from the top down and across are all exact, near to the given ones.

    So are sums in any other order where no row is negative; where some are, these may pass by
    more than the largest sum from the top.

    Rounded are the sums from the first row on, and each row is the difference of two of them:
    their errors do not add up, and the sum of a column is rounded once however many rows it has.
    A row of 0 remains 0.
    """
    largest = max(_largest_sum(column) for column in (*columns, sum(columns, np.zeros(()))))
    if largest == 0.0 or not math.isfinite(largest):
        return [column.copy() for column in columns]
    exponent = math.frexp(largest * (1.0 + 1e-12))[1] - _BITS
    return [np.ldexp(_whole_numbers(np.ldexp(column, -exponent)), exponent) for column in columns]


def _whole_numbers(column: Array) -> Array:
    below = np.floor(column)
    parts = np.cumsum(column - below)  # apart from the whole numbers, which would take their digits
    return np.asarray(below + np.diff(np.rint(parts), prepend=0.0))


def _largest_sum(column: Array) -> float:
    """Of the column's sums from the first row on, or the largest of its rows."""
    return float(max(np.abs(column).max(), np.abs(np.cumsum(column)).max()))
