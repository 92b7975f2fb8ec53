"""Check and Explain on an open workbook: what the command line says of its file, said in it.

Both work on the workbook as it would be saved now; the engine calculates it a second time, in a
process of its own where the workbook is open in Excel.
"""

from __future__ import annotations

from typing import Any

from ..recalculation import Options
from ..wording import counted
from ..workbook.shown_values import shown, shown_apart
from .apart import apart
from .book import Book, Calculable
from .check import checked
from .explain_cell import ExplainedCell, explained
from .findings import Findings, saved_errors

SHEET = "xlrisk check"
_HEADINGS = ["Cell", "What", "Sentence"]


def check(book: Calculable, options: Options | None = None) -> list[list[str]]:
    """The rows of a table: cell, what is wrong, the sentence with the next step."""
    return _rows(checked(book.content(), options or Options()))


def check_workbook(book: Book) -> str:
    """A sheet with what was found; the sentence that says so."""
    book.status("xlrisk: checking the workbook ...")
    found = apart(book.name, "check", checked, book.content(), Options())
    if not (rows := _rows(found)):
        sentence = f"xlrisk has found nothing wrong in {book.name}."
    else:
        name = book.add_sheet(SHEET, [_HEADINGS, *rows])
        errors = len(saved_errors(found))
        counts = ((len(rows) - errors, "finding", ""), (errors, "cell", "in error"))
        words = " and ".join(counted(count, thing, rest) for count, thing, rest in counts if count)
        sentence = f"{words} in {book.name}: see the sheet {name}."
    book.status(f"xlrisk: {sentence}")
    return sentence


def _rows(found: Findings) -> list[list[str]]:
    return [
        *([one["cell"], "error " + one["code"], one["message"]] for one in found["cell_errors"]),
        *([one["cell"], "stale", _stale(one)] for one in found["stale"]),
        *([one["cell"], "disagrees", _disagrees(one)] for one in found["disagreements"]),
        *([one["cell"], "not calculated", one["reason"]] for one in found["not_recalculated"]),
        *([one["cell"], "cut table", _cut(one)] for one in found["cut_tables"]),
        *([one["cell"], "broken link", _broken(one)] for one in found["broken_links"]),
        *([one["name"], "hidden function", _hidden(one)] for one in found["hidden_functions"]),
    ]


def explain(book: Calculable, reference: str, options: Options | None = None) -> str:
    """What stands behind a cell, line by line."""
    return _lines(explained(book.content(), reference, options or Options()))


def explain_cell(book: Book) -> str:
    """The same for the active cell."""
    book.status("xlrisk: looking at the cell ...")
    try:
        cell = book.active_cell()
        return _lines(apart(book.name, "explain", explained, book.content(), cell, Options()))
    finally:
        book.status("")


def _lines(one: ExplainedCell) -> str:
    lines = [f"{one.formula_cell}: {one.formula}"]
    if one.formula_cell != one.cell:
        lines.insert(0, f"{one.cell} is filled by the formula in {one.formula_cell}.")
    if one.sentence:
        lines.append(one.sentence)
    else:
        lines.append("The formula calls no function of xlrisk.")
    lines.append(f"The cell shows {shown(one.stored)}.")
    if one.not_recalculated:
        lines.append(f"xlrisk has not calculated it itself: {one.not_recalculated}")
    elif one.computed != one.stored:
        lines.append(f"Calculated now it is {shown(one.computed)}; refresh the sheet.")
    return "\n\n".join(lines)


def _stale(one: dict[str, Any]) -> str:
    stored, computed = shown_apart(one["stored"], one["computed"])
    return f"It shows {stored} and would be {computed}; refresh the workbook."


def _disagrees(one: dict[str, Any]) -> str:
    stored, computed = shown_apart(one["stored"], one["computed"])
    return f"{one['formula']} shows {stored}; xlrisk's engine finds {computed}. Trust Excel."


def _cut(one: dict[str, Any]) -> str:
    return (
        f"{one['formula']} shows 1 of {one['rows']:,} x {one['columns']:,} cells; enter it again"
        " as a dynamic array."
    )


def _broken(one: dict[str, Any]) -> str:
    return f"{one['formula']} names the place of another add-in; refresh the workbook."


def _hidden(one: dict[str, str]) -> str:
    return f"The {one['kind']} {one['name']} hides the function of this name; rename it."
