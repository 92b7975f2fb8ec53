"""Weighted sums and required returns, against rational arithmetic."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrisk.finance import capm, portfolio

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
