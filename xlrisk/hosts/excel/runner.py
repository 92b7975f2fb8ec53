"""Recalculating a workbook in a real Excel on Windows: the steps, in the order that Excel needs.

Not yet run in Excel: written after its documentation, and tested on stand-ins for its objects.

Excel is started by automation, without a window, for one workbook. It then loads no add-in, so ours
is opened first; macros may run in it and in no other file. Formulas that other programs wrote know
our functions only after a full rebuild. It runs for as long as the caller lets it: whoever calls
this does so in a process that can be ended, and then ends the Excel with `end_excel`.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import __version__
from ...errors import FileError
from .cells import error_text
from .server import leave_other_excels_alone

_MACROS_RUN, _NO_MACROS = 1, 3  # msoAutomationSecurityLow, msoAutomationSecurityForceDisable
_DONE = 0  # xlDone
_SECONDS_TO_END, _STEP = 10.0, 0.1


@dataclass(frozen=True)
class ErrorCell:
    """A cell that shows an error, its row and column counted from 1."""

    sheet: str
    row: int
    column: int
    error: str


def check_system() -> None:
    """FileError where there is no Excel that other programs can calculate with."""
    if sys.platform != "win32":
        raise FileError(
            "--engine excel (not yet run in Excel) needs Excel on Windows; leave it out, and"
            " xlrisk recalculates the workbooks by itself."
        )


@contextlib.contextmanager
def excel(addin: Path, started: Callable[[int], object] = lambda _: None) -> Iterator[Any]:
    """An Excel of our own with the add-in, as xlwings' App; gone afterwards.

    `started` is given its process number as soon as there is one.
    """
    import xlwings

    leave_other_excels_alone()
    app = xlwings.App(visible=False, add_book=False)
    process: int | None = None
    try:
        process = app.pid
        started(process)
        app.display_alerts = app.screen_updating = app.enable_events = False
        app.api.AskToUpdateLinks = False
        app.api.AutomationSecurity = _MACROS_RUN
        app.books.open(str(addin), update_links=False)
        app.api.AutomationSecurity = _NO_MACROS
        _check_addin(app, addin.name)
        yield app
    finally:
        with contextlib.suppress(Exception):  # it may be gone, or hang; then it is ended
            app.api.Quit()
        del app  # Excel waits for this, too
        if process is not None:
            _end_at_last(process)


def recalculate(app: Any, path: Path, copy: Path) -> list[ErrorCell]:
    """Calculate all of a workbook and save a copy of it; gives the cells that show an error."""
    book = app.books.open(
        str(path),
        update_links=False,
        read_only=True,
        password="-",  # noqa: S106  # a wrong one, so that Excel fails where it would ask for it
        ignore_read_only_recommended=True,
        add_to_mru=False,
    )
    try:
        app.api.CalculateFullRebuild()
        while app.api.CalculationState != _DONE:
            time.sleep(_STEP)
        found = [cell for sheet in book.sheets for cell in _errors(sheet.name, sheet.api)]
        book.api.SaveCopyAs(str(copy))
    finally:
        book.api.Close(False)
    return found


def is_running(process: int) -> bool:
    """Whether a process is an Excel; numbers of processes that have ended are given anew."""
    listed = subprocess.run(  # noqa: S603
        ["tasklist", "/FI", f"PID eq {process}", "/FO", "CSV", "/NH"],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
        errors="replace",
    )
    return listed.stdout.upper().startswith('"EXCEL.EXE"')


def end_excel(process: int) -> None:
    """End an Excel that we have started, if it is still there."""
    if is_running(process):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            os.kill(process, signal.SIGTERM)  # on Windows this is TerminateProcess


def _end_at_last(process: int) -> None:
    """Give an Excel that was told to quit its time to."""
    _wait_until(lambda: not is_running(process))
    end_excel(process)


def _check_addin(app: Any, name: str) -> None:
    """Ask the add-in for its version, which asks Python for it."""
    try:
        version = app.api.Run(f"'{name}'!XLRISK_VERSION")
    except Exception as error:  # whatever COM raises
        raise FileError(
            f"Excel cannot run the add-in ({error}); `xlrisk doctor --excel` says what is missing."
        ) from error
    if version != __version__:
        shown = error_text(version) if isinstance(version, int) else version
        raise FileError(
            f"The add-in in Excel answers {shown}, and this is xlrisk {__version__}; run"
            " `xlrisk excel install`, then `xlrisk doctor --excel`."
        )


def _errors(sheet: str, worksheet: Any) -> Iterator[ErrorCell]:
    """The cells of a sheet that show an error; of a chart sheet none."""
    used = getattr(worksheet, "UsedRange", None)
    if used is None:
        return
    values = used.Value2  # dates and currencies as numbers; a cell alone without its rows
    rows = values if isinstance(values, tuple) else ((values,),)
    top, left = used.Row, used.Column
    for number, row in enumerate(rows):
        for offset, value in enumerate(row):
            if type(value) is int and (error := error_text(value)):
                yield ErrorCell(sheet, top + number, left + offset, error)


def _wait_until(is_so: Callable[[], bool]) -> None:
    for _ in range(round(_SECONDS_TO_END / _STEP)):
        if is_so():
            return
        time.sleep(_STEP)
