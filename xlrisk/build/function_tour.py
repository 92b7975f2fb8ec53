"""workbook_templates/function_tour.xlsx: every example of every function as a live formula."""

from __future__ import annotations

import math

from ..functions import FUNCTIONS
from .book import Book, Sheet
from .comparisons import AGREES, DIFFERS
from .notes import text_of
from .tour_sheet import TourSheet
from .worked import by_category

HOME = "Tour"
TOTAL = "A3"  # the cell that says how many comparisons agree
_WIDTHS = {"A": 34, "B:E": 12, "F": 48}
_CHARACTERS_PER_LINE = 140
_LINE = 15.5


def make(book: Book) -> None:
    book.properties("Function tour", "Every worksheet function with its examples")
    home = book.sheet(HOME, _WIDTHS)
    sheets = [
        TourSheet(book, category, functions, HOME)
        for category, functions in by_category(list(FUNCTIONS.values()))
    ]
    home.write("A1", "Every function of xlrisk, with its examples", "title")
    first = _how_to_read(home, 6)
    last = _categories(book, home, sheets, first)
    home.worksheet.set_row(2, 22)
    home.merge(
        f"{TOTAL}:F3",
        f'=IF(D{last}=C{last},"all "&D{last}&" of "&C{last}&" agree",'
        f'D{last}&" of "&C{last}&" agree")',
        "result",
    )
    _functions(book, home, sheets, last + 2)


def _how_to_read(home: Sheet, row: int) -> int:
    """Write the text from this row on, and give the next free one."""
    home.write(f"A{row - 1}", "How to read it", "heading")
    for paragraph in text_of("function_tour").split("\n\n"):
        home.merge(f"A{row}:F{row}", paragraph, "wrapped")
        lines = math.ceil(len(paragraph) / _CHARACTERS_PER_LINE)
        home.worksheet.set_row(row - 1, lines * _LINE + 3)
        row += 1
    return row + 1


def _categories(book: Book, home: Sheet, sheets: list[TourSheet], row: int) -> int:
    """A row for each sheet with its comparisons counted; give the row of the totals."""
    home.write_row(row, "A", ["Category", "Functions", "Examples", "Agree", "Differ"], "header")
    first, total = row + 1, row + 1 + len(sheets)
    for its_row, sheet in enumerate(sheets, first):
        _link(book, home, f"A{its_row}", f"'{sheet.name}'!A1", sheet.name)
        counts = {
            "B": len(sheet.places),
            "C": f"=COUNTA({sheet.comparisons})",
            "D": f'=COUNTIF({sheet.comparisons},"{AGREES}")',
            "E": f'=COUNTIF({sheet.comparisons},"{DIFFERS}")',
        }
        for column, count in counts.items():
            home.write(f"{column}{its_row}", count, ("text", "0"))
    home.write(f"A{total}", "Total", "total text")
    for column in "BCDE":
        home.write(
            f"{column}{total}", f"=SUM({column}{first}:{column}{total - 1})", ("total number", "0")
        )
    home.worksheet.conditional_format(
        f"E{first}:E{total}",
        {"type": "cell", "criteria": ">", "value": 0, "format": book.style("differs")},
    )
    return total


def _functions(book: Book, home: Sheet, sheets: list[TourSheet], row: int) -> None:
    """Every function with a link to its examples."""
    home.write_row(row, "A", ["Function", "Gives", "", "", "", ""], "left header")
    for sheet in sheets:
        for name, place in sheet.places.items():
            row += 1
            _link(book, home, f"A{row}", f"'{sheet.name}'!{place}", name)
            home.write(f"B{row}", FUNCTIONS[name].summary)


def _link(book: Book, home: Sheet, cell: str, place: str, text: str) -> None:
    home.worksheet.write_url(cell, f"internal:{place}", book.style("link"), text)
