"""Entering formulas anew, as if typed: what binds them to the functions that they call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..errors import FileError
from ..wording import counted
from ..workbook.addresses import Area
from .book import Calculable, Sheet
from .own_formulas import (
    CLOSED_WORKBOOK,
    OwnFormula,
    blocks,
    cells_of,
    gathered,
    named,
    reads_closed_workbook,
)
from .refreshed import Refreshed

_CELLS_AT_ONCE = 2_000  # between two looks at whether Esc was pressed


def enter(book: Calculable, sheet: Sheet, due: Sequence[OwnFormula], done: Refreshed) -> None:
    """Enter some formulas of a sheet anew, a block at a time, unless the sheet is protected."""
    if due and sheet.is_protected:
        done.protected[sheet.name] = done.protected.get(sheet.name, 0) + len(due)
    elif due:
        _enter(book, sheet, due, done)


def _enter(book: Calculable, sheet: Sheet, due: Sequence[OwnFormula], done: Refreshed) -> None:
    at = {(one.row, one.column): one for one in due}
    for one in due:
        if reads_closed_workbook(one.mended):
            done.failures[named(sheet, one.row, one.column)] = CLOSED_WORKBOOK
            del at[one.row, one.column]
    for area in list(gathered(at, _CELLS_AT_ONCE)):
        for array, spills in sheet.arrays(area):
            cells = [cell for cell in cells_of(array) if cell in at]
            anchor = (array.top, array.left)
            if cells and not spills:  # one formula, which all its cells have
                _try_array(sheet, array, at[cells[0]], done)
            for cell in cells:
                if not spills or cell != anchor:
                    del at[cell]
    for area in gathered(at, _CELLS_AT_ONCE):
        if book.is_interrupted():
            return
        _try_block(sheet, area, at, done)
        book.status(f"xlrisk: entered {counted(done.reentered, 'formula')} anew")


def _try_array(sheet: Sheet, area: Area, one: OwnFormula, done: Refreshed) -> None:
    try:
        sheet.set_array(area, one.mended)
        done.reentered += 1
    except FileError as error:
        done.failures[named(sheet, area.top, area.left)] = str(error)


def _try_block(
    sheet: Sheet, area: Area, at: dict[tuple[int, int], OwnFormula], done: Refreshed
) -> None:
    """A block at once; cell by cell where one of them does not let it."""
    rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
    try:
        sheet.set_formulas(area, [[at[row, column].mended for column in columns] for row in rows])
        done.reentered += area.rows * area.columns
    except FileError as error:
        if area.rows == area.columns == 1:
            done.failures[named(sheet, area.top, area.left)] = str(error)
            return
        for part in _halves(area):
            _try_block(sheet, part, at, done)


def _halves(area: Area) -> Iterator[Area]:
    if area.rows > 1:
        yield from blocks(area, (area.rows + 1) // 2 * area.columns)
    else:
        middle = (area.left + area.right) // 2
        yield area._replace(right=middle)
        yield area._replace(left=middle + 1)
