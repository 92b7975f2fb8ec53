"""Covariance matrices: of the sample, and shrunk towards equal variances."""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np

from . import deviations
from .arrays import Array

Method: TypeAlias = Literal["sample", "ledoit_wolf"]


def matrix(table: Array, freq: float = 1.0, method: Method = "sample") -> Array:
    """Covariances of the columns over two or more complete rows, times freq.

    With n - 1 in the denominator; symmetric to the last bit.
    """
    found, _ = ledoit_wolf(table) if method == "ledoit_wolf" else (sample(table), 0.0)
    return np.asarray(found * freq)


def sample(table: Array) -> Array:
    """Sums of products of deviations over n - 1."""
    return np.asarray(deviations.gram(deviations.of_columns(table)) / (len(table) - 1))


def ledoit_wolf(table: Array) -> tuple[Array, float]:
    """The sample's matrix S drawn towards m I, m its mean variance, and how far, from 0 to 1.

    shrinkage = b / d within [0, 1], b = (sum over rows of |x|^4 / T - |S|^2) / T, d = |S - m I|^2

    in which x is a row less the means of the columns and |S| the Frobenius norm. The means take one
    degree of freedom: T, there as in S, is the number of rows less 1, as in the authors' own
    program (cov1Para). scikit-learn has the number of rows in all three places, and so a matrix
    that is smaller by (n - 1) / n and a shrinkage that differs in the order of 1 / n.

    The trace, and so the mean variance, remains that of the sample. Source: Ledoit and Wolf (2004)
    """
    found = deviations.of_columns(table)
    free = len(table) - 1
    covariances = deviations.gram(found) / free
    size = float(np.abs(found).max())
    if size == 0.0:
        return covariances, 0.0
    # In units of a power of 2, which changes no digit, fourth powers are never too large or small
    _, exponent = np.frexp(size)
    scaled = np.ldexp(covariances, -2 * exponent)
    target = float(scaled.trace()) / len(scaled) * np.eye(len(scaled))
    distance = float(np.square(scaled - target).sum())
    lengths = np.square(np.ldexp(found, -exponent)).sum(axis=0)
    spread = (float(np.square(lengths).sum()) / free - float(np.square(scaled).sum())) / free
    shrinkage = min(1.0, max(0.0, spread / distance)) if distance else 0.0
    shrunk = (1.0 - shrinkage) * scaled + shrinkage * target
    return np.asarray(np.ldexp(shrunk, 2 * exponent)), shrinkage
