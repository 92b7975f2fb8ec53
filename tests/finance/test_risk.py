"""Systematic and specific risk of one asset: exact arithmetic, statsmodels, real returns."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.helpers import complete, correct_digits, exact_covariance, exact_slope, read_csv
from xlrisk.finance import beta, regression, returns, risk
from xlrisk.finance.arrays import Array

RETURN = st.integers(-2000, 2000).map(lambda points: points / 1e4)
ROWS = st.lists(st.tuples(RETURN, RETURN), min_size=2, max_size=40)
FREQ = st.sampled_from([1.0, 12.0, 52.0, 252.0, 365.0, 0.1])


def series(rows: list[tuple[float, float]]) -> tuple[Array, Array]:
    asset, market = np.array(rows).T
    assume(np.ptp(market) > 0)
    return asset, market


def months(n: int, seed: int) -> tuple[Array, Array]:
    random = np.random.default_rng(seed)
    market = random.normal(0.006, 0.04, n)
    return 0.002 + 1.2 * market + 0.02 * random.standard_t(4, n), market


def exact_parts(asset: Array, market: Array) -> tuple[Fraction, Fraction, Fraction]:
    whole = exact_covariance(asset, asset)
    systematic = exact_slope(asset, market) ** 2 * exact_covariance(market, market)
    return whole, systematic, whole - systematic


# Parts that add up


@given(ROWS, FREQ)
def test_parts_add_up_without_rounding(rows: list[tuple[float, float]], freq: float) -> None:
    asset, market = series(rows)
    found = risk.split(asset, market, freq)
    assert found.systematic + found.specific == found.total
    if np.ptp(asset):
        assert found.systematic_share + found.specific_share == 1.0
        assert found.r_squared == found.systematic_share
        assert 0.0 <= found.specific_share <= 1.0
    variances = [
        of(asset, market, freq, "variance") for of in (risk.systematic, risk.specific, risk.total)
    ]
    assert variances[0] + variances[1] == variances[2]


@given(st.floats(0, 1e300), st.floats(0, 1e300))
def test_shares_of_any_parts_add_up_to_1(first: float, second: float) -> None:
    found = risk.shares(first, second)
    if first + second == 0:
        assert np.isnan(found).all()
    else:
        assert sum(found) == 1.0
        exact = Fraction(first) / (Fraction(first) + Fraction(second))
        assert found[0] == pytest.approx(float(exact), rel=5e-16, abs=5e-324)


# Exact arithmetic


@pytest.mark.parametrize("level", [0, 1e3, 1e6, 1e9])
@pytest.mark.parametrize("n", [3, 24, 250])
@pytest.mark.parametrize("seed", range(4))
def test_all_parts_have_14_digits_on_any_level(level: float, n: int, seed: int) -> None:
    asset, market = (values + level for values in months(n, seed))
    found = risk.split(asset, market)
    for value, exact in zip(found[:3], exact_parts(asset, market), strict=True):
        assert correct_digits(value, exact) >= 14


@given(ROWS)
def test_parts_are_the_exact_ones(rows: list[tuple[float, float]]) -> None:
    asset, market = series(rows)
    found = risk.split(asset, market)
    whole, *_ = exact = exact_parts(asset, market)
    for value, part in zip(found[:3], exact, strict=True):
        assert value == pytest.approx(float(part), rel=1e-12, abs=1e-15 * float(whole))


@pytest.mark.parametrize("level", [0, 1e3, 1e9])
@pytest.mark.parametrize("part", [1e-2, 1e-4, 1e-6])
def test_small_part_keeps_its_digits(level: float, part: float) -> None:
    """The specific risk of an index fund, which a difference of variances would lose."""
    noise, market = months(120, 3)
    asset = market + part * noise + level
    _, _, specific = exact_parts(asset, market)
    lost = max(0.0, -math.log10(part))  # the data themselves have only so many digits of it
    assert correct_digits(risk.split(asset, market).specific, specific) >= 14 - lost
    # and the systematic part of an asset that hardly has one
    asset = noise - 1.2 * market + part * market + level
    _, systematic, _ = exact_parts(asset, market)
    assert correct_digits(risk.split(asset, market).systematic, systematic) >= 14 - lost


def test_hand_case() -> None:
    asset, market = np.array([0.03, 0.04, -0.02, 0.01]), np.array([0.01, 0.02, -0.01, 0.02])
    found = risk.split(asset, market, 12)
    assert found == pytest.approx(
        (0.0084, 0.0054, 0.003, 9 / 14, 5 / 14, 9 / 14, 1.5, 1.5 / math.sqrt(9 / 14)), rel=1e-14
    )


# Witnesses


@pytest.mark.parametrize("market_name", ["SP500 TR", "EDHEC LS EQ", "US 10Y TR"])
@pytest.mark.parametrize("asset_name", ["HAM1", "HAM2", "HAM3", "HAM4", "HAM5", "HAM6"])
def test_real_managers_against_statsmodels(
    shared_data: Path, asset_name: str, market_name: str
) -> None:
    managers = read_csv(shared_data / "managers.csv")
    asset, market = complete(managers[asset_name], managers[market_name])
    fit = sm.OLS(asset, sm.add_constant(market)).fit()
    n = len(asset)
    found = risk.split(asset, market, 12)
    assert found.total == pytest.approx(12 * asset.var(ddof=1), rel=1e-13)
    assert found.specific == pytest.approx(12 * fit.ssr / (n - 1), rel=1e-11)
    assert found.systematic == pytest.approx(12 * fit.ess / (n - 1), rel=1e-10)
    assert found.r_squared == pytest.approx(fit.rsquared, rel=1e-10)
    assert found.beta == regression.slope(asset, market)  # to the bit, as in BETA_OF
    assert found.r_squared == pytest.approx(beta.statistics(asset, market)[8], rel=1e-13)
    relative = asset.std(ddof=1) / market.std(ddof=1)
    assert found.relative_volatility == pytest.approx(relative, rel=1e-13)
    # total volatility = |beta| x market volatility / |correlation|
    correlation = np.corrcoef(asset, market)[0, 1]
    assert abs(found.beta / correlation) == pytest.approx(relative, rel=1e-10)


# Measures


@pytest.mark.parametrize("freq", [1, 12, 252])
def test_measures(freq: float) -> None:
    asset, market = months(60, 1)
    one = risk.split(asset, market)
    found = risk.split(asset, market, freq)
    assert found.total == pytest.approx(one.total * freq, rel=1e-15)
    for of, variance, share in (
        (risk.total, found.total, 1.0),
        (risk.systematic, found.systematic, found.systematic_share),
        (risk.specific, found.specific, found.specific_share),
    ):
        assert of(asset, market, freq) == of(asset, market, freq, "sd") == math.sqrt(variance)
        assert of(asset, market, freq, "variance") == variance
        assert of(asset, market, freq, "share") == share
    assert found[3:] == one[3:]  # shares, r squared, beta and relative volatility have no period


@given(ROWS, st.sampled_from([0.5, 2.0, -4.0]))
def test_scaling_by_a_power_of_2_scales_every_bit(
    rows: list[tuple[float, float]], c: float
) -> None:
    asset, market = series(rows)
    one, found = risk.split(asset, market), risk.split(c * asset, c * market)
    assume(regression.varies(market / 2))
    assert found == pytest.approx(
        (*(c * c * part for part in one[:3]), *one[3:]), rel=0, abs=0, nan_ok=True
    )


@pytest.mark.parametrize("asset", [np.full(4, 0.01), np.array([0.1, 0.2, 0.3, 0.4]) * 0])
def test_asset_that_does_not_vary(asset: Array) -> None:
    market = np.array([0.01, 0.02, -0.01, 0.03])
    found = risk.split(asset, market, 12)
    assert found[:3] == (0, 0, 0)
    assert np.isnan(found[3:6]).all()
    assert found[6:] == (0, 0)
    for of in (risk.total, risk.systematic, risk.specific):
        assert [of(asset, market, 12, measure) for measure in get_args(risk.Measure)] == (
            pytest.approx([0, 0, math.nan], nan_ok=True)
        )


def test_growth_that_varies_by_rounding_only_has_no_risk() -> None:
    steady = returns.simple(np.array([100 * 1.003**t for t in range(61)]), 1)
    _, market = months(60, 0)
    assert risk.split(steady, market).total == 0.0


def test_two_rows_leave_nothing_specific() -> None:
    found = risk.split(np.array([0.01, 0.03]), np.array([0.02, 0.01]))
    assert found.specific == 0.0
    assert found.systematic_share == 1.0


def test_market_itself() -> None:
    _, market = months(36, 5)
    found = risk.split(market, market, 12)
    assert found[1:] == (found.total, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0)
