"""Parts of a formula as the engine gets them, and the areas among them."""

from __future__ import annotations

from dataclasses import dataclass

from ....workbook.addresses import Area
from . import open_ended, pins
from .areas import AreaFinder, Scope
from .book import Book
from .intersection import intersected
from .parameter_classes import Context, TokenClass, classified
from .references import Reference, reference
from .tokens import Call, Expression, Piece, text_of


@dataclass(frozen=True, slots=True)
class Written:
    """A part of a formula as the engine gets it."""

    text: str
    many: bool = False  # it may be more than one value


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of an expression: an argument, an operand or the whole formula."""

    letters: str
    context: Context
    scope: Scope
    empty_row: bool = False  # whole columns keep one empty row

    def wants(self, token: TokenClass) -> TokenClass:
        return classified(self.letters, token, self.context)[0]

    @property
    def wants_value(self) -> bool:
        """Whether an area here means one cell of it."""
        return self.scope.intersects and self.wants(TokenClass.REFERENCE) is TokenClass.VALUE


def marked_single(written: Written, nodes: Expression) -> Written:
    """`@x`: of many values the one in the formula's row or column, or else the first."""
    if not written.many:
        return written
    is_call = len(nodes) == 1 and isinstance(nodes[0], Call)
    return Written(f"@{written.text}" if is_call else f"@({written.text})")


class AreaWriter(AreaFinder):
    """Writes areas as the place wants them where they stand: whole, cut, or one cell of them."""

    def __init__(self, book: Book, sheet: int, row: int, column: int) -> None:
        super().__init__(book, sheet, row, column)
        self.text = ""  # the whole formula
        self._last_row = 0

    def written_areas(self, core: Expression, areas: list[Reference], slot: Slot) -> Written:
        if slot.wants_value:
            return self.one_cell(areas, core)
        if len(areas) > 1:
            return self._stacked(areas, slot)
        found = areas[0]
        area = self.cut(found.area, empty_row=slot.empty_row)
        as_it_was = len(core) == 1 and isinstance(core[0], Piece) and reference(core[0].text)
        changed = area != found.area or found.backwards or slot.scope.names
        if as_it_was and not changed:
            text = text_of(core)
        else:
            self.plain = False
            text = str(Reference(found.sheet, area))
        return Written(text, many=not area.rows == area.columns == 1)

    def _stacked(self, areas: list[Reference], slot: Slot) -> Written:
        """Several areas as one array, where that serves as well as references."""
        if slot.letters[1] not in "AX":
            raise pins.Pin("several areas at once, where the engine takes only one")
        columns = ",".join([f"TOCOL({area})" for area in areas])
        return Written(f"VSTACK({columns})", many=True)

    def one_cell(self, areas: list[Reference], core: Expression | None = None) -> Written:
        """The cell of an area that is meant where a single value is wanted."""
        found = areas[0]
        if len(areas) == 1 and found.area.rows == found.area.columns == 1:
            node = core[0] if core and len(core) == 1 else None
            if isinstance(node, Piece) and ":" not in node.text and reference(node.text):
                return Written(node.text)
            self.plain = False
            return Written(str(found))
        self.plain, self.depends_on_cell = False, True
        cell = intersected(found.area, self.row, self.column) if len(areas) == 1 else None
        return Written("#VALUE!" if cell is None else str(Reference(found.sheet, cell)))

    def cut(self, area: Area, *, empty_row: bool = False) -> Area:
        """Whole columns and rows as far as anything stands in them."""
        if not open_ended.is_open_ended(area):
            return area
        self.plain = False
        if self.book.last_row is None:
            return area
        if not self._last_row:
            self._last_row = max(self.book.last_row, open_ended.last_row_of(self.text))
        return open_ended.cut(area, self._last_row + empty_row, self.book.last_column)
