"""Returns and volatility of a year, against arithmetic of 50 digits."""

from __future__ import annotations

import math
from pathlib import Path

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import exact_covariance, read_csv
from xlrisk.finance import returns

RETURNS = st.lists(st.floats(-0.9, 2), min_size=1, max_size=60)
FREQ = st.sampled_from([1.0, 4.0, 12.0, 52.0, 252.0, 365.0, 0.5])


def exact(values: list[float], freq: float) -> float:
    """Product of (1 + r) ^ (freq / n) - 1."""
    with mpmath.workdps(50):
        growth = mpmath.fsum(mpmath.log1p(mpmath.mpf(r)) for r in values)
        return float(mpmath.expm1(mpmath.mpf(freq) / len(values) * growth))


@given(RETURNS, FREQ)
def test_geometric_mean(values: list[float], freq: float) -> None:
    logs = sum(abs(math.log1p(r)) for r in values) / len(values) * freq
    expected = exact(values, freq)
    found = returns.annual(np.array(values), freq, "geometric")
    if math.isinf(expected):
        assert found == math.inf
    else:  # in units of what the logarithms can be off by
        assert abs(found - expected) <= 4e-16 * (1 + abs(expected)) * logs + 4e-16 * abs(expected)


@pytest.mark.parametrize("small", [1e-4, 1e-9, 1e-14])
def test_small_returns_keep_15_digits(small: float) -> None:
    values = [small, 2 * small, -0.5 * small, small]
    found = returns.annual(np.array(values), 12, "geometric")
    assert found == pytest.approx(exact(values, 12), rel=1e-15, abs=0)


@given(RETURNS, FREQ)
def test_arithmetic_mean(values: list[float], freq: float) -> None:
    with mpmath.workdps(50):
        expected = float(mpmath.fsum(values) / len(values) * freq)
    found = returns.annual(np.array(values), freq)
    assert found == pytest.approx(expected, rel=1e-15, abs=0)


@given(st.floats(-0.5, 0.5), st.integers(1, 100), FREQ)
def test_same_return_in_every_period(r: float, n: int, freq: float) -> None:
    values = np.full(n, r)
    assert returns.annual(values, freq) == pytest.approx(freq * r, rel=1e-15, abs=0)
    expected = float(np.expm1(freq * np.log1p(r)))
    assert returns.annual(values, freq, "geometric") == pytest.approx(expected, rel=1e-12)
    assert n == 1 or returns.annual_volatility(values, freq) == 0.0


@given(RETURNS)
def test_geometric_mean_is_never_above_the_arithmetic_one(values: list[float]) -> None:
    series = np.array(values)
    assert returns.annual(series, 1, "geometric") <= returns.annual(series, 1) + 1e-15


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.1, -1.0, 0.2], -1.0),
        ([-1.0], -1.0),
        ([0.1, -1.5, 0.2], math.nan),
        ([-1.5, -1.5], math.nan),  # their product is positive, and no one's wealth
        ([-1.0, -1.5], math.nan),
    ],
)
def test_nothing_compounds_after_a_total_loss(values: list[float], expected: float) -> None:
    found = returns.annual(np.array(values), 12, "geometric")
    assert found == pytest.approx(expected, nan_ok=True, rel=0, abs=0)


def test_growth_beyond_floats_is_infinite() -> None:
    assert returns.annual(np.array([20.0]), 365, "geometric") == math.inf


@pytest.mark.parametrize("level", [0, 1e3, 1e6, 1e9])
def test_volatility_has_15_digits_on_any_level(shared_data: Path, level: float) -> None:
    for values in read_csv(shared_data / "edhec.csv").values():
        series = values + level
        found = returns.annual_volatility(series, 1.0)
        with mpmath.workdps(50):
            variance = exact_covariance(series, series)
            sd = mpmath.sqrt(mpmath.mpf(variance.numerator) / variance.denominator)
            assert abs(found / sd - 1) < 1e-15
        assert returns.annual_volatility(series, 12) == pytest.approx(
            math.sqrt(12) * found, rel=1e-15
        )


def test_volatility_of_growth_that_varies_by_rounding_only() -> None:
    steady = returns.simple(np.array([100 * 1.01**t for t in range(61)]), 1)
    assert np.ptp(steady) > 0
    assert returns.annual_volatility(steady, 12) == 0.0


def test_year_of_real_managers(shared_data: Path) -> None:
    values = read_csv(shared_data / "managers.csv")["HAM1"]
    wealth = 1.0
    for r in values.tolist():
        wealth *= 1 + r
    n = len(values)
    assert returns.annual(values, 12, "geometric") == pytest.approx(wealth ** (12 / n) - 1)
    # the figures that PerformanceAnalytics prints for HAM1: 0.1375 and 0.0888
    assert returns.annual(values, 12, "geometric") == pytest.approx(0.1375, abs=5e-5)
    assert returns.annual_volatility(values, 12) == pytest.approx(0.0888, abs=5e-5)


@given(st.floats(-0.99, 10, allow_subnormal=False), st.floats(0.1, 400))
def test_the_rate_of_a_period_compounds_to_that_of_the_year(rate: float, freq: float) -> None:
    with mpmath.workdps(50):
        expected = float(mpmath.expm1(mpmath.log1p(mpmath.mpf(rate)) / mpmath.mpf(freq)))
    assert returns.of_a_period(rate, freq) == pytest.approx(expected, rel=1e-14, abs=1e-300)
    assert returns.of_a_period(rate, freq, "simple") == rate / freq
