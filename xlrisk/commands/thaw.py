"""Thaw: the formulas back that Freeze has kept.

A formula that was only a text meanwhile has not followed its cells. So it goes back only where its
cell still holds the value that was left there, and where the rows and columns of its sheet, and of
the sheets that it names, lie as they did.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from ..errors import FileError
from ..workbook.addresses import Area
from ..workbook.values import Cell, digits, same
from .book import Book, Sheet
from .freeze import Done, blocks_of, keep, kept_in
from .frozen_formulas import MARK, Frozen, Kept, described, generation_of
from .own_formulas import cells_of, named
from .reaching_out import Names, reach, sheets_with_bar

_CHANGED = "the cell was changed or moved since; put its value back, or type the formula"
_TYPE_IT = "type it if you trust it"
_UNREAD = "what is kept is no formula of xlrisk; take it from an older copy of the workbook"


def thaw(book: Book) -> Done:
    """The kept formulas back in their cells; what cannot go back stays kept."""
    done = Done("put back")
    with book.quiet():
        kept = kept_in(book)
        back = {id(one) for one in _put_back(book, kept, done)}
        if kept.formulas:
            rest = tuple(one for one in kept.formulas if id(one) not in back)
            keep(book, replace(kept, formulas=rest))
        for number, entry in enumerate(kept.unread, 1):
            cell, text = described(entry, number)
            outside = reach(text) if text.startswith("=") else ""
            done.left[cell] = f"{outside}; {_TYPE_IT}" if outside else _UNREAD
            done.texts[cell] = text
        done.formulas = len(back)
    book.status(f"xlrisk: {done}")
    return done


def _put_back(book: Book, kept: Kept, done: Done) -> Iterator[Frozen]:
    """Those that are in their cells again."""
    sheets = {sheet.name: sheet for sheet, _ in book.places("workbook")}
    moved = _moved(book, kept)
    names = book.names() if kept.formulas else {}
    free: dict[str, list[Frozen]] = {}
    for one in kept.formulas:
        if reason := (
            _obstacle(sheets.get(one.sheet), one, moved.get(one.generation, set()))
            or _missing_sheet(one, sheets.keys())
            or _outside(one, names)
        ):
            done.leave(one.sheet, one.area, reason, one.formula)
        else:
            free.setdefault(one.sheet, []).append(one)
    for name, formulas in free.items():
        for area, block in blocks_of(formulas):
            if not done.goes_on(book):
                return
            yield from _enter(sheets[name], area, block, done)


def _moved(book: Book, kept: Kept) -> dict[int, set[str]]:
    """The sheets whose cells lie otherwise than when formulas were frozen, by generation."""
    now = book.marks(MARK)
    moved: dict[int, set[str]] = {}
    for name, place in kept.sheets.items():
        if now.get(name) != place:
            moved.setdefault(generation_of(name), set()).add(place[0])
    return moved


def _obstacle(sheet: Sheet | None, one: Frozen, moved: set[str]) -> str:
    """Why a formula cannot go back, as far as its sheet tells."""
    if sheet is None:
        return f"there is no sheet {one.sheet} any more; give it its name back"
    if sheet.is_protected:
        return f"sheet {one.sheet} is protected; unprotect it"
    text = one.formula.casefold().replace("''", "'")
    for name in sorted(moved):
        if name == one.sheet or name.casefold() in text:
            return (
                f"rows or columns of sheet {name} were inserted or deleted since, so the formula"
                " would read other cells; undo that, or type the formula"
            )
    return ""


def _missing_sheet(one: Frozen, names: Collection[str]) -> str:
    """What has a bar and is no sheet may be a program, which Excel would start."""
    known = {name.casefold() for name in names}
    for name in sheets_with_bar(one.formula):
        if name.casefold() not in known:
            return f"there is no sheet {name} any more; give it its name back"
    return ""


def _outside(one: Frozen, names: Names) -> str:
    """How it reaches out by way of names, too, which were not at hand when it was read."""
    outside = reach(one.formula, names)
    return f"{outside}; {_TYPE_IT}" if outside else ""


def _enter(sheet: Sheet, area: Area, block: list[Frozen], done: Done) -> Iterator[Frozen]:
    """A block at once; formula by formula where one of them does not go back."""
    try:
        if _is_as_left(sheet, area, block):
            _set(sheet, area, block)
            yield from block
            _compare(sheet, area, block, done)
            return
        reason = _CHANGED
    except FileError as error:
        reason = str(error)
    if len(block) == 1:
        done.leave(sheet.name, area, reason, block[0].formula)
        return
    for one in block:
        yield from _enter(sheet, one.area, [one], done)


def _is_as_left(sheet: Sheet, area: Area, block: list[Frozen]) -> bool:
    """Whether the cells hold the frozen values, and no formulas."""
    formulas, values = sheet.read(area)
    found = [value for row in values for value in row]
    frozen: list[Cell] = [value for one in block for row in one.values for value in row]
    return not any(map(any, formulas)) and all(map(same, found, frozen))


def _compare(sheet: Sheet, area: Area, block: list[Frozen], done: Done) -> None:
    """Name what shows another value than was frozen: its ranges may be others now."""
    _, values = sheet.read(area)
    shown = dict(zip(cells_of(area), (value for row in values for value in row), strict=True))
    for one in block:
        frozen = (value for row in one.values for value in row)
        for (row, column), value in zip(cells_of(one.area), frozen, strict=True):
            now = shown[row, column]
            if not same(now, value):
                text = f"shows {_said(now)} and was frozen at {_said(value)}"
                done.differing[named(sheet, row, column)] = text


def _said(value: Cell) -> str:
    if value is None:
        return "nothing"
    return digits(value) if isinstance(value, float) else str(value)


def _set(sheet: Sheet, area: Area, block: list[Frozen]) -> None:
    first = block[0]
    if first.kind == "array":
        sheet.set_array(area, first.formula)
    elif first.kind == "spill":
        _set_spill(sheet, area, first)
    else:
        texts = [one.formula for one in block]
        width = area.columns
        rows = [texts[start : start + width] for start in range(0, len(texts), width)]
        sheet.set_formulas(area, rows)


def _set_spill(sheet: Sheet, area: Area, one: Frozen) -> None:
    """The cells that it fills have to be free; they get their values back where it is refused."""
    sheet.set_values(area, [[None] * area.columns] * area.rows)
    try:
        sheet.set_formulas(area._replace(bottom=area.top, right=area.left), [[one.formula]])
    except FileError:
        sheet.set_values(area, one.values)
        raise
