"""A workbook as it came: its package, its formulas, and what the engine is to make of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Literal

from ..hosts import engine
from ..hosts.engine.overrides import OVERRIDES
from ..hosts.engine.prepare import ENGINE_FUNCTIONS, Precedents, Preparation, Prepared, prepared
from ..hosts.engine.prepare import Doubt as Doubt
from ..workbook.addresses import cell
from ..workbook.package import Package
from ..workbook.plain_package import needs_plain_package, plain_package
from ..workbook.shared_strings import shared_strings
from ..workbook.sheet import (
    SheetIndex,
    has_formulas,
    index_of,
    last_row,
    with_formulas,
)
from ..workbook.structure import Structure, structure_of
from ..workbook.transcoding import utf8
from ..workbook.values import Cell
from .contents import Contents, raised_by_constants
from .dependencies import Areas, Position
from .formulas import BookFormulas

_SPILLED = re.compile(  # C1# as files have it
    r"(?:_xlfn\.)?ANCHORARRAY\(((?:'(?:[^']|'')+'|[\w.]+)!)?(\$?[A-Z]{1,3}\$?[1-9]\d{0,6})\)"
)


@dataclass(frozen=True)
class SheetSource:
    """A worksheet that has formulas, or that is fed."""

    name: str
    part: str
    xml: bytes
    index: SheetIndex


Stored = Literal["auto", "trust", "ignore"]  # what the values in the file are held for


class Source:
    """A workbook that has passed the guard, read once."""

    def __init__(self, package: Package, stored: Stored = "auto") -> None:
        self.package = package
        self._stored = stored
        self.structure: Structure = structure_of(package)
        self._sheets: dict[int, SheetSource] = {}
        self._last_rows: dict[int, int] = {}
        self._raised = Doubt.NONE
        self.size = 0  # bytes of all worksheets
        for number, sheet in enumerate(self.structure.sheets):
            if sheet.kind == "worksheet":
                xml = package.read(sheet.part)
                self._last_rows[number] = last_row(xml)
                self.size += len(xml)
                self._raised |= raised_by_constants(utf8(xml)[0])
                if has_formulas(xml):
                    self._sheets[number] = self._indexed(number, xml)
        package.check()  # the engine reads the rest of it, too
        self._with_formulas = tuple(self._sheets.items())
        self._precedents = Precedents(self.structure)
        self.second_tries: dict[Position, str] = {}  # formulas told to the engine in another way

    @cached_property
    def formulas(self) -> BookFormulas:
        return BookFormulas({number: sheet.index.formulas for number, sheet in self._with_formulas})

    @cached_property
    def has_oracle(self) -> bool:
        """Whether the values in the file are those that a spreadsheet program has calculated."""
        if self._stored != "auto":
            return self._stored == "trust"
        structure = self.structure
        if structure.full_calc_on_load or not structure.calc_completed:
            return False
        if structure.manual and not structure.calc_on_save:
            return False
        return any(value is not None for value in self.formulas.stored.values())

    @cached_property
    def preparation(self) -> Preparation:
        return prepared(
            self.structure,
            {number: sheet.index.formulas for number, sheet in self._with_formulas},
            ENGINE_FUNCTIONS | OVERRIDES.keys(),
            OVERRIDES.keys(),
            contents=self.contents,
            last_row=max(self._last_rows.values(), default=1),
        )

    @cached_property
    def special(self) -> Mapping[Position, Prepared]:
        """The formulas that the engine does not get as they are, or of which more is to be said.

        They are few in most workbooks, and all that has to be looked at one by one.
        """
        return {
            (number, *cell): one
            for number, cells in self.preparation.special.items()
            for cell, one in cells.items()
        }

    def prepared(self, position: Position) -> Prepared:
        """What the engine is given for a formula."""
        return self.special.get(position) or Prepared(self.formulas.text(position))

    def sheet(self, number: int) -> SheetSource:
        """A worksheet; one without formulas is read when it is asked for."""
        if number not in self._sheets:
            xml = self.package.read(self.structure.sheets[number].part)
            self._sheets[number] = self._indexed(number, xml)
        return self._sheets[number]

    def extent(self, position: Position) -> Iterator[Position]:
        """The cells that a formula fills in the file."""
        formula = self.formulas.arrays.get(position)
        if formula is None or formula.area is None:
            yield position
            return
        for row in range(formula.area.top, formula.area.bottom + 1):
            for column in range(formula.area.left, formula.area.right + 1):
                yield position[0], row, column

    def stored(self, position: Position) -> Cell:
        """The value in the file of a formula cell, or of a cell that an array formula fills."""
        if position in self.formulas:
            return self.formulas.stored[position]
        child = self._sheets[position[0]].index.children.get(position[1:])
        return child.stored if child else None

    def rich(self) -> Iterator[Position]:
        """Formulas that fill a cell which is more than it shows, and so is never patched."""
        yield from (position for position, one in self.formulas.unusual.items() if one.rich)
        for number, sheet in self._with_formulas:
            children = sheet.index.children.values()
            yield from ((number, *one.anchor) for one in children if one.rich)

    def reads(self, position: Position) -> Areas:
        """The areas that a formula reads."""
        text = self.prepared(position).formula
        if text is None:
            text = self.formulas.text(position)
        return self._precedents.of(text, position[0])

    def for_engine(self, position: Position) -> str | None:
        """The text that the engine is given for a formula; None where it keeps its value."""
        if position in self.second_tries:
            return self.second_tries[position]
        one = self.prepared(position)
        if one.formula is None or Doubt.ALWAYS not in one.doubt:
            return one.formula
        has_proof = self.has_oracle and self.formulas.stored[position] is not None
        if has_proof and not (one.ours or one.clock or Doubt.ARRAYS in one.doubt):
            return one.formula  # unless it fails; of arrays one value may be right by chance
        return engine.second_try(one.formula) or one.formula

    def named(self, position: Position) -> engine.Position:
        """A position as the engine and the user know it."""
        return self.structure.sheets[position[0]].name, position[1], position[2]

    def calculation(
        self, pinned: Collection[Position], values: Mapping[Position, Cell] | None = None
    ) -> engine.Calculation:
        """The engine with the workbook in it; pinned cells are constants."""
        calculation = self._loaded(pinned)
        self._check_formulas(calculation, pinned)
        for position, value in (values or {}).items():
            calculation.set_value(*self.named(position), value)
        return calculation

    def _check_formulas(
        self, calculation: engine.Calculation, pinned: Collection[Position]
    ) -> None:
        """Refuse an engine that has lost the formulas of a sheet: their old values would stand."""
        for number, sheet in self._with_formulas:
            cells = (cell for cell in sheet.index.formulas if (number, *cell) not in pinned)
            cell = next(cells, None)
            if cell and not calculation.has_formula(sheet.name, *cell):
                raise engine.EngineError(
                    f"The engine does not find the formulas of the sheet {sheet.name}."
                )

    def _loaded(self, pinned: Collection[Position]) -> engine.Calculation:
        """The engine with the workbook; packed anew where it does not like the file's packing."""
        date1904 = self.structure.date1904
        if not needs_plain_package(self.structure):
            try:
                # nothing holds the package but the engine: it may be as large as all sheets
                return engine.load(
                    self.package.rewritten(self._parts_for_engine(pinned), level=0),
                    date1904=date1904,
                )
            except engine.EngineError:
                pass  # it does not like the file's packing
        parts = self._parts_for_engine(pinned)
        return engine.load(plain_package(self.package, self.structure, parts), date1904=date1904)

    def _parts_for_engine(self, pinned: Collection[Position]) -> dict[str, bytes]:
        """The sheets that an engine loads: formulas as prepared, pinned cells as constants."""
        changes: dict[int, dict[tuple[int, int], str | None]] = defaultdict(dict)
        for position in chain(self.special, self.second_tries, pinned):
            text = None if position in pinned else self.for_engine(position)
            if text is not None and "ANCHORARRAY" in text:
                text = self.without_pinned_spills(text, position[0], pinned)
            if text is None or text != self.formulas.text(position):
                changes[position[0]][position[1:]] = text
        parts = {}
        for number, sheet in self._with_formulas:
            xml = with_formulas(sheet.xml, sheet.index, changes[number])
            if xml != sheet.xml:
                parts[sheet.part] = xml
        return parts

    def without_pinned_spills(self, text: str, sheet: int, pinned: Collection[Position]) -> str:
        """A formula with the areas of arrays that are constants in the place of `C1#`."""
        return _SPILLED.sub(lambda found: self._area_of(found, sheet, pinned), text)

    def _area_of(self, found: re.Match[str], number: int, pinned: Collection[Position]) -> str:
        """The cells of a pinned array in the place of `C1#`, which needs the formula in C1."""
        sheet = number
        if found[1]:
            name = found[1][:-1].strip("'").replace("''", "'").casefold()
            names = [one.name.casefold() for one in self.structure.sheets]
            if name not in names:
                return found[0]
            sheet = names.index(name)
        formula = self.formulas.get((sheet, *cell(found[2])))
        if formula is None or formula.area is None or (sheet, *cell(found[2])) not in pinned:
            return found[0]
        return f"{found[1] or ''}{formula.area}"

    def _indexed(self, number: int, xml: bytes) -> SheetSource:
        sheet = self.structure.sheets[number]
        index = index_of(xml, self._strings, date1904=self.structure.date1904)
        return SheetSource(sheet.name, sheet.part, xml, index)

    @cached_property
    def contents(self) -> Contents:
        return Contents(self._raised, self._strings, self.formulas)

    def _strings(self) -> list[str]:
        return self._shared_strings

    @cached_property
    def _shared_strings(self) -> list[str]:
        return shared_strings(self.package, self.structure)
