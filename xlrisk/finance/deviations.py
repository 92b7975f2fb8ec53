"""What values deviate from their mean by, one array for each column, and sums of their products.

Columns become the rows of a contiguous array: numpy then adds each of them up in pairs (whose
error does not grow with the number of values), in an order that depends neither on the shape of
the table nor on threads. One column alone therefore gives the same bits as within a table.
"""

from __future__ import annotations

import math

import numpy as np

from . import regression
from .arrays import Array


def of_columns(table: Array) -> Array:
    """N x T: the columns of a T x N table less their means; 0 where only rounding varies.

    Shifted by the first row and then centred, which keeps all digits on any level. T is at least 1.
    """
    columns = table.T
    found = np.subtract(columns, columns[:, :1], order="C")
    found -= found.mean(axis=1, keepdims=True)
    limits = regression.rounding(table)
    is_constant = np.einsum("ct,ct->c", found, found) <= found.shape[1] * limits**2
    found[is_constant] = 0.0
    return np.asarray(found)


def of(values: Array) -> Array:
    """The same of one series."""
    return np.asarray(of_columns(values[:, None])[0])


def sums_of_products(of_many: Array, of_one: Array) -> Array:
    """Of each row with one series, less what rounding has left of their means.

    "Corrected two-pass": Chan, Golub and LeVeque (1983).
    """
    products = (of_many * of_one).sum(axis=-1)
    products -= of_many.sum(axis=-1) * (of_one.sum() / len(of_one))
    return np.asarray(products)


def sum_of_products(of_one: Array, of_another: Array) -> float:
    """The same of two series, added up without rounding."""
    products = math.fsum((of_one * of_another).tolist())
    means = math.fsum(of_one.tolist()) * (math.fsum(of_another.tolist()) / len(of_one))
    return products - means


def gram(deviations: Array) -> Array:
    """N x N sums of products of all pairs of rows, symmetric to the last bit."""
    n = len(deviations)
    found = np.empty((n, n))
    for first in range(n):
        found[first, first:] = sums_of_products(deviations[first:], deviations[first])
        found[first:, first] = found[first, first:]
    return found
