"""The sentence behind a result or an error."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import column, failure, outcome
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Example
from xlrisk.functions.evaluate import evaluate
from xlrisk.functions.explain import Explanation, explain, in_format

ASSET = column(0.02, "n/a", None, 0.04, -0.02, True, "#N/A", 0.01)
MARKET = column(0.01, 0.03, 0.02, 0.02, -0.01, 0.01, 0.02, None)
COMPLETE = column(0.03, 0.04, -0.02, 0.01), column(0.01, 0.02, -0.01, 0.02)
TEXTS = st.text(max_size=400)


@pytest.mark.parametrize(
    ("name", "arguments", "sentence"),
    [
        pytest.param(
            "BETA_OF",
            COMPLETE,
            "4 rows used; ordinary least squares; 1.50.",
            id="nothing dropped",
        ),
        pytest.param(
            "BETA_OF",
            (ASSET, MARKET),
            "3 rows used, 5 dropped (1 text, 2 empty, 1 boolean, 1 #N/A);"
            " ordinary least squares; 2.00.",
            id="dropped by reason",
        ),
        pytest.param(
            "BETA_OF",
            (*COMPLETE, 0, "adjusted"),
            "4 rows used; 0.67 x ordinary least squares + 0.33; 1.34.",
            id="another convention",
        ),
        pytest.param(
            "BETA_OF",
            (*COMPLETE, column(0.001, 0.001, "n/a", 0.001)),
            "3 rows used, 1 dropped (1 text); ordinary least squares; -0.50.",
            id="a gap in the risk-free series",
        ),
        pytest.param(
            "BETA_STATS",
            COMPLETE,
            "4 rows used; classical standard errors; a table of 12 x 2.",
            id="table",
        ),
        pytest.param(
            "BETAS_OF",
            ([[0.02, None], [0.04, None], [-0.02, 0.1]], column(0.01, 0.02, -0.01)),
            "3 rows used; cov(asset, market) / var(market); a table of 1 x 2 with 1 error.",
            id="table with an error",
        ),
        pytest.param(
            "CAPM_RETURN",
            (0.03, 1.5, 0.1),
            "risk_free + beta x (market_return - risk_free); 13.50%.",
            id="numbers have no rows",
        ),
        pytest.param(
            "PORTFOLIO_BETA",
            (column(0.5, 0.5, None), column(1, 2, "n/a")),
            "2 rows used, 1 dropped (1 text); weights must sum to 1; 1.50.",
            id="weights",
        ),
        pytest.param(
            "RETURNS_OF",
            (column(100, None, 121),),
            "2 rows used, 1 dropped (1 empty); simple returns, p1 / p0 - 1;"
            " a table of 2 x 1 with 2 errors.",
            id="gap in prices",
        ),
        pytest.param(
            "BETA_OF",
            (column(*[0.01] * 60), column(*[0.01] * 59)),
            "asset_returns has 60 cells, market_returns 59. Give ranges of the same size.",
            id="error",
        ),
    ],
)
def test_sentence(name: str, arguments: tuple[Any, ...], sentence: str) -> None:
    assert explain(name, *arguments).message == sentence
    assert str(explain(name, *arguments)) == sentence
    assert evaluate("XLRISK_EXPLAIN", name, *arguments) == sentence


def test_rows_and_convention_are_also_given_apart() -> None:
    explanation = explain("BETA_OF", ASSET, MARKET)
    assert explanation.value == evaluate("BETA_OF", ASSET, MARKET)
    assert explanation.code is None
    assert explanation.rows_used == 3
    assert explanation.rows_dropped == {"text": 1, "empty": 2, "boolean": 1, "#N/A": 1}
    assert explanation.convention == "ordinary least squares"


def test_used_and_dropped_rows_are_all_rows() -> None:
    explanation = explain("BETAS_OF", [[0.1, 0.2]] * 8, MARKET)
    assert explanation.rows_used == 7
    assert explanation.rows_dropped == {"empty": 1}


def test_market_that_does_not_vary_still_says_which_rows_were_used() -> None:
    explanation = explain("BETA_OF", ASSET, column(*[0.01] * 8))
    assert explanation.value is None
    assert explanation.code == "#DIV/0!"
    assert explanation.rows_used == 4
    assert explanation.rows_dropped == {"text": 1, "empty": 1, "boolean": 1, "#N/A": 1}
    assert explanation.convention == "ordinary least squares"


EXAMPLES = [
    pytest.param(function.name, example, id=f"{function.name}: {example.about}")
    for function in FUNCTIONS.values()
    for example in function.examples
]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_explanation_holds_what_evaluate_gives(name: str, example: Example) -> None:
    explanation = explain(name, *example.cells)
    if example.fails:
        error = failure(name, *example.cells)
        assert explanation.value is None
        assert explanation.code == error.code
        assert explanation.message.startswith(error.message.removesuffix("."))
    else:
        assert explanation.value == evaluate(name, *example.cells)
        assert explanation.code is None


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_explaining_changes_nothing_and_forgets_everything(name: str, example: Example) -> None:
    arguments = copy.deepcopy(example.cells)
    first = explain(name, *arguments)
    explain("BETA_OF", column(0.1), column(0.2))
    assert arguments == example.cells
    assert explain(name, *arguments) == first


@given(TEXTS, TEXTS, TEXTS)
def test_text_fits_a_cell(name: str, asset: str, method: str) -> None:
    for call in (
        (name, asset),
        ("BETA_OF", *COMPLETE, asset, method),
        ("CAPM_RETURN", 0.03, asset, method),
        ("XLRISK_EXPLAIN", name, asset),
    ):
        text = outcome("XLRISK_EXPLAIN", *call)
        assert isinstance(text, str)
        assert 0 < len(text) <= 255


def test_text_too_long_ends_in_dots(monkeypatch: pytest.MonkeyPatch) -> None:
    long = Explanation("", None, "X" * 300, None, {}, "")
    monkeypatch.setattr("xlrisk.functions.explain.explain", lambda *_: long)
    text = evaluate("XLRISK_EXPLAIN", "BETA_OF")
    assert isinstance(text, str)
    assert text.endswith("X...")
    assert len(text) == 255


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        pytest.param(None, "#VALUE!", id="empty"),
        pytest.param("", "#VALUE!", id="empty text"),
        pytest.param(" ", "#VALUE!", id="blank"),
        pytest.param(1, "#VALUE!", id="number"),
        pytest.param(10**400, "#VALUE!", id="number too large for a float"),
        pytest.param(True, "#VALUE!", id="boolean"),
        pytest.param("#REF!", "#REF!", id="error"),
        pytest.param(column("BETA_OF", "BETA_OF"), "#VALUE!", id="range"),
    ],
)
def test_explain_needs_the_name_of_a_function(cell: Any, code: str) -> None:
    error = failure("XLRISK_EXPLAIN", cell)
    assert error.code == code
    assert "function_name" in error.message


def test_explanation_of_an_explanation() -> None:
    sentence = evaluate("XLRISK_EXPLAIN", "BETA_OF", *COMPLETE)
    assert explain("XLRISK_EXPLAIN", "BETA_OF", *COMPLETE).message == sentence


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (1.234567891, "General", "1.23457"),
        (1.005, "0.00", "1.00"),
        (-0.5, "0.0000", "-0.5000"),
        (0.135, "0.00%", "13.50%"),
        (0.135, "0%", "14%"),
        (2.0, "0", "2"),
    ],
)
def test_number_is_shown_as_excel_shows_it(value: float, number_format: str, shown: str) -> None:
    assert in_format(value, number_format) == shown
