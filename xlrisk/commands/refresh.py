"""Refresh: bind what is not bound yet by entering it once more, and recalculate.

Excel does not bind a formula that a program wrote, or that was loaded before the add-in: it shows
the value of the file until it is calculated, and #NAME? from then on, or what the functions around
ours make of that: IFERROR, its second argument. Recalculating alone never binds it.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from typing import TypeAlias

from ..errors import FileError
from ..wording import counted
from ..workbook.addresses import Area
from ..workbook.values import Cell, ErrorText
from .book import Book, Calculable, Scope, Sheet
from .entering import enter
from .own_formulas import OwnFormula, gathered, named, own_formulas
from .reaching_out import reach
from .refreshed import Refreshed

_CELLS_AT_ONCE = 2_000  # read in one answer of another process

Found: TypeAlias = Sequence[tuple[Sheet, Sequence[OwnFormula]]]

# The sheets whose formulas that may hide #NAME? were entered, by the opening of their workbook.
# Nothing tells whether such a formula is bound, and 100,000 of them take too long at each press.
_entered: set[tuple[str, str]] = set()


def refresh(book: Calculable, scope: Scope, *, all_anew: bool = False) -> Refreshed:
    """Re-enter where needed, or all of ours; recalculate, and count what shows an error then."""
    start = time.perf_counter()
    done = Refreshed()
    with book.quiet():
        book.status("xlrisk: looking for formulas ...")
        found = _found(book, scope, done)
        if found and not done.interrupted:
            first = [(sheet, _due(book, sheet, ours, all_anew=all_anew)) for sheet, ours in found]
            whole = {sheet.name for sheet, _ in found} if scope != "selection" else set()
            _enter(book, first, done, whole)
            _calculate(book, scope, done)
            late = _late(found, first) if book.opening and not done.interrupted else []
            if late:
                with book.quiet():  # once more: Esc has something to stop again
                    _enter(book, late, done)
                    _calculate(book, scope, done)
        done.errors = [
            named(sheet, one.row, one.column)
            for sheet, ours in found
            for one, value in _shown(sheet, ours)
            if isinstance(value, ErrorText)
        ]
    done.seconds = time.perf_counter() - start
    book.status(f"xlrisk: {done}")
    return done


def bind_opened(book: Book) -> Refreshed:
    """Bind the formulas of a workbook that was just opened, if they are not; it stays saved.

    Nobody has asked for it, and the workbook may have come by mail: what reaches out of it is
    neither entered nor calculated. That is left to Refresh.
    """
    done = Refreshed()
    with book.unchanged(), book.quiet():
        _entered.difference_update([one for one in _entered if one[0] == book.opening])
        names = book.names()
        all_found = _found(book, "workbook", done)
        found = [
            (sheet, [one for one in ours if not reach(one.mended, names)])
            for sheet, ours in all_found
        ]
        if not done.interrupted:
            bound = _is_bound(found)
            due = [
                (sheet, _due(book, sheet, ours, all_anew=bound is False, hiding=bound is None))
                for sheet, ours in found
            ]
            both = zip(all_found, found, strict=True)
            whole = {sheet.name for (sheet, ours), (_, here) in both if len(ours) == len(here)}
            _enter(book, due, done, set() if bound else whole)
    return done


def _found(book: Calculable, scope: Scope, done: Refreshed) -> Found:
    """The formulas that call ours, sheet by sheet."""
    found = [
        (sheet, own_formulas(sheet, areas, book.is_interrupted))
        for sheet, areas in book.places(scope)
    ]
    done.formulas = sum(len(ours) for _, ours in found)
    done.interrupted = book.is_interrupted()
    return found


def _due(
    book: Calculable,
    sheet: Sheet,
    ours: Sequence[OwnFormula],
    *,
    all_anew: bool,
    hiding: bool = True,
) -> Sequence[OwnFormula]:
    """What is to be entered before anything is calculated."""
    hiding = hiding and book.opening != "" and (book.opening, sheet.name) not in _entered
    return [
        one
        for one in ours
        if all_anew or one.shows_unknown or one.is_broken or (hiding and one.may_hide)
    ]


def _late(found: Found, first: Found) -> Found:
    """What has turned out not to be bound by being calculated, and all that may hide the same."""
    entered = {_key(sheet, one) for sheet, ours in first for one in ours}
    rest = [
        (
            sheet,
            [(one, value) for one, value in _shown(sheet, ours) if _key(sheet, one) not in entered],
        )
        for sheet, ours in found
    ]
    if not any(value == "#NAME?" for _, shown in rest for _, value in shown):
        return []
    return [
        (sheet, [one for one, value in shown if value == "#NAME?" or one.may_hide])
        for sheet, shown in rest
    ]


def _key(sheet: Sheet, one: OwnFormula) -> tuple[str, int, int]:
    return sheet.name, one.row, one.column


def _enter(
    book: Calculable, due: Found, done: Refreshed, whole: Collection[str] = frozenset()
) -> None:
    """Enter sheet by sheet; `whole` are those of which nothing is missing in what is due."""
    for sheet, formulas in due:
        left = len(done.failures)
        enter(book, sheet, formulas, done)
        done.interrupted = book.is_interrupted()
        if done.interrupted:
            return
        is_left = sheet.name in done.protected or len(done.failures) > left
        if sheet.name in whole and not is_left and any(one.may_hide for one in formulas):
            _entered.add((book.opening, sheet.name))


def _calculate(book: Calculable, scope: Scope, done: Refreshed) -> None:
    if not done.interrupted:
        book.status(f"xlrisk: calculating {counted(done.formulas, 'formula')}")
        book.calculate(scope)
        done.interrupted = book.is_interrupted()


def _is_bound(found: Found) -> bool | None:
    """Whether formulas are bound that show #NAME? when they are not; None where there are none.

    Calculating tells. The first and the last of a sheet do it for the others: they were written at
    once as a rule, and Refresh sees them all.
    """
    bound = None
    for sheet, ours in found:
        telling = [one for one in ours if one.tells_when_calculated]
        if sheet.is_protected or not telling:
            continue
        for one in (telling[0], telling[-1]):
            if not _is_bound_cell(sheet, Area(one.row, one.column, one.row, one.column)):
                return False
        bound = True
    return bound


def _is_bound_cell(sheet: Sheet, cell: Area) -> bool:
    try:
        sheet.calculate(cell)
    except FileError:  # a part of an array, which cannot tell: entering it does no harm
        return False
    _, ((value,),) = sheet.read(cell)
    return value != "#NAME?"


def _shown(sheet: Sheet, ours: Sequence[OwnFormula]) -> Iterator[tuple[OwnFormula, Cell]]:
    """The formulas with what they show now."""
    at = {(one.row, one.column): one for one in ours}
    for area in gathered(at, _CELLS_AT_ONCE):
        _, values = sheet.read(area)
        for row, shown in enumerate(values, area.top):
            for column, value in enumerate(shown, area.left):
                yield at[row, column], value
