"""Dates, times of day and elapsed time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .._calendar import LAST_DAY, SECONDS, date_of, round_half_up
from .._cells import Fault
from .sections import Token

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


@dataclass(frozen=True)
class _Moment:
    """A date and time, rounded to the smallest part of a second that is shown."""

    serial: int
    units: int  # parts of a second since midnight
    per_second: int
    twelve_hours: bool

    @property
    def seconds(self) -> int:
        return self.units // self.per_second

    @property
    def elapsed(self) -> int:
        """Seconds since day 0."""
        return self.serial * SECONDS + self.seconds


def date_text(value: float, tokens: Sequence[Token]) -> str:
    """A date in a section with date parts; a date outside of the calendar is #VALUE!."""
    tokens = _marked(tokens)
    if value < 0 or value >= LAST_DAY + 1:
        raise Fault("Value")
    moment = _moment(value, tokens)
    return "".join(_part(token, moment) for token in tokens)


def _marked(tokens: Sequence[Token]) -> list[Token]:
    """Tokens with m told apart (month or "minute"), and the digits after seconds joined."""
    marked: list[Token] = []
    before = ""
    for place, token in enumerate(tokens):
        kind, text = token.kind, token.text.lower()
        if kind == "digit" and marked and marked[-1].kind == "decimals":
            marked[-1] = Token("decimals", marked[-1].text + token.text)
        elif kind == "point" and before == "s" and _is_digit(tokens, place + 1):
            marked.append(Token("decimals", ""))
        elif kind == "date" and text[0] == "m" and len(text) <= 2:
            is_minute = before == "h" or _next_part(tokens[place + 1 :]) == "s"
            marked.append(Token("minute" if is_minute else "date", text))
        elif kind == "date":
            marked.append(Token("date", text))
        else:
            marked.append(token)
        if kind in {"date", "elapsed"}:
            before = text[0]
    return marked


def _is_digit(tokens: Sequence[Token], place: int) -> bool:
    return place < len(tokens) and tokens[place].kind == "digit"


def _next_part(tokens: Sequence[Token]) -> str:
    parts = (t.text[0].lower() for t in tokens if t.kind in {"date", "elapsed"})
    return next(parts, "")


def _moment(value: float, tokens: Sequence[Token]) -> _Moment:
    decimals = max((len(token.text) for token in tokens if token.kind == "decimals"), default=0)
    per_second: int = 10**decimals
    serial = math.floor(value)
    units = round_half_up((value - serial) * SECONDS * per_second)
    if units >= SECONDS * per_second:
        serial, units = serial + 1, 0
    twelve_hours = any(token.kind == "half" for token in tokens)
    return _Moment(serial, units, per_second, twelve_hours)


def _part(token: Token, moment: _Moment) -> str:
    match token.kind:
        case "date":
            return _date_part(token.text, moment)
        case "minute":
            return str(moment.seconds // 60 % 60).zfill(len(token.text))
        case "decimals":
            digits = len(str(moment.per_second)) - 1
            return "." + str(moment.units % moment.per_second).zfill(digits)[: len(token.text)]
        case "elapsed":
            unit = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
            return str(moment.elapsed // unit).zfill(len(token.text))
        case "half":
            return _half(token.text, after_noon=moment.seconds >= SECONDS // 2)
    return token.text


def _date_part(text: str, moment: _Moment) -> str:
    year, month, day = date_of(moment.serial)
    width = len(text)
    match text[0]:
        case "y":
            return f"{year % 100:02d}" if width <= 2 else f"{year:04d}"
        case "m":
            return _named(_MONTHS[month - 1], month, width)
        case "d":
            return _named(_DAYS[(moment.serial - 1) % 7], day, width)
        case "h":
            hour = moment.seconds // 3600
            hour = (hour - 1) % 12 + 1 if moment.twelve_hours else hour
            return str(hour).zfill(min(width, 2))
    return str(moment.seconds % 60).zfill(min(width, 2))


def _named(name: str, number: int, width: int) -> str:
    """d and dd are numbers, ddd a short name, dddd the whole one; mmmmm is one letter."""
    if width <= 2:
        return str(number).zfill(width)
    if width == 5 and name in _MONTHS:
        return name[0]
    return name[:3] if width == 3 else name


def _half(text: str, *, after_noon: bool) -> str:
    """AM or PM; A/P keeps the case that the format has."""
    if len(text) > 3:
        return "PM" if after_noon else "AM"
    return text[2] if after_noon else text[0]
