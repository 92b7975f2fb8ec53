"""Texts read as numbers: VALUE, NUMBERVALUE, DATEVALUE, TIMEVALUE."""

from __future__ import annotations

import math
import re

from ._bodies import overrides_of
from ._calendar import SECONDS
from ._cells import Body, Fault, Override, Value, checked, text
from ._numbers_in_texts import moment_in, number_in

_CURRENCIES = "€£¥$"
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


def value(shown: Value) -> float:
    """The number, date or time that a text shows."""
    cell = checked(shown)
    if isinstance(cell, str):
        found = number_in(cell)
        if found is None and cell.rstrip()[-1:] in _CURRENCIES:
            found = number_in(cell.rstrip()[:-1])
        if found is None:
            raise Fault("Value")
        return found
    if isinstance(cell, bool):
        raise Fault("Value")
    return float(cell or 0.0)


def numbervalue(shown: Value, decimal_sign: Value = ".", group_sign: Value = ",") -> float:
    """The number in a text with these signs for decimals and thousands."""
    digits = text(shown).translate({ord(space): None for space in " \t\n\r\xa0"})
    decimal = (text(decimal_sign) if decimal_sign else "")[:1] or "."
    group = (text(group_sign) if group_sign else "")[:1]
    if decimal == group:
        raise Fault("Value")
    percents = len(digits) - len(digits.rstrip("%"))
    digits = digits.rstrip("%")
    before, sign, after = digits.partition(decimal)
    if group:
        if group in after:
            raise Fault("Value")
        before = before.replace(group, "")
    if not digits:
        return 0.0
    plain = before + ("." if sign else "") + after
    if not _PLAIN_NUMBER.fullmatch(plain):
        raise Fault("Value")
    return float(plain) / 100.0**percents


def datevalue(shown: Value) -> float:
    """The day of a date in a text."""
    return float(math.floor(_moment(shown)))


def timevalue(shown: Value) -> float:
    """The time of day in a text."""
    # to the millisecond: the days before the point cost the digits behind it
    return round(_moment(shown) % 1 * SECONDS, 3) / SECONDS % 1


def _moment(shown: Value) -> float:
    cell = checked(shown)
    moment = moment_in(cell.strip()) if isinstance(cell, str) else None
    if moment is None:
        raise Fault("Value")
    return moment


_BODIES: dict[str, tuple[Body, int, int]] = {
    "VALUE": (value, 1, 1),
    "NUMBERVALUE": (numbervalue, 1, 3),
    "DATEVALUE": (datevalue, 1, 1),
    "TIMEVALUE": (timevalue, 1, 1),
}

OVERRIDES: dict[str, Override] = overrides_of(_BODIES)
