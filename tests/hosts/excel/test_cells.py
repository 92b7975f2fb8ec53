"""Between COM's values and plain cells; what Excel documents of them (XlCVError), not Excel."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.hosts.excel.pywin32_stub import ERRORS
from xlrisk.functions.cells import ERRORS as SEVEN
from xlrisk.functions.cells import NEW_ERRORS
from xlrisk.hosts.excel.cells import ERROR_NUMBERS, error_text, plain, rows


@pytest.mark.parametrize(("text", "integer"), ERRORS.items())
def test_error_integers(text: str, integer: int) -> None:
    assert error_text(integer) == text
    assert text in SEVEN | NEW_ERRORS


def test_errors_that_vba_can_make() -> None:
    assert set(ERROR_NUMBERS) == SEVEN
    assert ERROR_NUMBERS["#N/A"] == 2042
    assert {text: -2146828288 + number for text, number in ERROR_NUMBERS.items()}.items() <= (
        ERRORS.items()
    )


@pytest.mark.parametrize("integer", [0, 1, 42, -1, -2147352572, 2042, -2146828288, -(2**31)])
def test_other_integers_are_no_errors(integer: int) -> None:
    assert error_text(integer) is None
    assert plain(integer) == integer


def test_later_errors_have_no_name_here() -> None:
    assert error_text(-2146828288 + 2051) == "#UNKNOWN!"
    assert "#UNKNOWN!" in NEW_ERRORS


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, None),
        ("", ""),
        (True, True),
        (0.5, 0.5),
        (Decimal("0.5"), Decimal("0.5")),  # for `evaluate`
        (ERRORS["#N/A"], "#N/A"),
        ((0.5, None), [[0.5, None]]),
        ([0.5], [[0.5]]),
        (((0.5, "x"), (True, ERRORS["#REF!"])), [[0.5, "x"], [True, "#REF!"]]),
        ([[0.5], [None]], [[0.5], [None]]),
        ((), [[]]),
    ],
    ids=repr,
)
def test_arguments(given: Any, expected: Any) -> None:
    assert plain(given) == expected


@pytest.mark.parametrize(
    ("result", "expected"),
    [(0.5, [[0.5]]), ("#N/A", [["#N/A"]]), ([[1.0, 2.0]], [[1.0, 2.0]]), (True, [[True]])],
)
def test_results_are_rows(result: Any, expected: Any) -> None:
    assert rows(result) == expected
