"""Formulas, the cells that arrays fill, merged areas: all that the index of a sheet holds."""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping

from .addresses import LAST_ROW, Area, area
from .cell_pass import CellPass
from .cells import Child, Formula, Position, SheetIndex
from .rows import plain_rows
from .shared_formulas import SharedFormula
from .usual_cells import UsualCells
from .values import Strings, unescaped


class IndexPass(CellPass):
    """Takes the cells with formulas, and those that arrays fill."""

    def __init__(self, xml: bytes, strings: Strings, *, date1904: bool) -> None:
        super().__init__(xml, strings, date1904=date1904)
        self._formulas: dict[Position, Formula] = {}
        self._children: dict[Position, Child] = {}
        self._arrays = _OpenArrays()
        self._anchor: Position | None = None  # of the array that fills the present cell
        self._shared: dict[str, SharedFormula] = {}
        self._without_text: dict[Position, str] = {}  # shared formulas before the one with the text
        self._merged: list[Area] = []
        self._dimension: Area | None = None
        self._dimension_start = 0

    def run(self) -> SheetIndex:
        rows = plain_rows(self.xml)
        if rows is None:
            self.feed(0, len(self.xml))
        else:
            usual = UsualCells(self.xml, self.strings, date1904=self.date1904)
            for start, end in rows.with_formulas(lambda: self.row < self._arrays.bottom):
                number = None if rows.has_prefix else rows.number(start)
                if number is None or not self._takes_usual(usual, number, start, end):
                    self.feed(start, end)
        self._resolve()
        return SheetIndex(
            formulas=self._formulas,
            children=self._children,
            merged=tuple(self._merged),
            dimension=self._dimension,
            dimension_start=self._dimension_start,
            strings=self.strings,
            date1904=self.date1904,
        )

    def _takes_usual(self, usual: UsualCells, row: int, start: int, end: int) -> bool:
        """Take the formulas of a row without the parser, unless something is unusual there."""
        if row <= self._arrays.bottom or row > LAST_ROW:
            return False
        read = usual.formulas(row, start, end)
        if read is None:
            return False
        formulas, tags = read
        if not all(tag.get("t", "normal") in {"normal", "shared"} for tag in tags.values()):
            return False
        self._formulas.update(formulas)
        for column, tag in tags.items():
            if "t" in tag:
                self._share((row, column), tag)
        self.row_passed_over(row)
        return True

    def row_begins(self) -> None:
        self._arrays.leave(self.row)
        self.watching = bool(self._arrays)

    def wants(self) -> bool:
        self._anchor = self._arrays.anchor(*self.address())
        return self._anchor is not None

    def takes(self) -> None:
        position = self.address()
        anchor, self._anchor = self._anchor, None
        text = unescaped(self.formula_text).removeprefix("=")
        kind = self.formula_attributes.get("t", "")
        if kind == "shared":
            text = self._shared_text(position, text, self.formula_attributes)
        if text.strip() or kind == "dataTable" or position in self._without_text:
            self._formulas[position] = self._formula_at(position, kind, text)
        elif anchor:  # an empty <f> here says no more than that the array is volatile
            child = Child(anchor, self.is_rich(), self.stored(), self.place())
            self._children[position] = child

    def other_begins(self, name: str, attributes: dict[str, str]) -> None:
        if name == "dimension":
            self._dimension = _area(attributes)
            self._dimension_start = self.position()
        elif name == "mergeCell" and (merged := _area(attributes)):
            self._merged.append(merged)

    def _formula_at(self, position: Position, kind: str, text: str) -> Formula:
        row, column = position
        filled = None
        if kind in {"array", "dataTable"}:
            only = Area(row, column, row, column)
            filled = _area(self.formula_attributes)
            if filled is None or filled[:2] != position:
                filled = only  # it does not begin here, as that of every array does
            if kind == "array" and filled != only:
                self._arrays.enter(filled, position)
                self.watching = True
        return Formula(
            row,
            column,
            text,
            "array" if kind == "array" else "data table" if kind == "dataTable" else "plain",
            filled,
            "cm" in self.attributes,
            self.is_rich(),
            kind == "shared",
            self.stored(),
            self.place(),
        )

    def _share(self, position: Position, tag: dict[str, str]) -> None:
        """Give a formula that was taken with its row the text that it shares, if it does."""
        formula = self._formulas[position]
        is_shared = tag["t"] == "shared"
        text = self._shared_text(position, formula.text, tag) if is_shared else formula.text
        if text.strip() or position in self._without_text:
            self._formulas[position] = formula._replace(text=text, shared=is_shared)
        else:
            del self._formulas[position]

    def _shared_text(self, position: Position, text: str, tag: Mapping[str, str]) -> str:
        group = tag.get("si", "")
        if text.strip():
            if "ref" in tag or group not in self._shared:
                self._shared[group] = SharedFormula(text, *position)
            return text
        if group in self._shared:
            return self._shared[group].at(*position)
        self._without_text[position] = group
        return ""

    def _resolve(self) -> None:
        """Give shared formulas a text that came after them; those that have none are none."""
        for position, group in self._without_text.items():
            formula = self._formulas[position]
            if group in self._shared:
                text = self._shared[group].at(*position)
                self._formulas[position] = formula._replace(text=text)
            else:
                del self._formulas[position]


class _OpenArrays:
    """The arrays that fill cells of the present row, and of those below."""

    def __init__(self) -> None:
        self.bottom = 0  # the last row of all
        self._next_bottom = math.inf  # the row after which one of them is left
        self._areas: list[tuple[int, Area, Position]] = []  # by their left edges

    def __bool__(self) -> bool:
        return bool(self._areas)

    def enter(self, filled: Area, anchor: Position) -> None:
        bisect.insort(self._areas, (filled.left, filled, anchor))
        self.bottom = max(self.bottom, filled.bottom)
        self._next_bottom = min(self._next_bottom, filled.bottom)

    def leave(self, row: int) -> None:
        """Forget those that end above this row."""
        if row > self._next_bottom:
            self._areas = [item for item in self._areas if item[1].bottom >= row]
            self._next_bottom = min((item[1].bottom for item in self._areas), default=math.inf)

    def anchor(self, row: int, column: int) -> Position | None:
        """Where the formula stands that fills this cell."""
        behind = bisect.bisect_left(self._areas, (column + 1,))
        if behind:
            _, filled, anchor = self._areas[behind - 1]
            if filled.holds(row, column):
                return anchor
        return None


def _area(attributes: dict[str, str]) -> Area | None:
    try:
        return area(attributes.get("ref", ""))
    except ValueError:
        return None
