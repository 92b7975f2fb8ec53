"""Phase B: what changed with the inputs and our functions, and what may be written.

A cell is written only where the engine has proved itself on it, and where nothing that it reads
was left as it is because the engine had not.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from .dependencies import CellSet, Dependencies, Position
from .results import Result, Results, touched
from .source import Source


@dataclass
class Update:
    """The results to write by formula, and the formulas that should change and may not."""

    results: dict[Position, Result] = field(default_factory=dict)
    stale: dict[Position, str] = field(default_factory=dict)


def follow(
    source: Source,
    dependencies: Dependencies,
    changed: Results,
    fed: Collection[Position],
    blocked: Mapping[Position, str],
    left_alone: Collection[Position] = (),
) -> Update:
    """Which of the changed formulas are written, and which formulas are stale.

    `fed` are the input cells that were given other values; `blocked` are the formulas that keep
    their stored values whatever happens, and `left_alone` those of them that are out of date.
    """
    update = Update(dict(changed), {position: blocked[position] for position in left_alone})
    if not blocked:
        return update
    moved = CellSet([*fed, *touched(source, changed)])
    for position in reading_one_of(source, dependencies, blocked, moved):
        update.stale[position] = blocked[position]
    if update.stale:
        behind = dependencies.dependents(list(update.stale), source.extent)
        for position in behind - update.stale.keys():
            update.stale[position] = "it reads a cell that was not recalculated"
    update.results = {p: results for p, results in changed.items() if p not in update.stale}
    return update


def reading_one_of(
    source: Source, dependencies: Dependencies, formulas: Collection[Position], cells: CellSet
) -> set[Position]:
    """Those of these formulas that read one of the cells, or may."""
    if not cells:
        return set()
    return {
        position
        for position in formulas
        if source.prepared(position).volatile or dependencies.reads_one_of(position, cells)
    }
