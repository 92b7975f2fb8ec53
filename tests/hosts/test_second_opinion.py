"""IronCalc's opinion on a workbook, and that nothing it does reaches the caller."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import ironcalc
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from xlrisk.hosts.engine import Cell, Position, ironcalc_process
from xlrisk.hosts.engine import second_opinion as module
from xlrisk.hosts.engine.second_opinion import second_opinion
from xlrisk.workbook.values import ErrorText

Write: TypeAlias = Callable[[xlsxwriter.worksheet.Worksheet], Any]
B = {row: ("S", row, 2) for row in range(1, 10)}
D = {row: ("S", row, 4) for row in range(1, 10)}


def package(*formulas: str, write: Write = lambda _: None) -> bytes:
    """Three numbers, a text, a boolean, a date and an error in column A, formulas in column B."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    sheet = workbook.add_worksheet("S")
    for row, value in enumerate([1.5, 2, -3, "text", True, 45351]):
        sheet.write(row, 0, value)
    sheet.write_formula(6, 0, "=NA()", None, "#N/A")
    for row, formula in enumerate(formulas):
        sheet.write_formula(row, 1, formula)
    write(sheet)
    workbook.close()
    return stream.getvalue()


def diagonally(formulas: list[str]) -> Write:
    """Each formula in a row and a column of its own, from D1 on."""

    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        for place, formula in enumerate(formulas):
            sheet.write_formula(place, 3 + place, formula)

    return write


def opinion_on(*formulas: str, first: list[Cell] | None = None) -> list[Any]:
    """IronCalc's values of formulas in column B, "none" where it has no opinion."""
    values = first or [0.0] * len(formulas)
    found = second_opinion(package(*formulas), dict(zip(B.values(), values, strict=False)), {})
    assert found is not None
    return [found.get(B[row], "none") for row in range(1, len(formulas) + 1)]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=A1*2", 3.0),
        ('=A4&"!"', "text!"),
        ("=A5", True),
        ("=A6+1", 45352.0),
        ("=A7+1", ErrorText("#N/A")),
        ('="#N/A"', "#N/A"),
        ("=A99", 0.0),
        ('=""', ""),
        ("=SUM(A1:A3)", 0.5),
        ("=_xlfn.STDEV.S(A1:A3)", pytest.approx(2.753785273643051)),
        ("=SQRT(-1)", ErrorText("#NUM!")),
    ],
)
def test_values_and_their_types(formula: str, value: Any) -> None:
    (found,) = opinion_on(formula)
    assert found == value
    assert isinstance(found, ErrorText) == isinstance(value, ErrorText)
    assert isinstance(found, bool) == isinstance(value, bool)


@pytest.mark.parametrize(
    "formula",
    [
        pytest.param("=NO_SUCH_FUNCTION(A1)", id="unknown function"),
        pytest.param("=IFERROR(NO_SUCH_FUNCTION(A1),1)", id="an unknown function behind IFERROR"),
        pytest.param('=1+AGGREGATE(9,6,A1:A3)&"SUM("', id="one among others"),
        pytest.param("=IFERROR(_xlfn.FORECAST.ETS(1,A1:A3,A1:A3),1)", id="not programmed"),
        pytest.param("=no_such_name", id="unknown name"),
        pytest.param("=[1]Sheet1!A1", id="external workbook"),
        pytest.param("=1+", id="no formula at all"),
        pytest.param("=B1", id="a cycle"),
        pytest.param("=TODAY()", id="the clock"),
        pytest.param("=IF(TRUE,2,RAND())", id="chance"),
    ],
)
def test_no_opinion_on_what_it_cannot_know(formula: str) -> None:
    assert opinion_on(formula) == ["none"]


def test_what_depends_on_such_a_cell_is_judged_by_its_own_formula() -> None:
    formulas = ["=NO_SUCH_FUNCTION(1)", "=B1*2", "=IFERROR(B1,0)", "=COUNT(B1:B1)", "=B1&B5", "=B5"]
    first: list[Cell] = [21.0, 42.0, 21.0, 1.0, "21", 0.0]
    assert opinion_on(*formulas, first=first) == ["none", 42.0, 21.0, 1.0, "none", "none"]


@pytest.mark.parametrize("value", [1.25, True, "text", "", "=1", "5", ErrorText("#DIV/0!"), "#N/A"])
def test_a_first_value_stands_for_the_cell_as_it_is(value: Cell) -> None:
    formulas = ["=NO_SUCH_FUNCTION(1)", '=B1&""', "=TYPE(B1)"]
    is_error = isinstance(value, ErrorText)
    kind = 16.0 if is_error else 4.0 if isinstance(value, bool) else 2.0
    kind = 1.0 if isinstance(value, float) else kind
    _, text, type_number = opinion_on(*formulas, first=[value, None, None])
    assert text == ("TRUE" if value is True else str(value))
    assert isinstance(text, ErrorText) == is_error
    assert type_number == kind


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_come_back_to_the_last_bit(number: float) -> None:
    _, found = opinion_on("=NO_SUCH_FUNCTION(1)", "=B1", first=[number, 0.0])
    assert found == number


def test_only_cells_that_were_asked_for() -> None:
    assert second_opinion(package("=A1", "=A2"), {B[2]: 0.0}, {}) == {B[2]: 2.0}
    assert second_opinion(package("=A1"), {("Elsewhere", 1, 1): 0.0}, {}) == {}


def test_formulas_that_spill() -> None:
    data = package("=A1:A3*2", write=lambda sheet: sheet.write_formula(0, 3, "=SUM(B1:B3)"))
    asked = {B[1]: 0.0, B[2]: 0.0, B[3]: 0.0, ("S", 1, 4): 0.0}
    expected = {B[1]: 3.0, B[2]: 4.0, B[3]: -6.0, ("S", 1, 4): 1.0}
    assert second_opinion(data, asked, {B[1]: "A1:A3*2"}) == expected


def test_cells_that_an_unknown_formula_spills_into() -> None:
    data = package("=NO_SUCH_FUNCTION(A1:A3)", write=lambda s: s.write_formula(0, 3, "=SUM(B1:B3)"))
    first = {B[1]: 1.0, B[2]: 2.0, B[3]: 4.0, ("S", 1, 4): 0.0}
    found = second_opinion(data, first, {B[1]: "NO_SUCH_FUNCTION(A1:A3)"})
    assert found == {("S", 1, 4): 7.0}


def test_array_formulas_of_before_dynamic_arrays() -> None:
    formulas = ["=XLR_CSE(A1:A3*2,3,1)", "=SUM(D1:D3)", "=XLR_CSE(SUM(A1:A3*{1;2;3}),1,1)"]
    asked: dict[Position, Cell] = dict.fromkeys([D[1], D[2], D[3], ("S", 2, 5), ("S", 3, 6)], 0.0)
    found = second_opinion(package(write=diagonally(formulas)), asked, {})
    assert found == {D[1]: 3.0, D[2]: 4.0, D[3]: -6.0, ("S", 2, 5): 1.0, ("S", 3, 6): -3.5}


@pytest.mark.parametrize(
    "formula",
    [
        pytest.param("=XLR_CSE(A1:A2*2,3,1)", id="its surplus cell shows another error in Excel"),
        pytest.param("=XLR_CSE(NO_SUCH_FUNCTION(A1:A2),3,1)", id="unknown function"),
    ],
)
def test_array_formulas_that_it_cannot_do(formula: str) -> None:
    first: dict[Position, Cell] = {D[1]: 3.0, D[2]: 4.0, D[3]: ErrorText("#N/A"), ("S", 2, 5): 0.0}
    found = second_opinion(package(write=diagonally([formula, "=SUM(D1:D2)"])), first, {})
    assert found == {("S", 2, 5): 7.0}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"PK\x03\x04" + bytes(100), id="broken"),
        pytest.param(package("=A1").replace(b"xl/workbook.xml", b"xl/wxrkbxxk.xml"), id="no book"),
    ],
)
def test_no_opinion_on_what_is_no_workbook(content: bytes) -> None:
    assert second_opinion(content, {B[1]: 0.0}, {}) is None
    assert opinion_on("=A1") == [1.5]


def deep(levels: int) -> bytes:
    """A formula so deep that IronCalc's reader of formulas runs out of its stack, and dies."""
    return package("=" + "(" * levels + "1" + ")" * levels)


def without_styles() -> bytes:
    """IronCalc panics where a workbook has no styles at all."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package("=A1"))) as source,
        zipfile.ZipFile(stream, "w") as target,
    ):
        for name in source.namelist():
            empty = (
                b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
            )
            target.writestr(name, empty if name == "xl/styles.xml" else source.read(name))
    return stream.getvalue()


@pytest.mark.parametrize(
    "fatal", [pytest.param(without_styles(), id="panic"), pytest.param(deep(100_000), id="abort")]
)
def test_a_panic_and_a_death_mean_no_opinion(
    fatal: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    assert second_opinion(fatal, {B[1]: 0.0}, {}) is None
    assert opinion_on("=A1") == [1.5]
    assert capfd.readouterr() == ("", "")


def test_a_time_limit() -> None:
    rows = 20_000  # each formula searches a long column without its text, one cell after the other
    formulas = [f'=IFERROR(MATCH("none{row}",A1:A{rows},0),0)' for row in range(rows)]

    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_column(0, 0, ["text"] * rows)

    data = package(*formulas, write=write)
    assert second_opinion(data, {B[1]: 0.0}, {}, seconds=0.2) is None
    assert opinion_on("=A1") == [1.5]


def test_one_process_serves_many_workbooks_and_a_lost_one_is_replaced() -> None:
    assert opinion_on("=A1") == [1.5]
    first = module._running[os.getpid()]
    assert opinion_on("=A2") == [2.0]
    assert module._running[os.getpid()] is first
    first.kill()
    first.wait()
    assert opinion_on("=A1") == [1.5]
    assert module._running[os.getpid()] is not first


def test_a_forked_process_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opinion_on("=A1") == [1.5]
    ours = module._running[os.getpid()]
    monkeypatch.setattr(os, "getpid", lambda: -1)
    assert opinion_on("=A1") == [1.5]
    assert module._running[-1] is not ours
    module._stop()


def test_nothing_in_the_working_directory_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    module._stop()
    assert opinion_on("=A1") == [1.5]


def test_the_program_knows_every_function_that_it_names() -> None:
    """A function left out of the list because IronCalc has learnt it is one opinion more."""
    model = ironcalc.create("book")
    for name in ironcalc_process._NO_OPINION:
        model.set_user_input(0, 1, 1, f"={name}()")
        assert model.get_cell_formula(0, 1, 1) == f"={name}()"
