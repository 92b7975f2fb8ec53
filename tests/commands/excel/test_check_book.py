"""Check, explain and refresh on an open workbook and on a file: the same commands."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.commands.excel.conftest import Excel
from xlrisk.commands import templates
from xlrisk.commands.check_book import check, check_workbook, explain, explain_cell
from xlrisk.commands.refresh import refresh
from xlrisk.commands.stored_book import StoredBook
from xlrisk.errors import FileError
from xlrisk.workbook.addresses import area

BETA = "BETA_OF(A1:A4,B1:B4)"


def saved(formula: str = BETA, value: float | str = 2.0, name: str = "Data") -> bytes:
    """A workbook with two series, and a formula in C1 with the value that it shows."""
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    book.calc_on_load = False
    sheet = book.add_worksheet(name)
    for row, (asset, market) in enumerate([(0.02, 0.01), (0.04, 0.02), (-0.02, -0.01), (0.0, 0.0)]):
        sheet.write_row(row, 0, [asset, market])
    sheet.write_formula("C1", f"={formula}", None, value)
    book.close()
    return stream.getvalue()


def test_a_clean_workbook(excel: Excel) -> None:
    excel.workbook.data = saved()
    assert check_workbook(excel.book) == "xlrisk has found nothing wrong in Risk.xlsx."
    assert str(excel.app.StatusBar).startswith("xlrisk: ")  # as VBA clears no text of others
    assert [sheet.Name for sheet in excel.workbook.Sheets] == ["Data", "Other"]


def test_what_is_found_stands_on_a_sheet(excel: Excel) -> None:
    excel.workbook.data = saved("BETA_OF(A1:A4,B1:B3)", "#N/A")
    sentence = check_workbook(excel.book)
    assert sentence == "1 cell in error in Risk.xlsx: see the sheet xlrisk check."
    new = excel.workbook.ActiveSheet
    assert [sheet.Name for sheet in excel.workbook.Sheets] == ["Data", "Other", "xlrisk check"]
    assert new.UsedRange.Value2[0] == ("Cell", "What", "Sentence")
    cell, what, why = new.UsedRange.Value2[1]
    assert (cell, what) == ("Data!C1", "error #N/A")
    assert "4" in why
    assert "3" in why


def test_a_second_check_has_a_sheet_of_its_own(excel: Excel) -> None:
    excel.workbook.data = saved("BETA_OF(A1:A4,B1:B3)", "#N/A")
    check_workbook(excel.book)
    assert "xlrisk check 2" in check_workbook(excel.book)


def test_stale_and_broken_cells() -> None:
    assert check(StoredBook("Risk.xlsx", saved(value=1.9))) == [
        ["Data!C1", "stale", "It shows 1.9 and would be 2; refresh the workbook."]
    ]
    (row,) = check(StoredBook("Risk.xlsx", saved("BETA_CLASS(1.2)", "Large")))
    assert row[2] == 'It shows "Large" and would be "aggressive"; refresh the workbook.'
    found = {what for _, what, _ in check(StoredBook("Risk.xlsx", saved(f"[1]!{BETA}", 2.0)))}
    assert "broken link" in found


def test_a_workbook_whose_sheets_are_protected(excel: Excel) -> None:
    excel.workbook.data = saved("BETA_OF(A1:A4,B1:B3)", "#N/A")
    excel.workbook.ProtectStructure = True
    with pytest.raises(FileError, match="The workbook is protected"):
        check_workbook(excel.book)


def test_a_kind_of_file_that_is_not_read(excel: Excel) -> None:
    excel.workbook.FileFormat = 56  # .xls
    with pytest.raises(FileError, match="save it as one of these first"):
        check_workbook(excel.book)


def test_the_active_cell_is_explained(excel: Excel) -> None:
    excel.workbook.data = saved(name="It's")
    excel.workbook.sheet("Data").Name = "It's"
    excel.app.selection = "C1:D9"
    text = explain_cell(excel.book)
    assert text.startswith(f"'It''s'!C1: ={BETA}\n\n4 rows used")
    assert "The cell shows 2." in text
    assert excel.app.StatusBar is False


def test_a_stale_cell_is_explained() -> None:
    text = explain(StoredBook("Risk.xlsx", saved(value=1.9)), "Data!C1")
    assert "The cell shows 1.9." in text
    assert "Calculated now it is 2; refresh the sheet." in text


def test_a_cell_of_others_is_explained() -> None:
    text = explain(StoredBook("Risk.xlsx", saved("SUM(A1:A4)", 0.04)), "Data!C1")
    assert "calls no function of xlrisk" in text


def test_a_cell_without_a_formula(excel: Excel) -> None:
    excel.workbook.data = saved()
    with pytest.raises(FileError, match="has no formula"):
        explain_cell(excel.book)


def test_a_file_is_refreshed_by_the_same_command() -> None:
    book = StoredBook("Risk.xlsx", saved(f"[1]!{BETA}", 0.5))
    done = refresh(book, "workbook")
    assert (done.formulas, done.reentered, done.errors) == (1, 1, [])
    with zipfile.ZipFile(io.BytesIO(book.content())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert f"<f>{BETA}</f><v>2</v>" in sheet


def test_an_error_that_remains_in_a_file_is_named() -> None:
    done = refresh(StoredBook("Risk.xlsx", saved("BETA_OF(A1:A4,B1:B3)", 0.0)), "workbook")
    assert done.errors == ["Data!C1"]


@pytest.mark.parametrize("name", templates.names())
def test_refreshing_a_template_changes_nothing(name: str, tmp_path: Path) -> None:
    templates.new(name, tmp_path / "book.xlsx")
    data = (tmp_path / "book.xlsx").read_bytes()
    book = StoredBook(name, data)
    done = refresh(book, "workbook")
    assert done.formulas
    assert done.failures == {}
    assert bool(done.errors) is (name == "function_tour")  # its failing examples
    assert book.content() == data


def test_tables_of_a_file_are_read_as_they_spill() -> None:
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Data")
        sheet.write_dynamic_array_formula("C2:D4", "=[1]!BETA_STATS(A1:A4,B1:B4)", None, "beta")
        sheet.write_array_formula("F2:G3", "{=[1]!BETA_STATS(A1:A4,B1:B4)}", None, "beta")
    (stored, (used,)), *_ = StoredBook("Risk.xlsx", stream.getvalue()).places("workbook")
    assert used == area("C2:G4")
    assert stored.arrays(used) == [(area("C2:D4"), True), (area("F2:G3"), False)]
    formulas, values = stored.read(area("B1:C2"))
    assert formulas == [["", ""], ["", "=[1]!BETA_STATS(A1:A4,B1:B4)"]]
    assert values == [[None, None], [None, "beta"]]
    done = refresh(StoredBook("Risk.xlsx", stream.getvalue()), "workbook")
    assert (done.reentered, done.failures) == (2, {})


def test_a_file_has_no_selection() -> None:
    with pytest.raises(FileError, match="no active selection"):
        refresh(StoredBook("Risk.xlsx", saved()), "selection")
