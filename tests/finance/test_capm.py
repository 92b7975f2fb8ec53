"""Alpha and the signal of a forecast, against rational arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from xlrisk.finance import capm

RATE = st.floats(-0.5, 0.5)
BETA = st.floats(-3, 3)
PERCENT = st.integers(-5000, 5000)  # hundredths of a percent, as people type them


def exact_alpha(forecast: float, rf: float, beta: float, rm: float) -> Fraction:
    rate = Fraction(rf)
    return Fraction(forecast) - rate - Fraction(beta) * (Fraction(rm) - rate)


@given(RATE, RATE, BETA, RATE)
def test_alpha_is_forecast_less_required(
    forecast: float, rf: float, beta: float, rm: float
) -> None:
    expected = float(exact_alpha(forecast, rf, beta, rm))
    assert capm.alpha(forecast, rf, beta, rm) == pytest.approx(expected, abs=2e-15)


def test_alphas_of_many_betas() -> None:
    found = capm.alpha(0.12, 0.03, np.array([1.5, 0.7, 1.0]), 0.10)
    assert found == pytest.approx(np.array([-0.015, 0.041, 0.02]))


@pytest.mark.parametrize(
    ("forecast", "band", "expected"),
    [
        (0.14, 0.0, "undervalued"),
        (0.135, 0.0, "fairly valued"),
        (0.13, 0.0, "overvalued"),
        (0.14, 0.005, "fairly valued"),
        (0.13, 0.005, "fairly valued"),
        (0.1401, 0.005, "undervalued"),
        (0.1299, 0.005, "overvalued"),
    ],
)
def test_signal_at_a_required_return_of_13_5_percent(
    forecast: float, band: float, expected: str
) -> None:
    assert capm.valuation(forecast, 0.03, 1.5, 0.10, band) == expected


@given(PERCENT, st.integers(-300, 300), PERCENT, st.integers(0, 1000), st.integers(-3, 3))
def test_signal_is_that_of_the_decimals_as_typed(
    rate: int, hundredths: int, market: int, band: int, off: int
) -> None:
    """On the edge of the band rounding decides nothing, and a millionth beside it does."""
    rf, beta, rm, width = (
        Fraction(rate, 10_000),
        Fraction(hundredths, 100),
        Fraction(market, 10_000),
        Fraction(band, 10_000),
    )
    alpha = width + Fraction(off, 10**6)
    forecast = rf + beta * (rm - rf) + alpha
    found = capm.valuation(*map(float, (forecast, rf, beta, rm, width)))
    assert found == ("undervalued" if off > 0 else _below(alpha, width))
    mirrored = capm.valuation(*map(float, (-forecast, -rf, beta, -rm, width)))
    assert mirrored == ("overvalued" if off > 0 else _below(-alpha, width))


def _below(alpha: Fraction, width: Fraction) -> str:
    if abs(alpha) <= width:
        return "fairly valued"
    return "overvalued" if alpha < 0 else "undervalued"


@given(RATE, RATE, BETA, RATE, st.floats(0, 0.1))
def test_signal_is_that_of_exact_alpha(
    forecast: float, rf: float, beta: float, rm: float, band: float
) -> None:
    alpha = exact_alpha(forecast, rf, beta, rm)
    assume(abs(abs(alpha) - Fraction(band)) > 1e-14)
    found = capm.valuation(forecast, rf, beta, rm, band)
    assert found == _below(alpha, Fraction(band))
