"""Workbooks that we write: every formula carries its value, and nothing changes by itself.

A book is written without values, and then recalculated like any other workbook. So it shows its
results on a computer without xlrisk, where a recalculation would show #NAME?.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeAlias

import openpyxl
import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_cell_to_rowcol
from xlsxwriter.worksheet import Worksheet

from ..errors import FileError
from ..functions import FUNCTIONS
from ..functions.naming import hidden_names
from ..recalculation import Options, recalculated
from ..recalculation.source import Source
from ..workbook import addresses
from ..workbook.package import Package
from ..workbook.values import Cell
from .faults import Errors, Position, Spills, refuse_faults

# Excel recalculates a workbook on opening when it was saved by an older engine than its own.
_CALCULATION_ENGINE = 191029
_CREATED = datetime.datetime(2026, 1, 1)  # fixed: two builds give the same bytes
_NO_VALUE = ""  # XlsxWriter says 0 otherwise
_RECALCULATION = Options(stored="ignore", now=_CREATED)

_BASE = {"font_name": "Calibri", "font_size": 11, "valign": "vcenter"}
_HEADER = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "text_wrap": True}
_INPUT = {"font_color": "#0000FF", "bg_color": "#FFF9DB", "border": 1, "border_color": "#D9D9D9"}
_PUBLISHED = {"italic": True, "font_color": "#7F7F7F"}
_LIVE = {"bg_color": "#EEF5EA", "text_wrap": True}
_LABEL = {"bold": True, "text_wrap": True}
_EDGE = {"left": 5, "right": 5, "border_color": "#FFFFFF"}
_CARD = {"align": "center", "bg_color": "#EEF3FA", **_EDGE}
_CARD_TEXT = {**_CARD, "font_size": 10, "font_color": "#595959"}
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
    "card": {**_CARD, "bold": True, "font_size": 20, "font_color": "#1F3864", "shrink": True},
    "card head": {**_CARD_TEXT, "top": 5},
    "card foot": {**_CARD_TEXT, "bottom": 5},
    "text": {},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "number": {"num_format": "0.00"},
    "fine": {"num_format": "0.000"},
    "price": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.0%"},
    "fine percent": {"num_format": "0.00%"},
    "link": {"font_color": "#0563C1", "underline": 1},
    "formula": {
        "font_name": "Consolas",
        "font_size": 10,
        "font_color": "#1F3864",
        "num_format": "@",
    },
    "argument": {"font_size": 10, "bg_color": "#D9E1F2", "font_color": "#1F3864"},
    "live": _LIVE,
    "live text": {**_LIVE, "indent": 1},
    "live header": {**_LIVE, **_LABEL, "indent": 1},
    "live number header": {**_LIVE, **_LABEL, "align": "right"},
    "documented": _PUBLISHED,
    "documented text": {**_PUBLISHED, "text_wrap": True, "indent": 1},
    "documented error": {**_PUBLISHED, "align": "center"},
    "documented header": {**_PUBLISHED, **_LABEL, "indent": 1},
    "documented number header": {**_PUBLISHED, **_LABEL, "align": "right"},
    "agrees": {"font_color": "#548235"},
    "differs": {"bold": True, "font_color": "#9C0006", "bg_color": "#FFC7CE"},
    "header": {**_HEADER, "align": "center"},
    "left header": {**_HEADER, "align": "left"},
    "band": {**_HEADER, "text_wrap": False},
    "input text": _INPUT,
    "input word": {**_INPUT, "indent": 1},
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
Style: TypeAlias = str | tuple[str, str]  # one of STYLES, or one with a number format of its own


def written(make: Make) -> tuple[bytes, Values]:
    """The workbook that `make` describes, and the values that it shows.

    Raises FileError where a formula shows an error, or fills other cells than it should; where
    nothing confirms a value, or two engines differ on it.
    """
    bare, book = _package(make, {})
    package, report = recalculated(bare, _RECALCULATION)
    source = Source(Package(package))
    refuse_faults(source, report, book.spills, book.errors)
    package = _with_charts(source, make)
    return package, Values(package)


def _package(make: Make, values: Mapping[Position, Cell]) -> tuple[bytes, Book]:
    """The workbook as XlsxWriter writes it, with these values of formulas."""
    stream = io.BytesIO()
    book = Book(stream, values)
    make(book)
    book.close()
    return stream.getvalue(), book


def _with_charts(source: Source, make: Make) -> bytes:
    """The workbook with charts that remember the values of the cells that they show.

    Programs that show a workbook without reading its cells draw charts from that. XlsxWriter fills
    it from the values that it is given, so it writes the charts once more when there are any.
    """
    charts = [name for name in source.package.names if name.startswith("xl/charts/")]
    if not charts:
        return source.package.rewritten({})
    values = {
        source.named(cell): source.stored(cell)
        for position in source.formulas
        for cell in source.extent(position)
    }
    again = Package(_package(make, values)[0])
    return source.package.rewritten({name: again.read(name) for name in charts})


class Values:
    """What the cells of a workbook show to a program that calculates nothing."""

    def __init__(self, package: bytes) -> None:
        self._package = package

    def block(self, sheet: str, row: int, column: int, rows: int, columns: int) -> list[list[Cell]]:
        """A block of cells, from its first row and column on."""
        lines = self._book[sheet].iter_rows(
            row, row + rows - 1, column, column + columns - 1, values_only=True
        )
        return [list(line) for line in lines]

    @cached_property
    def _book(self) -> Any:
        return openpyxl.load_workbook(io.BytesIO(self._package), read_only=True, data_only=True)


class Book:
    """A workbook being written; contents starting with "=" are formulas."""

    def __init__(self, stream: io.BytesIO, values: Mapping[Position, Cell]) -> None:
        self.spills: Spills = set()
        self.errors: Errors = {}
        self._values = values
        self._names: list[str] = []
        self._styles: dict[Style, Format] = {}
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

    def style(self, style: Style) -> Format:
        if style not in self._styles:
            name, number_format = style if isinstance(style, tuple) else (style, "")
            properties = {**_BASE, **STYLES[name]}
            if number_format:
                properties["num_format"] = number_format
            self._styles[style] = self._workbook.add_format(properties)
        return self._styles[style]

    def highlight(self, properties: Mapping[str, Any]) -> Format:
        """What a conditional format lays over the style of a cell."""
        return self._workbook.add_format(dict(properties))

    def value(self, sheet: str, row: int, column: int) -> Cell:
        """The value of a cell that a formula fills, as far as it is known."""
        return self._values.get((sheet, row, column), _NO_VALUE)

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

    def write(self, cell: str, content: Any, style: Style = "text", *, error: str = "") -> None:
        """A number, a text, a date, or a formula; `error` is what the formula shows on purpose."""
        if isinstance(content, str) and content.startswith("="):
            row, column = addresses.cell(cell)
            value = self._book.value(self.name, row, column)
            self._expect(row, column, error)
            self.worksheet.write_formula(cell, content, self._book.style(style), value)
        elif isinstance(content, datetime.date):
            self.worksheet.write_datetime(cell, content, self._book.style(style))
        else:
            self.worksheet.write(cell, content, self._book.style(style))

    def write_text(self, cell: str, text: str, style: Style = "text") -> None:
        """A text as it stands, be it one that reads like a formula."""
        self.worksheet.write_string(cell, text, self._book.style(style))

    def write_row(self, row: int, first_column: str, contents: list[Any], style: Style) -> None:
        first = xl_cell_to_rowcol(f"{first_column}1")[1]
        for column, content in enumerate(contents, first):
            self.worksheet.write(row - 1, column, content, self._book.style(style))

    def spill(
        self, cells: str, formula: str, style: Style | Sequence[Sequence[Style]], *, error: str = ""
    ) -> None:
        """A formula that fills these cells: all of them, and no others.

        The style is that of all cells, or there is one for each, row by row; `error` is what the
        first of them shows on purpose.
        """
        # the size is said here because all of the cells are to have the style
        self._book.spills.add((self.name, cells))
        area = addresses.area(cells)
        self._expect(area.top, area.left, error)
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                its_style = self._book.style(
                    style
                    if isinstance(style, (str, tuple))
                    else style[row - area.top][column - area.left]
                )
                value = self._book.value(self.name, row, column)
                if (row, column) == (area.top, area.left):
                    self.worksheet.write_dynamic_array_formula(cells, formula, its_style, value)
                else:
                    self.worksheet.write(row - 1, column - 1, value, its_style)

    def merge(self, cells: str, content: str, style: Style) -> None:
        """A text or a formula over several columns."""
        first, _, _ = cells.partition(":")
        self.worksheet.merge_range(cells, "", self._book.style(style))
        self.write(first, content, style)

    def _expect(self, row: int, column: int, error: str) -> None:
        if error:
            self._book.errors[self.name, row, column] = error
