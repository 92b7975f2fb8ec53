"""What the overrides make of values before they calculate."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.overrides.sheets import Sheet, shown
from xlrisk.hosts.engine.overrides import _MODULES, OVERRIDES
from xlrisk.hosts.engine.overrides._cells import (
    Fault,
    boolean,
    error,
    guarded,
    lifted,
    number,
    number_as_text,
    numbers,
    strict_number,
    text,
    whole,
)
from xlrisk.hosts.engine.overrides._numbers_in_texts import number_in


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        # stored by Excel in the calc tests of CEILING, GCD and MROUND
        ("8", 8.0),
        (" 10 ", 10.0),
        ("7.0e0", 7.0),
        ("2024-01-10", 45301.0),
        (" 2024-01-10 ", None),
        ("--8", None),
        ("@", None),
        ("eight", None),
        ("", None),
        # stored by Excel: VALUE("$1,000"), EXP("€100")
        ("$1,000", 1000.0),
        ("€100", 100.0),
        # Microsoft, VALUE: "any of the constant number, date, or time formats"
        ("50%", 0.5),
        ("(5)", -5.0),
        ("-$5", -5.0),
        ("1 1/2", 1.5),
        ("-2 1/4", -2.25),
        ("1/10/2024", 45301.0),
        ("1/10/24", 45301.0),
        ("12/31/30", 11323.0),  # two digits from 30 on are of the last century
        ("10-Jan-2024", 45301.0),
        ("10 January 2024", 45301.0),
        ("January 10, 2024", 45301.0),
        ("Jan 2024", 45292.0),
        ("2:30 PM", 0.6041666666666666),
        ("12:00 AM", 0.0),
        ("25:30", 1.0625),
        ("16:48:00", 0.7),
        ("2024-01-10 14:30", 45301.604166666664),
        ("1/10/2024 2:30 PM", 45301.604166666664),
        ("10 Jan 2024 14:30", 45301.604166666664),
        # the calendar of 1900
        ("1900-01-01", 1.0),
        ("1900-02-28", 59.0),
        ("1900-02-29", 60.0),
        ("1900-03-01", 61.0),
        ("1899-12-31", None),
        # no numbers
        ("2023-02-29", None),
        ("13:60", None),
        ("13:30 PM", None),
        ("(-5)", None),
        ("(5", None),
        ("1,23", None),
        ("1 1/0", None),
        ("1e999", None),
        ("1_000", None),
        ("inf", None),
        ("٣", None),
        (".", None),
        ("May", None),
    ],
)
def test_numbers_in_texts(written: str, expected: float | None) -> None:
    found = number_in(written)
    assert found == (None if expected is None else pytest.approx(expected, rel=1e-15))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_is_read_as_python_writes_it(value: float) -> None:
    assert number_in(repr(value)) == value


@given(st.text())
def test_any_text_is_a_finite_number_or_none(written: str) -> None:
    found = number_in(written)
    assert found is None or math.isfinite(found)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (12.0, "12"),
        (-1.5, "-1.5"),
        (1 / 3, "0.333333333333333"),
        (0.1 + 0.2, "0.3"),
        (123456789012345678.0, "123456789012346000"),
        (1e20, "100000000000000000000"),
        (1e21, "1E+21"),
        (1.25e-25, "1.25E-25"),
        (0.00001234, "0.00001234"),
    ],
)
def test_numbers_as_texts(value: float, written: str) -> None:
    assert number_as_text(value) == written
    assert text(value) == written


@pytest.mark.parametrize(
    ("coerce", "value", "expected"),
    [
        (number, None, 0.0),
        (number, True, 1.0),
        (number, "12", 12.0),
        (number, "x", "#VALUE!"),
        (number, error("Div"), "#DIV/0!"),
        (strict_number, "12", 12.0),
        (strict_number, True, "#VALUE!"),
        (whole, -2.9, -2),
        (whole, math.inf, "#NUM!"),
        (boolean, "true", True),
        (boolean, "False", False),
        (boolean, "1", "#VALUE!"),
        (boolean, None, False),
        (boolean, 0.1, True),
        (boolean, error("Na"), "#N/A"),
        (text, None, ""),
        (text, True, "TRUE"),
        (text, error("Ref"), "#REF!"),
    ],
)
def test_single_arguments(coerce: Any, value: Any, expected: Any) -> None:
    found = shown(guarded(coerce)(value))
    assert found == expected
    assert type(found) is type(expected)


def test_numbers_as_sum_takes_them() -> None:
    assert list(numbers([1.0, "2", True, None, [[3.0, "4", True, None]]])) == [1.0, 2.0, 1.0, 3.0]
    with pytest.raises(Fault):
        list(numbers([[[1.0, error("Na")]]]))
    with pytest.raises(Fault):
        list(numbers(["x"]))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (1.0, 2.0, 3.0),
        ([[1.0], [2.0]], 1.0, [[2.0], [3.0]]),
        ([[1.0], [2.0]], [[10.0, 20.0]], [[11.0, 21.0], [12.0, 22.0]]),
        ([[1.0, 2.0]], [[1.0, 2.0, 3.0]], [[2.0, 4.0, "#N/A"]]),
        ([[1.0], [2.0]], [[1.0], [2.0], [3.0]], [[2.0], [4.0], ["#N/A"]]),
        ([[1.0, 2.0], [3.0, 4.0]], [[1.0], [2.0], [3.0]], [[2.0, 3.0], [5.0, 6.0], ["#N/A"] * 2]),
        ([["x", error("Div")]], 1.0, [["#VALUE!", "#DIV/0!"]]),
    ],
)
def test_lifting(left: Any, right: Any, expected: Any) -> None:
    add = lifted(lambda x, y: number(x) + number(y))
    assert shown(add(left, right)) == expected


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_no_result_is_nan_or_infinite(wrong: float) -> None:
    assert shown(guarded(lambda: wrong)()) == "#NUM!"
    assert shown(guarded(lambda: [[1.0, wrong]])()) == [[1.0, "#NUM!"]]


def test_overflow_and_division_by_zero_in_a_body_are_errors_of_excel() -> None:
    assert shown(guarded(lambda: 10.0**400)()) == "#NUM!"
    assert shown(guarded(lambda x: 1.0 / x)(0.0)) == "#DIV/0!"


def test_no_function_is_overridden_twice() -> None:
    assert len(OVERRIDES) == sum(len(module.OVERRIDES) for module in _MODULES)


def test_every_override_answers_to_both_spellings() -> None:
    sheet = Sheet()
    assert sheet.value("=_xlfn.CEILING.MATH(6.3,5)") == sheet.value("=CEILING.MATH(6.3,5)") == 10.0
    assert all(
        override.max_args is None or override.min_args <= override.max_args
        for override in OVERRIDES.values()
    )
