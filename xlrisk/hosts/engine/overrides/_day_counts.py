"""Parts of a year between two dates, as bonds count them: the basis of financial functions.

0: months of 30 days, US rules. 1: actual days over actual years. 2: actual days over 360.
3: actual days over 365. 4: months of 30 days, European rules.
"""

from __future__ import annotations

from ._calendar import date_of, days_in, is_leap, serial_of
from ._cells import Fault, Value, strict_number, whole


def basis_of(value: Value) -> int:
    """A basis as an argument; #NUM! where there is no such basis."""
    basis = whole(strict_number(value))
    if not 0 <= basis <= 4:
        raise Fault("Num")
    return basis


def days_between(start: int, end: int, basis: int) -> int:
    """Days from one date to another; negative where they go back."""
    if basis in {1, 2, 3}:
        return end - start
    first, last = date_of(start), date_of(end)
    first_day, last_day = first[2], last[2]
    if basis == 4:
        first_day, last_day = min(first_day, 30), min(last_day, 30)
    else:
        first_is_end_of_february = first[1] == 2 and first_day == days_in(*first[:2])
        if first_is_end_of_february and last[1] == 2 and last_day == days_in(*last[:2]):
            last_day = 30
        if first_is_end_of_february or first_day == 31:
            first_day = 30
        if last_day == 31 and first_day == 30:
            last_day = 30
    return (last[0] - first[0]) * 360 + (last[1] - first[1]) * 30 + last_day - first_day


def year_fraction(start: int, end: int, basis: int) -> float:
    """The part of a year from one date to a later one, as YEARFRAC has it."""
    return days_between(start, end, basis) / _days_of_year(start, end, basis)


def _days_of_year(start: int, end: int, basis: int) -> float:
    if basis != 1:
        return 365.0 if basis == 3 else 360.0
    first, last = date_of(start), date_of(end)
    if first[0] == last[0]:
        return 366.0 if is_leap(first[0]) else 365.0
    if last[0] == first[0] + 1 and last[1:] <= first[1:]:  # not more than a year
        leap_days = (serial_of(year, 2, 29) for year in (first[0], last[0]) if is_leap(year))
        return 366.0 if any(start <= day <= end for day in leap_days) else 365.0
    years = range(first[0], last[0] + 1)
    return sum(366 if is_leap(year) else 365 for year in years) / len(years)
