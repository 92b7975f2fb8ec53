"""A straight line: against exact arithmetic, NIST's certified values, statsmodels and scipy."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.stats
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.stattools import durbin_watson

from tests.helpers import cells, correct_digits, exact_slope, read_csv
from xlrisk.finance import beta, regression, returns
from xlrisk.finance.arrays import Array
from xlrisk.functions.evaluate import evaluate


def months(n: int, seed: int = 0) -> tuple[Array, Array]:
    """Returns of an asset and of its market, with fat tails."""
    random = np.random.default_rng(seed)
    market = random.normal(0.006, 0.04, n)
    return 0.002 + 1.2 * market + 0.02 * random.standard_t(4, n), market


def bacon(folder: Path) -> tuple[Array, Array]:
    columns = read_csv(folder / "portfolio_bacon.csv")
    return columns["portfolio monthly return (%)"], columns["benchmark return (%)"]


# Exact arithmetic


@pytest.mark.parametrize("level", [0, 1e3, 1e6, 1e9])
@pytest.mark.parametrize("n", [24, 60, 250])
@pytest.mark.parametrize("seed", range(5))
def test_slope_has_15_digits_on_any_level(level: float, n: int, seed: int) -> None:
    y, x = (series + level for series in months(n, seed))
    assert correct_digits(regression.slope(y, x), exact_slope(y, x)) >= 15
    assert correct_digits(regression.line(y, x).slope, exact_slope(y, x)) >= 15


@pytest.mark.parametrize("level", [0, 1e3, 1e6, 1e9])
def test_slope_of_real_returns_has_15_digits_on_any_level(shared_data: Path, level: float) -> None:
    y, x = (series + level for series in bacon(shared_data))
    assert correct_digits(regression.slope(y, x), exact_slope(y, x)) >= 15


BASIS_POINTS = st.integers(-2000, 2000)


@given(st.lists(st.tuples(BASIS_POINTS, BASIS_POINTS), min_size=3, max_size=40))
def test_line_is_the_exact_line(points: list[tuple[int, int]]) -> None:
    y, x = np.array(points).T / 1e4
    if not regression.varies(x):
        return
    slope = exact_slope(y, x)
    intercept = (sum(map(Fraction, y)) - slope * sum(map(Fraction, x))) / len(x)
    line = regression.line(y, x)
    reach = np.ptp(y) / np.ptp(x) * len(x)  # of any slope; few digits remain of one near 0
    assert line.slope == pytest.approx(float(slope), rel=1e-13, abs=1e-15 * reach)
    assert line.intercept == pytest.approx(float(intercept), rel=1e-12, abs=1e-14 * (1 + reach))
    assert abs(line.residuals.sum()) <= 1e-15 * len(x)


# NIST


@pytest.fixture
def norris(shared_data: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared_data / "nist.json").read_text())["sets"]["Norris"]
    return found


def test_norris(norris: dict[str, Any]) -> None:
    y, x = np.array(norris["y"], float), np.array(norris["X"], float)[:, 0]
    exact = norris["mpmath80"]
    line = regression.line(y, x)
    slope_error, intercept_error = regression.coefficient_errors(line, "classical")
    found = {
        "intercept": (line.intercept, exact["estimate"][0], 12),  # 0.26 beside values of 1000
        "slope": (line.slope, exact["estimate"][1], 15),
        "intercept error": (intercept_error, exact["sd"][0], 13),
        "slope error": (slope_error, exact["sd"][1], 13),
        "r squared": (line.r_squared, exact["r_squared"], 15),
        "residual sd": (line.residual_sd, exact["residual_sd"], 13),
    }
    lacking = {
        name: digits
        for name, (value, certified, at_least) in found.items()
        if (digits := correct_digits(value, Fraction(certified))) < at_least
    }
    assert not lacking


def test_norris_through_the_worksheet_function(norris: dict[str, Any]) -> None:
    found = evaluate(
        "BETA_OF", [[float(y)] for y in norris["y"]], [[float(x)] for (x,) in norris["X"]]
    )
    assert isinstance(found, float)
    assert correct_digits(found, Fraction(norris["mpmath80"]["estimate"][1])) >= 15


# statsmodels and scipy

SETS = pytest.mark.parametrize("n", [3, 4, 12, 60, 250])


@SETS
def test_line_against_scipy(n: int) -> None:
    y, x = months(n)
    expected = scipy.stats.linregress(x, y)
    line = regression.line(y, x)
    errors = regression.coefficient_errors(line, "classical")
    found = (line.slope, line.intercept, *errors, line.r_squared)
    assert found == pytest.approx(
        (
            expected.slope,
            expected.intercept,
            expected.stderr,
            expected.intercept_stderr,
            expected.rvalue**2,
        ),
        rel=1e-10,
    )


@pytest.mark.parametrize("n", [4, 12, 60, 250])
@pytest.mark.parametrize("level", [0, 5], ids=["returns", "far from 0"])
@pytest.mark.parametrize("errors", ["classical", "hc3", "newey-west"])
def test_errors_against_statsmodels(n: int, level: float, errors: str) -> None:
    y, x = (series + level for series in months(n, seed=1))
    fit = sm.OLS(y, sm.add_constant(x)).fit()
    lags = min(n - 1, math.floor(4 * (n / 100) ** (2 / 9)))
    expected = {
        "classical": lambda: fit,
        "hc3": lambda: fit.get_robustcov_results("HC3"),
        "newey-west": lambda: fit.get_robustcov_results("HAC", maxlags=lags, use_correction=True),
    }[errors]()
    line = regression.line(y, x)
    slope_error, intercept_error = regression.coefficient_errors(line, errors)
    assert [intercept_error, slope_error] == pytest.approx(list(expected.bse), rel=1e-8)
    assert line.residual_sd == pytest.approx(math.sqrt(fit.mse_resid), rel=1e-9)
    assert line.r_squared == pytest.approx(fit.rsquared, rel=1e-9)
    assert line.durbin_watson == pytest.approx(durbin_watson(fit.resid), rel=1e-8)


@pytest.mark.parametrize("n", [20, 60, 250])
@pytest.mark.parametrize("seed", range(4))
def test_robust_slope_against_statsmodels(n: int, seed: int) -> None:
    y, x = months(n, seed)
    y[::10] += 0.5  # outliers
    model = sm.RLM(y, sm.add_constant(x), M=sm.robust.norms.HuberT(1.345))
    expected = model.fit(tol=1e-14, maxiter=1000, conv="coefs").params[1]
    assert regression.robust_slope(y, x) == pytest.approx(expected, rel=1e-9)
    assert abs(regression.robust_slope(y, x) - 1.2) < abs(regression.slope(y, x) - 1.2) + 0.1


def test_robust_slope_that_converges_slowly() -> None:
    y, x = np.array([0.054, -0.034, 0.065, -0.049]), np.array([0.048, -0.015, 0.031, -0.028])
    assert regression.robust_slope(y, x) == pytest.approx(1.5223158763, rel=1e-9)


def test_robust_slope_of_most_points_on_a_line_is_that_line() -> None:
    x = np.arange(1.0, 12.0)
    y = 2 * x
    y[3] = -500.0
    assert regression.robust_slope(y, x) == pytest.approx(2.0, abs=1e-9)


# What does not vary


@pytest.mark.parametrize("growth", [0.0, 0.0001, 0.01, -0.02, 0.3])
@pytest.mark.parametrize("start", [0.01, 100.0, 54321.0])
@pytest.mark.parametrize("n", [3, 60, 2500])
def test_returns_of_constant_growth_do_not_vary(growth: float, start: float, n: int) -> None:
    prices = np.asarray(start * (1 + growth) ** np.arange(n), np.float64)
    prices = prices[(prices > 1e-100) & (prices < 1e100)]
    assert not regression.varies(returns.simple(prices, 1))


@pytest.mark.parametrize("change", [1e-12, 1e-6, 0.01])
def test_the_least_real_change_varies(change: float) -> None:
    values = np.full(60, 0.01)
    values[7] += change
    assert regression.varies(values)


def test_exact_line_has_no_residual() -> None:
    x = np.array([0.25, 0.5, -0.25, 0.125])
    line = regression.line(2 * x, x)
    assert (line.slope, line.intercept, line.r_squared, line.residual_sd) == (2, 0, 1, 0)
    assert math.isnan(line.durbin_watson)


def test_r_squared_is_never_above_1() -> None:
    for seed in range(200):
        _, x = months(7, seed)
        assert regression.line(3 * x + 0.1, x).r_squared <= 1


def test_hc3_is_undefined_where_one_row_alone_sets_the_slope() -> None:
    x, y = np.array([0.0, 0.0, 0.0, 1.0]), np.array([0.1, 0.2, 0.4, 0.3])
    slope_error, intercept_error = regression.coefficient_errors(regression.line(y, x), "hc3")
    assert math.isnan(slope_error)
    assert math.isnan(intercept_error)


# Distribution


@pytest.mark.parametrize("n", [3, 4, 5, 12, 60, 2517])
@pytest.mark.parametrize("level", [0.01, 0.5, 0.9, 0.95, 0.99, 0.9999])
def test_interval_reaches_as_far_as_the_t_distribution(n: int, level: float) -> None:
    y, x = months(n, seed=2)
    b, error, lower, upper = beta.statistics(y, x, level)[:4]
    df = n - 2
    with mpmath.workdps(40):

        def inside(t: mpmath.mpf) -> mpmath.mpf:
            """P(|T| < t)"""
            return mpmath.betainc(
                0.5, mpmath.mpf(df) / 2, 0, t * t / (df + t * t), regularized=True
            )

        near = (upper - b) / error
        quantile = mpmath.findroot(lambda t: inside(t) - mpmath.mpf(level), near)
        assert abs(near / quantile - 1) < 1e-11
    assert upper - b == pytest.approx(b - lower, rel=1e-9)


@pytest.mark.parametrize("column", ["SP500 TR", "EDHEC LS EQ"])
def test_real_returns_with_gaps(shared_data: Path, column: str) -> None:
    managers = read_csv(shared_data / "managers.csv")
    x, rate = managers[column], managers["US 3m TR"]
    for name in ("HAM1", "HAM2", "HAM4", "HAM5", "HAM6"):
        y = managers[name]
        both = ~np.isnan(y) & ~np.isnan(x)
        expected = sm.OLS((y - rate)[both], sm.add_constant((x - rate)[both])).fit()
        found: Any = evaluate("BETA_STATS", cells(y), cells(x), cells(rate))
        statistics = dict(found)
        assert statistics["observations"] == both.sum()
        assert [statistics[key] for key in ("alpha", "beta")] == pytest.approx(
            list(expected.params), rel=1e-9
        )
        assert [statistics["lower"], statistics["upper"]] == pytest.approx(
            list(expected.conf_int()[1]), rel=1e-9
        )
        assert statistics["t against 0"] == pytest.approx(expected.tvalues[1], rel=1e-9)
        assert statistics["t against 1"] == pytest.approx(
            (expected.params[1] - 1) / expected.bse[1], rel=1e-9
        )


def test_the_size_of_an_outlier_does_not_matter_to_the_robust_slope() -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(0, 0.01, 60)
    y = 0.7 * x + rng.normal(0, 0.01, 60)
    slopes = []
    for size in (1.0, 1e3, 1e6, 1e9, 1e12):
        y[7] = size
        slopes.append(regression.robust_slope(y, x))
    assert slopes == pytest.approx([slopes[0]] * 5, rel=1e-12)


def test_interval_of_a_level_near_1() -> None:
    x, y = np.array([0.01, 0.02, -0.01, 0.02, 0.0]), np.array([0.03, 0.04, -0.02, 0.01, 0.01])
    level = 1 - 1e-12
    slope, error, lower, *_ = beta.statistics(y, x, level)
    # Student's t with 3 degrees of freedom has a closed form for its distribution
    t = mpmath.findroot(
        lambda q: (
            mpmath.mpf(1) / 2
            + (q / mpmath.sqrt(3) / (1 + q * q / 3) + mpmath.atan(q / mpmath.sqrt(3))) / mpmath.pi
            - (1 + mpmath.mpf(level)) / 2
        ),
        12000,
    )
    assert (slope - lower) / error == pytest.approx(float(t), rel=1e-9)
