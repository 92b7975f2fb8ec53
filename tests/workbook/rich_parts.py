"""Parts of the rich workbook that XlsxWriter does not write, as Excel writes them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
_MICROSOFT = "http://schemas.microsoft.com/office"
_THREADED = f"{_MICROSOFT}/spreadsheetml/2018/threadedcomments"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_SHEET = "xl/worksheets/sheet{}.xml"

# Sheets by number, in the order in which the workbook has them.
_MAIN_SHEET, _DATA_SHEET, _RETURNS_SHEET, _PIVOT_SHEET = 1, 2, 3, 4
SHEETS = ("Main", "Data", "Returns", "Pivot", "Hidden", "Secret")

PERSON = "{5C6D8A5E-2B9B-4E0A-9C33-0E5D1B7F0A01}"
THREAD = "{9A1E6E5B-7C4D-4B9E-8E77-3F1A2B3C4D05}"
LEGACY_AUTHOR = f"tc={THREAD}"
LEGACY_TEXT = (
    "[Threaded comment]\n\nYour version of Excel allows you to read this threaded comment; however,"
    " any edits to it will get removed if the file is opened in a newer version of Excel.\n\n"
    "Comment:\n    Is this beta right?"
)


class _Parts(dict[str, str | bytes]):
    """The parts of a package, with what must be said elsewhere when one is added."""

    def text(self, name: str) -> str:
        part = self[name]
        return part if isinstance(part, str) else part.decode("utf-8")

    def insert(self, name: str, before: str, content: str) -> None:
        text = self.text(name)
        assert text.count(before) == 1, (name, before)
        self[name] = text.replace(before, content + before)

    def add(self, name: str, content: str | bytes, content_type: str = "") -> None:
        self[name] = _XML + content if isinstance(content, str) else content
        if content_type:
            override = f'<Override PartName="/{name}" ContentType="{content_type}"/>'
            self.insert("[Content_Types].xml", "</Types>", override)

    def relate(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """A relationship from a part; its id."""
        folder, _, file = source.rpartition("/")
        name = f"{folder}/_rels/{file}.rels"
        if name not in self:
            self[name] = f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"></Relationships>'
        identifier = f"rId{self.text(name).count('<Relationship ') + 1}"
        mode = ' TargetMode="External"' if external else ""
        relationship = f'<Relationship Id="{identifier}" Type="{kind}" Target="{target}"{mode}/>'
        self.insert(name, "</Relationships>", relationship)
        return identifier


def with_further_parts(package: bytes, formulas: Mapping[str, Sequence[str]]) -> bytes:
    """The package with everything else; `formulas` are the cells of the calculation chain."""
    with zipfile.ZipFile(io.BytesIO(package)) as members:
        parts = _Parts({name: members.read(name) for name in members.namelist()})
    _share_formulas(parts)
    _calculation_chain(parts, formulas)
    _external_link(parts)
    _pivot_table(parts)
    _slicer(parts)
    _threaded_comment(parts)
    _printer_settings(parts)
    _custom_xml(parts)
    return _packed(parts)


def _packed(parts: _Parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as members:
        for name, content in parts.items():
            stored = name.endswith((".png", ".bin"))
            method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            members.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def _share_formulas(parts: _Parts) -> None:
    """D5:D7 of the main sheet say the same of their rows; Excel writes that once."""
    name = _SHEET.format(_MAIN_SHEET)
    text = re.sub(r"<f>C[67]\*Data!C[34]</f>", '<f t="shared" si="0"/>', parts.text(name))
    first = '<f t="shared" ref="D5:D7" si="0">C5*Data!C2</f>'
    parts[name] = text.replace("<f>C5*Data!C2</f>", first)


def _calculation_chain(parts: _Parts, formulas: Mapping[str, Sequence[str]]) -> None:
    cells = "".join(
        f'<c r="{cell}" i="{SHEETS.index(sheet) + 1}"/>'
        for sheet, places in formulas.items()
        for cell in places
    )
    content = f'<calcChain xmlns="{_MAIN}">{cells}</calcChain>'
    parts.add("xl/calcChain.xml", content, f"{_TYPE}.calcChain+xml")
    parts.relate("xl/workbook.xml", f"{_OFFICE}/relationships/calcChain", "calcChain.xml")


def _external_link(parts: _Parts) -> None:
    name = "xl/externalLinks/externalLink1.xml"
    book = parts.relate(
        name, f"{_OFFICE}/relationships/externalLinkPath", "prices.xlsx", external=True
    )
    parts.add(
        name,
        f'<externalLink xmlns="{_MAIN}"><externalBook xmlns:r="{_OFFICE}/relationships"'
        f' r:id="{book}"><sheetNames><sheetName val="Prices"/></sheetNames><sheetDataSet>'
        '<sheetData sheetId="0"><row r="1"><cell r="A1"><v>42</v></cell></row></sheetData>'
        "</sheetDataSet></externalBook></externalLink>",
        f"{_TYPE}.externalLink+xml",
    )
    link = parts.relate(
        "xl/workbook.xml",
        f"{_OFFICE}/relationships/externalLink",
        "externalLinks/externalLink1.xml",
    )
    references = f'<externalReferences><externalReference r:id="{link}"/></externalReferences>'
    parts.insert("xl/workbook.xml", "<definedNames>", references)


def _pivot_table(parts: _Parts) -> None:
    """The weights by sector, out of the table of holdings."""
    kind = f"{_OFFICE}/relationships"
    cache = "xl/pivotCache/pivotCacheDefinition1.xml"
    records = parts.relate(cache, f"{kind}/pivotCacheRecords", "pivotCacheRecords1.xml")
    parts.add(
        cache,
        f'<pivotCacheDefinition xmlns="{_MAIN}" xmlns:r="{kind}" r:id="{records}"'
        ' refreshedBy="xlrisk" refreshedDate="46023" createdVersion="6" refreshedVersion="6"'
        ' minRefreshableVersion="3" recordCount="3"><cacheSource type="worksheet">'
        '<worksheetSource name="Holdings"/></cacheSource><cacheFields count="3">'
        '<cacheField name="Name" numFmtId="0"><sharedItems/></cacheField>'
        '<cacheField name="Sector" numFmtId="0"><sharedItems count="2"><s v="Tech"/><s v="Power"/>'
        '</sharedItems></cacheField><cacheField name="Weight" numFmtId="0"><sharedItems'
        ' containsSemiMixedTypes="0" containsString="0" containsNumber="1" minValue="0.2"'
        ' maxValue="0.4"/></cacheField></cacheFields></pivotCacheDefinition>',
        f"{_TYPE}.pivotCacheDefinition+xml",
    )
    rows = (("Tech", 0, 0.4), ("Utility", 1, 0.4), ("Index &lt;&amp;&gt; fund", 0, 0.2))
    parts.add(
        "xl/pivotCache/pivotCacheRecords1.xml",
        f'<pivotCacheRecords xmlns="{_MAIN}" count="3">'
        + "".join(
            f'<r><s v="{name}"/><x v="{sector}"/><n v="{w}"/></r>' for name, sector, w in rows
        )
        + "</pivotCacheRecords>",
        f"{_TYPE}.pivotCacheRecords+xml",
    )
    table = "xl/pivotTables/pivotTable1.xml"
    parts.relate(table, f"{kind}/pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    parts.add(
        table,
        f'<pivotTableDefinition xmlns="{_MAIN}" name="BySector" cacheId="1" dataCaption="Values"'
        ' updatedVersion="6" minRefreshableVersion="3" createdVersion="6" indent="0" outline="1"'
        ' outlineData="1"><location ref="A3:B6" firstHeaderRow="1" firstDataRow="1"'
        ' firstDataCol="1"/><pivotFields count="3"><pivotField showAll="0"/><pivotField'
        ' axis="axisRow" showAll="0"><items count="3"><item x="1"/><item x="0"/><item'
        ' t="default"/></items></pivotField><pivotField dataField="1" showAll="0"/></pivotFields>'
        '<rowFields count="1"><field x="1"/></rowFields><rowItems count="3"><i><x/></i><i>'
        '<x v="1"/></i><i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="Sum of Weight" fld="2" baseField="0" baseItem="0"/>'
        '</dataFields><pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1"'
        ' showColHeaders="1" showRowStripes="0" showColStripes="0" showLastColumn="1"/>'
        "</pivotTableDefinition>",
        f"{_TYPE}.pivotTable+xml",
    )
    parts.relate(
        _SHEET.format(_PIVOT_SHEET), f"{kind}/pivotTable", "../pivotTables/pivotTable1.xml"
    )
    definition = parts.relate(
        "xl/workbook.xml", f"{kind}/pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml"
    )
    caches = f'<pivotCaches><pivotCache cacheId="1" r:id="{definition}"/></pivotCaches>'
    parts.insert("xl/workbook.xml", "</workbook>", caches)


def _slicer(parts: _Parts) -> None:
    """A slicer of the table of holdings; its frame in a drawing is left to Excel."""
    parts.add(
        "xl/slicerCaches/slicerCache1.xml",
        f'<slicerCacheDefinition xmlns="{_X14}" xmlns:x="{_MAIN}" name="Slicer_Sector"'
        f' sourceName="Sector"><extLst><x:ext xmlns:x15="{_X15}"'
        ' uri="{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}"><x15:tableSlicerCache tableId="1"'
        ' column="2"/></x:ext></extLst></slicerCacheDefinition>',
        "application/vnd.ms-excel.slicerCache+xml",
    )
    parts.add(
        "xl/slicers/slicer1.xml",
        f'<slicers xmlns="{_X14}"><slicer name="Sector" cache="Slicer_Sector" caption="Sector"'
        ' rowHeight="241300"/></slicers>',
        "application/vnd.ms-excel.slicer+xml",
    )
    kind = f"{_MICROSOFT}/2007/relationships"
    cache = parts.relate("xl/workbook.xml", f"{kind}/slicerCache", "slicerCaches/slicerCache1.xml")
    parts.insert(
        "xl/workbook.xml",
        "</workbook>",
        f'<extLst><ext xmlns:x15="{_X15}" uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}">'
        f'<x15:slicerCaches xmlns:x14="{_X14}"><x14:slicerCache r:id="{cache}"/>'
        "</x15:slicerCaches></ext></extLst>",
    )
    sheet = _SHEET.format(_DATA_SHEET)
    slicer = parts.relate(sheet, f"{kind}/slicer", "../slicers/slicer1.xml")
    parts.insert(
        sheet,
        "</worksheet>",
        f'<extLst><ext xmlns:x15="{_X15}" uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}">'
        f'<x14:slicerList xmlns:x14="{_X14}"><x14:slicer r:id="{slicer}"/></x14:slicerList></ext>'
        "</extLst>",
    )


def _threaded_comment(parts: _Parts) -> None:
    parts.add(
        "xl/persons/person.xml",
        f'<personList xmlns="{_THREADED}"><person displayName="An analyst" id="{PERSON}"'
        ' userId="analyst" providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml",
    )
    parts.add(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments xmlns="{_THREADED}"><threadedComment ref="B8"'
        f' dT="2026-01-01T09:00:00.00" personId="{PERSON}" id="{THREAD}"><text>Is this beta right?'
        "</text></threadedComment></ThreadedComments>",
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    kind = f"{_MICROSOFT}/2017/10/relationships"
    parts.relate("xl/workbook.xml", f"{kind}/person", "persons/person.xml")
    parts.relate(
        _SHEET.format(_MAIN_SHEET),
        f"{kind}/threadedComment",
        "../threadedComments/threadedComment1.xml",
    )


def _printer_settings(parts: _Parts) -> None:
    kind = f"{_TYPE}.printerSettings"
    parts.add("xl/printerSettings/printerSettings1.bin", bytes(range(256)), kind)
    sheet = _SHEET.format(_RETURNS_SHEET)
    settings = parts.relate(
        sheet,
        f"{_OFFICE}/relationships/printerSettings",
        "../printerSettings/printerSettings1.bin",
    )
    text = parts.text(sheet)
    parts[sheet] = re.sub(r"<pageSetup ([^>]*?)/>", rf'<pageSetup \1 r:id="{settings}"/>', text)


def _custom_xml(parts: _Parts) -> None:
    parts.add("customXml/item1.xml", '<desk xmlns="urn:desk"><book>Equities</book></desk>')
    parts.add(
        "customXml/itemProps1.xml",
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"'
        ' ds:itemID="{0C1D2E3F-4A5B-4C6D-8E9F-0A1B2C3D4E5F}"><ds:schemaRefs><ds:schemaRef'
        ' ds:uri="urn:desk"/></ds:schemaRefs></ds:datastoreItem>',
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    kind = f"{_OFFICE}/relationships"
    parts.relate("customXml/item1.xml", f"{kind}/customXmlProps", "itemProps1.xml")
    parts.relate("xl/workbook.xml", f"{kind}/customXml", "../customXml/item1.xml")
