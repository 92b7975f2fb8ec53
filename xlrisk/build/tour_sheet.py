"""One sheet of the function tour: the functions of a category, example by example.

From left to right: whether they agree, the input cells, the live result, the documented value
beside it.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..functions.catalogue import Example, Function
from ..functions.cells import ERRORS
from ..functions.kinds import DATE
from ..workbook.addresses import Area, address, letters
from .book import Book, Style
from .comparisons import AGREES, ANOTHER_VERSION, DIFFERS, comparison
from .worked import (
    Placed,
    Rows,
    Separators,
    call,
    date,
    has_header,
    placed,
    result_formats,
    result_rows,
)

INPUTS = 2  # the first column of the inputs; the verdicts stand to the left of it
HEADER = 4
_GAP, _NARROW, _NUMBER, _WIDEST = 2.5, 9.0, 10.0, 44.0
_VERDICT = 15.0
_LINE = 15.0
_IN_FILES = Separators(",", ".")


@dataclass(frozen=True)
class Columns:
    """Where the results of a sheet begin, where all of it ends, and how wide each column is."""

    result: int
    last: int
    widths: dict[int, float]


class TourSheet:
    """The sheet of one category; `places` says where each function begins."""

    def __init__(self, book: Book, category: str, functions: list[Function], home: str) -> None:
        self.name = category[:31]
        self.places: dict[str, str] = {}
        self.comparisons = ""
        self._columns = columns(functions)
        widths = {letters(column): width for column, width in self._columns.widths.items()}
        self._book, self._sheet = book, book.sheet(self.name, widths)
        self._head(category, home)
        row = HEADER + 2
        for function in functions:
            row = self._function(function, row)
        self._finish(row - 1)

    def _head(self, category: str, home: str) -> None:
        sheet, at = self._sheet, self._columns
        sheet.write("A1", category, "title")
        sheet.worksheet.write_url(
            "A2", f"internal:'{home}'!A1", self._book.style("link"), "Back to the first sheet"
        )
        for column in range(1, at.last + 1):
            sheet.write(address(HEADER, column), "", "band")
        titles = {1: "Compared", INPUTS: "Inputs", at.result: "Result, and as documented"}
        for column, title in titles.items():
            sheet.write(address(HEADER, column), title, "band")
        sheet.worksheet.freeze_panes(HEADER, 0)
        sheet.worksheet.repeat_rows(HEADER - 1)

    def _function(self, function: Function, row: int) -> int:
        """Write a function from this row on, and give the next free one."""
        self.places[function.name] = address(row, INPUTS)
        self._sheet.write(address(row, INPUTS), function.name, "heading")
        self._sheet.write(address(row + 1, INPUTS), function.summary, "hint")
        row += 3
        for example in function.examples:
            row = self._example(function, example, row)
        return row + 1

    def _example(self, function: Function, example: Example, row: int) -> int:
        arguments = placed(function, example, row + 3, INPUTS, numbers_in_cells=True)
        self._sheet.write(address(row, INPUTS), example.about)
        self._sheet.write_text(address(row + 1, INPUTS), call(function, arguments), "formula")
        for argument in arguments:
            self._argument(argument)
        self._result(function, example, arguments, row + 3)
        height = max(argument.area.rows for argument in arguments) if arguments else 1
        return row + 3 + max(height, len(result_rows(example))) + 1

    def _argument(self, argument: Placed) -> None:
        """Its name, and its cells below it."""
        area = argument.area
        self._over(area, argument.name)
        for row, cells in enumerate(argument.rows, area.top):
            for column, value in enumerate(cells, area.left):
                self._input(address(row, column), value, argument.holds_dates)

    def _over(self, area: Area, title: str) -> None:
        """What stands in these cells, said in the row above."""
        over = Area(area.top - 1, area.left, area.top - 1, area.right)
        if area.columns > 1:
            self._sheet.merge(str(over), title, "argument")
        else:
            self._sheet.write(str(over), title, "argument")

    def _input(self, cell: str, value: Any, holds_dates: bool) -> None:
        style = ("input text", DATE) if holds_dates and date(value) else "input text"
        if value in ERRORS:
            self._sheet.write(cell, f"={value}", style, error=value)
        elif isinstance(value, str):
            self._sheet.write_text(cell, value, "input word")
        else:
            self._sheet.write(cell, value, style)

    def _result(
        self, function: Function, example: Example, arguments: list[Placed], top: int
    ) -> None:
        """The live result, what is documented, and the verdict."""
        rows, formula = result_rows(example), call(function, arguments, _IN_FILES)
        width, bottom = len(rows[0]), top + len(rows) - 1
        first = self._columns.result
        live = Area(top, first, bottom, first + width - 1)
        documented = Area(top, first + width, bottom, first + 2 * width - 1)
        self._over(live, "result")
        self._over(documented, "documented")
        error = rows[0][0] if rows[0][0] in ERRORS else ""
        styles = _styles("live", function, rows)
        if function.result.is_table or isinstance(example.result, list):
            self._sheet.spill(str(live), formula, styles, error=error)
        else:
            self._sheet.write(str(live), formula, styles[0][0], error=error)
        styles = _styles("documented", function, rows)
        for row, (line, its_styles) in enumerate(zip(rows, styles, strict=True), top):
            for column, cell in enumerate(zip(line, its_styles, strict=True), documented.left):
                self._sheet.write(address(row, column), *cell)
            self._raise(row, line)
        verdict = comparison(live, documented, rows)
        if live.rows == live.columns == 1:
            self._sheet.write(address(top, 1), verdict)
        else:
            self._sheet.spill(address(top, 1), verdict, "text")

    def _raise(self, row: int, line: list[Any]) -> None:
        """Make a row as high as its texts need, which wrap."""
        widths = self._columns.widths
        lines = [
            math.ceil((len(value) + 1) / (widths[column] - 1))
            for column, value in enumerate(line, self._columns.result)
            if isinstance(value, str)
        ]
        if max(lines, default=1) > 1:
            self._sheet.worksheet.set_row(row - 1, max(lines) * _LINE)

    def _finish(self, last: int) -> None:
        """What is said of all comparisons at once."""
        cells = f"A{HEADER + 1}:A{last}"
        self.comparisons = f"'{self.name}'!$A${HEADER + 1}:$A${last}"
        for word, style in ((AGREES, "agrees"), (DIFFERS, "differs"), (ANOTHER_VERSION, "differs")):
            self._sheet.worksheet.conditional_format(
                cells,
                {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{word}"',
                    "format": self._book.style(style),
                },
            )


def _styles(name: str, function: Function, rows: Rows) -> list[list[Style]]:
    """The style of each cell of a result, live or documented."""
    formats = result_formats(function, rows)
    styles = [
        [_style(name, *cell) for cell in zip(*line, strict=True)]
        for line in zip(rows, formats, strict=True)
    ]
    if has_header(function, rows):
        is_number = map(bool, formats[1])
        styles[0] = [f"{name} number header" if one else f"{name} header" for one in is_number]
    return styles


def _style(name: str, value: Any, number_format: str) -> Style:
    if value in ERRORS:
        # Excel centres an error by itself, and leaves the text of one on the left
        return "documented error" if name == "documented" else (name, number_format)
    return f"{name} text" if isinstance(value, str) else (name, number_format)


def columns(functions: list[Function]) -> Columns:
    """The columns that the examples of these functions need."""
    widths: dict[int, float] = defaultdict(lambda: _NARROW)
    for column, width in _widths_of_inputs(functions):
        widths[column] = max(widths[column], width)
    result = max(widths, default=INPUTS) + 2
    widths |= {1: _VERDICT, result - 1: _GAP}
    for function in functions:
        for example in function.examples:
            rows = result_rows(example)
            for column, width in _widths_of_a_result(function, rows):
                for its in (result + column, result + len(rows[0]) + column):
                    widths[its] = max(widths[its], width)
    return Columns(result, max(widths), dict(sorted(widths.items())))


def _widths_of_inputs(functions: list[Function]) -> Iterator[tuple[int, float]]:
    for function in functions:
        for example in function.examples:
            for argument in placed(function, example, 1, INPUTS, numbers_in_cells=True):
                for column in range(argument.area.left, argument.area.right + 1):
                    yield column, len(argument.name) / argument.area.columns + 1.5
                    cells = (row[column - argument.area.left] for row in argument.rows)
                    yield column, max(map(_width, cells))


def _widths_of_a_result(function: Function, rows: Rows) -> Iterator[tuple[int, float]]:
    """Columns counted from 0; the documented ones are as wide."""
    for row, line in enumerate(rows):
        for column, value in enumerate(line):
            if row == 0 and has_header(function, rows):  # it wraps
                yield column, max(len(word) for word in str(value).split()) + 2.5
            else:
                yield column, min(_width(value), _WIDEST)


def _width(value: Any) -> float:
    return len(value) + 2.5 if isinstance(value, str) else _NUMBER
