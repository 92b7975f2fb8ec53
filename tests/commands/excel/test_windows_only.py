"""The few lines that only Windows runs, on stand-ins for its modules."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.commands.excel.conftest import Excel
from tests.commands.excel.made_up_machine import MadeUpMachine
from xlrisk.commands.excel_install import installed_addin
from xlrisk.commands.excel_trial import in_excel
from xlrisk.commands.machine import ThisMachine
from xlrisk.hosts.excel import runner
from xlrisk.hosts.excel.desktop import ExcelDesktop


@pytest.fixture(autouse=True)
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")


def test_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [("VBAWarnings", 2, 4), ("", "default", 1)]

    def open_key(root: str, key: str, reserved: int, access: int) -> Any:
        assert (root, reserved, access) == ("user", 0, 0x20119)
        if key != r"Software\There":
            raise FileNotFoundError
        return contextlib.nullcontext("handle")

    winreg = SimpleNamespace(
        HKEY_CURRENT_USER="user",
        HKEY_LOCAL_MACHINE="machine",
        KEY_READ=0x20019,
        KEY_WOW64_64KEY=0x100,
        OpenKey=open_key,
        QueryInfoKey=lambda _: (0, len(values), 0),
        EnumValue=lambda _, number: values[number],
    )
    monkeypatch.setitem(sys.modules, "winreg", winreg)
    machine = ThisMachine()
    assert machine.registry("HKCU", r"Software\There") == {"VBAWarnings": 2, "": "default"}
    assert machine.registry("HKCU", r"Software\Not there") == {}


def test_the_profile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ThisMachine, "system", "Windows")
    monkeypatch.setenv("APPDATA", str(tmp_path))
    assert ThisMachine().profile == tmp_path
    monkeypatch.delenv("APPDATA")
    assert ThisMachine().profile is None


def test_python_without_a_console(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    assert ThisMachine().interpreter == tmp_path / "python.exe"
    (tmp_path / "pythonw.exe").touch()
    assert ThisMachine().interpreter == tmp_path / "pythonw.exe"


@pytest.mark.parametrize(
    ("state", "in_front", "pressed"),
    [(-32768, 1, True), (1, 1, True), (0, 1, False), (-32767, 99, False)],
)
def test_escape_counts_in_this_excel_only(
    excel: Excel, monkeypatch: pytest.MonkeyPatch, state: int, in_front: int, pressed: bool
) -> None:
    modules = {
        "win32api": SimpleNamespace(GetAsyncKeyState=lambda key: state if key == 27 else 0),
        "win32gui": SimpleNamespace(GetForegroundWindow=lambda: in_front),
        "win32process": SimpleNamespace(GetWindowThreadProcessId=lambda window: (5, 100 + window)),
    }
    for name, module in modules.items():
        monkeypatch.setitem(sys.modules, name, module)
    book = ExcelDesktop(excel.app).active_book()
    assert book is not None
    assert book.is_interrupted() is pressed


def test_a_folder(excel: Excel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(os, "startfile", seen.append, raising=False)
    ExcelDesktop(excel.app).open_folder(tmp_path)
    assert seen == [tmp_path]


def test_the_trial_opens_the_installed_addin(
    excel: Excel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[Path] = []

    @contextlib.contextmanager
    def started(addin: Path) -> Iterator[Any]:
        opened.append(addin)
        yield SimpleNamespace(api=excel.app)

    monkeypatch.setattr(runner, "excel", started)
    machine = MadeUpMachine(tmp_path)
    assert in_excel(machine)(["=BETA_OF(A1:A2,B1:B2)"]) == [1.5]
    assert machine.profile
    assert opened == [installed_addin(machine.profile)]
