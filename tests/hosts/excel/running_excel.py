"""A stand-in for an Excel that is automated, for the steps of `runner`. It calculates nothing."""

from __future__ import annotations

import types
from pathlib import Path
from typing import Any

from tests.hosts.excel.pywin32_stub import ComError

XLRISK = "xlrisk.xlam"


class Sheet:
    def __init__(self, name: str, values: Any = None, row: int = 1, column: int = 1) -> None:
        self.Name = name
        self.UsedRange = types.SimpleNamespace(Value2=values, Row=row, Column=column)


class Workbook:
    def __init__(self, excel: Excel, path: str) -> None:
        self._excel = excel
        self.FullName, self.Name = path, Path(path).name
        self.Worksheets = self.Sheets = excel.sheets

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802
        self._excel.log.append(("SaveCopyAs", self.Name))
        if self._excel.result is not None:
            Path(path).write_bytes(self._excel.result)

    def Close(self, save: bool) -> None:  # noqa: N802
        self._excel.log.append(("Close", self.Name, save))
        self._excel.books.remove(self)


class Workbooks:
    def __init__(self, excel: Excel) -> None:
        self._excel = excel

    def Open(self, path: str, *options: Any) -> Workbook:  # noqa: N802
        excel = self._excel
        security = excel.AutomationSecurity
        excel.log.append(("Open", Path(path).name, f"security {security}"))
        excel.options[Path(path).name] = options
        if Path(path).name in excel.refused:
            raise ComError(-2147352567, "Open of Workbooks failed")
        book = Workbook(excel, path)
        excel.books.append(book)
        return book

    def __call__(self, name: str) -> Workbook:
        for book in self._excel.books:
            if book.Name == name:
                return book
        raise ComError(-2147352565, "invalid index")


class Excel:
    """Excel.Application as far as it is used; `log` has what was asked of it."""

    def __init__(
        self,
        sheets: tuple[Sheet, ...] = (),
        result: bytes | None = None,
        answer: Any = None,
        refused: tuple[str, ...] = (),
    ) -> None:
        self.log: list[tuple[Any, ...]] = []
        self.books: list[Workbook] = []
        self.options: dict[str, tuple[Any, ...]] = {}
        self.sheets, self.result, self.answer, self.refused = sheets, result, answer, refused
        self.Hwnd, self.Version = 1, "16.0"
        self.AutomationSecurity = 0
        self.Workbooks = Workbooks(self)
        self._states = iter([1, 2, 0])  # calculating, pending, done

    def Run(self, macro: str) -> Any:  # noqa: N802
        self.log.append(("Run", macro))
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def CalculateFullRebuild(self) -> None:  # noqa: N802
        self.log.append(("CalculateFullRebuild",))

    @property
    def CalculationState(self) -> int:  # noqa: N802
        return next(self._states)

    def Quit(self) -> None:  # noqa: N802
        self.log.append(("Quit",))
