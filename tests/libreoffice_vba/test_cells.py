"""What a cell can hold, on its way through VBA and Python."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.libreoffice_vba.calc import RESULT_COLUMN, RESULT_ROW, Calc
from xlrisk.build import prices
from xlrisk.functions.evaluate import evaluate

ASSET, MARKET = [[0.02], [0.04], [-0.02]], [[0.01], [0.02], [-0.01]]
MISSING_IN_THE_MIDDLE = """
Public Function Middle() As Variant
    With ThisWorkbook.Worksheets("Examples")
        Middle = BETA_OF(.Range("A1:A3"), .Range("I1:I3"), , "ADJUSTED")
    End With
End Function
"""

CLOCK = """
Public Seconds As Single

Public Function RowsAt(second As Single) As Long
    Dim given As Variant
    Seconds = second
    XR_Listens = True
    given = XR_Arguments(Array(ThisWorkbook.Worksheets("Examples").Range("A:A")))
    RowsAt = given(0).Rows.Count
End Function
"""


@pytest.fixture
def with_clock(calc: Calc) -> Iterator[Calc]:
    """The time of day is what a test says."""
    shipped = calc.modules["xlrisk_arguments"]
    assert shipped.count("Timer") == 2
    arguments = shipped.replace("Timer", "Seconds")
    calc.put_modules({"Clock.bas": CLOCK, "xlrisk_arguments.bas": arguments})
    yield calc
    calc.put_modules({"xlrisk_arguments.bas": shipped})


@pytest.fixture
def without_python(calc: Calc) -> Iterator[Calc]:
    """The process of Python cannot be reached."""
    calc.disconnect()
    yield calc
    calc.connect()


def test_omitted_argument_at_the_end(calc: Calc) -> None:
    assert calc.show("=BETA_OF({0};{1})", ASSET, MARKET) == 2.0
    assert [kind for kind, *_ in calc.asked()[0][3]][2:] == ["missing", "missing"]


def test_omitted_argument_in_the_middle(calc: Calc) -> None:
    # a formula of LibreOffice passes 0 there, and one of Excel what this call of VBA passes
    calc.show("=BETA_OF({0};{1})", ASSET, MARKET)
    calc.put_modules({"Omitted.bas": MISSING_IN_THE_MIDDLE})
    assert calc.run("Omitted.Middle") == pytest.approx(1.67)
    assert [kind for kind, *_ in calc.asked()[-1][3]][2:] == ["missing", "a value"]


def test_empty_cell_for_an_optional_argument_is_the_default(calc: Calc) -> None:
    assert calc.show('=BETA_OF({0};{1};{2};"ADJUSTED")', ASSET, MARKET, None) == pytest.approx(1.67)


def test_missing_data_in_a_range(calc: Calc) -> None:
    assert calc.show("=BETA_OF({0};{1})", [["=NA()"], *ASSET[1:]], MARKET) == 2.0


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1/0", "Error 2007"),
        ('="a"+1', "Error 2015"),
        ("=#REF!", "Error 2023"),
        ("=NOSUCH()", "Error 2029"),
        ("=EXP(1000)", "Error 2036"),
    ],
)
def test_any_other_error_goes_through(calc: Calc, cell: str, shown: str) -> None:
    assert calc.show("=BETA_OF({0};{1})", [[cell], *ASSET[1:]], MARKET) == shown
    assert calc.show("=CAPM_RETURN({0};1;0.1)", cell) == shown


def test_texts_booleans_and_empty_cells_in_a_range_are_missing(calc: Calc) -> None:
    asset = [*ASSET, ["n/a"], ["=TRUE()"], [None], ["0.5"]]
    market = [*MARKET, [0.03], [0.04], [0.05], [0.06]]
    assert calc.show("=BETA_OF({0};{1})", asset, market) == 2.0
    described = calc.asked()[0][3][0][2]
    assert described == [[0.02], [0.04], [-0.02], ["n/a"], [True], [None], ["0.5"]]


def test_array_constants_rows_and_columns(calc: Calc) -> None:
    assert calc.show("=BETA_OF({{0.02|0.04|-0.02}};{{0.01;0.02;-0.01}})") == 2.0
    assert calc.show("=BETA_OF({0};{1})", [[0.02, 0.04, -0.02]], MARKET) == 2.0


@pytest.mark.parametrize("columns", ["A:A;I:I", "A1:A1048576;I1:I1048576", "$A$1:$A$1048576;I:I"])
def test_whole_columns_are_cut_at_the_last_used_row(calc: Calc, columns: str) -> None:
    assert calc.show("=BETA_OF({0};{1})", ASSET, MARKET) == 2.0
    assert calc.show(f"=BETA_OF({columns})", ASSET, MARKET) == 2.0
    asset, market, *_ = calc.asked()[0][3]
    assert len(asset[2]) == len(market[2]) == RESULT_ROW + 1  # the formula is the last used cell


def test_the_last_row_is_remembered_for_a_second(with_clock: Calc) -> None:
    """The wizard and conditional formats call functions, too, and nothing tells that they end."""
    calc = with_clock
    calc.show("=BETA_OF({0};{1})", ASSET, MARKET)
    rows = calc.run("Clock.RowsAt", 86_399.0)
    calc.order("write", int(rows) + 9, 0, [[0.5]])
    assert calc.run("Clock.RowsAt", 86_399.5) == rows
    assert calc.run("Clock.RowsAt", 86_400.5) == rows + 10
    calc.order("write", int(rows) + 19, 0, [[0.5]])
    assert calc.run("Clock.RowsAt", 0.5) == rows + 20  # midnight has passed


def test_whole_rows_are_cut_at_the_last_used_column(calc: Calc) -> None:
    assert calc.show("=BETA_OF(1:1;2:2)", [[0.02, 0.04, -0.02], [0.01, 0.02, -0.01]]) == 2.0
    asset, market, *_ = calc.asked()[0][3]
    assert len(asset[2][0]) == len(market[2][0]) == RESULT_COLUMN + 1


def test_texts_keep_their_letters_and_look_like_no_errors(calc: Calc) -> None:
    names, betas, weights = [["Škoda 日本"], ["#1 fund"]], [[1.0], [0.5]], [[0.6], [0.4]]
    formula = "=CAPM_TABLE({0};{1};{2};0.03;0.1)"
    shown = calc.show(formula, names, betas, weights, rows=4, columns=6)
    assert [row[0] for row in shown[1:3]] == ["Škoda 日本", "#1 fund"]


def test_real_prices_to_the_last_bit(calc: Calc) -> None:
    rows = prices.weekly().rows[-105:]  # two years of returns
    apple, index = [[row[0]] for row in rows], [[row[-1]] for row in rows]
    returns = [
        calc.show("=RETURNS_OF({0})", column, rows=len(rows) - 1, columns=1)
        for column in (apple, index)
    ]
    assert returns == [evaluate("RETURNS_OF", apple), evaluate("RETURNS_OF", index)]
    assert calc.show("=BETA_OF({0};{1})", *returns) == evaluate("BETA_OF", *returns)


def test_results_feed_other_formulas(calc: Calc) -> None:
    formula = "=CAPM_RETURN(0.03;PORTFOLIO_BETA({0};{1});0.1)"
    shown = calc.show(formula, [[0.4], [0.4], [0.2]], [[1.5], [0.7], [1.0]])
    assert shown == pytest.approx(0.1056, rel=1e-12)


def test_a_result_follows_its_cells(calc: Calc) -> None:
    assert calc.show("=CAPM_RETURN({0};{1};0.1)", 0.03, 1) == pytest.approx(0.1)
    calc.type_over(1, 2)
    assert calc.shown() == pytest.approx(0.17)


def test_without_python_the_cell_shows_value_error(without_python: Calc) -> None:
    assert without_python.show("=BETA_OF({0};{1})", ASSET, MARKET) == "Error 2015"
