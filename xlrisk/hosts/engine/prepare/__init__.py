"""Formulas of a workbook as the engine must have them, and the cells that keep Excel's values.

The engine is not Excel: it spills where an older formula shows one cell, does not know tables, and
gives up on references into other workbooks. `prepared` turns every formula into a text for which
the engine gives Excel's answer, or says why there is none. What cannot be taken apart goes to the
engine as it is.

    tokens  ->  areas (references, structured, names)  ->  rewrite (parameter_classes, calls)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ....workbook.usual_formulas import digits_alike
from . import arrays as arrays
from . import calls as calls  # fills the table of functions with ways of their own
from . import pins
from .alike import Alike, Shape
from .book import UNKNOWN, Book, Contents
from .doubts import Doubt as Doubt
from .engine_functions import ENGINE_FUNCTIONS as ENGINE_FUNCTIONS
from .precedents import Precedents as Precedents
from .precedents import precedents as precedents
from .rewrite import Rewriting
from .spellings import own_functions_in
from .tokens import NotUnderstoodError

if TYPE_CHECKING:
    from ....workbook.formulas import Formulas
    from ....workbook.sheet import Formula
    from ....workbook.structure import Structure

_VOLATILE = re.compile(r"\b(?:INDIRECT|OFFSET)\(", re.IGNORECASE)
_CLOCK = re.compile(r"\b(?:NOW|TODAY)\(", re.IGNORECASE)


Position = tuple[int, int]


class Prepared(NamedTuple):
    """A formula for the engine, without "="; None where the cell keeps its value."""

    formula: str | None
    reason: str = ""  # why it keeps its value
    ours: frozenset[str] = frozenset()  # the functions of xlrisk that it calls
    volatile: bool = False  # it reads cells that only calculating it tells
    clock: bool = False  # it depends on the day or the time
    doubt: Doubt = Doubt.NONE  # of the engine's own functions: they may not answer as Excel's


class Preparation(NamedTuple):
    """The formulas of a workbook for the engine."""

    # those that the engine does not get as they are, or of which more is to be said, by the index
    # of their sheet and by their row and column
    special: dict[int, dict[Position, Prepared]]
    functions: frozenset[str]  # that all the others call


def prepared(
    structure: Structure,
    formulas: Mapping[int, Formulas],
    known_functions: Collection[str],
    mended_functions: Collection[str] = (),
    *,
    contents: Contents = UNKNOWN,
    last_row: int | None = None,
    last_column: int | None = None,
) -> Preparation:
    """The formulas of a workbook as the engine must have them.

    `known_functions` are those that the engine calculates, ours left out; `mended_functions` those
    that we have better versions of. `contents` is what the cells of the workbook hold. Whole
    columns and rows are cut at the last used row and column of the workbook.
    """
    preparer = _Preparer(
        Book(
            structure,
            formulas,
            known_functions,
            last_row,
            last_column,
            mended_functions,
            contents,
        )
    )
    special = {sheet: preparer.special(sheet, on_sheet) for sheet, on_sheet in formulas.items()}
    return Preparation(special, frozenset(preparer.functions))


class _Preparer:
    def __init__(self, book: Book) -> None:
        self._book = book
        self._alike = Alike()
        self._same_in_all_cells: dict[int, dict[str, Prepared]] = defaultdict(dict)  # of a sheet
        self.functions: set[str] = set()  # that formulas call which nothing is said about
        book.is_pinned = self._is_pinned
        self._asked: set[tuple[int, int, int]] = set()

    def special(self, sheet: int, formulas: Formulas) -> dict[Position, Prepared]:
        """What is special about the formulas of a sheet."""
        found: dict[Position, Prepared | None] = {}
        nothing = self._alike.nothing_special
        for position, digits in formulas.alike():
            if digits not in nothing:
                found[position] = self._plain(formulas, digits, sheet, position)
        for position, formula in formulas.unusual.items():
            if formula.kind == "data table":
                reason = "a what-if data table is calculated by Excel only"
                found[position] = Prepared(None, reason)
            elif formula.kind == "array" or formula.dynamic:
                found[position] = self._careful(formula, sheet, *position)[0]
            elif (digits := digits_alike(formula.text)) not in nothing:
                found[position] = self._plain(formulas, digits, sheet, position)
        return {position: one for position, one in found.items() if one is not None}

    def _plain(
        self, formulas: Formulas, digits: bytes, sheet: int, position: Position
    ) -> Prepared | None:
        """What is special about a formula for one cell; None where the engine gets it as it is."""
        text = formulas.text(position)
        known = self._same_in_all_cells[sheet].get(text)
        if known is not None:
            return known
        shape = self._alike.find(text, digits)
        if shape is None:
            return self._by_itself(formulas[position], sheet, *position)
        if shape.is_nothing:
            return None
        whole = f"{shape.before}{text}{shape.behind}"
        return Prepared(whole, ours=shape.ours, doubt=shape.doubt)

    def _by_itself(self, formula: Formula, sheet: int, row: int, column: int) -> Prepared | None:
        """A formula for one cell that is unlike those before."""
        result, rewriting = self._careful(formula, sheet, row, column)
        if rewriting.plain and (shape := _shape_of(formula.text, result)):
            self._alike.add(formula.text, shape._replace(numbers_matter=rewriting.numbers_matter))
            if not shape.is_nothing:
                return result
            self.functions |= rewriting.functions
            return None
        if not rewriting.depends_on_cell:
            self._same_in_all_cells[sheet][formula.text] = result
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
        ours, doubt = frozenset(rewriting.ours), rewriting.doubt
        found = Prepared(text, "", ours, rewriting.volatile, rewriting.clock, doubt)
        return found, rewriting

    def _is_pinned(self, sheet: int, row: int, column: int) -> bool:
        """Whether the formula in a cell keeps its value."""
        on_sheet = self._book.formulas.get(sheet)
        formula = on_sheet.get((row, column)) if on_sheet else None
        place = (sheet, row, column)
        if formula is None or place in self._asked:
            return False
        self._asked.add(place)
        try:
            return self._careful(formula, sheet, row, column)[0].formula is None
        finally:
            self._asked.remove(place)


def _shape_of(text: str, result: Prepared) -> Shape | None:
    """How the engine's text is made of the formula's; None where it is another one."""
    before, is_within, behind = (result.formula or "").partition(text or " ")
    if not is_within or result.volatile or result.clock:
        return None
    is_nothing = not (before or behind or result.ours or result.doubt)
    return Shape(before, behind, result.ours, result.doubt, is_nothing, numbers_matter=False)


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
        doubt=Doubt.ALWAYS,
    )


__all__ = [
    "ENGINE_FUNCTIONS",
    "Precedents",
    "Prepared",
    "arrays",
    "precedents",
    "prepared",
]
