"""What docs/first-excel-check.md tells people to expect is what xlrisk calculates."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from xlrisk.commands import templates
from xlrisk.hosts import engine

_TEXT = (Path(__file__).parents[1] / "docs" / "first-excel-check.md").read_text("utf-8")
_ROW = re.compile(
    r"^ *\| (?P<cell>[A-Z]\d+) \| `(?P<typed>[^`]+)` \| (?P<shows>.+) \|$", re.MULTILINE
)
ROWS = [(row["cell"], row["typed"], row["shows"]) for row in _ROW.finditer(_TEXT)]
_AFTERWARDS = re.compile(r"^ *\| (?P<cell>[A-Z]\d+) \| (?P<shows>[^|`]+) \|$", re.MULTILINE)
STEPS = re.findall(r"^(\d+)\. \*\*", _TEXT, re.MULTILINE)
FORM = re.findall(r"^ ?(\d+) .*ok / not", _TEXT, re.MULTILINE)


@pytest.fixture(scope="module")
def shown() -> Mapping[str, str]:
    """The cells as Excel should show them, calculated by the headless engine."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    sheet = workbook.add_worksheet("Sheet")
    for cell, typed, _ in ROWS:
        if typed.startswith("="):
            sheet.write_dynamic_array_formula(f"{cell}:{cell}", typed)
        else:
            sheet.write_number(cell, float(typed))
    workbook.close()
    calculation = engine.load(stream.getvalue())
    calculation.run()
    values = {}
    for cell, *_ in ROWS:
        row, column = xl_cell_to_rowcol(cell)
        values[cell] = as_shown(calculation.value("Sheet", row + 1, column + 1))
    return values


def as_shown(value: engine.Cell) -> str:
    """A value in a cell with the format General."""
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value:.10g}" if isinstance(value, (int, float)) else str(value)


@pytest.mark.parametrize(("cell", "typed", "shows"), ROWS)
def test_expected_value_is_true(
    cell: str, typed: str, shows: str, shown: Mapping[str, str]
) -> None:
    assert shown[cell] == shows, typed


def test_there_are_fifteen_steps_and_a_line_for_each() -> None:
    assert STEPS == FORM == [str(number) for number in range(1, 16)]
    assert len(ROWS) > 15


def test_what_the_template_shows_after_its_input_was_changed() -> None:
    calculation = engine.load((templates.folder() / "capm_table.xlsx").read_bytes())
    calculation.set_value("CAPM table", 5, 2, 2.0)
    calculation.run()
    shows = dict(_AFTERWARDS.findall(_TEXT))
    assert set(shows) == {"E5", "B8", "E8"}
    for cell, form in (("E5", ".1%"), ("B8", ".2f"), ("E8", ".2%")):
        row, column = xl_cell_to_rowcol(cell)
        value = calculation.value("CAPM table", row + 1, column + 1)
        assert format(value, form) == shows[cell]
