"""A block of data in the place of an older one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import FileError
from ...wording import counted
from ...workbook.addresses import LAST_COLUMN, LAST_ROW, Area
from ...workbook.structure import Table
from ...workbook.values import Cell
from ..dependencies import Position
from ..source import Source
from .blocks import Block
from .constants import positions, region, values_in
from .headers import beginning
from .remains import is_number, remains
from .tables import grown
from .targets import Target, data_of, label
from .users import check_users
from .values import cell_of, is_missing


@dataclass(frozen=True)
class Placed:
    """The value of every cell that a block fills or empties, and the parts that grow with it."""

    sheet: int
    data: Area  # where the rows of the block go
    values: Mapping[Position, Cell]
    parts: Mapping[str, bytes] = field(default_factory=dict)


def placed(source: Source, target: Target, block: Block, *, grow: bool) -> Placed:
    """Where a block goes. Raises FileError where there is no room, or the wrong one."""
    return _Placing(source, target, block).placed(grow=grow)


class _Placing:
    def __init__(self, source: Source, target: Target, block: Block) -> None:
        if not (block.rows and block.columns):
            raise FileError(f"The data for {target.text} is empty; check where it comes from.")
        self._source, self._target, self._block = source, target, block
        self._sheet = source.sheet(target.sheet)
        self._left = target.area.left
        self._right = self._left + block.columns - 1
        self._check_columns()
        self._names = self._cells_of_names()
        self._begin = beginning(self._sheet, target, self._names)
        self._new = self._area_of_data()
        self._old = self._area_of_old_data()

    def placed(self, *, grow: bool) -> Placed:
        parts = self._parts_that_grow(grow=grow) if self._takes_more_room() else {}
        on = self._target.sheet
        values = {(on, *cell): value for cell, value in self._values()}
        if self._target.is_open and self._target.table is None:
            self._refuse_remains(values)
        return Placed(on, self._new, values, parts)

    # where the block goes

    def _check_columns(self) -> None:
        target, columns = self._target, self._block.columns
        if target.is_open and target.table is None:
            if self._right > LAST_COLUMN:
                raise self._outside()
            return
        right = target.table.right if target.table and target.is_open else target.area.right
        if self._right > right or (self._right < right and not target.is_open):
            raise FileError(
                f"{target.text} has {counted(right - self._left + 1, 'column')}, and the data "
                f"has {columns}; name the columns that the data is for."
            )

    def _cells_of_names(self) -> list[Cell] | None:
        given = self._block.names or ()
        if not any(name is not None for name in given):
            return None
        names = [*given, *[None] * (self._block.columns - len(given))]
        return [
            self._cell(name, self._target.area.top, column)
            for column, name in enumerate(names, self._left)
        ]

    def _area_of_data(self) -> Area:
        bottom = self._begin.row + len(self._block.rows) - 1
        if bottom > LAST_ROW:
            raise self._outside()
        return Area(self._begin.row, self._left, bottom, self._right)

    def _outside(self) -> FileError:
        return FileError(f"The data for {self._target.text} reaches beyond the sheet; give less.")

    def _area_of_old_data(self) -> Area | None:
        """What the block replaces: all of a table or of a named area, else what is contiguous."""
        target, new = self._target, self._new
        if not target.is_open:
            bottom = target.area.bottom
        elif target.table is not None:
            bottom = data_of(target.table).bottom
        else:
            return region(self._sheet, new._replace(bottom=LAST_ROW))
        return new._replace(bottom=bottom) if bottom >= new.top else None

    # the room that it takes

    def _takes_more_room(self) -> bool:
        old, new = self._old, self._new
        return old is None or new.bottom > old.bottom or new.right > old.right

    def _parts_that_grow(self, *, grow: bool) -> dict[str, bytes]:
        source, target, new = self._source, self._target, self._new
        check_users(source, target.sheet, self._old, new)
        for table in source.structure.tables:
            area = Area(table.top, table.left, table.bottom, table.right)
            if table.sheet == target.sheet and table != target.table and area.meets(new):
                raise FileError(
                    f"The data for {target.text} reaches into the table {table.name}; "
                    "give less, or move the table."
                )
        parts = {}
        end = self._old.bottom if self._old else new.top - 1
        if new.bottom > end:
            if target.table is not None and end >= data_of(target.table).bottom:
                parts = self._grown(target.table, grow=grow)
            elif not target.is_open:
                raise FileError(
                    f"{target.text} has room for {counted(end - new.top + 1, 'row')}, and the "
                    f"data has {len(self._block.rows)}; name a larger area, or its first cell only."
                )
            self._check_free(new._replace(top=end + 1), end)
        return parts

    def _grown(self, table: Table, *, grow: bool) -> dict[str, bytes]:
        rows = counted(len(self._block.rows), "row")
        if not grow:
            raise FileError(
                f"The table {table.name} ends at row {table.bottom}, and the data for "
                f"{self._target.text} has {rows}; add --grow to extend the table."
            )
        if table.total_rows:
            raise FileError(
                f"The table {table.name} has a total row, which is in the way of data with {rows}; "
                "remove the total row."
            )
        if (self._left, self._right) != (table.left, table.right):
            raise FileError(
                f"The table {table.name} grows with data for all of its columns only "
                f"({', '.join(table.columns)}); give all, or not more rows than it has."
            )
        xml = self._source.package.read(table.part)
        return {table.part: grown(xml, table, self._new.bottom)}

    def _check_free(self, beyond: Area, end: int) -> None:
        """Nothing that is not the old block is lost."""
        if taken := values_in(self._sheet, beyond):
            cell = self._label(*min(taken))
            raise FileError(
                f"The data for {self._target.text} would replace {cell}, which is no part of the "
                f"old data (they end at row {end}); clear it, or name the whole area to replace."
            )

    def _refuse_remains(self, values: Mapping[Position, Cell]) -> None:
        """No old data mix with the new ones."""
        target, new = self._target, self._new
        end = max(new.bottom, self._old.bottom) if self._old else new.bottom
        if end == LAST_ROW:
            return
        numbers = {
            column
            for (_, row, column), value in values.items()
            if row >= new.top and is_number(value)
        }
        found = remains(self._sheet, new._replace(top=end + 1, bottom=LAST_ROW), numbers)
        if found is not None:
            begin = new._replace(top=target.area.top)
            whole, kept, rest = (
                label(self._source.structure, target.sheet, area)
                for area in (begin._replace(bottom=found.bottom), begin._replace(bottom=end), found)
            )
            raise FileError(
                f"{rest} looks like more of the old data for {target.text}, behind an empty row, "
                f"and would mix with the new; name the whole area to replace ({whole}), "
                f"or only {kept}, if those cells are to stay."
            )

    # what it holds

    def _values(self) -> Iterator[tuple[tuple[int, int], Cell]]:
        if self._names is not None and (row := self._begin.names) is not None:
            for column, name in enumerate(self._names, self._left):
                yield (row, column), name
        for row, given in enumerate(self._block.rows, self._new.top):
            for column in range(self._left, self._right + 1):
                value = given[column - self._left] if column - self._left < len(given) else None
                cell = None if is_missing(value) else self._cell(value, row, column)
                yield (row, column), cell
        if self._old is not None and self._old.bottom > self._new.bottom:
            for position in positions(self._old._replace(top=self._new.bottom + 1)):
                yield position, None

    def _cell(self, value: Any, row: int, column: int) -> Cell:
        try:
            return cell_of(value, date1904=self._source.structure.date1904)
        except ValueError as error:
            raise FileError(f"{self._label(row, column)} cannot hold {error}.") from None

    def _label(self, row: int, column: int) -> str:
        area = Area(row, column, row, column)
        return label(self._source.structure, self._target.sheet, area)
