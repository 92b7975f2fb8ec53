"""What new cells look like: as the cells above them in their block, or as their row or column."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests import witnesses
from tests.recalculation.feeding_books import (
    HEADER,
    PRICES,
    fed,
    of_table,
    opened,
    prices_book,
    rows,
    source_of,
    written,
)
from tests.workbook.packages import packed, parts_of
from xlrisk.recalculation import Options, recalculated
from xlrisk.recalculation.feeding import Block, feed

DATE = "yyyy-mm-dd"  # what prices_book gives to its days, in italics


def formats(data: bytes, cells: str, sheet: str = "Data") -> list[str]:
    found = opened(data)[sheet]
    return [found[cell].number_format for cell in cells.split()]


@pytest.mark.parametrize("target", ["Data!A2", "Data!A1", "Data!A:C"])
def test_new_rows_of_a_block_look_like_its_last_row(target: str) -> None:
    found = opened(fed(prices_book(), {}, {target: Block(PRICES, HEADER)}))["Data"]
    for row in range(2, 42):
        assert found.cell(row, 1).number_format == DATE
        assert found.cell(row, 1).font.i
        assert found.cell(row, 2).style_id == found["B2"].style_id
    assert not found["A1"].font.i


def test_new_rows_of_a_table_that_grows() -> None:
    data = fed(prices_book(of_table), {}, {"Prices": Block(PRICES, HEADER)}, grow=True)
    assert formats(data, "A2 A11 A12 A41") == [DATE] * 4


def test_the_whole_recalculation_keeps_them_too() -> None:
    for build in (lambda *_: None, of_table):
        options = Options(blocks={"Data!A2": Block(PRICES)}, grow=True)
        content, _ = recalculated(prices_book(build), options)
        assert formats(content, "A2 A11 A12 A41") == [DATE] * 4


STYLES = {"percent": "0.0%", "euro": '0.00 "EUR"', "date": DATE}


def styled_book(cells: Mapping[str, tuple[Any, str]], columns: str = "", row: int = 0) -> bytes:
    """Cells with their values and styles, column C in one style, and a row in another."""

    def make(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("Data")
        known = {name: workbook.add_format({"num_format": f}) for name, f in STYLES.items()}
        if columns:
            sheet.set_column(columns, None, known["date"])
        if row:
            sheet.set_row(row - 1, None, known["euro"])
        for cell, (value, style) in cells.items():
            sheet.write(cell, value, known.get(style))

    return written(make)


LOOKS: dict[str, tuple[dict[str, tuple[Any, str]], str, int, str, str]] = {
    "nothing above but a header": ({"B1": ("Rate", "percent")}, "", 0, "General", "General"),
    "in a column with a style": ({"B1": ("Rate", "")}, "B:B", 0, DATE, DATE),
    "in a row with a style": ({"B1": ("Rate", "")}, "B:B", 3, DATE, STYLES["euro"]),
    "in a row with a style and a cell": ({"A3": (1, "")}, "B:B", 3, DATE, STYLES["euro"]),
    "in a row without one that has a cell": ({"A3": (1, "")}, "B:B", 0, DATE, DATE),
    "an empty cell above": ({"B2": (None, "percent")}, "B:B", 0, "0.0%", "0.0%"),
    "a cell above before row and column": ({"B2": (1, "percent")}, "B:B", 3, "0.0%", "0.0%"),
    "a cell further above": ({"B1": (1, "percent"), "A2": (1, "")}, "", 0, "General", "General"),
}


@pytest.mark.parametrize("name", LOOKS)
def test_what_a_block_of_one_column_looks_like(name: str) -> None:
    cells, columns, row, second, third = LOOKS[name]
    data = fed(styled_book(cells, columns, row), {}, {"Data!B2": rows([0.5], [0.25])})
    assert formats(data, "B2 B3") == [second, third]


def test_a_cell_without_a_style_above_counts_before_the_column() -> None:
    parts = parts_of(styled_book({"B2": (1, "percent")}, "B:B"))
    name = "xl/worksheets/sheet1.xml"
    bare = re.sub(rb'(<c r="B2") s="\d+"', rb"\1", parts[name])
    assert bare != parts[name]
    data = fed(packed({**parts, name: bare}), {}, {"Data!B2": rows([1], [2])})
    assert formats(data, "B2 B3 B4") == ["General", "General", "General"]
    assert opened(data)["Data"].column_dimensions["B"].number_format == DATE


def test_one_value_looks_like_its_row_or_column() -> None:
    data = styled_book({"B2": (0.5, "percent"), "A3": (1, "")}, "C:D", 5)
    data = fed(data, {"Data!B3": 3, "Data!C2": 3, "Data!C5": 3, "Data!C9": 3, "Data!B9": 3})
    found = formats(data, "B2 B3 C2 C5 C9 B9")
    assert found == ["0.0%", "General", DATE, STYLES["euro"], DATE, "General"]


def test_a_gap_in_the_block_looks_like_the_cell_above() -> None:
    data = styled_book({"B2": (1, "percent"), "A3": (1, ""), "B4": (2, "euro"), "A4": (3, "")})
    block = rows([1, 0.5], [2, 0.25], [3, 0.75], [4, 0.5])
    found = formats(fed(data, {}, {"Data!A2": block}), "B2 B3 B4 B5")
    assert found == ["0.0%", "0.0%", STYLES["euro"], STYLES["euro"]]


def test_cells_that_are_there_keep_their_styles() -> None:
    data = styled_book({"B2": (1, "percent"), "B3": (None, "euro"), "B4": (None, "")})
    assert feed(source_of(data), {}, {"Data!B2": rows([1], [2])}).styles == {}
    found = fed(data, {}, {"Data!B2": rows([1], [2], [3])})
    assert formats(found, "B2 B3") == ["0.0%", STYLES["euro"]]


def test_styles_of_sheets_in_another_spelling() -> None:
    """Comments, prefixes, other quotes, UTF-16: what cannot be searched still has its styles."""
    parts = parts_of(styled_book({"B2": (1, "percent"), "A3": (1, "")}, "C:C", 3))
    name = "xl/worksheets/sheet1.xml"
    sheet = parts[name].decode().partition("?>")[2]
    spellings = {
        "quotes": sheet.replace('"', "'"),
        "comment": sheet.replace("<sheetData>", '<!-- <row s="9"> --><sheetData>'),
        "utf-16": "<?xml version='1.0' encoding='UTF-16'?>" + sheet,
    }
    for spelling, text in spellings.items():
        parts[name] = text.encode("utf-16" if spelling == "utf-16" else "utf-8")
        found = fed(packed(parts), {"Data!C2": 1}, {"Data!B2": rows([1], [2])})
        assert formats(found, "B2 B3 C2") == ["0.0%", "0.0%", DATE], spelling


def test_rows_keep_their_own_style_and_height() -> None:
    data = styled_book({"B2": (1, "percent"), "A3": (1, "")}, "", 3)
    before = opened(data)["Data"].row_dimensions[3]
    after = opened(fed(data, {}, {"Data!B2": rows([1], [2], [3])}))["Data"].row_dimensions[3]
    assert (after.s, after.customFormat, after.ht) == (before.s, before.customFormat, before.ht)
    assert after.customFormat


def test_dates_are_shown_as_dates(tmp_path: Path) -> None:
    soffice = witnesses.LIBREOFFICE.require()
    path = tmp_path / "book.xlsx"
    path.write_bytes(fed(prices_book(), {}, {"Data!A2": Block(PRICES)}))
    profile = (tmp_path / "profile").as_uri()
    command = [
        str(soffice),
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "csv",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(path)],
        capture_output=True,
        check=True,
        timeout=180,
    )
    shown = list(csv.reader((tmp_path / "book.csv").read_text(encoding="utf-8").splitlines()))
    assert [row[0] for row in shown] == ["Day", *(row[0].isoformat() for row in PRICES)]
