"""An Excel that is a fake, with a workbook in it, and our view of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.commands.excel.fake_excel import Application, Workbook
from xlrisk.hosts.excel.book import ExcelBook
from xlrisk.hosts.excel.desktop import ExcelDesktop


@dataclass
class Excel:
    """The fake, and what it gives for formulas."""

    app: Application
    workbook: Workbook
    results: dict[str, Any]
    presses: list[bool] = field(default_factory=list)  # of Esc, each time it is asked

    @property
    def book(self) -> ExcelBook:
        return ExcelBook(self.workbook, self.is_escape_pressed)

    @property
    def desktop(self) -> ExcelDesktop:
        return ExcelDesktop(self.app, self.is_escape_pressed)

    def is_escape_pressed(self) -> bool:
        return self.presses.pop(0) if self.presses else False


def excel_with(*sheets: str, dynamic: bool = True) -> Excel:
    results: dict[str, Any] = {}
    app = Application(lambda formula: results.get(formula, 1.5), dynamic=dynamic)
    workbook = Workbook(app, "Risk.xlsx", *sheets)
    app.ActiveWorkbook = workbook
    return Excel(app, workbook, results)


@pytest.fixture(autouse=True)
def _same_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """xlwings goes to the folder of Python to look for pywin32, and stays there without it."""
    monkeypatch.chdir(Path.cwd())


@pytest.fixture
def excel() -> Excel:
    return excel_with("Data", "Other")
