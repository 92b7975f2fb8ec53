"""What a cell holds: ISNUMBER and its like, over ranges too."""

from __future__ import annotations

import math
from collections.abc import Callable

from ._cells import Override, Value, lifted, strict_number


def _is_number(value: Value) -> bool:
    return isinstance(value, (float, int)) and not isinstance(value, bool)


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


def _is_error(value: Value) -> bool:
    return isinstance(value, dict)


def _is_na(value: Value) -> bool:
    return isinstance(value, dict) and value.get("kind") == "Na"


def _is_even(value: Value) -> bool:
    return math.trunc(strict_number(value)) % 2 == 0


_TESTS: dict[str, Callable[[Value], bool]] = {
    "ISNUMBER": _is_number,
    "ISTEXT": _is_text,
    "ISNONTEXT": lambda value: not _is_text(value),
    "ISLOGICAL": lambda value: isinstance(value, bool),
    "ISBLANK": lambda value: value is None,
    "ISERROR": _is_error,
    "ISERR": lambda value: _is_error(value) and not _is_na(value),
    "ISNA": _is_na,
    "ISEVEN": _is_even,
    "ISODD": lambda value: not _is_even(value),
}


OVERRIDES: dict[str, Override] = {
    name: Override(lifted(test), 1, 1) for name, test in _TESTS.items()
}
