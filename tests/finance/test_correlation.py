"""Correlations, against scipy, pandas, arithmetic of 50 digits and counting by hand."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import get_args

import mpmath
import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.helpers import complete, correct_digits, exact_covariance, read_csv
from xlrisk.finance import correlation, returns
from xlrisk.finance.arrays import Array
from xlrisk.finance.correlation import Method

METHODS = pytest.mark.parametrize("method", get_args(Method))
RETURN = st.integers(-2000, 2000).map(lambda points: points / 1e4)
FEW = st.integers(-3, 3).map(lambda points: points / 100)  # so that many are tied
ROWS = st.lists(st.tuples(RETURN, RETURN), min_size=2, max_size=30) | st.lists(
    st.tuples(FEW, FEW), min_size=2, max_size=30
)


def series(rows: list[tuple[float, float]]) -> tuple[Array, Array]:
    x, y = np.array(rows).T
    assume(np.ptp(x) > 0)
    assume(np.ptp(y) > 0)
    return x, y


def exact_pearson(x: Array, y: Array) -> mpmath.mpf:
    parts = [exact_covariance(*pair) for pair in ((x, y), (x, x), (y, y))]
    xy, xx, yy = (mpmath.mpf(part.numerator) / part.denominator for part in parts)
    return xy / mpmath.sqrt(xx * yy)


def counted_tau(x: Array, y: Array) -> float:
    """Tau-b by its definition, over all pairs."""
    signs = [
        (np.sign(x[i] - x[j]), np.sign(y[i] - y[j])) for i, j in combinations(range(len(x)), 2)
    ]
    score = sum(int(a * b) for a, b in signs)
    x_untied, y_untied = sum(a != 0 for a, _ in signs), sum(b != 0 for _, b in signs)
    return score / math.sqrt(int(x_untied) * int(y_untied))


# One pair


@pytest.mark.parametrize("level", [0, 1e3, 1e6, 1e9])
def test_pearson_has_15_digits_on_any_level(shared_data: Path, level: float) -> None:
    styles = [values + level for values in read_csv(shared_data / "edhec.csv").values()]
    with mpmath.workdps(50):
        for x, y in combinations(styles[:6], 2):
            found = correlation.pearson(x, y)
            assert correct_digits(found, Fraction(str(exact_pearson(x, y)))) >= 14.6


@given(ROWS)
def test_pearson_is_the_exact_one(rows: list[tuple[float, float]]) -> None:
    x, y = series(rows)
    with mpmath.workdps(50):
        assert abs(correlation.pearson(x, y) - exact_pearson(x, y)) < 1e-14


@given(ROWS)
def test_spearman_and_kendall_against_scipy_and_counting(rows: list[tuple[float, float]]) -> None:
    x, y = series(rows)
    ranks = correlation.mean_ranks(x)
    assert ranks.tolist() == scipy.stats.rankdata(x).tolist()
    expected = np.corrcoef(scipy.stats.rankdata(x), scipy.stats.rankdata(y))[0, 1]
    assert correlation.spearman(x, y) == pytest.approx(expected, abs=1e-14)
    assert correlation.kendall(x, y) == pytest.approx(counted_tau(x, y), abs=1e-14)


def test_hand_cases() -> None:
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 2.0, 4.0])
    assert correlation.pearson(x, y) == 0.8
    assert correlation.spearman(x, y) == 0.8
    assert correlation.kendall(x, y) == pytest.approx(2 / 3, rel=1e-15)


@METHODS
@given(rows=ROWS)
def test_bounds_and_symmetry(method: Method, rows: list[tuple[float, float]]) -> None:
    x, y = series(rows)
    found = correlation.of(x, y, method)
    assert -1.0 <= found <= 1.0
    assert correlation.of(y, x, method) == found
    assert correlation.of(x, x, method) == 1.0
    assert correlation.of(x, -x, method) == -1.0
    assert correlation.of(-x, y, method) == pytest.approx(-found, abs=1e-15)
    assert correlation.of(2 * x, y / 4, method) == found


@pytest.mark.parametrize("method", ["spearman", "kendall"])
@given(rows=ROWS)
def test_ranks_alone_count(method: Method, rows: list[tuple[float, float]]) -> None:
    x, y = series(rows)
    assert correlation.of(np.exp(5 * x), y**3, method) == correlation.of(x, y, method)


@pytest.mark.parametrize("scale", [1.0, 1e90, 1e160])
def test_pearson_of_huge_numbers(scale: float) -> None:
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 2.0, 4.0])
    found = correlation.matrix(np.column_stack([x, y]) * scale)
    assert found[0, 1] == pytest.approx(0.8, rel=1e-15)


@METHODS
def test_nothing_correlates_with_what_varies_by_rounding_only(method: Method) -> None:
    steady = returns.simple(np.array([100 * 1.01**t for t in range(21)]), 1)
    moving = np.random.default_rng(0).normal(0, 0.04, 20)
    assert np.ptp(steady) > 0
    assert math.isnan(correlation.of(steady, moving, method))
    found = correlation.matrix(np.column_stack([moving, steady, 2 * moving]), method)
    nan = math.nan
    expected = np.array([[1, nan, 1], [nan, nan, nan], [1, nan, 1]])
    assert found == pytest.approx(expected, nan_ok=True, rel=0, abs=0)


# Matrices


@METHODS
@pytest.mark.parametrize("name", ["edhec.csv", "managers.csv"])
def test_matrix_of_real_returns(shared_data: Path, name: str, method: Method) -> None:
    import pandas as pd

    table = np.column_stack(complete(*read_csv(shared_data / name).values()))
    found = correlation.matrix(table, method)
    assert (found == found.T).all()
    assert (found.diagonal() == 1.0).all()
    assert found == pytest.approx(pd.DataFrame(table).corr(method).to_numpy(), abs=1e-13)
    for (i, x), (j, y) in combinations(enumerate(table.T), 2):
        assert found[i, j] == correlation.of(x, y, method)  # to the bit


@pytest.mark.parametrize("level", [0, 1e3, 1e9])
def test_matrix_has_no_eigenvalue_below_0(shared_data: Path, level: float) -> None:
    table = np.column_stack(list(read_csv(shared_data / "edhec.csv").values())) + level
    assert np.linalg.eigvalsh(correlation.matrix(table)).min() > 0


def test_matrix_of_one_column() -> None:
    assert correlation.matrix(np.array([[0.1], [0.2], [0.0]])).tolist() == [[1.0]]
