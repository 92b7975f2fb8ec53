"""The capital asset pricing model."""

from __future__ import annotations

from typing import TypeVar

from .arrays import Array

Beta = TypeVar("Beta", float, Array)


def required_return(risk_free: float, beta: Beta, market_return: float) -> Beta:
    """rf + beta (rm - rf), the return that pays for the systematic risk."""
    return risk_free + beta * (market_return - risk_free)
