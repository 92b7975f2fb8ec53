"""Formulas on which the engine may be wrong, as the values of the workbook tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import Any

from ..hosts.engine import Calculation
from ..hosts.engine.prepare import Doubt
from ..workbook.values import Cell, ErrorText
from .dependencies import CellSet, Dependencies, Position
from .results import Result, Results, cells_of, changed, results_of, touched
from .source import Source
from .update import reading_one_of
from .verify import told_again

_NONE: Mapping[Position, Any] = MappingProxyType({})


def results_without_doubt(
    source: Source,
    calculation: Calculation,
    dependencies: Dependencies,
    cells: Sequence[Position],
    verified: Results = _NONE,
    fed: Mapping[Position, Cell] = _NONE,
) -> dict[Position, Result]:
    """What these formulas show; what is doubtful is calculated by our versions of functions.

    `verified` are the results on which the engine has proved itself. The proof is one of the values
    that a formula reads: where they are others now, what was doubtful is so again.
    """
    found = results_of(source, calculation, cells)
    told: set[Position] = set()
    while True:
        doubted = set(_doubted(source, found, verified, fed.values())) - told
        proved = doubted & verified.keys()
        if proved:
            moved = CellSet([*fed, *touched(source, changed(source, verified, found))])
            doubted -= proved - reading_one_of(source, dependencies, proved, moved)
        if not told_again(source, calculation, doubted):
            return found
        told |= doubted
        found = results_of(source, calculation, cells)


def _doubted(
    source: Source, found: Results, verified: Results, fed: Iterable[Cell]
) -> Iterator[Position]:
    """Errors that may be the engine's, and doubts that the cells of this workbook raise."""
    doubts = {
        position: one.doubt
        for position, one in source.special.items()
        if one.doubt
        and position in found
        # otherwise it was told in another way at once
        and (position in verified or Doubt.ALWAYS not in one.doubt)
    }
    if doubts:
        values = (cell for one in found.values() for row in cells_of(one) for cell in row)
        raised = source.contents.raises(chain(fed, values))
        yield from (position for position, doubt in doubts.items() if doubt & raised)
    yield from (p for p, one in found.items() if type(one) is not float and _is_error(one))


def _is_error(result: Result) -> bool:
    """Whether all that a formula shows is an error."""
    if isinstance(result, list):
        return all(isinstance(cell, ErrorText) for cell in chain.from_iterable(result))
    return isinstance(result, ErrorText)
