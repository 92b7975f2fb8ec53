"""Dates: which rows have one, the order they are in, and how a sentence shows them.

A date is the number that Excel stores in its 1900 system; a row without one does not count.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from ..errors import CellError
from . import messages

LAST_DAY = 2958465  # the 31st of December 9999
_FEBRUARY_29 = 60  # of 1900, a day that Excel has and no other calendar

if TYPE_CHECKING:
    from ..finance.arrays import Array, Rows
    from .samples import Sample


def ascending_rows(dates: Sample) -> tuple[Rows, Array]:
    """The rows that have a date, and their dates, each later than the one above it."""
    rows = _with_dates(dates)
    days = dates.use(rows)
    steps = days[1:] - days[:-1]
    if (steps <= 0).any():
        later = int((steps <= 0).argmax()) + 1
        first, second = rows.nonzero()[0][later - 1 : later + 1].tolist()
        if steps[later - 1] == 0:
            raise _twice(dates, first, second)
        raise messages.NOT_ASCENDING(
            argument=dates.name,
            date=in_words(days[later]),
            place=dates.place(second),
            earlier=in_words(days[later - 1]),
        )
    return rows, days


def each_once(dates: Sample) -> Array:
    """All days, NaN where there is none, and none of them twice."""
    rows = _with_dates(dates).nonzero()[0]
    days = dates.values[rows]
    order = days.argsort(kind="stable")
    is_repeated = days[order[1:]] == days[order[:-1]]
    if is_repeated.any():
        # of all that stand twice the one that is met first
        first, second = min(
            (int(rows[order[k]]), int(rows[order[k + 1]])) for k in is_repeated.nonzero()[0]
        )
        raise _twice(dates, first, second)
    return dates.values


def in_words(day: float) -> str:
    """A date as 2024-01-31, whatever a cell's format would make of it."""
    if int(day) == _FEBRUARY_29:
        return "1900-02-29"
    if day < 1:
        return "1900-01-00"
    first = datetime.date(1899, 12, 31 if day < _FEBRUARY_29 else 30)
    return (first + datetime.timedelta(days=int(day))).isoformat()


def _with_dates(dates: Sample) -> Rows:
    if not dates.present.any():
        raise messages.NO_DATES(argument=dates.name)
    return dates.present


def _twice(dates: Sample, first: int, second: int) -> CellError:
    return messages.DATE_TWICE(
        argument=dates.name,
        date=in_words(dates.values[first]),
        first=dates.place(first),
        second=dates.place(second),
    )
