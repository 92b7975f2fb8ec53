"""Old data that an empty row parts from the block that is replaced.

A block ends at an empty row, as Excel's own notion of a region does. What stands further below is
no part of it; where it looks like data, though, it would mix with the new ones in all that reads
whole columns, so that is refused. A text there is a note, or the header of another block, and
what is below a formula stands below a total.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ...workbook.addresses import Area
from ...workbook.cells import Position
from ...workbook.sheet import last_row
from ...workbook.values import Cell
from ..source import SheetSource
from .constants import region, values_in

_CELLS_AT_ONCE = 8192


def remains(sheet: SheetSource, below: Area, numbers: Collection[int]) -> Area | None:
    """The next cells in the columns below a block, if they look like data of the block.

    `numbers` are the columns in which the block has numbers; one that has none is of texts.
    """
    bottom = min(below.bottom, last_row(sheet.xml), _first_calculated(sheet, below) - 1)
    top, step = below.top, 1 + _CELLS_AT_ONCE // below.columns
    while top <= bottom:
        last = min(top + step - 1, bottom)
        if found := values_in(sheet, below._replace(top=top, bottom=last)):
            first = min(row for row, _ in found)
            room = below._replace(top=first)
            return region(sheet, room) if _has_data(found, first, numbers) else None
        top, step = last + 1, step * 4
    return None


def _first_calculated(sheet: SheetSource, below: Area) -> int:
    index = sheet.index
    calculated = (
        row for row, column in [*index.formulas, *index.children] if below.holds(row, column)
    )
    return min(calculated, default=below.bottom + 1)


def _has_data(found: Mapping[Position, Cell], row: int, numbers: Collection[int]) -> bool:
    if not numbers:
        return True
    return any(is_number(found.get((row, column))) for column in numbers)


def is_number(value: Cell) -> bool:
    """Whether a cell counts in a sum."""
    return isinstance(value, float)
