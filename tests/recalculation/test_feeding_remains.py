"""Old data below an empty row are not mixed with the new ones; and results are no inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from tests.recalculation.books import SHEET, F, edited
from tests.recalculation.books import book as written_book
from tests.recalculation.feeding_books import (
    HEADER,
    PRICES,
    data_of,
    fed,
    of_table,
    prices_book,
    refusal,
    rows,
    source_of,
    values,
)
from xlrisk.recalculation.feeding import Block, feed

Build = Callable[[xlsxwriter.Workbook, Any], None]


def parted(*below: list[Any], at: int = 13) -> bytes:
    """Ten rows of prices in rows 2 to 11, and further rows below an empty one."""

    def build(_: xlsxwriter.Workbook, sheet: Any) -> None:
        for row, cells in enumerate(below, at - 1):
            for column, value in enumerate(cells):
                if isinstance(value, F):
                    sheet.write_formula(row, column, f"={value.text}", None, value.value)
                elif value is not None:
                    sheet.write(row, column, value)

    return prices_book(build)


OLD: list[Any] = [40_000, 1.5, 2.5]

IN_THE_WAY: dict[str, tuple[list[list[Any]], int, str]] = {
    "a row": ([OLD], 13, "Data!A13:C13"),
    "rows": ([OLD] * 4, 13, "Data!A13:C16"),
    "until an empty row": ([OLD, OLD, [None], OLD], 13, "Data!A13:C14"),
    "behind several empty rows": ([OLD] * 2, 60, "Data!A60:C61"),
    "far below": ([OLD], 30_000, "Data!A30000:C30000"),
    "in one column": ([[None, 1.5]], 13, "Data!A13:B13"),
    "with texts where numbers are missing": ([[40_000, "n/a", "n/a"]], 13, "Data!A13:C13"),
    "a total without a formula": ([["Total", 15]], 13, "Data!A13:B13"),
    "above a total": ([OLD, ["Total", F("SUM(B2:B13)")]], 13, "Data!A13:C13"),
}


@pytest.mark.parametrize("name", IN_THE_WAY)
@pytest.mark.parametrize("count", [1, 10])
@pytest.mark.parametrize(("target", "top"), [("Data!A2", 2), ("Data!A1", 1), ("Data!A:C", 1)])
def test_old_data_below_an_empty_row(name: str, count: int, target: str, top: int) -> None:
    below, at, area = IN_THE_WAY[name]
    data = parted(*below, at=at)
    names = HEADER if top == 1 else None
    sentence = refusal(data, {}, {target: Block(PRICES[:count], names)})
    last = area.rpartition("C")[2] if ":C" in area else area.rpartition("B")[2]
    assert sentence == (
        f"{area} looks like more of the old data for {target}, behind an empty row, and would mix "
        f"with the new; name the whole area to replace (Data!A{top}:C{last}), or only "
        f"Data!A{top}:C11, if those cells are to stay."
    )


def test_both_ways_out_lead_somewhere() -> None:
    data, block = parted(OLD, OLD), Block(PRICES[:3])
    refusal(data, {}, {"Data!A2": block})
    whole = data_of(fed(data, {}, {"Data!A2:C14": block}), 14)
    assert whole == [HEADER, *PRICES[:3], *[[None] * 3] * 10]
    kept = values(fed(data, {}, {"Data!A2:C11": block}), "Data", "A13:C14")
    assert kept == [OLD, OLD]


def test_data_that_reach_further_than_the_old_ones() -> None:
    data, block = parted(OLD, OLD, at=20), Block(PRICES[:15])
    sentence = refusal(data, {}, {"Data!A2": block})
    assert "name the whole area to replace (Data!A2:C21), or only Data!A2:C16" in sentence
    assert data_of(fed(data, {}, {"Data!A2:C16": block}), 17) == [HEADER, *PRICES[:15], [None] * 3]
    assert "would replace Data!A20" in refusal(data, {}, {"Data!A2": Block(PRICES[:19])})


NOT_IN_THE_WAY: dict[str, list[list[Any]]] = {
    "nothing": [],
    "a note": [["Source: the exchange"]],
    "a note in a column of numbers": [[None, "as of today"]],
    "the header of another block": [["Day", "Fund", "Index"], OLD, OLD],
    "an error": [[None, "#N/A"]],
    "data beside the block": [[None, None, None, 1, 2]],
    "a total": [["Total", F("SUM(B2:B11)")], OLD],
    "a total at once": [["Total", F("SUM(B2:B11)", 1)], [None, None, None], OLD],
}


@pytest.mark.parametrize("name", NOT_IN_THE_WAY)
@pytest.mark.parametrize("count", [1, 10])
def test_what_may_stand_below_a_block(name: str, count: int) -> None:
    below = NOT_IN_THE_WAY[name]
    data = parted(*below, at=12 if "at once" in name else 13)
    found = fed(data, {}, {"Data!A2": Block(PRICES[:count])})
    assert data_of(found, 11) == [HEADER, *PRICES[:count], *[[None] * 3] * (10 - count)]
    assert values(found, "Data", "A12:E16") == values(data, "Data", "A12:E16")


def test_a_block_of_texts_has_texts_below() -> None:
    def build(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_column("F1", ["Name", "AAPL", "MSFT", None, "IBM"])
        sheet.write_column("G1", [None, None, None, None, 5])

    sentence = refusal(prices_book(build), {}, {"Data!F2": rows(["SAP"])})
    assert sentence.startswith("Data!F5 looks like more of the old data for Data!F2")
    assert "(Data!F2:F5), or only Data!F2:F3" in sentence
    found = fed(prices_book(build), {}, {"Data!F2:F3": rows(["SAP"])})
    assert values(found, "Data", "F1:F5") == [["Name"], ["SAP"], [None], [None], ["IBM"]]


def test_data_below_a_header_and_an_empty_row() -> None:
    data = prices_book(lambda _, sheet: sheet.write_column("F1", ["Rate", None, None, 5, 6]))
    assert "Data!F4:F5 looks like more" in refusal(data, {}, {"Data!F2": rows([1])})
    kept = fed(data, {}, {"Data!F2:F2": rows([1])})  # an area of one cell is no open end
    assert values(kept, "Data", "F1:F5") == [["Rate"], [1], [None], [5], [6]]
    assert values(fed(data, {"Data!F2": 1}), "Data", "F1:F5") == values(kept, "Data", "F1:F5")


def test_a_table_is_its_own_block() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        of_table(workbook, sheet)
        sheet.write_row("A13", OLD)
        for column in range(3):
            sheet.write_blank(4, column, None)

    found = fed(prices_book(build), {}, {"Prices": Block(PRICES[:2])})
    assert data_of(found, 12) == [HEADER, *PRICES[:2], *[[None] * 3] * 9]
    assert values(found, "Data", "A13:C13") == [OLD]


# cells that a formula fills


def array_book() -> bytes:
    """An array over cells that are not there, and a what-if data table."""
    data = written_book(
        {
            "A1": 1,
            "B1": F("A1*{1;2;3}", [[1], [2], [3]], "B1:B3"),
            "D1": F("A1*{1;2}", 1, "D1:E20"),
            "G1": F("SEQUENCE(3)", [[1], [2], [3]], "G1:G3", dynamic=True),
        }
    )
    return edited(
        data,
        SHEET,
        "</sheetData>",
        '<row r="30"><c r="A30"><f t="dataTable" ref="A30:B31" dt2D="0" dtr="0" r1="A1"/>'
        '<v>1</v></c><c r="B30"><v>2</v></c></row></sheetData>',
    )


FILLED = {
    "B2": "shows a result of the formula in Sheet1!B1",
    "B3": "shows a result of the formula in Sheet1!B1",
    "D2": "shows a result of the formula in Sheet1!D1",
    "E20": "shows a result of the formula in Sheet1!D1",
    "G3": "shows a result of the formula in Sheet1!G1",
    "B30": "shows a result of the data table in Sheet1!A30",
    "B31": "shows a result of the data table in Sheet1!A30",
}


@pytest.mark.parametrize("cell", FILLED)
def test_cells_that_a_formula_fills_are_not_fed(cell: str) -> None:
    sentence = f"Sheet1!{cell} {FILLED[cell]}; feed the cells that it reads."
    for value in (5, None):
        assert refusal(array_book(), {f"Sheet1!{cell}": value}) == sentence
    assert refusal(array_book(), {}, {f"Sheet1!{cell}:{cell}": rows([5])}) == sentence


@pytest.mark.parametrize("cell", ["C2", "D21", "F20", "G4", "B4", "C30", "A32"])
def test_cells_beside_them_are_fed(cell: str) -> None:
    assert feed(source_of(array_book()), {f"Sheet1!{cell}": 5}, {}).constants
