"""What tests of several modules share."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from xlrisk.errors import CellError
from xlrisk.finance.arrays import Array
from xlrisk.functions.evaluate import evaluate


def column(*cells: Any) -> list[list[Any]]:
    """Cells one below the other, as a host passes a column."""
    return [[cell] for cell in cells]


def cells(values: Array) -> list[list[Any]]:
    """An array as a range: NaN is an empty cell."""
    return [
        [None if np.isnan(x) else x for x in row]
        for row in values.reshape(len(values), -1).tolist()
    ]


def outcome(name: str, *arguments: Any) -> Any:
    """What the cell shows: a value, a table, or the code of an error."""
    try:
        return evaluate(name, *arguments)
    except CellError as error:
        return error.code


def failure(name: str, *arguments: Any) -> CellError:
    """The error that these cells must give."""
    with pytest.raises(CellError) as caught:
        evaluate(name, *arguments)
    return caught.value


def agrees(found: Any, expected: Any, digits: int = 12) -> bool:
    """Equal texts and shapes, and numbers that agree to this many digits (relative or absolute)."""
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(agrees(*pair, digits) for pair in zip(found, expected, strict=True))
        )
    if isinstance(expected, (str, bool)) or isinstance(found, (str, bool)):
        return bool(type(found) is type(expected) and found == expected)
    return bool(found == pytest.approx(expected, rel=10**-digits, abs=10**-digits))


def exact_slope(y: Array, x: Array) -> Fraction:
    """cov(x, y) / var(x) in rational arithmetic: what floats would give without any rounding."""
    ys, xs = [Fraction(v) for v in y.tolist()], [Fraction(v) for v in x.tolist()]
    y_mean, x_mean = sum(ys, Fraction(0)) / len(ys), sum(xs, Fraction(0)) / len(xs)
    covariation = sum((a - x_mean) * (b - y_mean) for a, b in zip(xs, ys, strict=True))
    return Fraction(covariation) / sum((a - x_mean) ** 2 for a in xs)


def correct_digits(found: float, exact: Fraction) -> float:
    """Log relative error; 17 where the float could not be nearer."""
    off = abs((Fraction(found) - exact) / exact)
    return min(17.0, -float(np.log10(float(off)))) if off else 17.0


def read_csv(path: Path) -> dict[str, Array]:
    """The columns of a file of numbers but for its dates; an empty field is NaN."""
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    return {
        name.strip(): np.array([float(row[k]) if row[k] else np.nan for row in rows])
        for k, name in enumerate(header)
        if k
    }


def exact_covariance(x: Array, y: Array) -> Fraction:
    """With n - 1, in rational arithmetic."""
    xs, ys = [Fraction(v) for v in x.tolist()], [Fraction(v) for v in y.tolist()]
    x_mean, y_mean = sum(xs, Fraction(0)) / len(xs), sum(ys, Fraction(0)) / len(ys)
    products = ((a - x_mean) * (b - y_mean) for a, b in zip(xs, ys, strict=True))
    return sum(products, Fraction(0)) / (len(xs) - 1)


def complete(*columns: Array) -> tuple[Array, ...]:
    """The rows that all columns have."""
    keep = ~np.isnan(np.column_stack(columns)).any(axis=1)
    return tuple(column[keep] for column in columns)
