"""Formulas that nobody can calculate here keep their values, for a reason in plain words."""

from __future__ import annotations

import pytest

from tests.hosts.prepare.books import prepare
from xlrisk.hosts.engine.prepare.pins import EXTERNAL


@pytest.mark.parametrize(
    "text",
    [
        "[1]Sheet1!A1",
        "SUM([1]Sheet1!A1:A9)",
        "1+'[Book 2.xlsx]Sheet 1'!$A$1",
        r"'C:\a\[b.xlsx]S'!A1",
        r"'C:\a\b.xlsx'!rate",
        "[1]!rate",
        "Book.xlsx!rate",
        "linked*2",
        "['file:///a/b.xlsx']Sheet1!A1",  # cannot be taken apart either
    ],
)
def test_links_to_other_workbooks(text: str) -> None:
    found = prepare(text)
    assert (found.formula, found.reason) == (None, EXTERNAL)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('RTD("server",,"topic")', "RTD reads a live data feed"),
        ('WEBSERVICE("http://x")', "WEBSERVICE asks a web service"),
        ('_xlfn.WEBSERVICE("http://x")', "WEBSERVICE asks a web service"),
        ('CUBEVALUE("c","m")', "CUBEVALUE asks a data cube"),
        ('GETPIVOTDATA("a",A1)', "GETPIVOTDATA reads a pivot table"),
        ('_xlfn.IMAGE("x")', "IMAGE loads a picture"),
        ('_xlfn.STOCKHISTORY("x",1)', "STOCKHISTORY asks Microsoft for prices"),
        ("_xlfn._xlws.PY(0,1)", "PY runs Python in Microsoft's cloud"),
        ("RAND()*A1", "RAND is random"),
        ("RANDBETWEEN(1,2)", "RANDBETWEEN is random"),
        ("_xlfn.RANDARRAY(2)", "RANDARRAY is random"),
        ('INFO("directory")', "INFO depends on the computer it is calculated on"),
        ('CELL("filename",A1)', "CELL depends on formats or on the computer it is calculated on"),
        ('CELL("row")', "CELL depends on formats or on the computer it is calculated on"),
        ("Excel|Book!Item", "a DDE link reads live data from another program"),
        ("'Excel'|'Book'!'Item'", "a DDE link reads live data from another program"),
        (
            'BDP("IBM","PX")',
            "BDP is no function of Excel or xlrisk: an add-in's, or the workbook's VBA",
        ),
        ('_xlfn.REGEXTEST(A1,"a")', "the engine does not know REGEXTEST"),
        ("_xlfn.BYROW(A1:B3,_xlfn.LAMBDA(_xlpm.x,SUM(_xlpm.x)))", "the engine does not know BYROW"),
        ("_xlfn.MAP(A1,B1)+BDP(1)", "the engine does not know MAP"),
        ("GET.CELL(6,A1)", "GET.CELL is a function of Excel 4 macros"),
        ('EVALUATE("1+1")', "EVALUATE is a function of Excel 4 macros"),
        ("BAHTTEXT(1)", "the engine does not know BAHTTEXT"),
        ("[2]!BDP(1)", "calls a function of another workbook or add-in"),
        ("forever(1)", "a LAMBDA that calls itself"),
        ("RANK(A1,(A1,B1))", "several areas at once, where the engine takes only one"),
        (
            "A1:INDEX(A1:A9,B1)",
            "one cell of an area whose ends are known only when calculating",
        ),
        ("SUM(OFFSET(A1,1,0) A1:B9)", "areas that are put together only when calculating"),
    ],
)
def test_reasons(text: str, reason: str) -> None:
    found = prepare(text)
    assert (found.formula, found.reason) == (None, reason)


def test_data_tables() -> None:
    found = prepare("", kind="data table", fills="F2:F9")
    assert (found.formula, found.reason) == (
        None,
        "a what-if data table is calculated by Excel only",
    )


def test_our_functions_are_known_in_pinned_formulas() -> None:
    assert prepare("[1]!BETA_OF(A1:A9,[2]Prices!A1:A9)").ours == {"BETA_OF"}


@pytest.mark.parametrize(
    "text",
    ['"a|b"', '"[1]Sheet1!A1"', '"RAND()"', "SUM(Sales[Qty])", 'CELL("type",A1)', '"C:\\[a]b!"'],
)
def test_what_only_looks_so(text: str) -> None:
    assert prepare(text).reason == ""


@pytest.mark.parametrize(
    "text", ["1+", "SUM(A1,", '"open', "A1)", "}", "{1,2", "=", "T[", "'x", "#WHAT", "@"]
)
def test_what_is_no_formula_goes_to_the_engine_as_it_is(text: str) -> None:
    found = prepare(text)
    assert (found.formula, found.reason) == (text, "")


def test_deep_nesting_goes_to_the_engine_as_it_is() -> None:
    text = "(" * 5000 + "A1" + ")" * 5000
    assert prepare(text).formula == text
    assert prepare("ABS(" * 60 + "A1" + ")" * 60).reason == ""


@pytest.mark.parametrize(
    "function", ["IF(A1>0,{})", "IFERROR({},0)", "_xlfn.IFNA({},0)", "CHOOSE(1,{})"]
)
def test_an_area_made_up_while_calculating_and_passed_on(function: str) -> None:
    """In an array formula; the engine shows #REF! for it, or what stands in the place of one."""
    text = function.format("A1:INDEX(A1:A9,2)")
    found = prepare(text, kind="array", fills="F2:F3")
    assert found.formula is None
    assert found.reason == (
        "an area whose ends are known only when calculating, in IF of an array formula"
    )
    summed = prepare(function.format("SUM(A1:INDEX(A1:A9,2))"), kind="array", fills="F2:F3")
    assert summed.formula is not None
