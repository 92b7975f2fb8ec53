"""Every control of the shipped ribbon, pressed: its VBA reaches its command in Python."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xlsxwriter

from tests.libreoffice_vba.calc import Calc
from tests.libreoffice_vba.conftest import ADD_IN
from xlrisk.hosts.excel.ribbon import COMMANDS

_PRESS = """
Public Sub Press()
    Dim control As New IRibbonControl
    control.Id = "{identifier}"
    control.Tag = "{tag}"
    {callback} control{more}
End Sub

Public Function Enabled() As Variant
    Dim control As New IRibbonControl, answer As Variant
    XR_IsEnabled control, answer
    Enabled = answer
End Function
"""

_STATUS = """
Public StatusText As Variant

Public Function StatusAfter(text As Variant, timersSet As Double, timersOver As Double) As Variant
    Dim k As Long
    For k = 1 To timersSet
        XR_StatusWasSet
    Next k
    StatusText = text
    For k = 1 To timersOver
        XR_ClearStatus
    Next k
    StatusAfter = StatusText
End Function
"""


@dataclass(frozen=True)
class Press:
    """One thing that can be pressed: a button, or an item of a gallery."""

    identifier: str
    tag: str
    callback: str
    item: str = ""
    index: int = 0

    @property
    def vba(self) -> str:
        """The call that Office makes."""
        more = f', "{self.item}", {self.index}' if self.item else ""
        return _PRESS.format(
            identifier=self.identifier, tag=self.tag, callback=self.callback, more=more
        )


def _presses() -> list[Press]:
    """All that has an action in the add-in's part of the ribbon."""
    with zipfile.ZipFile(ADD_IN) as parts:
        root = ElementTree.fromstring(parts.read("customUI/customUI14.xml"))  # noqa: S314
    presses = []
    for control in root.iter():
        if callback := control.get("onAction"):
            press = Press(control.get("id", ""), control.get("tag", ""), callback)
            items = [item.get("id", "") for item in control]
            presses += [
                Press(press.identifier, press.tag, callback, item, index)
                for index, item in enumerate(items)
            ] or [press]
    return presses


PRESSES = _presses()
RUNS = [run for command in COMMANDS for run in command.runs]


def test_the_ribbon_has_every_command() -> None:
    assert len(PRESSES) == len(RUNS) == len(set(RUNS)) > 10


@pytest.mark.parametrize(
    ("press", "run"),
    [pytest.param(press, run, id=run) for press, run in zip(PRESSES, RUNS, strict=False)],
)
def test_pressed_control_runs_its_command(calc: Calc, press: Press, run: str) -> None:
    calc.put_modules({"Pressing.bas": press.vba})
    calc.asked()
    calc.run("Pressing.Press")
    xlwings, book_caller, ribbon, name, call, noted, told = calc.asked()
    assert xlwings == ["Module", "xlwings._xlwindows"]
    assert (book_caller[0], book_caller[2:]) == ("SetAttr", ["BOOK_CALLER", "xlrisk.xlsm"])
    assert ribbon == ["Module", "xlrisk.commands.ribbon"]
    assert name == ["Tuple", run]
    assert (call[0], call[2]) == ("Call", "run")
    assert noted == ["noted", run]
    assert told[0] == "Str"


def test_commands_that_need_a_workbook_ask_whether_there_is_one(calc: Calc) -> None:
    calc.put_modules({"Pressing.bas": PRESSES[0].vba})
    assert calc.run("Pressing.Enabled") is True


@pytest.mark.parametrize(
    ("shown", "timers"),
    [
        (["xlrisk.xlsm", "other.xlsx"], []),
        (["xlrisk.xlsm"], ["XR_AskAgain in 0 s"]),  # and a hidden one
        ([], ["XR_AskAgain in 0 s"]),
    ],
)
def test_the_ribbon_is_asked_anew_once_the_last_shown_workbook_is_closed(
    calc: Calc, tmp_path: Path, shown: list[str], timers: list[str]
) -> None:
    path = tmp_path / "other.xlsx"
    xlsxwriter.Workbook(path).close()
    names = " ".join(shown)
    is_shown = f"""\
Public Function XR_IsOfTheUser(book As Object) As Boolean
    XR_IsOfTheUser = InStr("{names}", book.Name) > 0
End Function"""
    with calc.with_more_doubles(is_shown), calc.another_workbook(path):
        calc.put_modules({"Pressing.bas": PRESSES[0].vba})
        calc.run("PythonConnection.TakeTimers")
        calc.run("xlrisk_ribbon.XR_WorkbookHidden")
        assert calc.run("PythonConnection.TakeTimers").splitlines() == timers
        assert calc.run("Pressing.Enabled") is ("other.xlsx" in shown)  # the active one


@pytest.mark.parametrize("has_python", [True, False])
def test_the_status_bar_is_given_back_after_a_command(calc: Calc, has_python: bool) -> None:
    if not has_python:
        calc.disconnect()
    calc.run("PythonConnection.TakeTimers")
    try:
        calc.run("xlrisk_ribbon.XR_Command", "refresh_sheet")
    finally:
        calc.connect()
    assert calc.run("PythonConnection.TakeTimers") == "XR_ClearStatus in 20 s\n"


@pytest.mark.parametrize(
    ("text", "timers_set", "timers_over", "shown"),
    [
        ("xlrisk: done.", 1.0, 1.0, False),  # which gives it back
        ("xlrisk: done.", 2.0, 1.0, "xlrisk: done."),  # told by a later command
        ("xlrisk: done.", 2.0, 2.0, False),
        ("xlrisk: done.", 0.0, 1.0, False),  # where VBA was reset meanwhile
        ("Another add-in at work", 1.0, 1.0, "Another add-in at work"),
        (False, 1.0, 1.0, False),
    ],
)
def test_the_status_bar_is_cleared_by_the_last_timer_and_only_of_ours(
    calc: Calc, text: str | bool, timers_set: float, timers_over: float, shown: str | bool
) -> None:
    shipped = calc.modules["xlrisk_ribbon"]  # of which LibreOffice's StatusBar is always False
    ribbon = shipped.replace("Application.StatusBar", "StatusText")
    calc.put_modules({"Status.bas": _STATUS, "xlrisk_ribbon.bas": ribbon})
    try:
        assert calc.run("Status.StatusAfter", text, timers_set, timers_over) == shown
    finally:
        calc.put_modules({"xlrisk_ribbon.bas": shipped})


def test_what_a_command_has_to_tell_is_shown(calc: Calc) -> None:
    calc.run("PythonConnection.TakeMessages")
    calc.run("xlrisk_ribbon.XR_Command", "about")
    assert calc.run("PythonConnection.TakeMessages") == "about has something to tell"


def test_a_command_without_python_ends_in_a_message_and_no_error(calc: Calc) -> None:
    calc.put_modules({"Pressing.bas": PRESSES[0].vba})
    calc.run("PythonConnection.TakeMessages")
    calc.disconnect()
    try:
        calc.asked()
        calc.run("Pressing.Press")
        assert not calc.asked()
        assert calc.run("PythonConnection.TakeMessages")  # the reason is LibreOffice's
    finally:
        calc.connect()


@pytest.mark.parametrize(
    "text",
    [
        'about"); open("trace", "w"); print("',
        "import os",
        "ribbon.run",
        "__import__('os')",
        "about\nabout",
        "About",
        "about 1",
        "äbout",
        "",
    ],
)
def test_what_is_no_name_of_a_command_never_reaches_python(calc: Calc, text: str) -> None:
    """A shape of a mailed workbook can call XR_Command with texts of its own."""
    calc.asked()
    calc.run("PythonConnection.TakeMessages")
    calc.run("xlrisk_ribbon.XR_Command", text)
    assert not calc.asked()
    assert "no command of this name" in calc.run("PythonConnection.TakeMessages")


def test_no_procedure_runs_a_text_as_code(calc: Calc) -> None:
    for text in calc.modules.values():
        assert not re.search(r"\.(Exec|Eval|Evaluate|ExecuteExcel4Macro|Run)\b", text)
        assert not re.search(r"\.Module\([^\"]", text)  # xlwings would run it after `import`
