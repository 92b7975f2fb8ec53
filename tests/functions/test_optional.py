"""Empty, 0 and left out say the same: some hosts deliver an omitted middle argument as 0.

The cells that XLRISK_EXPLAIN passes on are the exception: an empty cell and a 0 may differ for the
function that it explains, so it leaves the question to that function.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers import column, failure
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Argument, Function
from xlrisk.functions.evaluate import evaluate

ASSET = column(0.03, 0.04, -0.02, 0.01)
MARKET = column(0.01, 0.02, -0.01, 0.02)

OPTIONAL = [
    pytest.param(function, k, id=f"{function.name} {argument.name}")
    for function in FUNCTIONS.values()
    for k, argument in enumerate(function.arguments)
    if argument.optional and argument.kind.form != "cells"
]
OPTIONS = [
    pytest.param(function, k, id=f"{function.name} {argument.name}")
    for function in FUNCTIONS.values()
    for k, argument in enumerate(function.arguments)
    if argument.kind.form == "option"
]
WITH_DEFAULT = [param for param in OPTIONS if param in OPTIONAL]


def required(function: Function) -> list[Any]:
    """The required arguments of the first example that works."""
    example = next(example for example in function.examples if not example.fails)
    return list(example.cells[: sum(not a.optional for a in function.arguments)])


def with_argument(function: Function, k: int, cell: Any) -> Any:
    """The function of its required arguments and of the k-th; those between are left out."""
    return evaluate(function.name, *called_with(function, k, cell))


def called_with(function: Function, k: int, cell: Any) -> list[Any]:
    """The required arguments, of which the k-th may be one, and the cell in its place."""
    arguments = required(function)
    return [*arguments[:k], *[None] * (k - len(arguments)), cell]


def test_optional_arguments_come_last() -> None:
    for function in FUNCTIONS.values():
        optional = [argument.optional for argument in function.arguments]
        assert optional == sorted(optional), function.name


@pytest.mark.parametrize(("function", "k"), OPTIONAL)
@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(None, id="empty"),
        pytest.param(0, id="0"),
        pytest.param(0.0, id="0.0"),
        pytest.param(-0.0, id="-0.0"),
        pytest.param([[None]], id="range of one empty cell"),
        pytest.param([[0]], id="range of one 0"),
    ],
)
def test_empty_and_0_are_the_default(function: Function, k: int, cell: Any) -> None:
    assert with_argument(function, k, cell) == evaluate(function.name, *required(function))


@pytest.mark.parametrize(("function", "k"), OPTIONAL)
def test_default_given_in_words_is_the_default(function: Function, k: int) -> None:
    default = function.arguments[k].default
    assert with_argument(function, k, default) == evaluate(function.name, *required(function))


@pytest.mark.parametrize("omitted", [None, 0], ids=["empty", "0"])
def test_all_omitted_before_the_last(omitted: Any) -> None:
    found = evaluate("BETA_STATS", ASSET, MARKET, omitted, omitted, "hc3")
    assert found == evaluate("BETA_STATS", ASSET, MARKET, 0.0, 0.95, "hc3")


def test_explain_passes_0_on_to_the_function_that_it_explains() -> None:
    plain = evaluate("XLRISK_EXPLAIN", "BETA_OF", ASSET, MARKET)
    assert evaluate("XLRISK_EXPLAIN", "BETA_OF", ASSET, MARKET, 0, 0) == plain
    assert evaluate("XLRISK_EXPLAIN", "CAPM_RETURN", 0, 1, 0) != plain


@pytest.mark.parametrize(("function", "k"), WITH_DEFAULT)
def test_empty_text_is_the_default(function: Function, k: int) -> None:
    assert with_argument(function, k, "") == evaluate(function.name, *required(function))


@pytest.mark.parametrize(("function", "k"), WITH_DEFAULT)
def test_first_choice_is_the_default(function: Function, k: int) -> None:
    argument: Argument = function.arguments[k]
    assert argument.default == next(iter(argument.kind.choices))


@pytest.mark.parametrize(("function", "k"), OPTIONS)
class TestOption:
    def test_any_case_will_do(self, function: Function, k: int) -> None:
        for word in function.arguments[k].kind.choices:
            plain = with_argument(function, k, word)
            for spelling in (word.upper(), word.title(), f" {word} "):
                assert with_argument(function, k, spelling) == plain

    def test_unknown_one_lists_the_choices(self, function: Function, k: int) -> None:
        argument = function.arguments[k]
        error = failure(function.name, *called_with(function, k, "olds"))
        assert error.code == "#VALUE!"
        assert error.message.startswith(f'{argument.name} is the text "olds"; choose ')
        for word in argument.kind.choices:
            assert f'"{word}"' in error.message


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        pytest.param((), "#VALUE!", "BETA_OF needs asset_returns", id="none"),
        pytest.param((ASSET,), "#VALUE!", "BETA_OF needs market_returns", id="one"),
        pytest.param(
            (ASSET, MARKET, 0, "ols", 0), "#VALUE!", "BETA_OF got 5 arguments and takes 4", id="all"
        ),
    ],
)
def test_count_of_arguments(arguments: tuple[Any, ...], code: str, sentence: str) -> None:
    error = failure("BETA_OF", *arguments)
    assert error.code == code
    assert sentence in error.message
    assert "BETA_OF(asset_returns, market_returns, [period_risk_free], [method])" in error.message


@pytest.mark.parametrize(
    ("cell", "code", "sentence"),
    [
        pytest.param(1.5, "#NUM!", "lag is 1.5; give a whole number", id="not whole"),
        pytest.param("one", "#VALUE!", 'lag is the text "one"; give a number', id="text"),
        pytest.param(3, "#DIV/0!", "lag is 3 and prices has 3 rows", id="as many as rows"),
        pytest.param(-3, "#DIV/0!", "lag is -3 and prices has 3 rows", id="backwards"),
        pytest.param(1e300, "#DIV/0!", "lag is 1", id="very large"),
    ],
)
def test_lag(cell: Any, code: str, sentence: str) -> None:
    error = failure("RETURNS_OF", column(100, 110, 121), None, cell)
    assert error.code == code
    assert sentence in error.message


@pytest.mark.parametrize("level", [1, 1.5, 95, -0.5])
def test_level_is_between_0_and_1(level: float) -> None:
    error = failure("BETA_STATS", ASSET, MARKET, None, level)
    assert error.code == "#NUM!"
    assert error.message == f"level is {level:g}; give a number between 0 and 1."


@pytest.mark.parametrize("name", ["beta_of", "Beta_Of"])
def test_function_name_in_any_case(name: str) -> None:
    assert evaluate(name, ASSET, MARKET) == evaluate("BETA_OF", ASSET, MARKET)


def test_unknown_function_suggests_the_nearest() -> None:
    error = failure("BETA_IF", ASSET, MARKET)
    assert error.code == "#NAME?"
    assert "BETA_IF" in error.message
    assert "BETA_OF" in error.message
