"""The example table: computed totals, and the published ones shown as the misprints they are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlrisk.build import capm_table
from xlrisk.build.book import written

SHEET = "CAPM table"


@pytest.fixture(scope="module")
def values() -> Any:
    _, calculation = written(capm_table.make)
    return lambda row: calculation.block(SHEET, row, 1, 1, 6)[0]


@pytest.fixture(scope="module")
def checked_in() -> Any:
    folder = Path(__file__).parents[2] / "workbook_templates"
    return openpyxl.load_workbook(folder / "capm_table.xlsx", data_only=True)


def test_rows_of_the_published_table(values: Any) -> None:
    assert values(4) == [
        "Stock",
        "Beta (β)",
        "Assumed Risk-Free Rate",
        "Assumed Market Return",
        "CAPM Expected Return",
        "Portfolio Weight",
    ]
    assert values(5) == ["Aggressive Tech Inc.", 1.5, 0.03, 0.10, pytest.approx(0.135), 0.40]
    assert values(6) == ["Stable Utility Co.", 0.7, 0.03, 0.10, pytest.approx(0.079), 0.40]
    assert values(7) == ["Market Index ETF", 1.0, 0.03, 0.10, pytest.approx(0.10), 0.20]


def test_totals_are_computed(values: Any) -> None:
    assert values(8)[0] == "Portfolio Total"
    assert values(8)[1] == pytest.approx(1.08, rel=1e-15)
    assert values(8)[4] == pytest.approx(0.1056, rel=1e-15)
    assert values(8)[5] == pytest.approx(1.0)


def test_names_lead_to_the_totals_and_to_the_published_figures(checked_in: Any) -> None:
    shown = {}
    for name, defined in checked_in.defined_names.items():
        sheet, cell = next(iter(defined.destinations))
        shown[name] = checked_in[sheet][cell].value
    assert shown == pytest.approx(
        {
            "total_beta": 1.08,
            "total_return": 0.1056,
            "published_beta": 1.18,
            "published_return": 0.1026,
        }
    )


def test_the_published_figures_are_never_a_result(checked_in: Any) -> None:
    """They stand in two input cells, and nowhere as the number that a formula gives."""
    folder = Path(__file__).parents[2] / "workbook_templates"
    formulas = openpyxl.load_workbook(folder / "capm_table.xlsx")
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                value = checked_in[sheet.title][cell.coordinate].value
                if isinstance(value, (int, float)) and cell.data_type == "f":
                    assert value != pytest.approx(1.18, abs=0.004)
                    assert value != pytest.approx(0.1026, abs=0.00004)


def test_the_checks_explain_the_difference(checked_in: Any) -> None:
    sheet = checked_in[SHEET]
    assert sheet["J4"].value == "As published"
    assert sheet["L5"].value == "Misprint: the weighted sum of the betas is 1.08, not 1.18."
    assert "10.56%, not 10.26%" in sheet["L6"].value
    assert "takes a beta of 1.04" in sheet["L7"].value


def test_the_sentence_has_live_numbers(checked_in: Any) -> None:
    sheet = checked_in[SHEET]
    assert sheet["A10"].value == (
        "The portfolio has a beta of 1.08: 8% more sensitive to the market than the market itself,"
        " with an expected return of 10.56%."
    )
    assert re.match(r"Published: a beta of 1\.18: 18% more .* 10\.26%\.", sheet["H10"].value)


def test_a_chart_and_notes_are_there() -> None:
    folder = Path(__file__).parents[2] / "workbook_templates"
    book = openpyxl.load_workbook(folder / "capm_table.xlsx")
    assert book.sheetnames == [SHEET, "Line", "Notes"]
    (chart,) = book[SHEET]._charts
    assert type(chart).__name__ == "ScatterChart"
    assert len(chart.series) == 5
