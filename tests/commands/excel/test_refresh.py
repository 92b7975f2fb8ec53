"""Refresh on a fake of Excel's objects: what is entered again, what is left, what is said."""

from __future__ import annotations

import pytest

from tests.commands.excel.conftest import Excel, excel_with
from tests.commands.excel.fake_excel import AUTOMATIC, Cell, Chart, ComError, Range
from xlrisk.commands.book import Scope
from xlrisk.commands.refresh import refresh
from xlrisk.workbook.addresses import area

BETA = "=BETA_OF(A1:A9,B1:B9)"
HIDING = f"=IFERROR({BETA[1:]},0)"
NAME_ERROR = -2146826259


def test_an_unbound_formula_is_entered_again_and_shows_its_value(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.load("C1", BETA)
    done = refresh(excel.book, "sheet")
    assert sheet.cell((1, 3)).value == 1.5
    assert (done.formulas, done.reentered, done.failures, done.errors) == (1, 1, {}, [])


def test_calculating_alone_would_not_bind_it(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.load("C1", BETA)
    sheet.recalculate()
    assert sheet.cell((1, 3)).value == NAME_ERROR


@pytest.mark.parametrize(
    "broken",
    [
        r"='C:\Users\Someone else\xlrisk.xlam'!BETA_OF(A1:A9,B1:B9)",
        "=[1]!BETA_OF(A1:A9,B1:B9)",
        "=xlrisk.xlam!BETA_OF(A1:A9,B1:B9)",
    ],
)
def test_a_broken_link_is_mended(excel: Excel, broken: str) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.load("C1", broken, value=0.7)  # the value of the computer that it comes from
    refresh(excel.book, "sheet")
    assert sheet.cell((1, 3)).formula == BETA
    assert sheet.cell((1, 3)).value == 1.5


def test_implicit_intersection_stays(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.load("C1", "=@[1]!BETA_OF(A1:A9,B1:B9)")
    refresh(excel.book, "sheet")
    assert sheet.cell((1, 3)).formula == "=@BETA_OF(A1:A9,B1:B9)"


def test_a_function_that_hides_the_error_does_not_hide_the_formula(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.load("C1", '=IFERROR(BETA_OF(A1:A9,B1:B9),"-")', value="-")
    assert refresh(excel.book, "sheet").reentered == 1
    assert sheet.cell((1, 3)).value == 1.5


def test_what_is_bound_is_only_calculated(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.Range("C1").Formula2 = BETA
    sheet.cell((1, 3)).value = 0.5  # before its inputs changed
    done = refresh(excel.book, "sheet")
    assert (done.formulas, done.reentered) == (1, 0)
    assert sheet.cell((1, 3)).value == 1.5


@pytest.mark.parametrize("scope", ["selection", "sheet", "workbook"])
@pytest.mark.parametrize(
    "formula",
    [BETA, f"=-{BETA[1:]}*2", f"=ROUND({BETA[1:]},2)", f"=IFERROR({BETA[1:]},0)"],
)
def test_a_formula_of_a_program_is_bound_whatever_value_it_has_in_its_file(
    excel: Excel, formula: str, scope: Scope
) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.load("A1", formula, value=0.93)
    done = refresh(excel.book, scope)
    assert (done.formulas, done.reentered, done.errors) == (1, 1, [])
    assert sheet.cell((1, 1)).bound
    assert sheet.cell((1, 1)).value == 1.5


def test_one_that_turns_out_not_to_be_bound_speaks_for_those_that_hide_it(excel: Excel) -> None:
    """Also where these were entered before: this workbook may have been opened again since."""
    sheet = excel.workbook.sheet("Data")
    sheet.load("C1", HIDING, value=0.5)
    refresh(excel.book, "sheet")
    sheet.load("C1", HIDING, value=0.5)
    sheet.load("C2", BETA, value=0.5)
    assert refresh(excel.book, "sheet").reentered == 2
    assert [sheet.cell((row, 3)).value for row in (1, 2)] == [1.5, 1.5]


@pytest.mark.parametrize(
    ("scopes", "entered"),
    [
        (["sheet", "sheet", "workbook", "selection"], [1, 0, 1, 0]),  # Other has one, too
        (["workbook", "workbook", "sheet"], [2, 0, 0]),
        (["selection", "sheet", "selection"], [1, 1, 0]),  # a selection is not all of a sheet
    ],
)
def test_formulas_that_may_hide_it_are_entered_once(
    excel: Excel, scopes: list[Scope], entered: list[int]
) -> None:
    for name in ("Data", "Other"):
        excel.workbook.sheet(name).load("A1", HIDING, value=0.5)
    assert [refresh(excel.book, scope).reentered for scope in scopes] == entered


def test_they_are_entered_again_when_their_workbook_was_opened_again(excel: Excel) -> None:
    excel.workbook.sheet("Data").load("A1", HIDING, value=0.5)
    refresh(excel.book, "workbook")
    excel.workbook.reopen()
    assert refresh(excel.book, "workbook").reentered == 1
    assert excel.workbook.sheet("Data").cell((1, 1)).bound


def test_they_are_entered_again_as_long_as_one_is_refused(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.load("A1", HIDING, value=0.5)
    sheet.ProtectContents = True
    assert refresh(excel.book, "workbook").protected == {"Data": 1}
    sheet.ProtectContents = False
    sheet.cell((1, 1)).text_format = True
    assert list(refresh(excel.book, "workbook").failures) == ["Data!A1"]
    sheet.cell((1, 1)).text_format = False
    assert [refresh(excel.book, "workbook").reentered for _ in range(2)] == [1, 0]


def test_escape_stops_entering_what_has_turned_out_not_to_be_bound(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    for row in range(1, 10_001):
        sheet.load(f"C{row}", BETA, value=0.5)
    calculate = sheet.Calculate

    def calculate_then_press() -> None:
        calculate()
        excel.presses = [False, False, False, True]

    sheet.Calculate = calculate_then_press  # type: ignore[method-assign]
    done = refresh(excel.book, "sheet")
    assert done.interrupted
    assert 0 < done.reentered < 10_000


def test_other_formulas_are_left_alone(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.load("C1", "=MY_BETA_OF(A1)")
    sheet.load("C2", '=LEN("BETA_OF(")')
    sheet.load("C3", "=SUM(A1:A9)", value=3.0)
    assert refresh(excel.book, "sheet").formulas == 0
    assert sheet.cell((1, 3)).value == NAME_ERROR


def test_a_text_that_looks_like_a_formula_stays_a_text(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.cells[1, 1] = Cell(BETA, prefix="'")
    sheet.load("A2", BETA)
    assert refresh(excel.book, "sheet").formulas == 1
    assert sheet.cell((1, 1)) == Cell(BETA, prefix="'")


def test_a_protected_sheet_is_skipped_and_named(excel: Excel) -> None:
    for name in ("Data", "Other"):
        excel.workbook.sheet(name).load("C1", BETA)
        excel.workbook.sheet(name).load("C2", BETA)
    excel.workbook.sheet("Other").ProtectContents = True
    done = refresh(excel.book, "workbook")
    assert done.protected == {"Other": 2}
    assert done.reentered == 2
    assert "Sheet Other is protected, 2 cells left: unprotect it and refresh." in done.told
    assert excel.workbook.sheet("Other").cell((1, 3)).value == NAME_ERROR


def test_merged_cells(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.merged = [area("C1:D2"), area("C4:D4")]
    for cell in ("C1", "C4", "C5"):
        sheet.load(cell, BETA)
    done = refresh(excel.book, "sheet")
    assert done.reentered == 3
    assert [sheet.cell((row, 3)).value for row in (1, 4, 5)] == [1.5] * 3
    assert (1, 4) not in sheet.cells


def test_an_array_formula_stays_one(excel: Excel) -> None:
    text = "=BETA_STATS(A1:A9,B1:B9)"
    sheet = excel.workbook.sheet("Data")
    excel.results[text] = [["beta", 1.5], ["error", 0.1]]
    for cell in ("C1", "D1", "C2", "D2"):
        sheet.load(cell, text)
    sheet.arrays = [area("C1:D2")]
    sheet.load("C3", BETA)
    done = refresh(excel.book, "sheet")
    assert sheet.arrays == [area("C1:D2")]
    assert sheet.cell((2, 4)).value == 0.1
    assert (done.reentered, done.failures) == (2, {})


def test_a_selected_part_of_an_array_formula(excel: Excel) -> None:
    text = "=BETA_STATS(A1:A9,B1:B9)"
    sheet = excel.workbook.sheet("Data")
    for cell in ("C1", "D1", "C2", "D2"):
        sheet.load(cell, text)
    sheet.arrays = [area("C1:D2")]
    excel.app.selection = "D2"
    refresh(excel.book, "selection")
    assert sheet.arrays == [area("C1:D2")]
    assert sheet.cell((1, 3)).value == 1.5


def test_a_dynamic_formula_spills_again(excel: Excel) -> None:
    text = "=BETA_STATS(A1:A9,B1:B9)"
    sheet = excel.workbook.sheet("Data")
    excel.results[text] = [["beta", 1.5], ["error", 0.1]]
    sheet.load("C1", text)
    refresh(excel.book, "sheet")
    assert sheet.spills == [area("C1:D2")]
    assert refresh(excel.book, "sheet").formulas == 1  # what it fills are no formulas


def test_a_spill_with_a_broken_link(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    excel.results["=BETA_STATS(A1:A9,B1:B9)"] = [["beta", 1.5], ["error", 0.1]]
    sheet.load("C1", "=[1]!BETA_STATS(A1:A9,B1:B9)", value="beta")
    for cell, value in (("D1", 1.4), ("C2", "error"), ("D2", 0.1)):
        sheet.cells[area(cell)[:2]] = Cell(value)
    sheet.spills = [area("C1:D2")]
    done = refresh(excel.book, "sheet")
    assert (done.formulas, done.reentered) == (1, 1)
    assert sheet.cell((1, 4)).value == 1.5


def test_an_excel_without_dynamic_arrays() -> None:
    excel = excel_with("Data", dynamic=False)
    sheet = excel.workbook.sheet("Data")
    sheet.load("C1", BETA)
    sheet.load("C2", BETA)
    sheet.arrays = [area("C2")]
    assert refresh(excel.book, "sheet").reentered == 2
    assert sheet.arrays == [area("C2")]


def test_an_array_formula_that_no_program_can_enter_is_named(excel: Excel) -> None:
    text = f"=BETA_STATS({'(' * 130}A1:A9{')' * 130},B1:B9)"
    sheet = excel.workbook.sheet("Data")
    for cell in ("C1", "D1"):
        sheet.load(cell, text)
    sheet.arrays = [area("C1:D1")]
    done = refresh(excel.book, "sheet")
    assert list(done.failures) == ["Data!C1"]
    assert "Ctrl+Shift+Enter" in done.told


def test_a_cell_formatted_as_text_would_turn_the_formula_into_a_text(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    for row in range(1, 9):
        sheet.load(f"C{row}", BETA)
    sheet.cell((5, 3)).text_format = True
    done = refresh(excel.book, "sheet")
    assert list(done.failures) == ["Data!C5"]
    assert done.reentered == 7
    assert sheet.cell((5, 3)).formula == BETA
    assert "format it as General" in done.told


def test_one_refused_cell_does_not_keep_others(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    for row in range(1, 33):
        sheet.load(f"C{row}", BETA)

    def refuse(cells: Range) -> None:
        if cells.area.holds(20, 3):
            raise ComError("That's not valid.")

    excel.app.on_change = refuse
    done = refresh(excel.book, "sheet")
    assert done.failures == {"Data!C20": "Excel says: That's not valid."}
    assert done.reentered == 31


def test_one_refused_cell_of_a_row(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    for column in "CDEFG":
        sheet.load(f"{column}1", BETA)
    sheet.cell((1, 5)).text_format = True
    done = refresh(excel.book, "sheet")
    assert (list(done.failures), done.reentered) == (["Data!E1"], 4)


def test_a_formula_that_reads_a_closed_workbook_is_not_entered(excel: Excel) -> None:
    """Excel would ask for the file, or look for it on a computer of somebody's choice."""
    sheet = excel.workbook.sheet("Data")
    sheet.load("C1", r"=BETA_OF('\\\\evil\share\[It''s.xlsx]Data'!A1:A9,B1:B9)")
    sheet.load("C2", "=BETA_OF([Open.xlsx]Data!A1:A9,B1:B9)")
    sheet.load("C3", r"=[1]!BETA_OF(Table1[a/b],'Data [1]'!B1:B9)")
    done = refresh(excel.book, "sheet")
    assert list(done.failures) == ["Data!C1"]
    assert "it reads a workbook that is not open; open that first." in done.told
    assert done.reentered == 2


def test_a_name_in_a_closed_workbook_is_not_looked_for(excel: Excel) -> None:
    text = r"=BETA_OF('\\evil\s\b.xlsx'!ret,B1:B9)"
    excel.workbook.sheet("Data").load("C1", text)
    assert "a workbook that is not open" in refresh(excel.book, "sheet").told
    assert not excel.workbook.sheet("Data").cell((1, 3)).bound


def test_100_000_formulas_take_few_calls(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    for row in range(1, 50_001):
        sheet.load(f"C{row}", BETA)
        sheet.load(f"D{row}", BETA)
    done = refresh(excel.book, "sheet")
    assert done.reentered == 100_000
    assert excel.app.calls < 1_500
    assert "100,000 formulas" in str(done)


def test_escape_stops_between_blocks_and_says_so(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    for row in range(1, 10_001):
        sheet.load(f"C{row}", BETA)
    excel.presses = [False, False, False, False, True]
    done = refresh(excel.book, "sheet")
    assert done.interrupted
    assert 0 < done.reentered < 10_000
    assert "interrupted by Esc: refresh again for the rest" in str(done)
    assert refresh(excel.book, "sheet").reentered == 10_000 - done.reentered


def test_what_was_pressed_before_is_not_meant(excel: Excel) -> None:
    excel.workbook.sheet("Data").load("C1", BETA)
    excel.presses = [True]
    assert not refresh(excel.book, "sheet").interrupted


def test_excel_is_quiet_meanwhile_and_as_it_was_afterwards(excel: Excel) -> None:
    excel.workbook.sheet("Data").load("C1", BETA)
    refresh(excel.book, "sheet")
    app = excel.app
    assert app.loud_changes == 0
    assert (app.ScreenUpdating, app.EnableEvents, app.Calculation) == (True, True, AUTOMATIC)
    assert (app.DisplayAlerts, app.AutoCorrect.AutoFillFormulasInLists) == (True, True)


def test_excel_is_as_it_was_also_after_a_failure(excel: Excel) -> None:
    excel.workbook.sheet("Data").load("C1", BETA)

    def fail(_: Range) -> None:
        raise RuntimeError("of our own making")

    excel.app.on_change = fail
    with pytest.raises(RuntimeError):
        refresh(excel.book, "sheet")
    assert (excel.app.ScreenUpdating, excel.app.Calculation) == (True, AUTOMATIC)


def test_the_selection_only(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    for cell in ("C1", "C2", "C3", "C9"):
        sheet.load(cell, BETA)
    excel.app.selection = "C2:C3,C9"
    done = refresh(excel.book, "selection")
    assert done.reentered == 3
    assert sheet.cell((1, 3)).value == NAME_ERROR
    assert excel.app.calculated == ["Data!C2:C3", "Data!C9"]
    assert excel.app.dirty == [("Data", area("C2:C3")), ("Data", area("C9"))]


def test_a_selected_column_is_as_long_as_what_is_used(excel: Excel) -> None:
    excel.workbook.sheet("Data").load("C7", BETA)
    excel.app.selection = "C1:C1048576"  # whose address is $C:$C
    assert refresh(excel.book, "selection").reentered == 1
    assert excel.app.calls < 90


def test_each_scope_calculates_all_of_it(excel: Excel) -> None:
    excel.workbook.sheet("Data").load("C1", BETA)
    other = excel.workbook.sheet("Other")
    other.Range("C1").Formula2 = "=BETA_OF(A1:A2,B1:B2)"
    excel.results["=BETA_OF(A1:A2,B1:B2)"] = 2.5  # after a change that Excel has not seen
    refresh(excel.book, "sheet")
    assert excel.app.calculated == ["Data"]
    refresh(excel.book, "workbook")
    assert excel.app.calculated == ["Data", "all"]
    assert other.cell((1, 3)).value == 2.5


def test_errors_that_remain_are_counted_and_named(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    for row in range(1, 6):
        excel.results[f"=BETA_OF(A{row})"] = "#N/A"
        sheet.load(f"C{row}", f"=BETA_OF(A{row})")
    done = refresh(excel.book, "sheet")
    assert done.errors == [f"Data!C{row}" for row in range(1, 6)]
    assert "5 (Data!C1, Data!C2, Data!C3, ...) in error (Explain cell says why)" in str(done)


def test_the_status_bar_says_what_goes_on_and_the_outcome_at_last(excel: Excel) -> None:
    excel.workbook.sheet("Data").load("C1", BETA)
    done = refresh(excel.book, "sheet")
    assert [str(status).partition(";")[0] for status in excel.app.statuses[:-1]] == [
        "xlrisk: looking for formulas ...",
        "xlrisk: entered 1 formula anew",
        "xlrisk: calculating 1 formula",
    ]
    assert excel.app.StatusBar == f"xlrisk: {done}"


def test_what_could_not_be_entered_is_told_line_by_line(excel: Excel) -> None:
    for row in range(1, 13):
        excel.workbook.sheet("Data").load(f"C{row}", BETA)
        excel.workbook.sheet("Data").cell((row, 3)).text_format = True
    excel.workbook.sheet("Other").load("C1", BETA)
    excel.workbook.sheet("Other").ProtectContents = True
    done = refresh(excel.book, "workbook")
    head, empty, *lines = done.told.splitlines()
    assert (head, empty) == ("13 formulas of xlrisk could not be entered anew:", "")
    reason = "the cell is formatted as text; format it as General, then enter it."
    assert lines == [
        "Sheet Other is protected, 1 cell left: unprotect it and refresh.",
        *(f"Data!C{row}: {reason}" for row in range(1, 10)),
        "and 3 more",
    ]
    assert "13 left as they were" in str(done)
    assert len(str(excel.app.StatusBar)) < 160


def test_a_sheet_of_a_chart_has_nothing_to_refresh(excel: Excel) -> None:
    chart = Chart("Chart1")
    excel.workbook.sheets.append(chart)
    excel.workbook.ActiveSheet = chart
    assert str(refresh(excel.book, "sheet")) == "No formula here calls a function of xlrisk."
    assert str(refresh(excel.book, "selection")) == "No formula here calls a function of xlrisk."
    assert refresh(excel.book, "workbook").formulas == 0
