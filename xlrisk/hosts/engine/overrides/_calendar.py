"""Excel's calendar: days counted from 1900, which has a 29 February there (day 60)."""

from __future__ import annotations

import datetime
import math

from ._cells import Fault

LAST_DAY = 2958465  # 31 December 9999
SECONDS = 86400  # of a day
_EPOCH = datetime.date(1899, 12, 30)  # day 0 for all dates after February 1900
_LEAP_DAY = 60  # 29 February 1900, which never was


def day_of(serial: float) -> int:
    """The day of a date; #NUM! outside of the calendar."""
    day = math.floor(serial)
    if not 0 <= day <= LAST_DAY:
        raise Fault("Num")
    return day


def date_of(serial: float) -> tuple[int, int, int]:
    """Year, month and day; day 0 is the 0th of January 1900."""
    day = day_of(serial)
    if day == _LEAP_DAY:
        return 1900, 2, 29
    if day == 0:
        return 1900, 1, 0
    date = _EPOCH + datetime.timedelta(days=day + (day < _LEAP_DAY))
    return date.year, date.month, date.day


def serial_of(year: int, month: int, day: int) -> int:
    """The day of a date, whose month and day may run over; #NUM! outside of the calendar."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not 1900 <= year <= 9999:
        raise Fault("Num")
    first = (datetime.date(year, month, 1) - _EPOCH).days
    if (year, month) < (1900, 3):
        first -= 1
    serial = first + day - 1
    if not 0 <= serial <= LAST_DAY:
        raise Fault("Num")
    return serial


def days_in(year: int, month: int) -> int:
    """The days of a month, 29 for February 1900."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in {4, 6, 9, 11} else 31


def is_leap(year: int) -> bool:
    """Whether a year has a 29 February: 1900 has one here."""
    return year == 1900 or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def months_later(serial: float, months: int, *, end: bool = False) -> int:
    """The same day some months later, or the last day of that month."""
    year, month, day = date_of(serial)
    month += months
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = days_in(year, month)
    return serial_of(year, month, last if end else min(day, last))


def seconds_of(serial: float) -> int:
    """The time of day in seconds, rounded as Excel shows it; 24:00:00 is 0."""
    if serial < 0 or serial > LAST_DAY + 1:
        raise Fault("Num")
    return round_half_up((serial - math.floor(serial)) * SECONDS) % SECONDS


def round_half_up(value: float) -> int:
    """The nearest whole number; .5 goes up."""
    return math.floor(value + 0.5)
