"""The labels of what comes from pandas: one index for each dimension, and dates that agree with it.

What contradicts itself is refused: numbers would be right, and stand at the wrong date.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from ..functions import messages
from ..functions.catalogue import Argument, Function
from ..functions.evaluate import Lifted
from ..functions.samples import Sample

OF_LIFTED = ("rows", "columns")  # the dimensions of a range in the place of a number
_DATES = (datetime.date, np.datetime64, float, int)  # a datetime is a date, too
_DAY_0 = np.datetime64("1899-12-30")

Labels = dict[str, Any]  # an index for each dimension
Zones = dict[str, datetime.tzinfo | None]  # by their names; "" for times without one


def labels_of(function: Function, arguments: Sequence[Any], values: Sequence[Any]) -> Labels:
    """The index of each dimension that came as pandas; two for one dimension must be equal."""
    zones = _zones(function, arguments)
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return {}
    labels: dict[str, tuple[Argument, Any]] = {}
    for argument, given, value in zip(function.arguments, arguments, values, strict=True):
        if not isinstance(given, (pandas.Series, pandas.DataFrame)):
            continue
        if not isinstance(value, (Sample, Lifted, tuple)) or getattr(value, "is_row", False):
            continue  # one number, or a row that is read as a series
        rows, *columns = given.axes
        if isinstance(value, Sample):
            rows = rows[len(rows) - len(value) :]  # without a header among the cells
        dimensions = argument.kind.dimensions or OF_LIFTED
        for dimension, index in zip(dimensions, (rows, *columns), strict=False):
            first, known = labels.setdefault(dimension, (argument, index))
            if not known.equals(index):
                raise messages.INDEXES_DIFFER(first=first.name, second=argument.name)
    for argument, value in zip(function.arguments, values, strict=True):
        if argument.kind.form == "dates" and value.dimensions[0] in labels:
            owner, index = labels[value.dimensions[0]]
            _check_dates(value, zones[argument.name], owner.name, index)
    return {dimension: index for dimension, (_, index) in labels.items()}


def _check_dates(
    dates: Sample, zone: datetime.tzinfo | None, owner: str, index: Sequence[Any]
) -> None:
    """Where the labels of the values are days, they are those of the dates."""
    days = _days_of(index, zone)
    if days is None:
        return
    given = _DAY_0 + np.floor(np.where(dates.present, dates.values, 0)).astype("m8[D]")
    first, last = days
    wrong = dates.present & ((given < first) | (given > last))  # a day that is missing is neither
    if wrong.any():
        row = int(wrong.argmax())
        raise messages.DATES_CONTRADICT(
            dates=dates.name,
            date=given[row],
            row=dates.number(row),
            values=owner,
            other=first[row],
        )


def _days_of(index: Any, zone: datetime.tzinfo | None) -> tuple[Any, Any] | None:
    """The first and the last day that each label stands for; None where labels are no dates.

    Times of day do not matter: whoever takes them off says nothing else.
    """
    import pandas

    if isinstance(index, pandas.PeriodIndex):
        return _days(index.start_time), _days(index.end_time)
    if index.dtype == object:
        index = pandas.Index(list(index))  # dates with times find their type
    if isinstance(index, pandas.DatetimeIndex):
        if index.tz and zone:
            index = index.tz_convert(zone)
        days = _days(index.tz_localize(None))
    elif index.inferred_type == "date":
        days = np.array([None if pandas.isna(day) else day for day in index], "M8[D]")
    else:
        return None
    return days, days


def _days(moments: Any) -> Any:
    return moments.to_numpy().astype("M8[D]")


def _zones(function: Function, arguments: Sequence[Any]) -> Zones:
    """The time zone of each argument of dates; a call knows one only, as a cell knows none."""
    found: Zones = {}
    for argument, given in zip(function.arguments, arguments, strict=True):
        if argument.kind.form != "dates":
            continue
        zones = dict(_zones_in(given))
        if len(zones) > 1:
            words = " and ".join(map(_in_words, zones))
            raise messages.MORE_THAN_ONE_ZONE(argument=argument.name, zones=words)
        found[argument.name] = next(iter(zones.values()), None)
    (first, zone), *others = found.items() or [("", None)]
    for second, other in others:
        if str(zone) != str(other):
            raise messages.ZONES_DIFFER(
                first=first,
                first_zone=_in_words(str(zone or "")),
                second=second,
                second_zone=_in_words(str(other or "")),
            )
    return found


def _zones_in(given: Any) -> Iterator[tuple[str, datetime.tzinfo | None]]:
    """The zones of what are dates; numbers and days have none."""
    dtype = getattr(given, "dtype", None)
    if dtype is not None and dtype.kind != "O":
        zone = getattr(dtype, "tz", None)
        yield str(zone or ""), zone
        return
    for cell in np.ravel(np.asarray(given, dtype=object)):
        if isinstance(cell, _DATES) and cell == cell:  # noqa: PLR0124  # unlike NaN and NaT
            zone = getattr(cell, "tzinfo", None)
            yield str(zone or ""), zone


def _in_words(zone: str) -> str:
    return f"the time zone {zone}" if zone else "no time zone"
