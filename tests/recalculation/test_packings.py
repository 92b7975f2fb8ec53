"""Workbooks that are sound, and packed in a way that the engine does not know."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
import xlsxwriter

from tests.recalculation.books import BETA, again, shown
from tests.workbook.packages import packed, parts_of
from xlrisk.errors import FileError

Parts = dict[str, bytes]


def book(first: str, *others: str) -> bytes:
    """Returns, a formula and a beta on the first sheet, and formulas that read it on the others."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    workbook.calc_on_load = False
    sheet = workbook.add_worksheet(first)
    for row, (fund, index) in enumerate([(0.02, 0.01), (0.04, 0.02), (-0.02, -0.01)]):
        sheet.write_row(row, 0, [fund, index])
    sheet.write_formula("C1", "=SUM(A1:A3)", None, 0.04)
    sheet.write_formula("D1", f"={BETA}", None, 0)
    for number, name in enumerate(others, 1):
        other = workbook.add_worksheet(name)
        other.write_formula("A1", f"='{first}'!C1*{number}", None, 0.04 * number)
    workbook.close()
    return stream.getvalue()


def in_utf_16(parts: Parts) -> Parts:
    found = {}
    for name, content in parts.items():
        root = content.decode().partition("?>")[2]
        found[name] = f'<?xml version="1.0" encoding="UTF-16"?>{root}'.encode("utf-16")
    return found


PACKINGS: dict[str, Callable[[Parts], Parts]] = {
    "usual": dict,
    "backslashes": lambda parts: {name.replace("/", "\\"): xml for name, xml in parts.items()},
    "other letters": lambda parts: {name.upper(): xml for name, xml in parts.items()},
    "UTF-16": in_utf_16,
}


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize(
    "names",
    [
        ("Sheet1",),
        ("Sheet1", "Other"),
        ("sheet1",),
        ("sheet1", "Other", "Third"),
        ("SHEET1", "a", "b"),
        ("Data", "sheet1"),
    ],
)
def test_packings_that_are_calculated_like_any_other(packing: str, names: tuple[str, ...]) -> None:
    found = again(
        packed(PACKINGS[packing](parts_of(book(*names)))), inputs={f"{names[0]}!A1": 0.04}
    )
    assert (found.status, found.disagreements, found.stale) == ("done", {}, {})
    parts = [name for name in parts_of(found.content) if "sheet" in name.lower()]
    assert len(parts) == len(names)
    data = packed(
        {
            f"xl/worksheets/sheet{i}.xml": parts_of(found.content)[name]
            for i, name in enumerate(sorted(parts), 1)
        }
    )
    first = shown(data, 1)
    assert first["C1"] == pytest.approx(0.06)
    assert first["D1"] == pytest.approx(15 / 7)
    for number in range(1, len(names)):
        assert shown(data, number + 1)["A1"] == pytest.approx(0.06 * number)


def test_a_row_that_no_sheet_has_is_a_reason_in_plain_words() -> None:
    parts = parts_of(book("Data"))
    part = "xl/worksheets/sheet1.xml"
    row = b'<sheetData><row r="0"><c r="A0"><v>1</v></c></row>'
    parts[part] = parts[part].replace(b"<sheetData>", row)
    with pytest.raises(FileError, match="The sheet Data has cells in a row 0, which no sheet has"):
        again(packed(parts))
