"""Phase B: what changed with the inputs and our functions, and what may be written.

A cell is written only where the engine has proved itself on it, and where nothing that it reads
was left as it is because the engine had not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias

from ...hosts.engine import Calculation
from ...workbook.values import Cell
from .agreement import is_same
from .dependencies import CellSet, Dependencies, Position
from .source import Source

Results: TypeAlias = list[list[Cell]]  # the values of one formula, row by row


@dataclass
class Update:
    """The results to write by formula, and the formulas that should change and may not."""

    results: dict[Position, Results] = field(default_factory=dict)
    stale: dict[Position, str] = field(default_factory=dict)


def results_of(
    source: Source, calculation: Calculation, cells: Iterable[Position]
) -> dict[Position, Results]:
    """What the engine has found for these formulas."""
    found = {}
    for position in cells:
        formula = source.formulas[position]
        name = source.structure.sheets[position[0]].name
        if formula.kind != "array" or formula.area is None:
            found[position] = [[_shown(calculation.value(name, formula.row, formula.column))]]
            continue
        rows, columns = formula.area.rows, formula.area.columns
        if formula.dynamic:
            rows, columns = calculation.spill(name, formula.row, formula.column)
        block = calculation.block(name, formula.row, formula.column, rows, columns)
        found[position] = [[_shown(value) for value in row] for row in block]
    return found


def stored_results(source: Source, cells: Iterable[Position]) -> dict[Position, Results]:
    """The same as the file has it; None where a cell has no value."""
    found = {}
    for position in cells:
        values = [source.stored(cell) for cell in source.extent(position)]
        area = source.formulas[position].area
        width = area.columns if area and source.formulas[position].kind == "array" else 1
        found[position] = [values[i : i + width] for i in range(0, len(values), width)]
    return found


def changed(before: Mapping[Position, Results], after: Mapping[Position, Results]) -> set[Position]:
    """The formulas that have other results than before."""
    return {position for position, results in after.items() if _differ(before[position], results)}


def _differ(before: Results, after: Results) -> bool:
    if (len(before), len(before[0])) != (len(after), len(after[0])):
        return True
    pairs = zip(chain.from_iterable(before), chain.from_iterable(after), strict=True)
    return any(one is None or not is_same(one, other) for one, other in pairs)


def follow(
    source: Source,
    dependencies: Dependencies,
    changed: Mapping[Position, Results],
    fed: Collection[Position],
    blocked: Mapping[Position, str],
    left_alone: Collection[Position] = (),
) -> Update:
    """Which of the changed formulas are written, and which formulas are stale.

    `fed` are the input cells that were given other values; `blocked` are the formulas that keep
    their stored values whatever happens, and `left_alone` those of them that are out of date.
    """
    update = Update(stale={position: blocked[position] for position in left_alone})
    moved = CellSet([*fed, *_touched(source, changed)])
    if moved:
        for position, reason in blocked.items():
            volatile = source.prepared[position].volatile
            if volatile or dependencies.reads_one_of(position, moved):
                update.stale[position] = reason
    if update.stale:
        behind = dependencies.dependents(list(update.stale), source.extent)
        for position in behind - update.stale.keys():
            update.stale[position] = "it reads a cell that was not recalculated"
    update.results = {p: results for p, results in changed.items() if p not in update.stale}
    return update


def _touched(source: Source, changed: Mapping[Position, Results]) -> Iterable[Position]:
    """The cells that changed formulas fill now, and those that they filled."""
    for position, results in changed.items():
        yield from source.extent(position)
        sheet, top, left = position
        for row, values in enumerate(results, top):
            for column, _ in enumerate(values, left):
                yield sheet, row, column


def _shown(value: Cell) -> Cell:
    """A formula that gives an empty cell shows 0."""
    return 0.0 if value is None else value
