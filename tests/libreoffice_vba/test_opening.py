"""What the add-in's VBA does when it is opened, and which settings it believes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

import xlrisk
from tests.libreoffice_vba.calc import PYTHON, Calc
from tests.libreoffice_vba.doubles import NEEDS_REENTERING

_SETTING = """
Public Function Active() As String
    Active = ActiveWorkbook.Name
End Function

Public Function Setting(wanted As String) As String
    Setting = XR_Setting(wanted)
End Function
"""


_HIDDEN_BOOKS = """\
Public Function XR_IsOfTheUser(book As Object) As Boolean
    XR_IsOfTheUser = book.Name <> "PERSONAL.xlsx"
End Function"""  # LibreOffice's Workbook.Windows has those of all workbooks
_SHOWN = """
Public Function IsOfTheUser(isShown As Boolean) As Boolean
    ThisWorkbook.Windows(1).Visible = isShown
    IsOfTheUser = XR_IsOfTheUser(ThisWorkbook)
    ThisWorkbook.Windows(1).Visible = True
End Function
"""
_SCANNING = """
Public Moment As Single

Public Function CallsOurs(secondsAgo As Single) As Boolean
    Moment = secondsAgo
    CallsOurs = XR_CallsOurs(ActiveWorkbook.Worksheets(1), 0)
End Function
"""


def books_asked_for(calc: Calc) -> list[str]:
    """The workbooks that Python was asked to bind the formulas of."""
    asked = calc.asked()
    assert {one[1] for one in asked if one[0] == "noted"} <= {"opened"}
    return [one[3] for one in asked if one[0] == "SetAttr"]


def empty_book(path: Path) -> Path:
    xlsxwriter.Workbook(path).close()
    return path


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A workbook that came by mail, with a sheet of settings of its own."""
    path = tmp_path / "hostile.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for name in ("xlrisk.conf", "xlwings.conf", "_xlwings.conf"):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, ["interpreter", r"C:\mailed\python.exe"])
            sheet.write_row(1, 0, ["Interpreter_Win", r"C:\mailed\python.exe"])
            sheet.write_row(2, 0, ["version", "6.6.6"])
    return path


@pytest.fixture
def scanning(calc: Calc) -> Iterator[Calc]:
    """The time of day is what a test says, however busy the machine is."""
    shipped = calc.modules["xlrisk_workbooks"]
    assert shipped.count("Timer") == 2
    workbooks = shipped.replace("Timer", "Moment")
    calc.put_modules({"Scanning.bas": _SCANNING, "xlrisk_workbooks.bas": workbooks})
    yield calc
    calc.put_modules({"xlrisk_workbooks.bas": shipped})


def test_opening_shakes_hands_with_the_package(calc: Calc) -> None:
    calc.order("clear")  # of formulas that would be bound
    calc.asked()
    calc.run("xlrisk_opening.XR_Opened")
    module, versions, call, text = calc.asked()
    assert module == ["Module", "xlrisk.hosts.excel.server"]
    assert versions[:2] == ["Tuple", xlrisk.__version__]
    assert (call[0], call[2]) == ("Call", "handshake")
    assert text[0] == "Str"


def test_settings_of_the_active_workbook_change_nothing(calc: Calc, hostile: Path) -> None:
    calc.put_modules({"Settings_.bas": _SETTING})
    with calc.another_workbook(hostile):
        assert calc.run("Settings_.Active") == "hostile.xlsx"
        calc.put_modules({"xlrisk_configuration.bas": calc.modules["xlrisk_configuration"]})
        assert calc.run("Settings_.Setting", "version") == xlrisk.__version__
        assert calc.run("Settings_.Setting", "interpreter") == PYTHON
        assert calc.run("Settings_.Setting", "interpreter_win") == ""


def test_every_workbook_that_was_opened_is_bound_once(calc: Calc, tmp_path: Path) -> None:
    """Several are opened before Excel is idle; the last of them is the active one."""
    first, last = (empty_book(tmp_path / name) for name in ("first.xlsx", "last.xlsx"))
    with (
        calc.with_more_doubles(NEEDS_REENTERING),
        calc.another_workbook(first),
        calc.another_workbook(last),
    ):
        calc.run("xlrisk_opening.XR_Reenter")
        calc.run("PythonConnection.TakeTimers")
        calc.asked()
        for path in (first, last, first):
            calc.run("Events.WorkbookOpened", path.name)
        assert not calc.asked()  # opening does not wait for Python
        assert calc.run("PythonConnection.TakeTimers").splitlines() == ["XR_Reenter in 0 s"] * 3
        calc.run("xlrisk_opening.XR_Reenter")
        assert books_asked_for(calc) == ["first.xlsx", "last.xlsx"]
        calc.run("xlrisk_opening.XR_Reenter")
        assert books_asked_for(calc) == []


def test_a_workbook_that_is_closed_again_keeps_no_other_from_being_bound(
    calc: Calc, tmp_path: Path
) -> None:
    with calc.with_more_doubles(NEEDS_REENTERING):
        with calc.another_workbook(empty_book(tmp_path / "closed.xlsx")):
            calc.run("Events.WorkbookOpened", "closed.xlsx")
        calc.run("Events.WorkbookOpened", "xlrisk.xlsm")
        calc.asked()
        calc.run("xlrisk_opening.XR_Reenter")
        assert books_asked_for(calc) == ["xlrisk.xlsm"]


def test_a_hidden_workbook_is_left_alone(calc: Calc, tmp_path: Path) -> None:
    personal = empty_book(tmp_path / "PERSONAL.xlsx")
    with (
        calc.with_more_doubles(NEEDS_REENTERING, _HIDDEN_BOOKS),
        calc.another_workbook(personal),
    ):
        calc.run("Events.WorkbookOpened", personal.name)
        calc.asked()
        calc.run("xlrisk_opening.XR_Reenter")
        assert books_asked_for(calc) == []


@pytest.mark.parametrize("is_shown", [True, False])
def test_a_workbook_is_the_users_where_it_is_shown(calc: Calc, is_shown: bool) -> None:
    calc.put_modules({"Showing.bas": _SHOWN})
    assert calc.run("Showing.IsOfTheUser", is_shown) is is_shown


@pytest.mark.parametrize(
    ("formula", "calls"),
    [
        ("=BETA_OF(A1:A9,B1:B9)", True),
        ("=beta_of(A1:A9,B1:B9)", True),
        ("=SUM(1,(2))+ROUND(IF(A1>0,-BETA_OF(A1:A9,B1:B9),0),2)", True),
        ("=MY_BETA_OF(A1:A9)", False),
        ("=BETA_OFF(A1:A9)", False),
        ("=SUM((A1:A9))", False),
        ("=MY_RATE*2+SUM(1)", False),
        ("BETA_OF", False),
        ("", False),
    ],
)
@pytest.mark.parametrize("cell", ["A1", "D30000"])
def test_a_sheet_that_calls_our_functions(
    scanning: Calc, tmp_path: Path, formula: str, cell: str, calls: bool
) -> None:
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write(cell, formula)
        sheet.write("B2", 1.5)
    with scanning.another_workbook(path):
        assert scanning.run("Scanning.CallsOurs", 0) is calls


def test_nobody_waits_for_the_answer(scanning: Calc, tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet().write("A1", "=BETA_OF(A2:A9,B2:B9)")
    with scanning.another_workbook(path):
        assert scanning.run("Scanning.CallsOurs", 0.6) is False
