"""What the add-in's VBA does when it is opened, and which settings it believes."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

import xlrisk
from tests.libreoffice_vba.calc import Calc

_SETTING = """
Public Function Active() As String
    Active = ActiveWorkbook.Name
End Function

Public Function Setting(wanted As String) As String
    Setting = XR_Setting(wanted)
End Function
"""


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


def test_opening_shakes_hands_with_the_package(calc: Calc) -> None:
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
        assert calc.run("Settings_.Setting", "interpreter") == ""
        assert calc.run("Settings_.Setting", "interpreter_win") == ""
