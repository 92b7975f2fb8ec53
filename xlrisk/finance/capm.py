"""The capital asset pricing model."""

from __future__ import annotations

import sys
from typing import Literal, TypeAlias, TypeVar

from .arrays import Array

Valuation: TypeAlias = Literal["undervalued", "fairly valued", "overvalued"]

_ROUNDING = 8 * sys.float_info.epsilon  # of a few products and sums, relative to their largest

Beta = TypeVar("Beta", float, Array)


def required_return(risk_free: float, beta: Beta, market_return: float) -> Beta:
    """rf + beta (rm - rf), the return that pays for the systematic risk."""
    return risk_free + beta * (market_return - risk_free)


def alpha(forecast_return: float, risk_free: float, beta: Beta, market_return: float) -> Beta:
    """Forecast less required return: what the asset promises beyond the pay for its beta.

    Source: Jensen (1968), of forecasts in the place of past returns
    """
    return forecast_return - required_return(risk_free, beta, market_return)


def valuation(
    forecast_return: float, risk_free: float, beta: float, market_return: float, band: float = 0.0
) -> Valuation:
    """Whether the forecast lies above the security market line, on it, or below.

    "fairly valued" is an alpha of at most band either way, and band is 0 or more. Its edges belong
    to it in spite of rounding: 13.5 % for a beta of 1.5 at 3 % and 10 % is fair, although these
    numbers are no binary fractions and their alpha is seldom 0 to the last bit.
    """
    above = alpha(forecast_return, risk_free, beta, market_return)
    sizes = abs(forecast_return) + abs(beta) * (abs(market_return) + abs(risk_free))
    if abs(above) <= band + _ROUNDING * (sizes + abs(risk_free) + band):
        return "fairly valued"
    return "undervalued" if above > 0.0 else "overvalued"
