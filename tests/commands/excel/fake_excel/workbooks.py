"""Workbooks of the fake, their names and their XML parts."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlrisk.workbook.addresses import Area
from xlrisk.workbook.addresses import area as area_of

from .cells import ComError
from .ranges import Range
from .sheets import Chart, Worksheet

if TYPE_CHECKING:
    from .application import Application

_handles = itertools.count(1)


class Name:
    def __init__(self, name: str, sheet: Worksheet | None, area: Area, *, visible: bool) -> None:
        self.Name, self.sheet, self.area, self.Visible = name, sheet, area, visible
        self.names: list[Name] = []
        self.refers_to = ""  # where it means something else than cells

    @property
    def RefersTo(self) -> str:  # noqa: N802
        return self.refers_to or (f"='{self.sheet.Name}'!{self.area}" if self.sheet else "=#REF!")

    @property
    def RefersToRange(self) -> Range:  # noqa: N802
        if self.sheet is None:
            raise ComError("Application-defined or object-defined error")
        return Range(self.sheet, self.area)

    def Delete(self) -> None:  # noqa: N802
        self.names.remove(self)


class Names:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.names: list[Name] = []

    def __iter__(self) -> Iterator[Name]:
        return iter(list(self.names))

    def Add(self, name: str, refers_to: str, visible: bool = True) -> None:  # noqa: N802
        sheet, _, address = refers_to.removeprefix("=").rpartition("!")
        wanted = sheet.strip("'").replace("''", "'")
        worksheet = next((one for one in self.book.Worksheets if one.Name == wanted), None)
        area = area_of(address) if worksheet else Area(1, 1, 1, 1)
        new = Name(name, worksheet, area, visible=visible)
        new.refers_to = "" if worksheet else refers_to
        new.names = self.names
        self.names.append(new)

    def Item(self, name: str) -> Name:  # noqa: N802
        return next(one for one in self.names if one.Name == name)


class XmlParts:
    """Those of a workbook; counted from 1."""

    def __init__(self, parts: list[XmlPart]) -> None:
        self.parts = parts

    @property
    def Count(self) -> int:  # noqa: N802
        return len(self.parts)

    def Item(self, number: int) -> XmlPart:  # noqa: N802
        return self.parts[number - 1]

    def Add(self, xml: str) -> None:  # noqa: N802
        self.parts.append(XmlPart(f'<?xml version="1.0"?>\n{xml}', self.parts))

    def SelectByNamespace(self, namespace: str) -> XmlParts:  # noqa: N802
        return XmlParts([part for part in self.parts if f'"{namespace}"' in part.XML])


@dataclass
class XmlPart:
    XML: str
    parts: list[XmlPart]

    def Delete(self) -> None:  # noqa: N802
        self.parts[:] = [one for one in self.parts if one is not self]


class Sheets:
    def __init__(self, book: Workbook, kinds: tuple[type, ...]) -> None:
        self.book, self.kinds = book, kinds

    def __iter__(self) -> Iterator[Any]:
        return iter([one for one in self.book.sheets if isinstance(one, self.kinds)])

    @property
    def Count(self) -> int:  # noqa: N802
        return len(list(self))

    def Item(self, number: int) -> Any:  # noqa: N802
        return list(self)[number - 1]

    def Add(self, before: Any) -> Worksheet:  # noqa: N802
        if self.book.ProtectStructure:
            raise ComError("The workbook is protected.")
        new = Worksheet(self.book, f"Sheet{len(self.book.sheets) + 1}")
        self.book.sheets.insert(self.book.sheets.index(before), new)
        self.book.ActiveSheet = new
        return new


@dataclass(frozen=True)
class Window:
    Hwnd: int


@dataclass(frozen=True)
class Windows:
    """Those of a workbook; counted from 1."""

    windows: list[Window]

    def Item(self, number: int) -> Window:  # noqa: N802
        return self.windows[number - 1]


class Workbook:
    def __init__(self, app: Application, name: str, *sheets: str) -> None:
        self.app = self.Application = app
        self.Name = name
        self.FullName = rf"C:\Risk\{name}"
        self.windows = [Window(next(_handles))]
        self.Saved = True
        self.FileFormat = 51
        self.ProtectStructure = False
        self.sheets: list[Any] = [Worksheet(self, one) for one in sheets or ("Sheet1",)]
        self.ActiveSheet: Any = self.sheets[0]
        self.Names = Names(self)
        self.CustomXMLParts = XmlParts([])
        self.data = b""  # what is saved
        self.refreshed = 0
        self.closed: bool | None = None

    @property
    def Windows(self) -> Windows:  # noqa: N802
        return Windows(self.windows)

    def reopen(self) -> None:
        """Close it and open it again: no formula is bound then."""
        self.windows = [Window(next(_handles))]
        for sheet in self.Worksheets:
            for cell in sheet.cells.values():
                cell.bound = cell.formula is None

    @property
    def Worksheets(self) -> Sheets:  # noqa: N802
        return Sheets(self, (Worksheet,))

    @property
    def Sheets(self) -> Sheets:  # noqa: N802
        return Sheets(self, (Worksheet, Chart))

    def sheet(self, name: str) -> Worksheet:
        found = next(one for one in self.sheets if one.Name == name)
        assert isinstance(found, Worksheet)
        return found

    def SaveCopyAs(self, path: str) -> None:  # noqa: N802
        Path(path).write_bytes(self.data)

    def RefreshAll(self) -> None:  # noqa: N802
        self.refreshed += 1

    def Close(self, save: bool) -> None:  # noqa: N802
        self.closed = save


class Workbooks:
    def __init__(self, app: Application) -> None:
        self.app = app

    def Add(self, template: str | None = None) -> Workbook:  # noqa: N802
        book = Workbook(self.app, Path(template).stem + "1" if template else "Book1")
        if template:
            book.data = Path(template).read_bytes()  # Excel reads it before it returns
            self.app.on_template(book)
        self.app.ActiveWorkbook = book
        return book
