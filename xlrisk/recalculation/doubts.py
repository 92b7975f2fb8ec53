"""Formulas on which the engine may be wrong, as the values of the workbook tell."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ..hosts.engine import Calculation
from ..hosts.engine.prepare import Doubt
from ..workbook.values import ErrorText
from .dependencies import Position
from .results import Result, Results, cells_of, results_of
from .source import Source
from .verify import told_again


def results_without_doubt(
    source: Source,
    calculation: Calculation,
    cells: Sequence[Position],
    verified: Collection[Position] = frozenset(),
) -> dict[Position, Result]:
    """What these formulas show; what is doubtful is calculated by our versions of functions.

    `verified` are those on which the engine has proved itself.
    """
    found = results_of(source, calculation, cells)
    doubted = [position for position in _doubted(source, found) if position not in verified]
    if told_again(source, calculation, doubted):
        return results_of(source, calculation, cells)
    return found


def _doubted(source: Source, found: Results) -> list[Position]:
    """Errors that may be the engine's, and doubts that the cells of this workbook raise."""
    doubts = {
        position: one.doubt
        for position, one in source.special.items()
        if one.doubt and Doubt.ALWAYS not in one.doubt and position in found
    }
    if doubts:
        values = (cell for one in found.values() for row in cells_of(one) for cell in row)
        raised = source.contents.raises(values)
        doubts = {position: doubt for position, doubt in doubts.items() if doubt & raised}
    return [
        position
        for position, result in found.items()
        if isinstance(result, ErrorText) or position in doubts
    ]
