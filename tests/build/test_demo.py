"""The demo: every figure against statsmodels, from the prices in the package."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm

from xlrisk.build.prices import weekly
from xlrisk.commands import demo


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> demo.Demo:
    return demo.run(tmp_path_factory.mktemp("demo") / "demo.xlsx")


def test_figures_agree_with_statsmodels_to_12_digits(results: demo.Demo) -> None:
    prices = weekly()
    levels = np.array(prices.rows)
    returns = levels[1:] / levels[:-1] - 1
    market = returns[:, -1]
    assets = [*returns[:, :-1].T, returns[:, :-1].mean(axis=1)]
    rows = [*results.stocks, results.portfolio]
    assert [row.name for row in rows] == [*prices.names[:-1], "Portfolio"]
    for row, asset in zip(rows, assets, strict=True):
        fit = sm.OLS(asset, sm.add_constant(market)).fit()
        assert row.beta == pytest.approx(fit.params[1], rel=1e-12)
        assert row.error == pytest.approx(fit.bse[1], rel=1e-12)
        assert row.r_squared == pytest.approx(fit.rsquared, rel=1e-12)
        assert row.systematic_share == pytest.approx(fit.rsquared, rel=1e-12)
        assert row.capm_return == pytest.approx(0.03 + fit.params[1] * 0.07, rel=1e-12)


def test_the_extract_is_the_last_close_of_each_full_week(shared_data: Path) -> None:
    last_of_week: dict[tuple[int, int], list[str]] = {}
    with (shared_data / "us_equities_daily_2013_2022.csv").open(newline="") as file:
        header, *rows = csv.reader(file)
    for row in rows:
        year, week, _ = datetime.date.fromisoformat(row[0]).isocalendar()
        last_of_week[year, week] = row
    *full_weeks, _ = last_of_week.values()  # the data end on a Wednesday
    prices = weekly()
    assert list(prices.names) == header[1:]
    assert [date.isoformat() for date in prices.dates] == [row[0] for row in full_weeks]
    assert [list(row) for row in prices.rows] == [list(map(float, row[1:])) for row in full_weeks]


def test_a_free_name_is_found_and_equal_workbooks_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    first = demo.run().path
    assert first == Path("xlrisk-demo.xlsx")
    assert demo.run().path == first
    first.write_bytes(b"edited")
    assert demo.run().path == Path("xlrisk-demo-2.xlsx")
    assert first.read_bytes() == b"edited"
