"""Formulas of a workbook as the engine must have them, and the cells that keep Excel's values.

The engine is not Excel: it spills where an older formula shows one cell, does not know tables, and
gives up on references into other workbooks. `prepared` turns every formula into a text for which
the engine gives Excel's answer, or says why there is none. What cannot be taken apart goes to the
engine as it is.

    tokens  ->  areas (references, structured, names)  ->  rewrite (parameter_classes, calls)
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple

from . import arrays as arrays
from . import calls as calls  # fills the table of functions with ways of their own
from . import pins, shapes
from .book import UNKNOWN, Book, Contents, Formulas
from .doubts import Doubt as Doubt
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


class _Shape(NamedTuple):
    """What becomes of all formulas that differ in their rows and numbers only.

    Where numbers and the sizes of areas matter, it is one more look at the formula that tells.
    """

    before: str  # what the engine gets before and behind the formula
    behind: str
    ours: frozenset[str]
    doubt: Doubt
    is_nothing: bool  # but the formula as it is
    numbers_matter: bool

    def of(self, text: str) -> Prepared | None:
        if self.is_nothing:
            return None
        whole = f"{self.before}{text}{self.behind}"
        return Prepared(whole, ours=self.ours, doubt=self.doubt)


def prepared(
    structure: Structure,
    formulas: Formulas,
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
        self._shapes: dict[str, _Shape] = {}
        self._shapes_by_digits: dict[bytes, _Shape] = {}
        self._nothing_special: set[bytes] = set()
        self._same_in_all_cells: dict[tuple[int, str], Prepared] = {}
        self.functions: set[str] = set()  # that formulas call which nothing is said about
        book.is_pinned = self._is_pinned
        self._asked: set[tuple[int, int, int]] = set()

    def special(self, sheet: int, formulas: Mapping[Position, Formula]) -> dict[Position, Prepared]:
        """What is special about the formulas of a sheet."""
        found = {}
        nothing = self._nothing_special
        for position, formula in formulas.items():
            # a look at the digits is enough for nearly all formulas of a large workbook
            alike = shapes.digits_alike(formula.text)
            if alike in nothing and formula.kind == "plain" and not formula.dynamic:
                continue
            one = self._formula(formula, alike, sheet, *position)
            if one is not None:
                found[position] = one
        return found

    def _formula(
        self, formula: Formula, alike: bytes, sheet: int, row: int, column: int
    ) -> Prepared | None:
        """What is special about a formula; None where the engine gets it as it is."""
        if formula.kind == "data table":
            return Prepared(None, "a what-if data table is calculated by Excel only")
        if formula.kind == "array" or formula.dynamic:
            return self._careful(formula, sheet, row, column)[0]
        text = formula.text
        shape = self._shapes_by_digits.get(alike) or self._shape(text, alike)
        if shape is not None and shape.numbers_matter:
            shape = self._shapes.get(shapes.pattern_with_numbers(text))
        if shape is not None and not (":" in text and is_backwards(text)):
            return shape.of(text)
        return self._by_itself(formula, sheet, row, column)

    def _by_itself(self, formula: Formula, sheet: int, row: int, column: int) -> Prepared | None:
        """A formula for one cell that is unlike those before, or the same."""
        text = formula.text
        known = self._same_in_all_cells.get((sheet, text))
        if known is not None:
            return known
        result, rewriting = self._careful(formula, sheet, row, column)
        if rewriting.plain and (shape := _shape_of(text, result)):
            pattern = shapes.pattern(text)
            if rewriting.numbers_matter:
                self._shapes[pattern] = shape._replace(numbers_matter=True)
                pattern = shapes.pattern_with_numbers(text)
            self._shapes[pattern] = shape
            if not shape.is_nothing:
                return result
            self.functions |= rewriting.functions
            return None
        if not rewriting.depends_on_cell:
            self._same_in_all_cells[sheet, text] = result
        return result

    def _shape(self, text: str, alike: bytes) -> _Shape | None:
        """The shape of a formula, where one like it was prepared before."""
        pattern = shapes.pattern(text)
        shape = self._shapes.get(pattern)
        if shape is not None and shapes.follows_from_digits(pattern):
            self._shapes_by_digits[alike] = shape
            if shape.is_nothing and not shape.numbers_matter and ":" not in text:
                self._nothing_special.add(alike)
        return shape

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
        formula = self._book.formulas.get(sheet, {}).get((row, column))
        place = (sheet, row, column)
        if formula is None or place in self._asked:
            return False
        self._asked.add(place)
        try:
            return self._careful(formula, sheet, row, column)[0].formula is None
        finally:
            self._asked.remove(place)


def _shape_of(text: str, result: Prepared) -> _Shape | None:
    """How the engine's text is made of the formula's; None where it is another one."""
    before, is_within, behind = (result.formula or "").partition(text or " ")
    if not is_within or result.volatile or result.clock:
        return None
    is_nothing = not (before or behind or result.ours or result.doubt)
    return _Shape(before, behind, result.ours, result.doubt, is_nothing, numbers_matter=False)


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
