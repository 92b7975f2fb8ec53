"""GCD and LCM."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from ._cells import Body, Fault, Override, Value, flat, guarded, strict_number

_TOO_LARGE = 2**53


def _of_whole_numbers(result: Callable[..., int]) -> Body:
    def body(*arguments: Value) -> float:
        found = result(*_whole_numbers(arguments))
        if found >= _TOO_LARGE:
            raise Fault("Num")
        return float(found)

    return guarded(body)


def _whole_numbers(arguments: Sequence[Value]) -> list[int]:
    """Cut to whole numbers; an empty cell counts as 0 in a range and is left out alone."""
    cells = [cell for argument in arguments if argument is not None for cell in flat(argument)]
    if not cells:
        raise Fault("Value")
    return [_whole(cell) for cell in cells]


def _whole(cell: Value) -> int:
    value = strict_number(cell)
    if not 0 <= value < _TOO_LARGE:
        raise Fault("Num")
    return math.floor(value)


OVERRIDES: dict[str, Override] = {
    "GCD": Override(_of_whole_numbers(math.gcd), 1, None),
    "LCM": Override(_of_whole_numbers(math.lcm), 1, None),
}
