"""Freeze: values in the place of our formulas, for people without xlrisk.

The formulas stay in the workbook, in a part of its own, from which `thaw` puts them back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ..errors import FileError
from ..hosts.excel.cells import ERROR_NUMBERS
from ..hosts.excel.sheet import LONGEST_ARRAY_FORMULA
from ..wording import at_most, counted
from ..workbook.addresses import Area
from ..workbook.values import Cell, ErrorText
from .book import Book, Sheet
from .frozen_formulas import (
    MARK,
    NAMESPACE,
    Frozen,
    Kept,
    from_xml,
    generation_of,
    mark,
    to_xml,
)
from .own_formulas import OwnFormula, cells_of, gathered, named, own_formulas
from .reaching_out import Names, reach

_CELLS_AT_ONCE = 2_000  # between two looks at whether Esc was pressed
_STEPS = {
    "#NAME?": "refresh first",
    "#SPILL!": "clear the cells below first",
    "#GETTING_DATA": "wait for the data, then freeze again",
}


@dataclass
class Done:
    """What came of freezing or thawing."""

    verb: str
    formulas: int = 0
    left: dict[str, str] = field(default_factory=dict)  # cells left as they are, and why
    texts: dict[str, str] = field(default_factory=dict)  # of cells left: formulas only we have
    differing: dict[str, str] = field(default_factory=dict)  # cells put back, and what they show
    interrupted: bool = False

    def __str__(self) -> str:
        """One short line."""
        parts = [f"{counted(self.formulas, 'formula')} of xlrisk {self.verb}"]
        if self.differing:
            show = "shows" if len(self.differing) == 1 else "show"
            parts.append(f"{counted(len(self.differing), 'cell')} {show} another value")
        if self.left:
            parts.append(f"{len(self.left):,} left as they were")
        if self.interrupted:
            parts.append("interrupted by Esc: press the button again for the rest")
        return "; ".join(parts) + "."

    @property
    def told(self) -> str:
        """What differs and what was left, a line for each; "" where there is neither."""
        parts = []
        if self.differing:
            others = [f"{cell} {shown}." for cell, shown in self.differing.items()]
            head = "Other values than were frozen; check the ranges of these formulas:"
            parts.append("\n".join([head, "", *at_most(others)]))
        if self.left:
            head = f"{counted(len(self.left), 'formula')} not {self.verb}:"
            parts.append("\n".join([head, "", *at_most(list(self._lines()))]))
        return "\n\n".join(parts)

    def _lines(self) -> Iterator[str]:
        """One for each formula that only we have, as its text is in it; else for each reason."""
        for cell, text in self.texts.items():
            yield f"{cell}: {self.left[cell]}: {text}"
        in_the_sheet = {cell: why for cell, why in self.left.items() if cell not in self.texts}
        for reason, count in Counter(in_the_sheet.values()).most_common():
            first = next(cell for cell, why in in_the_sheet.items() if why == reason)
            others = f" and {counted(count - 1, 'other')}" if count > 1 else ""
            yield f"{first}{others}: {reason}."

    def leave(self, sheet: str, area: Area, reason: str, text: str = "") -> None:
        self.left[f"{sheet}!{area}"] = reason.rstrip(".")
        if text:
            self.texts[f"{sheet}!{area}"] = text

    def goes_on(self, book: Book) -> bool:
        self.interrupted = self.interrupted or book.is_interrupted()
        return not self.interrupted


def freeze(book: Book) -> Done:
    """Values in the place of all formulas that call ours, on every sheet that allows it."""
    done = Done("frozen to values")
    with book.quiet():
        before = kept_in(book)
        new = list(_formulas(book, before.generation(), done))
        if new and not done.interrupted:
            sheets = before.sheets | _marked(book, before.generation())
            # kept before anything is replaced: whatever happens then, no formula is lost
            keep(book, replace(before, formulas=(*before.formulas, *new), sheets=sheets))
            frozen = list(_replaced(book, new, done))
            keep(book, replace(before, formulas=(*before.formulas, *frozen), sheets=sheets))
            done.formulas = len(frozen)
    book.status(f"xlrisk: {done}")
    return done


def kept_in(book: Book) -> Kept:
    """The formulas that a workbook keeps."""
    xml = book.kept(NAMESPACE)
    return from_xml(xml) if xml else Kept((), {})


def keep(book: Book, kept: Kept) -> None:
    """Keep these formulas and no others; nothing is left behind of what none of them needs."""
    needed = {one.generation for one in kept.formulas}
    sheets = {name: at for name, at in kept.sheets.items() if generation_of(name) in needed}
    is_empty = not (kept.formulas or kept.unread)
    book.keep(NAMESPACE, None if is_empty else to_xml(replace(kept, sheets=sheets)))
    for name in book.marks(MARK).keys() - sheets.keys():
        book.unmark(name)


def blocks_of(formulas: list[Frozen]) -> Iterator[tuple[Area, list[Frozen]]]:
    """Those of a sheet, in blocks that can be written at once."""
    plain = {(one.area.top, one.area.left): one for one in formulas if one.kind == "plain"}
    yield from ((one.area, [one]) for one in formulas if one.kind != "plain")
    for area in gathered(plain, _CELLS_AT_ONCE):
        yield area, [plain[cell] for cell in cells_of(area)]


def _formulas(book: Book, generation: int, done: Done) -> Iterator[Frozen]:
    """What can be frozen, formula by formula."""
    names = book.names()
    for sheet, areas in book.places("workbook"):
        ours = own_formulas(sheet, areas, book.is_interrupted)
        if not done.goes_on(book):
            return
        if ours and sheet.is_protected:
            for one in ours:
                reason = f"sheet {sheet.name} is protected; unprotect it"
                done.left[named(sheet, one.row, one.column)] = reason
        elif ours:
            yield from _of_sheet(sheet, ours, names, generation, done)


def _of_sheet(
    sheet: Sheet, ours: list[OwnFormula], names: Names, generation: int, done: Done
) -> Iterator[Frozen]:
    at = {(one.row, one.column): one for one in ours}
    areas = list(gathered(at, _CELLS_AT_ONCE))
    arrays = dict.fromkeys(array for area in areas for array in sheet.arrays(area))
    for area, spills in arrays:
        inside = [one for cell in cells_of(area) if (one := at.pop(cell, None))]
        if not inside:
            continue
        _, values = sheet.read(area)
        kind = "spill" if spills else "array"
        if _can_be_frozen(sheet, inside[0], names, kind, values, done):
            yield Frozen(sheet.name, area, inside[0].mended, kind, generation, values)
    for one in at.values():
        if _can_be_frozen(sheet, one, names, "plain", [[one.value]], done):
            area = Area(one.row, one.column, one.row, one.column)
            yield Frozen(sheet.name, area, one.mended, "plain", generation, [[one.value]])


def _can_be_frozen(
    sheet: Sheet, one: OwnFormula, names: Names, kind: str, values: list[list[Cell]], done: Done
) -> bool:
    if error := next((error for row in values for v in row if (error := _unwritable(v))), ""):
        reason = f"it shows {error}; {_STEPS.get(error, 'which is no value to keep')}"
    elif kind == "array" and len(one.mended) > LONGEST_ARRAY_FORMULA:
        reason = "array formula too long to be put back"
    elif outside := reach(one.mended, names):  # Thaw would not enter it
        reason = f"{outside}; copy the cell and paste its value"
    else:
        return True
    done.left[named(sheet, one.row, one.column)] = reason
    return False


def _unwritable(value: Cell) -> str:
    """An error that is not the result of a formula, or that a cell cannot be given."""
    if not isinstance(value, ErrorText) or (value in ERROR_NUMBERS and value != "#NAME?"):
        return ""
    return str(value)


def _marked(book: Book, generation: int) -> dict[str, tuple[str, Area]]:
    """A hidden name over the used cells of every sheet, which tells later whether they moved.

    From the first cell on, so that it also shows what is inserted before the used cells.
    """
    marks = {}
    for number, (sheet, areas) in enumerate(book.places("workbook")):
        area = Area(1, 1, areas[0].bottom, areas[0].right)
        book.mark(mark(generation, number), sheet.name, area)
        marks[mark(generation, number)] = sheet.name, area
    return marks


def _replaced(book: Book, new: list[Frozen], done: Done) -> Iterator[Frozen]:
    """Those whose values are in place now."""
    for sheet, _ in book.places("workbook"):
        here = [one for one in new if one.sheet == sheet.name]
        for area, formulas in blocks_of(here):
            if not done.goes_on(book):
                return
            yield from _replace(sheet, area, formulas, done)


def _replace(sheet: Sheet, area: Area, formulas: list[Frozen], done: Done) -> Iterator[Frozen]:
    """A block at once; formula by formula where one of them does not let it."""
    try:
        sheet.set_values(area, _values(area, formulas))
        yield from formulas
    except FileError as error:
        if len(formulas) == 1:
            done.leave(sheet.name, area, str(error))
            return
        for one in formulas:
            yield from _replace(sheet, one.area, [one], done)


def _values(area: Area, formulas: list[Frozen]) -> list[list[Cell]]:
    if len(formulas) == 1:
        return formulas[0].values
    flat = [one.values[0][0] for one in formulas]
    return [flat[start : start + area.columns] for start in range(0, len(flat), area.columns)]
