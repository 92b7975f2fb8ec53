"""Small workbooks for the rule of the oracle, and what their cells show."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from tests.workbook.packages import packed, parts_of
from xlrisk.recalculation import Options, recalculated

SHEET, WORKBOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
BETA = "BETA_OF(A1:A3,B1:B3)"  # 2 on these returns
RETURNS = {"A1": 0.02, "A2": 0.04, "A3": -0.02, "B1": 0.01, "B2": 0.02, "B3": -0.01}


@dataclass(frozen=True)
class F:
    """A formula with the value that the file holds for it; `array` are the cells that it fills."""

    text: str
    value: Any = 0
    array: str = ""
    dynamic: bool = False


def book(
    *sheets: Mapping[str, Any],
    names: Mapping[str, str] | None = None,
    tables: Mapping[str, tuple[str, ...]] | None = None,
    to_be_believed: bool = True,
    **options: Any,
) -> bytes:
    """A workbook of these sheets; `tables` gives the columns by area, on the first of them."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    workbook.calc_on_load = not to_be_believed
    for name, text in (names or {}).items():
        workbook.define_name(name, f"={text}")
    for number, cells in enumerate(sheets, 1):
        sheet = workbook.add_worksheet(f"Sheet{number}")
        for area, columns in (tables or {}).items() if number == 1 else ():
            headers = [{"header": column} for column in columns]
            sheet.add_table(area, {"name": "T", "columns": headers})
        for cell, value in cells.items():
            _write(sheet, cell, value)
    workbook.close()
    return stream.getvalue()


def _write(sheet: Any, cell: str, value: Any) -> None:
    if not isinstance(value, F):
        sheet.write(cell, value)
    elif not value.array:
        sheet.write_formula(cell, f"={value.text}", None, value.value)
    else:
        write = sheet.write_dynamic_array_formula if value.dynamic else sheet.write_array_formula
        rows = value.value if isinstance(value.value, list) else [[value.value]]
        write(value.array, f"={value.text}", None, rows[0][0])
        top, left = xl_cell_to_rowcol(cell)
        for row, line in enumerate(rows):
            for column, one in enumerate(line):
                if (row, column) != (0, 0):
                    sheet.write(top + row, left + column, one)


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a pattern replaced in one part, where it must be."""
    parts = parts_of(data)
    text, count = re.subn(old, new, parts[part].decode("utf-8"))
    assert count, (old, part)
    return packed({**parts, part: text.encode("utf-8")})


def with_calculation(data: bytes, attributes: str) -> bytes:
    """The workbook with these attributes of <calcPr>."""
    return edited(data, WORKBOOK, r"<calcPr[^>]*/>", f"<calcPr {attributes}/>")


@dataclass(frozen=True)
class Again:
    """A workbook after its recalculation."""

    before: bytes
    content: bytes
    report: dict[str, Any]

    def __getitem__(self, cell: str) -> Any:
        return shown(self.content).get(cell)

    @property
    def status(self) -> Any:
        return self.report["status"]

    @property
    def stale(self) -> dict[str, str]:
        """The cells that were not recalculated, on the first sheet, with the reasons."""
        return {
            one["cell"].removeprefix("Sheet1!"): one["reason"]
            for one in self.report["not_recalculated"]
        }

    @property
    def disagreements(self) -> dict[str, tuple[Any, Any]]:
        """Stored and computed values by cell."""
        return {
            one["cell"].removeprefix("Sheet1!"): (one["stored"], one["computed"])
            for one in self.report["disagreements"]
        }


def again(data: bytes, **options: Any) -> Again:
    return Again(data, *recalculated(data, Options(**options)))


def shown(data: bytes, number: int = 1) -> dict[str, Any]:
    """The values of a sheet by cell, in any namespace; a shared string is its index."""
    root = Xml.fromstring(parts_of(data)[f"xl/worksheets/sheet{number}.xml"])  # noqa: S314
    cells = (element for element in root.iter() if element.tag.endswith("}c"))
    return {cell.attrib["r"]: _value(cell) for cell in cells}


def _value(cell: Xml.Element) -> Any:
    text = next((child.text for child in cell if child.tag.endswith("}v")), None)
    match cell.get("t", "n"):
        case _ if text is None:
            return None
        case "n":
            return float(text)
        case "b":
            return text == "1"
        case _:
            return text
