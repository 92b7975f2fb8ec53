"""Workbooks that we write: every formula carries its value, and nothing changes by itself.

A book is written twice: once for the engine to calculate, and once with the values it found. So
it shows its results on a computer without xlrisk, where a recalculation would show #NAME?.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.worksheet import Worksheet

from ..errors import CellError, FileError
from ..functions import FUNCTIONS
from ..functions.naming import hidden_names
from ..hosts import engine

# Excel recalculates a workbook on opening when it was saved by an older engine than its own.
_CALCULATION_ENGINE = 191029
_CREATED = datetime.datetime(2026, 1, 1)  # fixed: two builds give the same bytes
_CALLS_US = re.compile(rf"\b({'|'.join(FUNCTIONS)})\(")

_BASE = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter"}
_HEADER = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "text_wrap": True}
_INPUT = {"font_color": "#0000FF", "bg_color": "#FFF9DB", "border": 1, "border_color": "#D9D9D9"}
_PUBLISHED = {"italic": True, "font_color": "#7F7F7F"}
_TOTAL = {"bold": True, "top": 1, "bottom": 6}
STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": "#1F3864"},
    "heading": {"bold": True, "font_size": 12, "font_color": "#1F3864"},
    "published number": {**_PUBLISHED, "num_format": "0.00"},
    "published percent": {**_PUBLISHED, "num_format": "0.00%"},
    "hint": {"font_color": "#595959"},
    "check": {"font_color": "#595959", "text_wrap": True, "indent": 1},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "result": {"bold": True, "text_wrap": True, "bg_color": "#E2EFDA"},
    "text": {},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "number": {"num_format": "0.00"},
    "fine": {"num_format": "0.000"},
    "price": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.0%"},
    "fine percent": {"num_format": "0.00%"},
    "header": {**_HEADER, "align": "center"},
    "left header": {**_HEADER, "align": "left"},
    "input text": _INPUT,
    "input number": {**_INPUT, "num_format": "0.00"},
    "input percent": {**_INPUT, "num_format": "0.0%"},
    "input fine percent": {**_INPUT, "num_format": "0.00%"},
    "total text": _TOTAL,
    "total number": {**_TOTAL, "num_format": "0.00"},
    "total fine": {**_TOTAL, "num_format": "0.000"},
    "total percent": {**_TOTAL, "num_format": "0.0%"},
    "total fine percent": {**_TOTAL, "num_format": "0.00%"},
}

Make = Callable[["Book"], None]


def written(make: Make) -> tuple[bytes, engine.Calculation]:
    """The workbook that `make` describes, with the values of all its formulas."""
    calculation = engine.load(_package(make, None))
    calculation.run()
    return _package(make, calculation), calculation


def written_without_xlrisk(make: Make) -> bytes:
    """The same with our formulas as plain values, for a program that knows built-ins only."""
    _, calculation = written(make)
    return _package(make, calculation, plain_values=True)


def _package(
    make: Make, calculation: engine.Calculation | None, *, plain_values: bool = False
) -> bytes:
    stream = io.BytesIO()
    book = Book(stream, calculation, plain_values=plain_values)
    make(book)
    book.close()
    return stream.getvalue()


class Book:
    """A workbook being written; contents starting with "=" are formulas."""

    def __init__(
        self,
        stream: io.BytesIO,
        calculation: engine.Calculation | None,
        *,
        plain_values: bool = False,
    ) -> None:
        self._calculation = calculation
        self._plain_values = plain_values
        self._names: list[str] = []
        self._styles: dict[str, Format] = {}
        self._workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
        self._workbook.set_calc_mode("auto", _CALCULATION_ENGINE)
        self._workbook.calc_on_load = False

    def properties(self, title: str, subject: str) -> None:
        self._workbook.set_properties(
            {"title": title, "subject": subject, "author": "xlrisk", "created": _CREATED}
        )

    def sheet(self, name: str, widths: Mapping[str, float]) -> Sheet:
        """A new sheet, its columns as wide as given: {"A": 24, "B:F": 12}."""
        worksheet = self._workbook.add_worksheet(name)
        worksheet.hide_gridlines(2)
        worksheet.set_landscape()
        worksheet.set_paper(9)
        worksheet.fit_to_pages(1, 0)
        for columns, width in widths.items():
            first, _, last = columns.partition(":")
            worksheet.set_column(f"{first}:{last or first}", width)
        return Sheet(self, worksheet)

    def name(self, name: str, reference: str) -> None:
        """A defined name: name("total_beta", "='CAPM table'!$B$8")."""
        self._names.append(name)
        self._workbook.define_name(name, reference)

    def chart(self, kind: str, subtype: str = "") -> Chart:
        return self._workbook.add_chart({"type": kind, "subtype": subtype})

    def style(self, name: str) -> Format:
        if name not in self._styles:
            self._styles[name] = self._workbook.add_format({**_BASE, **STYLES[name]})
        return self._styles[name]

    def value(self, sheet: str, cell: str) -> engine.Cell:
        """The value of a formula, 0 while the engine has not calculated it."""
        if self._calculation is None:
            return 0.0
        row, column = xl_cell_to_rowcol(cell)
        value = self._calculation.value(sheet, row + 1, column + 1)
        return "" if value is None else value

    def spilled(self, sheet: str, cell: str) -> list[list[engine.Cell]]:
        """The values that a formula spills, one cell while the engine has not calculated it."""
        if self._calculation is None:
            return [[0.0]]
        row, column = (index + 1 for index in xl_cell_to_rowcol(cell))
        rows, columns = self._calculation.spill(sheet, row, column)
        return self._calculation.block(sheet, row, column, rows, columns)

    def shows_plain_value(self, formula: str) -> bool:
        return self._plain_values and _CALLS_US.search(formula) is not None

    def close(self) -> None:
        if hidden := hidden_names(self._names, FUNCTIONS):
            raise FileError(f"These names would hide functions in Excel: {', '.join(hidden)}.")
        self._workbook.close()


class Sheet:
    """A sheet being written."""

    def __init__(self, book: Book, worksheet: Worksheet) -> None:
        self._book = book
        self.worksheet = worksheet

    @property
    def name(self) -> str:
        return str(self.worksheet.get_name())

    def write(self, cell: str, content: Any, style: str = "text") -> None:
        """A number, a text, a date, or a formula with its value."""
        if isinstance(content, str) and content.startswith("="):
            value = self._book.value(self.name, cell)
            if self._book.shows_plain_value(content):
                self.worksheet.write(cell, value, self._book.style(style))
            else:
                self.worksheet.write_formula(cell, content, self._book.style(style), value)
        elif isinstance(content, datetime.date):
            self.worksheet.write_datetime(cell, content, self._book.style(style))
        else:
            self.worksheet.write(cell, content, self._book.style(style))

    def write_row(self, row: int, first_column: str, contents: list[Any], style: str) -> None:
        first = xl_cell_to_rowcol(f"{first_column}1")[1]
        for column, content in enumerate(contents, first):
            self.worksheet.write(row - 1, column, content, self._book.style(style))

    def spill(self, cell: str, formula: str, style: str) -> None:
        """A formula that fills the cells beside and below it."""
        rows = self._book.spilled(self.name, cell)
        top, left = xl_cell_to_rowcol(cell)
        bottom, right = top + len(rows) - 1, left + len(rows[0]) - 1
        first = rows[0][0]
        if isinstance(first, str) and first.startswith("#"):
            raise CellError(first, f"{formula} in {self.name}!{cell} fails.")
        style_of_cells = self._book.style(style)
        if not self._book.shows_plain_value(formula):
            self.worksheet.write_dynamic_array_formula(
                top, left, bottom, right, formula, style_of_cells, first
            )
        for row_number, row in enumerate(rows, top):
            for column_number, value in enumerate(row, left):
                is_first = (row_number, column_number) == (top, left)
                if self._book.shows_plain_value(formula) or not is_first:
                    self.worksheet.write(row_number, column_number, value, style_of_cells)

    def merge(self, cells: str, content: str, style: str) -> None:
        """A text over several columns; a formula with its value."""
        first, _, _ = cells.partition(":")
        self.worksheet.merge_range(cells, "", self._book.style(style))
        self.write(first, content, style)
