"""The areas that a formula refers to, as far as they are known before calculating.

Names, structured references, 3-D references, unions and intersections all come down to a list of
areas, unless a function in them decides what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....workbook.addresses import Area
from . import pins
from .book import Book
from .references import Reference, reference, split_sheet
from .structured import NoSuchPartError, area_of, structured_reference
from .tokens import Call, Expression, Kind, NotUnderstoodError, Piece, tree, without_space

if TYPE_CHECKING:
    from ....workbook.structure import DefinedName

_MOST_INLINED = 500  # names in one formula, so that names of names of names end
LONGEST = 65_536


class ErrorValue(Exception):  # noqa: N818  # a value of Excel, not a failure of ours
    """A part of the formula is this error value whatever the cells hold."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where in a formula names are looked up, and how they were reached."""

    sheet: int
    intersects: bool  # an area where a value is wanted means one cell of it
    variables: frozenset[str] = frozenset()  # of LET and LAMBDA
    names: tuple[str, ...] = ()  # whose text this is


class AreaFinder:
    """Finds the areas that parts of a formula mean in its cell."""

    def __init__(self, book: Book, sheet: int, row: int, column: int) -> None:
        self.book, self.sheet, self.row, self.column = book, sheet, row, column
        self.depends_on_cell = False  # the formula's text would differ in another cell
        self.plain = True  # nothing was met but cells, areas, values and common functions
        self._inlined = 0

    def areas(self, nodes: Expression, scope: Scope) -> list[Reference] | None:
        """The areas that an expression refers to, where they are known before calculating."""
        core = without_space(nodes)
        if len(core) == 1:
            node = core[0]
            if isinstance(node, Call):
                return None if node.name else self.areas(node.arguments[0], scope)
            return self._operand(node.text, scope) if node.kind is Kind.OPERAND else None
        kinds = {node.kind for node in core if isinstance(node, Piece)}
        if not kinds or not kinds <= {Kind.OPERAND, Kind.RANGE, Kind.UNION, Kind.SPACE}:
            return None
        self.plain = False
        return self._union(core, scope)

    def _union(self, core: Expression, scope: Scope) -> list[Reference] | None:
        found: list[Reference] = []
        for part in split_at(core, Kind.UNION):
            areas = self._intersection(without_space(part), scope)
            if areas is None:
                return None
            found += areas
        return found

    def _intersection(self, core: Expression, scope: Scope) -> list[Reference] | None:
        result: list[Reference] | None = None
        for part in split_at(core, Kind.SPACE):
            areas = self._range(part, scope)
            if areas is None:
                return None
            result = areas if result is None else list(self._shared(result, areas))
            if not result:
                raise ErrorValue("#NULL!")
        return result

    def _shared(self, first: list[Reference], second: list[Reference]) -> Iterator[Reference]:
        for one in first:
            for other in second:
                area = one.area.common(other.area)
                if area and self._sheet_of(one) == self._sheet_of(other):
                    yield Reference(one.sheet, area)

    def _sheet_of(self, found: Reference) -> str:
        return (found.sheet or self.book.sheet_names[self.sheet]).casefold()

    def _range(self, core: Expression, scope: Scope) -> list[Reference] | None:
        result: Reference | None = None
        for part in split_at(core, Kind.RANGE):
            areas = self.areas(part, scope) if part else None
            if areas is None or (len(areas) != 1 and len(core) > 1):
                return None
            if len(core) == 1:
                return areas
            end = areas[0]
            if result is not None and end.sheet and self._sheet_of(end) != self._sheet_of(result):
                return None
            result = Reference(result.sheet, result.area.joined(end.area)) if result else end
        return [result] if result else None

    def _operand(self, text: str, scope: Scope) -> list[Reference] | None:
        if ("[" in text or "\\" in text) and pins.is_external(text):
            raise pins.Pin(pins.EXTERNAL)
        found = reference(text)
        if found is not None:
            return self._sheets_of(found)
        self.plain = False
        if "[" in text and not text.startswith("[0]!"):
            return self._structured(text)
        return None if text.casefold() in scope.variables else self._named(text, scope)

    def _named(self, text: str, scope: Scope) -> list[Reference] | None:
        """The areas under the name of a table, or under a defined name."""
        if (table := self.book.table(text)) is not None:
            first, last = table.top + table.header_rows, table.bottom - table.total_rows
            return [self._on(table.sheet, Area(first, table.left, last, table.right))]
        if ":" in text and (ends := range_ends(text)):
            return self._range(ends, scope)
        if (name := self.find_name(text, scope)) is None or name.name.casefold() in scope.names:
            return None
        return self._areas_of_name(name, scope)

    def _areas_of_name(self, name: DefinedName, scope: Scope) -> list[Reference] | None:
        try:
            nodes = tree(self.text_of_name(name))
        except NotUnderstoodError:
            return None
        return self.areas(nodes, within_name(name, scope))

    def _sheets_of(self, found: Reference) -> list[Reference] | None:
        if ":" not in found.sheet:
            own = found.sheet and self.book.sheet(found.sheet) == self.sheet
            return [found._replace(sheet="")] if own else [found]
        self.plain = False
        sheets = self.book.sheets_between(*found.sheet.split(":", 1))
        if sheets is None:
            return None
        return [Reference(self.book.sheet_names[index], found.area) for index in sheets]

    def _structured(self, text: str) -> list[Reference] | None:
        parts = structured_reference(text)
        if parts is None:
            return None
        if parts.table:
            table = self.book.table(parts.table)
        else:
            self.depends_on_cell = True
            table = self.book.table_around(self.sheet, self.row, self.column)
        if table is None:
            return None
        self.depends_on_cell = self.depends_on_cell or parts.this_row
        try:
            area = area_of(parts, table, self.row)
        except NoSuchPartError as error:
            raise ErrorValue(error.code) from error
        return None if area is None else [self._on(table.sheet, area)]

    def _on(self, sheet: int, area: Area) -> Reference:
        return Reference("" if sheet == self.sheet else self.book.sheet_names[sheet], area)

    def find_name(self, text: str, scope: Scope) -> DefinedName | None:
        """The defined name that an operand, or the name of a function, means."""
        text = pins.within_own_book(text)
        split = split_sheet(text)
        if split is None:
            return self.book.names.find(text, scope.sheet)
        sheet = self.book.sheet(split[0])
        if split[0] and sheet is None:
            return None
        return self.book.names.find(split[1], scope.sheet if sheet is None else sheet)

    def text_of_name(self, name: DefinedName) -> str:
        """What a name stands for in this cell."""
        self._inlined += 1
        text = self.book.names.text(name, self.row, self.column)
        if self._inlined > _MOST_INLINED or len(text) > LONGEST:
            raise NotUnderstoodError("names of names without end")
        self.depends_on_cell = self.depends_on_cell or self.book.names.is_relative(name)
        pins.check_text(text)
        return text


def within_name(name: DefinedName, scope: Scope) -> Scope:
    """The scope of a name's text, which is calculated as an array."""
    sheet = scope.sheet if name.sheet is None else name.sheet
    return Scope(sheet, intersects=False, names=(*scope.names, name.name.casefold()))


def range_ends(text: str) -> Expression | None:
    """`first:last`, of which one is a name, as two operands."""
    first, _, last = text.partition(":")
    if not first or not last or ":" in last or "!" in last:
        return None
    return [Piece(first, Kind.OPERAND), Piece(":", Kind.RANGE), Piece(last, Kind.OPERAND)]


def split_at(nodes: Expression, kind: Kind) -> list[Expression]:
    parts: list[Expression] = [[]]
    for node in nodes:
        if isinstance(node, Piece) and node.kind is kind:
            parts.append([])
        else:
            parts[-1].append(node)
    return parts
