"""Dates and times."""

from __future__ import annotations

import math

from ._bodies import overrides_of
from ._calendar import (
    SECONDS,
    date_of,
    day_of,
    days_in,
    months_later,
    round_half_up,
    seconds_of,
    serial_of,
)
from ._cells import Body, Fault, Override, Value, boolean, number, strict_number, whole

_TIME_LIMIT = 32767  # of hours, minutes and seconds
_FIRST_DAY_OF_WEEK = {1: 6, 2: 0} | {kind: kind - 11 for kind in range(11, 18)}  # 0: Monday
_LARGE = 10**6  # more years, months or days lead out of the calendar


def date(year: Value, month: Value, day: Value) -> float:
    """The date of a year, a month and a day; years below 1900 are counted from 1900."""
    years, months, days = whole(year), whole(month), whole(day)
    if not 0 <= years <= 9999 or abs(months) > _LARGE or abs(days) > 10 * _LARGE:
        raise Fault("Num")
    return float(serial_of(years + 1900 if years < 1900 else years, months, days))


def time(hour: Value, minute: Value, second: Value) -> float:
    """The part of a day that has passed; whole days are left out."""
    hours, minutes, seconds = whole(hour), whole(minute), whole(second)
    if max(hours, minutes, seconds) > _TIME_LIMIT:
        raise Fault("Num")
    total = hours * 3600 + minutes * 60 + seconds
    if total < 0:
        raise Fault("Num")
    return total % SECONDS / SECONDS


def year(serial: Value) -> float:
    return float(date_of(number(serial))[0])


def month(serial: Value) -> float:
    return float(date_of(number(serial))[1])


def day(serial: Value) -> float:
    return float(date_of(number(serial))[2])


def hour(serial: Value) -> float:
    return float(seconds_of(number(serial)) // 3600)


def minute(serial: Value) -> float:
    return float(seconds_of(number(serial)) % 3600 // 60)


def second(serial: Value) -> float:
    return float(seconds_of(number(serial)) % 60)


def weekday(serial: Value, kind: Value = 1.0) -> float:
    """The day of the week; which day is the first, and its number, is the kind."""
    days, counted = day_of(number(serial)), whole(kind)
    if counted == 3:
        return float((days - 2) % 7)
    if counted not in _FIRST_DAY_OF_WEEK:
        raise Fault("Num")
    return float((days - 2 - _FIRST_DAY_OF_WEEK[counted]) % 7 + 1)


def weeknum(serial: Value, kind: Value = 1.0) -> float:
    """The week of the year, counted from the one with 1 January, or as ISO does (21)."""
    counted = whole(strict_number(kind))
    if counted == 21:
        return isoweeknum(serial)
    if counted not in _FIRST_DAY_OF_WEEK:
        raise Fault("Num")
    days = day_of(strict_number(serial))
    new_year = serial_of(date_of(days)[0], 1, 1)
    before = (new_year - 2 - _FIRST_DAY_OF_WEEK[counted]) % 7
    return float((days - new_year + before) // 7 + 1)


def isoweeknum(serial: Value) -> float:
    """The week of the year to which the Thursday of the week belongs."""
    days = day_of(number(serial))
    thursday = days - (days - 2) % 7 + 3
    if thursday < 1:
        return 52.0  # of 1899
    return float((thursday - serial_of(date_of(thursday)[0], 1, 1)) // 7 + 1)


def edate(serial: Value, months: Value) -> float:
    return float(months_later(strict_number(serial), _months(months)))


def eomonth(serial: Value, months: Value) -> float:
    return float(months_later(strict_number(serial), _months(months), end=True))


def days(end: Value, start: Value) -> float:
    return float(day_of(number(end)) - day_of(number(start)))


def days360(start: Value, end: Value, european: Value = None) -> float:
    """Days between two dates in years of twelve months with 30 days."""
    first = date_of(_to_the_second(number(start)))
    last = date_of(_to_the_second(number(end)))
    first_day, last_day = first[2], last[2]
    if boolean(european):
        first_day, last_day = min(first_day, 30), min(last_day, 30)
    else:
        if first[1] == 2 and first_day == days_in(*first[:2]):
            first_day = 30
        if last_day == 31 and first_day >= 30:
            last_day = 30
        first_day = min(first_day, 30)
    return float((last[0] - first[0]) * 360 + (last[1] - first[1]) * 30 + last_day - first_day)


def _months(value: Value) -> int:
    months = whole(strict_number(value))
    if abs(months) > _LARGE:
        raise Fault("Num")
    return months


def _to_the_second(serial: float) -> float:
    """A date whose time is within half a second of midnight counts as the next day."""
    return math.floor(round_half_up(serial * SECONDS) / SECONDS)


_BODIES: dict[str, tuple[Body, int, int]] = {
    "DATE": (date, 3, 3),
    "TIME": (time, 3, 3),
    "YEAR": (year, 1, 1),
    "MONTH": (month, 1, 1),
    "DAY": (day, 1, 1),
    "HOUR": (hour, 1, 1),
    "MINUTE": (minute, 1, 1),
    "SECOND": (second, 1, 1),
    "WEEKDAY": (weekday, 1, 2),
    "WEEKNUM": (weeknum, 1, 2),
    "ISOWEEKNUM": (isoweeknum, 1, 1),
    "EDATE": (edate, 2, 2),
    "EOMONTH": (eomonth, 2, 2),
    "DAYS": (days, 2, 2),
    "DAYS360": (days360, 2, 3),
}

OVERRIDES: dict[str, Override] = overrides_of(_BODIES)
