"""AGGREGATE by values: which rows are hidden, and which cells are subtotals, is not known here."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from . import _statistics as of
from ._cells import Fault, Override, Value, checked, flat, guarded, lifted, number, whole

_OF_NUMBERS: dict[int, Callable[[Sequence[float]], float]] = {
    1: of.average,
    2: lambda numbers: float(len(numbers)),
    4: of.largest,
    5: of.smallest,
    6: of.product,
    7: of.deviation,
    8: of.deviation_of_all,
    9: math.fsum,
    10: of.variance,
    11: of.variance_of_all,
    12: of.median,
    13: lambda numbers: of.modes(numbers)[0],
}
_AT_K: dict[int, Callable[[Sequence[float], float], float]] = {
    14: lambda numbers, k: of.at_rank(numbers, len(numbers) + 1 - math.ceil(k)),
    15: of.at_rank,
    16: of.percentile,
    17: lambda numbers, quart: of.percentile(numbers, math.trunc(quart) / 4),
    18: of.percentile_without_ends,
    19: lambda numbers, quart: of.percentile_without_ends(numbers, math.trunc(quart) / 4),
}
_COUNT, _COUNTA = 2, 3
_IGNORE_ERRORS = {2, 3, 6, 7}


def aggregate(function: Value, option: Value, *arguments: Value) -> Value:
    which, how = whole(function), whole(option)
    if not 0 <= how <= 7:
        raise Fault("Value")
    if which in _AT_K:
        if len(arguments) != 2:
            raise Fault("Value")
        found = _numbers(flat(arguments[0]), ignore=how in _IGNORE_ERRORS)
        return lifted(lambda k: _AT_K[which](found, number(k)))(arguments[1])
    cells = [cell for argument in arguments for cell in flat(argument)]
    if which == _COUNTA:
        return float(sum(_is_counted(cell, how) for cell in cells))
    if which not in _OF_NUMBERS:
        raise Fault("Value")
    return _OF_NUMBERS[which](_numbers(cells, ignore=which == _COUNT or how in _IGNORE_ERRORS))


def _is_counted(cell: Value, option: int) -> bool:
    return cell is not None and not (isinstance(cell, dict) and option in _IGNORE_ERRORS)


def _numbers(cells: Sequence[Value], *, ignore: bool) -> list[float]:
    """The numbers among cells; the first error is raised unless errors are ignored."""
    if not ignore:
        for cell in cells:
            checked(cell)
    return [cell for cell in cells if type(cell) is float]


OVERRIDES: dict[str, Override] = {
    "AGGREGATE": Override(guarded(aggregate), 3, None, reads_ranges=True),
}
