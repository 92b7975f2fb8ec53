"""Which columns a block of data replaces, those for which it has nothing included.

- Of an area, or of whole columns, all: the columns that are left over are emptied.
- From a first cell on, as many as the data have. Old cells that touch them on the right would
  then stand beside rows that they do not belong to, so that is refused.
- Of a table, those that are named: they have meanings of their own, and none is emptied.
"""

from __future__ import annotations

from ...errors import FileError
from ...wording import counted
from ...workbook.addresses import LAST_COLUMN, Area
from ...workbook.structure import Table
from ..source import SheetSource
from .blocks import Block
from .constants import values_in
from .targets import Target
from .values import is_missing


def width(target: Target, block: Block) -> int:
    """How many columns of the block have data. Raises FileError where there is no room for them."""
    if target.table is not None:
        return _width_in_table(target, target.table, block)
    if target.is_cell:
        return block.columns
    room, columns = target.area.columns, _filled(block)
    if columns > room:
        raise _too_wide(target, room, columns)
    return columns


def left_over(target: Target, columns: int) -> int:
    """How many columns behind those of the data are emptied."""
    is_whole = target.table is None and not target.is_cell
    return target.area.columns - columns if is_whole else 0


def beside(sheet: SheetSource, old: Area) -> Area | None:
    """The columns with constants that touch the old data on the right, in the rows of these."""
    right, step = old.right, 1
    while right < LAST_COLUMN:
        last = min(right + step, LAST_COLUMN)
        found = values_in(sheet, old._replace(left=right + 1, right=last))
        filled = {column for _, column in found}
        while right < last and right + 1 in filled:
            right += 1
        if right < last:
            break
        step *= 4
    return old._replace(left=old.right + 1, right=right) if right > old.right else None


def refuse_rest_of_table(sheet: SheetSource, target: Target, table: Table, old: Area) -> None:
    """Nothing that a table has beside its new data is from other rows."""
    if old.right < table.right and values_in(
        sheet, old._replace(left=old.right + 1, right=table.right)
    ):
        raise _too_narrow(target, table, table.right - old.left + 1, old.columns)


def _width_in_table(target: Target, table: Table, block: Block) -> int:
    right = table.right if target.is_open else target.area.right
    if target.is_open and not target.is_cell:
        right = min(right, target.area.right)
    room, columns = right - target.area.left + 1, block.columns
    if columns > room:
        raise _too_wide(target, room, columns)
    if columns < room and not target.is_cell:
        raise _too_narrow(target, table, room, columns)
    return columns


def _filled(block: Block) -> int:
    """The columns up to the last that has a name or a value."""
    columns = 1
    for row in [block.names or (), *block.rows]:
        for number in range(len(row), columns, -1):
            value = row[number - 1]
            if value is not None and not is_missing(value):
                columns = number
                break
    return columns


def _too_wide(target: Target, room: int, columns: int) -> FileError:
    return FileError(
        f"{target.text} has room for {counted(room, 'column')}, and the data has {columns:,}; "
        f"leave {columns - room:,} of them out."
    )


def _too_narrow(target: Target, table: Table, room: int, columns: int) -> FileError:
    first = target.area.left - table.left
    names = table.columns[first : first + columns]
    named = names[0] if columns == 1 else f"[{names[0]}]:[{names[-1]}]"
    return FileError(
        f"{target.text} has {counted(room, 'column')}, and the data has {columns:,}; the others "
        "would stay beside other rows. Name the columns that the data is for: "
        f"{table.name}[{named}]."
    )
