"""Returns of real funds, with their gaps, through the one door: pandas and scipy as witnesses.

The mathematics is tested in `tests/finance`; here it is which rows count, units and wiring.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.helpers import agrees, column
from xlrisk.functions.evaluate import evaluate
from xlrisk.functions.explain import explain

MANAGERS = ["HAM1", "HAM2", "HAM3", "HAM4", "HAM5"]
MARKET, BILLS = "SP500 TR", "US 3m TR"
STYLES = ["Convertible Arbitrage", "CTA Global", "Event Driven", "Global Macro"]


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, index_col=0, parse_dates=True).rename(columns=str.strip)


@pytest.fixture(scope="module")
def managers(shared_data: Path) -> pd.DataFrame:
    return read(shared_data / "managers.csv")


def cells(data: Any) -> list[list[Any]]:
    """As a range: what is missing is an empty cell."""
    block = np.asarray(data, dtype=object).reshape(len(data), -1).tolist()
    return [[None if pd.isna(cell) else cell for cell in row] for row in block]


def shown(data: Any) -> list[list[Any]]:
    """As a table of results: what is missing is #N/A."""
    return [["#N/A" if cell is None else cell for cell in row] for row in cells(data)]


def serials(index: pd.Index[Any]) -> list[list[Any]]:
    return column(*((day - pd.Timestamp("1899-12-30")).days for day in index))


def excess(managers: pd.DataFrame, *names: str) -> pd.DataFrame:
    """Returns less those of the bills, over the rows that all have."""
    complete = managers[[*names, MARKET, BILLS]].dropna()
    return complete.sub(complete[BILLS], axis=0)


def parts(asset: pd.Series[Any], market: pd.Series[Any]) -> tuple[float, float]:
    """Variances of what a least squares line explains, and of what it leaves."""
    line = stats.linregress(market, asset)
    fitted = line.intercept + line.slope * market
    return float(fitted.var()), float((asset - fitted).var())


@pytest.mark.parametrize("name", ["HAM1", "HAM2", "HAM5", "HAM6"])
def test_risk_of_one_manager(managers: pd.DataFrame, name: str) -> None:
    both = excess(managers, name)
    systematic, specific = parts(both[name], both[MARKET])
    given = cells(managers[name]), cells(managers[MARKET]), cells(managers[BILLS])
    of = {"SYSTEMATIC_RISK": systematic, "SPECIFIC_RISK": specific}
    of["TOTAL_RISK"] = float(both[name].var())
    for function, variance in of.items():
        assert agrees(evaluate(function, *given, 12), math.sqrt(variance * 12), 11)
        assert agrees(evaluate(function, *given, 12, "variance"), variance * 12, 11)
        share = variance / of["TOTAL_RISK"]
        assert agrees(evaluate(function, *given, 12, "share"), share, 11)
    rows: Any = evaluate("RISK_SPLIT", *given, 12)
    split = dict(rows)
    assert split["systematic"] + split["specific"] == split["total"]
    assert agrees(split["total"], of["TOTAL_RISK"] * 12, 11)
    assert agrees(split["systematic share"], systematic / of["TOTAL_RISK"], 11)
    assert split["beta"] == evaluate("BETA_OF", *given)
    assert agrees(split["relative volatility"], both[name].std() / both[MARKET].std(), 11)
    assert explain("RISK_SPLIT", *given).rows_used == len(both)


@pytest.mark.parametrize(
    ("function", "power"), [("TOTAL_RISK", 1), ("SYSTEMATIC_RISK", 1), ("RISK_SPLIT", 0)]
)
def test_a_constant_rate_changes_no_risk(shared_data: Path, function: str, power: int) -> None:
    bacon = read(shared_data / "portfolio_bacon.csv")
    given = cells(bacon.iloc[:, 0]), cells(bacon.iloc[:, 1])
    assert agrees(evaluate(function, *given, 0.004), evaluate(function, *given), 11)
    if power:
        yearly, monthly = evaluate(function, *given, None, 12), evaluate(function, *given)
        assert agrees(yearly, float(monthly) * math.sqrt(12))  # type: ignore[arg-type]


@pytest.mark.parametrize("residuals", ["full", "diagonal"])
def test_risk_of_a_portfolio_with_a_candidate(managers: pd.DataFrame, residuals: str) -> None:
    names, weights = [*MANAGERS, "HAM6"], np.array([0.3, 0.2, 0.2, 0.2, 0.1, 0.0])
    both = excess(managers, *MANAGERS)  # HAM6 is younger: its gaps cost no rows
    given = column(*weights), [names, *cells(managers[names])], cells(managers[MARKET])
    options = cells(managers[BILLS]), 12, None, residuals
    table: Any = evaluate("PORTFOLIO_RISK_SPLIT", *given, *options)
    explanation = explain("PORTFOLIO_RISK_SPLIT", *given, *options)
    assert explanation.rows_used == len(both)
    assert "5 holdings used, 1 dropped (1 with weight 0)" in explanation.message

    market = both[MARKET]
    betas = np.array([stats.linregress(market, both[name]).slope for name in MANAGERS])
    rest = both[MANAGERS] - np.outer(market, betas)
    covariances = rest.cov().to_numpy()
    if residuals == "diagonal":
        covariances = np.diag(np.diag(covariances))
    held = weights[:5]
    systematic = held * betas * (held @ betas) * market.var() * 12
    specific = held * (covariances @ held) * 12
    assert [row[0] for row in table[1:]] == [*names, "portfolio"]
    found = np.array([row[1:] for row in table[1:]])
    np.testing.assert_allclose(found[:5, 1], betas, rtol=1e-11)
    np.testing.assert_allclose(found[:5, 2], systematic, rtol=1e-10)
    np.testing.assert_allclose(found[:5, 3], specific, rtol=1e-10)
    if residuals == "full":
        volatility = evaluate(
            "PORTFOLIO_VOLATILITY",
            column(*held),
            evaluate("COVARIANCE_MATRIX", cells(both[MANAGERS]), 12),
        )
        assert agrees(found[-1, 4], float(volatility) ** 2, 11)  # type: ignore[arg-type]

    shared = excess(managers, *names)
    line = stats.linregress(shared[MARKET], shared["HAM6"])
    assert agrees(found[5, 1], line.slope, 11)
    assert found[5, 2:].tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("method", "witness"),
    [
        ("pearson", stats.pearsonr),
        ("spearman", stats.spearmanr),
        ("kendall", stats.kendalltau),
    ],
)
def test_correlations(managers: pd.DataFrame, method: Any, witness: Any) -> None:
    x, y = managers["HAM2"], managers["HAM5"]
    both = pd.concat([x, y], axis=1).dropna()
    found = evaluate("CORRELATION_OF", cells(x), cells(y), method)
    assert agrees(found, float(witness(both["HAM2"], both["HAM5"]).statistic), 11)
    matrix = evaluate("CORRELATION_MATRIX", cells(managers[MANAGERS]), method)
    expected = managers[MANAGERS].dropna().corr(method=method)
    np.testing.assert_allclose(np.array(matrix), expected.to_numpy(), rtol=1e-10)


def test_covariances(managers: pd.DataFrame) -> None:
    found = evaluate("COVARIANCE_MATRIX", [MANAGERS, *cells(managers[MANAGERS])], 12)
    expected = np.cov(managers[MANAGERS].dropna().to_numpy().T) * 12
    np.testing.assert_allclose(np.array(found), expected, rtol=1e-10)
    shrunk = evaluate("COVARIANCE_MATRIX", cells(managers[MANAGERS]), 12, "ledoit_wolf")
    assert agrees(np.trace(np.array(shrunk)), np.trace(expected), 11)
    assert 0 < np.array(shrunk)[0, 1] / expected[0, 1] < 1


@pytest.mark.parametrize("name", ["HAM1", "HAM2", "HAM6"])
def test_figures_of_a_year(managers: pd.DataFrame, name: str) -> None:
    returns = managers[name].dropna().to_numpy()
    given = cells(managers[name]), 12
    assert agrees(evaluate("ANNUAL_RETURN", *given), float(returns.mean() * 12), 11)
    growth = float(np.prod(1 + returns) ** (12 / len(returns)) - 1)
    assert agrees(evaluate("ANNUAL_RETURN", *given, "geometric"), growth, 11)
    volatility = float(returns.std(ddof=1) * math.sqrt(12))
    assert agrees(evaluate("ANNUAL_VOLATILITY", *given), volatility, 11)


@pytest.mark.parametrize(
    ("period", "rule"), [("week", "W-FRI"), ("month", "ME"), ("quarter", "QE"), ("year", "YE")]
)
def test_prices_of_periods(shared_data: Path, period: str, rule: str) -> None:
    prices = read(shared_data / "us_equities_daily_2013_2022.csv")[["AAPL", "XOM", "SP500"]]
    prices.iloc[100:130, 1] = np.nan  # a stock that did not trade for six weeks
    groups = prices.resample(rule)
    expected = groups.last().dropna(how="all")
    days = pd.Series(prices.index, prices.index).resample(rule).last().dropna()
    found: Any = evaluate(
        "PERIOD_PRICES",
        [["Date"], *serials(prices.index)],
        [list(prices.columns), *cells(prices)],
        period,
    )
    assert [row[:1] for row in found] == serials(pd.Index(days))
    assert agrees([row[1:] for row in found], shown(expected))


def test_dates_that_two_databases_share(shared_data: Path, managers: pd.DataFrame) -> None:
    styles = read(shared_data / "edhec.csv")[STYLES]
    backwards = styles.iloc[::-1]
    found: Any = evaluate(
        "ALIGN_BY_DATE",
        serials(managers.index),
        cells(managers),
        [["Date"], *serials(backwards.index)],
        [STYLES, *cells(backwards)],
    )
    expected = managers.join(styles, how="inner").sort_index()
    assert [row[:1] for row in found] == serials(expected.index)
    assert agrees([row[1:] for row in found], shown(expected))
