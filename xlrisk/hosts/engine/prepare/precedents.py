"""The areas that a formula reads, as far as its text tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....workbook.addresses import LAST_COLUMN, LAST_ROW, Area, number
from .book import Book, table_area
from .references import reference, split_sheet

if TYPE_CHECKING:
    from ....workbook.structure import Structure

_SHEET = r"""(?:'(?:[^']|'')*'|[^\s'!\[\]():,;{}"+\-*/^&=<>%@\#|]+
    (?::[^\s'!\[\]():,;{}"+\-*/^&=<>%@\#|]+)?)!"""
_CELL = r"\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}"
_ITEM = re.compile(
    rf"""
    "(?:[^"]|"")*"
    | (?<![\w.\\!:'$\]])\$?(?P<left>[A-Z]{{1,3}})\$?(?P<top>[1-9][0-9]{{0,6}})
        (?: :\$?(?P<right>[A-Z]{{1,3}})\$?(?P<bottom>[1-9][0-9]{{0,6}}) )? (?![\w.(!\[\\?:])
    | \[[^\[\]]+\][^!\[\]'()]*![\w.$]+(?::[\w.$]+)?   # in another workbook
    | (?P<area> (?:{_SHEET})?
        (?: {_CELL}(?::(?:{_SHEET})?{_CELL})?
          | \$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}
          | \$?[1-9][0-9]{{0,6}}:\$?[1-9][0-9]{{0,6}} ) ) (?![\w.(!\[\\?])
    | (?P<table> [^\W\d][\w.\\?]* )? \[ (?: [^\[\]'] | '. | \[ (?:[^\[\]']|'.)* \] )* \]
    | (?P<name> (?:{_SHEET})? [^\W\d][\w.\\?]* | \\[\w.\\?]* ) (?![\w.(!])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CORNERS = frozenset({"top", "bottom"})
_MOST_NAMES = 200

Precedent = tuple[int, Area]


class Precedents:
    """Finds the precedents of the formulas of a workbook, prepared or as they stand in the file."""

    def __init__(self, structure: Structure) -> None:
        self._book = Book(structure)

    def of(self, formula: str, sheet: int) -> list[Precedent]:
        """Sheets and areas that a formula on this sheet reads, each once."""
        found: dict[Precedent, None] = {}
        self._collect(formula, sheet, found, set())
        return list(found)

    def _collect(
        self, formula: str, sheet: int, found: dict[Precedent, None], names: set[int]
    ) -> None:
        for item in _ITEM.finditer(formula):
            group = item.lastgroup
            if group in _CORNERS:
                self._add_corners(item, sheet, found)
            elif group == "area":
                self._add(item["area"], sheet, found)
            elif item["table"] or (group is None and item[0].endswith("]")):
                self._add_table(item["table"], sheet, found)
            elif group == "name":
                self._add_name(item["name"], sheet, found, names)

    def _add_corners(self, item: re.Match[str], sheet: int, found: dict[Precedent, None]) -> None:
        """A cell or an area on the formula's own sheet, which most references are."""
        left, top, right, bottom = item.group("left", "top", "right", "bottom")
        rows = int(top), int(bottom or top)
        columns = number(left), number(right or left)
        area = Area(min(rows), min(columns), max(rows), max(columns))
        if area.bottom <= LAST_ROW and area.right <= LAST_COLUMN:  # else it is a name: DATA2024
            found[sheet, area] = None

    def _add(self, text: str, sheet: int, found: dict[Precedent, None]) -> None:
        read = reference(text)
        if read is None:
            return
        if not read.sheet:
            found[sheet, read.area] = None
            return
        first, _, last = read.sheet.partition(":")
        for index in self._book.sheets_between(first, last or first) or ():
            found[index, read.area] = None

    def _add_table(self, name: str | None, sheet: int, found: dict[Precedent, None]) -> None:
        """A structured reference; without a table's name it is to one on the same sheet."""
        if name:
            table = self._book.table(name)
            tables = [table] if table else []
        else:
            tables = list(self._book.tables_on(sheet))
        for table in tables:
            found[table.sheet, table_area(table)] = None

    def _add_name(
        self, text: str, sheet: int, found: dict[Precedent, None], names: set[int]
    ) -> None:
        if table := self._book.table(text):
            found[table.sheet, table_area(table)] = None
            return
        on, name = split_sheet(text) or ("", text)
        place = self._book.sheet(on) if on else sheet
        defined = self._book.names.find(name, sheet if place is None else place)
        if defined is None or id(defined) in names or len(names) > _MOST_NAMES:
            return
        names.add(id(defined))
        within: dict[Precedent, None] = {}
        self._collect(defined.text, sheet, within, names)
        if self._book.names.is_relative(defined):
            found.update((_anywhere(precedent), None) for precedent in within)
        else:
            found.update(within)


def precedents(formula: str, sheet: int, structure: Structure) -> list[Precedent]:
    """The areas that one formula reads; for many formulas, keep a `Precedents`."""
    return Precedents(structure).of(formula, sheet)


def _anywhere(precedent: Precedent) -> Precedent:
    """What a relative name reads depends on the cell that uses it."""
    return precedent[0], Area(1, 1, LAST_ROW, LAST_COLUMN)
