"""The styles of new cells: those of the cells above them in the same block, as Excel has it."""

from __future__ import annotations

from collections.abc import Iterator

from ...workbook.addresses import Area
from ...workbook.cells import Position
from ...workbook.locating import Found
from ...workbook.styles import style_at
from ...workbook.transcoding import utf8
from ..source import SheetSource
from .checks import Checked


def styles_below(sheet: SheetSource, fed: Checked, data: Area) -> Iterator[tuple[Position, str]]:
    """For the cells of a block that are not there, the styles of those that are.

    A cell above which the block has none is left to its row or column.
    """
    changes, found = fed
    text, _ = utf8(sheet.xml)
    for column in range(data.left, data.right + 1):
        above: Found | None = None
        style: str | None = None  # of the cell above, once it is asked for
        for row in range(data.top, data.bottom + 1):
            position = row, column
            if cell := found.get(position):
                above, style = cell, None
            elif above is not None and position in changes:
                style = style or style_at(text, above.place.start)
                yield position, style
