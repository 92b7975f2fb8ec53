"""Refresh: bind what is not bound yet by entering it once more, then recalculate.

Recalculating alone does not bind a formula that a program wrote, or that was loaded before the
add-in. So every cell that calls a function of ours and shows #NAME?, may hide it, or carries a
broken link is entered again, a block at a time.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..errors import FileError
from ..wording import counted
from ..workbook.addresses import Area
from ..workbook.values import ErrorText
from .book import Calculable, Scope, Sheet
from .own_formulas import (
    CLOSED_WORKBOOK,
    OwnFormula,
    blocks,
    cells_of,
    gathered,
    named,
    own_formulas,
    reads_closed_workbook,
)

_CELLS_AT_ONCE = 2_000  # between two looks at whether Esc was pressed
_NAMED = 3  # cells that a sentence names


@dataclass
class Refreshed:
    """What was done, as it goes on."""

    formulas: int = 0  # that call ours
    reentered: int = 0
    failures: dict[str, str] = field(default_factory=dict)  # not entered: the cell, the reason
    protected: dict[str, int] = field(default_factory=dict)  # sheets left alone, cells on each
    errors: list[str] = field(default_factory=list)  # cells that show an error in the end
    interrupted: bool = False
    seconds: float = 0.0

    def __str__(self) -> str:
        """One line for the status bar: count, time, failures, next steps."""
        if not self.formulas:
            return "No formula here calls a function of xlrisk" + (
                "; interrupted by Esc." if self.interrupted else "."
            )
        parts = [f"{counted(self.formulas, 'formula')} of xlrisk in {self.seconds:.1f} s"]
        if self.reentered:
            parts.append(f"{self.reentered:,} entered anew")
        if self.errors:
            parts.append(f"{_with_names(self.errors)} in error (Explain cell says why)")
        parts += [
            f"sheet {sheet} is protected, {counted(cells, 'cell')} left: unprotect it and refresh"
            for sheet, cells in self.protected.items()
        ]
        if self.failures:
            first = next(iter(self.failures.values()))
            parts.append(f"{_with_names(list(self.failures))} not entered: {first.rstrip('.')}")
        if self.interrupted:
            parts.append("interrupted by Esc: refresh again for the rest")
        return "; ".join(parts) + "."


def refresh(book: Calculable, scope: Scope) -> Refreshed:
    """Re-enter where needed, recalculate all, and count what shows an error then."""
    start = time.perf_counter()
    done = Refreshed()
    with book.quiet():
        book.status("xlrisk: looking for formulas ...")
        places = book.places(scope)
        found = reenter(book, places, done)
        if places and not done.interrupted:
            book.status(f"xlrisk: calculating {counted(done.formulas, 'formula')}")
            book.calculate(scope)
            done.interrupted = book.is_interrupted()
        done.errors = list(_errors(found))
    done.seconds = time.perf_counter() - start
    book.status(f"xlrisk: {done}")
    return done


def reenter(
    book: Calculable, places: Iterable[tuple[Sheet, Sequence[Area]]], done: Refreshed
) -> list[tuple[Sheet, list[OwnFormula]]]:
    """Enter the unbound formulas in some places again; gives all that call ours there."""
    found = []
    for sheet, areas in places:
        ours = own_formulas(sheet, areas, book.is_interrupted)
        found.append((sheet, ours))
        done.formulas += len(ours)
        unbound = [one for one in ours if one.is_unbound]
        if unbound and sheet.is_protected:
            done.protected[sheet.name] = len(unbound)
        elif unbound:
            _enter(book, sheet, unbound, done)
        if book.is_interrupted():
            done.interrupted = True
            break
    return found


def _enter(book: Calculable, sheet: Sheet, unbound: list[OwnFormula], done: Refreshed) -> None:
    at = {(one.row, one.column): one for one in unbound}
    for one in unbound:
        if reads_closed_workbook(one.mended):
            done.failures[named(sheet, one.row, one.column)] = CLOSED_WORKBOOK
            del at[one.row, one.column]
    for area in list(gathered(at, _CELLS_AT_ONCE)):
        for array, spills in sheet.arrays(area):
            cells = [cell for cell in cells_of(array) if cell in at]
            anchor = (array.top, array.left)
            if cells and not spills:  # one formula, which all its cells have
                _try_array(sheet, array, at[cells[0]], done)
            for cell in cells:
                if not spills or cell != anchor:
                    del at[cell]
    for area in gathered(at, _CELLS_AT_ONCE):
        if book.is_interrupted():
            return
        _try_block(sheet, area, at, done)
        book.status(f"xlrisk: entered {counted(done.reentered, 'formula')} anew")


def _try_array(sheet: Sheet, area: Area, one: OwnFormula, done: Refreshed) -> None:
    try:
        sheet.set_array(area, one.mended)
        done.reentered += 1
    except FileError as error:
        done.failures[named(sheet, area.top, area.left)] = str(error)


def _try_block(
    sheet: Sheet, area: Area, at: dict[tuple[int, int], OwnFormula], done: Refreshed
) -> None:
    """A block at once; cell by cell where one of them does not let it."""
    rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
    try:
        sheet.set_formulas(area, [[at[row, column].mended for column in columns] for row in rows])
        done.reentered += area.rows * area.columns
    except FileError as error:
        if area.rows == area.columns == 1:
            done.failures[named(sheet, area.top, area.left)] = str(error)
            return
        for part in _halves(area):
            _try_block(sheet, part, at, done)


def _halves(area: Area) -> Iterator[Area]:
    if area.rows > 1:
        yield from blocks(area, (area.rows + 1) // 2 * area.columns)
    else:
        middle = (area.left + area.right) // 2
        yield area._replace(right=middle)
        yield area._replace(left=middle + 1)


def _errors(found: list[tuple[Sheet, list[OwnFormula]]]) -> Iterator[str]:
    """Cells of those found that show an error now."""
    for sheet, ours in found:
        for area in gathered([(one.row, one.column) for one in ours], _CELLS_AT_ONCE):
            _, values = sheet.read(area)
            for row, shown in enumerate(values, area.top):
                for column, value in enumerate(shown, area.left):
                    if isinstance(value, ErrorText):
                        yield named(sheet, row, column)


def _with_names(cells: list[str]) -> str:
    """How many, and the first of them."""
    shown = ", ".join(cells[:_NAMED]) + (", ..." if len(cells) > _NAMED else "")
    return f"{len(cells):,} ({shown})"
