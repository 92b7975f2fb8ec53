"""What `xlrisk check` finds, and what `xlrisk explain` says of a cell."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.commands.broken_links import with_broken_links
from tests.workbook.rich import entries, rich_workbook
from xlrisk.commands.check import changes, checked
from xlrisk.commands.explain_cell import explained
from xlrisk.commands.findings import LISTS
from xlrisk.errors import FileError
from xlrisk.recalculation import Options, recalculated
from xlrisk.recalculation.messages import MOST
from xlrisk.show import findings


def found(book: bytes) -> dict[str, Any]:
    return checked(book, Options())


def built(fill: Callable[[xlsxwriter.Workbook, Any], object]) -> bytes:
    """A workbook with returns in A1:B3, and what a test puts there."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.calc_on_load = False
    sheet = workbook.add_worksheet("Sheet1")
    for row, pair in enumerate([[0.02, 0.01], [0.04, 0.02], [-0.02, -0.01]]):
        sheet.write_row(row, 0, pair)
    fill(workbook, sheet)
    workbook.close()
    return stream.getvalue()


def test_a_sound_workbook_is_clean() -> None:
    report = found(built(lambda _, s: s.write_formula("D1", "=BETA_OF(A1:A3,B1:B3)", None, 2)))
    assert report["status"] == "clean"
    assert not any(report[name] for name in LISTS)


def test_stale_cells_are_those_that_a_recalculation_changes() -> None:
    book = rich_workbook(stale=True)
    report = found(book)
    stale = {one["cell"]: (one["stored"], one["computed"]) for one in report["stale"]}
    old, new = entries(stale=True)["Main"], entries()["Main"]
    for cell in ("B5", "C6", "B8", "B10", "B11", "B13", "F13"):
        assert stale[f"Main!{cell}"] == (old[cell].value, pytest.approx(new[cell].value))
    assert stale["Main!G6"][1] == pytest.approx(new["F5"].value[1][1])  # filled by an array
    assert "Main!B17" not in stale
    assert "Hidden!A1" in stale
    content, _ = recalculated(book, Options())
    assert changes(book, content, Options()) == report["stale"]
    assert changes(content, content, Options()) == []
    assert found(content)["stale"] == []


def test_failing_cells_come_with_their_sentence() -> None:
    formula = "=BETA_OF(A1:A3,B1:B2)"
    report = found(built(lambda _, sheet: sheet.write_formula("D1", formula, None, "#N/A")))
    (failing,) = report["cell_errors"]
    assert failing["cell"] == "Sheet1!D1"
    assert failing["code"] == "#N/A"
    assert "asset_returns has 3 cells, market_returns 2" in failing["message"]


@pytest.mark.parametrize(
    ("saved", "status"),
    [
        pytest.param("#N/A", "clean", id="the error"),
        pytest.param("#DIV/0!", "findings", id="another error"),
        pytest.param(1.5, "findings", id="a number"),
        pytest.param("", "findings", id="nothing"),
    ],
)
def test_an_error_that_was_saved_is_told_and_is_no_finding(saved: Any, status: str) -> None:
    formula = "=BETA_OF(A1:A3,B1:B2)"
    report = found(built(lambda _, sheet: sheet.write_formula("D1", formula, None, saved)))
    (failing,) = report["cell_errors"]
    assert (failing["code"], failing["as_saved"]) == ("#N/A", status == "clean")
    assert report["status"] == status


def test_cells_without_a_sentence_say_of_how_many_they_are() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Any) -> None:
        for row in range(MOST + 3):
            sheet.write_formula(row, 3, "=BETA_OF(A1:A3,B1:B2)", None, "#N/A")

    messages = [one["message"] for one in found(built(fill))["cell_errors"]]
    assert all("asset_returns has 3 cells" in message for message in messages[:MOST])
    words = f"sentences are given for the first {MOST} of {MOST + 3} cells in error; explain"
    assert messages[MOST:] == 3 * [f"{words} this cell to see its own."]


@pytest.mark.parametrize("kind", ["defined name", "table"])
def test_names_that_hide_a_function(kind: str) -> None:
    def fill(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        if kind == "table":
            sheet.add_table("F1:G3", {"name": "Beta_Of"})
        else:
            workbook.define_name("Beta_Of", "=Sheet1!$A$1")
        workbook.define_name("beta", "=Sheet1!$A$1")

    assert found(built(fill))["hidden_functions"] == [{"name": "Beta_Of", "kind": kind}]


@pytest.mark.parametrize(
    ("formula", "size"),
    [
        pytest.param("BETA_STATS(A1:A3,B1:B3)", None, id="a table"),
        pytest.param("CAPM_RETURN(0.03,A1:A3,0.1)", (3, 1), id="a lifted argument"),
        pytest.param("RETURNS_OF(A1:B3+1)", (2, 2), id="returns"),
        pytest.param("_xll.CAPM_RETURN(0.03,A1:A3,0.1)", (3, 1), id="through a link"),
        pytest.param("CAPM_RETURN(0.03,A1,0.1)", (), id="one value"),
        pytest.param("SUM(CAPM_RETURN(0.03,A1:A3,0.1))", (), id="within another function"),
        pytest.param("BETA_OF(A1:A3,B1:B3)", (), id="no table"),
    ],
)
def test_tables_of_which_one_cell_shows(formula: str, size: tuple[int, ...] | None) -> None:
    report = found(built(lambda _, sheet: sheet.write_formula("D1", f"={formula}", None, 1)))
    tables = [(one["cell"], one["rows"], one["columns"]) for one in report["cut_tables"]]
    if size is None:
        ((cell, rows, columns),) = tables
        assert (cell, columns) == ("Sheet1!D1", 2)
        assert rows > 2
    else:
        assert tables == ([("Sheet1!D1", *size)] if size else [])


def test_tables_of_which_all_cells_show() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_dynamic_array_formula("D1:D3", "=CAPM_RETURN(0.03,A1:A3,0.1)", None, 1)
        sheet.write_array_formula("E1:E3", "=CAPM_RETURN(0.03,A1:A3,0.1)", None, 1)

    assert found(built(fill))["cut_tables"] == []


def test_copies_of_a_cut_table_are_all_found() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Any) -> None:
        for row in range(250):
            sheet.write_formula(row, 3, f"=CAPM_RETURN(0.03,A{row + 1}:A{row + 2},0.1)", None, 1)
            sheet.write_formula(row, 4, f"=CAPM_RETURN(0.03,$A$1:$A{row + 1},0.1)", None, 1)

    report = found(built(fill))
    copies = [(one["cell"], one["rows"]) for one in report["cut_tables"] if "!D" in one["cell"]]
    assert copies == [(f"Sheet1!D{row + 1}", 2) for row in range(250)]
    # those in E are each of another size, so each is asked, up to a number that is said
    others = [(one["cell"], one["rows"]) for one in report["cut_tables"] if "!E" in one["cell"]]
    assert others == [(f"Sheet1!E{row + 1}", row + 1) for row in range(1, 199)]
    assert report["tables_not_looked_at"] == 250 - 199
    line, *_ = findings({**report, "path": "b.xlsx", "seconds": 0.0})
    assert ", 51 formulas not looked at for cut tables (" in str(line)


def test_broken_links() -> None:
    cells = [one["cell"] for one in found(with_broken_links())["broken_links"]]
    assert cells == [
        *("Sheet1!C1", "Sheet1!D1", "Sheet1!C2", "Sheet1!D2", "Sheet1!C3", "Sheet1!D3"),
        *("Sheet1!C4", "Sheet1!C5", "Sheet1!C6"),
    ]


def test_a_cell_is_explained() -> None:
    cell = explained(rich_workbook(stale=True), "Main!B5", Options())
    assert cell.cell == "Main!B5"
    assert cell.formula == "=BETA_OF(Returns!B2:B7,Returns!A2:A7)"
    assert cell.stored == entries(stale=True)["Main"]["B5"].value
    assert cell.computed == pytest.approx(entries()["Main"]["B5"].value)
    assert cell.sentence == "6 rows used; ordinary least squares; 1.51."
    assert cell.not_recalculated == ""


def test_a_cell_that_reads_spilled_cells_is_explained() -> None:
    template = Path(__file__).parents[2] / "workbook_templates/market_model.xlsx"
    cell = explained(template.read_bytes(), "Betas!C7", Options())
    assert "BETA_STATS(Returns!C6#," in cell.formula  # as Excel shows it
    assert cell.sentence == "521 rows used; classical standard errors; a table of 12 x 2."


@pytest.mark.parametrize("kind", ["array", "dynamic"])
def test_a_cell_that_another_formula_fills_is_explained_by_that(kind: str) -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Any) -> None:
        array = kind == "array"
        write = sheet.write_array_formula if array else sheet.write_dynamic_array_formula
        write("D1:D3", "=CAPM_RETURN(0.03,A1:A3,0.1)", None, 0)
        for row, value in enumerate((0.0314, 0.0328, 0.05)):
            sheet.write_number(row, 3, value) if row else None

    cell = explained(built(fill), "Sheet1!D3", Options())
    assert (cell.cell, cell.formula_cell) == ("Sheet1!D3", "Sheet1!D1")
    formula = "=CAPM_RETURN(0.03,A1:A3,0.1)"
    assert cell.formula == (f"{{{formula}}}" if kind == "array" else formula)
    assert cell.stored == 0.05
    assert cell.computed == pytest.approx(0.0286)
    assert cell.sentence.endswith("a table of 3 x 1.")


def test_rows_that_were_dropped_and_errors_are_explained() -> None:
    def fill(_: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write("A2", "n/a")
        sheet.write_formula("D1", "=1+BETA_OF(A1:A3,B1:B3)", None, 3)
        sheet.write_formula("D2", "=BETA_OF(A1:A2,B1:B3)", None, "#N/A")

    book = built(fill)
    assert "2 rows used, 1 dropped (1 text)" in explained(book, "Sheet1!D1", Options()).sentence
    failing = explained(book, "Sheet1!D2", Options())
    assert failing.computed == "#N/A"
    assert "asset_returns has 2 cells, market_returns 3" in failing.sentence


def test_a_formula_without_our_functions_and_one_left_alone() -> None:
    book = rich_workbook(stale=True)
    plain = explained(book, "'Main'!$B$9", Options())
    assert plain.sentence == ""
    assert plain.computed == pytest.approx(entries()["Main"]["B9"].value)


def test_a_name_of_a_cell() -> None:
    def fill(workbook: xlsxwriter.Workbook, sheet: Any) -> None:
        sheet.write_formula("D1", "=BETA_OF(A1:A3,B1:B3)", None, 2)
        workbook.define_name("the_beta", "=Sheet1!$D$1")

    assert explained(built(fill), "the_beta", Options()).cell == "Sheet1!D1"


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        ("Main!A5", "Main!A5 has no formula; name a cell that has one"),
        ("Main!B5:B7", "more than one cell"),
        ("Nowhere!B5", "Nowhere"),
        ("no_such_name", "no_such_name"),
    ],
)
def test_what_is_no_cell_to_explain(reference: str, sentence: str) -> None:
    with pytest.raises(FileError, match=sentence):
        explained(rich_workbook(), reference, Options())
