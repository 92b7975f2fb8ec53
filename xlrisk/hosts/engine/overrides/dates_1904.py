"""Functions of dates for workbooks that count days from 1904.

They take the place of their namesakes there: dates go in 1,462 days later, and come out earlier.
Functions that only need the days between two dates are the same in both systems.
"""

from __future__ import annotations

import functools
from collections.abc import Collection

from . import dates, securities, text_formats, workdays
from ._bodies import overrides_of
from ._cells import Body, Override, Value, error

_LATER = 1462  # days from 1 January 1900 to 1 January 1904, in Excel's calendar

# which arguments are dates, and whether the result is one
_DATES: dict[str, tuple[Collection[int], bool]] = {
    "DATE": ((), True),
    "YEAR": ((0,), False),
    "MONTH": ((0,), False),
    "DAY": ((0,), False),
    "WEEKDAY": ((0,), False),
    "WEEKNUM": ((0,), False),
    "ISOWEEKNUM": ((0,), False),
    "EDATE": ((0,), True),
    "EOMONTH": ((0,), True),
    "DAYS360": ((0, 1), False),
    "ACCRINT": ((0, 1, 2), False),
    "ACCRINTM": ((0, 1), False),
    "INTRATE": ((0, 1), False),
    "TBILLPRICE": ((0, 1), False),
    "TBILLEQ": ((0, 1), False),
    "TBILLYIELD": ((0, 1), False),
    "WORKDAY.INTL": ((0, 3), True),
    "NETWORKDAYS.INTL": ((0, 1, 3), False),
}


def _shifted(function: Body, arguments: Collection[int], *, gives_date: bool) -> Body:
    @functools.wraps(function)
    def body(*values: Value) -> Value:
        given = [
            _moved(value, _LATER) if place in arguments else value
            for place, value in enumerate(values)
        ]
        result = function(*given)
        return _before(result) if gives_date else result

    return body


def _moved(value: Value, days: int) -> Value:
    """A date, or the dates in a range; an empty cell is day 0, what is no number stays."""
    if isinstance(value, list):
        return [[_moved(cell, days) for cell in row] for row in value]
    if value is None:
        return float(days)
    return value + days if type(value) is float else value


def _before(value: Value) -> Value:
    """A date counted from 1904, or the dates in a range; #NUM! where it lies before."""
    if isinstance(value, list):
        return [[_before(cell) for cell in row] for row in value]
    if not isinstance(value, float):
        return value
    return value - _LATER if value >= _LATER else error("Num")


_BY_NAME = dates.OVERRIDES | securities.OVERRIDES | workdays.OVERRIDES

OVERRIDES_1904: dict[str, Override] = {
    name: Override(
        _shifted(_BY_NAME[name].body, arguments, gives_date=gives_date),
        _BY_NAME[name].min_args,
        _BY_NAME[name].max_args,
    )
    for name, (arguments, gives_date) in _DATES.items()
} | overrides_of({"TEXT": (functools.partial(text_formats.text_of, later=_LATER), 2, 2)})
