"""When two values of a cell are the same."""

from __future__ import annotations

import math
from collections.abc import Callable

from ..workbook.values import Cell, ErrorText

_RELATIVE = 1e-9
_ABSOLUTE = 1e-12  # times the largest number that the formula reads: Excel snaps sums to 0
_REWRITE = 1e-15


def agrees(computed: Cell, stored: Cell, largest_input: Callable[[], float]) -> bool:
    """Whether a computed value confirms the stored one."""
    if computed is None:  # a formula that gives an empty cell shows 0
        computed = 0.0
    if isinstance(computed, bool) or isinstance(stored, bool):
        return computed is stored
    if isinstance(computed, (int, float)) and isinstance(stored, (int, float)):
        if math.isclose(computed, stored, rel_tol=_RELATIVE):
            return True
        return abs(computed - stored) <= _ABSOLUTE * largest_input()
    return computed == stored and _is_error(computed) is _is_error(stored)


def is_same(one: Cell, other: Cell) -> bool:
    """Whether nothing has to be written: equal, or equal to 15 digits."""
    one, other = (0.0 if value is None else value for value in (one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return is_same_number(one, other)
    return one == other and _is_error(one) is _is_error(other)


def is_same_number(one: float, other: float) -> bool:
    return one == other or math.isclose(one, other, rel_tol=_REWRITE)


def _is_error(value: Cell) -> bool:
    """An error value, told from a text that looks like one."""
    return isinstance(value, ErrorText)
