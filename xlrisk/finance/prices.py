"""Prices and their dates: the last of each period, and the dates that two lists share.

A date is the number that Excel stores (1900 system): 1 is the first of January 1900, 60 the 29th
of February 1900, a day that never was, and 61 the first of March. Its fraction is the time of day.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .arrays import Array

Period: TypeAlias = Literal["week", "month", "quarter", "year"]
Positions: TypeAlias = NDArray[np.intp]

_LAST_REAL_DAY = 59  # before Excel's 29th of February 1900
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def last_of_each_period(days: Array, prices: Array, period: Period) -> tuple[Positions, Array]:
    """The last row of each period that has one, and the last price of each column within it.

    One or more days ascend and have prices (T x N) beside them. The row says which date stands for
    the period, be the period complete or not. A column without a price on that date has the last
    one that it has in the period, and NaN if it has none there: a price of an earlier period is
    never carried over. Weeks end on Friday, so Saturday and Sunday belong to the week that follows.
    """
    numbers = period_numbers(days, period)
    is_first = np.diff(numbers, prepend=numbers[:1] - 1) != 0
    firsts = np.flatnonzero(is_first)
    lasts = np.append(firsts[1:], len(days)) - 1
    rows = np.arange(len(days))[:, None]
    with_price = np.where(np.isnan(prices), -1, rows)  # the row, where it has a price
    sources = np.maximum.reduceat(with_price, firsts, axis=0)
    found = np.take_along_axis(prices, sources, axis=0)
    found[sources < 0] = np.nan
    return lasts, found


def period_numbers(days: Array, period: Period) -> NDArray[np.int64]:
    """A number for each day, the same within a period and greater in a later one."""
    whole = np.floor(days).astype(np.int64)
    if period == "week":
        return np.asarray(whole // 7)  # Saturdays are multiples of 7, as WEEKDAY has it
    return np.asarray(_months(whole) // _MONTHS[period])


def common_dates(days: Array, other_days: Array) -> tuple[Positions, Positions]:
    """Where the dates that both lists have stand in each, in ascending order of the dates.

    Neither list needs an order. Numbers must be equal, the time of day with them; NaN is no date.
    Of a date that stands twice in a list the first one counts.
    """
    _, positions, other_positions = np.intersect1d(days, other_days, return_indices=True)
    return positions, other_positions


def beside(days: Array, *tables: Array) -> Array:
    """Days in the first column, and tables side by side in the others."""
    return np.column_stack([days, *tables])


def _months(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """Months since January 1900, which also has day 0."""
    # the day that never was counts as the one before it, and so stays in its February
    real = np.where(days <= _LAST_REAL_DAY + 1, np.clip(days, 1, _LAST_REAL_DAY), days - 1)
    dates = np.datetime64("1899-12-31", "D") + real.astype("timedelta64[D]")
    months = dates.astype("datetime64[M]") - np.datetime64("1900-01", "M")
    return np.asarray(months.astype(np.int64))
