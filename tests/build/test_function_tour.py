"""The function tour: every example, live, beside what is documented of it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.helpers import agrees, outcome
from xlrisk.build import comparisons, function_tour
from xlrisk.build.book import written
from xlrisk.build.comparisons import AGREES, ANOTHER_VERSION, DIFFERS
from xlrisk.build.worked import call, placed
from xlrisk.commands import templates
from xlrisk.errors import FileError
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Example, Function

EXAMPLES = [(f, e) for f in FUNCTIONS.values() for e in f.examples]
CODES = ["#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"]


@pytest.fixture(scope="module")
def package() -> bytes:
    return written(function_tour.make)[0]


@pytest.fixture(scope="module")
def formulas(package: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(package))


@pytest.fixture(scope="module")
def values(package: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(package), data_only=True)


def tour_of(functions: Mapping[str, Function], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The tour of these functions, as it shows itself."""
    monkeypatch.setattr(function_tour, "FUNCTIONS", functions)
    return openpyxl.load_workbook(io.BytesIO(written(function_tour.make)[0]), data_only=True)


def verdicts(book: Any) -> list[str]:
    return [
        cell.value
        for sheet in book.worksheets[1:]
        for (cell,) in sheet.iter_rows(5, max_col=1)
        if cell.value is not None
    ]


def of(name: str, *examples: Example) -> dict[str, Function]:
    return {name: replace(FUNCTIONS[name], examples=examples, see_also=())}


def test_every_example_agrees_and_is_counted(values: Any) -> None:
    assert verdicts(values) == [AGREES] * len(EXAMPLES)
    count = len(EXAMPLES)
    assert values["Tour"][function_tour.TOTAL].value == f"all {count} of {count} agree"


def test_every_function_and_example_stands_on_the_sheet_of_its_category(formulas: Any) -> None:
    for function in FUNCTIONS.values():
        texts = [
            cell.value
            for row in formulas[function.category[:31]].iter_rows()
            for cell in row
            if cell.data_type == "s"
        ]
        assert function.name in texts
        assert function.summary in texts
        abouts = Counter(example.about for example in function.examples)
        assert abouts - Counter(texts) == Counter()


def test_each_formula_is_live_and_said_as_a_text_over_its_inputs(formulas: Any) -> None:
    said = [
        cell.value
        for sheet in formulas.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "s" and cell.value.startswith("=")
    ]
    live = [
        getattr(cell.value, "text", cell.value)
        for sheet in formulas.worksheets[1:]
        for row in sheet.iter_rows(min_col=2)
        for cell in row
        if cell.data_type == "f"
    ]
    ours = [formula for formula in live if formula.startswith(tuple(f"={n}(" for n in FUNCTIONS))]
    assert [text.replace(", ", ",") for text in said] == ours
    assert Counter(text.partition("(")[0] for text in said) == Counter(
        f"={function.name}" for function, _ in EXAMPLES
    )


def test_the_documented_values_are_those_of_the_catalogue(values: Any) -> None:
    """Read as somebody reads the sheet: the block under "documented", and what the inputs give."""
    found = []
    for sheet in values.worksheets[1:]:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "documented":
                    left = next(
                        c.column for c in reversed(row[: cell.column]) if c.value == "result"
                    )
                    width = cell.column - left
                    found.append((sheet, cell.row + 1, left, width))
    assert len(found) == len(EXAMPLES)
    for (sheet, top, left, width), (function, example) in zip(found, EXAMPLES, strict=True):
        rows = example.result if isinstance(example.result, list) else [[example.result]]
        assert width == len(rows[0])
        for first in (left, left + width):
            block = [
                [plain(sheet.cell(top + r, first + c)) for c in range(width)]
                for r in range(len(rows))
            ]
            assert agrees(block, rows), (function.name, example.about)


def plain(cell: Any) -> Any:
    """A date as its number."""
    return openpyxl.utils.datetime.to_excel(cell.value) if cell.is_date else cell.value


def test_the_cells_that_a_formula_names_give_the_documented_result(values: Any) -> None:
    said = [
        (sheet, cell.value)
        for sheet in values.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if str(cell.value).startswith("=")
    ]
    for (sheet, formula), (function, example) in zip(said, EXAMPLES, strict=True):
        inside = formula.removeprefix(f"={function.name}(").removesuffix(")")
        arguments = [
            [
                [plain(cell) for cell in row]
                for row in sheet[f"{area}:{area}" if ":" not in area else area]
            ]
            for area in filter(None, inside.split(", "))
        ]
        cells = [rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0] for rows in arguments]
        assert agrees(outcome(function.name, *cells), example.result), formula


@pytest.mark.parametrize(
    ("name", "example"),
    [
        pytest.param("BETA_OF", Example(([0.2, 0.4], [0.1, 0.2]), 2.1, "wrong"), id="number"),
        pytest.param("BETA_CLASS", Example((1.2,), "defensive", "wrong"), id="text"),
        pytest.param("BETA_CLASS", Example((1.2,), "Aggressive", "wrong"), id="case of a text"),
        pytest.param("BETA_CLASS", Example((1.2,), 1.2, "wrong"), id="number for a text"),
        pytest.param(
            "BETA_OF", Example(([0.2, 0.4], [0.1, 0.2]), "two", "wrong"), id="text for one"
        ),
        pytest.param(
            "CAPM_RETURN", Example((0.03, [1, 2], 0.1), [[0.1], [0.18]], "wrong"), id="one of two"
        ),
        pytest.param(
            "CAPM_RETURN",
            Example((0.03, [1, "x"], 0.1), [[0.1], ["#N/A"]], "wrong"),
            id="another error in a table",
        ),
        pytest.param(
            "CAPM_RETURN",
            Example((0.03, [1, 2], 0.1), [[0.1], ["#N/A"]], "wrong"),
            id="an error for a number",
        ),
        pytest.param(
            "CAPM_RETURN",
            Example((0.03, [1, "x"], 0.1), [[0.1], [0.17]], "wrong"),
            id="a number for an error",
        ),
        pytest.param(
            "BETA_CLASS",
            Example(([1.2, 0.8],), [["aggressive"], ["Defensive"]], "wrong"),
            id="a text in a table",
        ),
    ],
)
def test_a_wrong_documented_value_differs(
    name: str, example: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tour_of(of(name, example, Example(example.arguments, example.result, "")), monkeypatch)
    assert verdicts(book) == [DIFFERS] * 2
    assert book["Tour"][function_tour.TOTAL].value == "0 of 2 agree"


@pytest.mark.parametrize("code", [code for code in CODES if code != "#VALUE!"])
def test_another_error_than_the_documented_one_is_refused(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileError, match="shows #VALUE!"):
        tour_of(of("CAPM_RETURN", Example((0.03, "x", 0.1), code, "wrong")), monkeypatch)


def test_a_result_in_the_place_of_a_documented_error_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(FileError, match="does not show #VALUE!"):
        tour_of(of("CAPM_RETURN", Example((0.03, 1, 0.1), "#VALUE!", "wrong")), monkeypatch)


def test_errors_stand_in_inputs_as_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = [Example((0.03, code, 0.1), code, code) for code in CODES]
    examples += [Example((0.03, [code, 1], 0.1), [[code], [0.1]], code) for code in CODES]
    assert verdicts(tour_of(of("CAPM_RETURN", *examples), monkeypatch)) == [AGREES] * 14


def test_another_version_is_not_said_to_be_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparisons, "__version__", "0.0.1")
    book = tour_of(of("XLRISK_VERSION", Example((), "0.0.1", "older")), monkeypatch)
    assert verdicts(book) == [ANOTHER_VERSION]
    assert book["Tour"][function_tour.TOTAL].value == "0 of 1 agree"


def test_links_lead_to_the_sheets_and_the_functions(formulas: Any) -> None:
    leads = {
        cell.value: cell.hyperlink.location
        for row in formulas["Tour"].iter_rows(max_col=1)
        for cell in row
        if cell.hyperlink
    }
    assert set(leads) == {f.category[:31] for f in FUNCTIONS.values()} | set(FUNCTIONS)
    for text, location in leads.items():
        sheet, _, place = location.rpartition("!")
        cell = formulas[sheet.strip("'")][place]
        assert cell.value == text
    for sheet in formulas.worksheets[1:]:
        assert sheet["A2"].hyperlink.location == "'Tour'!A1"
        assert sheet.freeze_panes == "A5"


def test_it_is_listed_with_a_sentence() -> None:
    listed = dict(templates.listed())
    assert listed["function_tour"].startswith("every example of every function")
    assert (Path(__file__).parents[2] / "workbook_templates/function_tour.xlsx").exists()


def test_the_formula_of_an_example_as_it_is_typed() -> None:
    function, example = FUNCTIONS["CAPM_RETURN"], Example((0.03, [1, 2], 0.1), [[0.1], [0.17]], "")
    arguments = placed(function, example, 12, 2, numbers_in_cells=True)
    assert call(function, arguments) == "=CAPM_RETURN(B12, C12:C13, D12)"
