"""The fake Excel itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from xlrisk.workbook.addresses import Area
from xlrisk.workbook.addresses import area as area_of

from .cells import AUTOMATIC, ERRORS, WORKSHEET, as_typed
from .ranges import Range
from .workbooks import Workbook, Workbooks


class AutoCorrect:
    AutoFillFormulasInLists = True


class Application:
    """`result_of` says what Excel shows for a formula that it knows."""

    def __init__(self, result_of: Callable[[str], Any], *, dynamic: bool = True) -> None:
        self._result_of = result_of
        self.dynamic = dynamic
        self.Hwnd = 1
        self.ScreenUpdating = self.EnableEvents = self.DisplayAlerts = True
        self.AutoCorrect = AutoCorrect()
        self.Calculation = AUTOMATIC
        self.statuses: list[str | bool] = []
        self.calls = self.loud_changes = 0
        self.dirty: list[tuple[str, Area]] = []
        self.calculated: list[str] = []
        self.ActiveWorkbook: Workbook | None = None
        self.selection = "A1"
        self.waited = 0
        self.on_change: Callable[[Range], None] | None = None
        self.on_template: Callable[[Workbook], None] = lambda _: None
        self.Workbooks = Workbooks(self)

    @property
    def StatusBar(self) -> str | bool:  # noqa: N802
        return self.statuses[-1] if self.statuses else False

    @StatusBar.setter
    def StatusBar(self, text: str | bool) -> None:  # noqa: N802
        self.statuses.append(text)

    @property
    def ActiveWindow(self) -> Any:  # noqa: N802
        book = self.ActiveWorkbook
        assert book is not None
        parts = [book.ActiveSheet.Range(one) for one in self.selection.split(",")]
        selection = Selection(parts)
        return type("Window", (), {"RangeSelection": selection})()

    @property
    def ActiveCell(self) -> Range | None:  # noqa: N802
        book = self.ActiveWorkbook
        if book is None or book.ActiveSheet.Type != WORKSHEET:
            return None
        area = area_of(self.selection.split(",", maxsplit=1)[0])
        return Range(book.ActiveSheet, area._replace(bottom=area.top, right=area.left))

    def Calculate(self) -> None:  # noqa: N802
        assert self.ActiveWorkbook is not None
        for sheet in self.ActiveWorkbook.Worksheets:
            if sheet.flagged:
                sheet.recalculate()
        self.calculated.append("all")

    def CalculateUntilAsyncQueriesDone(self) -> None:  # noqa: N802
        self.waited += 1

    def unbound_result_of(self, formula: str) -> Any:
        """Of a formula of ours that was only loaded: IFERROR and IF give their last argument."""
        hiding = re.match(r"=(?:IFERROR|IF)\(.*,([^,]*)\)$", formula)
        return as_typed(hiding[1].strip('"')) if hiding else ERRORS["#NAME?"]

    def result_of(self, formula: str) -> Any:
        """Of a formula that is entered: one behind a link to a file is not known."""
        return "#NAME?" if "!BETA" in formula else self._result_of(formula)


class Selection:
    def __init__(self, parts: list[Range]) -> None:
        self.Areas = parts

    def Dirty(self) -> None:  # noqa: N802
        for part in self.Areas:
            part.Dirty()

    def Calculate(self) -> None:  # noqa: N802
        for part in self.Areas:
            part.Calculate()
