"""Blocks of other columns than before: none of the old ones stays beside the new by accident."""

from __future__ import annotations

from typing import Any

import pytest
import xlsxwriter

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


def named(*, area: str = "=Data!$A$1:$C$31", **options: Any) -> bytes:
    return prices_book(lambda book, _: book.define_name("prices", area), **options)


def narrow(count: int, names: list[Any] | None) -> Block:
    return Block([row[:2] for row in PRICES[:count]], names)


# fewer columns than the target has


@pytest.mark.parametrize("count", [1, 10, 12])
@pytest.mark.parametrize("target", ["prices", "Data!A1:C31", "Data!A:C"])
@pytest.mark.parametrize(
    "names",
    [
        pytest.param(["Date", "Other"], id="other names"),
        pytest.param(["Day", "Fund"], id="the first of the old names"),
        pytest.param(["Day", "Fund", None], id="an empty name behind them"),
        pytest.param(["Day", "Fund", None, None, None], id="more empty names than there is room"),
    ],
)
def test_columns_that_are_left_over_are_emptied(target: str, names: list[Any], count: int) -> None:
    found = data_of(fed(named(), {}, {target: narrow(count, names)}), 31)
    kept = [[*row[:2], None] for row in PRICES[:count]]
    assert found == [[*names[:2], None], *kept, *[[None] * 3] * (30 - count)]


def test_a_header_above_the_area_stays() -> None:
    data = named(area="=Data!$A$2:$C$31")
    for names in (["Day", "Fund"], None):
        found = data_of(fed(data, {}, {"prices": narrow(3, names)}), 11)
        assert found == [HEADER, *([*row[:2], None] for row in PRICES[:3]), *[[None] * 3] * 7]


def test_rows_of_different_length() -> None:
    block = rows([1], [2, 3], [4, None, None, None])
    found = values(fed(named(), {}, {"Data!B2:D4": block}), "Data", "B2:D5")
    assert found == [[1, None, None], [2, 3, None], [4, None, None], [*PRICES[3][1:], None]]


def test_a_formula_in_a_column_that_is_left_over() -> None:
    data = prices_book(lambda _, sheet: sheet.write_formula("D2", "=B2", None, 100))
    sentence = refusal(data, {}, {"Data!A1:D11": Block(PRICES[:10], HEADER)})
    assert sentence.startswith("Data!D2 has a formula")


def test_what_stands_below_the_columns_that_are_left_over_is_not_lost() -> None:
    data = prices_book(lambda _, sheet: sheet.write("C14", "note"))
    block = narrow(12, HEADER[:2])
    assert data_of(fed(data, {}, {"Data!A:C": block}), 14)[13] == [None, None, "note"]
    sentence = refusal(data, {}, {"Data!A:C": narrow(13, HEADER[:2])})
    assert sentence.startswith("The data for Data!A:C would replace Data!C14")


def test_a_narrower_block_fed_twice_changes_nothing_more() -> None:
    blocks = {"prices": narrow(5, ["Date", "Other"])}
    assert not feed(source_of(fed(named(), {}, blocks)), {}, blocks).constants


# more columns than the target has


@pytest.mark.parametrize("target", ["prices", "Data!A1:C31", "Data!A:C"])
@pytest.mark.parametrize(("more", "last"), [(1, "leave 1 of them out."), (2, "leave 2 of them")])
def test_columns_that_there_is_no_room_for(target: str, more: int, last: str) -> None:
    wide = Block([[*PRICES[0], *range(more)]], [*HEADER, *"xy"[:more]])
    sentence = refusal(named(), {}, {target: wide})
    assert sentence.startswith(f"{target} has room for 3 columns, and the data has {3 + more}; ")
    assert last in sentence


# from a first cell on


@pytest.mark.parametrize(
    ("target", "top", "names"),
    [
        ("Data!A1", 1, ["Day", "Fund"]),
        ("Data!A1", 1, ["Date", "Other"]),
        ("Data!A2", 2, ["Day", "Fund"]),
        ("Data!A2", 2, None),
    ],
)
def test_old_columns_that_would_stay_beside_the_new(target: str, top: int, names: Any) -> None:
    assert refusal(prices_book(), {}, {target: narrow(4, names)}) == (
        f"Data!C2:C11 stands beside the old data for {target}, and would mix with the new; "
        f"name the whole area to replace (Data!A{top}:C11), or only Data!A{top}:B11, if those "
        "cells are to stay."
    )


def test_both_ways_out_lead_somewhere() -> None:
    data, block = prices_book(), narrow(4, ["Date", "Other"])
    whole = data_of(fed(data, {}, {"Data!A1:C11": block}), 11)
    new = [row[:2] for row in PRICES[:4]]
    assert whole == [["Date", "Other", None], *([*row, None] for row in new), *[[None] * 3] * 6]
    kept = data_of(fed(data, {}, {"Data!A1:B11": block}), 11)
    assert [row[:2] for row in kept] == [["Date", "Other"], *new, *[[None] * 2] * 6]
    assert [row[2] for row in kept] == ["Index", *(row[2] for row in PRICES[:10])]


def test_the_ways_out_have_room_for_longer_data() -> None:
    sentence = refusal(prices_book(), {}, {"Data!A2": narrow(15, None)})
    assert "(Data!A2:C16), or only Data!A2:B16" in sentence


def test_many_old_columns() -> None:
    def build(_: xlsxwriter.Workbook, sheet: Any) -> None:
        for row in range(1, 11):
            sheet.write_row(row, 3, list(range(40)))
            sheet.write(row, 45, "another block")

    sentence = refusal(prices_book(build), {}, {"Data!A2": Block(PRICES[:10])})
    assert sentence.startswith("Data!D2:AQ11 stands beside the old data for Data!A2")


NOT_BESIDE: dict[str, dict[str, Any]] = {
    "a note above the data": {"D1": "as of today"},
    "a note below the data": {"D12": "as of today"},
    "a block behind an empty column": {"E2": 5, "E3": 6},
    "formulas": {"D2": "=B2", "D3": "=B3"},
}


@pytest.mark.parametrize("name", NOT_BESIDE)
def test_what_may_stand_beside_a_block(name: str) -> None:
    def build(_: xlsxwriter.Workbook, sheet: Any) -> None:
        for cell, value in NOT_BESIDE[name].items():
            sheet.write(cell, value)

    data = prices_book(build)
    found = fed(data, {}, {"Data!A2": Block(PRICES[-3:])})
    assert data_of(found, 11) == [HEADER, *PRICES[-3:], *[[None] * 3] * 7]
    assert values(found, "Data", "D1:E12") == values(data, "Data", "D1:E12")


def test_data_where_none_was_have_nothing_to_mix_with() -> None:
    data = prices_book(lambda _, sheet: sheet.write_column("F2", [1, 2, 3]))
    found = fed(data, {}, {"Data!E2": rows([4], [5])})
    assert values(found, "Data", "E2:F4") == [[4, 1], [5, 2], [None, 3]]


# tables: columns have meanings of their own, and none is emptied


@pytest.mark.parametrize(
    ("target", "block", "named"),
    [
        ("Prices", narrow(2, HEADER[:2]), "Prices[[Day]:[Fund]]"),
        ("Prices", rows([1]), "Prices[Day]"),
        ("Data!A2:C11", narrow(2, None), "Prices[[Day]:[Fund]]"),
        ("Data!A:C", narrow(2, HEADER[:2]), "Prices[[Day]:[Fund]]"),
        ("Data!A1", narrow(2, HEADER[:2]), "Prices[[Day]:[Fund]]"),
        ("Data!A2", narrow(2, None), "Prices[[Day]:[Fund]]"),
        ("Data!B2", rows([1], [2]), "Prices[Fund]"),
    ],
)
def test_a_table_says_which_columns_can_be_named(target: str, block: Block, named: str) -> None:
    columns = "2 columns" if target == "Data!B2" else "3 columns"
    sentence = refusal(prices_book(of_table), {}, {target: block})
    assert sentence == (
        f"{target} has {columns}, and the data has {block.columns}; the others would stay beside "
        f"other rows. Name the columns that the data is for: {named}."
    )
    fed(prices_book(of_table), {}, {named: block})


def test_the_calculated_columns_of_a_table_are_not_fed() -> None:
    def build(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        of_table(workbook, sheet)
        for row in range(2, 12):
            sheet.write_formula(f"C{row}", f"=B{row}/2", None, 50)

    found = fed(prices_book(build), {}, {"Data!A2": narrow(10, HEADER[:2])})
    assert [row[:2] for row in data_of(found, 11)[1:]] == [row[:2] for row in PRICES[:10]]


def test_whole_columns_of_a_part_of_a_table() -> None:
    data = prices_book(of_table)
    found = data_of(fed(data, {}, {"Data!A:B": narrow(10, HEADER[:2])}), 11)
    assert found == [HEADER, *PRICES[:10]]
    sentence = refusal(data, {}, {"Data!A:B": Block(PRICES[:10], HEADER)})
    assert sentence.startswith("Data!A:B has room for 2 columns, and the data has 3; leave 1")
