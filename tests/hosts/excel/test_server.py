"""The Python process behind Excel, on a stub of pywin32: it begins, serves, ends and harms nobody.

What it does to a process for good is tried in processes of their own.
"""

from __future__ import annotations

import importlib
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import xlrisk
from tests.hosts.excel.pywin32_stub import MODULE, Workbook, call_udf
from xlrisk.hosts.excel import server

ROOT = Path(xlrisk.__file__).parents[1]
BEGINNING = """
import subprocess, sys
from tests.hosts.excel import pywin32_stub
xlwings = pywin32_stub.install()
from xlwings import _xlwindows
from xlrisk.hosts.excel import server

class Ended:  # what `tasklist` would print of an Excel without a window
    stdout = "\\n\\n\\nEXCEL.EXE 4712 Console 1 100 K"

def run(arguments, **_):
    print("ran", arguments[0])
    return Ended

subprocess.CREATE_NO_WINDOW = 0
subprocess.run = run
_xlwindows.get_excel_hwnds = lambda: iter(())
"""


def printed(script: str, **environment: str) -> str:
    """What a Python process prints that does this on the stub."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", BEGINNING + script],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


def test_xlwings_by_itself_ends_excels_of_others_at_exit() -> None:
    """What is prevented; if this fails, xlwings has changed, and `server` may have less to do."""
    assert "ran tasklist\nran taskkill" in printed("")


def test_no_excel_is_ended_at_exit() -> None:
    assert printed("server.leave_other_excels_alone()") == ""


def test_not_even_when_somebody_puts_the_cleanup_back() -> None:
    """It is unregistered, and not only made harmless."""
    script = """
cleanup = _xlwindows.Apps.cleanup
server.leave_other_excels_alone()
_xlwindows.Apps.cleanup = cleanup
"""
    assert printed(script) == ""


def test_no_excel_is_ended_when_one_is_quit_or_killed() -> None:
    script = """
import types, win32api
win32api.OpenProcess = lambda *a: a[2]
win32api.TerminateProcess = lambda handle, code: print("terminated", handle)
win32api.CloseHandle = lambda handle: None
server.leave_other_excels_alone()
for way in ("quit", "kill"):
    excel = types.SimpleNamespace(Hwnd=1, Quit=lambda: print("quit"))
    getattr(_xlwindows.App(xl=excel, add_book=False), way)()
"""
    assert printed(script) == "quit\nterminated 4711\n"


def test_serving_lasts_until_excel_lets_go() -> None:
    """With xlwings' own server; the stub of the message loop says at once that Excel has gone."""
    script = """
import pythoncom
pythoncom.CoRegisterClassObject = lambda clsid, *_: print("registered", clsid) or 7
pythoncom.CoRevokeClassObject = lambda token: print("revoked", token)
from xlwings import udfs
server.serve("{506e67c3-55b5-48c3-a035-eed5deea7d6d}")
print(list(udfs.udf_modules))
"""
    lines = printed(script).splitlines()
    assert lines[0] == "registered {506e67c3-55b5-48c3-a035-eed5deea7d6d}"
    assert lines[-2:] == ["revoked 7", f"['{MODULE}']"]


def test_what_fails_is_written_into_a_log(tmp_path: Path) -> None:
    script = """
import logging
server.prepare()
logging.getLogger("xlrisk").warning("one")
logging.getLogger("xlrisk").error("two: \\u00fc")
"""
    folder = tmp_path / "Müller, Jörg" / "xlrisk"
    assert printed("server.prepare()", APPDATA=str(folder.parent)) == ""
    assert not folder.parent.exists()  # nothing is installed
    folder.mkdir(parents=True)
    assert printed("server.prepare()", APPDATA=str(folder.parent)) == ""
    assert not list(folder.iterdir())  # nothing has failed
    printed(script, APPDATA=str(folder.parent))
    lines = (folder / "xlrisk.log").read_text("utf-8").splitlines()
    assert [line.partition(" WARNING ")[2] or line.partition(" ERROR ")[2] for line in lines] == [
        "one",
        "two: ü",
    ]


@pytest.mark.usefixtures("xlwings")
class TestInThisProcess:
    """What the fixture takes back."""

    def test_a_sheet_with_a_name_of_python_does_no_harm(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """xlwings itself refuses to calculate for a workbook that has a sheet called x.py."""
        udfs: Any = importlib.import_module("xlwings.udfs")
        windows: Any = importlib.import_module("xlwings._xlwindows")
        sheet: Any = type("Sheet", (), {"name": "x.py"})
        monkeypatch.setattr(windows.Book, "sheets", [sheet])
        monkeypatch.setattr(udfs, "Book", lambda impl: impl)
        monkeypatch.setattr(udfs, "udf_modules", {})
        with pytest.raises(Exception, match="LICENSE_KEY"):
            call_udf("XLRISK_VERSION", book=Workbook("mailed.xlsx"))
        server._load_functions()
        assert call_udf("XLRISK_VERSION", book=Workbook("mailed.xlsx")) == xlrisk.__version__

    def test_functions_stay_as_loaded_when_their_file_changes(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        udfs: Any = importlib.import_module("xlwings.udfs")
        server._load_functions()

        def changed(_: Any) -> Any:
            raise AssertionError("the module is loaded again")

        monkeypatch.setattr(udfs, "reload", changed)
        monkeypatch.setattr(os.path, "getmtime", changed)
        assert call_udf("XLRISK_VERSION") == xlrisk.__version__

    def test_handshake(self, xlwings: Any) -> None:
        """As VBA asks for it: XLPy.Str(XLPy.Call(XLPy.Module(...), "handshake", XLPy.Tuple()))."""
        com_server: Any = importlib.import_module("xlwings.com_server")
        python = com_server.XLPython()

        def answer(*versions: str) -> str:
            module = python.Module("xlrisk.hosts.excel.server")
            given = python.Tuple(*versions)
            text: str = python.Str(python.Call(module, "handshake", given))
            return text

        assert answer(xlrisk.__version__, xlwings.__version__) == ""
        older = answer("0.0.9", xlwings.__version__)
        assert "xlrisk 0.0.9" in older
        assert f"xlrisk {xlrisk.__version__}" in older
        assert "`xlrisk excel install`" in older
        other = answer(xlrisk.__version__, "0.36.0")
        assert "`python -m pip install xlwings==0.36.0`" in other


def test_log_is_of_xlrisk_only() -> None:
    assert not logging.getLogger("xlrisk").handlers  # the tests above had processes of their own
