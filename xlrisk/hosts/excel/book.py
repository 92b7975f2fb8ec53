"""A workbook that is open in Excel, as commands see it.

Not yet run in Excel: tests put a fake of its objects in its place.
"""

from __future__ import annotations

import contextlib
import logging
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from ...errors import FileError
from ...workbook.addresses import Area, letters
from .sheet import ExcelSheet, constant, place, refusals

_MANUAL = -4135  # xlCalculationManual
_DONE = 0  # xlDone
_WORKSHEET = -4167  # xlWorksheet, which a sheet of a chart is not
_ENDINGS = {51: ".xlsx", 52: ".xlsm"}  # xlOpenXMLWorkbook, xlOpenXMLWorkbookMacroEnabled
_LONGEST_NAME = 31  # of a sheet


class ExcelBook:
    """A workbook of Excel; `is_escape_pressed` is asked between blocks."""

    def __init__(self, workbook: Any, is_escape_pressed: Callable[[], bool]) -> None:
        self._workbook = workbook
        self._application = workbook.Application
        self._is_escape_pressed = is_escape_pressed
        self._interrupted = False
        self._is_calculated = False  # after which Esc has nothing to stop

    @property
    def name(self) -> str:
        return str(self._workbook.Name)

    @property
    def opening(self) -> str:
        """Its file and its window, as the same file has another window when it is opened again.

        But where Excel has kept its last window empty for the next workbook.
        """
        with refusals():
            return f"{self._workbook.FullName} {self._workbook.Windows.Item(1).Hwnd}"

    def places(
        self, scope: Literal["selection", "sheet", "workbook"]
    ) -> list[tuple[ExcelSheet, list[Area]]]:
        if scope == "workbook":
            sheets = self._sheets()
            return [(sheet, [used]) for sheet in sheets if (used := sheet.used())]
        active = self._workbook.ActiveSheet
        if active.Type != _WORKSHEET:
            return []
        sheet = self._sheet(active)
        used = sheet.used()
        if used is None:
            return []
        if scope == "sheet":
            return [(sheet, [used])]
        selected = [place(one) for one in self._selection().Areas]
        return [(sheet, [one for area in selected if (one := area.common(used))])]

    @contextlib.contextmanager
    def unchanged(self) -> Iterator[None]:
        was_saved = self._workbook.Saved
        try:
            yield
        finally:
            if was_saved:
                _restore(self._workbook, "Saved", True)

    @contextlib.contextmanager
    def quiet(self) -> Iterator[None]:
        application = self._application
        meanwhile = (
            (application, "ScreenUpdating", False),
            (application, "EnableEvents", False),
            (application, "DisplayAlerts", False),  # nobody is asked for a file that is not there
            # in a table, what is entered into one cell would go on into others
            (application.AutoCorrect, "AutoFillFormulasInLists", False),
            (application, "Calculation", _MANUAL),
        )
        before = [getattr(one, name) for one, name, _ in meanwhile]
        self._is_escape_pressed()  # what was pressed before the command is not meant for it
        self._is_calculated = False
        with contextlib.ExitStack() as afterwards:
            settings = list(zip(meanwhile, before, strict=True))
            for (one, name, _), value in reversed(settings):  # the last is called first
                afterwards.callback(_restore, one, name, value)
            for one, name, value in meanwhile:
                setattr(one, name, value)
            yield

    def calculate(self, scope: Literal["selection", "sheet", "workbook"]) -> None:
        with refusals():
            match scope:
                case "selection":
                    self._selection().Dirty()
                    self._selection().Calculate()
                case "sheet":
                    self._sheet(self._workbook.ActiveSheet).make_dirty()
                    self._workbook.ActiveSheet.Calculate()
                case "workbook":
                    for sheet in self._sheets():
                        sheet.make_dirty()
                    self._application.Calculate()
            # one call of Excel: Esc counts only where Excel itself has left the rest
            if self._is_escape_pressed() and self._application.CalculationState != _DONE:
                self._interrupted = True
            self._is_calculated = True

    def status(self, text: str) -> None:
        self._application.StatusBar = text or False

    def is_interrupted(self) -> bool:
        if not self._is_calculated:
            self._interrupted = self._interrupted or self._is_escape_pressed()
        return self._interrupted

    def content(self) -> bytes:
        ending = _ENDINGS.get(self._workbook.FileFormat)
        if ending is None:
            raise FileError(
                f"xlrisk reads workbooks of the kinds .xlsx and .xlsm, and {self.name} is of"
                " another; save it as one of these first."
            )
        with tempfile.TemporaryDirectory(prefix="xlrisk") as folder, refusals():
            path = Path(folder, f"copy{ending}")
            self._workbook.SaveCopyAs(str(path))
            return path.read_bytes()

    def active_cell(self) -> str:
        cell = self._application.ActiveCell
        if cell is None:
            raise FileError("No cell is active; click a cell with a formula first.")
        sheet = str(cell.Worksheet.Name).replace("'", "''")
        return f"'{sheet}'!{place(cell)}"

    def refresh_connections(self) -> None:
        with refusals():
            self._workbook.RefreshAll()
            self._application.CalculateUntilAsyncQueriesDone()

    def kept(self, namespace: str) -> str | None:
        parts = self._workbook.CustomXMLParts.SelectByNamespace(namespace)
        return str(parts.Item(1).XML) if parts.Count else None

    def keep(self, namespace: str, xml: str | None) -> None:
        parts = self._workbook.CustomXMLParts
        with refusals():
            old = parts.SelectByNamespace(namespace)
            replaced = [old.Item(number) for number in range(1, old.Count + 1)]
            if xml is not None:  # the new one is there before the old one goes
                parts.Add(xml)
            for part in replaced:
                part.Delete()

    def marks(self, prefix: str) -> dict[str, tuple[str, Area] | None]:
        return {
            str(name.Name): _meant(name)
            for name in self._workbook.Names
            if str(name.Name).startswith(prefix)
        }

    def names(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for name in self._workbook.Names:
            bare = str(name.Name).rpartition("!")[2].casefold()
            names.setdefault(bare, []).append(str(name.RefersTo))
        return names

    def mark(self, name: str, sheet: str, area: Area) -> None:
        quoted = sheet.replace("'", "''")
        first = f"${letters(area.left)}${area.top}"
        last = f"${letters(area.right)}${area.bottom}"
        with refusals():
            self._workbook.Names.Add(name, f"='{quoted}'!{first}:{last}", False)

    def unmark(self, name: str) -> None:
        with refusals():
            self._workbook.Names.Item(name).Delete()

    def add_sheet(self, name: str, rows: Sequence[Sequence[str]]) -> str:
        sheets = self._workbook.Sheets
        with refusals():
            last = sheets.Item(sheets.Count)
            new = self._workbook.Worksheets.Add(last)
            last.Move(new)
            new.Name = self._free_name(name)
            new.Activate()
            width = max(map(len, rows))
            table = [[*row, *[""] * (width - len(row))] for row in rows]
            area = Area(1, 1, len(rows), width)
            new.Range(str(area)).Value2 = tuple(tuple(map(constant, row)) for row in table)
            new.Range(str(area._replace(bottom=1))).Font.Bold = True
            new.Range(str(area)).Columns.AutoFit()
            return str(new.Name)

    def _sheets(self) -> list[ExcelSheet]:
        return [self._sheet(worksheet) for worksheet in self._workbook.Worksheets]

    def _sheet(self, worksheet: Any) -> ExcelSheet:
        return ExcelSheet(worksheet, dynamic=hasattr(worksheet.Range("A1"), "Formula2"))

    def _selection(self) -> Any:
        return self._application.ActiveWindow.RangeSelection  # cells, also where a chart is chosen

    def _free_name(self, wanted: str) -> str:
        taken = {str(sheet.Name).casefold() for sheet in self._workbook.Sheets}
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            ending = f" {number}"
            name = wanted[: _LONGEST_NAME - len(ending)] + ending
        return name


def _restore(one: Any, name: str, value: Any) -> None:
    """Set back one setting; that Excel refuses this keeps no other from being set back."""
    try:
        setattr(one, name, value)
    except Exception:
        logging.getLogger("xlrisk").exception("%s of Excel could not be set back", name)


def _meant(name: Any) -> tuple[str, Area] | None:
    try:
        with refusals():
            cells = name.RefersToRange
            return str(cells.Worksheet.Name), place(cells)
    except (FileError, ValueError):  # its cells are gone, or it means something else
        return None
