"""Beta: what it is bound to be, whatever the returns."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.helpers import cells, column, outcome, read_csv
from xlrisk.finance import beta
from xlrisk.finance.arrays import Array
from xlrisk.functions.evaluate import evaluate

# Returns in basis points: as many digits as returns have, and no two that differ by rounding only
RETURN = st.integers(-2000, 2000).map(lambda points: points / 1e4)
CELL = st.one_of(RETURN, st.sampled_from([None, "n/a", True, "#N/A"]))
METHODS = pytest.mark.parametrize("method", ["ols", "adjusted", "robust"])


@st.composite
def two_series(draw: st.DrawFn) -> tuple[Array, Array]:
    """Returns of an asset and of a market that varies."""
    rows = draw(st.lists(st.tuples(RETURN, RETURN), min_size=3, max_size=40))
    asset, market = np.array(rows).T
    assume(np.ptp(market) > 0)
    return asset, market


def beta_of(asset: Array, market: Array, *rest: Any) -> float:
    found = evaluate("BETA_OF", cells(asset), cells(market), *rest)
    assert isinstance(found, float)
    return found


def near(expected: float, asset: Array, market: Array) -> Any:
    """To 12 digits of the largest beta that such returns could have."""
    return pytest.approx(expected, rel=1e-12, abs=1e-12 * (1 + np.ptp(asset) / np.ptp(market)))


@given(two_series())
def test_beta_of_the_market_is_1(series: tuple[Array, Array]) -> None:
    _, market = series
    assert beta_of(market, market) == 1.0
    assert beta_of(market, market, 0, "adjusted") == pytest.approx(1.0, abs=1e-15)
    assert beta_of(market, market, 0, "robust") == 1.0


@given(two_series(), st.floats(-5, 5))
def test_beta_scales_with_the_asset(series: tuple[Array, Array], c: float) -> None:
    asset, market = series
    assert beta_of(c * asset, market) == near(c * beta_of(asset, market), asset, market)


@given(two_series(), st.sampled_from([0.01, 0.5, -1, 3, 100]))
def test_beta_scales_against_the_market(series: tuple[Array, Array], c: float) -> None:
    asset, market = series
    assert c * beta_of(asset, c * market) == near(beta_of(asset, market), asset, market)


@given(two_series(), RETURN, RETURN)
def test_beta_does_not_move_with_the_level(
    series: tuple[Array, Array], up: float, down: float
) -> None:
    asset, market = series
    assert beta_of(asset + up, market - down) == near(beta_of(asset, market), asset, market)


@given(two_series(), RETURN)
def test_one_rate_for_all_periods_changes_no_beta(series: tuple[Array, Array], rate: float) -> None:
    asset, market = series
    assert beta_of(asset, market, rate) == near(beta_of(asset, market), asset, market)


@given(two_series(), st.data())
def test_rate_by_period_is_taken_off_both(series: tuple[Array, Array], data: st.DataObject) -> None:
    asset, market = series
    rate = np.array(data.draw(st.lists(RETURN, min_size=len(asset), max_size=len(asset))))
    assume(np.ptp(market - rate) > 1e-6)
    expected = beta_of(asset - rate, market - rate)
    assert beta_of(asset, market, cells(rate)) == near(expected, asset - rate, market - rate)


@given(two_series(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(series: tuple[Array, Array], random: Random) -> None:
    asset, market = series
    order = list(range(len(asset)))
    random.shuffle(order)
    assert beta_of(asset[order], market[order]) == near(beta_of(asset, market), asset, market)


@METHODS
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=30))
def test_row_with_a_missing_return_counts_as_no_row(
    method: str, rows: list[tuple[Any, Any]]
) -> None:
    complete = [row for row in rows if all(type(cell) is float for cell in row)]
    found, expected = (
        outcome("BETA_OF", column(*(a for a, _ in some)), column(*(m for _, m in some)), 0, method)
        for some in (rows, complete)
    )
    assert found == expected


@given(two_series(), st.data())
def test_beta_of_a_portfolio_is_that_of_its_holdings(
    series: tuple[Array, Array], data: st.DataObject
) -> None:
    first, market = series
    n = len(market)
    second = np.array(data.draw(st.lists(RETURN, min_size=n, max_size=n)))
    weight = data.draw(st.floats(-1, 2))
    betas = column(beta_of(first, market), beta_of(second, market))
    together = beta_of(weight * first + (1 - weight) * second, market)
    found = evaluate("PORTFOLIO_BETA", column(weight, 1 - weight), betas)
    assert found == near(together, np.concatenate([first, second]), market)


@given(two_series())
def test_adjusted_is_two_thirds_of_the_way_from_1(series: tuple[Array, Array]) -> None:
    asset, market = series
    expected = 0.67 * beta_of(asset, market) + 0.33
    assert beta_of(asset, market, 0, "adjusted") == pytest.approx(expected, rel=1e-15)


@given(two_series())
def test_statistics_hang_together(series: tuple[Array, Array]) -> None:
    asset, market = series
    assume(np.ptp(asset) > 0)
    found: Any = evaluate("BETA_STATS", cells(asset), cells(market))
    s = dict(found)
    assert s["beta"] == beta_of(asset, market)
    assert s["observations"] == len(asset)
    assert s["lower"] <= s["beta"] <= s["upper"]
    assert 0 <= s["r squared"] <= 1
    assert s["alpha"] == near(asset.mean() - s["beta"] * market.mean(), asset, market)
    correlation = np.corrcoef(asset, market)[0, 1]
    assert s["r squared"] == pytest.approx(correlation**2, abs=1e-12)
    if s["standard error"] > 1e-9:
        assert s["t against 0"] == pytest.approx(s["beta"] / s["standard error"])
        assert s["t against 1"] == pytest.approx((s["beta"] - 1) / s["standard error"])


# Growth that varies by rounding only


@pytest.mark.parametrize("growth", [1.01, 0.98, 1.0003])
@pytest.mark.parametrize("n", [4, 61, 2518])
def test_constant_growth(growth: float, n: int) -> None:
    steady = evaluate("RETURNS_OF", column(*(100 * growth**t for t in range(n))))
    random = np.random.default_rng(n)
    moving = column(*random.normal(0.01, 0.04, n - 1).tolist())
    assert outcome("BETA_OF", moving, steady) == "#DIV/0!"
    assert outcome("BETA_STATS", moving, steady) == "#DIV/0!"
    assert outcome("BETAS_OF", moving, steady) == "#DIV/0!"
    assert evaluate("BETA_OF", steady, moving) == pytest.approx(0, abs=1e-12)
    found: Any = evaluate("BETA_STATS", steady, moving)
    assert dict(found)["beta"] == 0.0
    assert dict(found)["r squared"] == "#N/A"


@METHODS
def test_constant_asset_does_not_move(method: str) -> None:
    found = evaluate("BETA_OF", column(*[0.01] * 4), column(0.01, 0.02, -0.01, 0.03), 0, method)
    assert found == (0.33 if method == "adjusted" else 0.0)


# Many assets at once


def one_by_one(block: Array, market: Array, *rate: Any) -> list[Any]:
    found = [outcome("BETA_OF", cells(asset), cells(market), *rate) for asset in block.T]
    return ["#N/A" if code in ("#N/A", "#DIV/0!") else code for code in found]


def assert_same_betas(block: Array, market: Array, *rate: Any) -> None:
    """To 14 digits, of the spread of asset against market where a beta is near 0."""
    table: Any = evaluate("BETAS_OF", cells(block), cells(market), *rate)
    (found,) = table
    for k, expected in enumerate(one_by_one(block, market, *rate)):
        if isinstance(expected, str):
            assert found[k] == expected, k
        else:
            spread = float(np.nanstd(block[:, k]) / np.nanstd(market))
            assert found[k] == pytest.approx(expected, rel=1e-14, abs=1e-15 * spread), k


def block_of(n: int, k: int, seed: int) -> tuple[Array, Array]:
    random = np.random.default_rng(seed)
    market = random.normal(0.005, 0.04, n)
    return market[:, None] * random.uniform(-0.5, 2, k) + random.normal(0, 0.03, (n, k)), market


SEEDS = pytest.mark.parametrize("seed", range(4))
SIZES = pytest.mark.parametrize("n", [2, 3, 33, 250])


@SEEDS
@SIZES
@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.95])
def test_block_with_gaps(n: int, seed: int, share: float) -> None:
    block, market = block_of(n, 12, seed)
    block[np.random.default_rng(seed).random(block.shape) < share] = np.nan
    assert_same_betas(block, market)


@SEEDS
@pytest.mark.parametrize("last", [1, 2, 3, 5])
def test_late_starters(last: int, seed: int) -> None:
    block, market = block_of(120, 6, seed)
    block[:-last, ::2] = np.nan
    assert_same_betas(block, market)


@SEEDS
@SIZES
def test_columns_that_stand_out(n: int, seed: int) -> None:
    block, market = block_of(n, 8, seed)
    block[:, 0] = 0.01
    block[:, 1] = np.nan
    block[:, 2] += 1e9
    block[:, 3] = market
    block[0, 4] = 1e6  # a bad tick
    block[1:, 5] = np.nan
    block[0, 6] = np.nan
    assert_same_betas(block, market)


@SEEDS
def test_market_on_a_level(seed: int) -> None:
    block, market = block_of(60, 5, seed)
    block[:20, 1] = np.nan
    assert_same_betas(block, market + 1e9)


@SEEDS
def test_gaps_in_the_market_and_in_the_rate(seed: int) -> None:
    block, market = block_of(80, 6, seed)
    rate = np.random.default_rng(seed).normal(0.003, 0.001, 80)
    market[::7], rate[::9], block[::5, 0], block[:-9, 1] = np.nan, np.nan, np.nan, np.nan
    assert_same_betas(block, market, cells(rate))
    assert_same_betas(block, market, 0.003)


def test_market_that_rests_while_an_asset_is_quoted() -> None:
    block, market = block_of(40, 3, 0)
    market[-6:] = 0.004
    block[:-6, 1] = np.nan
    assert_same_betas(block, market)


def test_real_prices(shared_data: Path) -> None:
    columns = read_csv(shared_data / "us_equities_daily_2013_2022.csv")
    table: Any = evaluate("RETURNS_OF", cells(np.column_stack(list(columns.values()))))
    daily = np.array(table)
    assert daily.shape == (2516, 21)
    assert_same_betas(daily[:, :-1], daily[:, -1])
    found: Any = evaluate("BETAS_OF", cells(daily), cells(daily[:, -1]))
    assert found[0][-1] == pytest.approx(1.0, abs=1e-15)


def test_real_managers_with_gaps(shared_data: Path) -> None:
    managers = read_csv(shared_data / "managers.csv")
    block = np.column_stack(list(managers.values()))
    assert np.isnan(block).any()
    assert_same_betas(block, managers["SP500 TR"], cells(managers["US 3m TR"]))
    assert_same_betas(block, managers["EDHEC LS EQ"])


def test_undefined_columns_are_nan() -> None:
    market = np.array([0.01, -0.02, 0.03])
    assets = np.array([[np.nan, 0.01, 0.02], [np.nan, np.nan, -0.04], [np.nan, np.nan, 0.06]])
    found = beta.slopes(assets, market).tolist()
    assert math.isnan(found[0])
    assert math.isnan(found[1])
    assert found[2] == pytest.approx(2.0)


def test_tiles_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(11)
    market = rng.normal(0, 0.01, 101)
    assets = market[:, None] * rng.uniform(0.5, 2, 7) + rng.normal(0, 0.02, (101, 7))
    assets[rng.random(assets.shape) < 0.1] = np.nan
    assets[:, 3] = market
    expected = beta.slopes(assets, market)
    monkeypatch.setattr(beta, "_CELLS_AT_A_TIME", 20)
    assert beta.slopes(assets, market) == pytest.approx(expected, rel=1e-13)


def test_rows_on_which_the_market_moves_by_rounding_only_give_no_beta() -> None:
    noise = np.array([0, 1, -1, 2, -2, 0]) * 1.73e-18
    market = np.concatenate([0.01 + noise, [0.03, -0.01, 0.02, 0.0]])
    asset = np.array([0.01, 0.02, -0.01, 0.03, 0.0, 0.01, *[np.nan] * 4])
    assert np.isnan(beta.slopes(asset[:, None], market)).all()
