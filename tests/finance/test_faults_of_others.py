"""Faults found in other programs for the same purpose: that we do not have them, on real data.

Each test first commits the fault, so that the data show it, and then looks at our result.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from tests.helpers import complete, correct_digits, exact_covariance, exact_slope, read_csv
from xlrisk.finance import beta, correlation, covariance, portfolio_risk, regression, risk
from xlrisk.finance.arrays import Array
from xlrisk.functions.evaluate import evaluate


@pytest.fixture
def managers(shared_data: Path) -> dict[str, Array]:
    return read_csv(shared_data / "managers.csv")


@pytest.mark.parametrize(
    ("asset_name", "market_name", "wrong", "right"),
    [
        ("HAM6", "EDHEC LS EQ", 0.706, 1.020),
        ("HAM5", "EDHEC LS EQ", 0.849, 1.173),
        ("HAM5", "HAM2", 0.281, 0.913),
    ],
)
def test_variance_over_other_rows_than_the_covariance(
    managers: dict[str, Array], asset_name: str, market_name: str, wrong: float, right: float
) -> None:
    """As `frame.cov()` over `frame.var()` does where series have gaps."""
    asset, market = managers[asset_name], managers[market_name]
    both_asset, both_market = complete(asset, market)
    everywhere = float(np.nanvar(market, ddof=1))
    fault = float(np.cov(both_asset, both_market)[0, 1]) / everywhere
    assert fault == pytest.approx(wrong, abs=5e-4)
    found = risk.split(both_asset, both_market).beta
    assert found == pytest.approx(right, abs=5e-4)
    assert correct_digits(found, exact_slope(both_asset, both_market)) >= 15
    assert beta.slopes(asset[~np.isnan(market)][:, None], market[~np.isnan(market)]) == (
        pytest.approx([found], rel=1e-14)
    )


def test_returns_with_the_risk_free_rate_in_them(managers: dict[str, Array]) -> None:
    """A beta is one of returns beyond what is safe, whose rate moved from 6 % to 1 % here."""
    asset, market, safe = (managers[name] for name in ("HAM6", "SP500 TR", "US 3m TR"))
    wrong = regression.slope(*complete(asset, market))
    assert wrong == pytest.approx(0.3238, abs=5e-5)
    right = exact_slope(*complete(asset - safe, market - safe))
    assert right == pytest.approx(0.3235, abs=5e-5)
    cells = [values.reshape(-1, 1) for values in (asset, market, safe)]
    found = evaluate("BETA_OF", *cells)
    assert isinstance(found, float)
    assert correct_digits(found, right) >= 14


def test_undefined_is_not_0(managers: dict[str, Array]) -> None:
    """A beta of 0 says that an asset does not move with the market; no data say nothing."""
    market = managers["SP500 TR"]
    assets = np.column_stack([np.full_like(market, np.nan), managers["HAM1"]])
    assets[5, 0] = 0.01  # one row alone
    none, some = beta.slopes(assets, market).tolist()
    assert math.isnan(none)
    assert some == pytest.approx(regression.slope(managers["HAM1"], market), rel=1e-14)
    still = np.full_like(market, 0.01)
    assert math.isnan(correlation.pearson(still, market))
    assert math.isnan(risk.split(still, market).r_squared)


@pytest.mark.parametrize("other", [0, 2])
def test_one_denominator_for_all_parts(managers: dict[str, Array], other: int) -> None:
    """Residuals over n or n - 2 beside a total over n - 1 make parts that miss the total."""
    asset, market = complete(managers["HAM6"], managers["SP500 TR"])
    n = len(asset)
    fit = regression.line(asset, market)
    found = risk.split(asset, market)
    mixed = fit.slope**2 * market.var(ddof=1) + float(fit.residuals @ fit.residuals) / (n - other)
    assert abs(mixed / found.total - 1) > 0.01
    assert found.systematic + found.specific == found.total
    assert correct_digits(found.total, exact_covariance(asset, asset)) >= 15


@pytest.mark.parametrize("level", [1e3, 1e6, 1e9])
def test_digits_on_a_level(managers: dict[str, Array], level: float) -> None:
    """E(xy) - E(x)E(y) loses 5 digits at 1e3, and all of them at 1e9; ours stay."""
    asset, market = complete(managers["HAM1"], managers["SP500 TR"])
    asset, market = asset + level, market + level
    exact = exact_slope(asset, market)
    covariation = float((asset * market).mean() - asset.mean() * market.mean())
    variation = float((market * market).mean() - market.mean() ** 2)
    assert not variation or correct_digits(covariation / variation, exact) < 11
    split = portfolio_risk.split(np.ones(1), asset[:, None], market)
    for found in (risk.split(asset, market).beta, float(split.betas[0])):
        assert correct_digits(found, exact) >= 15
    table = np.column_stack([asset, market])
    for i, j in ((0, 0), (0, 1), (1, 1)):
        expected = exact_covariance(table[:, i], table[:, j])
        assert correct_digits(covariance.matrix(table)[i, j], expected) >= 15


def test_residuals_of_managers_are_correlated(managers: dict[str, Array]) -> None:
    """The diagonal alone loses 23 % of the variance of six managers in equal parts.

    It is over a half of what they have beside the market: their residuals rise and fall together.
    """
    names = ["HAM1", "HAM2", "HAM3", "HAM4", "HAM5", "HAM6"]
    *assets, market = complete(*(managers[name] for name in names), managers["SP500 TR"])
    returns, weights = np.column_stack(assets), np.full(6, 1 / 6)
    variance = float((returns @ weights).var(ddof=1))
    full = portfolio_risk.split(weights, returns, market)
    diagonal = portfolio_risk.split(weights, returns, market, 1, "diagonal")
    assert full.total[-1] == pytest.approx(variance, rel=1e-14)
    assert 1 - diagonal.total[-1] / variance == pytest.approx(0.230, abs=5e-4)
    assert 1 - diagonal.specific[-1] / full.specific[-1] == pytest.approx(0.515, abs=5e-4)
    assert diagonal.systematic == pytest.approx(full.systematic, rel=1e-14)
    # one asset with the portfolio's returns has the same specific risk, however it came about
    alone = risk.split(returns @ weights, market)
    assert full.specific[-1] == pytest.approx(alone.specific, rel=1e-13)
