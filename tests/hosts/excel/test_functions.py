"""The xlwings layer: the real xlwings calls our functions, on a stub of pywin32; no Excel."""

from __future__ import annotations

import importlib
import logging
from decimal import Decimal
from typing import Any

import pytest

from tests.helpers import agrees
from tests.hosts.excel.pywin32_stub import (
    ERRORS,
    MISSING,
    MODULE,
    Currency,
    Range,
    call_udf,
    date,
    delivered,
)
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Example, Function

pytestmark = pytest.mark.usefixtures("xlwings")

EXAMPLES = [
    pytest.param(function, example, id=f"{function.name}: {example.about}")
    for function in FUNCTIONS.values()
    for example in function.examples
]
LAYOUTS = ("ranges", "values", "plain values")


def called(name: str, *arguments: Any, **context: Any) -> Any:
    """What the cells show for a call in which the arguments after the last were left out."""
    left_out = len(FUNCTIONS[name].arguments) - len(arguments)
    shown = call_udf(name, *arguments, *[MISSING] * left_out, **context)
    # xlwings takes a row out of its rows, and VBA fills a row of cells with it
    return [shown] if isinstance(shown, list) and not isinstance(shown[0], list) else shown


def as_passed(argument: Any, layout: str) -> Any:
    """An argument of an example: VBA hands over a range, its `Value` or its `Value2`."""
    if argument is None:
        return MISSING
    one = Range(argument)
    return {"ranges": one, "values": one.Value, "plain values": one.Value2}[layout]


def unwrapped(result: Any) -> Any:
    """A table of one cell is that cell."""
    is_one = isinstance(result, list) and len(result) == 1 and len(result[0]) == 1
    return result[0][0] if is_one else result


def _said(value: Any) -> str:
    """The same in every process that collects the tests."""
    return "a range" if isinstance(value, Range) else repr(value)


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("function", "example"), EXAMPLES)
def test_examples(function: Function, example: Example, layout: str) -> None:
    found = called(function.name, *(as_passed(one, layout) for one in example.cells))
    assert agrees(found, unwrapped(example.result)), found


def test_more_arguments_than_there_are_fail_in_xlwings() -> None:
    """So that the VBA must give #VALUE! for what xlwings raises."""
    with pytest.raises(IndexError):
        called("XLRISK_VERSION", 1)


SERIES = [0.02, 0.04, -0.02, 0.01, 0.03]
MARKET = [[0.01], [0.02], [-0.01], [0.005], [0.015]]
BETA = 2.0


@pytest.mark.parametrize(
    ("asset", "expected"),
    [
        ([[x] for x in SERIES], BETA),
        ([SERIES], BETA),  # a row and a column mix
        (tuple(SERIES), BETA),  # an array constant of one row arrives flat
        (tuple((x,) for x in SERIES), BETA),
        ([[None], *([x] for x in SERIES[1:])], BETA),
        ([["n/a"], *([x] for x in SERIES[1:])], BETA),
        ([[""], *([x] for x in SERIES[1:])], BETA),
        ([[True], *([x] for x in SERIES[1:])], BETA),
        ([["0.02"], *([x] for x in SERIES[1:])], BETA),
        ([["#N/A"], *([x] for x in SERIES[1:])], BETA),
        *(
            ([[error], *([x] for x in SERIES[1:])], error)
            for error in ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!")
        ),
        *(
            ([[error], *([x] for x in SERIES[1:])], "#VALUE!")
            for error in ERRORS
            if list(ERRORS).index(error) > 6
        ),
        ([SERIES, SERIES], "#VALUE!"),  # a block is no series
        ([[x] for x in SERIES[1:]], "#N/A"),
        (0.02, "#N/A"),
        (MISSING, "#N/A"),
        (Range(0.02), "#N/A"),
        (Range(None), "#N/A"),
    ],
    ids=_said,
)
def test_kinds_of_cells_in_a_series(asset: Any, expected: Any) -> None:
    given = Range(asset) if isinstance(asset, list) else asset
    assert agrees(called("BETA_OF", given, Range(MARKET)), expected)


def test_an_error_newer_than_all_that_are_known_is_an_error() -> None:
    later = tuple((x,) for x in (-2146826100, *SERIES[1:]))
    assert called("BETA_OF", later, Range(MARKET)) == "#VALUE!"
    explained = called("XLRISK_EXPLAIN", "BETA_OF", later, Range(MARKET))
    assert "#UNKNOWN!" in explained


def test_a_number_is_a_number_whatever_it_looks_like() -> None:
    """Integers are errors; a number in a cell arrives as a float."""
    number = float(ERRORS["#N/A"])
    assert agrees(called("CAPM_RETURN", 0.0, Range(number), 0.1), number * 0.1)


@pytest.mark.parametrize("error", ERRORS)
def test_error_in_the_place_of_a_number(error: str) -> None:
    expected = error if list(ERRORS).index(error) < 7 else "#VALUE!"
    assert called("CAPM_RETURN", Range(error), 1.0, 0.1) == expected
    assert called("CAPM_RETURN", ERRORS[error], 1.0, 0.1) == expected
    explained = called("XLRISK_EXPLAIN", "CAPM_RETURN", Range(error), 1.0, 0.1)
    assert error in explained


@pytest.mark.parametrize("layout", LAYOUTS)
def test_currencies_are_numbers(layout: str) -> None:
    prices = [[Currency(100.5)], [Currency(110.55)]]
    assert agrees(called("RETURNS_OF", as_passed(prices, layout)), 0.1)
    rate = as_passed(Currency(0.03), layout)
    assert type(rate) is (Decimal if layout == "values" else type(rate))
    assert agrees(called("CAPM_RETURN", rate, 1.0, 0.1), 0.1)


def test_currencies_are_not_rounded() -> None:
    """xlwings itself would read them by `Value`, which has 4 decimals."""
    rate = Range(Currency(0.0123456789))
    assert rate.Value == Decimal("0.0123")
    assert called("CAPM_RETURN", rate, MISSING, MISSING) == "#VALUE!"
    assert called("CAPM_RETURN", rate, 0.0, 0.1) == 0.0123456789


def test_dates_with_a_time_are_not_rounded() -> None:
    """To microseconds, as a date of COM would be."""
    exact = 45322.123456789012

    class Moment(Range):
        @property
        def Value2(self) -> Any:  # noqa: N802
            return exact

    assert called("CAPM_RETURN", Moment(date(2024, 1, 31)), 0.0, 0.1) == exact


@pytest.mark.parametrize("layout", LAYOUTS)
def test_dates_are_numbers(layout: str) -> None:
    """As dates or as their serials, with the same rows."""
    dates = [[date(2024, 1, 31)], [date(2024, 2, 29)], [date(2024, 3, 31)]]
    serials = [[45322], [45351], [45382]]
    values = as_passed([[1.0], [2.0], [3.0]], layout)
    found = [
        called("ALIGN_BY_DATE", as_passed(one, layout), values, as_passed(serials, layout), values)
        for one in (dates, serials)
    ]
    assert found[0] == found[1]
    assert isinstance(found[0], list)


def test_time_of_day_and_the_first_days_keep_their_numbers() -> None:
    """COM counts days as Excel does, but calls day 1 the 31st of December 1899."""
    assert delivered(date(2024, 1, 31, 12)).hour == 12
    assert Range(date(2024, 1, 31, 12)).Value2 == 45322.5
    assert Range(date(1899, 12, 31)).Value2 == 1.0


@pytest.mark.parametrize("omitted", [MISSING, None, 0.0, "", Range(None)], ids=_said)
def test_omitted_optional_arguments_are_the_default(omitted: Any) -> None:
    asset, market = Range([[x] for x in SERIES]), Range(MARKET)
    assert called("BETA_OF", asset, market, 0.0, omitted) == called("BETA_OF", asset, market)
    if omitted != "":  # no number
        found = called("BETA_OF", asset, market, omitted, "adjusted")
        assert agrees(found, 0.67 * BETA + 0.33)


@pytest.mark.parametrize("omitted", [MISSING, None, Range(None)], ids=_said)
def test_omitted_required_arguments_are_errors(omitted: Any) -> None:
    assert called("CAPM_RETURN", omitted, 1.0, 0.1) == "#VALUE!"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (True, "#VALUE!"),
        ("1", "#VALUE!"),
        ("", "#VALUE!"),
        (1.0, 0.1),
        (Range([[1]]), 0.1),
        (Range([[1.0, 2.0]]), [[0.1, 0.17]]),
        (Range([[1.0], ["x"], ["#REF!"], [None]]), [[0.1], ["#VALUE!"], ["#REF!"], ["#VALUE!"]]),
        ((1.0, 2.0), [[0.1, 0.17]]),
        (((1.0,), (2.0,)), [[0.1], [0.17]]),
    ],
    ids=_said,
)
def test_kinds_of_cells_as_a_number(cell: Any, expected: Any) -> None:
    assert agrees(called("CAPM_RETURN", 0.03, cell, 0.1), expected)


def test_an_empty_text_is_no_empty_cell() -> None:
    """A weight that is empty is 0, one that is a text has no value; xlwings' converters lose it."""
    betas = Range([[1.0], [0.5]])
    assert called("PORTFOLIO_BETA", Range([[1.0], [None]]), betas) == 1.0
    assert called("PORTFOLIO_BETA", Range([[1.0], [""]]), betas) != 1.0


@pytest.mark.parametrize(
    "caller",
    [
        Range(None, "$B$2"),
        Range([[None, None], [None, None]], "$B$2:$C$3"),  # an array formula
        Range(None, sheet="it's", book="Übersicht 2024.xlsm"),
        ERRORS["#REF!"],  # called by Application.Run
        "Button 1",
    ],
    ids=_said,
)
def test_callers(caller: Any) -> None:
    assert called("CAPM_RETURN", 0.03, 1.0, 0.1, caller=caller) == pytest.approx(0.1)


def test_a_failure_of_our_own_is_an_error_value_and_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    functions: Any = importlib.import_module(MODULE)

    def broken(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(functions, "evaluate", broken)
    with caplog.at_level(logging.ERROR, "xlrisk"):
        assert called("XLRISK_VERSION") == "#VALUE!"
    assert "XLRISK_VERSION failed" in caplog.text
    assert "ZeroDivisionError" in caplog.text


# what xlwings reads off the functions


def test_every_function_of_the_catalogue_is_there_and_nothing_else() -> None:
    functions = importlib.import_module(MODULE)
    known = {name for name in dir(functions) if hasattr(getattr(functions, name), "__xlfunc__")}
    assert known == set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
def test_what_xlwings_knows_is_what_the_catalogue_says(function: Function) -> None:
    known = getattr(importlib.import_module(MODULE), function.name).__xlfunc__
    assert known["name"] == function.name
    assert known["ret"]["doc"] == function.summary
    assert known["ret"]["options"] == {"convert": "raw"}
    assert known["category"] == function.category
    assert (known["async_mode"], known["volatile"], known["call_in_wizard"]) == (None, False, True)
    assert [one["name"] for one in known["args"]] == [one.name for one in function.arguments]
    for one, argument in zip(known["args"], function.arguments, strict=True):
        assert list(one["options"]) == ["convert"]  # nothing of xlwings' own reading
        assert one["doc"] == argument.full_text
        assert ("optional" in one) is argument.optional
        assert one.get("optional") is None
        assert not one["vararg"]
