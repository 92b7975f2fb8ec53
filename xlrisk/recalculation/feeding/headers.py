"""Where the data of a block begin, and whether the names of its columns are written.

- Where the names stand already, in the first row of the target or in the row above it, they stay,
  and the data go below them. In a table they must be the table's own.
- Otherwise they take the place of other names: of a first row that holds the same kinds of values
  as they do (texts, as a rule).
- They are written where nothing stands, neither in the first row nor above it.
- In all other cases they are left out, and the data begin in the first row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...errors import FileError
from ...workbook.addresses import Area
from ...workbook.structure import Table
from ...workbook.values import Cell, same
from ..source import SheetSource
from .constants import cells_at, positions
from .targets import Target, data_of


class Beginning(NamedTuple):
    """The first row of the data, and that of the names where they are written."""

    row: int
    names: int | None = None


def beginning(sheet: SheetSource, target: Target, names: Sequence[Cell] | None) -> Beginning:
    """Where a block with these names begins. Raises FileError where that is in doubt."""
    top, left = target.area.top, target.area.left
    if names is None:
        return Beginning(top)
    if target.table is not None:
        return Beginning(_within_table(target, target.table, names))
    above, first = _rows(sheet, Area(max(1, top - 1), left, top, left + len(names) - 1))
    if _are_same(names, first):
        return Beginning(top + 1)
    if _are_same(names, above):
        return Beginning(top)
    takes_their_place = _are_alike(names, first)
    if takes_their_place and _are_alike(names, above):
        raise FileError(
            f"It is not clear whether {target.text} begins with names or with data, as the "
            "names of the data's columns stand in neither row; make them equal."
        )
    is_empty = not any(value is not None for value in [*above, *first])
    if takes_their_place or (is_empty and target.is_open):
        return Beginning(top + 1, names=top)
    return Beginning(top)


def _within_table(target: Target, table: Table, names: Sequence[Cell]) -> int:
    offset = target.area.left - table.left
    columns = table.columns[offset : offset + len(names)]
    if table.header_rows and not _are_same(names, columns):
        raise FileError(
            f"{target.text} has the columns {', '.join(columns)}, and the data has "
            f"{', '.join(map(str, names))}; rename those of the data, or put them in this order."
        )
    return max(target.area.top, data_of(table).top)


def _rows(sheet: SheetSource, area: Area) -> tuple[list[Cell], list[Cell]]:
    """The values of the row above, empty where there is none, and of the first row."""
    found = cells_at(sheet, list(positions(area)))
    values = {position: cell.stored for position, cell in found.items()}

    def row(number: int) -> list[Cell]:
        return [values.get((number, column)) for column in range(area.left, area.right + 1)]

    return row(area.top) if area.rows > 1 else [None] * area.columns, row(area.bottom)


def _are_same(names: Sequence[Cell], cells: Sequence[Cell]) -> bool:
    """Whether the cells hold these names; an empty name stands for any."""
    return len(names) == len(cells) and all(
        name is None or same(_folded(name), _folded(cell))
        for name, cell in zip(names, cells, strict=True)
    )


def _folded(value: Cell) -> Cell:
    """Case and white space, of which Excel breaks lines, do not count."""
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def _are_alike(names: Sequence[Cell], cells: Sequence[Cell]) -> bool:
    return all(
        name is None or type(name) is type(cell) for name, cell in zip(names, cells, strict=True)
    )
