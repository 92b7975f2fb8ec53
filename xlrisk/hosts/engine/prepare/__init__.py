"""Formulas of a workbook as the engine must have them, and the cells that keep Excel's values.

The engine is not Excel: it spills where an older formula shows one cell, does not know tables, and
gives up on references into other workbooks. `prepared` turns every formula into a text for which
the engine gives Excel's answer, or says why there is none. What cannot be taken apart goes to the
engine as it is.

    tokens  ->  areas (references, structured, names)  ->  rewrite (parameter_classes, calls)
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import arrays as arrays
from . import calls as calls  # fills the table of functions with ways of their own
from . import pins
from .book import Book, Formulas
from .engine_functions import ENGINE_FUNCTIONS as ENGINE_FUNCTIONS
from .precedents import Precedents as Precedents
from .precedents import precedents as precedents
from .references import is_backwards
from .rewrite import Rewriting
from .spellings import own_functions_in
from .tokens import NotUnderstoodError

if TYPE_CHECKING:
    from ....workbook.sheet import Formula
    from ....workbook.structure import Structure

# Formulas that differ only in their rows and numbers are prepared alike, as long as nothing but
# cells, areas, values and common functions stands in them.
_ROW_OR_NUMBER = re.compile(
    r"(?<=[A-Z$])[1-9]\d{0,5}(?![\w.(!'])|(?<![\w.\\$])[1-9]\d*(?:\.\d+)?(?![\w.(!'])"
)
_VOLATILE = re.compile(r"\b(?:INDIRECT|OFFSET)\(", re.IGNORECASE)
_CLOCK = re.compile(r"\b(?:NOW|TODAY)\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A formula for the engine, without "="; None where the cell keeps its value."""

    formula: str | None
    reason: str = ""  # why it keeps its value
    ours: frozenset[str] = frozenset()  # the functions of xlrisk that it calls
    volatile: bool = False  # it reads cells that only calculating it tells
    clock: bool = False  # it depends on the day or the time


Position = tuple[int, int]


def prepared(
    structure: Structure,
    formulas: Formulas,
    known_functions: Collection[str],
    *,
    last_row: int | None = None,
    last_column: int | None = None,
) -> dict[int, dict[Position, Prepared]]:
    """Every formula of a workbook, by the index of its sheet, its row and its column.

    `known_functions` are those that the engine calculates, ours left out. Whole columns and rows
    are cut at the last used row and column of the workbook.
    """
    preparer = _Preparer(Book(structure, formulas, known_functions, last_row, last_column))
    return {
        sheet: {
            position: preparer.formula(formula, sheet, *position)
            for position, formula in on_sheet.items()
        }
        for sheet, on_sheet in formulas.items()
    }


class _Preparer:
    def __init__(self, book: Book) -> None:
        self._book = book
        self._plain_shapes: set[str] = set()
        self._same_in_all_cells: dict[tuple[int, str], Prepared] = {}
        book.is_pinned = self._is_pinned
        self._asked: set[tuple[int, int, int]] = set()

    def formula(self, formula: Formula, sheet: int, row: int, column: int) -> Prepared:
        if formula.kind == "data table":
            return Prepared(None, "a what-if data table is calculated by Excel only")
        text = formula.text
        if formula.kind == "array" or formula.dynamic:
            return self._careful(formula, sheet, row, column)[0]
        shape = _ROW_OR_NUMBER.sub("1", text)
        if shape in self._plain_shapes and not (":" in text and is_backwards(text)):
            return Prepared(text)
        known = self._same_in_all_cells.get((sheet, text))
        if known is not None:
            return known
        result, rewriting = self._careful(formula, sheet, row, column)
        if rewriting.plain and result.formula == text:
            self._plain_shapes.add(shape)
        elif not rewriting.depends_on_cell:
            self._same_in_all_cells[sheet, text] = result
        return result

    def _careful(
        self, formula: Formula, sheet: int, row: int, column: int
    ) -> tuple[Prepared, Rewriting]:
        rewriting = Rewriting(self._book, sheet, row, column)
        try:
            text = _for_its_kind(formula, rewriting)
        except pins.Pin as pin:
            return Prepared(None, str(pin), own_functions_in(formula.text)), rewriting
        except (NotUnderstoodError, RecursionError):
            rewriting.plain, rewriting.depends_on_cell = False, True
            return _as_it_is(formula.text), rewriting
        ours = frozenset(rewriting.ours)
        return Prepared(text, "", ours, rewriting.volatile, rewriting.clock), rewriting

    def _is_pinned(self, sheet: int, row: int, column: int) -> bool:
        """Whether the formula in a cell keeps its value."""
        formula = self._book.formulas.get(sheet, {}).get((row, column))
        place = (sheet, row, column)
        if formula is None or place in self._asked:
            return False
        self._asked.add(place)
        try:
            return self._careful(formula, sheet, row, column)[0].formula is None
        finally:
            self._asked.remove(place)


def _for_its_kind(formula: Formula, rewriting: Rewriting) -> str:
    """The formula with what keeps its result to its cells: one, those of its array, or any."""
    one_cell = formula.kind != "array" and not formula.dynamic
    written = rewriting.formula(formula.text, intersects=one_cell)
    if one_cell or formula.dynamic or formula.area is None:
        return written.text
    area = formula.area
    if area.rows == area.columns == 1 and not written.many:
        return written.text
    return f"{arrays.NAME}({written.text},{area.rows},{area.columns})"


def _as_it_is(text: str) -> Prepared:
    """A formula that cannot be taken apart."""
    if pins.mentions_external(text):  # the engine would give up on the whole workbook
        return Prepared(None, pins.EXTERNAL, own_functions_in(text))
    return Prepared(
        text,
        "",
        own_functions_in(text),
        volatile=_VOLATILE.search(text) is not None,
        clock=_CLOCK.search(text) is not None,
    )


__all__ = [
    "ENGINE_FUNCTIONS",
    "Precedents",
    "Prepared",
    "arrays",
    "precedents",
    "prepared",
]
