"""Formulas, the cells that arrays fill, merged areas: all that the index of a sheet holds."""

from __future__ import annotations

import bisect
import math
from collections.abc import Mapping, Sequence

import numpy as np

from .addresses import Area, area
from .cell_pass import CellPass
from .cells import Child, Formula, Position, SheetIndex
from .formulas import Formulas
from .rows import Rows
from .searching import Search, search
from .shared_formulas import SharedFormula
from .usual_formulas import NO_FORMULAS, UsualFormulas
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

    def parsed(self) -> SheetIndex:
        """The index of a sheet that is parsed whole."""
        self.feed(0, len(self.xml))
        return self._index(NO_FORMULAS)

    def searched(self, rows: Rows) -> SheetIndex | None:
        """The same of a sheet that is searched, and parsed in rows where something is unusual.

        None where cells stand twice, or in no order, so that it has to be parsed whole.
        """
        found = search(self.xml, rows)
        if found is None:
            return None
        usual = self._usual(rows, found)
        return self._index(usual) if self._formulas.keys().isdisjoint(usual.positions) else None

    def _index(self, usual: UsualFormulas) -> SheetIndex:
        self._resolve()
        return SheetIndex(
            formulas=Formulas(self._formulas, usual),
            children=self._children,
            merged=tuple(self._merged),
            dimension=self._dimension,
            dimension_start=self._dimension_start,
            strings=self.strings,
            date1904=self.date1904,
        )

    def _usual(self, rows: Rows, found: Search) -> UsualFormulas:
        """The usual formulas; all others are parsed, or given the text that they share."""
        usual = UsualFormulas(
            self.xml, found.usual, found.kinds, self.strings, {}, date1904=self.date1904
        )
        texts: dict[int, str] = {}
        shared, taken = list(found.shared.items()), 0
        where = [usual.start(number) for number, _ in shared]
        starts, ends = [], []
        for start, end in rows.with_formulas(found.unusual, lambda: self.row < self._arrays.bottom):
            before = bisect.bisect_left(where, start, taken)
            texts |= self._texts_shared(usual, shared[taken:before])
            self.feed(start, end)
            taken = bisect.bisect_left(where, end, before)  # the others were parsed
            starts.append(start)
            ends.append(end)
        span = np.searchsorted(starts, found.usual.cell, side="right") - 1
        left = found.usual.cell >= np.array(ends)[span]
        left[[number for number, _ in shared if number not in texts]] = False
        return usual.chosen(left, texts)

    def _texts_shared(
        self, usual: UsualFormulas, shared: Sequence[tuple[int, Mapping[str, str]]]
    ) -> dict[int, str]:
        """The texts that formulas share; those whose text is yet to come are no usual ones."""
        texts = {}
        for number, tag in shared:
            position, own = usual.position(number), usual.text(number)
            text = self._shared_text(position, own, tag)
            if text:
                texts[number] = text
            elif position in self._without_text:
                self._formulas[position] = usual.formula(number)._replace(shared=True)
        return texts

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
