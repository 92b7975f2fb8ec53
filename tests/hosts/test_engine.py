"""Formulas in cells, calculated by the engine: the same results as `evaluate`."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from tests.helpers import agrees
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Example, Function
from xlrisk.hosts import engine

EXAMPLES = [
    pytest.param(function, example, id=f"{function.name}: {example.about}")
    for function in FUNCTIONS.values()
    for example in function.examples
]
RESULT_ROW, RESULT_COLUMN = 41, 1  # below the arguments, which take one block of columns each


def calculate(formula: str, *arguments: Any) -> engine.Calculation:
    """A workbook with the arguments in its first rows and the formula under them, calculated."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    sheet = workbook.add_worksheet("Sheet")
    references = []
    for position, argument in enumerate(arguments):
        rows = argument if isinstance(argument, list) else [[argument]]
        left = position * 4
        for row_number, row in enumerate(rows):
            for offset, cell in enumerate(row):
                if cell is not None:
                    sheet.write(row_number, left + offset, cell)
        bottom, right = len(rows) - 1, left + len(rows[0]) - 1
        references.append(xl_range_abs(0, left, bottom, right))
    call = formula.format(*references)
    sheet.write_dynamic_array_formula(RESULT_ROW - 1, 0, RESULT_ROW - 1, 0, call)
    workbook.close()
    calculation = engine.load(stream.getvalue())
    calculation.run()
    return calculation


def result(calculation: engine.Calculation) -> Any:
    """The value of the formula, or the table that it spills."""
    rows, columns = calculation.spill("Sheet", RESULT_ROW, RESULT_COLUMN)
    if (rows, columns) == (1, 1):
        return _plain(calculation.value("Sheet", RESULT_ROW, RESULT_COLUMN))
    block = calculation.block("Sheet", RESULT_ROW, RESULT_COLUMN, rows, columns)
    return [[_plain(cell) for cell in row] for row in block]


def _plain(cell: engine.Cell) -> engine.Cell:
    """An error as the text that `evaluate` gives."""
    return str(cell) if isinstance(cell, str) else cell


@pytest.mark.parametrize(("function", "example"), EXAMPLES)
def test_examples_typed_into_cells(function: Function, example: Example) -> None:
    places = ",".join(f"{{{i}}}" for i in range(len(example.arguments)))
    found = result(calculate(f"={function.name}({places})", *example.cells))
    assert agrees(found, example.result), found


def test_omitted_middle_argument_is_the_default() -> None:
    asset, market = [[0.02], [0.04], [-0.02]], [[0.01], [0.02], [-0.01]]
    assert result(calculate('=BETA_OF({0},{1},,"ADJUSTED")', asset, market)) == pytest.approx(1.67)


def test_error_cells_arrive_as_errors() -> None:
    market = [[0.01], [0.02], [-0.01]]
    assert result(calculate("=BETA_OF({0},{1})", [["=NA()"], [0.04], [-0.02]], market)) == 2.0
    assert result(calculate("=BETA_OF({0},{1})", [["=1/0"], [0.04], [-0.02]], market)) == "#DIV/0!"


def test_error_values_are_seen_by_worksheet_functions() -> None:
    assert result(calculate('=IFERROR(CAPM_RETURN({0},"x",0.1),"caught")', 0.03)) == "caught"
    assert result(calculate("=ISNA(BETA_OF({0},{1}))", [[0.1], [0.2]], [[0.1]])) is True
    assert result(calculate("=INDEX(CAPM_RETURN({0},{1},0.1),2)", 0.03, [[1], ["x"]])) == "#VALUE!"


def test_results_feed_other_formulas() -> None:
    weights, betas = [[0.4], [0.4], [0.2]], [[1.5], [0.7], [1.0]]
    found = result(calculate("=CAPM_RETURN(0.03,PORTFOLIO_BETA({0},{1}),0.1)", weights, betas))
    assert found == pytest.approx(0.1056, rel=1e-12)


def test_dates_arrive_as_serials_and_sheets_in_order() -> None:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    for name in ("First", "It's second"):
        sheet = workbook.add_worksheet(name)
        sheet.write(0, 0, 45000, workbook.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_dynamic_array_formula(0, 1, 0, 1, "=RETURNS_OF(A1:A2)")
        sheet.write(1, 0, 90000)
    workbook.close()
    calculation = engine.load(stream.getvalue())
    calculation.run()
    assert calculation.sheets == ("First", "It's second")
    assert calculation.value("It's second", 1, 1) == 45000
    assert calculation.value("It's second", 1, 2) == 1.0
    assert calculation.spill("It's second", 1, 2) == (1, 1)


@pytest.mark.parametrize("date1904", [False, True], ids=["1900", "1904"])
def test_months_are_those_of_the_workbooks_date_system(date1904: bool) -> None:
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"date_1904": date1904})
    sheet = workbook.add_worksheet("Sheet")
    as_date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_column(0, 0, ["Date"])
    sheet.write_column(0, 1, ["AAA", 101, 102, 103, 104])
    for row, (month, day) in enumerate([(1, 30), (1, 31), (2, 1), (2, 29)], 1):
        sheet.write_datetime(row, 0, datetime.datetime(2024, month, day), as_date)
    sheet.write_dynamic_array_formula("D1:D1", '=PERIOD_PRICES(A1:A5,B1:B5,"month")')
    workbook.close()
    calculation = engine.load(stream.getvalue(), date1904=date1904)
    calculation.run()
    assert calculation.spill("Sheet", 1, 4) == (2, 2)
    days = [calculation.value("Sheet", row, 1) for row in (3, 5)]
    assert calculation.block("Sheet", 1, 4, 2, 2) == [[days[0], 102], [days[1], 104]]
