"""A workbook packed anew for a program that knows plain packages only.

The file of a user may be Strict, in UTF-16, spell the names of its parts in two ways, or hold what
a reader stumbles over; none of that is wrong. Here it becomes what all readers know: cells, their
texts and formats, and names, each part under the usual name and in UTF-8.
"""

from __future__ import annotations

import codecs
import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from ..errors import FileError
from .package import Package, relationships
from .structure import TRANSITIONAL, DefinedName, Sheet, Structure
from .transcoding import utf8

_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NAMESPACES = (  # of Strict files, and the same of Transitional ones
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", TRANSITIONAL.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", _RELATIONSHIPS.encode()),
)
_DECLARATION = re.compile(rb"\s*<\?xml\s[^>]*\?>")
_IN_NO_ROW = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["'][A-Za-z]{1,3}0+["']""")
_BEGINNING = 65_536  # bytes of a sheet, in which its first row begins
_DEFAULT_SHEET = "Sheet1"
_NOWHERE = -1  # the number of a sheet that the workbook does not have


class _Part(NamedTuple):
    name: str  # below xl/
    kind: str
    source: str  # the part of the workbook that it is made of; "" for an empty sheet


def needs_plain_package(structure: Structure) -> bool:
    """Whether the engine cannot read the file as it is packed, or would read it wrongly.

    The engine has a sheet of its own, "Sheet1", until it has loaded the first one: where that one
    has the same name in other letters, its formulas get lost, and their values stay. Cells that
    read each other it would calculate again and again, each time to another value; a plain package
    does not ask for that.
    """
    return (
        structure.strict or structure.iterate or any(map(_is_default_misspelled, structure.sheets))
    )


def plain_package(
    package: Package, structure: Structure, parts: Mapping[str, bytes], *, names: bool = True
) -> bytes:
    """The workbook as a plain package of its worksheets; `parts` have other contents.

    Drawings, tables and all else that cells are not calculated from stay out; defined names too,
    if `names` is false. An empty sheet comes first where the engine needs one there.

    Raises FileError where a sheet has cells in no row of a sheet.
    """
    sheets = [(n, sheet) for n, sheet in enumerate(structure.sheets) if sheet.kind == "worksheet"]
    if sheets and _is_default_misspelled(sheets[0][1]):
        sheets.insert(0, (_NOWHERE, _empty_sheet(structure)))
    written = list(_written(package, [sheet for _, sheet in sheets]))
    workbook = _workbook(structure, sheets, names=names)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:

        def add(name: str, content: str | bytes) -> None:
            archive.writestr(zipfile.ZipInfo(name), content)  # the same at any time

        add("[Content_Types].xml", _content_types(written))
        document = _relationship("rId1", "officeDocument", "xl/workbook.xml")
        add("_rels/.rels", _relationships_part([document]))
        add("xl/workbook.xml", workbook)
        add("xl/_rels/workbook.xml.rels", _relationships_part(_of_workbook(written)))
        for part in written:
            content = _content(package, parts, part)
            if part.kind == "worksheet":
                _refuse_row_0(content, part, structure)
            add(f"xl/{part.name}", content)
    return stream.getvalue()


def _is_default_misspelled(sheet: Sheet) -> bool:
    return sheet.name != _DEFAULT_SHEET and sheet.name.casefold() == _DEFAULT_SHEET.casefold()


def _empty_sheet(structure: Structure) -> Sheet:
    taken = {sheet.name.casefold() for sheet in structure.sheets}
    name = next(name for n in itertools.count() if (name := f"empty{n}") not in taken)
    return Sheet(name, "", "worksheet", "visible")


def _written(package: Package, sheets: Iterable[Sheet]) -> Iterator[_Part]:
    """The parts of the package, the worksheets first and in their order."""
    for number, sheet in enumerate(sheets, 1):
        yield _Part(f"worksheets/sheet{number}.xml", "worksheet", sheet.part)
    document = next(_related(package, "", "officeDocument"), "")
    for kind in ("sharedStrings", "styles"):
        for part in itertools.islice(_related(package, document, kind), 1):
            yield _Part(f"{kind}.xml", kind, part)


def _related(package: Package, part: str, kind: str) -> Iterator[str]:
    """The parts that this one names in this role, as far as they are there."""
    for one in relationships(package, part).values():
        if one.type == kind and not one.external and one.target in package:
            yield one.target


def _content(package: Package, parts: Mapping[str, bytes], part: _Part) -> bytes:
    if not part.source:
        return f'<worksheet xmlns="{TRANSITIONAL}"><sheetData/></worksheet>'.encode()
    given = parts.get(part.source)
    return _plain(package.read(part.source) if given is None else given)


def _plain(xml: bytes) -> bytes:
    """A part in UTF-8, in the namespaces of Transitional files."""
    text, _ = utf8(xml)
    text = text.removeprefix(codecs.BOM_UTF8)
    if declaration := _DECLARATION.match(text):
        text = text[declaration.end() :]
    for strict, transitional in _NAMESPACES:
        text = text.replace(strict, transitional)
    return text


def _refuse_row_0(xml: bytes, part: _Part, structure: Structure) -> None:
    if _IN_NO_ROW.search(xml, 0, _BEGINNING):
        name = next(sheet.name for sheet in structure.sheets if sheet.part == part.source)
        raise FileError(
            f"The sheet {name} has cells in a row 0, which no sheet has; "
            "open the workbook in Excel, let it repair the file, and save it."
        )


def _workbook(structure: Structure, sheets: list[tuple[int, Sheet]], *, names: bool) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{place}" r:id="rId{place}"/>'
        for place, (_, sheet) in enumerate(sheets, 1)
    )
    known = {number: place for place, (number, _) in enumerate(sheets)}
    defined = "".join(_names(structure.names, known)) if names else ""
    return (
        f'<workbook xmlns="{TRANSITIONAL}" xmlns:r="{_RELATIONSHIPS}">'
        f'<workbookPr date1904="{int(structure.date1904)}"/><sheets>{listed}</sheets>'
        + (f"<definedNames>{defined}</definedNames>" if defined else "")
        + "</workbook>"
    )


def _names(names: Iterable[DefinedName], places: Mapping[int, int]) -> Iterator[str]:
    for name in names:
        if name.sheet is None or name.sheet in places:
            of = "" if name.sheet is None else f' localSheetId="{places[name.sheet]}"'
            yield f"<definedName name={quoteattr(name.name)}{of}>{escape(name.text)}</definedName>"


def _content_types(parts: Iterable[_Part]) -> str:
    overrides = "".join(
        f'<Override PartName="/xl/{part.name}" ContentType="{_SPREADSHEET}.{part.kind}+xml"/>'
        for part in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
        f"{overrides}</Types>"
    )


def _of_workbook(parts: Iterable[_Part]) -> Iterator[str]:
    for number, part in enumerate(parts, 1):
        yield _relationship(f"rId{number}", part.kind, part.name)


def _relationship(identifier: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{identifier}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'


def _relationships_part(relationships: Iterable[str]) -> str:
    content = "".join(relationships)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'
