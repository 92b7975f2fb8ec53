"""Functions of angles that the engine does not apply to the cells of a range."""

from __future__ import annotations

import math
from collections.abc import Callable

from ._bodies import overrides_of
from ._cells import Body, Fault, Override, Value, number

_LARGEST_ANGLE = 2**27  # beyond which Excel gives up


def _of_number(result: Callable[[float], float]) -> Body:
    """A function of a number; outside of its domain #NUM!."""

    def body(value: Value) -> float:
        try:
            return result(number(value))
        except ValueError:
            raise Fault("Num") from None

    return body


def _of_angle(result: Callable[[float], float]) -> Body:
    def body(value: Value) -> float:
        angle = number(value)
        if abs(angle) >= _LARGEST_ANGLE:
            raise Fault("Num")
        return result(angle)

    return body


def _inverse(divisor: Callable[[float], float]) -> Callable[[float], float]:
    """One divided by a function; #DIV/0! where that is 0, and 0 where it is infinite."""

    def result(x: float) -> float:
        try:
            under = divisor(x)
        except OverflowError:
            return 0.0
        if under == 0:
            raise Fault("Div")
        return 1 / under

    return result


def _acot(x: float) -> float:
    return math.pi / 2 - math.atan(x) if x <= 1 else math.atan(1 / x)


def _acoth(x: float) -> float:
    if abs(x) <= 1:
        raise Fault("Num")
    return math.atanh(1 / x)


OVERRIDES: dict[str, Override] = overrides_of(
    {
        "ASIN": (_of_number(math.asin), 1, 1),
        "ACOS": (_of_number(math.acos), 1, 1),
        "ATAN": (_of_number(math.atan), 1, 1),
        "ASINH": (_of_number(math.asinh), 1, 1),
        "ACOSH": (_of_number(math.acosh), 1, 1),
        "ATANH": (_of_number(math.atanh), 1, 1),
        "ACOT": (_of_number(_acot), 1, 1),
        "ACOTH": (_of_number(_acoth), 1, 1),
        "SINH": (_of_number(math.sinh), 1, 1),
        "COSH": (_of_number(math.cosh), 1, 1),
        "TANH": (_of_number(math.tanh), 1, 1),
        "COTH": (_of_number(_inverse(math.tanh)), 1, 1),
        "SECH": (_of_number(_inverse(math.cosh)), 1, 1),
        "CSCH": (_of_number(_inverse(math.sinh)), 1, 1),
        "SEC": (_of_angle(_inverse(math.cos)), 1, 1),
        "CSC": (_of_angle(_inverse(math.sin)), 1, 1),
        "COT": (_of_angle(_inverse(math.tan)), 1, 1),
        "RADIANS": (_of_number(math.radians), 1, 1),
        "DEGREES": (_of_number(math.degrees), 1, 1),
    }
)
