"""The add-in as a file: a workbook with one sheet, the VBA project and the ribbon's tab.

The help texts for Excel-DNA are in it, too, as a custom XML part: in the folder of programs that
Excel starts with, a file beside the add-in would be opened like a workbook.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping

import xlsxwriter

_CREATED = datetime.datetime(2026, 1, 1)  # fixed: two builds give the same bytes
# Excel recalculates what an older engine than its own has saved.
_CALCULATION_ENGINE = 191029
_IN_THE_ARCHIVE = (1980, 1, 1, 0, 0, 0)
SETTINGS, SHEET = "xlrisk.conf", "SheetOfSettings"  # the name on the tab, and in VBA
_RIBBON = "customUI/customUI14.xml"

_AS_A_WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_AS_AN_ADD_IN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_HELP, _ABOUT_HELP = "customXml/item1.xml", "customXml/itemProps1.xml"
_RIBBON_RELATION = (
    f'<Relationship Id="xlriskRibbon" Target="{_RIBBON}"'
    ' Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"/>'
)
_HELP_RELATION = (
    f'<Relationship Id="xlriskHelp" Target="../{_HELP}" Type="{_RELATIONS}/customXml"/>'
)
_HELP_TYPE = (
    f'<Override PartName="/{_ABOUT_HELP}"'
    ' ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>'
)
_PARTS_ABOUT_HELP = {
    _ABOUT_HELP: f"""<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<ds:datastoreItem xmlns:ds="{_CUSTOM_XML}" ds:itemID="{{B7C1B6C2-0E55-5B0B-9F43-2B6E7C1D4A10}}"/>
""",
    "customXml/_rels/item1.xml.rels": f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Target="itemProps1.xml" Type="{_RELATIONS}/customXmlProps"/>\
</Relationships>
""",
}


def package(
    project: bytes,
    ribbon: bytes,
    help_texts: bytes,
    settings: Mapping[str, str],
    *,
    add_in: bool = True,
) -> bytes:
    """The bytes of xlrisk.xlam; with `add_in=False` those of an .xlsm that shows itself.

    `settings` are the names and values on the sheet, where an empty value leaves the matter to the
    file of the user.
    """
    parts = _workbook(project, settings)
    changes = [
        ("_rels/.rels", "</Relationships>", f"{_RIBBON_RELATION}</Relationships>"),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", f"{_HELP_RELATION}</Relationships>"),
        ("[Content_Types].xml", "</Types>", f"{_HELP_TYPE}</Types>"),
    ]
    if add_in:
        changes += [
            ("[Content_Types].xml", _AS_A_WORKBOOK, _AS_AN_ADD_IN),
            ("xl/workbook.xml", "<workbookView ", '<workbookView visibility="hidden" '),
        ]
    for name, old, new in changes:
        before, after = parts[name].decode().split(old)  # exactly once
        parts[name] = f"{before}{new}{after}".encode()
    parts |= {_RIBBON: ribbon, _HELP: help_texts}
    parts |= {name: content.encode() for name, content in _PARTS_ABOUT_HELP.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, _IN_THE_ARCHIVE)
            member.create_system = 3  # Unix, also where it is built on Windows
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return stream.getvalue()


def _workbook(project: bytes, settings: Mapping[str, str]) -> dict[str, bytes]:
    """The parts of a workbook with a VBA project."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.add_vba_project(io.BytesIO(project), is_stream=True)
    workbook.set_vba_name("ThisWorkbook")
    workbook.set_calc_mode("auto", _CALCULATION_ENGINE)
    workbook.calc_on_load = False
    workbook.set_properties(
        {
            "title": "xlrisk",
            "comments": "Worksheet functions for market risk and one's own; its ribbon tab.",
            "author": "xlrisk",
            "created": _CREATED,
        }
    )
    sheet = workbook.add_worksheet(SETTINGS)
    sheet.set_vba_name(SHEET)
    sheet.set_column("A:B", 24)
    for row, (name, value) in enumerate(settings.items()):
        sheet.write_row(row, 0, [name, value])
    workbook.close()
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
