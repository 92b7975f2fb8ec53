"""The market model: every figure against pandas and statsmodels, on these prices and on others."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from tests.build.independent import Model, held, other, shipped
from tests.test_cli import xlrisk
from xlrisk.build import market_model
from xlrisk.build.book import Values, written
from xlrisk.build.market_model.inputs import HELD
from xlrisk.recalculation import Options, recalculated
from xlrisk.recalculation.feeding import Block
from xlrisk.recalculation.report import Report

TEMPLATE = Path(__file__).parents[2] / "workbook_templates" / "market_model.xlsx"
FIRST, ROOM, TOTAL = 7, 20, 27


def made_up() -> Model:
    weights, forecasts = (
        pd.Series({name: pair[at] for name, pair in HELD.items()}) for at in (0, 1)
    )
    return Model(shipped(), weights, forecasts)


def block_of(prices: pd.DataFrame) -> Block:
    rows = [
        [date.date(), *row] for date, row in zip(prices.index, prices.values.tolist(), strict=True)
    ]
    return Block(rows, ["Date", *prices.columns])


def checks_of(values: Values) -> dict[str, tuple[float, str]]:
    """The status and the sentence of each check: 1 is well, 0 a note, -1 wrong."""
    lines = values.block("Start", 15, 1, 7, 3)
    return {str(label): (status, str(said)) for label, status, said in lines}  # type: ignore[misc]


def holdings_of(model: Model) -> Block:
    rows = [[name, model.weights[name], model.forecasts[name]] for name in model.stocks]
    return Block(rows, ["Stock", "Weight", "Own forecast"])


def fed(model: Model, **inputs: Any) -> tuple[bytes, Report]:
    blocks = {"Prices": block_of(model.prices), "Holdings": holdings_of(model)}
    return recalculated(TEMPLATE.read_bytes(), Options(blocks=blocks, inputs=inputs))


def agree(found: list[Any], expected: Sequence[Any]) -> None:
    for one, wanted in zip(found, expected, strict=True):
        is_text = isinstance(wanted, str)
        assert one == (wanted if is_text else pytest.approx(wanted, rel=1e-10, abs=1e-13))


def check(package: bytes, model: Model) -> None:
    """All that the workbook shows."""
    values = Values(package)
    check_series(values, model)
    check_stocks(values, model)
    check_portfolio(values, model)
    missing = int(model.prices.isna().to_numpy().sum())
    checks = {label: status for label, (status, _) in checks_of(values).items()}
    shortest = min(len(model.own(stock)) for stock in model.held)
    noted = {
        "Missing prices": missing > 0,
        "Returns": 2 * len(model.common) < shortest,
    }
    assert checks == {name: 0 if noted.get(name) else 1 for name in checks}
    assert values.block("Start", 29, 1, 1, 2) == [
        ["Returns of the market", model.returns.iloc[:, -1].count()]
    ]


def check_series(values: Values, model: Model) -> None:
    columns = 1 + len(model.stocks)
    series = [model.prices.columns[-1], *model.stocks]
    for sheet, first, frame in (
        ("Periods", 5, model.period_prices[series]),
        ("Returns", 6, model.returns[series]),
    ):
        block = values.block(sheet, first, 2, len(frame), columns)
        numbers = np.array([[np.nan if cell == "#N/A" else cell for cell in row] for row in block])
        assert np.allclose(numbers, frame.to_numpy(), rtol=1e-12, atol=1e-15, equal_nan=True)
        below = values.block(sheet, first + len(frame), 1, 2, columns + 1)
        assert {cell for line in below for cell in line} <= {None}


def check_stocks(values: Values, model: Model) -> None:
    for number, stock in enumerate(model.stocks):
        row = FIRST + number
        (betas,) = values.block("Betas", row, 1, 1, 14)
        agree(betas, [stock, model.beta_class(stock), *model.statistics(stock)])
        (risks,) = values.block("Risk", row, 1, 1, 10)
        total, systematic, specific, *shares, relative = model.risks(stock)
        split = [total * share for share in shares]
        beta = model.statistics(stock)[0]
        agree(risks, [stock, beta, total, systematic, specific, *shares, relative, *split])
        (value,) = values.block("Valuation", row, 1, 1, 6)
        agree(value, [stock, beta, *model.value(stock)])
        check_holding(values, model, stock, row)
    for sheet in ("Betas", "Risk", "Valuation", "Portfolio"):
        empty = values.block(sheet, FIRST + len(model.stocks), 1, ROOM - len(model.stocks), 6)
        assert {cell for line in empty for cell in line} <= {None}


def check_holding(values: Values, model: Model, stock: str, row: int) -> None:
    """What is held is of the portfolio's periods, and what is not has no part in them."""
    (holding,) = values.block("Portfolio", row, 1, 1, 9)
    forecast = model.forecasts[stock]
    if stock not in model.held:
        assert holding == [stock, 0, None, None, forecast, 0, 0, 0, 0]
        return
    beta = model.fit_of_held(stock).params[1]
    parts = [model.contributions[kind][stock] for kind in ("systematic", "specific")]
    expected = [stock, model.weights[stock], beta, 0.03 + beta * 0.07, forecast, *parts, sum(parts)]
    agree(holding, [*expected, sum(parts) / model.volatility])


def totals_of(values: Values) -> dict[str, Any]:
    return {str(label): value for label, value in values.block("Portfolio", FIRST, 11, 17, 2)}


def check_portfolio(values: Values, model: Model) -> None:
    required = 0.03 + model.beta * 0.07
    forecast = sum(model.weights[name] * model.forecasts[name] for name in model.stocks)
    parts = [float(model.contributions[kind].sum()) for kind in ("systematic", "specific")]
    (total_row,) = values.block("Portfolio", TOTAL, 1, 1, 9)
    agree(total_row, ["Portfolio", 1.0, model.beta, required, forecast, *parts, sum(parts), 1.0])
    totals = totals_of(values)
    assert totals["Volatility a year"] == pytest.approx(model.volatility, rel=1e-10)
    assert totals["Volatility from all covariances"] == pytest.approx(model.volatility, rel=1e-10)
    assert totals["Periods in common"] == len(model.common)
    assert totals["Beta"] == pytest.approx(model.beta, rel=1e-10)
    volatilities = model.common[model.held].std() * np.sqrt(model.freq)
    mean = float(volatilities @ model.weights[model.held])
    assert totals["Weighted mean of volatilities"] == pytest.approx(mean, rel=1e-10)
    market = model.market.std() * np.sqrt(model.freq)
    assert totals["Volatility of the market then"] == pytest.approx(market, rel=1e-10)
    assert totals["Systematic risk a year"] == pytest.approx(abs(model.beta) * market, rel=1e-10)
    assert totals["Systematic share of the variance"] + totals[
        "Specific share of the variance"
    ] == pytest.approx(1, rel=1e-12)
    assert totals["Alpha"] == pytest.approx(forecast - required, abs=1e-13)


def test_every_figure_agrees_with_pandas_and_statsmodels() -> None:
    check(TEMPLATE.read_bytes(), made_up())


def test_the_prices_are_the_daily_ones(shared_data: Path) -> None:
    source = shared_data / "us_equities_daily_2013_2022.csv"
    root = Path(market_model.__file__).parents[1]
    assert (root / source.name).read_bytes() == source.read_bytes()
    with source.open(newline="") as file:
        header, *rows = csv.reader(file)
    cells = Values(TEMPLATE.read_bytes()).block("Prices", 4, 1, len(rows) + 2, 22)
    assert cells[0][1:] == header[1:]
    for found, row in zip(cells[1:], rows, strict=True):
        assert found == [datetime.datetime.fromisoformat(row[0]), *map(float, row[1:])]


@pytest.mark.parametrize("stored", ["auto", "ignore"])
def test_a_recalculation_changes_nothing(stored: Any) -> None:
    package = TEMPLATE.read_bytes()
    again, report = recalculated(package, Options(stored=stored))
    assert again == package
    assert report["status"] == "unchanged"
    assert report["disagreements"] == report["function_changes"] == []
    assert report["not_recalculated"] == report["cell_errors"] == []
    assert report["formulas"] > 800


@pytest.mark.parametrize(
    ("stocks", "seed", "period"), [(20, 1, "week"), (15, 2, "week"), (20, 3, "month")]
)
def test_other_prices_under_other_names(stocks: int, seed: int, period: str) -> None:
    prices = other(stocks, seed)
    model = Model(prices, *held(list(prices.columns[:-1])), period)
    package, report = fed(model, period=period)
    assert report["status"] == "done"
    assert report["disagreements"] == report["not_recalculated"] == report["cell_errors"] == []
    check(package, model)
    again, second = recalculated(package, Options())
    assert (again, second["status"]) == (package, "unchanged")


def test_from_the_command_line(tmp_path: Path) -> None:
    """Other prices of the same names in another order, and one more holding than before."""
    model = made_up()
    order = [*reversed(model.stocks), "SP500"]
    shaken = model.prices[order] * np.random.default_rng(4).normal(1, 0.01, model.prices.shape)
    model = Model(shaken, model.weights, model.forecasts)
    shaken.rename_axis("date").to_csv(tmp_path / "prices.csv", date_format="%Y-%m-%d")
    holdings = holdings_of(model)
    with (tmp_path / "holdings.csv").open("w", newline="") as file:
        csv.writer(file).writerows([holdings.names or [], *holdings.rows, ["none of these", 0, ""]])
    arguments = ["--data", "Prices=prices.csv", "--data", "Holdings=holdings.csv", "--grow"]
    run = xlrisk("recalc", str(TEMPLATE), "-o", "out", *arguments, folder=tmp_path)
    assert run.returncode == 0, run.stderr
    package = (tmp_path / "out" / TEMPLATE.name).read_bytes()
    check(package, model)
    book = openpyxl.load_workbook(io.BytesIO(package))
    assert book["Holdings"].tables["Holdings"].ref == "A5:C26"


def test_fewer_stocks_with_gaps_from_the_command_line(tmp_path: Path) -> None:
    """The columns that are left over are emptied, and a month takes the last price that it has."""
    prices = other(5, 6)
    gaps = np.random.default_rng(6).random(prices.shape) < 0.05
    model = Model(prices.mask(gaps), *held(list(prices.columns[:-1])), "month")
    assert model.period_prices.notna().all(axis=None)
    model.prices.rename_axis("Date").to_csv(tmp_path / "prices.csv", date_format="%Y-%m-%d")
    holdings = pd.DataFrame({"Weight": model.weights, "Own forecast": model.forecasts})
    holdings.rename_axis("Stock").to_csv(tmp_path / "holdings.csv")
    arguments = ["--data", "Prices=prices.csv", "--data", "Holdings=holdings.csv"]
    arguments += ["--set", "period=month", "--set", "market_name=The index"]
    run = xlrisk("recalc", str(TEMPLATE), "-o", "out", *arguments, folder=tmp_path)
    assert run.returncode == 0, run.stderr
    package = (tmp_path / "out" / TEMPLATE.name).read_bytes()
    check(package, model)
    assert checks_of(Values(package))["Missing prices"][1].startswith(
        f"Prices that are missing: {gaps.sum()}."
    )
    left_over = Values(package).block("Prices", 4, 8, 2600, 15)
    assert {cell for row in left_over for cell in row} == {None}


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        (0.8, "aggressive"),
        (0.86, "not distinguishable from 1"),  # by the normal quantile it would be
        (0.9, "not distinguishable from 1"),
    ],
)
def test_the_class_of_a_beta_does_not_contradict_its_bounds(confidence: float, said: str) -> None:
    """Of 12 returns, on which Student's t and the normal quantile differ."""
    prices = other(3, 7).iloc[:60]
    names = list(prices.columns[:-1])
    package, _ = fed(Model(prices, *held(names)), confidence=confidence)
    ((stock, shown, beta, _, lower, upper),) = Values(package).block("Betas", FIRST + 1, 1, 1, 6)
    assert (stock, shown, round(beta, 2)) == ("Stock 2", said, 1.73)  # type: ignore[arg-type]
    assert (lower <= 1 <= upper) is (said == "not distinguishable from 1")  # type: ignore[operator]


def histories_that_differ() -> pd.DataFrame:
    """One stock starts late, one ends early, one has gaps inside, and so has the market."""
    prices = other(4, 8).iloc[:1500]
    prices.iloc[:600, 0] = np.nan
    prices.iloc[1100:, 1] = np.nan
    prices.iloc[700:760, 2] = np.nan
    prices.iloc[900:920, -1] = np.nan
    return prices


@pytest.mark.parametrize(
    ("weights", "common"),
    [
        ([0.4, 0.3, 0.2, 0.1], 84),  # fewer than a stock has alone: 176, 216, 284, 296
        ([0.4, 0.3, 0.0, 0.3], 96),  # gaps of a stock that is not held cost nothing
        ([0.0, 0.0, 0.0, 1.0], 296),
        ([0.9, -0.4, 0.0, 0.5], 96),
    ],
)
def test_all_figures_of_the_portfolio_are_of_the_same_periods(
    weights: list[float], common: int
) -> None:
    prices = histories_that_differ()
    names = list(prices.columns[:-1])
    model = Model(prices, pd.Series(weights, names), pd.Series(0.08, names))
    assert len(model.common) == common
    package, report = fed(model)
    assert report["disagreements"] == report["not_recalculated"] == []
    check(package, model)


@pytest.mark.parametrize(("policy", "volatility"), [("normalize", 1 / 0.92), ("cash", 1.0)])
def test_weights_policies(policy: str, volatility: float) -> None:
    inputs = {"weights_policy": policy, "Holdings!B6": 0.0}
    package, _ = recalculated(TEMPLATE.read_bytes(), Options(inputs=inputs))
    model = made_up()
    held_now = model.weights.where(model.weights.index != "AAPL", 0.0)
    expected = Model(model.prices, held_now, model.forecasts).volatility * volatility
    totals = totals_of(Values(package))
    assert totals["Volatility a year"] == pytest.approx(expected, rel=1e-10)
    assert totals["Volatility from all covariances"] == pytest.approx(expected, rel=1e-10)


def test_the_charts_are_native_and_show_the_cells() -> None:
    book = openpyxl.load_workbook(TEMPLATE)
    charts = {sheet.title: sheet._charts for sheet in book.worksheets if sheet._charts}
    kinds = {sheet: [type(chart).__name__ for chart in found] for sheet, found in charts.items()}
    assert kinds == {
        "Start": ["BarChart"],
        "Regression": ["ScatterChart"],
        "Risk": ["BarChart"],
        "Valuation": ["ScatterChart"],
        "Portfolio": ["BarChart"],
    }
    points, line = charts["Regression"][0].series
    assert len(points.yVal.numRef.numCache.pt) == 521
    assert len(line.yVal.numRef.numCache.pt) == 2
    assert [series.val.numRef.f for series in charts["Risk"][0].series] == [
        "Risk!$I$7:$I$26",
        "Risk!$J$7:$J$26",
    ]
    assert len(charts["Valuation"][0].series) == 22


def test_the_line_goes_through_the_points() -> None:
    values = Values(TEMPLATE.read_bytes())
    points = np.array(values.block("Regression", 7, 15, 521, 2), float)
    slope, intercept = np.polyfit(points[:, 0], points[:, 1], 1)
    ends = np.array(values.block("Regression", 7, 18, 2, 2), float)
    assert ends[:, 0].tolist() == [points[:, 0].min(), points[:, 0].max()]
    assert ends[:, 1] == pytest.approx(intercept + slope * ends[:, 0], rel=1e-9)
    assert values.block("Regression", 17, 2, 1, 1) == [[0]]


def test_it_is_small_and_built_from_its_maker() -> None:
    assert written(market_model.make)[0] == TEMPLATE.read_bytes()
    assert TEMPLATE.stat().st_size < 2_000_000
