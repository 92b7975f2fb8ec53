"""Working days: WORKDAY, NETWORKDAYS, and with weekends of one's own WORKDAY.INTL and its like.

The engine's own take no holiday from a single cell.
"""

from __future__ import annotations

from ._calendar import LAST_DAY, day_of
from ._cells import Fault, Override, Value, checked, flat, guarded, strict_number, whole

_WEEK = 7
_DEFAULT = 1  # Saturday and Sunday; the engine passes an omitted weekend as 0


def workday_intl(start: Value, days: Value, weekend: Value = None, holidays: Value = None) -> float:
    """The day that is a number of working days away."""
    free, off = _weekend(weekend), _holidays(holidays)
    day, left = day_of(strict_number(start)), whole(strict_number(days))
    step = -1 if left < 0 else 1
    weeks = max(0, (abs(left) - 1) // (_WEEK - len(free)))
    if weeks > LAST_DAY // _WEEK:
        raise Fault("Num")
    passed = range(day + step, day + step * (_WEEK * weeks + 1), step)
    worked = weeks * (_WEEK - len(free)) - sum(
        one in passed and (one - 2) % _WEEK not in free for one in off
    )
    day, left = day + step * _WEEK * weeks, left - step * worked
    while left:
        day += step
        if not 0 <= day <= LAST_DAY:
            raise Fault("Num")
        if (day - 2) % _WEEK not in free and day not in off:
            left -= step
    return float(day)


def networkdays_intl(
    start: Value, end: Value, weekend: Value = None, holidays: Value = None
) -> float:
    """The working days from one day to another, both counted; negative where they go back."""
    free, off = _weekend(weekend), _holidays(holidays)
    first, last = day_of(strict_number(start)), day_of(strict_number(end))
    sign = 1 if first <= last else -1
    first, last = min(first, last), max(first, last)
    weeks, rest = divmod(last - first + 1, _WEEK)
    worked = weeks * (_WEEK - len(free))
    worked += sum((day - 2) % _WEEK not in free for day in range(last - rest + 1, last + 1))
    worked -= sum(first <= day <= last and (day - 2) % _WEEK not in free for day in off)
    return float(sign * worked)


def workday(start: Value, days: Value, holidays: Value = None) -> float:
    return workday_intl(start, days, None, holidays)


def networkdays(start: Value, end: Value, holidays: Value = None) -> float:
    return networkdays_intl(start, end, None, holidays)


def _weekend(value: Value) -> frozenset[int]:
    """The free days of the week, 0 being Monday: a number, or a text such as 0000011."""
    if isinstance(checked(value), str):
        if len(value) != _WEEK or set(value) - set("01"):
            raise Fault("Value")
        free = frozenset(day for day, sign in enumerate(value) if sign == "1")
        if len(free) == _WEEK:
            raise Fault("Value")
        return free
    kind = whole(strict_number(value)) or _DEFAULT
    if 1 <= kind <= 7:
        return frozenset({(kind + 4) % _WEEK, (kind + 5) % _WEEK})
    if 11 <= kind <= 17:
        return frozenset({(kind - 12) % _WEEK})
    raise Fault("Num")


def _holidays(value: Value) -> frozenset[int]:
    days = (cell for cell in map(checked, flat(value)) if cell is not None)
    return frozenset(day_of(strict_number(day)) for day in days)


OVERRIDES: dict[str, Override] = {
    "WORKDAY": Override(guarded(workday), 2, 3),
    "NETWORKDAYS": Override(guarded(networkdays), 2, 3),
    "WORKDAY.INTL": Override(guarded(workday_intl), 2, 4),
    "NETWORKDAYS.INTL": Override(guarded(networkdays_intl), 2, 4),
}
