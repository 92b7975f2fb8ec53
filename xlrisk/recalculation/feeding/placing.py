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
from .columns import beside, left_over, refuse_rest_of_table, width
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
        self._columns = width(target, block)
        self._left = target.area.left
        self._right = self._left + self._columns - 1
        if self._right > LAST_COLUMN:
            raise self._outside()
        self._end = self._right + left_over(target, self._columns)
        self._names = self._cells_of_names()
        self._begin = beginning(self._sheet, target, self._names)
        self._new = self._area_of_data()
        self._old = self._area_of_old_data()

    def placed(self, *, grow: bool) -> Placed:
        parts = self._parts_that_grow(grow=grow) if self._takes_more_room() else {}
        on = self._target.sheet
        values = {(on, *cell): value for cell, value in self._values()}
        self._refuse_beside()
        if self._target.is_open and self._target.table is None:
            self._refuse_remains(values)
        return Placed(on, self._new, values, parts)

    # where the block goes

    def _cells_of_names(self) -> list[Cell] | None:
        given = self._block.names or ()
        if not any(name is not None for name in given):
            return None
        names = [*given, *[None] * (self._columns - len(given))][: self._columns]
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
        target, new = self._target, self._new._replace(right=self._end)
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
            self._check_free(new._replace(top=end + 1, right=self._end), end)
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

    def _refuse_beside(self) -> None:
        """No old data go on beside the new ones, which are of other rows."""
        target, old, sheet = self._target, self._old, self._sheet
        if old is None or not target.is_cell:
            return
        if target.table is not None:
            refuse_rest_of_table(sheet, target, target.table, old)
        elif old.right == self._right and (found := beside(sheet, old)) is not None:
            kept = Area(target.area.top, old.left, max(old.bottom, self._new.bottom), old.right)
            whole = kept._replace(right=found.right)
            raise FileError(
                f"{self._area(found)} stands beside the old data for {target.text}, and would mix "
                f"with the new; name the whole area to replace ({self._area(whole)}), "
                f"or only {self._area(kept)}, if those cells are to stay."
            )

    def _refuse_remains(self, values: Mapping[Position, Cell]) -> None:
        """No old data mix with the new ones."""
        target, new = self._target, self._new._replace(right=self._end)
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
            areas = begin._replace(bottom=found.bottom), begin._replace(bottom=end), found
            whole, kept, rest = map(self._area, areas)
            raise FileError(
                f"{rest} looks like more of the old data for {target.text}, behind an empty row, "
                f"and would mix with the new; name the whole area to replace ({whole}), "
                f"or only {kept}, if those cells are to stay."
            )

    # what it holds

    def _values(self) -> Iterator[tuple[tuple[int, int], Cell]]:
        if self._names is not None:
            if (row := self._begin.names) is not None:
                for column, name in enumerate(self._names, self._left):
                    yield (row, column), name
            above = self._new._replace(top=self._target.area.top, bottom=self._begin.row - 1)
            yield from self._emptied(self._behind(above))
        for row, given in enumerate(self._block.rows, self._new.top):
            for column in range(self._left, self._right + 1):
                value = given[column - self._left] if column - self._left < len(given) else None
                cell = None if is_missing(value) else self._cell(value, row, column)
                yield (row, column), cell
        if self._old is not None:
            bottom = min(self._old.bottom, self._new.bottom)
            yield from self._emptied(self._behind(self._old._replace(bottom=bottom)))
            yield from self._emptied(self._old._replace(top=self._new.bottom + 1))

    def _behind(self, rows: Area) -> Area:
        """In these rows, the columns for which the block has no data."""
        return rows._replace(left=self._right + 1, right=self._end)

    @staticmethod
    def _emptied(area: Area) -> Iterator[tuple[tuple[int, int], Cell]]:
        return ((position, None) for position in positions(area))

    def _cell(self, value: Any, row: int, column: int) -> Cell:
        try:
            return cell_of(value, date1904=self._source.structure.date1904)
        except ValueError as error:
            raise FileError(f"{self._label(row, column)} cannot hold {error}.") from None

    def _label(self, row: int, column: int) -> str:
        return self._area(Area(row, column, row, column))

    def _area(self, area: Area) -> str:
        return label(self._source.structure, self._target.sheet, area)
