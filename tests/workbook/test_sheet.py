"""The formulas of a worksheet, in whatever XML they are written."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.corpus import folder
from tests.workbook.odd_sheets import (
    FORMULAS,
    MAIN,
    STRINGS,
    Drawn,
    Writer,
    drawn_sheets,
    excel,
    openpyxl_formulas,
    openpyxl_values,
)
from tests.workbook.sheet_corpus import reason_known
from xlrisk.errors import FileError
from xlrisk.workbook.addresses import Area, cell
from xlrisk.workbook.cells import Formula, SheetIndex
from xlrisk.workbook.rows import plain_rows
from xlrisk.workbook.sheet import has_formulas, index_of, with_formulas
from xlrisk.workbook.values import Cell, ErrorText

RANDOMS = st.randoms(use_true_random=False)


def sheet(rows: str, *, behind: str = "", before: str = "", namespace: str = MAIN) -> bytes:
    """A sheet with these rows."""
    data = f"{before}<sheetData>{rows}</sheetData>{behind}"
    return f'<worksheet xmlns="{namespace}">{data}</worksheet>'.encode()


def index(xml: bytes) -> SheetIndex:
    return index_of(xml, lambda: STRINGS)


def only(xml: bytes) -> Formula:
    """The one formula of a sheet."""
    (formula,) = index(xml).formulas.values()
    return formula


def texts(xml: bytes) -> dict[str, str]:
    return {
        address: formula.text
        for formula in index(xml).formulas.values()
        for address in [f"{chr(64 + formula.column)}{formula.row}"]
    }


# what is found


@given(drawn_sheets(), RANDOMS, st.booleans())
def test_the_index_holds_what_was_drawn(drawn: Drawn, random: Random, plain: bool) -> None:
    found = index(Writer(random, plain=plain).written(drawn))
    assert found.formulas.keys() == drawn.formulas.keys()
    for position, one in found.formulas.items():
        meant = drawn.cells[position]
        assert (one.row, one.column) == position
        assert (one.text, one.area, one.dynamic) == (meant.formula, meant.area, meant.dynamic)
        assert one.kind == ("array" if meant.area else "plain")
        assert_same(one.stored, meant.value)
        assert one.has_value is (meant.value is not None)
    children = {key: cell for key, cell in drawn.cells.items() if cell.anchor}
    assert found.children.keys() == children.keys()
    for position, child in found.children.items():
        assert child.anchor == children[position].anchor
        assert_same(child.stored, children[position].value)


@given(drawn_sheets(), RANDOMS)
def test_others_find_the_same_formulas(drawn: Drawn, random: Random) -> None:
    xml = Writer(random).written(drawn)
    found = {position: formula.text for position, formula in index(xml).formulas.items()}
    assert found == openpyxl_formulas(xml)


def assert_same(found: Cell, expected: Cell) -> None:
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        pytest.param("<c r='B2'><f>A1</f><v>1</v></c>", "A1", id="quotes"),
        pytest.param('<c t="n" s="1" r="B2"><f>A1</f></c>', "A1", id="order of attributes"),
        pytest.param('<c\n r = "B2" ><f >A1</f ><v/></c >', "A1", id="white space in tags"),
        pytest.param(
            '<c r="B2"><f>A1&lt;&#66;1&amp;"&#x263A;"</f></c>', 'A1<B1&"☺"', id="entities"
        ),
        pytest.param('<c r="B2"><f><![CDATA[A1<B1]]></f></c>', "A1<B1", id="CDATA"),
        pytest.param('<c r="B2"><f>A1<!-- </f> -->+1</f></c>', "A1+1", id="comment inside"),
        pytest.param('<c r="B2"><!-- > --><f>A1</f></c>', "A1", id="comment before"),
        pytest.param('<c r="B2"><?x <f>?><f>A1</f></c>', "A1", id="processing instruction"),
        pytest.param('<c r="B2"><f xml:space="preserve"> A1 </f></c>', " A1 ", id="xml:space"),
        pytest.param('<c r="B2"><f>A1+\r\n1</f><v>1</v></c>', "A1+\n1", id="end of line"),
        pytest.param('<c r="B2"><f>=A1</f></c>', "A1", id="with an equals sign"),
        pytest.param('<c r="B2"><f>"_x000D_"</f></c>', '"\r"', id="escape"),
        pytest.param('<c r="B2"><f t="normal" ca="1">NOW()</f></c>', "NOW()", id="volatile"),
        pytest.param('<c r="B2"><f>A1>1</f><v>>/></v></c>', "A1>1", id="bare greater-than"),
        pytest.param('<c r="B2"><f>/></f></c>', "/>", id="like an empty element"),
        pytest.param('<c r="B2" o="&gt;>"><f o="/>">A1</f></c>', "A1", id="in an attribute"),
        pytest.param(
            '<c r="B2"><f>A1</f><extLst><ext><f xmlns="urn:x">B1</f></ext></extLst></c>',
            "A1",
            id="foreign element of the same name",
        ),
        pytest.param(
            '<x:c xmlns:x="' + MAIN + '" r="B2"><x:f>A1</x:f></x:c>', "A1", id="prefix of its own"
        ),
    ],
)
def test_spellings_of_a_formula(formula: str, expected: str) -> None:
    xml = sheet(f'<row r="2">{formula}</row>')
    assert texts(xml) == {"B2": expected}
    assert has_formulas(xml)
    start, end = only(xml).place.formula, only(xml).place.formula_end
    assert texts(xml[:start] + b"<f>C1</f>" + xml[end:]) == {"B2": "C1"}


@pytest.mark.parametrize(
    ("attributes", "content", "expected"),
    [
        ("", "<v>1.5</v>", 1.5),
        ("", "<v> 1e3\n</v>", 1000.0),
        ("", "<v/>", None),
        ("", "", None),
        ('t="str"', "", None),
        ('t="str"', "<v/>", ""),
        ('t="str"', "<v></v>", ""),
        ('t="str"', "<v xml:space='preserve'> a&amp;b_x0009_ </v>", " a&b\t "),
        ('t="str"', "<v>a<!-- </v> --><![CDATA[<b>]]></v>", "a<b>"),
        ('t="s"', "<v>1</v>", STRINGS[1]),
        ('t="s"', "<v>99</v>", None),
        ('t="b"', "<v>1</v>", True),
        ('t="e"', "<v>#N/A</v>", ErrorText("#N/A")),
        ('t="str"', "<v>#N/A</v>", "#N/A"),
        ('t="d"', "<v>2024-03-01</v>", 45352.0),
        ('t="inlineStr"', "<is><t>a</t></is>", "a"),
        (
            't="inlineStr"',
            "<is><r><rPr><b/></rPr><t>a</t></r><r><t> b</t></r><rPh sb='0'><t>no</t></rPh></is>",
            "a b",
        ),
    ],
)
def test_cached_values(attributes: str, content: str, expected: Cell) -> None:
    xml = sheet(f'<row r="1"><c r="A1" {attributes}><f>B1</f>{content}</c></row>')
    assert_same(only(xml).stored, expected)


def test_dates_in_a_workbook_of_1904() -> None:
    xml = sheet('<row r="1"><c r="A1" t="d"><f>B1</f><v>1904-01-02</v></c></row>')
    (formula,) = index_of(xml, list, date1904=True).formulas.values()
    assert formula.stored == 1.0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<row><c><f>X</f></c><c/><c><f>Y</f></c></row>", {"A1": "X", "C1": "Y"}),
        ("<row/><row/><row><c/><c><f>X</f></c></row>", {"B3": "X"}),
        ('<row r="4"/><row><c r="C5"/><c><f>X</f></c></row>', {"D5": "X"}),
        ('<row r="4"><c><v>1</v></c></row><row><c><f>X</f></c></row>', {"A5": "X"}),
        ('<row><c r="B7"><f>X</f></c></row><row><c r="B8"/><c><f>Y</f></c></row>', None),
        ('<row><c r="B7"/></row><row><c><f>Y</f></c></row>', {"A8": "Y"}),
        ("<row r=' 2'><c><f>X</f></c></row>", {"A1": "X"}),
        ("<row r='2'><c><v>1</v></c></row><row r='3'><c><f>X</f></c></row>", {"A3": "X"}),
    ],
)
def test_rows_and_cells_without_addresses(rows: str, expected: dict[str, str] | None) -> None:
    assert texts(sheet(rows)) == (expected or {"B7": "X", "C8": "Y"})


@pytest.mark.parametrize(
    ("encoding", "declaration"),
    [
        ("utf-8", ""),
        ("utf-8", "utf-8"),
        ("utf-8", "UTF8"),
        ("utf-8", "UTF-16"),  # cannot be true
        ("utf-8-sig", ""),
        ("utf-8-sig", "utf-8"),
        ("utf-16", ""),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-16-be", ""),
        ("latin-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
    ],
)
def test_encodings(encoding: str, declaration: str) -> None:
    if declaration:
        declaration = f'<?xml version="1.0" encoding="{declaration}"?>'
    xml = sheet('<row r="1"><c r="A1" t="str"><f>"é"</f><v>é</v></c></row>')
    xml = (declaration + xml.decode()).encode(encoding)
    assert only(xml).text == '"é"'
    assert only(xml).stored == "é"
    other = with_formulas(xml, index(xml), {(1, 1): '"ü"'})
    assert other == xml.decode(encoding).replace('"é"', '"ü"').encode(encoding)
    greek = with_formulas(xml, index(xml), {(1, 1): '"α"'})
    assert only(greek).text == '"α"'


def test_a_strict_sheet() -> None:
    xml = sheet(
        '<row r="1"><c r="A1"><f>B1</f></c></row>',
        namespace="http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    assert texts(xml) == {"A1": "B1"}


def test_a_sheet_without_a_namespace() -> None:
    xml = b"<worksheet><sheetData><row><c><f>B1</f></c></row></sheetData></worksheet>"
    assert texts(xml) == {"A1": "B1"}


def test_what_stands_outside_of_cells() -> None:
    found = index(
        sheet(
            '<row r="1"><c r="A1"><f>B1</f></c></row>',
            before='<dimension ref="A1:B2"/>',
            behind='<mergeCells><mergeCell ref="A1:B1"/><mergeCell ref="C3:D4"/></mergeCells>'
            "<conditionalFormatting><cfRule><formula>A1</formula></cfRule></conditionalFormatting>",
        )
    )
    assert found.merged == (Area(1, 1, 1, 2), Area(3, 3, 4, 4))
    assert found.dimension == Area(1, 1, 2, 2)
    assert index(sheet("", before='<dimension ref="nonsense"/>')).dimension is None
    assert index(sheet("")).formulas == {}


def test_rich_values_and_data_tables() -> None:
    found = index(
        sheet(
            '<row r="1"><c r="A1" vm="1"><f>IMAGE("x")</f><v>#VALUE!</v></c><c r="B1"><f>A1</f></c>'
            '<c r="C1"><f t="dataTable" ref="C1:C3" r1="A1"/><v>5</v></c></row>'
            '<row r="2"><c r="C2"><v>6</v></c></row>'
        )
    )
    assert [formula.rich for formula in found.formulas.values()] == [True, False, False]
    table = found.formulas[1, 3]
    assert (table.kind, table.text, table.area) == ("data table", "", Area(1, 3, 3, 3))
    assert found.children == {}


# shared formulas


def shared(*cells: str) -> dict[str, str]:
    """The formulas of cells one below the other."""
    rows = "".join(f'<row r="{row}">{cell}</row>' for row, cell in enumerate(cells, 1))
    return texts(sheet(rows))


def test_shared_formulas_move_with_their_cell() -> None:
    found = shared(
        '<c r="A1"><f t="shared" ref="A1:B3" si="0">$B1+C$1+$D$1+E1</f></c>',
        '<c r="A2"><f t="shared" si="0"/></c><c r="B2"><f t="shared" si="0"></f></c>',
        '<c r="A3"><f si="0" t="shared"/><v>1</v></c>',
    )
    assert found == {
        "A1": "$B1+C$1+$D$1+E1",
        "A2": "$B2+C$1+$D$1+E2",
        "B2": "$B2+D$1+$D$1+F2",
        "A3": "$B3+C$1+$D$1+E3",
    }


def test_a_shared_formula_before_the_cell_that_has_its_text() -> None:
    found = shared(
        '<c r="A1"><f t="shared" si="7"/></c>',
        '<c r="A2"><f t="shared" ref="A1:A2" si="7">B2</f></c>',
    )
    assert found == {"A1": "B1", "A2": "B2"}


def test_a_shared_formula_that_nobody_has_the_text_of_is_none() -> None:
    assert shared('<c r="A1"><f t="shared" si="7"/><v>1</v></c>', '<c r="A2"><f>1</f></c>') == {
        "A2": "1"
    }


def test_a_group_of_shared_formulas_may_begin_anew() -> None:
    found = shared(
        '<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f></c>',
        '<c r="A2"><f t="shared" si="0"/></c>',
        '<c r="A3"><f t="shared" ref="A3:A4" si="0">C1</f></c>',
        '<c r="A4"><f t="shared" si="0"/></c>',
    )
    assert found == {"A1": "B1", "A2": "B2", "A3": "C1", "A4": "C2"}


@pytest.mark.parametrize(
    ("at_a1", "at_b2"),
    [
        ("Sheet1!A1:B2", "Sheet1!B2:C3"),
        ("Sheet1!rate*A1", "Sheet1!rate*B2"),
        ("Sheet1!A1:Sheet1!B2", "Sheet1!B2:Sheet1!C3"),
        ("A1:INDEX(A1:A9,2)", "B2:INDEX(B2:B10,2)"),
        ("INDEX(A1:A9,2):A9", "INDEX(B2:B10,2):B10"),
        ("Sheet1!#REF!+#REF!", "Sheet1!#REF!+#REF!"),
        ("SUM(Jan:Mar!A1)", "SUM(Jan:Mar!B2)"),
        ("'A1'!A1+'it''s B1'!$A$1", "'A1'!B2+'it''s B1'!$A$1"),
        ("[1]Sheet1!A1+'[1]A 1'!A1", "[1]Sheet1!B2+'[1]A 1'!B2"),
        ('"A1"&A1&"say ""A1"""', '"A1"&B2&"say ""A1"""'),
        ("T[A1]+T[[#This Row],[A1]:[B1]]", "T[A1]+T[[#This Row],[A1]:[B1]]"),
        ("T['[A1']]+A1", "T['[A1']]+B2"),
        ("SUM(A:A,$A:B,1:1,$1:2)", "SUM(B:B,$A:C,2:2,$1:3)"),
        ("LOG10(A1)+DAYS360(A1,B1)", "LOG10(B2)+DAYS360(B2,C2)"),
        ("1E5+1.5E3+A1%+-A1^2", "1E5+1.5E3+B2%+-B2^2"),
        ("TAX2024+Q1.A1+_A1+A1.x+\\A1", "TAY2025+Q1.A1+_A1+A1.x+\\A1"),
        ("XFE1+DATA2024+A1048577+A0+XFE:XFF", "XFE1+DATA2024+A1048577+A0+XFE:XFF"),
        ("_xlpm.a1+_xlfn.SINGLE(A1:A9)", "_xlpm.a1+_xlfn.SINGLE(B2:B10)"),
        ('{1,2;"A1",TRUE}', '{1,2;"A1",TRUE}'),
        ("XFD1+A1048576", "A2+B1"),
        ("a1+$b1", "B2+$b2"),
        ("Ä1+A1", "Ä1+B2"),
        ("A1  :  B2 C3", "B2  :  C3 D4"),
    ],
)
def test_what_moves_in_a_shared_formula(at_a1: str, at_b2: str) -> None:
    escaped = at_a1.replace("&", "&amp;")
    found = shared(
        f'<c r="A1"><f t="shared" ref="A1:B2" si="0">{escaped}</f></c>',
        '<c r="B2"><f t="shared" si="0"/></c>',
    )
    assert found == {"A1": at_a1, "B2": at_b2}


# arrays


def test_the_cells_that_an_array_fills() -> None:
    xml = sheet(
        '<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:B3">X</f><v>1</v></c>'
        '<c r="B1"><v>2</v></c>'
        '<c r="C1"><v>9</v></c></row>'
        '<row r="2"><c r="A2" t="str"><f ca="1"/><v>three</v></c><c r="B2" s="1"/></row>'
        '<row r="3"><c r="B3" t="b"><v>1</v></c></row><row r="4"><c r="A4"><v>9</v></c></row>'
    )
    found = index(xml)
    array = found.formulas[1, 1]
    assert (array.kind, array.area, array.dynamic) == ("array", Area(1, 1, 3, 2), True)
    children = {position: child.stored for position, child in found.children.items()}
    assert children == {(1, 2): 2.0, (2, 1): "three", (2, 2): None, (3, 2): True}
    assert {child.anchor for child in found.children.values()} == {(1, 1)}


def test_arrays_side_by_side_and_below() -> None:
    arrays = (
        '<c r="A1"><f t="array" ref="A1:A2">X</f></c><c r="B1"><f t="array" ref="B1:C3">Y</f></c>'
    )
    rows = [
        f'{arrays}<c r="C1"><v>1</v></c>',
        '<c r="A2"><v>2</v></c><c r="B2"><v>3</v></c><c r="D2"><v>0</v></c>',
        '<c r="A3"><f t="array" ref="A3:A4">Z</f></c><c r="C3"><v>4</v></c>',
        '<c r="A4"><v>5</v></c><c r="B4"><v>0</v></c>',
    ]
    xml = sheet("".join(f'<row r="{row}">{cells}</row>' for row, cells in enumerate(rows, 1)))
    anchors = {position: child.anchor for position, child in index(xml).children.items()}
    expected = {"C1": "B1", "A2": "A1", "B2": "B1", "C3": "B1", "A4": "A3"}
    assert anchors == {cell(child): cell(anchor) for child, anchor in expected.items()}


@pytest.mark.parametrize("reference", ['ref="A1"', "", 'ref="x"', 'ref="B1:B2"', 'ref="A:A"'])
def test_an_array_of_one_cell(reference: str) -> None:
    xml = sheet(
        f'<row r="1"><c r="A1"><f t="array" {reference}>X</f></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="B2"><v>1</v></c></row>'
    )
    assert only(xml).area == Area(1, 1, 1, 1)
    assert index(xml).children == {}


def test_an_empty_formula_is_none_outside_of_an_array() -> None:
    xml = sheet('<row r="1"><c r="A1"><f/><v>1</v></c><c r="B1"><f> </f></c></row>')
    assert index(xml).formulas == {}


# searching instead of parsing


@given(drawn_sheets(), st.sampled_from(["", "x:"]))
def test_searching_finds_what_parsing_finds(drawn: Drawn, prefix: str) -> None:
    writer = excel()
    writer.prefix = prefix
    searched = writer.written(drawn)
    end = f"</{prefix}sheetData>".encode()
    parsed = searched.replace(end, b"<!-- -->" + end)
    assert bool(plain_rows(searched)) is bool(drawn.cells)
    assert plain_rows(parsed) is None
    assert index(searched).formulas == index(parsed).formulas
    assert index(searched).children == index(parsed).children


A1 = '<c r="A1"><f>X</f><v>1</v></c>'


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param([A1, '<c r="A1"><f>Y</f></c>'], id="a cell that is there twice"),
        pytest.param(['<c r="B1"><f>Y</f></c>', A1], id="cells in no order"),
        pytest.param([A1, "<c><f>Y</f></c>"], id="a cell without an address"),
        pytest.param([A1, '<c r="A01"><f>Y</f></c>'], id="a row that begins with 0"),
        pytest.param([A1, '<c r="b1"><f>Y</f></c>'], id="a small letter"),
        pytest.param([A1, '<c r="XFD1048576"><f>Y</f></c>'], id="the last cell"),
        pytest.param([A1, '<c r="B1" s="3" t="str"><f>Y</f><v>a&amp;b</v></c>'], id="a text"),
        pytest.param([A1, '<c r="B1" t="s"><f>Y</f><v>1</v></c>'], id="a shared string"),
        pytest.param([A1, '<c r="B1" t="str"><f>Y</f><v></v></c>'], id="an empty text"),
        pytest.param([A1, '<c r="B1"><f>Y</f><v/></c>'], id="an empty value"),
        pytest.param([A1, '<c r="B1"><f>Y</f><v></v></c>'], id="no number"),
        pytest.param([A1, '<c r="B1"><f>Y</f><v>1 </v></c>'], id="a number and a space"),
        pytest.param([A1, '<c r="B1"><f>Y</f> <v>1</v></c>'], id="a space before a value"),
        pytest.param([A1, '<c r="B1"> <f>Y</f></c>'], id="a space before a formula"),
        pytest.param([A1, '<c r="B1"><f> Y</f></c>'], id="a space in a formula"),
        pytest.param([A1, '<c r="B1"><f></f><v>1</v></c>'], id="no formula"),
        pytest.param([A1, '<c r="B1"><f/><v>1</v></c>'], id="an empty formula"),
        pytest.param([A1, '<c r="B1"><f ca="1"/><v>1</v></c>'], id="an empty volatile formula"),
        pytest.param([A1, '<c r="B1"><f ca="1">NOW()</f><v>1</v></c>'], id="a volatile formula"),
        pytest.param([A1, '<c r="B1" cm="1"><f>Y</f></c>'], id="a dynamic formula"),
        pytest.param([A1, '<c r="B1" vm="1"><f>Y</f><v>1</v></c>'], id="a data type"),
        pytest.param([A1, '<c r="B1"><f>"_x0041_"&amp;_xlfn.Y()</f></c>'], id="an escape"),
        pytest.param([A1, '<c r="B1"><f>Y&#65;</f><v>1</v></c>'], id="a character by its number"),
        pytest.param([A1, '<c r="B1"><f>Y</f><v>1</v><extLst/></c>'], id="an extension"),
        pytest.param([A1, '<c r="B1"><f>Y</f><is><t>a</t></is></c>'], id="an inline string"),
        pytest.param([A1, '<c r="B1"><f>"\u0416"</f><v>1</v></c>'], id="other letters"),
        pytest.param(
            [
                '<c r="A1"><f t="shared" si="0" ref="A1:B1">X1</f></c>',
                '<c r="B1"><f t="shared" si="0"/><v>1</v></c>',
            ],
            id="a shared text",
        ),
        pytest.param(
            [
                '<c r="A1"><f t="shared" si="0"/></c>',
                '<c r="B1"><f t="shared" si="0" ref="A1:B1"> X1</f><v>1</v></c>',
            ],
            id="a shared text that a parser reads",
        ),
        pytest.param(
            [
                '<c r="A1"><f t="array" ref="A1:C1">X</f></c>',
                '<c r="B1"><v>1</v></c><c r="C1"><f>Y</f></c>',
            ],
            id="a formula inside of an array",
        ),
    ],
)
def test_what_searching_leaves_to_parsing(cells: list[str]) -> None:
    row = f'<row r="1">{"".join(cells)}</row><row r="2"><c r="A2"><f>Z2</f><v>7</v></c></row>'
    searched, parsed = sheet(row), sheet(row + "<!-- -->")
    assert plain_rows(searched)
    assert plain_rows(parsed) is None
    assert index(searched).formulas == index(parsed).formulas
    assert index(searched).children == index(parsed).children
    assert list(index(searched).formulas.stored_values()) == list(
        index(parsed).formulas.stored_values()
    )


def test_a_row_is_searched_beside_one_that_is_parsed() -> None:
    rows = [
        '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A9">B1</f></c></row>',
        '<row r="2"><c r="A2" ><f t="shared" si="0"/></c><c r="B2"><f>X</f></c></row>',
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>',
        '<row r="4"><c r="A4"><f t="array" ref="A4:A6">Y</f></c></row>',
        '<row r="5"><c r="A5"><v>5</v></c><c r="B5"><f>X5</f></c></row>',
        '<row r="6"><c r="A6"><v>6</v></c></row>',
        '<row r="7"><c r="A7"><f t="shared" si="0"/></c><c r="B7"><f>X7</f></c></row>',
        '<row><c r="A8"><f>X8</f></c><c><f>X9</f></c></row>',
        '<row r="9"><c r="A9"><f t="shared" si="0"/></c></row>',
    ]
    found = index(sheet("".join(rows)))
    shared = {f"A{row}": f"B{row}" for row in (1, 2, 3, 7, 9)}
    others = {"B2": "X", "A4": "Y", "B5": "X5", "B7": "X7", "A8": "X8", "B8": "X9"}
    assert texts(sheet("".join(rows))) == shared | others
    assert list(found.formulas) == sorted(found.formulas)
    assert found.children.keys() == {(5, 1), (6, 1)}


def test_a_sheet_that_is_no_utf_8_is_refused() -> None:
    xml = sheet(f'<row r="1">{A1}</row>').replace(b"<f>X", b"<f>\xff")
    with pytest.raises(FileError, match="not well-formed"):
        index(xml)


def test_rows_without_formulas_are_passed_over() -> None:
    rows = [
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">X</f></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row>',
        '<row r="3"><c r="A3"><v>1</v></c></row>',
        '<row r="4"/>',
        '<row r="5"><c r="A5"><f>X</f></c></row>',
        '<row r="6"><c r="A6"><v>1</v></c></row>',
        '<row><c r="A7"><f>X</f></c></row>',
        '<row r="8"><c r="A8"><v>1</v></c></row>',
    ]
    xml = sheet("".join(rows))
    found = plain_rows(xml)
    assert found
    wants = iter([True, False, False, False, False])  # the row below the array, and no other
    spans = [
        xml[start:end].decode()
        for start, end in found.with_formulas(list(found.formulas()), lambda: next(wants))
    ]
    assert "".join(spans[1:-1]) == rows[0] + rows[1] + rows[4] + rows[5] + rows[6]
    assert spans[0].endswith("<sheetData>")
    assert spans[-1].startswith("</sheetData>")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([2], [2]),
        ([1, 4], [2, 5]),
        ([3, 4, 5], [5]),
        ([6], [6]),
        ([7], [6, 7, 8]),  # a row that says no number, and those around it
        ([1, 9], [2, 6, 7, 8]),
    ],
)
def test_rows_by_number_and_what_follows_a_missing_one(
    numbers: list[int], expected: list[int]
) -> None:
    names = {2: 'r="2"', 5: 's="1" r="5"', 6: 'r="6"', 7: "o='r=\"1\"'", 8: 'r="8"'}
    rows = {number: f"<row {name}><c/></row>" for number, name in names.items()}
    xml = sheet("".join(rows.values()))
    found = plain_rows(xml)
    assert found
    spans = [xml[start:end].decode() for start, end in found.numbered(numbers)]
    assert "".join(spans[1:-1]) == "".join(rows[number] for number in expected)


@pytest.mark.parametrize(
    "xml",
    [
        sheet('<row r="1"><!-- <row> --></row>'),
        sheet('<row r="1"><?x?></row>'),
        sheet('<row r="1"><c r="A1"><v><![CDATA[<row>]]></v></c></row>'),
        sheet(f'<row r="1"><x:c xmlns:x="{MAIN}"/></row>'),
        sheet('<row r="1"/>', before=f'<x:dimension xmlns:x="{MAIN}"/>'),
        sheet(""),
        b"<worksheet/>",
    ],
)
def test_sheets_that_have_to_be_parsed(xml: bytes) -> None:
    assert plain_rows(xml) is None


# has_formulas


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<row><c><f>1</f></c></row>", True),
        ("<row><c><f\n>1</f></c></row>", True),
        ("<row><c><f ca='1'/></c></row>", True),
        ("<row><c><v>1</v></c></row>", False),
        ("", False),
        ("<row><c t='str'><v>&lt;f></v></c></row><font/>", False),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_whether_there_are_formulas(rows: str, expected: bool, encoding: str) -> None:
    assert has_formulas(sheet(rows).decode().encode(encoding)) is expected


@given(drawn_sheets(), RANDOMS)
def test_no_formula_is_overlooked(drawn: Drawn, random: Random) -> None:
    assert has_formulas(Writer(random).written(drawn)) or not drawn.formulas


# what is broken


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (sheet('<row r="1"><c r="A1"><f>1</c></row>'), "not well-formed XML .*mismatched tag"),
        (sheet('<row r="1"><c r="A1"><f>1</f></c></row>')[:-9], "not well-formed XML"),
        (b"", "not well-formed XML"),
        (sheet("&nbsp;"), "not well-formed XML"),
        (b"<!DOCTYPE worksheet>" + sheet(""), "document type"),
        (sheet('<row r="1"><c r="1A"><f>1</f></c></row>'), "'1A' is not the address of a cell"),
        (b"\xff\xfe<\0?\0x", "not the utf-16-le text"),
        (b"<?xml version='1.0' encoding='klingon'?>" + sheet(""), '"klingon", which is not known'),
        (b"<?xml version='1.0' encoding='cp1252'?>" + sheet("\x81"), "not the cp1252 text"),
        (b"<?xml version='1.0' encoding='rot13'?>" + sheet(""), "not the rot-13 text"),
        (b"<?xml version='1.0' encoding='utf-7'?>" + sheet("+AGE-"), "not the utf-7 text"),
        (
            sheet('<row r="1"><c r="A1"><f>B1</f><v>1</v></c></row>').replace(b"B1", b"\xff"),
            "not well-formed XML",
        ),
    ],
)
def test_broken_xml_has_one_sentence(xml: bytes, reason: str) -> None:
    with pytest.raises(FileError, match=reason) as caught:
        index(xml)
    assert str(caught.value).endswith(".")


# other formulas


@given(drawn_sheets(), RANDOMS, st.data())
def test_other_formulas_for_the_engine(drawn: Drawn, random: Random, data: st.DataObject) -> None:
    xml = Writer(random).written(drawn)
    formulas = data.draw(
        st.dictionaries(st.sampled_from(sorted(drawn.formulas)), st.none() | FORMULAS)
        if drawn.formulas
        else st.just({})
    )
    other = with_formulas(xml, index(xml), formulas)
    expected = {position: cell.formula for position, cell in drawn.formulas.items()} | formulas
    assert openpyxl_formulas(other) == {key: text for key, text in expected.items() if text}
    emptied = {
        position
        for position, cell in drawn.cells.items()
        if cell.anchor and expected[cell.anchor] is not None
    }
    before = openpyxl_values(xml)
    assert openpyxl_values(other) == {key: before[key] for key in before.keys() - emptied}
    again = index(other)
    assert again.children.keys() == set() if not arrays_left(again.formulas.values()) else True


def arrays_left(formulas: Iterable[Formula]) -> bool:
    return any(formula.kind == "array" for formula in formulas)


def test_a_formula_that_was_shared_is_written_out() -> None:
    xml = sheet(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>2</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    assert with_formulas(xml, index(xml), {(1, 1): "C1&D1", (3, 1): None}) == sheet(
        '<row r="1"><c r="A1"><f>C1&amp;D1</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><f>B2</f><v>2</v></c></row>'
        '<row r="3"><c r="A3"><v>3</v></c></row>'
    )


def test_what_arrays_have_filled_is_emptied_or_stands_as_a_constant() -> None:
    xml = sheet(
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">X</f><v>1</v></c>'
        '<c r="B1"><f t="array" ref="B1:B2">Y</f><v>2</v></c></row>'
        '<row r="2"><c r="A2" s="1" t="str"><f ca="1"/><v>a</v></c>'
        '<c r="B2" s="1" t="str"><f ca="1"/><v>b</v></c></row>'
    )
    assert with_formulas(xml, index(xml), {(1, 1): "Z", (1, 2): None}) == sheet(
        '<row r="1"><c r="A1"><f>Z</f><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2" s="1"></c><c r="B2" s="1" t="str"><v>b</v></c></row>'
    )


def test_no_other_formulas_are_the_same_bytes() -> None:
    xml = sheet('<row r="1"><c r="A1"><f>B1</f></c></row>')
    assert with_formulas(xml, index(xml), {}) is xml


# workbooks of other people


@pytest.fixture(scope="module")
def outcomes() -> dict[str, Any]:
    """What happened to the sheets of the corpus, read in a process with bounds."""
    if not folder().is_dir():
        pytest.skip(
            f"no workbooks of other people in {folder()}; set XLRISK_CORPUS to their folder"
        )
    command = [sys.executable, "-m", "tests.workbook.sheet_corpus"]
    root = Path(__file__).parents[2]
    run = subprocess.run(
        command, cwd=root, capture_output=True, text=True, timeout=280, check=False
    )
    assert run.returncode == 0, run.stderr
    return {line["path"]: line for line in map(json.loads, run.stdout.splitlines())}


def test_every_sheet_of_the_corpus_is_read_and_patched_with_what_it_has(
    outcomes: dict[str, Any],
) -> None:
    assert {path: o["failed"] for path, o in outcomes.items() if o["failed"]} == {}
    assert {path: o["changed"] for path, o in outcomes.items() if o["changed"]} == {}
    assert sum(o["formulas"] for o in outcomes.values()) > 80_000


def test_openpyxl_finds_the_same_formulas_in_the_corpus(outcomes: dict[str, Any]) -> None:
    compared = {path: o["differing"] for path, o in outcomes.items() if o["differing"] is not None}
    differing = {path for path, differences in compared.items() if differences}
    assert {path: compared[path] for path in differing if not reason_known(path)} == {}
    assert {path for path in compared if reason_known(path)} == differing
    assert len(compared) > 300
