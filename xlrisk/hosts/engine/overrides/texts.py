"""Pieces of texts, their length, case and characters."""

from __future__ import annotations

import re

from ._bodies import overrides_of
from ._cells import Body, Fault, Override, Value, text, whole
from ._matching import pattern

_LONGEST = 32767  # characters of a cell
_CODE_PAGE = "cp1252"
_WORD = re.compile(r"[^\W\d_]+")
_SPACES = re.compile(r" +")
_UNPRINTABLE = dict.fromkeys(range(32))
_BEYOND = "\uffff"  # characters above it count twice in Excel


def left(value: Value, count: Value = 1.0) -> str:
    return _sliced(text(value), 0, _count(count))


def right(value: Value, count: Value = 1.0) -> str:
    whole_text, characters = text(value), _count(count)
    return _sliced(whole_text, max(0, _length(whole_text) - characters), characters)


def mid(value: Value, start: Value, count: Value) -> str:
    whole_text, first, characters = text(value), whole(start), _count(count)
    if first < 1:
        raise Fault("Value")
    return _sliced(whole_text, first - 1, characters)


def replace(value: Value, start: Value, count: Value, new: Value) -> str:
    old, first, characters, put = text(value), whole(start), _count(count), text(new)
    if first < 1:
        raise Fault("Value")
    end = _sliced(old, first - 1 + characters, _LONGEST)
    return _fitting(_sliced(old, 0, first - 1) + put + end)


def length(value: Value) -> float:
    return float(_length(text(value)))


def upper(value: Value) -> str:
    return text(value).upper()


def lower(value: Value) -> str:
    return text(value).lower()


def proper(value: Value) -> str:
    """Capitals at the beginning of words: after everything that is not a letter."""
    return _WORD.sub(lambda word: word[0].capitalize(), text(value))


def trim(value: Value) -> str:
    """Without spaces around, and single ones between words."""
    return _SPACES.sub(" ", text(value)).strip(" ")


def clean(value: Value) -> str:
    return text(value).translate(_UNPRINTABLE)


def concatenate(*values: Value) -> str:
    return _fitting("".join(map(text, values)))


def substitute(value: Value, old: Value, new: Value, instance: Value = None) -> str:
    """A text with another in place of a part: everywhere, or at one occurrence only."""
    searched, part, put = text(value), text(old), text(new)
    wanted = None if instance is None else whole(instance)
    if wanted is not None and wanted < 1:
        raise Fault("Value")
    if not part:
        return searched
    if wanted is None:
        return _fitting(searched.replace(part, put))
    pieces = searched.split(part, wanted)
    if len(pieces) <= wanted:
        return searched
    return _fitting(part.join(pieces[:wanted]) + put + pieces[wanted])


def find(part: Value, value: Value, start: Value = 1.0) -> float:
    """Where a part begins; capitals matter."""
    wanted, searched, first = text(part), text(value), whole(start)
    _check_start(first, searched, wanted)
    place = searched.find(wanted, first - 1)
    if place < 0:
        raise Fault("Value")
    return float(_length(searched[:place]) + 1)


def search(part: Value, value: Value, start: Value = 1.0) -> float:
    """Where a part begins; capitals do not matter, and it may have wildcards."""
    wanted, searched, first = text(part), text(value), whole(start)
    _check_start(first, searched, wanted)
    found = pattern(wanted).search(searched, first - 1)
    if not found:
        raise Fault("Value")
    return float(_length(searched[: found.start()]) + 1)


def rept(value: Value, times: Value) -> str:
    repeated, count = text(value), whole(times)
    if count < 0 or len(repeated) * count > _LONGEST:
        raise Fault("Value")
    return repeated * count


def char(code: Value) -> str:
    number = whole(code)
    if not 1 <= number <= 255:
        raise Fault("Value")
    # the five codes without a character stand for themselves
    return bytes([number]).decode(_CODE_PAGE, "replace").replace("\ufffd", chr(number))


def code(value: Value) -> float:
    characters = text(value)
    if not characters:
        raise Fault("Value")
    return float(characters[0].encode(_CODE_PAGE, "replace")[0])


def exact(left_value: Value, right_value: Value) -> bool:
    return text(left_value) == text(right_value)


def _count(value: Value) -> int:
    count = whole(value)
    if count < 0:
        raise Fault("Value")
    return count


def _check_start(first: int, searched: str, wanted: str) -> None:
    if first < 1 or first > len(searched) + (not wanted):
        raise Fault("Value")


def _fitting(value: str) -> str:
    if len(value) > _LONGEST:
        raise Fault("Value")
    return value


def _length(value: str) -> int:
    """Characters as Excel counts them: units of UTF-16."""
    if value.isascii():
        return len(value)
    return len(value) + sum(character > _BEYOND for character in value)


def _sliced(value: str, start: int, count: int) -> str:
    if value.isascii() or not any(character > _BEYOND for character in value):
        return value[start : start + count]
    units = value.encode("utf-16-le")[2 * start : 2 * (start + count)]
    return units.decode("utf-16-le", "replace")


_BODIES: dict[str, tuple[Body, int, int | None]] = {
    "LEFT": (left, 1, 2),
    "RIGHT": (right, 1, 2),
    "MID": (mid, 3, 3),
    "REPLACE": (replace, 4, 4),
    "LEN": (length, 1, 1),
    "UPPER": (upper, 1, 1),
    "LOWER": (lower, 1, 1),
    "PROPER": (proper, 1, 1),
    "TRIM": (trim, 1, 1),
    "CLEAN": (clean, 1, 1),
    "CONCATENATE": (concatenate, 1, None),
    "SUBSTITUTE": (substitute, 3, 4),
    "FIND": (find, 2, 3),
    "SEARCH": (search, 2, 3),
    "REPT": (rept, 2, 2),
    "CHAR": (char, 1, 1),
    "CODE": (code, 1, 1),
    "EXACT": (exact, 2, 2),
}

OVERRIDES: dict[str, Override] = overrides_of(_BODIES)
