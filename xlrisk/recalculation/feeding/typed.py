"""What a typed text, or a field of a file, means as a value."""

from __future__ import annotations

import datetime
import re

from ...workbook.values import ErrorText

_NUMBER = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))(%|[eE][+-]?[0-9]+)?")
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"', re.DOTALL)
# as programs write what is no number; other spellings may be names of things
_NOT_FINITE = {"nan", "NaN", "inf", "-inf", "Infinity", "-Infinity"}
_LOGICAL = {"true": True, "false": False}
_ERRORS = {"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"}

Value = float | bool | str | datetime.date | None


def parsed(text: str) -> Value:
    """The value that a text on the command line means; a text in double quotes is itself.

    Otherwise it is a number ("0.035", "3.5%"), TRUE or FALSE, a date of ISO 8601, an error value,
    nothing (the cell is emptied), or else itself. Only a point is a decimal sign, and nothing
    separates thousands: "1,234" means two numbers, depending on where one lives.
    """
    quoted = _QUOTED.fullmatch(text.strip())
    return quoted[1].replace('""', '"') if quoted else field(text)


def field(text: str) -> Value:
    """The value that a field of a file means."""
    core = text.strip()
    if not core:
        return None
    if number := _NUMBER.fullmatch(core):
        # the percent sign as an exponent: 3.5% is the number next to 0.035
        return float(number[1] + "e-2" if number[2] == "%" else core)
    if core in _NOT_FINITE:
        return float(core)
    if core in _ERRORS:
        return ErrorText(core)
    if date := _DATE.fullmatch(core):
        return _moment(core, text, has_time=date[1] is not None)
    return _LOGICAL.get(core.lower(), text)


def _moment(core: str, text: str, *, has_time: bool) -> Value:
    try:
        moment = datetime.datetime.fromisoformat(core)
    except ValueError:  # 2024-02-30
        return text
    return moment if has_time else moment.date()
