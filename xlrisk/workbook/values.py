"""Values of cells as a sheet's XML holds them."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias


class ErrorText(str):
    """The text of an error value ("#N/A"), told from a text that only looks like one."""

    __slots__ = ()


Cell: TypeAlias = float | str | bool | None
Strings: TypeAlias = Callable[[], Sequence[str]]  # the shared strings, read when first needed

# What XML cannot hold, or would change while reading, is written _xHHHH_; so is the underscore of
# a text that would itself be read as such an escape.
_TO_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATE_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_EPOCH_1900, _EPOCH_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)
_FIRST_RIGHT_DAY = 61  # the 1900 date system counts a 29 February 1900, which is day 60


def escaped(text: str) -> str:
    """A text as a sheet or the shared strings hold it, before XML's own escapes."""
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """The text that a sheet or the shared strings mean, after XML's own escapes."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return _SURROGATE_PAIR.sub(_one_character, text)


def _one_character(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16", "surrogatepass").decode("utf-16")


def encoded(value: float | str | bool) -> tuple[str, str]:
    """The t attribute ("" for a number) and the text of <v>, before XML's own escapes."""
    if type(value) is float and math.isfinite(value):
        return "", digits(value)
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, ErrorText):
        return "e", value
    if isinstance(value, str):
        return "str", escaped(value)
    value = float(value)
    return ("", digits(value)) if math.isfinite(value) else ("e", "#NUM!")


def digits(value: float) -> str:
    """The shortest text that means this number; a whole one without a point."""
    text = float.__repr__(value)
    if text.endswith(".0"):
        return text[:-2] if value else "0"
    return text


def decoded(kind: str, text: str, strings: Strings, *, date1904: bool = False) -> Cell:
    """The value that a cell with this t attribute and this text in <v> or <is> holds.

    What a broken file says in vain (a shared string that is not there, say) is an empty cell, or
    the text as it stands.
    """
    if kind in {"", "n"}:
        return _number(text)
    if kind in {"str", "inlineStr"}:
        return unescaped(text)
    text = text.strip()
    return _other(kind, text, strings, date1904=date1904) if text else None


def _other(kind: str, text: str, strings: Strings, *, date1904: bool) -> Cell:
    match kind:
        case "s":
            return _shared(text, strings)
        case "b":
            return text in {"1", "true"}
        case "e":
            return ErrorText(text)
        case "d":
            return _serial(text, date1904=date1904)
        case _:
            return text


def _number(text: str) -> Cell:
    try:
        return float(text)
    except ValueError:
        return text.strip() or None


def _shared(text: str, strings: Strings) -> str | None:
    index = int(text) if text.isdecimal() else -1
    texts = strings()
    return texts[index] if 0 <= index < len(texts) else None


def _serial(text: str, *, date1904: bool) -> float | str:
    """A date and time of ISO 8601 as the number of days that Excel counts."""
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    try:
        moment = datetime.datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return text
    days = (moment - epoch) / datetime.timedelta(days=1)
    return days - 1 if not date1904 and days < _FIRST_RIGHT_DAY else days


def same(first: Cell, second: Cell) -> bool:
    """The same kind of value, and equal; numbers to 15 digits."""
    if type(first) is type(second) is float:
        return same_number(first, second)
    if isinstance(first, bool) or isinstance(second, bool):
        return first is second
    if isinstance(first, (int, float)) and isinstance(second, (int, float)):
        return same_number(first, second)
    return isinstance(first, ErrorText) is isinstance(second, ErrorText) and first == second


def same_number(first: float, second: float) -> bool:
    """Equal to the 15 significant digits that Excel calculates with."""
    if first == second:
        return True
    if not math.isclose(first, second, rel_tol=1e-13):  # as those with 15 digits in common are
        return math.isnan(first) and math.isnan(second)
    return math.isclose(first, second, rel_tol=1e-15) or f"{first:.15g}" == f"{second:.15g}"
