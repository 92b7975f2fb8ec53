"""A workbook as it came: its package, its formulas, and what the engine is to make of each."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...hosts import engine
from ...hosts.engine.overrides import OVERRIDES
from ...hosts.engine.prepare import ENGINE_FUNCTIONS, Precedents, Prepared, prepared
from ...workbook.addresses import cell
from ...workbook.package import Package
from ...workbook.shared_strings import shared_strings
from ...workbook.sheet import (
    Formula,
    SheetIndex,
    has_formulas,
    index_of,
    last_row,
    with_formulas,
)
from ...workbook.structure import TRANSITIONAL, Structure, structure_of
from ...workbook.values import Cell
from .dependencies import Areas, Position

_NOT_READ = re.compile(r"/(?:drawings|charts|chartsheets|pivot\w+|diagrams|customXml|ctrlProps)/")

_SPILLED = re.compile(  # C1# as files have it
    r"(?:_xlfn\.)?ANCHORARRAY\(((?:'(?:[^']|'')+'|[\w.]+)!)?(\$?[A-Z]{1,3}\$?[1-9]\d{0,6})\)"
)
_NAMESPACES = (  # the engine knows those of Transitional files only
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", TRANSITIONAL.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


@dataclass(frozen=True)
class SheetSource:
    """A worksheet that has formulas, or that is fed."""

    name: str
    part: str
    xml: bytes
    index: SheetIndex


class Source:
    """A workbook that has passed the guard, read once."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.structure: Structure = structure_of(package)
        package.check()  # the engine reads the whole of it
        self._sheets: dict[int, SheetSource] = {}
        self._last_rows: dict[int, int] = {}
        for number, sheet in enumerate(self.structure.sheets):
            if sheet.kind == "worksheet":
                xml = package.read(sheet.part)
                self._last_rows[number] = last_row(xml)
                if has_formulas(xml):
                    self._sheets[number] = self._indexed(number, xml)
        self._with_formulas = tuple(self._sheets.items())
        self._precedents = Precedents(self.structure)
        self.second_tries: dict[Position, str] = {}  # formulas told to the engine in another way

    @cached_property
    def formulas(self) -> Mapping[Position, Formula]:
        return {
            (number, *cell): formula
            for number, sheet in self._with_formulas
            for cell, formula in sheet.index.formulas.items()
        }

    @cached_property
    def prepared(self) -> Mapping[Position, Prepared]:
        """What the engine is given for each formula."""
        by_sheet = prepared(
            self.structure,
            {number: sheet.index.formulas for number, sheet in self._with_formulas},
            ENGINE_FUNCTIONS | OVERRIDES.keys(),
            last_row=max(self._last_rows.values(), default=1),
        )
        return {
            (number, *cell): one
            for number, cells in by_sheet.items()
            for cell, one in cells.items()
        }

    def sheet(self, number: int) -> SheetSource:
        """A worksheet; one without formulas is read when it is asked for."""
        if number not in self._sheets:
            xml = self.package.read(self.structure.sheets[number].part)
            self._sheets[number] = self._indexed(number, xml)
        return self._sheets[number]

    def extent(self, position: Position) -> Iterator[Position]:
        """The cells that a formula fills in the file."""
        formula = self.formulas[position]
        if formula.kind != "array" or formula.area is None:
            yield position
            return
        for row in range(formula.area.top, formula.area.bottom + 1):
            for column in range(formula.area.left, formula.area.right + 1):
                yield position[0], row, column

    def stored(self, position: Position) -> Cell:
        """The value in the file of a formula cell, or of a cell that an array formula fills."""
        if position in self.formulas:
            return self.formulas[position].stored
        child = self._sheets[position[0]].index.children.get(position[1:])
        return child.stored if child else None

    def is_rich(self, position: Position) -> bool:
        """Whether a cell that a formula fills is more than it shows, and so is never patched."""
        if self.formulas[position].kind != "array":
            return self.formulas[position].rich
        children = self._sheets[position[0]].index.children
        return any(
            self.formulas[cell].rich if cell in self.formulas else children[cell[1:]].rich
            for cell in self.extent(position)
            if cell in self.formulas or cell[1:] in children
        )

    def reads(self, position: Position) -> Areas:
        """The areas that a formula reads."""
        text = self.prepared[position].formula
        if text is None:
            text = self.formulas[position].text
        return self._precedents.of(text, position[0])

    def for_engine(self, position: Position) -> str | None:
        """The text that the engine is given for a formula."""
        return self.second_tries.get(position, self.prepared[position].formula)

    def named(self, position: Position) -> engine.Position:
        """A position as the engine and the user know it."""
        return self.structure.sheets[position[0]].name, position[1], position[2]

    def calculation(
        self,
        pinned: Collection[Position],
        values: Mapping[Position, Cell] | None = None,
        *,
        mended: bool = False,
    ) -> engine.Calculation:
        """The engine with the workbook in it; pinned cells are constants."""
        calculation = self._loaded(self._parts_for_engine(pinned), mended=mended)
        for position, value in (values or {}).items():
            calculation.set_value(*self.named(position), value)
        return calculation

    def _loaded(self, parts: Mapping[str, bytes], *, mended: bool) -> engine.Calculation:
        """The engine with these parts; packed anew where it does not like the file's packing."""
        date1904 = self.structure.date1904
        if self.structure.strict:
            return engine.load(self._packed_anew(parts), date1904=date1904, mended=mended)
        try:
            package = self.package.rewritten(parts, level=0)
            return engine.load(package, date1904=date1904, mended=mended)
        except engine.EngineError:
            return engine.load(self._packed_anew(parts), date1904=date1904, mended=mended)

    def _packed_anew(self, parts: Mapping[str, bytes]) -> bytes:
        """A plain package of what the engine reads; drawings, pictures and the like stay out."""
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name in self.package.names:
                if name.lower().endswith((".xml", ".rels")) and not _NOT_READ.search(name):
                    content = parts[name] if name in parts else self.package.read(name)
                    for strict, transitional in _NAMESPACES:
                        content = content.replace(strict, transitional)
                    archive.writestr(name.replace("\\", "/").lstrip("/"), content)
        return stream.getvalue()

    def _parts_for_engine(self, pinned: Collection[Position]) -> dict[str, bytes]:
        """The sheets that an engine loads: formulas as prepared, pinned cells as constants."""
        parts = {}
        for number, sheet in self._with_formulas:
            changes = dict(self._changes(number, sheet.index.formulas.values(), pinned))
            xml = with_formulas(sheet.xml, sheet.index, changes)
            if xml != sheet.xml:
                parts[sheet.part] = xml
        return parts

    def _changes(
        self, number: int, formulas: Iterable[Formula], pinned: Collection[Position]
    ) -> Iterator[tuple[tuple[int, int], str | None]]:
        for formula in formulas:
            position = (number, formula.row, formula.column)
            text = None if position in pinned else self.for_engine(position)
            if text is not None and "ANCHORARRAY" in text:
                text = _SPILLED.sub(lambda found: self._area_of(found, number, pinned), text)
            if text is None or text != formula.text:
                yield position[1:], text

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
        index = index_of(xml, lambda: self._strings, date1904=self.structure.date1904)
        return SheetSource(sheet.name, sheet.part, xml, index)

    @cached_property
    def _strings(self) -> list[str]:
        return list(shared_strings(self.package, self.structure))
