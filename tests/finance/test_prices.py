"""Periods and dates, against the calendar of Python and of pandas, and real prices."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import read_csv
from xlrisk.finance import prices
from xlrisk.finance.prices import Period

PERIODS = pytest.mark.parametrize("period", get_args(Period))
NAN = np.nan


def serial(text: str) -> float:
    """The number that Excel has for a date after February 1900."""
    return float((datetime.date.fromisoformat(text) - datetime.date(1899, 12, 30)).days)


def name_of(day: int, period: Period) -> tuple[int, ...]:
    """Which period a day is in, by Python's calendar."""
    date = datetime.date(1899, 12, 30) + datetime.timedelta(days=day)
    if period == "week":  # the Friday that ends it
        friday = date + datetime.timedelta(days=(4 - date.weekday()) % 7)
        return friday.year, friday.month, friday.day
    return {
        "month": (date.year, date.month),
        "quarter": (date.year, (date.month + 2) // 3),
        "year": (date.year,),
    }[period]


@PERIODS
@given(days=st.lists(st.integers(61, 80_000), min_size=1, max_size=60, unique=True).map(sorted))
def test_periods_are_those_of_the_calendar(period: Period, days: list[int]) -> None:
    numbers = prices.period_numbers(np.array(days, float), period).tolist()
    names = [name_of(day, period) for day in days]
    assert numbers == sorted(numbers)
    for (number, name), (next_number, next_name) in zip(
        zip(numbers[:-1], names[:-1], strict=True),
        zip(numbers[1:], names[1:], strict=True),
        strict=True,
    ):
        assert (number == next_number) == (name == next_name)


@PERIODS
def test_every_day_of_two_centuries(period: Period) -> None:
    days = np.arange(61.0, 73_051.0)
    lasts, _ = prices.last_of_each_period(days, days[:, None], period)
    names = [name_of(int(day), period) for day in days]
    changes = [k for k in range(len(days) - 1) if names[k] != names[k + 1]]
    assert lasts.tolist() == [*changes, len(days) - 1]


@pytest.mark.parametrize(
    ("day", "month"),
    [(0, 0), (1, 0), (31, 0), (32, 1), (59, 1), (60, 1), (60.9, 1), (61, 2), (91, 2), (92, 3)],
)
def test_months_of_1900_as_excel_has_them(day: float, month: int) -> None:
    assert prices.period_numbers(np.array([day]), "month").tolist() == [month]
    assert prices.period_numbers(np.array([day]), "quarter").tolist() == [month // 3]
    assert prices.period_numbers(np.array([day]), "year").tolist() == [0]


def test_week_ends_on_friday() -> None:
    days = np.array([serial(f"2024-05-{day:02}") for day in range(2, 15)])  # Thursday to Tuesday
    lasts, found = prices.last_of_each_period(days, np.arange(13.0)[:, None], "week")
    assert lasts.tolist() == [1, 8, 12]  # the 3rd and the 10th are Fridays; the rest goes on
    assert found.tolist() == [[1.0], [8.0], [12.0]]


def test_weekend_belongs_to_the_week_that_follows() -> None:
    days = np.array([serial(d) for d in ("2024-05-03", "2024-05-04", "2024-05-05", "2024-05-06")])
    lasts, _ = prices.last_of_each_period(days, np.ones((4, 1)), "week")
    assert lasts.tolist() == [0, 3]


def test_time_of_day_does_not_count() -> None:
    days = np.array([serial("2024-05-31") + 0.999, serial("2024-06-01")])
    lasts, _ = prices.last_of_each_period(days, np.ones((2, 1)), "month")
    assert lasts.tolist() == [0, 1]


def test_missing_price_is_replaced_within_its_period_only() -> None:
    days = np.array([serial(d) for d in ("2024-01-30", "2024-01-31", "2024-02-28", "2024-02-29")])
    table = np.array([[1, 10, NAN], [2, NAN, NAN], [3, NAN, 30], [NAN, NAN, NAN]])
    lasts, found = prices.last_of_each_period(days, table, "month")
    assert lasts.tolist() == [1, 3]
    assert found == pytest.approx(np.array([[2, 10, NAN], [3, NAN, 30]]), nan_ok=True)
    assert np.isnan(table).sum() == 7  # the argument is as it was


@pytest.mark.parametrize(
    ("period", "rule"), [("week", "W-FRI"), ("month", "M"), ("quarter", "Q"), ("year", "Y")]
)
@pytest.mark.parametrize("gaps", [0.0, 0.3, 0.9])
def test_real_prices_against_pandas(
    shared_data: Path, period: Period, rule: str, gaps: float
) -> None:
    path = shared_data / "us_equities_daily_2013_2022.csv"
    with path.open(newline="") as file:
        dates = [row[0] for row in csv.reader(file)][1:]
    table = np.column_stack(list(read_csv(path).values()))
    table[np.random.default_rng(1).random(table.shape) < gaps] = np.nan
    days = np.array([serial(date) for date in dates])
    lasts, found = prices.last_of_each_period(days, table, period)
    frame = pd.DataFrame(table, index=pd.PeriodIndex(dates, freq=rule))
    expected = frame.groupby(level=0).last()
    assert found == pytest.approx(expected.to_numpy(), rel=0, abs=0, nan_ok=True)
    assert len(lasts) == len(expected)


DAYS = st.lists(st.integers(0, 60), max_size=40, unique=True)


@given(DAYS, DAYS)
def test_common_dates_are_the_intersection(days: list[int], others: list[int]) -> None:
    here, there = np.array(days, float), np.array(others, float)
    positions, other_positions = prices.common_dates(here, there)
    expected = sorted(set(days) & set(others))
    assert here[positions].tolist() == there[other_positions].tolist() == expected


def test_common_dates_of_lists_without_order_or_with_gaps() -> None:
    positions, other_positions = prices.common_dates(
        np.array([45000, NAN, 44000, 60, 44000]), np.array([60, 44000, 45000.5, NAN])
    )
    assert positions.tolist() == [3, 2]  # of two alike the first; NaN is no date
    assert other_positions.tolist() == [0, 1]
