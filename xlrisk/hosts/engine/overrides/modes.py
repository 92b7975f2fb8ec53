"""MODE and its variants."""

from __future__ import annotations

from collections.abc import Sequence

from . import _statistics as of
from ._cells import Fault, Override, Value, checked, flat, guarded


def mode(*arguments: Value) -> float:
    return of.modes(_numbers(arguments))[0]


def modes(*arguments: Value) -> Value:
    return [[value] for value in of.modes(_numbers(arguments))]


def _numbers(arguments: Sequence[Value]) -> list[float]:
    """Numbers in ranges; a single argument has to be one."""
    numbers: list[float] = []
    for argument in arguments:
        if not isinstance(argument, list) and type(checked(argument)) is not float:
            raise Fault("Value")
        numbers += [cell for cell in flat(argument) if type(checked(cell)) is float]
    return numbers


OVERRIDES: dict[str, Override] = {
    "MODE": Override(guarded(mode), 1, None),
    "MODE.SNGL": Override(guarded(mode), 1, None),
    "MODE.MULT": Override(guarded(modes), 1, None),
}
