"""Weighted sums, contributions, volatility and required returns, against rational arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from random import Random

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import read_csv
from xlrisk.finance import capm, covariance, portfolio
from xlrisk.finance.arrays import Array

RATE = st.floats(-0.5, 0.5)
HOLDINGS = st.lists(st.tuples(st.floats(-2, 2), st.floats(-3, 3)), max_size=50)


@given(HOLDINGS)
def test_weighted_sum_is_exact_but_for_the_rounding_of_its_products(
    holdings: list[tuple[float, float]],
) -> None:
    weights, values = np.array(holdings).reshape(-1, 2).T
    exact = sum((Fraction(w * v) for w, v in holdings), Fraction(0))
    assert portfolio.weighted_sum(weights, values) == float(exact)


@given(HOLDINGS, st.randoms(use_true_random=False))
def test_order_of_holdings_does_not_matter(
    holdings: list[tuple[float, float]], random: Random
) -> None:
    order = random.sample(range(len(holdings)), len(holdings))
    weights, values = np.array(holdings).reshape(-1, 2).T
    assert portfolio.weighted_sum(weights[order], values[order]) == portfolio.weighted_sum(
        weights, values
    )


@given(RATE, RATE)
def test_betas_of_0_and_1_earn_the_risk_free_rate_and_the_market(rf: float, rm: float) -> None:
    assert capm.required_return(rf, 0.0, rm) == rf
    assert capm.required_return(rf, 1.0, rm) == pytest.approx(rm, abs=1e-16)


@given(RATE, st.floats(-3, 3), RATE)
def test_required_return_is_on_the_security_market_line(rf: float, beta: float, rm: float) -> None:
    exact = Fraction(rf) + Fraction(beta) * (Fraction(rm) - Fraction(rf))
    assert capm.required_return(rf, beta, rm) == pytest.approx(float(exact), abs=1e-15)


def test_required_returns_of_many_betas() -> None:
    found = capm.required_return(0.03, np.array([1.5, 0.7, 1.0]), 0.10)
    assert found == pytest.approx(np.array([0.135, 0.079, 0.10]))


# Contributions


def test_contributions_of_the_example_table() -> None:
    found, shares = portfolio.contributions(np.array([0.4, 0.4, 0.2]), np.array([1.5, 0.7, 1.0]))
    assert found == pytest.approx(np.array([0.6, 0.28, 0.2]), rel=1e-15)
    assert shares == pytest.approx(np.array([0.6, 0.28, 0.2]) / 1.08, rel=1e-15)


@given(HOLDINGS)
def test_contributions_are_parts_of_the_weighted_sum(holdings: list[tuple[float, float]]) -> None:
    weights, values = np.array(holdings).reshape(-1, 2).T
    found, shares = portfolio.contributions(weights, values)
    assert found.tolist() == (weights * values).tolist()
    whole = portfolio.weighted_sum(weights, values)
    assert math.fsum(found.tolist()) == whole
    sizes = float(np.abs(found).sum())
    if abs(whole) > 1e-14 * sizes:
        assert shares * whole == pytest.approx(found, rel=1e-15)
        assert shares.sum() == pytest.approx(1.0, abs=1e-15 * len(holdings) * sizes / abs(whole))
    elif abs(whole) < 1e-15 * sizes or not sizes:
        assert np.isnan(shares).all()


def test_no_shares_of_a_beta_that_cancels() -> None:
    weights, betas = np.array([0.1, 0.2, -0.3]), np.ones(3)
    assert portfolio.weighted_sum(weights, betas) != 0  # by rounding
    found, shares = portfolio.contributions(weights, betas)
    assert found.tolist() == weights.tolist()
    assert np.isnan(shares).all()


# Volatility


def exact_volatility(weights: Array, matrix: Array) -> float:
    w = [Fraction(v) for v in weights.tolist()]
    c = [[Fraction(v) for v in row] for row in matrix.tolist()]
    variance = sum(
        (
            x * y * value
            for x, row in zip(w, c, strict=True)
            for y, value in zip(w, row, strict=True)
        ),
        Fraction(0),
    )
    with mpmath.workdps(50):
        return float(mpmath.sqrt(mpmath.mpf(variance.numerator) / variance.denominator))


@pytest.mark.parametrize("seed", range(5))
def test_volatility_of_real_portfolios_has_15_digits(shared_data: Path, seed: int) -> None:
    styles = np.column_stack(list(read_csv(shared_data / "edhec.csv").values()))
    matrix = covariance.matrix(styles)
    random = np.random.default_rng(seed)
    for weights in (random.dirichlet(np.ones(13)), random.normal(0.1, 0.3, 13)):
        expected = exact_volatility(weights, matrix)
        assert portfolio.volatility(weights, matrix) == pytest.approx(expected, rel=2e-15, abs=0)


def test_volatility_of_two_assets() -> None:
    matrix = np.array([[0.04, 0.006], [0.006, 0.01]])
    assert portfolio.volatility(np.array([0.5, 0.5]), matrix) == math.sqrt(0.0155)


@pytest.mark.parametrize("variance", [0.04, 1e-30, 1e30])
@pytest.mark.parametrize("n", [2, 30])
def test_perfect_hedge_has_no_volatility(variance: float, n: int) -> None:
    """Weights that cancel and one covariance for all: whatever remains is rounding."""
    for seed in range(20):
        weights = np.random.default_rng(seed).normal(0, 1, n)
        weights[-1] = -weights[:-1].sum()
        found = portfolio.volatility(weights, np.full((n, n), variance))
        assert found <= 1e-7 * math.sqrt(variance)  # and not NaN


def test_negative_variance_is_no_volatility() -> None:
    impossible = np.array([[0.01, 0.02], [0.02, 0.01]])  # a correlation of 2
    assert math.isnan(portfolio.volatility(np.array([1.0, -1.0]), impossible))
    assert portfolio.volatility(np.array([1.0, 1.0]), impossible) == pytest.approx(math.sqrt(0.06))


def test_halves_of_a_matrix_that_differ_count_by_their_mean() -> None:
    upper = np.array([[0.04, 0.012], [0.0, 0.01]])
    assert portfolio.volatility(np.array([0.5, 0.5]), upper) == math.sqrt(0.0155)
