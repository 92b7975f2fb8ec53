"""Functions that count or add up cells which meet criteria: COUNTIF, SUMIFS, MAXIFS..."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Sequence

from . import _statistics as of
from ._cells import (
    Body,
    Fault,
    Override,
    Value,
    checked,
    error,
    flat,
    guarded,
    lifted,
    rows_of,
    size_of,
)
from ._matching import criterion

_SAME = object()  # no range of its own to add up


def countif(cells: Value, wanted: Value) -> Value:
    return countifs(cells, wanted)


def countifs(*pairs: Value) -> Value:
    ranges, wanted = _pairs(pairs)
    return lifted(lambda *values: float(len(_selected(ranges, values))))(*wanted)


def sumif(cells: Value, wanted: Value, *summed: Value) -> Value:
    return _if(cells, wanted, _laid_over(cells, *summed), math.fsum)


def averageif(cells: Value, wanted: Value, *averaged: Value) -> Value:
    return _if(cells, wanted, _laid_over(cells, *averaged), of.average)


def _ifs(result: Callable[[Sequence[float]], float]) -> Body:
    """SUMIFS, AVERAGEIFS, MAXIFS or MINIFS by what they make of the selected numbers."""

    def body(cells: Value, *pairs: Value) -> Value:
        ranges, wanted = _pairs(pairs)
        if size_of(cells) != size_of(pairs[0]):
            raise Fault("Value")
        values = flat(cells)
        return lifted(lambda *each: result(_numbers(values, _selected(ranges, each))))(*wanted)

    return guarded(body)


def _if(
    cells: Value, wanted: Value, values: list[Value], result: Callable[[Sequence[float]], float]
) -> Value:
    ranges, criteria = _pairs([cells, wanted])
    return lifted(lambda each: result(_numbers(values, _selected(ranges, [each]))))(*criteria)


def _laid_over(cells: Value, values: Value = _SAME) -> list[Value]:
    """Cells to add up: as many as `cells` from the first of `values` on, whatever its size.

    Excel looks beyond the end of `values`; what stands there is not known here, and is #VALUE!.
    """
    if values is _SAME or size_of(values) == size_of(cells):
        return flat(cells if values is _SAME else values)
    height, width = size_of(cells)
    rows = rows_of(values)
    outside = error("Value")
    return [
        rows[row][column] if row < len(rows) and column < len(rows[0]) else outside
        for row, column in itertools.product(range(height), range(width))
    ]


def _pairs(pairs: Sequence[Value]) -> tuple[list[list[Value]], list[Value]]:
    """Ranges as flat lists, all of one size, and their criteria."""
    if len(pairs) % 2 or len({size_of(cells) for cells in pairs[::2]}) != 1:
        raise Fault("Value")
    for cells in pairs[::2]:
        if isinstance(cells, dict) and cells.get("kind") == "Ref":
            checked(cells)  # no range at all
    return [flat(cells) for cells in pairs[::2]], list(pairs[1::2])


def _selected(ranges: Sequence[list[Value]], wanted: Sequence[Value]) -> Sequence[int]:
    """Places at which every range meets its criterion."""
    places: Iterable[int] = range(len(ranges[0]))
    for cells, value in zip(ranges, wanted, strict=True):
        test = criterion(value)
        places = [place for place in places if test(cells[place])]
    return list(places)


def _numbers(values: list[Value], places: Iterable[int]) -> list[float]:
    """The numbers at these places; the first error is raised."""
    return [values[place] for place in places if type(checked(values[place])) is float]


OVERRIDES: dict[str, Override] = {
    "COUNTIF": Override(guarded(countif), 2, 2, reads_ranges=True),
    "COUNTIFS": Override(guarded(countifs), 2, None, reads_ranges=True),
    "SUMIF": Override(guarded(sumif), 2, 3, reads_ranges=True),
    "SUMIFS": Override(_ifs(math.fsum), 3, None, reads_ranges=True),
    "AVERAGEIF": Override(guarded(averageif), 2, 3, reads_ranges=True),
    "AVERAGEIFS": Override(_ifs(of.average), 3, None, reads_ranges=True),
    "MAXIFS": Override(_ifs(of.largest), 3, None, reads_ranges=True),
    "MINIFS": Override(_ifs(of.smallest), 3, None, reads_ranges=True),
}
