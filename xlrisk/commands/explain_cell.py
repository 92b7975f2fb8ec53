"""What stands behind one cell: its formula, the rows that count, the convention, the result."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import FileError
from ..hosts.engine.prepare.formula_text import shown
from ..recalculation import Options, recalculated
from ..recalculation.dependencies import Position
from ..recalculation.feeding.targets import Targets
from ..recalculation.messages import sentences
from ..recalculation.report import where
from ..recalculation.source import Source
from ..workbook.package import Package
from ..workbook.structure import Structure
from ..workbook.values import Cell


@dataclass(frozen=True)
class ExplainedCell:
    """A cell that a formula fills, as the workbook has it and as it is calculated."""

    cell: str
    formula_cell: str  # another one where the formula of that fills several
    formula: str
    stored: Cell
    computed: Cell
    sentence: str  # of XLRISK_EXPLAIN; "" where the formula calls no function of ours
    not_recalculated: str  # the reason, "" where it was


def explained(data: bytes, reference: str, options: Options) -> ExplainedCell:
    """The cell that a reference or a defined name means.

    Raises FileError where the workbook is refused, and where no formula fills the cell.
    """
    before = Source(Package(data, options.limits))
    position = _position(before.structure, reference)
    anchor = _anchor(before, position)
    formula = before.formulas.get(anchor)
    if formula is None:
        raise FileError(f"{where(before, position)} has no formula; name a cell that has one.")
    content, report = recalculated(data, options)
    after = before if content == data else Source(Package(content, options.limits))
    stale = {one["cell"]: one["reason"] for one in report["not_recalculated"]}
    # every cell stands with its result, and only the question is calculated
    calculation = after.calculation(after.formulas.keys())
    return ExplainedCell(
        cell=where(before, position),
        formula_cell=where(before, anchor),
        formula=shown(formula),
        stored=before.stored(position),
        computed=after.stored(position),
        sentence=sentences(after, calculation, [anchor], after.formulas.keys()).get(anchor, ""),
        not_recalculated=stale.get(where(before, anchor), ""),
    )


def _anchor(source: Source, position: Position) -> Position:
    """The cell whose formula fills a cell; the cell itself where no array does."""
    number, *cell = position
    child = source.sheet(number).index.children.get((cell[0], cell[1]))
    return (number, *child.anchor) if child else position


def _position(structure: Structure, reference: str) -> Position:
    target = Targets(structure).block(reference)
    if target.area.rows > 1 or target.area.columns > 1:
        raise FileError(f"{reference} is more than one cell; name one of them.")
    return target.sheet, target.area.top, target.area.left
