"""Every workbook that we write: valid, reproducible, and right without being recalculated."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from tests.witnesses import complaints, recalculated
from xlrisk.build import capm_table, demo, function_tour, market_model
from xlrisk.build.book import Book, written
from xlrisk.build.prices import weekly
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.naming import hidden_names
from xlrisk.recalculation.source import Source
from xlrisk.workbook.package import Package
from xlrisk.workbook.sheet import with_formulas

MAKERS: dict[str, Callable[[Book], None]] = {
    "capm_table": capm_table.make,
    "function_tour": function_tour.make,
    "market_model": market_model.make,
    "demo": demo.Demo(weekly()).make,
}
CALLS_US = re.compile(rf"\b({'|'.join(FUNCTIONS)})\(")
every_workbook = pytest.mark.parametrize("name", MAKERS)


@cache
def package(name: str) -> bytes:
    return written(MAKERS[name])[0]


@pytest.fixture
def path(name: str, tmp_path: Path) -> Path:
    target = tmp_path / f"{name}.xlsx"
    target.write_bytes(package(name))
    return target


def part(name: str, member: str) -> str:
    with zipfile.ZipFile(io.BytesIO(package(name))) as members:
        return members.read(member).decode("utf-8")


def errors_on_purpose(name: str) -> dict[tuple[str, int, int], str]:
    """The cells whose formulas show an error because their maker wants to show one."""
    book = Book(io.BytesIO(), {})
    MAKERS[name](book)
    book.close()
    return dict(book.errors)


def without_xlrisk(package: bytes) -> bytes:
    """The same with our formulas as plain values, for a program that knows built-ins only."""
    source = Source(Package(package))
    ours = [position for position, one in source.special.items() if one.ours]
    parts = {}
    for number in {position[0] for position in ours}:
        sheet = source.sheet(number)
        values = {position[1:]: None for position in ours if position[0] == number}
        parts[sheet.part] = with_formulas(sheet.xml, sheet.index, values)
    return source.package.rewritten(parts)


@every_workbook
def test_microsofts_validator_accepts_it(path: Path) -> None:
    assert complaints(path) == []


@every_workbook
def test_openxml_audit_accepts_it(path: Path) -> None:
    result = OpenXmlValidator().validate(str(path))
    assert result.is_valid
    assert list(result.errors) == []


@every_workbook
def test_two_builds_are_equal_byte_for_byte(name: str) -> None:
    assert written(MAKERS[name])[0] == package(name)


@every_workbook
def test_excel_does_not_recalculate_it_on_opening(name: str) -> None:
    properties = re.search(r"<calcPr([^>]*)>", part(name, "xl/workbook.xml"))
    assert properties
    assert 'calcId="191029"' in properties[1]
    assert "fullCalcOnLoad" not in properties[1]


@every_workbook
def test_every_formula_carries_a_value_and_errors_are_meant(name: str, path: Path) -> None:
    meant = errors_on_purpose(name)
    formulas = openpyxl.load_workbook(path)
    values = openpyxl.load_workbook(path, data_only=True)
    checked = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value = values[sheet.title][cell.coordinate].value
                    assert value is not None, f"{sheet.title}!{cell.coordinate}"
                    error = str(value) if str(value).startswith("#") else ""
                    assert error == meant.pop((sheet.title, cell.row, cell.column), "")
                    checked += 1
    assert checked > 10
    assert meant == {}


@every_workbook
def test_no_name_hides_a_function(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    tables = [table for sheet in book.worksheets for table in sheet.tables]
    names = [*book.defined_names, *book.sheetnames, *tables]
    assert hidden_names(names, FUNCTIONS) == []


@every_workbook
def test_libreoffice_agrees_on_every_built_in(name: str, tmp_path: Path) -> None:
    """Our functions stand in the file as values, and LibreOffice calculates all the others."""
    without = tmp_path / f"{name}.xlsx"
    without.write_bytes(without_xlrisk(package(name)))
    formulas = openpyxl.load_workbook(without)
    ours = openpyxl.load_workbook(without, data_only=True)
    theirs = openpyxl.load_workbook(recalculated(without, tmp_path), data_only=True)
    checked = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    expected = theirs[sheet.title][cell.coordinate].value
                    found = ours[sheet.title][cell.coordinate].value
                    if isinstance(found, float):
                        expected = pytest.approx(expected, rel=1e-12, abs=1e-15)
                    assert found == expected, f"{sheet.title}!{cell.coordinate}"
                    checked += 1
    assert checked > 10


def test_a_name_that_would_hide_a_function_is_refused() -> None:
    def make(book: Book) -> None:
        book.sheet("Sheet", {})
        book.name("Beta_Of", "=Sheet!$A$1")

    with pytest.raises(Exception, match="hide functions in Excel: Beta_Of"):
        written(make)
