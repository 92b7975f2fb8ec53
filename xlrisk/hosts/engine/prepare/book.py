"""What the preparation knows of a workbook: sheets, names, tables and formulas."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ....workbook.addresses import Area
from .names import Names

if TYPE_CHECKING:
    from ....workbook.formulas import Formulas
    from ....workbook.sheet import Formula
    from ....workbook.structure import Structure, Table


class Contents(Protocol):
    """What the cells of a workbook hold."""

    @property
    def are_awkward(self) -> bool:
        """Whether there are texts for which even plain lookups are doubtful: doubts.py."""


class _Unknown:
    are_awkward = True


UNKNOWN = _Unknown()


@dataclass
class Book:
    structure: Structure
    formulas: Mapping[int, Formulas] = field(default_factory=dict)
    known_functions: Collection[str] = ()
    last_row: int | None = None
    last_column: int | None = None
    mended_functions: Collection[str] = ()
    contents: Contents = UNKNOWN
    is_pinned: Callable[[int, int, int], bool] = field(default=lambda *_: False)

    def __post_init__(self) -> None:
        self.sheet_names = tuple(sheet.name for sheet in self.structure.sheets)
        self._sheets = {name.casefold(): index for index, name in enumerate(self.sheet_names)}
        self._tables = {table.name.casefold(): table for table in self.structure.tables}
        self.names = Names(self.structure.names)
        self._block_arrays: dict[int, list[Formula]] = {}

    def sheet(self, name: str) -> int | None:
        return self._sheets.get(name.casefold())

    def sheets_between(self, first: str, last: str) -> range | None:
        """The sheets of a 3-D reference."""
        ends = self.sheet(first), self.sheet(last)
        if ends[0] is None or ends[1] is None:
            return None
        return range(min(ends[0], ends[1]), max(ends[0], ends[1]) + 1)

    def table(self, name: str) -> Table | None:
        return self._tables.get(name.casefold())

    def table_around(self, sheet: int, row: int, column: int) -> Table | None:
        """The table that a cell stands in."""
        for table in self.structure.tables:
            if table.sheet == sheet and table_area(table).holds(row, column):
                return table
        return None

    def tables_on(self, sheet: int) -> Iterator[Table]:
        return (table for table in self.structure.tables if table.sheet == sheet)

    def formula(self, sheet: int, row: int, column: int) -> Formula | None:
        """The formula that Excel shows in a cell; all cells of a block array formula share one."""
        on_sheet = self.formulas.get(sheet)
        own = on_sheet.get((row, column)) if on_sheet else None
        if own is not None:
            return own
        for formula in self._blocks(sheet):
            if formula.area is not None and formula.area.holds(row, column):
                return formula
        return None

    def _blocks(self, sheet: int) -> list[Formula]:
        if sheet not in self._block_arrays:
            self._block_arrays[sheet] = [
                formula
                for formula in self._unusual(sheet).values()
                if formula.kind == "array" and not formula.dynamic
            ]
        return self._block_arrays[sheet]

    def _unusual(self, sheet: int) -> Mapping[tuple[int, int], Formula]:
        return self.formulas[sheet].unusual if sheet in self.formulas else {}


def table_area(table: Table) -> Area:
    return Area(table.top, table.left, table.bottom, table.right)
