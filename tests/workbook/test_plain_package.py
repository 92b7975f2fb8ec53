"""What a reader of plain packages is given, whatever the file of the user is like."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import openpyxl
import pytest
import xlsxwriter

from tests.workbook.packages import packed, parts_of
from xlrisk.errors import FileError
from xlrisk.workbook.package import Package
from xlrisk.workbook.plain_package import needs_plain_package, plain_package
from xlrisk.workbook.structure import structure_of

Parts = dict[str, bytes]


def book(*sheets: str, date1904: bool = False) -> bytes:
    """Sheets with a text, a number and a formula each; names, and a chart."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"date_1904": date1904})
    bold = workbook.add_format({"bold": True})
    for number, name in enumerate(sheets):
        sheet = workbook.add_worksheet(name)
        sheet.write_row("A1", [f"text {number} ä", number], bold)
        sheet.write_formula("C1", "=B1+1", None, number + 1)
        quoted = name.replace("'", "''")
        workbook.define_name(f"{name}!own", f"='{quoted}'!$B$1")
    workbook.define_name("all", "=1+1<3")
    chart = workbook.add_chart({"type": "line"})
    chart.add_series({"values": [sheets[0], 0, 1, 1, 1]})
    workbook.get_worksheet_by_name(sheets[0]).insert_chart("E1", chart)
    workbook.close()
    return stream.getvalue()


def plain(data: bytes, changed: Mapping[str, bytes] | None = None, *, names: bool = True) -> bytes:
    package = Package(data)
    return plain_package(package, structure_of(package), changed or {}, names=names)


def seen(data: bytes) -> dict[str, list[object]]:
    """The first row of each sheet, as openpyxl reads it."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: [cell.value for cell in sheet[1]] for sheet in workbook.worksheets}


def in_utf_16(parts: Parts, encoding: str = "utf-16") -> Parts:
    declaration = b'<?xml version="1.0" encoding="UTF-16"?>'
    return {
        name: (declaration + _without_declaration(content)).decode().encode(encoding)
        for name, content in parts.items()
    }


def _without_declaration(xml: bytes) -> bytes:
    return re.sub(rb"^\s*<\?xml[^>]*\?>", b"", xml)


def renamed(parts: Parts, name: Callable[[str], str]) -> Parts:
    return {name(part): content for part, content in parts.items()}


def strict(parts: Parts) -> Parts:
    transitional = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": (
            b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        ),
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    for old, new in transitional.items():
        parts = {name: content.replace(old, new) for name, content in parts.items()}
    return parts


PACKINGS: dict[str, Callable[[Parts], Parts]] = {
    "usual": dict,
    "backslashes": lambda parts: renamed(parts, lambda name: name.replace("/", "\\")),
    "lower case": lambda parts: renamed(parts, str.lower),
    "percent signs": lambda parts: renamed(parts, lambda name: name.replace("sheet", "%73heet")),
    "UTF-16": in_utf_16,
    "UTF-16, big-endian and unmarked": lambda parts: in_utf_16(parts, "utf-16-be"),
    "UTF-8 with a mark": lambda parts: {n: b"\xef\xbb\xbf" + xml for n, xml in parts.items()},
    "Strict": strict,
    "Strict in UTF-16": lambda parts: in_utf_16(strict(parts)),
}


@pytest.mark.parametrize("packing", PACKINGS)
def test_every_packing_becomes_the_same(packing: str) -> None:
    data = book("Data", "It's & <2>")
    other = packed(PACKINGS[packing](parts_of(data)))
    found = plain(other)
    assert found == plain(data)
    assert seen(found) == {
        "Data": ["text 0 ä", 0, "=B1+1"],
        "It's & <2>": ["text 1 ä", 1, "=B1+1"],
    }


def test_what_a_plain_package_consists_of() -> None:
    found = parts_of(plain(book("Data", "Other")))
    assert sorted(found) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    ]
    assert not any(b"<?xml" in content for content in found.values())
    bold = openpyxl.load_workbook(io.BytesIO(plain(book("Data"))))["Data"]["A1"].font.b
    assert bold


def test_other_contents_of_parts() -> None:
    data = book("Data", "Other")
    part = "xl/worksheets/sheet2.xml"
    changed = {part: parts_of(data)[part].replace(b"B1+1", b"B1+2")}
    found = seen(plain(data, changed))
    assert (found["Data"][2], found["Other"][2]) == ("=B1+1", "=B1+2")


def test_defined_names_stay_with_their_sheets_or_stay_out() -> None:
    data = book("sheet1", "It's")
    workbook = openpyxl.load_workbook(io.BytesIO(plain(data)))
    assert workbook["sheet1"].defined_names["own"].value == "'sheet1'!$B$1"
    assert workbook["It's"].defined_names["own"].value == "'It''s'!$B$1"
    assert workbook.defined_names["all"].value == "1+1<3"
    bare = openpyxl.load_workbook(io.BytesIO(plain(data, names=False)))
    assert not bare.defined_names
    assert not bare["sheet1"].defined_names
    assert seen(plain(data)) == seen(plain(data, names=False))


@pytest.mark.parametrize("date1904", [False, True])
def test_the_date_system(date1904: bool) -> None:
    found = plain(book("Data", date1904=date1904))
    assert structure_of(Package(found)).date1904 is date1904


# sheet names, whether the usual packing might be read wrongly, and those of a plain package
ORDERS: list[tuple[list[str], bool, list[str]]] = [
    (["Sheet1", "Sheet2"], False, ["Sheet1", "Sheet2"]),
    (["Sheet2"], False, ["Sheet2"]),
    (["sheet1"], True, ["empty0", "sheet1"]),
    (["sheet1", "Data"], True, ["empty0", "sheet1", "Data"]),
    (["SHEET1", "Empty0", "empty1"], True, ["empty2", "SHEET1", "Empty0", "empty1"]),
    (["Data", "sheet1", "Zoo"], True, ["Data", "sheet1", "Zoo"]),
]


@pytest.mark.parametrize(("names", "needs", "order"), ORDERS)
def test_the_sheet_that_the_engine_has_of_its_own(
    names: list[str], needs: bool, order: list[str]
) -> None:
    data = book(*names)
    assert needs_plain_package(structure_of(Package(data))) is needs
    assert list(seen(plain(data))) == order


def test_strict_files_need_it() -> None:
    data = packed(strict(parts_of(book("Data"))))
    assert needs_plain_package(structure_of(Package(data)))


def test_a_row_that_no_sheet_has() -> None:
    parts = parts_of(book("Data", "Other"))
    part = "xl/worksheets/sheet2.xml"
    first = b'<row r="0"><c r="A0"><v>1</v></c></row>'
    parts[part] = parts[part].replace(b"<sheetData>", b"<sheetData>" + first)
    with pytest.raises(FileError, match="The sheet Other has cells in a row 0, which no sheet has"):
        plain(packed(parts))
    parts[part] = parts[part].replace(b'"0"', b'"10"').replace(b'"A0"', b'"A10"')
    plain(packed(parts))


def test_a_sheet_without_a_part_stays_out() -> None:
    parts = parts_of(book("Data", "Other"))
    del parts["xl/worksheets/sheet1.xml"]
    found = plain(packed(parts))
    assert list(seen(found)) == ["Other"]
    with zipfile.ZipFile(io.BytesIO(found)) as archive:
        assert archive.testzip() is None
