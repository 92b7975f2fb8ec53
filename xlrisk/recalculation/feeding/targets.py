"""Where values go: a cell, an area, a defined name, or the data of a table."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...errors import FileError
from ...hosts.engine.prepare.areas import AreaFinder, ErrorValue, Scope
from ...hosts.engine.prepare.book import Book
from ...hosts.engine.prepare.pins import Pin
from ...hosts.engine.prepare.references import (
    Reference,
    prefix,
    reference,
    spans_columns,
    unquoted,
)
from ...hosts.engine.prepare.structured import StructuredReference, area_of, structured_reference
from ...hosts.engine.prepare.tokens import NotUnderstoodError, tree
from ...workbook.addresses import LAST_COLUMN, LAST_ROW, Area, address
from ...workbook.structure import DefinedName, Structure, Table

_LIKE_A_CELL = re.compile(r"\$?[A-Z]{1,3}\$?[0-9]+(?::\$?[A-Z]{1,3}\$?[0-9]+)?", re.IGNORECASE)
_MOST_NAMED = 5  # sheets in a sentence


@dataclass(frozen=True)
class Target:
    """An area of a worksheet, and the table that it begins in."""

    text: str  # as the user wrote it
    sheet: int
    area: Area
    table: Table | None

    @property
    def is_cell(self) -> bool:
        """Whether only its first cell counts, and a block takes the room that it needs."""
        return self.area.rows == self.area.columns == 1 and ":" not in self.text

    @property
    def is_open(self) -> bool:
        """Whether a block takes as many rows as it needs."""
        return self.is_cell or spans_columns(self.area)


class Targets:
    """Finds what references of the user mean in a workbook."""

    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._book = Book(structure)

    def cell(self, text: str) -> Target:
        """The one cell that a reference means. Raises FileError where it is no single cell."""
        target = self.block(text)
        if target.area.rows > 1 or target.area.columns > 1:
            raise FileError(
                f"{text} is more than one cell; name one, or feed the area with a block (--data)."
            )
        return target

    def block(self, text: str) -> Target:
        """The area that a reference means. Raises FileError where it means none."""
        text = text.strip()
        sheet, area = self._place(text)
        on = self._structure.sheets[sheet]
        if on.kind != "worksheet":
            raise FileError(f"{on.name} is no worksheet and has no cells; name one that has.")
        return Target(text, sheet, area, self._book.table_around(sheet, area.top, area.left))

    def _place(self, text: str) -> tuple[int, Area]:
        if structured := structured_reference(text):
            return self._of_table(text, structured)
        sheet_name, mark, rest = text.rpartition("!")
        sheet = self._sheet(text, unquoted(sheet_name)) if mark else None
        if found := reference(rest):
            if sheet is None:
                example = f"{prefix(self._structure.sheets[0].name)}{rest}"
                raise FileError(f"{text} does not say on which sheet it is; write it as {example}.")
            return sheet, found.area
        if name := self._book.names.find(rest, sheet):
            return self._of_name(text, name)
        if sheet is None and (table := self._book.table(rest)):
            return table.sheet, data_of(table)
        raise self._unknown(text, rest)

    def _sheet(self, text: str, name: str) -> int:
        sheet = self._book.sheet(name)
        if sheet is None:
            names = [sheet.name for sheet in self._structure.sheets]
            some = ", ".join(names[:_MOST_NAMED]) + (", ..." if len(names) > _MOST_NAMED else "")
            raise FileError(f"{text} is on no sheet of the workbook; its sheets are {some}.")
        return sheet

    def _of_table(self, text: str, structured: StructuredReference) -> tuple[int, Area]:
        table = self._book.table(structured.table)
        if table is None:
            raise FileError(f"{text} means no table of the workbook; check the table's name.")
        if structured.items - {"#data"}:
            raise FileError(
                f"{text} is not the data of the table; write {table.name}, or {table.name}[Column]."
            )
        area = area_of(structured, table, 0)
        if area is None:
            columns = ", ".join(table.columns)
            raise FileError(f"{text} is no column of {table.name}, which has {columns}.")
        return table.sheet, area

    def _of_name(self, text: str, name: DefinedName) -> tuple[int, Area]:
        if self._book.names.is_relative(name):
            raise FileError(
                f"The name {text} means another cell in each cell that uses it; "
                "write the address that you mean."
            )
        on = name.sheet or 0
        found = self._areas(name, on)
        if len(found) == 1:
            sheet = self._book.sheet(found[0].sheet) if found[0].sheet else on
            if sheet is not None:
                return sheet, found[0].area
        raise FileError(
            f"The name {text} stands for {name.text[:60]}, which is not one area of cells; "
            "write the address of the cells that you mean."
        )

    def _areas(self, name: DefinedName, sheet: int) -> list[Reference]:
        finder = AreaFinder(self._book, sheet, 1, 1)
        try:
            nodes = tree(self._book.names.text(name, 1, 1))
            return finder.areas(nodes, Scope(sheet, intersects=False)) or []
        except (ErrorValue, NotUnderstoodError, Pin, RecursionError):
            return []

    def _unknown(self, text: str, rest: str) -> FileError:
        if _LIKE_A_CELL.fullmatch(rest):
            last = address(LAST_ROW, LAST_COLUMN)
            return FileError(
                f"{text} is outside of the sheet, which ends at {last}; name another cell."
            )
        for name in self._structure.names:
            if name.name.casefold() == rest.casefold() and name.sheet is not None:
                sheet = prefix(self._structure.sheets[name.sheet].name)
                return FileError(f"{text} is a name of one sheet; write it as {sheet}{name.name}.")
        return FileError(
            f"{text} is no cell, name or table of the workbook; "
            "check its spelling, or write a cell as Sheet1!B2."
        )


def label(structure: Structure, sheet: int, area: Area) -> str:
    """An area as the user writes it."""
    return f"{prefix(structure.sheets[sheet].name)}{area}"


def data_of(table: Table) -> Area:
    """The rows of a table between its headers and its totals."""
    return Area(
        table.top + table.header_rows, table.left, table.bottom - table.total_rows, table.right
    )
