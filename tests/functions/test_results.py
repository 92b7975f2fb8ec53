"""What a result looks like, in words and in number formats."""

from __future__ import annotations

import pytest

from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Function
from xlrisk.functions.describe import result
from xlrisk.functions.kinds import TEXT, Result

SIZES = {
    "BETA_OF": "one value",
    "BETA_CLASS": "one value",
    "BETAS_OF": "one row, one column per asset",
    "RETURNS_OF": "one row per period, less lag, one column per asset",
    "ALIGN_BY_DATE": "one row per date that both have: the date, one column per series, one column"
    " per other series",
    "PERIOD_PRICES": "one row per date that ends a period: the date, one column per asset",
    "CORRELATION_MATRIX": "one row per asset, one column per asset",
    "BETA_CONTRIBUTION": "2 columns: a header, one row per holding",
    "PORTFOLIO_RISK_SPLIT": "6 columns: a header, one row per holding, a total row",
    "RISK_SPLIT": "8 x 2: a label and a value in each row",
}
TEXTS = {"BETA_CLASS", "VALUATION_SIGNAL", "XLRISK_EXPLAIN", "XLRISK_VERSION"}


@pytest.mark.parametrize(("name", "words"), SIZES.items(), ids=SIZES)
def test_size_in_words(name: str, words: str) -> None:
    assert FUNCTIONS[name].result.size == words
    assert result(FUNCTIONS[name]).startswith(words)


def test_which_results_are_texts() -> None:
    assert {name for name, function in FUNCTIONS.items() if function.result.is_text} == TEXTS


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
def test_examples_hold_texts_where_they_are_declared(function: Function) -> None:
    """The first column of a header table may be names; a value is a number, or it is an error."""
    for example in function.examples:
        if example.fails:
            continue
        rows = example.result if isinstance(example.result, list) else [[example.result]]
        if function.result.labels:
            rows = [[value] for _, value in rows]
        formats = [function.result.format] * len(rows[0])
        if function.result.columns:
            formats, rows = list(function.result.columns.values()), rows[1:]
        for row in rows:
            for cell, number_format in zip(row, formats, strict=True):
                is_error = isinstance(cell, str) and cell.startswith("#")
                assert is_error or isinstance(cell, str) == (number_format == TEXT)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        pytest.param(Result(rows="period"), "one row per period", id="T x 1"),
        pytest.param(
            Result(columns={"names": "0", "expected sd": "0.00%"}, rows="number of names"),
            "2 columns: a header, one row per number of names",
            id="rows that are no dimension of an argument",
        ),
        pytest.param(
            Result(columns={"factor": TEXT, "beta": "0.00"}, rows="factor", total_row=True),
            "2 columns: a header, one row per factor, a total row",
            id="row labels that depend on the input",
        ),
    ],
)
def test_shapes_that_others_will_have(shape: Result, words: str) -> None:
    assert shape.is_table
    assert shape.size == words
