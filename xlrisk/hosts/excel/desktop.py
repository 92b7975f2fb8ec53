"""The Excel that a ribbon's command was called from, and the little of Windows that goes with it.

Not yet run in Excel: tests put a fake of its objects in its place.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...errors import FileError
from .book import ExcelBook
from .sheet import refusals

_ESCAPE = 0x1B  # VK_ESCAPE


class ExcelDesktop:
    """One running Excel."""

    def __init__(
        self,
        application: Any,
        is_escape_pressed: Callable[[], bool] | None = None,
        caller: Any = None,
    ) -> None:
        window = int(application.Hwnd)
        self._application = application
        self._is_escape_pressed = is_escape_pressed or (lambda: _is_escape_pressed(window))
        self._caller = caller

    def active_book(self) -> ExcelBook | None:
        workbook = self._application.ActiveWorkbook
        return ExcelBook(workbook, self._is_escape_pressed) if workbook is not None else None

    def calling_book(self) -> ExcelBook | None:
        if self._caller is None:
            return self.active_book()
        return ExcelBook(self._caller, self._is_escape_pressed)

    def new_book(self, template: Path | None = None) -> ExcelBook:
        workbooks = self._application.Workbooks
        with refusals():
            workbook = workbooks.Add(str(template)) if template else workbooks.Add()
        return ExcelBook(workbook, self._is_escape_pressed)

    def open_folder(self, folder: Path) -> None:
        if sys.platform == "win32":
            os.startfile(folder)  # noqa: S606  # the folder of our own settings


def calling_excel() -> ExcelDesktop:
    """The Excel whose ribbon is at work: the add-in has left a workbook of it with xlwings."""
    from xlwings import _xlwindows

    workbook: Any = _xlwindows.BOOK_CALLER
    if workbook is None:
        raise FileError("Commands of the ribbon are run by Excel; press the button there.")
    return ExcelDesktop(workbook.Application, caller=workbook)


def _is_escape_pressed(window: int) -> bool:
    """Whether Esc was pressed in this Excel since it was asked last.

    Excel itself hears no key while it waits for Python, so the keyboard is asked.
    """
    if sys.platform == "win32":
        import win32api
        import win32gui
        import win32process

        pressed = bool(win32api.GetAsyncKeyState(_ESCAPE))
        front = win32gui.GetForegroundWindow()
        processes = [win32process.GetWindowThreadProcessId(w)[1] for w in (front, window)]
        return pressed and processes[0] == processes[1]
    return False
