"""How closely two series move together: Pearson, Spearman and Kendall."""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import numpy as np

from . import deviations, regression
from .arrays import Array

Method: TypeAlias = Literal["pearson", "spearman", "kendall"]


def of(x: Array, y: Array, method: Method = "pearson") -> float:
    """Correlation over two or more complete rows; NaN where one varies by rounding only."""
    return {"pearson": pearson, "spearman": spearman, "kendall": kendall}[method](x, y)


def pearson(x: Array, y: Array) -> float:
    """cov(x, y) / (sd(x) sd(y)), within [-1, 1]. Source: Pearson (1895)."""
    return float(_pearson(np.column_stack([x, y]))[0, 1])


def spearman(x: Array, y: Array) -> float:
    """Pearson's of the ranks, equal values sharing their mean rank. Source: Spearman (1904)."""
    return float(_spearman(np.column_stack([x, y]))[0, 1])


def kendall(x: Array, y: Array) -> float:
    """Tau-b: concordant less discordant pairs, over the geometric mean of the pairs not tied.

    Source: Kendall (1945)
    """
    from scipy.stats import kendalltau  # loaded when it is first needed

    if not (regression.varies(x) and regression.varies(y)):
        return math.nan
    untied = _untied_pairs(x) * _untied_pairs(y)
    # a whole number: with it the result is the same for (y, x), and exactly 1 for (x, x)
    score = round(float(kendalltau(x, y).statistic) * math.sqrt(untied))
    return score / math.sqrt(untied)


def matrix(table: Array, method: Method = "pearson") -> Array:
    """Correlations of all pairs of columns over two or more complete rows.

    Symmetric to the last bit, 1 on the diagonal, and each entry the bits of the pair alone.
    Row and column of one that varies by rounding only are NaN, its diagonal included.
    """
    return {"pearson": _pearson, "spearman": _spearman, "kendall": _kendall}[method](table)


def _pearson(table: Array) -> Array:
    found = deviations.of_columns(table)
    # Each to the size of 1 by a power of 2, exactly, so that no square is too large or too small
    _, exponents = np.frexp(np.abs(found).max(axis=1, keepdims=True))
    products = deviations.gram(np.ldexp(found, -exponents))
    squares = products.diagonal()
    sizes = np.sqrt(np.multiply.outer(squares, squares))  # that of x and x is the square exactly
    correlations = np.full_like(products, np.nan)
    np.divide(products, sizes, out=correlations, where=sizes > 0)
    np.clip(correlations, -1.0, 1.0, out=correlations)
    return correlations


def _spearman(table: Array) -> Array:
    found = _pearson(np.column_stack([mean_ranks(column) for column in table.T]))
    is_constant = ~np.array([regression.varies(column) for column in table.T])
    found[is_constant] = found[:, is_constant] = np.nan
    return found


def _kendall(table: Array) -> Array:
    columns = np.ascontiguousarray(table.T)
    n = len(columns)
    found = np.full((n, n), np.nan)
    for first in range(n):
        if regression.varies(columns[first]):
            found[first, first] = 1.0
        for second in range(first + 1, n):
            tau = kendall(columns[first], columns[second])
            found[first, second] = found[second, first] = tau
    return found


def mean_ranks(values: Array) -> Array:
    """Ranks from 1, equal values sharing the mean of theirs."""
    _, groups, counts = np.unique(values, return_inverse=True, return_counts=True)
    last_ranks = np.cumsum(counts)
    return np.asarray((last_ranks - (counts - 1) / 2)[groups.ravel()])


def _untied_pairs(values: Array) -> int:
    _, counts = np.unique(values, return_counts=True)
    n = len(values)
    return int(n * (n - 1) - (counts * (counts - 1)).sum()) // 2
