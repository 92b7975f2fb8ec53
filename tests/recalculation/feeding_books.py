"""Workbooks to feed, and what stands in them afterwards."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from xlrisk.errors import FileError
from xlrisk.recalculation.feeding import Block, Feed, feed
from xlrisk.recalculation.source import Source
from xlrisk.workbook.package import Package
from xlrisk.workbook.patch import patched

Blocks = Mapping[str, Block]
Make = Callable[[xlsxwriter.Workbook], None]

DATES = [datetime.date(2024, 1, 1) + datetime.timedelta(day) for day in range(40)]
PRICES: list[list[Any]] = [[date, 100.0 + row, 50.0 - row] for row, date in enumerate(DATES)]


def written(make: Make, **options: Any) -> bytes:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, options)
    make(workbook)
    workbook.close()
    return stream.getvalue()


@cache
def book() -> bytes:
    """All that values may and may not go to."""

    def make(workbook: xlsxwriter.Workbook) -> None:
        main, other = workbook.add_worksheet("Main"), workbook.add_worksheet("It's mine")
        percent = workbook.add_format({"num_format": "0.0%", "bold": True})
        main.write("A1", "Rate")
        main.write("B1", 0.02, percent)
        main.write_formula("C1", "=B1*2", None, 0.04)
        main.write_array_formula("D1:D3", "{=B1*{1;2;3}}", None, 0.02)
        main.write("D2", 0.04)
        main.write("D3", 0.06)
        main.merge_range("F1:G2", "merged")
        main.write_blank("B2", None, percent)
        columns = [{"header": "Day"}, {"header": "Price"}, {"header": "Index"}]
        table = {"name": "Prices", "columns": columns, "data": [[1, 2, 3], [4, 5, 6], [7, 8, 9]]}
        other.add_table("B2:D5", table)
        other.write("A1", "note")
        chart_sheet = workbook.add_chartsheet("Chart")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "=Main!$B$1:$B$2"})
        chart_sheet.set_chart(chart)
        for name, text in {
            "rate": "=Main!$B$1",
            "Main!local": "=Main!$B$2",
            "rates": "=Main!$B$1:$B$2",
            "days": "=Prices[Day]",
            "two_areas": "=Main!$A$1,Main!$B$1",
            "number": "=0.02",
            "relative": "=Main!A1",
            "gone": "=Main!#REF!",
            "moving": "=OFFSET(Main!$A$1,0,0,2,1)",
            "elsewhere": "=[1]Sheet1!$A$1",
            "in_chart": "=Chart!$A$1",
        }.items():
            workbook.define_name(name, text)

    return written(make)


def source_of(data: bytes) -> Source:
    return Source(Package(data))


def fed(
    data: bytes,
    inputs: Mapping[str, Any] | None = None,
    blocks: Blocks | None = None,
    *,
    grow: bool = False,
) -> bytes:
    """The workbook after it was fed, its formulas not calculated."""
    source = source_of(data)
    return applied(source, feed(source, inputs or {}, blocks or {}, grow=grow))


def applied(source: Source, found: Feed) -> bytes:
    parts = dict(found.parts)
    for number in {position[0] for position in found.constants}:
        sheet = source.sheet(number)
        constants = {
            position[1:]: value
            for position, value in found.constants.items()
            if position[0] == number
        }
        styles = {p[1:]: style for p, style in found.styles.items() if p[0] == number}
        parts[sheet.part] = patched(sheet.xml, sheet.index, {}, constants=constants, styles=styles)
    return source.package.rewritten(parts)


def refusal(data: bytes, *arguments: Any, grow: bool = False) -> str:
    with pytest.raises(FileError) as caught:
        fed(data, *arguments, grow=grow)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    return sentence


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def values(data: bytes, sheet: str, area: str) -> list[list[Any]]:
    cells = opened(data)[sheet][area]
    if isinstance(cells, tuple):
        return [[cell.value for cell in row] for row in cells]
    return [[cells.value]]


def rows(*given: Sequence[Any]) -> Block:
    return Block(given)


HEADER = ["Day", "Fund", "Index"]


def prices_book(
    build: Callable[[xlsxwriter.Workbook, Any], None] = lambda *_: None, rows: int = 10
) -> bytes:
    """A sheet with a header and dates with two prices below it, and what is built on it."""

    def make(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Data")
        fit = workbook.add_format({"num_format": "yyyy-mm-dd", "italic": True})
        sheet.write_row(0, 0, ["Day", "Fund", "Index"])
        for row, (date, *numbers) in enumerate(PRICES[:rows], 1):
            sheet.write_datetime(row, 0, date, fit)
            sheet.write_row(row, 1, numbers)
        workbook.add_worksheet("Other")
        build(workbook, sheet)

    return written(make)


def of_table(workbook: xlsxwriter.Workbook, sheet: Any, **options: Any) -> None:
    columns = [{"header": "Day"}, {"header": "Fund"}, {"header": "Index"}]
    last = 11 if options.get("total_row") else 10
    sheet.add_table(0, 0, last, 2, {"name": "Prices", "columns": columns, **options})


def data_of(data: bytes, last: int, columns: int = 3) -> list[list[Any]]:
    """The rows from the header on, days as dates."""
    sheet = opened(data)["Data"]
    found = [[sheet.cell(row, 1 + i).value for i in range(columns)] for row in range(1, last + 1)]
    return [[date_of(cell) for cell in row] for row in found]


def date_of(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.date()
    is_serial = isinstance(value, (int, float)) and value > 40_000
    return datetime.date(1899, 12, 30) + datetime.timedelta(value) if is_serial else value
