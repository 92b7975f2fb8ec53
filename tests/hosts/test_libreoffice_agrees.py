"""Built-in functions in the engine, against LibreOffice: two programs that share no code.

Where they differ, one of the two tables here says which of them is wrong, and why. A formula that
has come to agree makes its test fail, so that the tables stay true.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import to_excel

from tests.hosts.portfolio_formulas import FORMULA_COLUMN, FORMULAS, SHEET, written
from tests.witnesses import recalculated
from xlrisk.hosts import engine
from xlrisk.recalculation.dependencies import Dependencies
from xlrisk.recalculation.doubts import results_without_doubt
from xlrisk.recalculation.source import Source
from xlrisk.workbook.package import Package

# LibreOffice is wrong: by reason, each formula with what Excel gives.
LIBREOFFICE = "7.4"  # the version that the table was made with; a later one may be wrong elsewhere
LIBREOFFICE_IS_WRONG: Mapping[str, Mapping[str, engine.Cell]] = {
    "it keeps TRUE in a cell as the number 1": {
        "SUM(A1:A8)": 45352.5,
        "SUM(A3,A4)": 0,
        "SUM(A3:A4)": 0,
        "AVERAGE(A1:A8)": 11338.125,
        "COUNT(A1:A12)": 4,
        "MAX(A2:A4)": 0,
        "MEDIAN(A1:A8)": 1.75,
        "SUBTOTAL(9,A1:A8)": 45352.5,
        "AGGREGATE(9,6,A1:A10)": 45352.5,
        "SUMPRODUCT(A1:A4,A1:A4)": 12.25,
        'COUNTIF(A1:A12,">0")': 2,
        'SUMIF(A1:A8,">0")': 45354.5,
        "VLOOKUP(TRUE,A1:A12,1,FALSE)": True,
        "A2<TRUE": True,
        'TRUE&""': "TRUE",
        'TEXTJOIN("-",FALSE,A1:A5)': "3.5-abc-12-TRUE-",
    },
    "it writes its error 502, invalid argument, into the file as #VALUE!": {
        'VLOOKUP("Echo",K2:Q8,9,FALSE)': "#REF!",
        'MATCH("Tech",K1:Q2,0)': "#N/A",
        "INDEX(E1:F8,9,1)": "#REF!",
        "OFFSET(A1,-1,0)": "#REF!",
        "FLOOR(2.5,-2)": "#NUM!",
        "SQRT(-1)": "#NUM!",
        "LN(0)": "#NUM!",
        "CORREL(E1:E8,F1:F7)": "#N/A",
        "SLOPE(E1:E8,F1:F7)": "#N/A",
        "PERCENTILE.EXC(F1:F8,0.01)": "#NUM!",
        "PERCENTILE(H1:H12,1.5)": "#NUM!",
        "RANK(99,F1:F8)": "#N/A",
        "LARGE(N2:N8,7)": "#NUM!",
        "MINVERSE({1,2;2,4})": "#NUM!",
    },
    "it writes its error 523, no convergence, into the file as #N/A": {"IRR(C2:C5)": "#NUM!"},
    "it takes no text for a number": {'SUM("12",TRUE)': 13, "COUNTIF(A1:A12,12)": 1},
    "it counts numbers and errors as texts": {'COUNTIF(A1:A12,"*")': 4},
    "it does not count errors that are asked for": {"COUNTIF(A1:A12,A9)": 1},
    "it does not leave out a pair with a text": {"SUMXMY2(G1:G12,I1:I12)": 0.001021},
    "it rounds where Excel cuts after three digits": {
        "PERCENTRANK(F1:F8,6.2)": 0.285,
        "PERCENTRANK.EXC(F1:F8,7)": 0.388,
    },
    "it has no rule about signs": {"MROUND(5,-2)": "#NUM!"},
    "it has a value for 0^0": {"0^0": "#NUM!"},
    "an empty cell is its 30 December 1899, and Excel's 0 January 1900": {"YEAR(P7)": 1900},
    # found from results that Excel stored: it halves an interval, and is content early
    "it searches for a root longer than Excel": {
        "XIRR(C1:C5,D1:D5)": 0.4280109584331514,
        "XIRR(C1:C5,D1:D5,0.5)": 0.4280109591782093,
    },
    "it counts the last days of December to the next year": {"WEEKNUM(DATE(2024,12,31),2)": 53},
    # Microsoft's documentation of both functions has these examples with 10.9191453 and 5.73567
    "it counts the days of a coupon year in its own way": {
        "DURATION(DATE(2018,7,1),DATE(2048,1,1),0.08,0.09,2,1)": 10.919145281591925,
        "MDURATION(DATE(2008,1,1),DATE(2016,1,1),0.08,0.09,2,1)": 5.735669813918838,
    },
}

# The engine is wrong: gaps that are still open.
ENGINE_IS_WRONG: Mapping[str, tuple[str, ...]] = {
    "its operators do not round to 15 digits": ("0.1+0.2=0.3",),
    "it has a value for 0^0": ("0^0",),
    "an error as an argument is its result": ("TYPE(A9)",),
}

EXCEL = {
    formula: value for table in LIBREOFFICE_IS_WRONG.values() for formula, value in table.items()
}
GAPS = {formula: gap for gap, formulas in ENGINE_IS_WRONG.items() for formula in formulas}


@pytest.fixture(scope="module")
def ours() -> Mapping[str, Any]:
    source = Source(Package(written()), "ignore")
    calculation = source.calculation(())
    calculation.run()
    dependencies = Dependencies(source.formulas.positions, source.reads)
    results_without_doubt(source, calculation, dependencies, list(source.formulas))
    values = (calculation.value(SHEET, row, FORMULA_COLUMN) for row in range(1, len(FORMULAS) + 1))
    return dict(zip(FORMULAS, values, strict=True))


@pytest.fixture(scope="module")
def recalculated_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("libreoffice")
    path = folder / "formulas.xlsx"
    path.write_bytes(written())
    return recalculated(path, folder)


@pytest.fixture(scope="module")
def theirs(recalculated_path: Path) -> Mapping[str, Any]:
    sheet = openpyxl.load_workbook(recalculated_path, data_only=True)[SHEET]
    cells = (sheet.cell(row, FORMULA_COLUMN).value for row in range(1, len(FORMULAS) + 1))
    return dict(zip(FORMULAS, map(without_dates, cells), strict=True))


@pytest.fixture(scope="module")
def table_is_for_this_version(recalculated_path: Path) -> bool:
    with zipfile.ZipFile(recalculated_path) as members:
        return f"LibreOffice/{LIBREOFFICE}." in members.read("docProps/app.xml").decode("utf-8")


def without_dates(value: Any) -> Any:
    """LibreOffice formats the results of date functions as dates."""
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return to_excel(value)
    return value


def agree(one: Any, other: Any) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return bool(one == pytest.approx(other, rel=1e-9, abs=1e-15))
    # a reader of files cannot tell an empty text from an empty cell
    return bool(("" if one is None else one) == ("" if other is None else other))


@pytest.mark.parametrize("formula", FORMULAS)
def test_formula(
    formula: str,
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    table_is_for_this_version: bool,
) -> None:
    found, witnessed = ours[formula], theirs[formula]
    expected = EXCEL.get(formula, witnessed)
    if formula in GAPS:
        assert not agree(found, expected), "the engine is right now: take it out of its table"
    else:
        assert agree(found, expected)
    if formula in EXCEL and table_is_for_this_version:
        assert not agree(witnessed, expected), "LibreOffice is right: take it out of its table"


def test_there_are_many_formulas_and_every_exception_is_one_of_them() -> None:
    assert len(set(FORMULAS)) == len(FORMULAS) > 500
    assert EXCEL.keys() | GAPS.keys() <= set(FORMULAS)
    assert len(GAPS) < 20
