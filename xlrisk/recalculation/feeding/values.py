"""Values that are given, as cells of a workbook hold them."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal
from numbers import Real
from typing import Any

from ...workbook.values import Cell, ErrorText, decoded

_LONGEST = 32_767  # units of UTF-16, which is how Excel counts


def is_missing(value: Any) -> bool:
    """Whether a value says that there is none: NaN, or pandas' NaT."""
    if isinstance(value, (str, float)):  # most are one of these, and soon told
        return bool(value != value)  # noqa: PLR0124
    return isinstance(value, (Real, Decimal, datetime.date)) and bool(value != value)  # noqa: PLR0124


def cell_of(value: Any, *, date1904: bool) -> Cell:
    """A value as a cell; a date is the serial number of the book's date system.

    Raises ValueError, with what it is that a cell cannot hold.
    """
    if value is None or isinstance(value, ErrorText):
        return value
    if type(value) is float and math.isfinite(value):  # as most are
        return value
    if type(value).__name__ in {"bool", "bool_"}:  # numpy's is a type of its own
        return bool(value)
    if isinstance(value, str):
        return _text(value)
    if is_missing(value):
        raise ValueError("NaN, which is no number; give a number, or None for an empty cell")
    if isinstance(value, datetime.date):
        return _serial(value, date1904=date1904)
    if isinstance(value, (Real, Decimal)):
        return _number(value)
    raise ValueError(
        f"a value of the type {type(value).__name__}; give a number, a text, TRUE or FALSE, "
        "a date, or None"
    )


def _text(text: str) -> str:
    length = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if length > _LONGEST:
        raise ValueError(f"a text of {length:,} characters; shorten it to {_LONGEST:,}")
    return str(text)


def _number(value: Real | Decimal) -> float:
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if math.isinf(number):
        raise ValueError("an infinite number; give a finite one, or None for an empty cell")
    return number


def _serial(value: datetime.date, *, date1904: bool) -> Cell:
    serial = decoded("d", value.isoformat(), list, date1904=date1904)
    first = 0 if date1904 else 1
    if isinstance(serial, float) and serial >= first:
        return serial
    begin = "1904-01-01" if date1904 else "1900-01-01"
    raise ValueError(f"the date {value.isoformat()}; give one from {begin} on, or a text")
