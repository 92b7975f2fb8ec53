"""Every control of the shipped ribbon, pressed: its VBA reaches its command in Python."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest

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
    book_caller, code, noted = calc.asked()[-3:]
    assert book_caller[0] == "SetAttr"
    assert book_caller[2:] == ["BOOK_CALLER", "xlrisk.xlsm"]
    assert code[0] == "Exec"
    assert noted == ["noted", run]


def test_commands_that_need_a_workbook_ask_whether_there_is_one(calc: Calc) -> None:
    calc.put_modules({"Pressing.bas": PRESSES[0].vba})
    assert calc.run("Pressing.Enabled") is True


def test_a_command_without_python_ends_in_a_message_and_no_error(calc: Calc) -> None:
    # nobody would read a message here, so XR_Say shows none
    calc.put_modules({"Pressing.bas": PRESSES[0].vba})
    calc.disconnect()
    try:
        calc.asked()
        calc.run("Pressing.Press")
        assert not calc.asked()
    finally:
        calc.connect()


@pytest.mark.parametrize("text", ['about"); open("trace", "w"); print("', "", "About", "about 1"])
def test_what_is_no_name_of_a_command_never_reaches_python(calc: Calc, text: str) -> None:
    """A shape of a mailed workbook can call XR_Command, and RunPython, with texts of its own."""
    calc.asked()
    calc.run("xlrisk_ribbon.XR_Command", text)
    assert not calc.asked()
