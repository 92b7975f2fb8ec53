"""A workbook on disk as a `Calculable`: refreshed, checked and explained without Excel.

The package's own engine calculates it. What changes a formula is what `xlrisk repair` does: there
is nothing else that a refresh would enter otherwise than it stands.
"""

from __future__ import annotations

import bisect
import contextlib
from collections.abc import Iterator, Sequence

from ..errors import FileError
from ..recalculation import Options, recalculated
from ..recalculation.source import Source
from ..workbook.addresses import Area
from ..workbook.package import Package
from ..workbook.values import Cell
from .book import Scope, Sheet
from .repair import repair, repaired


class StoredSheet:
    """The formulas of a worksheet, and what they show; other cells read as empty."""

    def __init__(self, source: Source, number: int) -> None:
        self._index = source.sheet(number).index
        self._cells = sorted({*self._index.formulas, *self._index.children})
        self.name = source.structure.sheets[number].name
        self.is_protected = False  # protection binds who works in Excel

    def used(self) -> Area | None:
        if not self._cells:
            return None
        rows, columns = zip(*self._cells, strict=True)
        return Area(min(rows), min(columns), max(rows), max(columns))

    def read(self, area: Area) -> tuple[list[list[str]], list[list[Cell]]]:
        formulas = [[""] * area.columns for _ in range(area.rows)]
        values: list[list[Cell]] = [[None] * area.columns for _ in range(area.rows)]
        for row, column in self._cells[self._start(area.top) : self._start(area.bottom + 1)]:
            if area.left <= column <= area.right:
                formula = self._index.formulas.get((row, column))
                text = f"={formula.text}" if formula and formula.text else ""
                shown = formula or self._index.children[row, column]
                formulas[row - area.top][column - area.left] = text
                values[row - area.top][column - area.left] = shown.stored
        return formulas, values

    def arrays(self, area: Area) -> list[tuple[Area, bool]]:
        return [
            (formula.area, formula.dynamic)
            for formula in self._index.formulas.unusual.values()
            if formula.kind == "array" and formula.area and formula.area.meets(area)
        ]

    def calculate(self, area: Area) -> None:  # noqa: ARG002
        raise FileError("the cells of a file are calculated all together")

    def set_formulas(self, area: Area, formulas: Sequence[Sequence[str]]) -> None:
        """Repairs are made all at once, when the workbook is calculated."""
        for row, texts in enumerate(formulas, area.top):
            for column, text in enumerate(texts, area.left):
                formula = self._index.formulas.get((row, column))
                if formula is None or text != f"={repaired(formula.text)}":
                    raise FileError("only broken links can be repaired in a file")

    def set_array(self, area: Area, formula: str) -> None:
        self.set_formulas(Area(area.top, area.left, area.top, area.left), [[formula]])

    def set_values(self, area: Area, values: Sequence[Sequence[Cell]]) -> None:  # noqa: ARG002
        raise FileError("values of a file are set by `xlrisk recalc --set`")

    def _start(self, row: int) -> int:
        """Where the cells of a row begin."""
        return bisect.bisect_left(self._cells, (row, 0))


class StoredBook:
    """The bytes of a workbook; `content()` gives them as they are after the last calculation."""

    def __init__(self, name: str, data: bytes, options: Options | None = None) -> None:
        self.name = name
        self.opening = ""  # a formula of a file says by itself which function is meant
        self._data = data
        self._options = options or Options()
        self._sheets = self._read()

    def places(self, scope: Scope) -> list[tuple[Sheet, list[Area]]]:
        if scope != "workbook":
            raise FileError(f"A file has no active {scope}; refresh the workbook.")
        return [(sheet, [used]) for sheet in self._sheets if (used := sheet.used())]

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        yield

    def calculate(self, scope: Scope) -> None:
        self.places(scope)
        plain, _ = repair(self._data, self._options.limits)
        self._data, _ = recalculated(plain, self._options)
        for sheet, new in zip(self._sheets, self._read(), strict=True):
            sheet.__dict__.update(new.__dict__)  # who holds a sheet sees its new values

    def status(self, text: str) -> None:
        pass

    def is_interrupted(self) -> bool:
        return False

    def content(self) -> bytes:
        return self._data

    def _read(self) -> list[StoredSheet]:
        source = Source(Package(self._data, self._options.limits))
        return [
            StoredSheet(source, number)
            for number, sheet in enumerate(source.structure.sheets)
            if sheet.kind == "worksheet"
        ]
