"""A workbook that we write: recalculated by xlrisk itself, and refused where something is amiss."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
import pytest

from xlrisk.build.book import Book, Sheet, written
from xlrisk.build.faults import refuse_faults
from xlrisk.errors import FileError
from xlrisk.recalculation import Options, recalculated
from xlrisk.recalculation.source import Source
from xlrisk.workbook.package import Package

RETURNS = [(0.01, 0.02), (-0.01, -0.015), (0.02, 0.03), (0.0, -0.01)]
STATS = "=BETA_STATS(A1:A4,B1:B4)"


def maker(fill: Callable[[Sheet], None]) -> Callable[[Book], None]:
    """A book with four rows of returns, and what `fill` writes beside them."""

    def make(book: Book) -> None:
        sheet = book.sheet("Risk", {"A:B": 12})
        for row, values in enumerate(RETURNS, 1):
            sheet.write_row(row, "A", list(values), "percent")
        fill(sheet)

    return make


def test_values_are_those_of_the_functions() -> None:
    def fill(sheet: Sheet) -> None:
        sheet.write("D1", "=BETA_OF(B1:B4,A1:A4)", "number")
        sheet.write("D2", '=IF(D1>1,"more","less")')
        sheet.write("D3", "=D1>1")
        sheet.write("D4", '=""&D2')

    package, values = written(maker(fill))
    assert values.block("Risk", 2, 4, 3, 1) == [["more"], [True], ["more"]]
    ((beta,),) = values.block("Risk", 1, 4, 1, 1)
    assert beta == pytest.approx(1.65, rel=1e-12)
    sheet = openpyxl.load_workbook(io.BytesIO(package))["Risk"]
    assert sheet["D1"].value == "=BETA_OF(B1:B4,A1:A4)"


def test_a_spill_has_its_values_and_its_style_in_all_of_its_cells() -> None:
    package, values = written(maker(lambda sheet: sheet.spill("D1:E12", STATS, "fine")))
    cells = openpyxl.load_workbook(io.BytesIO(package))["Risk"]["D1:E12"]
    assert cells[0][0].value.ref == "D1:E12"
    assert {cell.number_format for row in cells for cell in row} == {"0.000"}
    assert all(isinstance(label, str) for label, _ in values.block("Risk", 1, 4, 12, 2))


@pytest.mark.parametrize("cells", ["D1:E11", "D1:E13", "D1:D12", "D1", "D1:F12"])
def test_a_spill_of_another_size_than_is_said_is_refused(cells: str) -> None:
    with pytest.raises(FileError, match=f"No formula fills {cells} of Risk"):
        written(maker(lambda sheet: sheet.spill(cells, STATS, "fine")))


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("=BETA_OF(A1:A4,C1:C4)", r"Risk!D1 shows #N/A: .*no row with a number"),
        ("=A1/C1", r"Risk!D1 shows #DIV/0!: =A1/C1\."),
        ("=NO_SUCH_FUNCTION(A1)", r"Risk!D1 has no value: =NO_SUCH_FUNCTION\(A1\)\."),
    ],
)
def test_a_formula_that_fails_is_refused_with_its_reason(formula: str, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        written(maker(lambda sheet: sheet.write("D1", formula)))


def test_an_error_is_shown_on_purpose() -> None:
    def fill(sheet: Sheet) -> None:
        sheet.write("D1", "=BETA_OF(A1:A4,C1:C4)", error="#N/A")
        sheet.spill("E1", "=BETA_STATS(A1:A2,B1:B2)", "fine", error="#DIV/0!")

    _, values = written(maker(fill))
    assert values.block("Risk", 1, 4, 1, 2) == [["#N/A", "#DIV/0!"]]


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("=BETA_OF(A1:A4,C1:C4)", r"Risk!D1 shows #N/A"),
        ("=A1", r"Risk!D1 does not show #NUM!: =A1\."),
    ],
)
def test_another_error_than_is_meant_is_refused(formula: str, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        written(maker(lambda sheet: sheet.write("D1", formula, error="#NUM!")))


def test_each_cell_of_a_spill_can_have_a_style_and_a_number_format() -> None:
    styles = [[("text", ""), ("number", f"0.{'0' * digits}")] for digits in range(1, 13)]
    package, _ = written(maker(lambda sheet: sheet.spill("D1:E12", STATS, styles)))
    cells = openpyxl.load_workbook(io.BytesIO(package))["Risk"]["D1:E12"]
    assert [cell.number_format for _, cell in cells] == [number for _, (_, number) in styles]
    assert {cell.number_format for cell, _ in cells} == {"General"}


def test_a_text_that_reads_like_a_formula_stays_one() -> None:
    def fill(sheet: Sheet) -> None:
        sheet.write_text("D1", "=A1")
        sheet.write("D2", "=A1")

    package, values = written(maker(fill))
    assert values.block("Risk", 1, 4, 2, 1) == [["=A1"], [0.01]]
    assert openpyxl.load_workbook(io.BytesIO(package))["Risk"]["D1"].data_type == "s"


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (
            {"not_recalculated": [{"cell": "Risk!D1", "reason": "nothing confirms it"}]},
            r"Risk!D1 was not calculated: nothing confirms it\.",
        ),
        (
            {"disagreements": [{"cell": "Risk!D1", "stored": 1.0, "computed": "x"}]},
            r"Two engines differ on Risk!D1: 1\.0 and 'x'\.",
        ),
    ],
)
def test_what_a_recalculation_has_left_alone_is_refused(
    found: dict[str, object], sentence: str
) -> None:
    package, _ = written(maker(lambda sheet: sheet.write("D1", "=A1")))
    source, (_, report) = Source(Package(package)), recalculated(package, Options())
    refuse_faults(source, report, set(), {})
    with pytest.raises(FileError, match=sentence):
        refuse_faults(source, report | found, set(), {})


def test_a_chart_remembers_what_its_cells_show() -> None:
    def make(book: Book) -> None:
        sheet = book.sheet("Risk", {})
        sheet.spill("A1:A4", "=_xlfn.SEQUENCE(4)", "number")
        for row in range(1, 5):
            sheet.write(f"B{row}", f"=A{row}^2")
        chart = book.chart("scatter")
        chart.add_series({"categories": "=Risk!$A$1:$A$4", "values": "=Risk!$B$1:$B$4"})
        sheet.worksheet.insert_chart("D1", chart)

    package, _ = written(make)
    ((series,),) = (
        chart.series for chart in openpyxl.load_workbook(io.BytesIO(package))["Risk"]._charts
    )
    assert [point.v for point in series.xVal.numRef.numCache.pt] == [1, 2, 3, 4]
    assert [point.v for point in series.yVal.numRef.numCache.pt] == [1, 4, 9, 16]


def test_a_book_without_formulas_is_as_it_was_written() -> None:
    _, values = written(maker(lambda sheet: sheet.write("D1", "none")))
    assert values.block("Risk", 1, 1, 1, 4) == [[0.01, 0.02, None, "none"]]
