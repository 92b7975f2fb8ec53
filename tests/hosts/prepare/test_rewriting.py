"""What a formula becomes in its cell, and what the engine makes of it: what Excel documents."""

from __future__ import annotations

import pytest

from tests.hosts.prepare.books import ODD, calculate, formula, prepare
from xlrisk.workbook.addresses import letters

# formula, what the engine gets, what Excel shows in F2 (None: not asked)
Case = tuple[str, str | None, object]
INTERSECTION: list[Case] = [
    ("A1:A3*2", "A2*2", 4),
    ("A1:A3", "A2", 2),
    ("-A1:A3%", "-A2%", -0.02),
    ("A$1:$A$3&B1:B3", "A2&B2", "220"),
    ("A:A", "A2", 2),
    ("(A1:A3)", "(A2)", 2),
    ("D1:G1", "F1", 0),
    ("A1:B3", "#VALUE!", "Value"),
    ("A5:A9", "#VALUE!", "Value"),
    ("A1:A1", "A1", 1),
    ("SUM(A1:A3)", "SUM(A1:A3)", 6),
    ("SUM(A1:A3*2)", "SUM(A2*2)", 4),
    ("SUM(A1:A3*2,A1:A3)", "SUM(A2*2,A1:A3)", 10),
    ("SUMPRODUCT(A1:A3*2)", "SUMPRODUCT(A1:A3*2)", 12),
    ("SUMPRODUCT(SIN(A1:A3)^2+COS(A1:A3)^2)", "SUMPRODUCT(SIN(A1:A3)^2+COS(A1:A3)^2)", 3),
    ("SUM(ABS(A1:A3))", "SUM(ABS(A2))", 2),
    ("SUMPRODUCT(IF(A1:A3>1,1,0))", "SUMPRODUCT(IF(A2>1,1,0))", 1),
    ("LEN(A1:A3)", "LEN(A2)", 1),
    ("IF(TRUE,A1:A3,0)", "IF(TRUE,A2,0)", 2),
    ("SUM(IF(TRUE,A1:A3,0))", "SUM(IF(TRUE,A1:A3,0))", 6),
    ("CHOOSE(2,A1:A3,B1:B3)", "CHOOSE(2,A2,B2)", 20),
    ("IFERROR(A1:A3,B1:B3)", "IFERROR(A2,B2)", 2),
    ("VLOOKUP(A1:A3,A1:B3,2,FALSE)", "VLOOKUP(A2,A1:B3,2,FALSE)", 20),
    ("LOOKUP(2,1/(A1:A3<3),B1:B3)", "LOOKUP(2,1/(A1:A3<3),B1:B3)", 20),
    ("MATCH(20,A1:A3*10,0)", "MATCH(20,A2*10,0)", 1),
    ("INDEX(A1:A3*2,3)", "INDEX(A1:A3*2,3)", 6),
    ("INDEX(A1:A3,MATCH(3,A1:A3,0))", "INDEX(A1:A3,MATCH(3,A1:A3,0))", 3),
    ("INDEX(A1:B3,0,2)", "@INDEX(A1:B3,0,2)", 20),
    # what Excel takes for granted
    ("XLOOKUP(9,A1:A3,B1:B3,,0)", "@XLOOKUP(9,A1:A3,B1:B3,#N/A,0)", "Na"),
    ('SUMIF(A1:A3,">1",B1)', 'SUMIF(A1:A3,">1",B1:B3)', 50),
    ("INDEX(A1:B3,0,2)*2", "@INDEX(A1:B3,0,2)*2", 40),
    ("INDEX(A1:A9,E1)", "@INDEX(A1:A9,E1)", 2),
    ("OFFSET(A1,0,0,3,1)", "@OFFSET(A1,0,0,3,1)", 2),
    ("OFFSET(A1,0,0,3,1)*2", "@OFFSET(A1,0,0,3,1)*2", 4),
    ("OFFSET(A1,2,0)", "OFFSET(A1,2,0)", 3),
    ("SUM(OFFSET(A1,0,0,3,1))", "SUM(OFFSET(A1,0,0,3,1))", 6),
    ("COUNTIF(A1:A9,A1:A3)", "COUNTIF(A1:A9,A2)", 1),
    ("SUMIFS(A1:A3,B1:B3,B1:B3)", "SUMIFS(A1:A3,B1:B3,B2)", 2),
    ("{7,8,9}", "@({7,8,9})", 7),
    ("{7,8,9}*2", "@({7,8,9}*2)", 14),
    ("ROW(A3:A5)", "3", 3),
    ("TRANSPOSE(A1:A3)", "@TRANSPOSE(A2)", 2),
    ("FREQUENCY(A1:A3,A1:A2)", "@FREQUENCY(A1:A3,A1:A2)", 1),
    ("_xlfn.SINGLE(A1:A3)", "A2", 2),
    ("@A1:A3+@OFFSET(A1,0,0,3,1)", "A2+@OFFSET(A1,0,0,3,1)", 4),
    ("'It''s 4'!A1:A3", "'It''s 4'!A2", 0),
    ("Second!A1:Second!A3", "Second!A2", 0),
]
REFERENCES: list[Case] = [
    ("SUM(A3:A1)", "SUM(A1:A3)", 6),
    ("SUM(B1:A$3)", "SUM(A1:B3)", 66),
    ("SUM((A1:A3,B1:B3))", "SUM(A1:A3,B1:B3)", 66),
    ("SUM((A1,OFFSET(A1,1,0)))", "SUM(A1,OFFSET(A1,1,0))", 3),
    ("SUM(A1:B3 B2:C9)", "SUM(B2:B3)", 50),
    ("A1:B3 B2:B2", "B2", 20),
    ("A1:A3 B1:B3", "#NULL!", "Null"),
    ("SUM(A1:B3 Second!A1:B3)", "SUM(#NULL!)", "Null"),
    ("AREAS((A1,B1:B3))", "2", 2),
    ("INDEX((A1:A3,B1:B3),2,1,2)", "INDEX(B1:B3,2,1)", 20),
    ("INDEX((A1:A3,B1:B3),2,1,3)", "#REF!", "Ref"),
    ("LARGE((A1,A3:A5),1)", "LARGE(VSTACK(TOCOL(A1),TOCOL(A3:A5)),1)", 5),
    ("SUM(Second:Third!A1)", "SUM(Second!A1,Third!A1)", 1100),
    ("SUM('Third:Second'!A1:B2)", "SUM(Second!A1:B2,Third!A1:B2)", 1105),
    ("SUM(A1:INDEX(A1:A9,3))", "SUM(A1:INDEX(A1:A9,3))", 6),
    ("SUM(INDEX(A1:A9,1):A3)", None, None),
    ("ROWS(F$1:F2)", "2", 2),
    ("COLUMNS(A:C)", "3", 3),
    ("ROWS(Sales)", "4", 4),
    ("ROW(F2)", "2", 2),
    ("COLUMN(F2)", "6", 6),
    ('CELL("row",F2)', "2", 2),
    ('CELL("col",F2)', "6", 6),
    ('CELL("address",A3)', '"$A$3"', "$A$3"),
    ("ISFORMULA(F2)", "TRUE", True),
    ("ISFORMULA(A1)", "FALSE", False),
    ("SHEET()", "1", 1),
    ("SHEET(Third!A1)", "3", 3),
    ("SHEETS()", "4", 4),
    ("SHEETS(Second:Third!A1)", "2", 2),
    ('INDIRECT("A3")', "A3", 3),
    ('SUM(INDIRECT("A1:A"&ROW()+1))', "SUM(A1:A3)", 6),
    ('INDIRECT("A"&A3)', '@INDIRECT("A"&A3)', 3),
    ("ISERROR(VLOOKUP(1,nobody_knows,2))", "ISERROR(VLOOKUP(1,#NAME?,2))", True),
]
WHOLE: list[Case] = [
    ("SUM(A:A)", "SUM(A1:A20)", 45),
    ("SUM($A:$B)", "SUM(A1:B20)", None),
    ("SUM(1:1)", "SUM(A1:AD1)", None),
    ("SUM(A2:A1048576)", "SUM(A2:A20)", None),
    ("SUM(A:A,A1:A25)", "SUM(A1:A25,A1:A25)", None),
    ("SUMIFS(B:B,A:A,3)", "SUMIFS(B1:B20,A1:A20,3)", 30),
    ("COUNTBLANK(E:E)", "(COUNTBLANK(E1:E20)+1048556*COUNTBLANK(E21))", 1048576),
    ('COUNTIF(E:E,"<>1")', '(COUNTIF(E1:E20,"<>1")+1048556*COUNTIF(E21,"<>1"))', 1048576),
    ('COUNTIF(A:A,">2")', 'COUNTIF(A1:A20,">2")', 7),
    ("COUNTIF(A:A,3)", "COUNTIF(A1:A20,3)", 1),
    ("COUNTIFS(A:A,A3)", "(COUNTIFS(A1:A20,A3)+1048556*COUNTIFS(A21,A3))", 1),
    ("ROWS(A:A)", "1048576", 1048576),
    ("XLOOKUP(3,A:A,B:B)", "@XLOOKUP(3,A1:A21,B1:B21)", 30),
    ("BETA_OF(A:A,B:B)", "@BETA_OF(A1:A20,B1:B20)", None),
]
NAMED: list[Case] = [
    ("rate", "B1", 10),
    ("RATE*2", "B1*2", 20),
    ("column", "A2", 2),
    ("SUM(Column)", "SUM(A1:A9)", 45),
    ("SUM(whole)", "SUM(A1:A20)", 45),
    ("beside", "F2", None),
    ("to_the_left", "E2", 0),
    ("here", "C3", 0),
    ("dynamic", "@OFFSET(A1,0,0,COUNT(A1:A9),1)", 2),
    ("SUM(dynamic)", "SUM(OFFSET(A1,0,0,COUNT(A1:A9),1))", 45),
    ("SUM(A1:dynamic)", "SUM(A1:OFFSET(A1,0,0,COUNT(A1:A9),1))", 45),
    ("SUM(rate:B3)", "SUM(B1:B3)", 60),
    ("percent", "0.05", 0.05),
    ('greeting&"!"', '"hello"&"!"', "hello!"),
    ("product", "(B1*0.05)", 0.5),
    ("-product", "-(B1*0.05)", -0.5),
    ("SUM(doubled)", "SUM((A1:A3*2))", 12),
    ("SUM(two_areas)", "SUM(A1:A2,B1:B2)", 33),
    ("local", "D1", 7),
    ("Second!local", "Second!C1", 8),
    ("[0]!local", "D1", 7),
    ("plus_a1(2)", None, 3),
    ("SUM(plus_a1(A1:A3))", None, 9),
    ("_xlfn.LAMBDA(_xlpm.x,_xlpm.y,_xlpm.x*_xlpm.y)(3,4)", None, 12),
    ("_xlfn.LET(_xlpm.rate,3,_xlpm.rate+rate)", None, 13),
    ("LET(rate,3,rate+1)", "@LET(rate,3,rate+1)", 4),
    ("LET(x,A1:A3,SUM(x))", "@LET(x,A1:A3,SUM(x))", 6),
]
OURS: list[Case] = [
    (spelling + "(A1:A9,B1:B9)", "@BETA_OF(A1:A9,B1:B9)", None)
    for spelling in (
        "beta_of",
        "[1]!Beta_Of",
        r"'C:\Add Ins\xlrisk.xlam'!BETA_OF",
        "xlrisk.xlam!BETA_OF",
        "_xll.BETA_OF",
        "_xldudf_XLRISK_BETA_OF",
        "XLRISK.BETA_OF",
    )
]


@pytest.mark.parametrize(
    ("text", "expected", "shown"), INTERSECTION + REFERENCES + WHOLE + NAMED + OURS
)
def test_a_formula_in_its_cell(text: str, expected: str | None, shown: object) -> None:
    found = prepare(text)
    if expected is not None:
        assert (found.formula, found.reason) == (expected, "")
    if shown is not None:
        assert calculate(found.formula) == pytest.approx(shown)


@pytest.mark.parametrize(
    ("text", "at", "expected", "shown"),
    [
        ("Sales[[#This Row],[Unit Price]]*Sales[[#This Row],[Qty]]", "D12", "B12*C12", 14.4),
        ("[Unit Price]*[Qty]", "D12", "B12*C12", 14.4),
        ("[@[Unit Price]]*[@Qty]", "D12", "B12*C12", 14.4),
        ("sales[@qty]", "F12", "C12", 12),
        ("SUM(Sales[@])", "F12", "SUM(A12:D12)", 13.2),
        ("SUM(Sales[[#This Row],[Unit Price]:[Qty]])", "F12", "SUM(B12:C12)", 13.2),
        ("SUBTOTAL(109,[Qty])", "C15", "SUBTOTAL(109,C11:C14)", 50),
        ("Sales[Qty]", "F13", "C13", 13),
        ("Sales[@Qty]", "F3", "#VALUE!", "Value"),
        ("SUM(Sales)", "F2", "SUM(A11:D14)", 55),
        ("SUM(Sales[])", "F2", "SUM(A11:D14)", 55),
        ("SUM(Sales[Qty])", "F2", "SUM(C11:C14)", 50),
        ("SUM(Sales[[Unit Price]:[Qty]])", "F2", "SUM(B11:C14)", 55),
        ("SUM(Sales[[#Data],[#Totals],[Qty]])", "F2", "SUM(C11:C15)", 50),
        ("COUNTA(Sales[#All])", "F2", "COUNTA(A10:D15)", 12),
        ("Sales[[#Headers],[Qty]]", "F2", "C10", "Qty"),
        ("Sales[[#Totals],[Qty]]", "F2", "C15", 0),
        ("SUM(Sales[a'''['b']'#])", "F2", None, None),
        ("Sales[[#Headers],[a'''[b']'#]]", "F2", "D10", "a'[b]#"),
        ("SUM(Second!A1:B2,NoHeader[x])", "F2", "SUM(Second!A1:B2,Second!A1:A3)", 205),
        ("NoHeader[#Headers]", "F2", "#REF!", "Ref"),
        ("NoHeader[#Totals]", "F2", "#REF!", "Ref"),
        ("ROWS(Sales[Qty])", "F2", "4", 4),
        ("SUM(Sales[ [ Qty ] ])", "F2", "SUM(C11:C14)", 50),
        ("SUM(Sales[ Qty ])", "F2", "SUM(C11:C14)", 50),
        ("Sales[[Qty],[Item]]", "F2", "Sales[[Qty],[Item]]", None),  # no colon
        ("Sales[[Qty]Item]", "F2", "Sales[[Qty]Item]", None),
        ("Sales[[Qty]:[Qty]:[Qty]]", "F2", "Sales[[Qty]:[Qty]:[Qty]]", None),
    ],
)
def test_structured_references(text: str, at: str, expected: str | None, shown: object) -> None:
    found = prepare(text, at)
    if expected is not None:
        assert found.formula == expected
    if shown is not None:
        assert calculate(found.formula, at) == pytest.approx(shown)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Odd[[ ]]", " "),
        ("Odd[[  ]]", "  "),
        ("Odd[ [  ] ]", "  "),
        ("Odd[[Net ]]", "Net "),
        ("Odd[Net ]", "Net "),
        ("Odd[Net]", "Net"),
        ("Odd[[Net]]", "Net"),
        ("Odd[ Net ]", "Net"),  # there is no column that begins with a space
        ("Odd[[#Data],[Net ]]", "Net "),
        ("Odd[[#Data], [Net ]]", "Net "),
        ("Odd[ [#Data] , [Net ] ]", "Net "),
        ("Odd[[Two\nlines]]", "Two\nlines"),
        ("Odd[Two\nlines]", "Two\nlines"),
        ("Odd[['#]]", "#"),
        ("Odd['#]", "#"),
        ("Odd['#Data]", "#Data"),
        ("Odd[['#Data]]", "#Data"),
        ("Odd['@home]", "@home"),
        ("Odd[['@home]]", "@home"),
        ("Odd['[]", "["),
        ("Odd[[']]]", "]"),
        ("Odd['']", "'"),
        ("Odd[['''[']]]", "'[]"),
        ("Odd[a,b]", "a,b"),
        ("Odd[[a,b]]", "a,b"),
        ("Odd[[a:b]]", "a:b"),
        ("Odd[[Net (%)]]", "Net (%)"),
        ("Odd[ÉTÉ]", "été"),
    ],
)
def test_columns_with_odd_names(text: str, column: str) -> None:
    area = f"{letters(ODD.index(column) + 1)}2:{letters(ODD.index(column) + 1)}9"
    assert prepare(f"SUM({text})", "B12", sheet=2).formula == f"SUM({area})"
    by_row = text.replace("Odd[", "Odd[@", 1)
    if "#Data]," not in text and "#Data] ," not in text:
        cell = area.partition(":")[0].replace("2", "5")
        assert prepare(f"SUM({by_row})", "AZ5", sheet=2).formula == f"SUM({cell})"


@pytest.mark.parametrize("text", ["Odd[[   ]]", "Odd[a]", "Odd[Two lines]", "Odd[Net%]"])
def test_names_that_are_almost_those_of_columns(text: str) -> None:
    assert prepare(f"SUM({text})", "B12", sheet=2).formula == f"SUM({text})"


@pytest.mark.parametrize(
    ("text", "fills", "expected", "shown"),
    [
        ("A1:A3*2", "F2:F4", "XLR_CSE(A1:A3*2,3,1)", 2),
        ("A1:A3*2", "F2:G5", "XLR_CSE(A1:A3*2,4,2)", 2),
        ("A1:A3*2", "F2", "XLR_CSE(A1:A3*2,1,1)", 2),
        ("SUM(A1:A3*2)", "F2", "SUM(A1:A3*2)", 12),
        ("SUM(IF(A1:A3>1,A1:A3))", "F2", "SUM(IF(A1:A3>1,A1:A3))", 5),
        ("_xlfn.SINGLE(A1:A3)*A1:A3", "F2:F4", "XLR_CSE(A2*A1:A3,3,1)", 2),
    ],
)
def test_array_formulas_fill_their_cells(
    text: str, fills: str, expected: str, shown: float
) -> None:
    found = prepare(text, kind="array", fills=fills)
    assert found.formula == expected
    assert calculate(found.formula) == shown


def test_dynamic_formulas_spill_as_they_are() -> None:
    assert prepare("A1:A3*2", kind="array", fills="F2:F4", dynamic=True).formula == "A1:A3*2"
    found = prepare("SUM(rate,Sales[Qty])", kind="array", fills="F2", dynamic=True)
    assert found.formula == "SUM(B1,C11:C14)"


def test_the_text_of_another_formula() -> None:
    others = {
        "A1": formula('_xlfn.XLOOKUP("_xlfn.",A:A,B:B)', "A1"),
        "A2": formula("Sales[[#This Row],[Qty]]*2", "A2"),
        "A3": formula("SUM(C1:C2*2)", "A3", "array", "A3:A4"),
        "A5": formula("_xlfn.SINGLE(B:B)+SUM(_xlfn.ANCHORARRAY(B1))", "A5"),
        "A6": formula("_xlfn.SINGLE(INDEX(_xlfn.ANCHORARRAY('A (1)'!B1),0))", "A6"),
        "A7": formula('_xlfn.SINGLE(B1:B3*2)&"_xlfn.SINGLE(B1)"', "A7"),
        "A8": formula("_xlfn.LET(_xlpm.x,B1,_xlfn._xlws.SORT(_xlpm.x))", "A8"),
    }
    texts = {
        "A1": '"=XLOOKUP(""_xlfn."",A:A,B:B)"',
        "A2": '"=Sales[@Qty]*2"',
        "A3": '"{=SUM(C1:C2*2)}"',
        "A4": '"{=SUM(C1:C2*2)}"',
        "A5": '"=@B:B+SUM(B1#)"',
        "A6": "\"=@INDEX('A (1)'!B1#,0)\"",
        "A7": '"=@(B1:B3*2)&""_xlfn.SINGLE(B1)"""',
        "A8": '"=LET(x,B1,SORT(x))"',
        "A9": "#N/A",
    }
    for address, expected in texts.items():
        assert prepare(f"_xlfn.FORMULATEXT({address})", others=others).formula == expected


def test_a_spill_whose_formula_keeps_its_value_is_an_area() -> None:
    spills = {"A1": formula("_xlfn.SEQUENCE(3)", "A1", "array", "A1:A3", dynamic=True)}
    found = prepare("SUM(_xlfn.ANCHORARRAY(A1))", others=spills)
    assert found.formula == "SUM(_xlfn.ANCHORARRAY(A1))"
    pinned = {"A1": formula("WEBSERVICE(1)", "A1", "array", "A1:A3", dynamic=True)}
    assert prepare("SUM(_xlfn.ANCHORARRAY(A1))", others=pinned).formula == "SUM(A1:A3)"


def test_names_of_names_without_end_go_to_the_engine_as_they_are() -> None:
    for text in ("circle", "laugh0"):
        assert prepare(text).formula == text


def test_what_a_formula_depends_on() -> None:
    assert prepare("OFFSET(A1,1,0)").volatile
    assert prepare("SUM(dynamic)").volatile
    assert prepare("INDIRECT(A1)+OFFSET(A1,1,0)").volatile
    assert not prepare('INDIRECT("A1")').volatile
    assert prepare("TODAY()-1").clock
    assert prepare("IF(NOW()>1,A1)").clock
    assert prepare("IF(A1,XLRISK.BETA_OF(A1:A9,B1:B9),CAPM_RETURN(1,2,3))").ours == {
        "BETA_OF",
        "CAPM_RETURN",
    }
    plain = prepare("A1+1")
    assert (plain.volatile, plain.clock, plain.ours) == (False, False, frozenset())


def test_rows_named_backwards_are_seen_where_the_same_formula_was_seen_before() -> None:
    formulas = {"A1": formula("SUM(B1:B$5)", "A1"), "A8": formula("SUM(B8:B$5)", "A8")}
    assert prepare("SUM(B9:B$5)", others=formulas).formula == "SUM(B5:B9)"
    assert prepare("SUM(B2:B$5)", others=formulas).formula == "SUM(B2:B$5)"
