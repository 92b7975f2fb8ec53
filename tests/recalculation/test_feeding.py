"""Feeding a workbook: what goes where, what is refused, and that all else stays."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests import witnesses
from tests.recalculation.feeding_books import (
    DATES,
    HEADER,
    PRICES,
    applied,
    book,
    data_of,
    date_of,
    fed,
    of_table,
    opened,
    prices_book,
    refusal,
    rows,
    source_of,
    values,
    written,
)
from tests.workbook.packages import packed, parts_of
from xlrisk.recalculation.feeding import Block, Feed, feed
from xlrisk.workbook.patch import patched
from xlrisk.workbook.values import Cell, ErrorText

# references


@pytest.mark.parametrize(
    ("reference", "sheet", "cell"),
    [
        ("Main!B1", "Main", "B1"),
        ("main!$b$1", "Main", "B1"),
        (" Main!B1 ", "Main", "B1"),
        ("'Main'!B1", "Main", "B1"),
        ("'It''s mine'!A1", "It's mine", "A1"),
        ("It's mine!A1", "It's mine", "A1"),
        ("Main!XFD1048576", "Main", "XFD1048576"),
        ("Main!F1", "Main", "F1"),
        ("rate", "Main", "B1"),
        ("RATE", "Main", "B1"),
        ("Main!local", "Main", "B2"),
        ("Main!rate", "Main", "B1"),
    ],
)
def test_a_value_goes_into_the_cell_that_is_named(reference: str, sheet: str, cell: str) -> None:
    assert opened(fed(book(), {reference: 0.125}))[sheet][cell].value == 0.125


@pytest.mark.parametrize(
    ("reference", "sheet", "area"),
    [
        ("Main!J1", "Main", "J1:L3"),
        ("Main!$J$1:$L$3", "Main", "J1:L3"),
        ("Main!L3:J1", "Main", "J1:L3"),
        ("Main!J1:L9", "Main", "J1:L3"),
        ("Main!J:L", "Main", "J1:L3"),
        ("Prices", "It's mine", "B3:D5"),
        ("PRICES[]", "It's mine", "B3:D5"),
        ("Prices[#Data]", "It's mine", "B3:D5"),
        ("Prices[[Day]:[index]]", "It's mine", "B3:D5"),
        ("It's mine!B3:D5", "It's mine", "B3:D5"),
        ("It's mine!B3", "It's mine", "B3:D5"),
    ],
)
def test_a_block_goes_where_it_is_named(reference: str, sheet: str, area: str) -> None:
    block = rows([1, "a", True], [-2, None, False], [1e300, "c", 0])
    expected = [[1, "a", True], [-2, None, False], [1e300, "c", 0]]
    assert values(fed(book(), {}, {reference: block}), sheet, area) == expected


@pytest.mark.parametrize("reference", ["Prices[Price]", "It's mine!C3:C5"])
def test_a_column_of_a_table(reference: str) -> None:
    found = fed(book(), {}, {reference: rows([10], [20], [30])})
    assert values(found, "It's mine", "B3:D5") == [[1, 10, 3], [4, 20, 6], [7, 30, 9]]


def test_a_name_for_a_column_of_a_table() -> None:
    found = fed(book(), {}, {"days": rows([10], [20], [30])})
    assert values(found, "It's mine", "B3:B5") == [[10], [20], [30]]


REFUSED_REFERENCES = {
    "B1": "does not say on which sheet it is; write it as Main!B1",
    "Nowhere!B1": "on no sheet of the workbook; its sheets are Main, It's mine, Chart",
    "Main:Chart!B1": "on no sheet",
    "[1]Sheet1!A1": "on no sheet",
    "Main!XFE1": "outside of the sheet, which ends at XFD1048576",
    "Main!A1048577": "outside of the sheet",
    "Main!A1:XFE2": "outside of the sheet",
    "A0": "outside of the sheet",
    "ratio": "no cell, name or table",
    "Main!ratio": "no cell, name or table",
    "Main!Prices": "no cell, name or table",
    "": "no cell, name or table",
    "local": "a name of one sheet; write it as Main!local",
    "It's mine!local": "a name of one sheet",
    "Chart!A1": "Chart is no worksheet",
    "in_chart": "Chart is no worksheet",
    "two_areas": "stands for Main!$A$1,Main!$B$1, which is not one area",
    "number": "stands for 0.02, which is not one area",
    "gone": "not one area",
    "moving": "not one area",
    "elsewhere": "not one area",
    "relative": "means another cell in each cell",
    "Price[Day]": "no table of the workbook",
    "[Day]": "no table of the workbook",
    "Prices[Open]": "no column of Prices, which has Day, Price, Index",
    "Prices[#Headers]": "write Prices, or Prices[Column]",
    "Prices[@Day]": "write Prices, or Prices[Column]",
}


@pytest.mark.parametrize("reference", REFUSED_REFERENCES)
def test_references_that_mean_no_cells(reference: str) -> None:
    part = REFUSED_REFERENCES[reference]
    assert part in refusal(book(), {reference: 1})
    assert part in refusal(book(), {}, {reference: rows([1])})


REFUSED_CELLS = {
    "Main!C1": "Main!C1 has a formula",
    "Main!D1": "Main!D1 has a formula",
    "Main!D3": "Main!D3 shows a result of the formula in Main!D1",
    "Main!G1": "Main!G1 is hidden by the merged cells Main!F1:G2",
    "Main!F2": "Main!F2 is hidden",
    "It's mine!C2": "'It''s mine'!C2 is a header of the table Prices",
}


@pytest.mark.parametrize("reference", REFUSED_CELLS)
@pytest.mark.parametrize("value", [1, None])
def test_cells_that_are_not_fed(reference: str, value: Any) -> None:
    assert REFUSED_CELLS[reference] in refusal(book(), {reference: value})


@pytest.mark.parametrize("reference", [key for key in REFUSED_CELLS if key.startswith("Main")])
def test_blocks_over_cells_that_are_not_fed(reference: str) -> None:
    area = f"{reference}:{reference.removeprefix('Main!')}"
    assert REFUSED_CELLS[reference] in refusal(book(), {}, {area: rows([1])})


@pytest.mark.parametrize("reference", ["Main!B1:B2", "rates", "Prices", "Main!B:B", "Main!2:2"])
def test_one_value_goes_into_one_cell(reference: str) -> None:
    assert "more than one cell" in refusal(book(), {reference: 1})


def test_no_cell_is_given_two_values() -> None:
    assert "Main!B1 is given two values" in refusal(book(), {"Main!B1": 1, "rate": 1})
    block = {"Main!A1": rows([1, 2])}
    assert "Main!B1 is given two values" in refusal(book(), {"rate": 1}, block)


def test_a_rich_value_is_not_replaced() -> None:
    parts = parts_of(book())
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b'<c r="B1"', b'<c r="B1" vm="1"')
    data = packed(parts)
    assert "Main!B1 holds more than it shows" in refusal(data, {"rate": 0.03})
    assert not feed(source_of(data), {"rate": 0.02}, {}).constants


# values

VALUES: Sequence[tuple[Any, Any]] = [
    (0.035, 0.035),
    (7, 7),
    (-0.0, 0),
    (True, True),
    (np.False_, False),
    (np.int64(3), 3),
    (np.float32(0.5), 0.5),
    (Decimal("0.1"), 0.1),
    ("text", "text"),
    ("", ""),
    ("=1+1", "=1+1"),
    ("_x0041_ <&> \r\n ", "_x005F_x0041_ <&> _x000D_\n "),  # openpyxl leaves escapes as they are
    ("1e5", "1e5"),
    ("x" * 32_767, "x" * 32_767),
    ("#N/A", "#N/A"),
    (ErrorText("#N/A"), "#N/A"),
    (None, None),
]


@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_values_are_read_back_as_they_were_fed(value: Any, expected: Any) -> None:
    cell = opened(fed(book(), {"rate": value}))["Main"]["B1"]
    assert cell.value == expected
    assert type(cell.value) is type(expected) or isinstance(cell.value, (int, float))
    assert cell.data_type != "f"
    assert (cell.data_type == "e") is isinstance(value, ErrorText)
    assert cell.number_format == "0.0%"
    assert cell.font.b


REFUSED_VALUES: Sequence[tuple[Any, str]] = [
    (float("inf"), "rate cannot hold an infinite number"),
    (10**400, "an infinite number"),
    (Decimal("-Infinity"), "an infinite number"),
    (float("nan"), "NaN, which is no number"),
    (pd.NaT, "NaN, which is no number"),
    ("x" * 32_768, "a text of 32,768 characters; shorten it to 32,767"),
    ("\N{GRINNING FACE}" * 16_384, "a text of 32,768 characters"),
    (datetime.date(1899, 12, 31), "the date 1899-12-31; give one from 1900-01-01 on"),
    ([1], "a value of the type list"),
    (b"1", "a value of the type bytes"),
    (1j, "a value of the type complex"),
    (datetime.timedelta(1), "a value of the type timedelta"),
]


@pytest.mark.parametrize(("value", "part"), REFUSED_VALUES)
def test_values_that_no_cell_holds(value: Any, part: str) -> None:
    assert part in refusal(book(), {"rate": value})


def test_in_a_block_what_is_not_there_is_an_empty_cell() -> None:
    block = rows([float("nan"), 1], [pd.NaT, np.float64("nan")], [None, Decimal("NaN")], [5])
    expected = [[None, 1], [None, None], [None, None], [5, None]]
    assert values(fed(book(), {}, {"Main!J1": block}), "Main", "J1:K4") == expected
    sentence = refusal(book(), {}, {"Main!J1": rows([1, 2], [3, float("inf")])})
    assert "Main!K2 cannot hold an infinite number" in sentence


MOMENTS = [
    datetime.date(1904, 1, 2),
    datetime.date(2024, 2, 29),
    datetime.date(9999, 12, 31),
    datetime.datetime(2024, 2, 29, 18, 0),
    pd.Timestamp("2024-02-29 18:00"),
]


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize("moment", MOMENTS)
def test_dates_in_both_date_systems(moment: datetime.date, date1904: bool) -> None:
    def make(workbook: xlsxwriter.Workbook) -> None:
        date = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        workbook.add_worksheet("Main").write("A1", 1, date)

    data = fed(written(make, date_1904=date1904), {"Main!A1": moment})
    found = opened(data)["Main"]["A1"]
    assert found.is_date
    assert found.value == datetime.datetime.fromisoformat(moment.isoformat())


@pytest.mark.parametrize(
    ("date", "serial"), [((1900, 1, 1), 1), ((1900, 2, 28), 59), ((1900, 3, 1), 61)]
)
def test_the_first_days_of_the_1900_system(date: tuple[int, int, int], serial: int) -> None:
    found = feed(source_of(book()), {"rate": datetime.date(*date)}, {})
    assert found.constants == {(0, 1, 2): serial}


def test_dates_before_the_1904_system() -> None:
    data = written(lambda workbook: workbook.add_worksheet("Main"), date_1904=True)
    assert "from 1904-01-01 on" in refusal(data, {"Main!A1": datetime.date(1903, 12, 31)})


# blocks


@pytest.mark.parametrize("count", [1, 9, 10, 11, 40])
@pytest.mark.parametrize(
    ("target", "names"),
    [("Data!A2", None), ("Data!A2", HEADER), ("Data!A1", ["day", "FUND", " Index "])],
)
def test_a_block_replaces_the_old_one(count: int, target: str, names: Any) -> None:
    data = fed(prices_book(), {}, {target: Block(PRICES[-count:], names)})
    empty: list[list[Any]] = [[None] * 3] * (41 - count)
    assert data_of(data, 42) == [HEADER, *PRICES[-count:], *empty]


def test_old_styles_stay_and_other_cells_too() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write("A13", "below, behind an empty row")
        sheet.write("E2", 5)
        sheet.write_formula("E3", "=SUM(B:B)", None, 1045)

    data = prices_book(build)
    before, after = opened(data), opened(fed(data, {}, {"Data!A2": Block(PRICES[-5:])}))
    for row in range(1, 15):
        for column in range(1, 7):
            old, new = (found["Data"].cell(row, column) for found in (before, after))
            assert new.style_id == old.style_id
            if not (2 <= row <= 11 and column <= 3):
                assert new.value == old.value


def test_nothing_but_the_sheet_changes() -> None:
    data = prices_book(of_table)
    old, new = parts_of(data), parts_of(fed(data, {}, {"Data!A2": Block(PRICES[-5:])}))
    assert [name for name in old if old[name] != new[name]] == ["xl/worksheets/sheet1.xml"]
    assert old.keys() == new.keys()


def test_the_old_block_ends_where_a_row_is_empty_in_its_columns_or_calculated() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write("A12", "Total")
        sheet.write_formula("B12", "=SUM(B2:B11)", None, 1045)

    found = data_of(fed(prices_book(build), {}, {"Data!A2": Block(PRICES[:2])}), 12)
    assert found[3:] == [*[[None] * 3] * 8, ["Total", "=SUM(B2:B11)", None]]
    # the index alone: its column is empty in row 12
    found = data_of(fed(prices_book(build), {}, {"Data!C2": rows([7], [8])}), 12)
    assert [row[2] for row in found] == ["Index", 7, 8, *[None] * 9]
    assert [row[0] for row in found] == ["Day", *DATES[:10], "Total"]


def test_gaps_within_the_old_block_belong_to_it() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        for cell in ("A5", "B5", "C6", "B7"):
            sheet.write_blank(cell, None)

    found = data_of(fed(prices_book(build), {}, {"Data!A2": Block(PRICES[:1])}), 12)
    assert found == [HEADER, PRICES[0], *[[None] * 3] * 10]


def test_a_named_area_is_replaced_whole() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_row("A5", [None, None, None])
        workbook.define_name("prices", "=Data!$A$2:$C$31")
        for column in range(3):
            sheet.write_blank(4, column, None)

    data = prices_book(build)
    for target in ("prices", "Data!A2:C31"):
        found = data_of(fed(data, {}, {target: Block(PRICES[:2], HEADER)}), 41)
        assert found == [HEADER, *PRICES[:2], *[[None] * 3] * 38]
        assert data_of(fed(data, {}, {target: Block(PRICES[:30])}), 31) == [HEADER, *PRICES[:30]]
        assert "used by 1 name, and the data has 31" in refusal(
            data, {}, {target: Block(PRICES[:31])}
        )
    assert "has room for 3 rows, and the data has 4" in refusal(
        data, {}, {"Data!A2:C4": Block(PRICES[:4])}
    )


def test_whole_columns_are_as_open_as_their_first_cell() -> None:
    data = prices_book()
    found = fed(data, {}, {"Data!A:C": Block([row[:2] for row in PRICES], HEADER[:2])})
    assert data_of(found, 42, 2) == [HEADER[:2], *[row[:2] for row in PRICES], [None] * 2]


def test_a_long_block() -> None:
    count = 8_300  # more cells than are read at once

    def build(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_column("E1", range(1, count + 1))

    found = feed(source_of(prices_book(build)), {}, {"Data!E1": rows([1], [0])})
    assert found.constants == {(0, 2, 5): 0, **{(0, r, 5): None for r in range(3, count + 1)}}


def test_other_data_below_are_not_lost() -> None:
    data = prices_book(lambda _, sheet: sheet.write("B14", "note"))
    assert data_of(fed(data, {}, {"Data!A2": Block(PRICES[:12])}), 14)[13] == [None, "note", None]
    sentence = refusal(data, {}, {"Data!A2": Block(PRICES[:13])})
    assert "would replace Data!B14" in sentence
    assert "end at row 11" in sentence
    whole = fed(data, {}, {"Data!A2:C14": Block(PRICES[:13])})
    assert data_of(whole, 14) == [HEADER, *PRICES[:13]]


def test_a_formula_below_is_not_lost() -> None:
    data = prices_book(lambda _, sheet: sheet.write_formula("B14", "=1", None, 1))
    assert "Data!B14 has a formula" in refusal(data, {}, {"Data!A2": Block(PRICES[:13])})


@pytest.mark.parametrize(
    ("target", "block"),
    [
        ("Data!A1048576", rows([1], [2])),
        ("Data!XFD1", rows([1, 2])),
        ("Data!A1048576", Block([[1]], ["name"])),
    ],
)
def test_a_block_ends_within_the_sheet(target: str, block: Block) -> None:
    assert "reaches beyond the sheet" in refusal(prices_book(), {}, {target: block})


@pytest.mark.parametrize("block", [Block([]), Block([[], []]), Block([], ["Day"])])
def test_a_block_without_values(block: Block) -> None:
    assert "The data for Data!A2 is empty" in refusal(prices_book(), {}, {"Data!A2": block})


# names of columns

OTHER = ["Date", "A", "B"]


@pytest.mark.parametrize(
    ("target", "names", "first_rows"),
    [
        pytest.param("Data!A1", OTHER, [OTHER, PRICES[0]], id="in the place of others"),
        pytest.param("Data!A2", OTHER, [HEADER, PRICES[0]], id="left out above data"),
        pytest.param("Data!A1", [None, *HEADER[1:]], [HEADER, PRICES[0]], id="one without a name"),
        pytest.param("Data!A1", None, [PRICES[0], [None] * 3], id="none"),
        pytest.param("Data!A1", [None, None], [PRICES[0], [None] * 3], id="none of any column"),
        pytest.param("Data!A1", ["Day"], [HEADER, PRICES[0]], id="too few"),
    ],
)
def test_names_of_columns(target: str, names: Any, first_rows: list[Any]) -> None:
    data = fed(prices_book(), {}, {target: Block(PRICES[:1], names)})
    assert data_of(data, 2) == first_rows


def test_names_are_written_where_nothing_stands() -> None:
    data = fed(prices_book(), {}, {"Other!B3": Block([[1, 2]], ["x", "y"])})
    assert values(data, "Other", "B3:C4") == [["x", "y"], [1, 2]]
    again = fed(data, {}, {"Other!B3": Block([[3, 4]], ["x", "y"])})
    assert values(again, "Other", "B3:C5") == [["x", "y"], [3, 4], [None, None]]


def test_names_are_left_out_below_other_names() -> None:
    empty = prices_book(rows=0)
    data = fed(empty, {}, {"Data!A2": Block(PRICES[:2], OTHER)})
    assert data_of(data, 3) == [HEADER, *PRICES[:2]]


def test_names_are_left_out_of_an_area_that_is_empty() -> None:
    data = fed(prices_book(), {}, {"Other!A1:B2": Block([[1, 2], [3, 4]], ["x", "y"])})
    assert values(data, "Other", "A1:B2") == [[1, 2], [3, 4]]


def test_names_that_are_numbers() -> None:
    block = Block([["a", 1, 2]], ["Year", 2023, 2024])
    data = fed(prices_book(), {}, {"Other!A1": block})
    newer = Block([["a", 3, 4]], ["Year", 2024, 2025])
    for target in ("Other!A1", "Other!A2"):
        same = fed(data, {}, {target: block})
        assert values(same, "Other", "A1:C2") == [["Year", 2023, 2024], ["a", 1, 2]]
    found = values(fed(data, {}, {"Other!A1": newer}), "Other", "A1:C2")
    assert found == [["Year", 2024, 2025], ["a", 3, 4]]


def test_names_in_doubt() -> None:
    data = fed(prices_book(), {}, {"Other!A1": rows(["Title"], ["Name"], ["AAPL"])})
    assert "not clear" in refusal(data, {}, {"Other!A2": Block([["MSFT"]], ["Ticker"])})
    found = fed(data, {}, {"Other!A2": Block([["MSFT"]], ["Name"])})
    assert values(found, "Other", "A1:A3") == [["Title"], ["Name"], ["MSFT"]]


@pytest.mark.parametrize("target", ["Prices", "Data!A1", "Data!A2"])
def test_names_of_a_table_are_its_own(target: str) -> None:
    data = prices_book(of_table)
    found = fed(data, {}, {target: Block(PRICES[:2], ["day", "fund", None])})
    assert data_of(found, 4) == [HEADER, *PRICES[:2], [None] * 3]
    for names in (OTHER, ["Fund", "Day", "Index"]):
        sentence = refusal(data, {}, {target: Block(PRICES[:2], names)})
        assert "has the columns Day, Fund, Index, and the data has" in sentence


def test_a_table_without_headers_takes_any_names() -> None:
    data = prices_book(lambda book, sheet: of_table(book, sheet, header_row=False))
    assert data_of(fed(data, {}, {"Data!A2": Block(PRICES[-1:], OTHER)}), 2)[1] == PRICES[-1]


def test_headers_of_a_table_are_not_replaced() -> None:
    data = prices_book(of_table)
    assert "Data!A1 is a header of the table" in refusal(data, {}, {"Data!A1": Block(PRICES[:2])})


# what is built on the old block


def formulas(*texts: str) -> Callable[[xlsxwriter.Workbook, Any], None]:
    def build(workbook: xlsxwriter.Workbook, _: Any) -> None:
        for row, text in enumerate(texts):
            workbook.get_worksheet_by_name("Other").write_formula(row, 0, text, None, 1)

    return build


@pytest.mark.parametrize(
    ("texts", "part"),
    [
        (["=SUM(Data!B2:B11)"], "Data!B2:B11 is used by 1 formula, and the data has 11 rows"),
        (["=SUM(Data!B2:B11)"] * 21, "used by 21 formulas, and the data has 11 rows"),
        (["=SUM(Data!$A$1:$C$11)"], "Data!A1:C11 is used by 1 formula"),
        (["=SUM(Data!B:B)", "=SUM(Data!C5:C11)"], "Data!C5:C11 is used by 1 formula"),
        (["=Data!B11/Data!B10"], "Data!B11 is used by 1 formula"),
        (["=INDEX(Data!1:11,2,2)"], "Data!A1:XFD11 is used by 1 formula"),
    ],
)
def test_formulas_that_would_not_see_all_rows(texts: list[str], part: str) -> None:
    data = prices_book(formulas(*texts))
    assert part in refusal(data, {}, {"Data!A2": Block(PRICES[:11])})
    fed(data, {}, {"Data!A2": Block(PRICES[:9])})


@pytest.mark.parametrize(
    "text",
    [
        "=SUM(Data!B:B)",
        "=SUM(Data!$A:$C)",
        "=SUM(Data!B2:B41)",
        "=SUM(Data!B2:B5)",
        "=SUM(Data!D2:D11)",
        "=SUM(B2:B11)",
        "=Data!B2",
        '="Data!B2:B11"',
        "=SUM(OFFSET(Data!$B$2,0,0,COUNT(Data!$B:$B),1))",
        "=SUM(Data!B2:INDEX(Data!B:B,COUNT(Data!B:B)+1))",
    ],
)
def test_formulas_that_see_what_they_saw(text: str) -> None:
    data = fed(prices_book(formulas(text)), {}, {"Data!A2": Block(PRICES)})
    assert data_of(data, 41) == [HEADER, *PRICES]


def test_formulas_row_by_row_beside_the_block() -> None:
    def build(_: xlsxwriter.Workbook, sheet: Any) -> None:
        for row in range(3, 12):
            sheet.write_formula(f"D{row}", f"=B{row}/B{row - 1}-1", None, 0.01)

    assert "used by 1 formula" in refusal(prices_book(build), {}, {"Data!A2": Block(PRICES)})
    fed(prices_book(build), {}, {"Data!A2": Block(PRICES[:10])})


def test_an_area_that_waits_for_its_first_data() -> None:
    data = prices_book(formulas("=SUM(Data!B2:B21)", "=Data!A2"), rows=0)
    assert data_of(fed(data, {}, {"Data!A2": Block(PRICES[:20])}), 21) == [HEADER, *PRICES[:20]]
    sentence = refusal(data, {}, {"Data!A2": Block(PRICES[:21])})
    assert "Data!B2:B21 is used by 1 formula, and the data has 21 rows" in sentence


def test_names_and_charts_that_would_not_see_all_rows() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        workbook.define_name("fund", "=Data!$B$2:$B$11")
        workbook.define_name("whole", "=Data!$B:$B")
        sheet.print_area("A1:C11")
        for _ in range(2):
            chart = workbook.add_chart({"type": "line"})
            chart.add_series({"values": "=Data!$B$2:$B$11", "categories": "=Data!$A$2:$A$11"})
            sheet.insert_chart("F1", chart)
        formulas("=SUM(fund)", "=SUM(whole)", "=MAX(Data!B2:B11)")(workbook, sheet)

    sentence = refusal(prices_book(build), {}, {"Data!A2": Block(PRICES[:11])})
    assert "Data!B2:B11 is used by 2 formulas, 1 name and 2 charts, and the data has 11" in sentence


def with_pivot_table(data: bytes, source: str) -> bytes:
    """The workbook with what a pivot table says of its data, which is all that counts here."""
    parts = parts_of(data)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
    name = "xl/pivotCache/pivotCacheDefinition1.xml"
    override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'.encode()
    types = parts["[Content_Types].xml"].replace(b"</Types>", override)
    cache = (
        '<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<cacheSource type="worksheet"><worksheetSource {source}/></cacheSource>'
        "</pivotCacheDefinition>"
    )
    return packed({**parts, "[Content_Types].xml": types, name: cache.encode()})


def test_pivot_tables_that_would_not_see_all_rows() -> None:
    data = with_pivot_table(prices_book(), 'ref="A1:C11" sheet="Data"')
    sentence = refusal(data, {}, {"Data!A2": Block(PRICES[:11])})
    assert "Data!A1:C11 is used by 1 pivot table, and the data has 11 rows" in sentence
    fed(data, {}, {"Data!A2": Block(PRICES[:10])})
    for source in ('ref="A1:C11" sheet="Other"', 'name="Prices"', 'ref="A:C" sheet="Data"'):
        fed(with_pivot_table(prices_book(), source), {}, {"Data!A2": Block(PRICES[:11])})


def test_what_is_printed_is_no_use() -> None:
    data = prices_book(lambda _, sheet: sheet.print_area("A1:C11"))
    assert data_of(fed(data, {}, {"Data!A2": Block(PRICES)}), 41)[1:] == PRICES


def test_formulas_that_would_not_see_all_columns() -> None:
    data = prices_book(formulas("=SUM(Data!B2:C11)", "=SUM(Data!B2:B11)"))
    wider = Block([[*row, 1] for row in PRICES[:10]])
    sentence = refusal(data, {}, {"Data!A2": wider})
    assert "Data!B2:C11 is used by 1 formula, and the data has 4 columns" in sentence
    fed(prices_book(formulas("=SUM(Data!B2:B11)", "=SUM(Data!C2:C11)")), {}, {"Data!A2": wider})


# tables that grow


def table_of(data: bytes) -> Any:
    return opened(data)["Data"].tables["Prices"]


@pytest.mark.parametrize("target", ["Prices", "Data!A2", "Data!A1", "Data!A2:C11"])
def test_a_table_grows_where_it_may(target: str) -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        of_table(workbook, sheet)
        formulas("=SUM(Prices[Fund])", "=SUM(Prices[#All])", "=ROWS(Prices)")(workbook, sheet)

    data, block = prices_book(build), Block(PRICES, HEADER)
    sentence = refusal(data, {}, {target: block})
    assert f"Prices ends at row 11, and the data for {target} has 40 rows; add --grow" in sentence
    found = fed(data, {}, {target: block}, grow=True)
    assert data_of(found, 42) == [HEADER, *PRICES, [None] * 3]
    assert table_of(found).ref == table_of(found).autoFilter.ref == "A1:C41"
    old, new = parts_of(data), parts_of(found)
    changed = [name for name in old if old[name] != new[name]]
    assert changed == ["xl/worksheets/sheet1.xml", "xl/tables/table1.xml"]
    assert new[changed[1]] == old[changed[1]].replace(b"A1:C11", b"A1:C41")


def test_a_table_that_has_grown_is_sound_to_others(tmp_path: Path) -> None:
    path = tmp_path / "grown.xlsx"
    path.write_bytes(fed(prices_book(of_table), {}, {"Prices": Block(PRICES)}, grow=True))
    assert witnesses.complaints(path) == []


@pytest.mark.parametrize("count", [1, 10])
def test_a_table_does_not_shrink(count: int) -> None:
    data = prices_book(of_table)
    found = feed(source_of(data), {}, {"Prices": Block(PRICES[-count:])}, grow=True)
    assert not found.parts
    assert data_of(applied(source_of(data), found), 12)[count + 1 :] == [[None] * 3] * (11 - count)


def test_a_part_of_a_table_stays_that_part() -> None:
    data = prices_book(of_table)
    found = data_of(fed(data, {}, {"Data!A3:C5": Block(PRICES[:2])}), 11)
    assert found == [HEADER, PRICES[0], *PRICES[:2], [None] * 3, *PRICES[4:10]]
    sentence = refusal(data, {}, {"Data!A3:C5": Block(PRICES[:4])}, grow=True)
    assert "has room for 3 rows, and the data has 4" in sentence


def test_rows_of_a_table_behind_an_empty_one_are_replaced() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        of_table(workbook, sheet)
        for column in range(3):
            sheet.write_blank(4, column, None)

    found = data_of(fed(prices_book(build), {}, {"Data!A2": Block(PRICES[:2])}), 12)
    assert found == [HEADER, *PRICES[:2], *[[None] * 3] * 9]


def test_a_table_grows_for_all_of_its_columns() -> None:
    data = prices_book(of_table)
    sentence = refusal(data, {}, {"Prices[Fund]": rows(*[[1]] * 11)}, grow=True)
    assert "grows with data for all of its columns only (Day, Fund, Index)" in sentence


def test_a_table_with_a_total_row_does_not_grow() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        of_table(workbook, sheet, total_row=True)
        sheet.write("A12", "Total")

    data = prices_book(build)
    assert "has a total row" in refusal(data, {}, {"Prices": Block(PRICES)}, grow=True)
    found = data_of(fed(data, {}, {"Prices": Block(PRICES[:3])}), 12)
    assert found == [HEADER, *PRICES[:3], *[[None] * 3] * 7, ["Total", None, None]]


def test_a_table_does_not_grow_over_other_data() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        of_table(workbook, sheet)
        sheet.write("C12", "note")

    sentence = refusal(prices_book(build), {}, {"Prices": Block(PRICES)}, grow=True)
    assert "would replace Data!C12" in sentence


def test_a_table_does_not_grow_under_formulas_of_fixed_size() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        of_table(workbook, sheet)
        formulas("=SUM(Data!B2:B11)")(workbook, sheet)

    sentence = refusal(prices_book(build), {}, {"Prices": Block(PRICES)}, grow=True)
    assert "Data!B2:B11 is used by 1 formula" in sentence


def test_a_block_is_not_wider_than_its_table() -> None:
    data = prices_book(of_table)
    sentence = refusal(data, {}, {"Data!B2": rows([1, 2, 3])}, grow=True)
    assert "Data!B2 has room for 2 columns, and the data has 3" in sentence


def test_a_block_does_not_reach_into_a_table() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        table = {"name": "Next", "header_row": False}
        sheet.add_table("B14:C20", table)

    data = prices_book(build)
    assert "reaches into the table Next" in refusal(data, {}, {"Data!A2": Block(PRICES[:13])})
    fed(data, {}, {"Data!A2": Block(PRICES[:12])})


def test_a_table_in_another_spelling_of_its_xml() -> None:
    parts = parts_of(prices_book(of_table))
    name = "xl/tables/table1.xml"
    root = parts[name].decode().partition("?>")[2].replace('"', "'").replace("xmlns=", "xmlns:x=")
    start = "<?xml version='1.0' encoding='UTF-16'?><!-- <x:table ref='A1:C11'/> -->"
    root = re.sub("<(/?)(?=[a-z])", r"<\1x:", root)
    parts[name] = (start + root).encode("utf-16")
    found = parts_of(fed(packed(parts), {}, {"Prices": Block(PRICES)}, grow=True))[name]
    attribute = "ref='A1:C11'"
    assert root.count(attribute) == 2
    new = root.replace(attribute, 'ref="A1:C41"')
    assert found.decode("utf-16") == start + new


# nothing changes where nothing is new

CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=5),
)


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6),
    st.booleans(),
    st.integers(1, 3),
)
def test_feeding_what_is_there_changes_nothing(
    cells: list[list[Cell]], date1904: bool, top: int
) -> None:
    data = written(lambda workbook: workbook.add_worksheet("Main"), date_1904=date1904)
    blocks = {f"Main!B{top}:{'BCDE'[max(map(len, cells)) - 1]}9": Block(cells)}
    once = fed(data, {}, blocks)
    source = source_of(once)
    again = feed(source, {}, blocks)
    assert not again.constants
    sheet = source.sheet(0)
    given_twice = {(top, 2): cells[0][0]}
    assert patched(sheet.xml, sheet.index, {}, constants=given_twice) is sheet.xml
    assert applied(source, again) == once


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8), st.integers(0, 40))
def test_what_was_fed_is_there_and_all_that_was_is_gone(
    cells: list[tuple[Cell, Cell]], old: int
) -> None:
    source = source_of(prices_book(rows=old))
    found = applied(source, feed(source, {}, {"Data!B2": Block(cells)}))
    values_after = feed(source_of(found), {}, {"Data!B2:C41": Block(cells)})
    assert not values_after.constants
    days = [date_of(row[0]) for row in values(found, "Data", "A1:A41")]
    assert days == ["Day", *DATES[:old], *[None] * (40 - old)]


def test_a_sheet_without_formulas_or_cells() -> None:
    data = written(lambda workbook: workbook.add_worksheet("Main"))
    assert values(fed(data, {"Main!C3": 1}), "Main", "C3:C3") == [[1]]


def test_several_sheets_at_once() -> None:
    found = feed(
        source_of(book()),
        {"rate": 0.03, "It's mine!A1": "other", "Main!A1": "Rate"},
        {"Prices[Day]": rows([1], [5], [7])},
    )
    assert found == Feed({(0, 1, 2): 0.03, (1, 1, 1): "other", (1, 4, 2): 5.0})
