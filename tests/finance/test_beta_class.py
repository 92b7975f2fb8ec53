"""What a beta is called, with and without its standard error."""

from __future__ import annotations

import math

import mpmath
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrisk.finance import beta

BETA = st.floats(-5, 5)
ERROR = st.floats(1e-6, 3)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.2, "aggressive"),
        (0.8, "defensive"),
        (1.0, "market-like"),
        (-0.3, "negative"),
        (0.0, "defensive"),
        (-0.0, "defensive"),
        (0.95, "market-like"),  # 1 - 0.95 is above 0.05 in floats
        (1.05, "market-like"),
        (math.nextafter(0.95, 0), "defensive"),
        (math.nextafter(1.05, 2), "aggressive"),
        (-5e-324, "negative"),
    ],
)
def test_classes_and_their_edges(value: float, expected: str) -> None:
    assert beta.classified(value) == expected
    assert beta.classified(value, 0.0) == expected  # 0 and nothing mean the same


@pytest.mark.parametrize(
    ("value", "error", "expected"),
    [
        (1.2, 0.15, "not distinguishable from 1"),
        (1.2, 0.05, "aggressive"),
        (0.2, 0.15, "not distinguishable from 0"),
        (0.5, 0.1, "defensive"),
        (-0.2, 0.15, "not distinguishable from 0"),
        (-0.2, 0.05, "negative"),
        (0.1, 0.6, "not distinguishable from 0"),  # nor from 1, which is farther off
        (0.9, 0.6, "not distinguishable from 1"),  # nor from 0
        (0.5, 0.6, "not distinguishable from 1"),
        (-0.5, 1.0, "not distinguishable from 0"),
    ],
)
def test_classes_with_an_error(value: float, error: float, expected: str) -> None:
    assert beta.classified(value, error) == expected


@given(BETA, ERROR)
def test_tests_are_those_of_the_normal_distribution(value: float, error: float) -> None:
    found = beta.classified(value, error)
    z1, z0 = abs(value - 1) / error, abs(value) / error
    quantile = 1.959963984540054
    if min(z1, z0) > quantile + 1e-9:
        assert found == beta.classified(value)
    elif min(z1, z0) < quantile - 1e-9:
        assert found == f"not distinguishable from {1 if z1 <= z0 else 0}"


@pytest.mark.parametrize("level", [0.01, 0.5, 0.9, 0.95, 0.99, 0.9999, 1 - 1e-12])
def test_reach_is_the_normal_quantile(level: float) -> None:
    with mpmath.workdps(50):
        quantile = float(mpmath.sqrt(2) * mpmath.erfinv(mpmath.mpf(level)))
    error = 3 / quantile
    assert beta.classified(4 - 1e-6, error, level) == "not distinguishable from 1"
    assert beta.classified(4 + 1e-6, error, level) == "aggressive"


@given(BETA, ERROR, st.floats(1.1, 3))
def test_larger_error_tells_no_more(value: float, error: float, factor: float) -> None:
    if beta.classified(value, error).startswith("not"):
        assert beta.classified(value, error * factor).startswith("not")
