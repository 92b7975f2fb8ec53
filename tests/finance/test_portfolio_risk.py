"""The split of a portfolio's variance: rational arithmetic, matrices written out, real returns."""

from __future__ import annotations

import math
import tracemalloc
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.helpers import complete, exact_covariance, exact_slope, read_csv
from xlrisk.finance import covariance, portfolio, portfolio_risk, regression, risk
from xlrisk.finance.arrays import Array
from xlrisk.finance.portfolio_risk import PortfolioSplit, Residuals

RESIDUALS = pytest.mark.parametrize("residuals", ["full", "diagonal"])
RETURN = st.integers(-2000, 2000).map(lambda points: points / 1e4)
WEIGHT = st.integers(-100, 200).map(lambda percent: percent / 100)
PORTFOLIOS = st.integers(1, 8).flatmap(
    lambda n: st.tuples(
        st.lists(WEIGHT, min_size=n, max_size=n),
        st.lists(st.lists(RETURN, min_size=n + 1, max_size=n + 1), min_size=2, max_size=20),
    )
)


def universe(n: int, rows: int, seed: int) -> tuple[Array, Array, Array]:
    random = np.random.default_rng(seed)
    market = random.normal(0.005, 0.04, rows)
    noise = random.normal(0, 0.03, (rows, n)) + random.normal(0, 0.01, (rows, 1))
    return (
        random.dirichlet(np.ones(n)),
        market[:, None] * random.uniform(-0.2, 2, n) + noise,
        market,
    )


def exact_variance(weights: Array, returns: Array) -> Fraction:
    """w'Cw by the returns of the portfolio, in rational arithmetic."""
    w = [Fraction(v) for v in weights.tolist()]
    series = [
        sum((a * Fraction(b) for a, b in zip(w, row, strict=True)), Fraction(0))
        for row in returns.tolist()
    ]
    mean = sum(series, Fraction(0)) / len(series)
    return sum(((v - mean) ** 2 for v in series), Fraction(0)) / (len(series) - 1)


def units_off(found: float, exact: Fraction, of: float) -> float:
    return float(abs(Fraction(found) - exact) / Fraction(math.ulp(of)))


def largest_sum(found: PortfolioSplit) -> float:
    """While the holdings are added up from the top: above the total where hedges are below."""
    parts = (found.systematic[:-1], found.specific[:-1], found.total[:-1])
    return max(float(np.abs([*np.cumsum(part), *part]).max()) for part in parts)


def assert_adds_up(found: PortfolioSplit) -> None:
    assert (found.systematic + found.specific == found.total).all()
    for column in (found.systematic, found.specific, found.total):
        *rows, whole = column.tolist()
        assert sum(rows) == whole  # left to right
        assert math.fsum(rows) == whole
        assert min(rows) < 0 or sum(reversed(rows)) == whole


# Adding up


@RESIDUALS
@given(drawn=PORTFOLIOS, freq=st.sampled_from([1.0, 12.0, 252.0]))
def test_rows_and_columns_add_up_without_rounding(
    residuals: Residuals, drawn: tuple[list[float], list[list[float]]], freq: float
) -> None:
    weights, table = np.array(drawn[0]), np.array(drawn[1])
    assume(np.ptp(table[:, -1]) > 0)
    found = portfolio_risk.split(weights, table[:, :-1], table[:, -1], freq, residuals)
    assert_adds_up(found)
    if residuals == "full":
        exact = exact_variance(weights, table[:, :-1]) * int(freq)
        # what cancels in the returns of the portfolio, its digits have gone with it
        size = (
            freq * float(np.abs(weights) @ table[:, :-1].std(axis=0)) * math.sqrt(exact / int(freq))
        )
        assert units_off(float(found.total[-1]), exact, max(largest_sum(found), size)) <= 8
    for column in (found.systematic, found.specific):
        assert not column[:-1][weights == 0].any()


@pytest.mark.parametrize("level", [0, 1e3, 1e6, 1e9])
@pytest.mark.parametrize(("n", "rows"), [(1, 24), (2, 60), (13, 152), (40, 36), (1000, 40)])
@pytest.mark.parametrize("seed", range(3))
def test_portfolio_is_w_c_w_within_4_units_on_any_level(
    level: float, n: int, rows: int, seed: int
) -> None:
    weights, returns, market = universe(n, rows, seed)
    returns, market = returns + level, market + level
    found = portfolio_risk.split(weights, returns, market)
    assert_adds_up(found)
    whole = float(found.total[-1])
    assert units_off(whole, exact_variance(weights, returns), whole) <= 4


@pytest.mark.parametrize("name", ["edhec.csv", "managers.csv"])
@pytest.mark.parametrize("seed", range(4))
def test_real_portfolios(shared_data: Path, name: str, seed: int) -> None:
    table = np.column_stack(complete(*read_csv(shared_data / name).values()))
    returns, market = table[:, :6], table[:, 7]
    weights = np.random.default_rng(seed).dirichlet(np.ones(6))
    found = portfolio_risk.split(weights, returns, market)
    whole = float(found.total[-1])
    exact = exact_variance(weights, returns)
    assert units_off(whole, exact, whole) <= 4
    matrix = covariance.matrix(returns)
    assert units_off(float(weights @ matrix @ weights), exact, whole) <= 8  # as a sheet has it
    assert math.sqrt(whole) == pytest.approx(portfolio.volatility(weights, matrix), rel=1e-15)


# Each row


def by_matrices(
    weights: Array, returns: Array, market: Array, residuals: Residuals
) -> tuple[Array, Array]:
    """The same with all matrices written out."""
    x = market - market.mean()
    centred = returns - returns.mean(axis=0)
    betas = centred.T @ x / (x @ x)
    errors = centred - np.outer(x, betas)
    between = errors.T @ errors / (len(x) - 1)
    if residuals == "diagonal":
        between = np.diag(np.diag(between))
    systematic = weights * betas * (betas @ weights) * x.var(ddof=1)
    return systematic, weights * (between @ weights)


@RESIDUALS
@pytest.mark.parametrize("freq", [1, 12])
@pytest.mark.parametrize(("n", "rows"), [(1, 3), (5, 60), (30, 260), (100, 20)])
def test_rows_against_matrices(n: int, rows: int, freq: float, residuals: Residuals) -> None:
    weights, returns, market = universe(n, rows, 7)
    weights[::3] *= -1
    found = portfolio_risk.split(weights, returns, market, freq, residuals)
    systematic, specific = by_matrices(weights, returns, market, residuals)
    size = 1e-15 * largest_sum(found)
    assert found.systematic[:-1] == pytest.approx(freq * systematic, rel=1e-11, abs=size)
    assert found.specific[:-1] == pytest.approx(freq * specific, rel=1e-11, abs=size)


@pytest.mark.parametrize("level", [0, 1e3, 1e9])
def test_rows_in_fractions(level: float) -> None:
    weights, returns, market = universe(4, 30, 2)
    returns, market = returns + level, market + level
    found = portfolio_risk.split(weights, returns, market)
    w = [Fraction(v) for v in weights.tolist()]
    betas = [exact_slope(column, market) for column in returns.T]
    beta = sum((a * b for a, b in zip(w, betas, strict=True)), Fraction(0))
    of_market = exact_covariance(market, market)
    for i, column in enumerate(returns.T):
        with_portfolio = sum(
            (a * exact_covariance(column, other) for a, other in zip(w, returns.T, strict=True)),
            Fraction(0),
        )
        systematic = w[i] * betas[i] * beta * of_market
        specific = w[i] * with_portfolio - systematic
        assert found.betas[i] == pytest.approx(float(betas[i]), rel=3e-15)
        assert found.systematic[i] == pytest.approx(float(systematic), rel=3e-14)
        assert found.specific[i] == pytest.approx(float(specific), rel=3e-13)


def test_betas_are_those_of_the_functions_of_betas() -> None:
    weights, returns, market = universe(9, 60, 0)
    found = portfolio_risk.split(weights, returns, market).betas
    expected = [regression.slope(column, market) for column in returns.T]
    assert found[:-1] == pytest.approx(expected, rel=1e-14)
    assert found[-1] == portfolio.weighted_sum(weights, found[:-1])


def test_one_holding_has_the_risk_of_its_asset() -> None:
    _, returns, market = universe(1, 60, 1)
    for residuals in ("full", "diagonal"):
        found = portfolio_risk.split(np.ones(1), returns, market, 12, residuals)
        expected = risk.split(returns[:, 0], market, 12)
        assert [found.total[0], found.systematic[0], found.specific[0]] == pytest.approx(
            expected[:3], rel=1e-14
        )


def test_two_assets_by_hand() -> None:
    market = np.array([1.0, -1.0, 1.0, -1.0])
    own = np.array([1.0, 1.0, -1.0, -1.0])
    returns = np.column_stack([market + own, 2 * market - own])  # residuals that cancel
    found = portfolio_risk.split(np.array([0.5, 0.5]), returns, market)
    assert found.betas.tolist() == [1, 2, 1.5]
    assert found.systematic == pytest.approx([1, 2, 3], rel=1e-15)
    assert found.specific == pytest.approx([0, 0, 0], abs=0)
    shortcut = portfolio_risk.split(np.array([0.5, 0.5]), returns, market, 1, "diagonal")
    assert shortcut.specific == pytest.approx([1 / 3, 1 / 3, 2 / 3], rel=1e-15)


def test_order_of_holdings_moves_each_row_by_a_unit_at_most() -> None:
    weights, returns, market = universe(20, 60, 3)
    order = np.random.default_rng(0).permutation(20)
    one = portfolio_risk.split(weights, returns, market)
    other = portfolio_risk.split(weights[order], returns[:, order], market)
    unit = 4 * np.spacing(one.total[-1])
    assert other.total[:-1] == pytest.approx(one.total[:-1][order], rel=0, abs=unit)


# Holdings that stand out


@RESIDUALS
def test_holding_that_does_not_vary_or_has_no_weight(residuals: Residuals) -> None:
    weights, returns, market = universe(4, 60, 4)
    returns[:, 1] = 0.01
    weights[2] = 0.0
    found = portfolio_risk.split(weights, returns, market, 12, residuals)
    assert found.betas[1] == 0.0
    for row in (1, 2):
        assert (found.systematic[row], found.specific[row], found.total[row]) == (0, 0, 0)
    none = portfolio_risk.split(np.zeros(4), returns, market, 12, residuals)
    assert not none.total.any()


@RESIDUALS
def test_holding_of_the_market_has_nothing_specific(residuals: Residuals) -> None:
    _, _, market = universe(1, 60, 5)
    returns = np.column_stack([market, 2 * market])
    found = portfolio_risk.split(np.array([0.6, 0.4]), returns, market, 1, residuals)
    assert found.specific.tolist() == [0, 0, 0]
    assert found.total[-1] == pytest.approx(1.96 * market.var(ddof=1), rel=1e-14)


# Size


@RESIDUALS
def test_no_matrix_of_all_pairs_of_holdings(residuals: Residuals) -> None:
    """A thousand holdings take 8 MB as a matrix, and as returns of 260 weeks 2 MB."""
    weights, returns, market = universe(1000, 260, 6)
    portfolio_risk.split(weights, returns, market, 1, residuals)  # what is loaded once
    tracemalloc.start()
    try:
        portfolio_risk.split(weights, returns, market, 1, residuals)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2.5 * returns.nbytes < 8 * 1000 * 1000


# Holdings of weight 0


def test_holdings_of_weight_0_may_miss_returns() -> None:
    weights, returns, market = universe(4, 30, seed=11)
    with_candidates = np.column_stack([returns, returns[:, 0], np.full(30, np.nan)])
    with_candidates[5:, 4] = np.nan
    found = portfolio_risk.split_of_all(np.append(weights, [0.0, 0.0]), with_candidates, market)
    held = portfolio_risk.split(weights, returns, market)
    for part in ("betas", "systematic", "specific", "total"):
        values = getattr(found, part)
        assert [*values[:4], values[-1]] == getattr(held, part).tolist()
    assert found.betas[4] == pytest.approx(regression.slope(returns[:5, 0], market[:5]))
    assert math.isnan(found.betas[5])
    assert found.total[4:6].tolist() == [0.0, 0.0]


def test_nothing_held_has_no_risk() -> None:
    _, returns, market = universe(3, 20, seed=12)
    found = portfolio_risk.split_of_all(np.zeros(3), returns, market)
    assert found.betas[-1] == 0.0
    assert not any(part.any() for part in (found.systematic, found.specific, found.total))
