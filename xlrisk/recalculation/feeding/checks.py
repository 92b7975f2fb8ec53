"""Which cells take other values, and which may not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ...errors import FileError
from ...workbook.addresses import Area
from ...workbook.cells import Position as OnSheet
from ...workbook.locating import Found
from ...workbook.values import Cell, same
from ..dependencies import CellSet, Position
from ..source import Source
from .constants import cells_at
from .targets import label


class Checked(NamedTuple):
    """On one sheet, the values that cells do not have yet, and all cells that are there."""

    changes: Mapping[OnSheet, Cell]
    found: Mapping[OnSheet, Found]


def checked(source: Source, values: Mapping[Position, Cell]) -> dict[int, Checked]:
    """What these values change, by sheet. Raises FileError where one would destroy something."""
    by_sheet: dict[int, dict[OnSheet, Cell]] = defaultdict(dict)
    for (number, row, column), value in values.items():
        by_sheet[number][row, column] = value
    return {
        number: _Checks(source, number).checked(on_sheet) for number, on_sheet in by_sheet.items()
    }


class _Checks:
    """The checks for one worksheet."""

    def __init__(self, source: Source, number: int) -> None:
        self._source, self._number = source, number
        self._sheet = source.sheet(number)

    def checked(self, values: Mapping[OnSheet, Cell]) -> Checked:
        self._refuse_calculated(values)
        self._refuse_filled(values)
        self._refuse_merged(values)
        found = cells_at(self._sheet, values)
        changed = {}
        for position, value in values.items():
            cell = found.get(position)
            if same(cell.stored if cell else None, value):
                continue
            if cell and cell.rich:
                raise FileError(
                    f"{self._label(position)} holds more than it shows (a data type, or a "
                    "picture), which would be lost; clear it in Excel first."
                )
            changed[position] = value
        self._refuse_headers(changed)
        return Checked(changed, found)

    def _refuse_calculated(self, values: Mapping[OnSheet, Cell]) -> None:
        for position in values:
            if position in self._sheet.index.formulas:
                raise FileError(
                    f"{self._label(position)} has a formula; feed the cells that it reads, or "
                    "clear it in Excel first."
                )

    def _refuse_filled(self, values: Mapping[OnSheet, Cell]) -> None:
        """An array formula, or a what-if data table, may fill cells that are not there."""
        formulas = {
            one.area: one for one in self._sheet.index.formulas.unusual.values() if one.area
        }
        for area, position in self._in_one_of(formulas, values):
            formula = formulas[area]
            what = "the data table" if formula.kind == "data table" else "the formula"
            raise FileError(
                f"{self._label(position)} shows a result of {what} in "
                f"{self._label((formula.row, formula.column))}; feed the cells that it reads."
            )

    def _refuse_merged(self, values: Mapping[OnSheet, Cell]) -> None:
        for area, position in self._in_one_of(self._sheet.index.merged, values):
            if position != area[:2]:
                raise FileError(
                    f"{self._label(position)} is hidden by the merged cells "
                    f"{label(self._source.structure, self._number, area)}; feed their first "
                    "cell, or part them in Excel."
                )

    def _in_one_of(
        self, areas: Collection[Area], values: Collection[OnSheet]
    ) -> Iterator[tuple[Area, OnSheet]]:
        """The positions that lie in an area."""
        if not areas:
            return
        cells = CellSet((self._number, *position) for position in values)
        for area in areas:
            if cells.meets(self._number, area):
                yield from ((area, position) for position in values if area.holds(*position))

    def _refuse_headers(self, values: Mapping[OnSheet, Cell]) -> None:
        """A table names its columns in its own part, which must say the same as their cells."""
        for table in self._source.structure.tables:
            bottom = table.top + table.header_rows - 1
            area = Area(table.top, table.left, bottom, table.right)
            if table.sheet == self._number and table.header_rows:
                for position in values:
                    if area.holds(*position):
                        raise FileError(
                            f"{self._label(position)} is a header of the table {table.name}; "
                            "rename the column in Excel."
                        )

    def _label(self, position: OnSheet) -> str:
        area = Area(*position, *position)
        return label(self._source.structure, self._number, area)
