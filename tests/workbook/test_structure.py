"""What a workbook consists of, found by the rules of packages, in Transitional and Strict files."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from tests.workbook.packages import good_book, packed, parts_of, replaced, without
from xlrisk.workbook.guard import Refused
from xlrisk.workbook.package import Package
from xlrisk.workbook.shared_strings import shared_strings
from xlrisk.workbook.structure import DefinedName, Sheet, Structure, Table, structure_of

WORKBOOK, RELATIONSHIPS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, TABLE, STRINGS = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml", "xl/sharedStrings.xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_NAMESPACES = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": (
        "http://purl.oclc.org/ooxml/spreadsheetml/main"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def structure(data: bytes) -> Structure:
    return structure_of(Package(data))


def texts(data: bytes) -> list[str]:
    package = Package(data)
    return shared_strings(package, structure_of(package))


def strict_book() -> bytes:
    """The good workbook with the namespaces of Strict files."""
    parts = parts_of(good_book())
    for name, content in parts.items():
        for transitional, strict in STRICT_NAMESPACES.items():
            content = content.replace(transitional.encode(), strict.encode())  # noqa: PLW2901
        parts[name] = content
    return packed(parts)


def test_the_good_workbook() -> None:
    assert structure(good_book()) == Structure(
        sheets=(
            Sheet("Main", SHEET, "worksheet", "visible"),
            Sheet("It's & other", "xl/worksheets/sheet2.xml", "worksheet", "hidden"),
        ),
        names=(DefinedName("Local", "Main!$A$1", 0), DefinedName("Rate", "0.02", None)),
        tables=(Table("Prices", 1, 2, 2, 6, 3, 1, 1, ("Day", "Value"), TABLE),),
        shared_strings=STRINGS,
        strict=False,
        date1904=False,
        full_calc_on_load=True,
        calc_completed=True,
        manual=False,
        calc_on_save=True,
        full_precision=True,
        iterate=False,
        external_links=0,
        has_macros=False,
        is_signed=False,
        charts=1,
        pivot_caches=0,
    )
    assert texts(good_book())[:3] == ["text", "half bold", "two\r\nlines"]


def test_a_strict_workbook_is_the_same_but_for_being_strict() -> None:
    assert structure(strict_book()) == dataclasses.replace(structure(good_book()), strict=True)
    assert texts(strict_book()) == texts(good_book())


def test_prefixes_and_other_namespaces() -> None:
    """Elements count by their namespace, not by how they are spelled."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    other = '<x:sheet xmlns:x="urn:other" name="no sheet"/><!-- <sheet name="none"/> -->'
    parts = parts_of(good_book())
    xml = parts[WORKBOOK].decode().replace(f'xmlns="{space}"', f'xmlns:p="{space}"')
    for word in ("workbook", "sheets", "sheet", "definedNames", "definedName", "calcPr"):
        for mark in ("<", "</"):
            for end in (" ", ">"):
                xml = xml.replace(f"{mark}{word}{end}", f"{mark}p:{word}{end}")
    parts[WORKBOOK] = xml.replace("<p:sheets>", f"<p:sheets>{other}").encode("utf-16")
    parts[WORKBOOK] = parts[WORKBOOK].replace(
        "UTF-8".encode("utf-16-le"), "utf-16".encode("utf-16-le")
    )
    assert structure(packed(parts)) == structure(good_book())


def test_blanks_between_elements_mean_nothing() -> None:
    parts = parts_of(good_book())
    for name in (WORKBOOK, TABLE, RELATIONSHIPS):
        parts[name] = parts[name].replace(b"><", b">\n  <")
    assert structure(packed(parts)) == structure(good_book())


@pytest.mark.parametrize(
    ("attributes", "fields"),
    [
        ("", {}),
        ('fullCalcOnLoad="1"', {"full_calc_on_load": True}),
        ('calcCompleted="0"', {"calc_completed": False}),
        ('calcMode="manual" calcOnSave="false"', {"manual": True, "calc_on_save": False}),
        ('fullPrecision="0" iterate="true"', {"full_precision": False, "iterate": True}),
    ],
)
def test_how_a_workbook_is_calculated(attributes: str, fields: dict[str, Any]) -> None:
    found = structure(replaced(WORKBOOK, 'calcId="124519" fullCalcOnLoad="1"', attributes))
    expected = dataclasses.replace(structure(good_book()), full_calc_on_load=False)
    assert found == dataclasses.replace(expected, **fields)


def test_dates_from_1904() -> None:
    assert structure(replaced(WORKBOOK, "<workbookPr ", '<workbookPr date1904="1" ')).date1904
    assert not structure(replaced(WORKBOOK, "<workbookPr ", '<workbookPr date1904="0" ')).date1904


def with_part(kind: str) -> bytes:
    """The good workbook with one more part, of this content type."""
    parts = parts_of(good_book())
    override = f'<Override PartName="/xl/more" ContentType="{kind}"/></Types>'
    types = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())
    return packed({**parts, "[Content_Types].xml": types, "xl/more": b""})


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("vnd.ms-office.vbaProject", {"has_macros": True}),
        ("vnd.openxmlformats-package.digital-signature-xmlsignature+xml", {"is_signed": True}),
        ("vnd.openxmlformats-officedocument.drawingml.chart+xml", {"charts": 2}),
        ("vnd.ms-office.chartex+xml", {"charts": 2}),
        (
            "vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml",
            {"pivot_caches": 1},
        ),
    ],
)
def test_what_else_a_workbook_has(kind: str, fields: dict[str, Any]) -> None:
    found = structure(with_part(f"application/{kind}"))
    assert found == dataclasses.replace(structure(good_book()), **fields)


def test_external_links_are_counted_as_formulas_number_them() -> None:
    links = "<externalReferences><externalReference/><externalReference/></externalReferences>"
    assert (
        structure(replaced(WORKBOOK, "<definedNames>", links + "<definedNames>")).external_links
        == 2
    )


@pytest.mark.parametrize(
    ("relationship", "kind"),
    [
        (
            f"{OFFICE}/chartsheet",
            "chartsheet",
        ),
        (
            f"{OFFICE}/dialogsheet",
            "dialogsheet",
        ),
        ("http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "macrosheet"),
        ("http://schemas.microsoft.com/office/2006/relationships/xlIntlMacrosheet", "macrosheet"),
        ("urn:something", "missing"),
    ],
)
def test_kinds_of_sheets(relationship: str, kind: str) -> None:
    old, new = f'Type="{OFFICE}/worksheet" Target="{{}}"', f'Type="{relationship}" Target="{{}}"'
    target = "worksheets/sheet1.xml"
    found = structure(replaced(RELATIONSHIPS, old.format(target), new.format(target)))
    assert found.sheets[0] == Sheet("Main", SHEET if kind != "missing" else "", kind, "visible")  # type: ignore[arg-type]
    assert found.has_macros == (kind == "macrosheet")
    assert found.sheets[1].kind == "worksheet"


@pytest.mark.parametrize(
    "book",
    [
        pytest.param(lambda: without(SHEET), id="no part"),
        pytest.param(lambda: replaced(RELATIONSHIPS, 'Id="rId1"', 'Id="r9"'), id="no relationship"),
        pytest.param(lambda: replaced(WORKBOOK, ' r:id="rId1"', ""), id="no identifier"),
        pytest.param(
            lambda: replaced(
                RELATIONSHIPS,
                'Target="worksheets/sheet1.xml"',
                f'Target="{SHEET}" TargetMode="External"',
            ),
            id="outside of the package",
        ),
    ],
)
def test_a_sheet_that_is_missing_keeps_its_place(book: Callable[[], bytes]) -> None:
    found = structure(book())
    assert found.sheets[0] == Sheet("Main", "", "missing", "visible")
    assert found.sheets[1:] == structure(good_book()).sheets[1:]
    assert found.tables == structure(good_book()).tables


def test_a_name_of_a_sheet_that_is_gone_is_left_out() -> None:
    found = structure(replaced(WORKBOOK, 'localSheetId="0"', 'localSheetId="2"'))
    assert found.names == (DefinedName("Rate", "0.02", None),)


def test_names_of_columns_are_unescaped() -> None:
    found = structure(replaced(TABLE, 'name="Value"', 'name="Two_x000a_lines &amp; more"'))
    assert found.tables[0].columns == ("Day", "Two\nlines & more")


def test_a_table_without_a_display_name_or_counts() -> None:
    table = structure(replaced(TABLE, 'displayName="Prices" ', "")).tables[0]
    assert (table.name, table.header_rows, table.total_rows) == ("Prices", 1, 1)
    table = structure(replaced(TABLE, 'totalsRowCount="1"', 'headerRowCount="0"')).tables[0]
    assert (table.header_rows, table.total_rows) == (0, 0)


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("<si><t>a</t></si>", "a"),
        ("<si><t></t></si>", ""),
        ("<si/>", ""),
        ("<si><r><t>a</t></r><r><rPr/><t xml:space='preserve'> b</t></r></si>", "a b"),
        ("<si><t>a</t><rPh sb='0' eb='1'><t>ah</t></rPh><phoneticPr/></si>", "a"),
        ("<si><rPh sb='0' eb='1'><t>ah</t></rPh><r><t>a</t></r></si>", "a"),
        ("<si><t>a_x000D__x000a_b_x005F_x0041_</t></si>", "a\r\nb_x0041_"),
        ("<si><t>&lt;&#65;<![CDATA[&amp;]]><!-- no -->é</t></si>", "<A&amp;é"),
        ("<si><t>a\r\nb</t></si>", "a\nb"),
        ("<si>\n <t>a</t>\n</si>\n", "a"),
    ],
)
def test_shared_texts(item: str, text: str) -> None:
    parts = parts_of(good_book())
    head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    parts[STRINGS] = f"{head}{item}<si><t>last</t></si></sst>".encode()
    assert texts(packed(parts)) == [text, "last"]


def test_a_workbook_without_shared_texts() -> None:
    other = "relationships/sharedStrings"
    assert texts(replaced(RELATIONSHIPS, other, "relationships/other")) == []


def test_parts_may_stand_anywhere_and_be_spelled_in_any_case() -> None:
    names = {
        WORKBOOK: "Book.xml",
        RELATIONSHIPS: "_rels/Book.xml.rels",
        SHEET: "xl/Worksheets/SHEET1.xml",
    }
    parts = {names.get(name, name): content for name, content in parts_of(good_book()).items()}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b'"xl/workbook.xml"', b'"/BOOK.xml"')
    related = parts["_rels/Book.xml.rels"]
    parts["_rels/Book.xml.rels"] = related.replace(b'Target="', b'Target="/XL/')
    found = structure(packed(parts))
    assert [sheet.part for sheet in found.sheets] == [names[SHEET], "xl/worksheets/sheet2.xml"]
    assert texts(packed(parts)) == texts(good_book())


@pytest.mark.parametrize(
    ("book", "reason"),
    [
        pytest.param(lambda: packed({}), r"\[Content_Types\].xml is missing", id="empty"),
        pytest.param(lambda: without("[Content_Types].xml"), "Content_Types", id="no types"),
        pytest.param(lambda: without("_rels/.rels"), "has no main part", id="no relationships"),
        pytest.param(lambda: without(WORKBOOK), "xl/workbook.xml is missing", id="no workbook"),
        pytest.param(lambda: without(TABLE), "table1.xml is missing", id="no table"),
        pytest.param(lambda: without(STRINGS), "sharedStrings.xml is missing", id="no texts"),
        pytest.param(
            lambda: replaced("_rels/.rels", "xl/workbook.xml", "docProps/app.xml"),
            "is not a workbook: docProps/app.xml holds a Properties",
            id="another document",
        ),
        pytest.param(
            lambda: replaced("_rels/.rels", "xl/workbook.xml", SHEET),
            "is not a workbook: xl/worksheets/sheet1.xml holds a worksheet",
            id="another part",
        ),
        pytest.param(
            lambda: replaced(WORKBOOK, "openxmlformats.org/spreadsheetml", "other.org/other"),
            "is not a workbook: xl/workbook.xml holds a workbook",
            id="another namespace",
        ),
        pytest.param(
            lambda: replaced(
                "[Content_Types].xml",
                "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                "vnd.ms-excel.sheet.binary.macroEnabled.main",
            ),
            r"binary one \(.xlsb\)",
            id="binary workbook",
        ),
        pytest.param(
            lambda: replaced(WORKBOOK, "<sheet ", "<sheetless "), "has no sheets", id="no sheets"
        ),
        pytest.param(
            lambda: replaced(WORKBOOK, 'name="Main" ', ""), "a sheet has no name", id="no name"
        ),
        pytest.param(
            lambda: replaced(WORKBOOK, 'localSheetId="0"', 'localSheetId="-1"'),
            "localSheetId is '-1' instead of a whole number",
            id="index that is none",
        ),
        pytest.param(
            lambda: replaced(TABLE, 'totalsRowCount="1"', f'totalsRowCount="{"9" * 5000}"'),
            "totalsRowCount is '9{20}' instead",
            id="count that is none",
        ),
        pytest.param(
            lambda: replaced(TABLE, 'ref="B2:C6"', 'ref="B2:C"'),
            "does not say where the table Prices is",
            id="place that is none",
        ),
        pytest.param(
            lambda: replaced(RELATIONSHIPS, "sheet2.xml", "sheet1.xml"),
            "worksheets/sheet1.xml is used 2 times",
            id="two sheets in one part",
        ),
        pytest.param(
            lambda: replaced(
                "xl/worksheets/_rels/sheet2.xml.rels",
                "<Relationship ",
                f'<Relationship Id="r2" Type="{OFFICE}/table" Target="/{TABLE}"/><Relationship ',
            ),
            "tables/table1.xml is used 2 times",
            id="two tables in one part",
        ),
        pytest.param(
            lambda: replaced(TABLE, "<table ", "<!DOCTYPE table><table "), "DOCTYPE", id="DOCTYPE"
        ),
        pytest.param(
            lambda: replaced(WORKBOOK, "</workbook>", ""), "no well-formed XML", id="cut XML"
        ),
    ],
)
def test_what_is_no_workbook_is_refused(book: Callable[[], bytes], reason: str) -> None:
    with pytest.raises(Refused, match=reason) as caught:
        texts(book())
    assert str(caught.value).endswith(".")


def test_the_same_structure_as_openpyxl_finds() -> None:
    book = openpyxl.load_workbook(io.BytesIO(good_book()))
    found = structure(good_book())
    assert [sheet.name for sheet in found.sheets] == book.sheetnames
    assert [sheet.state for sheet in found.sheets] == [sheet.sheet_state for sheet in book]
    assert {t.name for t in found.tables} == {name for sheet in book for name in sheet.tables}
