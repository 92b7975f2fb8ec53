"""Labels of pandas: what contradicts itself is refused, by a sentence that says where."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest

import xlrisk

DAYS = pd.date_range("2024-01-29", periods=5)
PRICES = pd.Series([100.0, 101, 102, 103, 104], DAYS, name="AAA")
LATER = DAYS + pd.Timedelta(days=40)
UTC, ZURICH = DAYS.tz_localize("UTC"), DAYS.tz_localize("Europe/Zurich")


def labelled(index: Any) -> pd.Series[Any]:
    return pd.Series(PRICES.to_numpy(), index)


def refusal(function: Any, *arguments: Any) -> str:
    """The sentence of a call, which `explain` gives, too."""
    with pytest.raises(xlrisk.CellError) as caught:
        function(*arguments)
    assert xlrisk.explain(function.__name__, *arguments).message == caught.value.message
    return str(caught.value.message)


@pytest.mark.parametrize(
    ("index", "day"),
    [
        pytest.param(LATER, "2024-03-09", id="days"),
        pytest.param(LATER.tz_localize("UTC"), "2024-03-09", id="days with a zone"),
        pytest.param(LATER.to_period("M"), "2024-03-01", id="months"),
        pytest.param(list(LATER.date), "2024-03-09", id="plain dates"),
        pytest.param(pd.Index(list(LATER), dtype=object), "2024-03-09", id="objects"),
    ],
)
def test_an_index_that_contradicts_the_dates(index: Any, day: str) -> None:
    sentence = refusal(xlrisk.period_prices, DAYS, labelled(index), "month")
    assert sentence.startswith(
        f"dates has 2024-01-29 in row 1, where the index of prices has {day}; give"
    )


def test_the_first_row_that_differs_is_named_and_the_argument() -> None:
    index = DAYS[[0, 1, 3, 2, 4]]
    sentence = refusal(xlrisk.align_by_date, DAYS, PRICES, list(DAYS), labelled(index))
    assert sentence.startswith(
        "other_dates has 2024-01-31 in row 3, where the index of other_values has 2024-02-01; give"
    )


@pytest.mark.parametrize(
    ("dates", "index"),
    [
        pytest.param(DAYS, DAYS, id="equal"),
        pytest.param(DAYS, DAYS + pd.Timedelta(hours=16), id="times of day taken off"),
        pytest.param(DAYS, UTC, id="a zone taken off"),
        pytest.param(UTC, DAYS, id="a zone added"),
        pytest.param(
            ZURICH, ZURICH.tz_convert("America/New_York"), id="the same moments in two zones"
        ),
        pytest.param(DAYS, DAYS.to_period("M"), id="their months"),
        pytest.param(list(DAYS.date), DAYS, id="plain dates"),
        pytest.param([45320, 45321, 45322, 45323, 45324], DAYS, id="serials"),
        pytest.param(DAYS, list("abcde"), id="texts"),
        pytest.param(DAYS, range(5), id="numbers"),
        pytest.param([*DAYS[:4], None], LATER[:0].append([DAYS[:4], LATER[4:]]), id="a gap"),
        pytest.param(DAYS, DAYS[:4].insert(4, pd.NaT), id="a gap in the index"),
    ],
)
def test_an_index_that_agrees_with_the_dates_or_says_nothing_of_them(
    dates: Any, index: Any
) -> None:
    monthly = xlrisk.period_prices(dates, labelled(index), "month")
    assert np.asarray(monthly)[0] == 102


@pytest.mark.parametrize(
    ("dates", "other_dates", "sentence"),
    [
        pytest.param(
            UTC, DAYS, "dates has the time zone UTC, other_dates has no time zone", id="one"
        ),
        pytest.param(
            list(DAYS),
            list(UTC),
            "dates has no time zone, other_dates has the time zone UTC",
            id="lists",
        ),
        pytest.param(
            UTC,
            ZURICH,
            "dates has the time zone UTC, other_dates has the time zone Europe/Zurich",
            id="two",
        ),
        pytest.param(
            [45320.0, 45321, 45322, 45323, 45324],
            UTC,
            "dates has no time zone, other_dates has the time zone UTC",
            id="serials",
        ),
        pytest.param(
            [*UTC[:4], DAYS[4]],
            DAYS,
            "dates has the time zone UTC and no time zone",
            id="in one argument",
        ),
    ],
)
def test_dates_of_different_time_zones(dates: Any, other_dates: Any, sentence: str) -> None:
    values = PRICES.to_numpy()
    found = refusal(xlrisk.align_by_date, dates, values, other_dates, values)
    assert found.startswith(f"{sentence}; give ")


@pytest.mark.parametrize(
    "dates",
    [
        pytest.param(UTC, id="UTC"),
        pytest.param(ZURICH, id="a zone with summer time"),
        pytest.param(pd.date_range("2024-03-28", periods=5, tz="Europe/Zurich"), id="its change"),
        pytest.param(list(UTC.to_pydatetime()), id="a list"),
        pytest.param(list(UTC.tz_convert(datetime.UTC)), id="another class of zone"),
    ],
)
def test_dates_of_one_time_zone(dates: Any) -> None:
    other = pd.Series(PRICES.to_numpy())
    both = xlrisk.align_by_date(dates, labelled(dates), list(dates)[::-1], other)
    assert list(both.index) == list(dates)
    assert both.iloc[:, 1].tolist() == [104, 103, 102, 101, 100]
