"""What stands behind one cell: its formula, the rows that count, the convention, the result."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import FileError
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
    """A cell with a formula, as the workbook has it and as it is calculated."""

    cell: str
    formula: str
    stored: Cell
    computed: Cell
    sentence: str  # of XLRISK_EXPLAIN; "" where the formula calls no function of ours
    not_recalculated: str  # the reason, "" where it was


def explained(data: bytes, reference: str, options: Options) -> ExplainedCell:
    """The cell that a reference or a defined name means.

    Raises FileError where the workbook is refused, and where the cell has no formula.
    """
    before = Source(Package(data, options.limits))
    position = _position(before.structure, reference)
    formula = before.formulas.get(position)
    if formula is None:
        raise FileError(f"{where(before, position)} has no formula; name a cell that has one.")
    content, report = recalculated(data, options)
    after = before if content == data else Source(Package(content, options.limits))
    stale = {one["cell"]: one["reason"] for one in report["not_recalculated"]}
    # every cell stands with its result, and only the question is calculated
    calculation = after.calculation(after.formulas.keys())
    return ExplainedCell(
        cell=where(before, position),
        formula=f"={formula.text}",
        stored=formula.stored,
        computed=after.stored(position),
        sentence=sentences(after, calculation, [position], after.formulas.keys()).get(position, ""),
        not_recalculated=stale.get(where(before, position), ""),
    )


def _position(structure: Structure, reference: str) -> Position:
    target = Targets(structure).block(reference)
    if target.area.rows > 1 or target.area.columns > 1:
        raise FileError(f"{reference} is more than one cell; name one of them.")
    return target.sheet, target.area.top, target.area.left
