"""Returns from prices, against arithmetic of 40 digits and real prices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import cells, read_csv
from xlrisk.finance import returns
from xlrisk.functions.evaluate import evaluate

PRICE = st.floats(1e-3, 1e6)
PRICES = st.lists(st.floats(10, 1000), min_size=2, max_size=30)


@given(PRICE, st.floats(-0.9, 9))
def test_return_keeps_all_digits(price: float, change: float) -> None:
    later = price * (1 + change)
    prices = np.array([price, later])
    with mpmath.workdps(40):
        simple = float(mpmath.mpf(later) / mpmath.mpf(price) - 1)
        log = float(mpmath.log(mpmath.mpf(later) / mpmath.mpf(price)))
    assert returns.simple(prices, 1)[0] == pytest.approx(simple, rel=1e-15, abs=0)
    assert returns.log(prices, 1)[0] == pytest.approx(log, rel=1e-15, abs=0)


@given(PRICES)
def test_simple_returns_compound_to_the_whole(prices: list[float]) -> None:
    found = np.prod(1 + returns.simple(np.array(prices), 1))
    assert found == pytest.approx(prices[-1] / prices[0], rel=1e-12)


@given(PRICES)
def test_log_returns_add_up_to_the_whole(prices: list[float]) -> None:
    found = returns.log(np.array(prices), 1).sum()
    assert found == pytest.approx(np.log(prices[-1] / prices[0]), rel=1e-12, abs=1e-12)


@given(PRICES, st.integers(1, 29))
def test_newest_first_with_a_negative_lag_is_the_same_upside_down(
    prices: list[float], lag: int
) -> None:
    oldest_first = np.array(prices)
    lag = min(lag, len(prices) - 1)
    for of in (returns.simple, returns.log):
        assert of(oldest_first[::-1], -lag).tolist() == of(oldest_first, lag)[::-1].tolist()


@pytest.mark.parametrize(
    ("lag", "expected"),
    [
        pytest.param(1, [0.1, np.nan, np.nan, 0.5], id="1"),
        pytest.param(2, [np.nan, 1.0, np.nan], id="2"),
        pytest.param(-1, [1 / 1.1 - 1, np.nan, np.nan, 1 / 1.5 - 1], id="-1"),
    ],
)
def test_return_exists_where_both_prices_do(lag: int, expected: list[float]) -> None:
    prices = np.array([100, 110, np.nan, 220, 330])
    assert returns.simple(prices, lag) == pytest.approx(np.array(expected), nan_ok=True)
    found = returns.log(prices, lag)
    assert np.expm1(found) == pytest.approx(np.array(expected), nan_ok=True)


def test_real_prices(shared_data: Path) -> None:
    columns = read_csv(shared_data / "us_equities_daily_2013_2022.csv")
    prices = np.column_stack(list(columns.values()))
    header: list[Any] = [list(columns)]
    found: Any = evaluate("RETURNS_OF", header + cells(prices), "log", 21)
    assert np.array(found) == pytest.approx(np.log(prices[21:] / prices[:-21]), abs=1e-14)
    backwards: Any = evaluate("RETURNS_OF", header + cells(prices[::-1]), "log", -21)
    assert backwards == found[::-1]
