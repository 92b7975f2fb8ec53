"""Rounding to multiples: CEILING, FLOOR and their variants, MROUND."""

from __future__ import annotations

import math

from ._cells import Fault, Override, Value, lifted, number, strict_number


def ceiling(value: Value, significance: Value) -> float:
    x, step = number(value), number(significance)
    if x == 0 or step == 0:
        return 0.0
    if x > 0 > step:
        raise Fault("Num")
    return _up(x / step) * step


def floor(value: Value, significance: Value) -> float:
    x, step = number(value), number(significance)
    if x == 0:
        return 0.0
    if step == 0:
        raise Fault("Div")
    if x > 0 > step:
        raise Fault("Num")
    return _down(x / step) * step


def ceiling_math(value: Value, significance: Value = 1.0, mode: Value = 0.0) -> float:
    x, step, away_from_zero = _of_math(value, significance, mode)
    if x == 0 or step == 0:
        return 0.0
    return -_up(-x / step) * step if x < 0 and away_from_zero else _up(x / step) * step


def floor_math(value: Value, significance: Value = 1.0, mode: Value = 0.0) -> float:
    x, step, towards_zero = _of_math(value, significance, mode)
    if x == 0 or step == 0:
        return 0.0
    return -_down(-x / step) * step if x < 0 and towards_zero else _down(x / step) * step


def ceiling_precise(value: Value, significance: Value = 1.0) -> float:
    x, step = number(value), abs(number(significance))
    return _up(x / step) * step if step else 0.0


def floor_precise(value: Value, significance: Value = 1.0) -> float:
    x, step = number(value), abs(number(significance))
    return _down(x / step) * step if step else 0.0


def mround(value: Value, multiple: Value) -> float:
    x, step = strict_number(value), strict_number(multiple)
    if x == 0 or step == 0:
        return 0.0
    if (x < 0) != (step < 0):
        raise Fault("Num")
    return _down(x / step + 0.5) * step


def _of_math(value: Value, significance: Value, mode: Value) -> tuple[float, float, bool]:
    """Arguments of CEILING.MATH and FLOOR.MATH: the sign of the step does not matter."""
    return number(value), abs(number(significance)), number(mode) != 0


def _near(quotient: float) -> float | None:
    """The whole number that a quotient misses by rounding noise only."""
    whole = float(round(quotient))
    return whole if abs(quotient - whole) <= 4e-15 * abs(quotient) else None


def _up(quotient: float) -> float:
    near = _near(quotient)
    return float(math.ceil(quotient)) if near is None else near


def _down(quotient: float) -> float:
    near = _near(quotient)
    return float(math.floor(quotient)) if near is None else near


OVERRIDES: dict[str, Override] = {
    "CEILING": Override(lifted(ceiling), 2, 2),
    "FLOOR": Override(lifted(floor), 2, 2),
    "CEILING.MATH": Override(lifted(ceiling_math), 1, 3),
    "FLOOR.MATH": Override(lifted(floor_math), 1, 3),
    "CEILING.PRECISE": Override(lifted(ceiling_precise), 1, 2),
    "ISO.CEILING": Override(lifted(ceiling_precise), 1, 2),
    "FLOOR.PRECISE": Override(lifted(floor_precise), 1, 2),
    "MROUND": Override(lifted(mround), 2, 2),
}
