"""A running LibreOffice Calc with the shipped VBA in it, as tests use it."""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import IO, Any, cast

from xlsxwriter.utility import xl_range_abs

from tests import witnesses
from tests.libreoffice_vba.doubles import with_doubles
from tests.libreoffice_vba.shipped import as_workbook
from xlrisk.hosts.excel.cells import ERROR_NUMBERS

PYTHON = r"C:\Python\Scripts\pythonw.exe"
LIBRARY = rf"C:\Python\xlwings64-{version('xlwings')}.dll"
_HERE = Path(__file__).parent
_REPOSITORY = _HERE.parents[1]
_CANARY = """
Public Function Sings() As String
    Sings = "yes"
End Function
"""
_COLUMNS_OF_AN_ARGUMENT = 8
RESULT_ROW, RESULT_COLUMN = 600, 64  # below all arguments, and to the right of them
# what LibreOffice shows for CVErr(2042), which is #N/A in Excel
_ERROR_TEXTS = {text: f"Error {number}" for text, number in ERROR_NUMBERS.items()}


def as_libreoffice_shows(result: Any) -> Any:
    """A result of `evaluate` as it shows in the cells of LibreOffice."""
    if isinstance(result, list):
        return [as_libreoffice_shows(each) for each in result]
    return _ERROR_TEXTS.get(result, result) if isinstance(result, str) else result


@functools.cache
def bridge() -> witnesses.Witness:
    """The Python that can talk to LibreOffice."""
    places = (shutil.which("python3"), "/usr/bin/python3")
    able = (place for place in places if place and _has_uno(place))
    return witnesses.Witness(
        "LibreOffice's bridge to Python",
        next(map(Path, able), None),
        "install it (Debian: apt-get install python3-uno)",
    )


def _has_uno(python: str) -> bool:
    run = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False)
    return run.returncode == 0


class Calc:
    """One process of LibreOffice for all tests, with a profile of its own; ends with its block."""

    def __init__(self, add_in: Path) -> None:
        self._add_in = add_in

    def __enter__(self) -> Calc:
        soffice = witnesses.LIBREOFFICE.require()
        python = bridge().require()
        self._folder = tempfile.TemporaryDirectory(prefix="xlrisk-vba-")
        workbook = Path(self._folder.name) / "xlrisk.xlsm"
        as_workbook(self._add_in, workbook)
        command = [str(python), "-m", "tests.libreoffice_vba.office_side"]
        command += [str(soffice), str(workbook), str(Path(self._folder.name, "profile"))]
        command += [sys.executable, "-m", "tests.libreoffice_vba.python_side"]
        self._office = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_REPOSITORY,
            start_new_session=True,
        )
        try:
            self.modules: Mapping[str, str] = self._answer()
            self.put_modules(with_doubles(self.modules))
            self.connect()
            self.make_up()
        except BaseException:
            self._end()
            raise
        return self

    def connect(self) -> None:
        """Let VBA reach Python."""
        self.order("connect")

    def disconnect(self) -> None:
        """Python cannot be reached, as where it does not start."""
        self.order("disconnect")

    def make_up(
        self,
        paths: Sequence[str] = (PYTHON, LIBRARY),
        settings: str = f"interpreter={PYTHON}",
        processor: str = "AMD64",
        not_started: str = "",
    ) -> None:
        """The computer on which Excel seems to run; by itself one where all is well."""
        there = "".join(f"|{path}" for path in paths)
        self.run("MadeUpWindows.MakeUp", there, settings, processor, not_started)

    def run(self, procedure: str, *arguments: Any) -> Any:
        """Call a procedure of VBA, Module.Procedure, and give its result."""
        return self.order("run", procedure, arguments)

    def order(self, do: str, *arguments: Any) -> Any:
        """One order to LibreOffice, and its answer."""
        orders = cast("IO[str]", self._office.stdin)
        orders.write(json.dumps({"do": do, "with": arguments}) + "\n")
        orders.flush()
        return self._answer()

    def put_modules(self, modules: Mapping[str, str]) -> None:
        """Modules of VBA by the names of their files, in the place of any of that name.

        LibreOffice says nothing of a module that it cannot compile: it runs none any more.
        """
        self.order("put_modules", {**modules, "Canary.bas": _CANARY})
        if self.run("Canary.Sings") != "yes":
            raise RuntimeError(f"LibreOffice cannot compile one of {', '.join(modules)}")

    @contextlib.contextmanager
    def with_more_doubles(self, *doubles: str) -> Iterator[None]:
        """Further procedures are replaced."""
        shipped = {f"{name}.bas": text for name, text in self.modules.items()}
        usual = shipped | with_doubles(self.modules)
        changed = with_doubles(self.modules, doubles)
        self.put_modules(changed)
        self.connect()
        self.make_up()
        try:
            yield
        finally:
            self.put_modules({name: usual[name] for name in changed})
            self.connect()
            self.make_up()

    @contextlib.contextmanager
    def another_workbook(self, path: Path) -> Iterator[None]:
        """Another workbook is open, and the active one."""
        self.order("open_another", str(path))
        try:
            yield
        finally:
            self.order("close_another")

    def show(self, formula: str, *arguments: Any, rows: int = 1, columns: int = 1) -> Any:
        """What a formula shows that is typed into a cell, or into a block of cells as an array.

        Each argument is put into cells of its own, and {0}, {1}... in the formula refer to them.
        """
        self.order("clear")
        places = []
        for position, argument in enumerate(arguments):
            block = argument if isinstance(argument, list) else [[argument]]
            left = position * _COLUMNS_OF_AN_ARGUMENT
            self.order("write", 0, left, block)
            right = left + len(block[0]) - 1
            places.append(xl_range_abs(0, left, len(block) - 1, right))
        text = formula.format(*places)
        self.order("asked")
        if (rows, columns) == (1, 1):
            self.order("write", RESULT_ROW, RESULT_COLUMN, [[text]])
        else:
            self.order("write_array", RESULT_ROW, RESULT_COLUMN, rows, columns, text)
        return self.shown(rows, columns)

    def shown(self, rows: int = 1, columns: int = 1) -> Any:
        """What the formula shows now."""
        shown = self.order("read", RESULT_ROW, RESULT_COLUMN, rows, columns)
        return shown[0][0] if (rows, columns) == (1, 1) else shown

    def type_over(self, position: int, value: Any) -> None:
        """Another value into the first cell of an argument."""
        self.order("write", 0, position * _COLUMNS_OF_AN_ARGUMENT, [[value]])

    def asked(self) -> Sequence[Any]:
        """What VBA has asked of Python since the last formula was typed."""
        return cast("Sequence[Any]", self.order("asked"))

    def _answer(self) -> Any:
        line = cast("IO[str]", self._office.stdout).readline()
        if not line:
            raise RuntimeError("LibreOffice has ended")
        answer = json.loads(line)
        if "failed" in answer:
            raise RuntimeError(f"LibreOffice: {answer['failed']}")
        return answer["result"]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        """End all processes, which are a group of their own; at the end of their orders they do."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._office.communicate(timeout=60)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._office.pid, signal.SIGKILL)
        self._office.communicate()
        self._folder.cleanup()
