"""Values as the engine passes them to Python, and what Excel makes of them.

A value is None (empty cell), a float, a bool, a text, an error (`error("Na")`) or a range: a list
of rows of these. A reference to one cell arrives as its value, and an omitted argument as 0.0.
A body raises `Fault` for an error that is its result; `guarded` and `lifted` turn it into a value.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ._numbers_in_texts import number_in

Value: TypeAlias = Any
Rows: TypeAlias = list[list[Value]]
Body: TypeAlias = Callable[..., Value]

KIND_OF = {
    "#N/A": "Na",
    "#DIV/0!": "Div",
    "#VALUE!": "Value",
    "#REF!": "Ref",
    "#NAME?": "Name",
    "#NUM!": "Num",
    "#NULL!": "Null",
    "#SPILL!": "Spill",
    "#CALC!": "Calc",
}


@dataclass(frozen=True)
class Override:
    """A worksheet function calculated here and not by the engine."""

    body: Body
    min_args: int
    max_args: int | None  # None: as many as one likes
    # Passing a range to Python costs about 1 µs a cell, far more than the engine's own functions:
    # for these a host may prefer the engine wherever its result is right.
    reads_ranges: bool = False


class Fault(Exception):  # noqa: N818 - an error value under way, nothing that went wrong here
    """An error value as the result; `kind` as the engine names it: Na, Div, Num, Value, Ref..."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def error(kind: str) -> Value:
    """An error value."""
    return {"type": "Error", "kind": kind}


def is_error(value: Value) -> bool:
    return isinstance(value, dict)


def checked(value: Value) -> Value:
    """A value that is no error; an error is raised."""
    if isinstance(value, dict):
        raise Fault(value.get("kind", "Value"))
    return value


# -- one value -----------------------------------------------------------------------------------


def number(value: Value) -> float:
    """A scalar argument as a number: empty is 0, TRUE is 1, "12" is 12, other text #VALUE!."""
    if isinstance(value, (float, int)):  # bool too
        return float(value)
    if value is None:
        return 0.0
    if isinstance(value, str):
        found = number_in(value)
        if found is not None:
            return found
    checked(value)
    raise Fault("Value")


def strict_number(value: Value) -> float:
    """A scalar argument of a function that came with the Analysis ToolPak: no booleans."""
    if isinstance(value, bool):
        raise Fault("Value")
    return number(value)


def whole(value: Value) -> int:
    """A scalar argument as a whole number, cut towards zero as Excel does."""
    return math.trunc(finite(number(value)))


def boolean(value: Value) -> bool:
    """A scalar argument as a condition: 0 and empty are FALSE, "true" is TRUE."""
    if isinstance(value, str):
        word = value.upper()
        if word in {"TRUE", "FALSE"}:
            return word == "TRUE"
        raise Fault("Value")
    return number(value) != 0


def text(value: Value) -> str:
    """A scalar argument as text: numbers with 15 digits, TRUE and FALSE in capitals."""
    match checked(value):
        case str() as found:
            return found
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() | int():
            return number_as_text(float(value))
    raise Fault("Value")


def number_as_text(value: float) -> str:
    """A number as `&` writes it: up to 15 digits, E+ where it would be longer than 21."""
    if value == 0:
        return "0"
    digits, _, exponent_text = f"{abs(value):.14e}".partition("e")
    digits = digits.replace(".", "").rstrip("0")
    exponent = int(exponent_text)
    sign = "-" if value < 0 else ""
    if exponent > 20 or (exponent < 0 and len(digits) - exponent > 20):
        mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
        return f"{sign}{mantissa}E{exponent:+03d}"
    if exponent < 0:
        return f"{sign}0.{'0' * (-exponent - 1)}{digits}"
    whole_part = digits[: exponent + 1].ljust(exponent + 1, "0")
    fraction = digits[exponent + 1 :]
    return f"{sign}{whole_part}{'.' + fraction if fraction else ''}"


def finite(value: float) -> float:
    """A number that a cell can hold; anything else is #NUM!."""
    if math.isfinite(value):
        return value
    raise Fault("Num")


# -- ranges --------------------------------------------------------------------------------------


def rows_of(value: Value) -> Rows:
    """A range as it is, a single value as a range of one."""
    return value if isinstance(value, list) else [[value]]


def size_of(value: Value) -> tuple[int, int]:
    """Rows and columns."""
    return (len(value), len(value[0])) if isinstance(value, list) else (1, 1)


def flat(value: Value) -> list[Value]:
    """The cells of a range row by row."""
    return list(itertools.chain.from_iterable(rows_of(value)))


def numbers(arguments: Iterable[Value]) -> Iterator[float]:
    """What SUM and its like add up: numbers in ranges, and direct arguments coerced.

    Texts, booleans and empty cells inside ranges are passed over; the first error is raised.
    """
    for argument in arguments:
        if not isinstance(argument, list):
            if argument is not None:
                yield number(argument)
            continue
        for cell in itertools.chain.from_iterable(argument):
            if isinstance(cell, float):
                yield cell
            elif isinstance(cell, dict):
                checked(cell)


# -- bodies --------------------------------------------------------------------------------------


def guarded(function: Body) -> Body:
    """A body whose faults are error values, and whose result is never NaN or infinite."""

    @functools.wraps(function)
    def body(*arguments: Value) -> Value:
        try:
            return _cell(function(*arguments))
        except Fault as fault:
            return error(fault.kind)
        except ZeroDivisionError:
            return error("Div")
        except OverflowError:
            return error("Num")

    return body


def lifted(function: Body) -> Body:
    """A body that takes single values, over arrays: Excel's broadcasting, #N/A where none fits."""
    once = guarded(function)

    @functools.wraps(function)
    def body(*arguments: Value) -> Value:
        if not any(isinstance(argument, list) for argument in arguments):
            return once(*arguments)
        ranges = [rows_of(argument) for argument in arguments]
        height = max(len(rows) for rows in ranges)
        width = max(len(rows[0]) for rows in ranges)
        return [
            [_at(once, ranges, row, column) for column in range(width)] for row in range(height)
        ]

    return body


def _at(once: Body, ranges: Sequence[Rows], row: int, column: int) -> Value:
    """The result at one place of the array; one row or column stands for all."""
    cells = []
    for rows in ranges:
        down, right = (0 if len(rows) == 1 else row), (0 if len(rows[0]) == 1 else column)
        if down >= len(rows) or right >= len(rows[0]):
            return error("Na")
        cells.append(rows[down][right])
    return once(*cells)


def _cell(value: Value) -> Value:
    """A result with NaN and infinity as #NUM!, in arrays too."""
    if isinstance(value, float) and not math.isfinite(value):
        return error("Num")
    if isinstance(value, list):
        return [[_cell(cell) for cell in row] for row in value]
    return value
