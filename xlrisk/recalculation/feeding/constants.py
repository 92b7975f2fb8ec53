"""The constants of a worksheet as its file has them.

They are read where `patched` will edit them, so that what is compared is what would be replaced;
the engine has its own idea of a date or of an error, and does not tell a rich value.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...workbook.addresses import Area
from ...workbook.cells import Position
from ...workbook.locating import Found, located
from ...workbook.transcoding import utf8
from ...workbook.values import Cell
from ..source import SheetSource

_CELLS_AT_ONCE = 8192


def cells_at(sheet: SheetSource, positions: Collection[Position]) -> dict[Position, Found]:
    """The cells that are there, whatever they hold."""
    text, _ = utf8(sheet.xml)
    return located(text, sheet.index, positions).found


def values_in(sheet: SheetSource, area: Area) -> dict[Position, Cell]:
    """The constants in an area; formulas and their results are none."""
    index = sheet.index
    cells = cells_at(sheet, list(positions(area)))
    return {
        position: cell.stored
        for position, cell in cells.items()
        if cell.stored is not None
        and position not in index.formulas
        and position not in index.children
    }


def positions(area: Area) -> Iterator[Position]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column


def region(sheet: SheetSource, room: Area) -> Area | None:
    """The constants that fill an area from its first row on, until a row without any.

    A row with a formula ends them too, as totals do. None where the first row has none.
    """
    index = sheet.index
    calculated = {
        row
        for row, column in [*index.formulas, *index.children]
        if room.left <= column <= room.right
    }
    bottom, right = room.top - 1, room.left
    step = 1 + _CELLS_AT_ONCE // room.columns
    while bottom < room.bottom:
        last = min(bottom + step, room.bottom)
        found = values_in(sheet, room._replace(top=bottom + 1, bottom=last))
        filled = {row for row, _ in found} - calculated
        while bottom < last and bottom + 1 in filled:
            bottom += 1
        right = max([right, *(column for row, column in found if row <= bottom)])
        if bottom < last:
            break
        step *= 4
    return Area(room.top, room.left, bottom, right) if bottom >= room.top else None
