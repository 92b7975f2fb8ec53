"""Sheets as no sane program writes them, but legal, and others' eyes to read them with.

A `Drawn` sheet is what the cells mean; `written` gives one of the many ways to say it in XML.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import openpyxl
import python_calamine
from hypothesis import strategies as st

from xlrisk.workbook import addresses
from xlrisk.workbook.addresses import Area, address
from xlrisk.workbook.cells import Position
from xlrisk.workbook.values import Cell, ErrorText

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS, COLUMNS = 7, 5
STRINGS = ("shared", " edge ", "<&>")

NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6).map(float), st.floats(allow_nan=False, allow_infinity=False)
)
TEXTS = st.one_of(
    st.sampled_from(["", "text", " edges ", "\n", "a\tb", "<&>\"'", "]]>", "_x0041_", "\r\x07"]),
    st.text(st.characters(codec="utf-8"), max_size=8),
)
ERRORS = st.sampled_from(["#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"])
VALUES = st.one_of(NUMBERS, TEXTS, st.booleans(), ERRORS.map(ErrorText))
FORMULAS = st.sampled_from(
    ["A1+1", 'IF(A1<2,"<&>",B$2)', "SUM($A1:B2)", "Sheet1!A1", "A1  +  2", '"]]>"&A1']
)


@dataclass
class DrawnCell:
    """What a cell means."""

    value: Cell = None
    formula: str | None = None
    area: Area | None = None  # of the array that its formula makes
    dynamic: bool = False
    anchor: Position | None = None  # of the array that fills it
    style: int | None = None
    as_shared_string: bool = False


@dataclass
class Drawn:
    cells: dict[Position, DrawnCell] = field(default_factory=dict)

    @property
    def formulas(self) -> dict[Position, DrawnCell]:
        return {key: cell for key, cell in self.cells.items() if cell.formula is not None}


@st.composite
def drawn_sheets(draw: st.DrawFn) -> Drawn:
    """Constants, formulas, and arrays with the cells that they fill."""
    sheet = Drawn()
    for top, left in draw(st.lists(st.tuples(st.integers(1, ROWS), st.integers(1, COLUMNS)))):
        kind = draw(st.sampled_from(["constant", "constant", "shared", "plain", "plain", "array"]))
        cell = DrawnCell(
            style=draw(st.sampled_from([None, None, 1, 2])), value=draw(st.none() | VALUES)
        )
        area = Area(top, left, top, left)
        if kind == "array":
            bottom, right = draw(st.integers(top, ROWS)), draw(st.integers(left, COLUMNS))
            area = Area(top, left, bottom, right)
            cell.area, cell.dynamic = area, draw(st.booleans())
        if kind in {"plain", "array"}:
            cell.formula = draw(FORMULAS)
        if kind == "shared":
            cell.value, cell.as_shared_string = draw(st.sampled_from(STRINGS)), True
        if any(key in sheet.cells or is_filled(sheet, key) for key in positions(area)):
            continue
        for key in positions(area):
            if key != (top, left) and draw(st.booleans()):
                sheet.cells[key] = DrawnCell(
                    draw(st.none() | VALUES), anchor=(top, left), style=draw(st.none() | st.just(1))
                )
        sheet.cells[top, left] = cell
    return sheet


def positions(area: Area) -> Iterator[Position]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column


def is_filled(sheet: Drawn, position: Position) -> bool:
    return any(cell.area and cell.area.holds(*position) for cell in sheet.cells.values())


class Writer:
    """Writes a sheet in XML, and leaves to chance what XML and the schema leave free."""

    def __init__(self, random: Random, *, plain: bool = False) -> None:
        self.random = random
        self.plain = plain  # as Excel writes it
        self.prefix = "" if plain else random.choice(["", "", "x:", "ä.1:"])
        self.namespace = MAIN

    def chance(self, of: int = 3) -> bool:
        return not self.plain and self.random.randrange(of) == 0

    def written(self, sheet: Drawn) -> bytes:
        attribute = f"xmlns:{self.prefix[:-1]}" if self.prefix else "xmlns"
        root = f'<{self.prefix}worksheet {attribute}="{self.namespace}">'
        encoding = "UTF-8" if self.plain else self.random.choice(["UTF-8", "UTF-8", "UTF-16"])
        declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
        rows = sorted({row for row, _ in sheet.cells} | ({ROWS + 2} if self.chance() else set()))
        data = "".join(self.rows(sheet, rows))
        text = (
            declaration
            + self.noise()
            + root
            + (f'<{self.prefix}dimension ref="A1"/>' if self.plain or self.chance(2) else "")
            + (self.element("sheetData", {}, data))
            + self.noise()
            + f"</{self.prefix}worksheet>"
        )
        if encoding == "UTF-16":
            return text.encode("utf-16")
        return (b"\xef\xbb\xbf" if self.chance() else b"") + text.encode()

    def rows(self, sheet: Drawn, rows: Sequence[int]) -> Iterator[str]:
        last = 0
        for row in rows:
            numbered = row != last + 1 or not self.chance()
            attributes = {"r": str(row)} if numbered else {}
            if self.chance():
                attributes["spans"] = "1:5"
            cells = "".join(self.cells(sheet, row))
            yield self.noise() + self.element("row", attributes, cells)
            last = row

    def cells(self, sheet: Drawn, row: int) -> Iterator[str]:
        last = 0
        for column in sorted(column for other, column in sheet.cells if other == row):
            addressed = column != last + 1 or not self.chance()
            yield self.noise() + self.cell(sheet.cells[row, column], row, column, addressed)
            last = column

    def cell(self, cell: DrawnCell, row: int, column: int, addressed: bool) -> str:
        attributes = {"r": address(row, column)} if addressed else {}
        if cell.style is not None:
            attributes["s"] = str(cell.style)
        if cell.dynamic:
            attributes["cm"] = "1"
        kind, value = self.value(cell)
        if kind:
            attributes["t"] = kind
        return self.element("c", attributes, self.formula(cell) + self.noise() + value)

    def formula(self, cell: DrawnCell) -> str:
        if cell.formula is None:
            stub = cell.anchor and self.chance()
            return self.element("f", {"ca": "1"}, "") if stub else ""
        attributes = {"t": "array", "ref": str(cell.area)} if cell.area else {}
        if self.chance():
            attributes["ca"] = "1"
        return self.element("f", attributes, self.text(cell.formula))

    def value(self, cell: DrawnCell) -> tuple[str, str]:
        """The t attribute and the element of a value."""
        value, kind = cell.value, ""
        if value is None:
            return "", self.random.choice(["", self.element("v", {}, "")])
        if isinstance(value, bool):
            kind, text = "b", str(int(value))
        elif isinstance(value, ErrorText):
            kind, text = "e", self.text(value)
        elif cell.as_shared_string and isinstance(value, str):
            kind, text = "s", str(STRINGS.index(value))
        elif isinstance(value, str):
            if cell.formula is None and self.random.random() < 0.5:
                return "inlineStr", self.inline_string(value)
            kind, text = "str", self.text(escapes(value))
        else:
            kind, text = self.random.choice(["", "n"]), repr(value)
        return kind, self.element("v", {}, text)

    def inline_string(self, text: str) -> str:
        text = escapes(text)
        item = self.element("t", {}, self.text(text))
        if self.chance():
            cut = len(text) // 2
            runs = [self.element("t", {}, self.text(half)) for half in (text[:cut], text[cut:])]
            item = "".join(self.element("r", {}, run) for run in runs)
            spoken = self.element("t", {}, "spoken")
            item += self.element("rPh", {"sb": "0", "eb": "1"}, spoken)
        return self.element("is", {}, item)

    def text(self, text: str) -> str:
        """A text in one of XML's spellings."""
        escaped = escape(text)
        if self.chance(6) and "]]>" not in text:
            return f"<![CDATA[{text}]]>"
        if self.chance(6):
            cut = len(text) // 2
            return escape(text[:cut]) + "<!-- </f></v><c> -->" + escape(text[cut:])
        if self.chance(6):
            return "".join(f"&#{ord(character)};" for character in text)
        return escaped.replace("]]>", "]]&gt;")

    def element(self, name: str, attributes: dict[str, str], content: str) -> str:
        items = list(attributes.items())
        if name in {"v", "t", "f"} and (self.chance() or content.strip() != content):
            items.append(("xml:space", "preserve"))
        if self.chance() and name in {"c", "row"}:
            items.append(("o", " t='s' r='B9' >"))
        if not self.plain:
            self.random.shuffle(items)
        tag = self.prefix + name
        opening = "<" + tag + "".join(self.attribute(*item) for item in items)
        opening += " \n" if self.chance() else ""
        if not content and not self.chance():
            return opening + "/>"
        return f"{opening}>{content}</{tag}{' ' if self.chance() else ''}>"

    def attribute(self, name: str, value: str) -> str:
        quote = "'" if self.chance() and "'" not in value else '"'
        space, around = ("\n  ", " ") if self.chance(6) else (" ", "")
        return f"{space}{name}{around}={around}{quote}{value}{quote}"

    def noise(self) -> str:
        """What may stand between elements."""
        if not self.chance(4):
            return ""
        return self.random.choice(
            ["<!-- <c r='A1'><f>1</f></c> -->", "\n  ", "<?row <row r='9'>?>", "<!-- </row> -->"]
        )


def excel() -> Writer:
    """A writer that leaves nothing to chance."""
    return Writer(Random(0), plain=True)  # noqa: S311 (no secret)


def escapes(text: str) -> str:
    """The escapes of spreadsheets, as the standard says (ST_Xstring)."""
    text = re.sub("_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)
    return re.sub("[\x00-\x08\x0b-\x1f\ufffe\uffff]", lambda c: f"_x{ord(c[0]):04X}_", text)


def meant(text: Any) -> Any:
    """A text as read by who leaves the escapes of spreadsheets in it."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), text)


# a package around a sheet, and other people's readers


def package(sheet: bytes) -> bytes:
    """The least that makes a workbook of a sheet."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    styles = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    strings = "".join(f'<si><t xml:space="preserve">{escape(escapes(s))}</t></si>' for s in STRINGS)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f"""<Types
            xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
            <Default Extension="rels" ContentType="{_TYPE}package.relationships+xml"/>
            <Override PartName="/xl/workbook.xml" ContentType="{_TYPE}{_MAIN}sheet.main+xml"/>
            <Override PartName="/xl/sheet.xml" ContentType="{_TYPE}{_MAIN}worksheet+xml"/>
            <Override PartName="/xl/styles.xml" ContentType="{_TYPE}{_MAIN}styles+xml"/>
            <Override PartName="/xl/sharedStrings.xml"
                ContentType="{_TYPE}{_MAIN}sharedStrings+xml"/>
            </Types>""",
        "_rels/.rels": _relations(("1", f"{relations}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f"""<workbook xmlns="{MAIN}" xmlns:r="{relations}">
            <sheets><sheet name="Sheet1" sheetId="1" r:id="id1"/></sheets></workbook>""",
        "xl/_rels/workbook.xml.rels": _relations(
            ("1", f"{relations}/worksheet", "sheet.xml"),
            ("2", f"{relations}/styles", "styles.xml"),
            ("3", f"{relations}/sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": f"""<styleSheet xmlns="{MAIN}"><fonts><font/></fonts>
            <fills><fill><patternFill/></fill></fills><borders><border/></borders>
            <cellStyleXfs>{styles}</cellStyleXfs><cellXfs>{styles * 3}</cellXfs>
            <cellStyles><cellStyle name="Normal" xfId="0"/></cellStyles></styleSheet>""",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/sheet.xml": sheet,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


_TYPE = "application/vnd.openxmlformats-"
_MAIN = "officedocument.spreadsheetml."


def _relations(*relations: tuple[str, str, str]) -> str:
    items = "".join(
        f'<Relationship Id="id{number}" Type="{kind}" Target="{target}"/>'
        for number, kind, target in relations
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{items}</Relationships>'


def openpyxl_values(sheet: bytes) -> dict[Position, Cell]:
    """The values of all cells that are not empty, as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(package(sheet)), data_only=True)
    found: dict[Position, Cell] = {}
    for cell in book["Sheet1"]._cells.values():
        value = cell.value
        if cell.data_type == "e":
            value = ErrorText(value)
        elif isinstance(value, str):
            value = meant(value)
        elif value is not None and not isinstance(value, bool):
            value = float(value)
        if value not in {None, ""}:
            found[cell.row, cell.column] = value
    return found


def openpyxl_formulas(sheet: bytes) -> dict[Position, str]:
    """The formulas, but for empty ones, as openpyxl reads them."""
    book = openpyxl.load_workbook(io.BytesIO(package(sheet)))
    found = {}
    for cell in book["Sheet1"]._cells.values():
        text = getattr(cell.value, "text", cell.value)
        if cell.data_type == "f" and text not in {None, "", "="}:
            found[cell.row, cell.column] = text.removeprefix("=")
    return found


def calamine_values(sheet: bytes) -> dict[Position, Cell]:
    """The values of all cells that are not empty, as calamine reads them: errors as empty."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(package(sheet)))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return {
        (row, column): value if isinstance(value, (bool, str)) else float(value)  # type: ignore[arg-type]
        for row, values in enumerate(rows, 1)
        for column, value in enumerate(values, 1)
        if value not in {None, ""}
    }


Element: TypeAlias = "ElementTree.Element[Any]"


def tree(sheet: bytes) -> Element:
    """The XML of a sheet with its comments and processing instructions."""
    builder = ElementTree.TreeBuilder(insert_comments=True, insert_pis=True)
    return ElementTree.fromstring(sheet, ElementTree.XMLParser(target=builder))  # noqa: S314


def walked(root: Element) -> Iterator[tuple[int, Element, list[tuple[int, Element]]]]:
    """Each row with its number, its element, and its cells with their columns."""
    row = 0
    for row_element in root.iter(f"{{{MAIN}}}row"):
        row = int(row_element.get("r", row + 1))
        cells, column = [], 0
        for cell_element in row_element.iter(f"{{{MAIN}}}c"):
            reference = cell_element.get("r")
            column = addresses.cell(reference)[1] if reference else column + 1
            cells.append((column, cell_element))
        yield row, row_element, cells


def canonical(
    sheet: bytes, but_for: Collection[Position], but_for_new: Collection[Position] = ()
) -> str:
    """All of a sheet but for the values of these cells, and but for these cells as a whole."""
    root = tree(sheet)
    for row, row_element, cells in list(walked(root)):
        for column, cell_element in cells:
            if (row, column) in but_for_new:
                _remove(row_element, cell_element)
            elif (row, column) in but_for:
                cell_element.attrib.pop("t", None)
                _remove_value(cell_element)
        if row in {new_row for new_row, _ in but_for_new} and not len(row_element):
            _remove(next(root.iter(f"{{{MAIN}}}sheetData")), row_element)
    for dimension in root.iter(f"{{{MAIN}}}dimension"):
        dimension.attrib.clear()
    return ElementTree.canonicalize(ElementTree.tostring(root, encoding="unicode"))


def _remove_value(cell_element: Element) -> None:
    for part in list(cell_element):
        if part.tag in {f"{{{MAIN}}}v", f"{{{MAIN}}}is"}:
            _remove(cell_element, part)
        elif part.tag == f"{{{MAIN}}}f":
            part.attrib.pop("ref", None)
            if not (part.text or "").strip():
                _remove(cell_element, part)


def _remove(parent: Element, child: Element) -> None:
    """Remove an element, but not the text behind it."""
    children = list(parent)
    before = children.index(child) - 1
    if before >= 0:
        children[before].tail = (children[before].tail or "") + (child.tail or "")
    else:
        parent.text = (parent.text or "") + (child.tail or "")
    parent.remove(child)
