"""How the add-in's VBA finds and starts Python on computers that are made up, or says why not."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version

import pytest

from tests.libreoffice_vba.calc import LIBRARY, PYTHON, Calc

XLWINGS = version("xlwings")
LIBRARY_32 = LIBRARY.replace("xlwings64", "xlwings32")
OF_THE_USER = rf"C:\Users\Z\AppData\Roaming\Python\xlwings64-{XLWINGS}.dll"
SERVED = """ -P -B -c "import xlrisk.hosts.excel.server as server; server.serve('$(CLSID)')\""""
_TRY = """
Public Function Outcome() As String
    Dim python As Object
    On Error GoTo failed
    Set python = XLPy()
    Outcome = "started"
    Exit Function
failed:
    Outcome = Err.Description
End Function
"""


@pytest.fixture
def starting(calc: Calc) -> Iterator[Calc]:
    """An Excel that has just started, as its modules know it."""
    forgetful = {"xlrisk_configuration.bas": calc.modules["xlrisk_configuration"]}
    with calc.with_more_doubles():
        calc.put_modules({"Trying.bas": _TRY, **forgetful})
        yield calc
    calc.put_modules(forgetful)


def outcome(calc: Calc) -> str:
    return str(calc.run("Trying.Outcome"))


def began(calc: Calc) -> list[str]:
    return str(calc.run("MadeUpWindows.Began")).splitlines()


@pytest.mark.parametrize(
    ("paths", "settings", "processor", "not_started", "told"),
    [
        pytest.param(
            [PYTHON, LIBRARY],
            "",
            "AMD64",
            "",
            "xlrisk does not know its Python. Run `xlrisk excel install` in a command prompt, then"
            " press Refresh workbook.",
            id="not installed",
        ),
        pytest.param(
            ["pythonw.exe", LIBRARY],
            "interpreter=pythonw.exe",
            "AMD64",
            "",
            "The interpreter in xlrisk.conf, pythonw.exe, is no full path. Run `xlrisk excel"
            " install`, then press Refresh workbook.",
            id="not a full path",
        ),
        pytest.param(
            [LIBRARY],
            f"interpreter={PYTHON}",
            "AMD64",
            "",
            f"Python is no longer at {PYTHON}. Run `xlrisk excel install` where xlrisk is installed"
            " now, then press Refresh workbook.",
            id="Python has moved",
        ),
        pytest.param(
            [PYTHON],
            f"interpreter={PYTHON}",
            "AMD64",
            "",
            rf"xlwings64-{XLWINGS}.dll is not beside {PYTHON}. Run"
            r' `"C:\Python\Scripts\python.exe" -m xlrisk doctor` in a command prompt, which says'
            " where to get it.",
            id="no library",
        ),
        pytest.param(
            [r"C:\pythonw.exe", rf"\xlwings64-{XLWINGS}.dll"],
            r"interpreter=C:\pythonw.exe",
            "AMD64",
            "",
            rf"xlwings64-{XLWINGS}.dll is not beside C:\pythonw.exe. Run"
            r' `"C:\python.exe" -m xlrisk doctor` in a command prompt, which says where to get it.',
            id="a library in the root of the current drive",
        ),
        pytest.param(
            [PYTHON, LIBRARY],
            f"interpreter={PYTHON}",
            "x86",
            "",
            rf"xlwings32-{XLWINGS}.dll is not beside {PYTHON}. Run"
            r' `"C:\Python\Scripts\python.exe" -m xlrisk doctor` in a command prompt, which says'
            " where to get it.",
            id="a library for another Excel",
        ),
        pytest.param(
            [PYTHON, LIBRARY],
            f"interpreter={PYTHON}",
            "AMD64",
            "No module named 'xlrisk'",
            "Python does not start. Run `xlrisk doctor` in a command prompt. No module named"
            " 'xlrisk'",
            id="Python does not start",
        ),
    ],
)
def test_why_python_is_not_there(
    starting: Calc, paths: list[str], settings: str, processor: str, not_started: str, told: str
) -> None:
    starting.make_up(paths, settings, processor, not_started)
    assert outcome(starting) == told


@pytest.mark.parametrize(
    ("python", "library", "processor", "bits"),
    [
        (PYTHON, LIBRARY, "AMD64", "64"),
        (PYTHON, LIBRARY_32, "x86", "32"),
        (PYTHON, OF_THE_USER, "AMD64", "64"),
        (r"C:\pythonw.exe", rf"C:\xlwings64-{XLWINGS}.dll", "AMD64", "64"),
        (r"\\host\share\pythonw.exe", rf"\\host\share\xlwings64-{XLWINGS}.dll", "AMD64", "64"),
        (r"D:\My Tools\pythonw.exe", rf"D:\My Tools\xlwings64-{XLWINGS}.dll", "AMD64", "64"),
    ],
)
def test_the_library_is_loaded_and_python_started(
    starting: Calc, python: str, library: str, processor: str, bits: str
) -> None:
    starting.make_up([python, library], f"interpreter={python}", processor)
    assert outcome(starting) == "started"
    assert began(starting) == [f"loaded {library}", f'{bits} bits: "{python}"{SERVED}']
    assert outcome(starting) == "started"
    assert began(starting) == [f'{bits} bits: "{python}"{SERVED}']  # xlwings has it already


def test_a_path_beyond_the_code_page_is_a_short_one(starting: Calc) -> None:
    python = "C:\\\N{GREEK CAPITAL LETTER OMEGA}\\Scripts\\pythonw.exe"
    library = f"C:\\\N{GREEK CAPITAL LETTER OMEGA}\\xlwings64-{XLWINGS}.dll"
    starting.make_up([python, library], f"interpreter={python}")
    assert outcome(starting) == "started"
    assert began(starting)[-1] == rf'64 bits: "C:\SHORT~1\pythonw.exe"{SERVED}'


@pytest.mark.parametrize("not_started", ["", "No module named 'xlrisk'"])
def test_what_was_mended_works_in_the_running_excel(starting: Calc, not_started: str) -> None:
    """The settings are read again: `xlrisk excel install` has put another Python there."""
    starting.make_up([PYTHON, LIBRARY] if not_started else [], not_started=not_started)
    reason = outcome(starting)
    moved = r"E:\moved\pythonw.exe"
    starting.make_up([moved, rf"E:\moved\xlwings64-{XLWINGS}.dll"], f"interpreter={moved}")
    assert outcome(starting) == reason  # for a while, as thousands of cells ask
    assert began(starting) == []
    starting.run("PythonConnection.TakeMessages")
    starting.run("xlrisk_ribbon.XR_Command", "about")
    assert starting.run("PythonConnection.TakeMessages") == "about has something to tell"
    assert began(starting)[-1] == f'64 bits: "{moved}"{SERVED}'
    assert outcome(starting) == "started"
