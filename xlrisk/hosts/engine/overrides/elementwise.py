"""Functions of one number that the engine does not apply to the cells of a range.

SUMPRODUCT(ABS(A1:A9)) and array formulas need them, and LARGE and SMALL with several places.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Context, Decimal

from ._bodies import overrides_of
from ._cells import (
    Body,
    Fault,
    Override,
    Value,
    flat,
    guarded,
    lifted,
    number,
    strict_number,
    whole,
)

_EXACT = Context(prec=800)
_MOST_THINGS = 2**53
_MOST_CHOSEN = 1029  # of at least twice as many: more combinations than any number counts
_LARGEST_FACTORIAL = 170
_LARGEST_DOUBLE_FACTORIAL = 300
_MOST_PLACES = 400  # no double has digits beyond


def _of_number(result: Callable[[float], float]) -> Body:
    def body(value: Value) -> float:
        return result(number(value))

    return body


def _logarithm(result: Callable[[float], float]) -> Body:
    def body(value: Value) -> float:
        x = number(value)
        if x <= 0:
            raise Fault("Num")
        return result(x)

    return body


def log(value: Value, base: Value = 10.0) -> float:
    x, to = number(value), number(base)
    if x <= 0 or to <= 0:
        raise Fault("Num")
    if to == 1:
        raise Fault("Div")
    return math.log10(x) if to == 10 else math.log(x) / math.log(to)


def power(value: Value, exponent: Value) -> float:
    x, to = number(value), number(exponent)
    if x == 0 and to <= 0:
        raise Fault("Num" if to == 0 else "Div")
    result = x**to
    if isinstance(result, complex):
        raise Fault("Num")
    return float(result)


def sqrt(value: Value) -> float:
    x = number(value)
    if x < 0:
        raise Fault("Num")
    return math.sqrt(x)


def mod(value: Value, divisor: Value) -> float:
    x, by = number(value), number(divisor)
    if by == 0:
        raise Fault("Div")
    return x - by * math.floor(x / by)


def quotient(value: Value, divisor: Value) -> float:
    x, by = strict_number(value), strict_number(divisor)
    if by == 0:
        raise Fault("Div")
    return float(math.trunc(x / by))


def _rounding(rule: str) -> Body:
    """Rounding of the 15 digits that Excel keeps: ROUND(1.005, 2) is 1.01."""

    def body(value: Value, places: Value = None) -> float:
        x, decimals = number(value), whole(places)
        if decimals > _MOST_PLACES:
            return x
        if decimals < -_MOST_PLACES:
            return 0.0
        unit = Decimal(1).scaleb(-decimals)
        return float(Decimal(f"{x:.14e}").quantize(unit, rounding=rule, context=_EXACT))

    return body


def even(value: Value) -> float:
    x = number(value)
    return math.copysign(math.ceil(abs(x) / 2) * 2.0, x) if x else 0.0


def odd(value: Value) -> float:
    x = number(value)
    return math.copysign(math.ceil((abs(x) - 1) / 2) * 2.0 + 1, x) if x else 1.0


def delta(left: Value, right: Value = None) -> float:
    return float(strict_number(left) == strict_number(right))


def gestep(value: Value, step: Value = None) -> float:
    return float(strict_number(value) >= strict_number(step))


def erf(low: Value, *high: Value) -> float:
    """The error function from 0 to a limit, or between two limits."""
    start = math.erf(strict_number(low))
    return math.erf(strict_number(high[0])) - start if high else start


def erfc(value: Value) -> float:
    return math.erfc(strict_number(value))


def fact(value: Value) -> float:
    count = _count(value)
    if count > _LARGEST_FACTORIAL:
        raise Fault("Num")
    return float(math.factorial(count))


def factdouble(value: Value) -> float:
    """The product of every second number."""
    count = whole(strict_number(value))
    if not -1 <= count <= _LARGEST_DOUBLE_FACTORIAL:
        raise Fault("Num")
    return float(math.prod(range(count, 0, -2)))


def combin(things: Value, chosen: Value) -> float:
    return _combinations(_count(things), _count(chosen))


def combina(things: Value, chosen: Value) -> float:
    """Combinations in which things repeat."""
    total, places = _count(things), _count(chosen)
    if total == 0:
        return float(places == 0)
    return _combinations(total + places - 1, places)


def permut(things: Value, chosen: Value) -> float:
    total, places = _count(things), _count(chosen)
    if places > min(total, _LARGEST_FACTORIAL):  # more is beyond any number
        raise Fault("Num")
    return float(math.perm(total, places))


def _combinations(total: int, places: int) -> float:
    if min(places, total - places) > _MOST_CHOSEN or places > total:
        raise Fault("Num")
    return float(math.comb(total, places))


def _count(value: Value) -> int:
    """A number of things."""
    count = whole(value)
    if not 0 <= count < _MOST_THINGS:
        raise Fault("Num")
    return count


def _sign(x: float) -> float:
    return float((x > 0) - (x < 0))


def _floor(x: float) -> float:
    return float(math.floor(x))


def _ranked(*, largest: bool) -> Body:
    """LARGE or SMALL: numbers in order, and one place in it or several."""

    def body(values: Value, places: Value) -> Value:
        cells = flat(values)
        faulty = next((cell for cell in cells if isinstance(cell, dict)), None)
        ordered = sorted((c for c in cells if type(c) is float), reverse=largest)

        def at(place: Value) -> Value:
            if faulty is not None:
                return faulty
            wanted = math.ceil(number(place))
            if not 1 <= wanted <= len(ordered):
                raise Fault("Num")
            return ordered[wanted - 1]

        return lifted(at)(places)

    return body


_BODIES: dict[str, tuple[Body, int, int]] = {
    "ABS": (_of_number(abs), 1, 1),
    "SIGN": (_of_number(_sign), 1, 1),
    "INT": (_of_number(_floor), 1, 1),
    "EXP": (_of_number(math.exp), 1, 1),
    "LN": (_logarithm(math.log), 1, 1),
    "LOG10": (_logarithm(math.log10), 1, 1),
    "LOG": (log, 1, 2),
    "POWER": (power, 2, 2),
    "SQRT": (sqrt, 1, 1),
    "MOD": (mod, 2, 2),
    "QUOTIENT": (quotient, 2, 2),
    "ROUND": (_rounding(ROUND_HALF_UP), 2, 2),
    "ROUNDUP": (_rounding(ROUND_UP), 2, 2),
    "ROUNDDOWN": (_rounding(ROUND_DOWN), 2, 2),
    "TRUNC": (_rounding(ROUND_DOWN), 1, 2),
    "EVEN": (even, 1, 1),
    "ODD": (odd, 1, 1),
    "ERF": (erf, 1, 2),
    "ERF.PRECISE": (erf, 1, 1),
    "ERFC": (erfc, 1, 1),
    "ERFC.PRECISE": (erfc, 1, 1),
    "FACT": (fact, 1, 1),
    "FACTDOUBLE": (factdouble, 1, 1),
    "COMBIN": (combin, 2, 2),
    "COMBINA": (combina, 2, 2),
    "PERMUT": (permut, 2, 2),
    "DELTA": (delta, 1, 2),
    "GESTEP": (gestep, 1, 2),
}

OVERRIDES: dict[str, Override] = overrides_of(_BODIES) | {
    "LARGE": Override(guarded(_ranked(largest=True)), 2, 2),
    "SMALL": Override(guarded(_ranked(largest=False)), 2, 2),
}
