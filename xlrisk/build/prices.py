"""The real prices in the package: 20 stocks and the index, week by week."""

from __future__ import annotations

import csv
import datetime
from dataclasses import dataclass
from importlib.resources import files

SOURCE = (
    "S&P 500 data set of skfolio 1.12 (BSD-3 licence): adjusted closes, the last of each full week"
)


@dataclass(frozen=True)
class Prices:
    """One row per week, oldest first; the index stands in the last column."""

    names: tuple[str, ...]
    dates: tuple[datetime.date, ...]
    rows: tuple[tuple[float, ...], ...]


def weekly() -> Prices:
    """Prices from January 2013 to December 2022."""
    text = (files("xlrisk") / "build" / "us_equities_weekly_2013_2022.csv").read_text("utf-8")
    header, *lines = csv.reader(text.splitlines())
    return Prices(
        names=tuple(header[1:]),
        dates=tuple(datetime.date.fromisoformat(line[0]) for line in lines),
        rows=tuple(tuple(map(float, line[1:])) for line in lines),
    )
