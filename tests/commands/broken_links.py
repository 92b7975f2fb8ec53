"""A workbook that calls our functions in all the ways in which add-in links break."""

from __future__ import annotations

import io

import xlsxwriter

from tests.workbook.packages import packed, parts_of

RETURNS = [[0.02, 0.01], [0.04, 0.02], [-0.02, -0.01]]
SHEET = "xl/worksheets/sheet1.xml"
_ARGUMENTS = "(A1:A3,B1:B3)"
# formulas of the cells C1, C2, ..., and what they are after the repair
FORMULAS = {
    rf"'C:\Users\a b\xlrisk.xlam'!BETA_OF{_ARGUMENTS}": f"BETA_OF{_ARGUMENTS}",
    f"[1]!BETA_OF{_ARGUMENTS}": f"BETA_OF{_ARGUMENTS}",
    f"_xll.BETA_OF{_ARGUMENTS}": f"BETA_OF{_ARGUMENTS}",
    f"xlrisk.xlam!beta_of{_ARGUMENTS}": f"BETA_OF{_ARGUMENTS}",
    f"_xldudf_XLRISK_BETA_OF{_ARGUMENTS}": f"BETA_OF{_ARGUMENTS}",
    f'IF(A1<B1,"_xll.BETA_OF(",  _xll.BETA_OF{_ARGUMENTS} &[1]!XLRISK_VERSION())': (
        f'IF(A1<B1,"_xll.BETA_OF(",  BETA_OF{_ARGUMENTS} &XLRISK_VERSION())'
    ),
    f"BETA_OF{_ARGUMENTS}": f"BETA_OF{_ARGUMENTS}",
    "[1]!OTHER(A1)": "[1]!OTHER(A1)",
    "[1]Sheet1!A1+SUM(A1:A3)": "[1]Sheet1!A1+SUM(A1:A3)",
    "beta_of(A1:A3,B1:B3)+1": "beta_of(A1:A3,B1:B3)+1",
    "_xll.BETA_OF(A1:A3": "_xll.BETA_OF(A1:A3",  # no formula that can be taken apart
}
# cells as they stand in the file: a shared formula and its child, an array; and as repaired
ELEMENTS = {
    '<c r="D1" s="0"><f t="shared" ref="D1:D2" si="0">[1]!PERIOD(A1)</f><v>1</v></c>': (
        '<c r="D1" s="0"><f t="shared" ref="D1:D2" si="0">PERIOD(A1)</f><v>1</v></c>'
    ),
    '<c r="D2"><f t="shared" si="0"/><v>2</v></c>': '<c r="D2"><f t="shared" si="0"/><v>2</v></c>',
    '<c r="D3"><f t="array" ref="D3"\n aca="1">\'C:\\x\\xlrisk.xlam\'!PERIOD(A1:A3)</f></c>': (
        '<c r="D3"><f t="array" ref="D3"\n aca="1">PERIOD(A1:A3)</f></c>'
    ),
}


def with_broken_links(*, encoding: str = "utf-8") -> bytes:
    """The workbook; every formula shows #NAME?."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = workbook.add_worksheet("Sheet1")
    for row, pair in enumerate(RETURNS):
        sheet.write_row(row, 0, pair)
    for row, formula in enumerate(FORMULAS):
        sheet.write_formula(row, 2, f"={formula}", None, "#NAME?")
    workbook.close()
    parts = parts_of(stream.getvalue())
    xml = parts[SHEET].decode()
    for row, element in enumerate(_elements(repaired=False), 1):
        end = xml.index("</row>", xml.index(f'<row r="{row}"'))
        xml = xml[:end] + element + xml[end:]
    parts[SHEET] = xml.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding)
    return packed(parts)


def repaired_xml(xml: str) -> str:
    """What must come of the sheet: these texts and nothing else."""
    for old, new in FORMULAS.items():
        xml = xml.replace(f">{_escaped(old)}</f>", f">{_escaped(new)}</f>")
    for old, new in zip(_elements(repaired=False), _elements(repaired=True), strict=True):
        assert old in xml
        xml = xml.replace(old, new)
    return xml


def _elements(*, repaired: bool) -> list[str]:
    cells = ELEMENTS.values() if repaired else ELEMENTS.keys()
    return [cell.replace("PERIOD(", "CAPM_RETURN(0.03,0.1,") for cell in cells]


def _escaped(formula: str) -> str:
    return formula.replace("&", "&amp;").replace("<", "&lt;")
