"""The real prices in the package: 20 stocks and the index, day by day and week by week."""

from __future__ import annotations

import csv
import datetime
from dataclasses import dataclass
from importlib.resources import files

SOURCE = "S&P 500 data set of skfolio 1.12 (BSD-3 licence): adjusted closes"
WEEKLY_SOURCE = f"{SOURCE}, the last of each full week"


@dataclass(frozen=True)
class Prices:
    """One row per date, oldest first; the index stands in the last column."""

    names: tuple[str, ...]
    dates: tuple[datetime.date, ...]
    rows: tuple[tuple[float, ...], ...]


def daily() -> Prices:
    """Prices from 31 December 2012 to 28 December 2022."""
    header, lines = _read()
    return _prices(header, lines)


def weekly() -> Prices:
    """The last prices of each full week, from January 2013 to December 2022."""
    header, lines = _read()
    last_of_week = {}
    for line in lines:
        year, week, _ = datetime.date.fromisoformat(line[0]).isocalendar()
        last_of_week[year, week] = line
    *full_weeks, _ = last_of_week.values()  # the data end on a Wednesday
    return _prices(header, full_weeks)


def _read() -> tuple[list[str], list[list[str]]]:
    text = (files("xlrisk") / "build" / "us_equities_daily_2013_2022.csv").read_text("utf-8")
    header, *lines = csv.reader(text.splitlines())
    return header, lines


def _prices(header: list[str], lines: list[list[str]]) -> Prices:
    return Prices(
        names=tuple(header[1:]),
        dates=tuple(datetime.date.fromisoformat(line[0]) for line in lines),
        rows=tuple(tuple(map(float, line[1:])) for line in lines),
    )
