"""Covariance matrices: exact arithmetic, numpy, and the formulas of Ledoit and Wolf written out."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import complete, correct_digits, exact_covariance, read_csv
from xlrisk.finance import covariance, returns
from xlrisk.finance.arrays import Array

POINTS = st.integers(-500, 500)
TABLES = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(POINTS, min_size=n, max_size=n), min_size=2, max_size=12)
)


def exact_shrinkage(rows: list[list[Fraction]]) -> tuple[list[list[Fraction]], Fraction]:
    """Entry by entry from the definitions: pi, gamma, kappa of the authors, in fractions."""
    n, p, t = len(rows), len(rows[0]), len(rows) - 1
    means = [sum((row[i] for row in rows), Fraction(0)) / n for i in range(p)]
    x = [[value - mean for value, mean in zip(row, means, strict=True)] for row in rows]
    pairs = [(i, j) for i in range(p) for j in range(p)]
    s = {(i, j): sum((row[i] * row[j] for row in x), Fraction(0)) / t for i, j in pairs}
    mean_variance = sum((s[i, i] for i in range(p)), Fraction(0)) / p
    pi = sum(
        sum((row[i] ** 2 * row[j] ** 2 for row in x), Fraction(0)) / t - s[i, j] ** 2
        for i, j in pairs
    )
    gamma = sum((s[i, j] - (mean_variance if i == j else 0)) ** 2 for i, j in pairs)
    kappa = pi / gamma if gamma else Fraction(0)
    delta = max(Fraction(0), min(Fraction(1), kappa / t))
    shrunk = [
        [delta * (mean_variance if i == j else 0) + (1 - delta) * s[i, j] for j in range(p)]
        for i in range(p)
    ]
    return shrunk, delta


def floats(matrix: list[list[Fraction]]) -> Array:
    return np.array([[float(v) for v in row] for row in matrix])


def test_ledoit_wolf_by_hand() -> None:
    """Four rows of two columns that are 1, -1 or 0 from their means of 0."""
    table = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 2.0], [0.0, -2.0]])
    # S = diag(2/3, 8/3), m = 5/3, |S - m I|^2 = 2, |S|^2 = 68/9, sum of |x|^4 = 34
    # b = (34/3 - 68/9) / 3 = 34/27, shrinkage = 17/27
    found, shrinkage = covariance.ledoit_wolf(table)
    assert shrinkage == pytest.approx(17 / 27, rel=1e-15)
    expected = np.diag([5 / 3 - 10 / 27, 5 / 3 + 10 / 27])
    assert found == pytest.approx(expected, rel=1e-15)


@given(TABLES)
def test_ledoit_wolf_in_fractions(rows: list[list[int]]) -> None:
    table = np.array(rows) / 1e4
    matrix, delta = exact_shrinkage([[Fraction(v) for v in row] for row in table.tolist()])
    found, shrinkage = covariance.ledoit_wolf(table)
    assert found == pytest.approx(floats(matrix), rel=1e-10, abs=1e-18)
    if np.ptp(np.diag(floats(matrix))):
        assert shrinkage == pytest.approx(float(delta), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("level", [0, 1e3])
def test_ledoit_wolf_of_real_returns(shared_data: Path, level: float) -> None:
    table = np.column_stack(list(read_csv(shared_data / "edhec.csv").values()))[:, :6] + level
    matrix, delta = exact_shrinkage([[Fraction(v) for v in row] for row in table.tolist()])
    found, shrinkage = covariance.ledoit_wolf(table)
    assert 0 < shrinkage < 1
    assert correct_digits(shrinkage, delta) >= 13
    assert found == pytest.approx(floats(matrix), rel=1e-13, abs=0)


def with_n(table: Array) -> tuple[Array, float]:
    """The estimator with the number of rows in all denominators, as scikit-learn has it."""
    n, p = table.shape
    x = table - table.mean(axis=0)
    s = x.T @ x / n
    m = np.trace(s) / p
    d = ((s - m * np.eye(p)) ** 2).sum() / p
    b = sum(((np.outer(row, row) - s) ** 2).sum() for row in x) / p / n**2
    share = min(b, d) / d
    return share * m * np.eye(p) + (1 - share) * s, share


def test_how_far_ledoit_wolf_is_from_the_one_with_n(shared_data: Path) -> None:
    table = np.column_stack(list(read_csv(shared_data / "edhec.csv").values()))
    n = len(table)
    found, shrinkage = covariance.ledoit_wolf(table)
    other, share = with_n(table)
    assert shrinkage == pytest.approx(share, rel=1.5 / n)
    assert np.trace(found) == pytest.approx(np.trace(other) * n / (n - 1), rel=1e-14)
    assert found == pytest.approx(other * n / (n - 1), rel=2 / n)


def test_ledoit_wolf_makes_more_columns_than_rows_invertible() -> None:
    table = np.random.default_rng(0).normal(0, 0.04, (10, 30))
    assert np.linalg.eigvalsh(covariance.matrix(table)).min() < 1e-15
    found = covariance.matrix(table, 1, "ledoit_wolf")
    assert np.linalg.eigvalsh(found).min() > 1e-4
    assert (found == found.T).all()
    assert np.trace(found) == pytest.approx(np.trace(covariance.matrix(table)), rel=1e-14)


@pytest.mark.parametrize("scale", [2.0**-200, 2.0**200])
def test_ledoit_wolf_of_large_and_small_numbers(scale: float) -> None:
    table = np.random.default_rng(1).normal(0, 1, (20, 3))
    table = table if scale > 1 else table + 1.0
    found, shrinkage = covariance.ledoit_wolf(table)
    large, same = covariance.ledoit_wolf(table * max(scale, 1.0))
    assert same == shrinkage
    assert large / max(scale, 1.0) ** 2 == pytest.approx(found, rel=0, abs=0)


@pytest.mark.parametrize("method", ["sample", "ledoit_wolf"])
def test_matrix_of_what_does_not_vary(method: covariance.Method) -> None:
    steady = returns.simple(np.array([100 * 1.01**t for t in range(21)]), 1)
    assert covariance.matrix(steady[:, None], 12, method).tolist() == [[0.0]]


# The sample's


@pytest.mark.parametrize("level", [0, 1e3, 1e6, 1e9])
def test_sample_has_14_digits_on_any_level(shared_data: Path, level: float) -> None:
    table = np.column_stack(list(read_csv(shared_data / "edhec.csv").values())) + level
    found = covariance.matrix(table)
    assert (found == found.T).all()
    for i in range(6):
        for j in range(i + 1):
            exact = exact_covariance(table[:, i], table[:, j])
            assert correct_digits(found[i, j], exact) >= 14


@pytest.mark.parametrize("freq", [1, 12, 252])
def test_sample_against_numpy(shared_data: Path, freq: float) -> None:
    table = np.column_stack(complete(*read_csv(shared_data / "managers.csv").values()))
    found = covariance.matrix(table, freq)
    assert found == pytest.approx(freq * np.cov(table, rowvar=False), rel=1e-12)
    sds = [returns.annual_volatility(column, freq) for column in table.T]
    assert np.sqrt(found.diagonal()) == pytest.approx(sds, rel=1e-15)


def test_memory_order_of_the_table_changes_no_bit() -> None:
    table = np.random.default_rng(2).normal(0, 0.04, (300, 7))
    expected = covariance.matrix(table).tolist()
    assert covariance.matrix(np.asfortranarray(table)).tolist() == expected
    wide = np.zeros((300, 14))
    wide[:, ::2] = table
    assert covariance.matrix(wide[:, ::2]).tolist() == expected
