"""Values as a sheet's XML holds them, and back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xlrisk.workbook.values import (
    Cell,
    ErrorText,
    decoded,
    encoded,
    escaped,
    same,
    same_number,
    unescaped,
)

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("_x00A5Df\r\n\t &<>'\"")))
ERRORS = st.sampled_from(["#N/A", "#DIV/0!"]).map(ErrorText)
VALUES = st.one_of(NUMBERS, st.booleans(), TEXTS, ERRORS)


def shared() -> Sequence[str]:
    return ["zero", " one_x0041_"]


@given(VALUES)
def test_what_is_encoded_decodes_to_the_same(value: float | bool | str) -> None:
    kind, text = encoded(value)
    found = decoded(kind, text, shared)
    assert found == value
    assert type(found) is type(value)


@given(TEXTS)
@example("_x0041_")
@example("_x005F_x0041_")
@example("\x00\x1f\ufffe\r\n\t")
@example("\ud83d and \U0001f600")
def test_xml_takes_every_text_and_gives_it_back(text: str) -> None:
    written = escaped(text)
    assert unescaped(written) == text
    read = ElementTree.fromstring(f"<v>{escape(written)}</v>").text or ""  # noqa: S314
    assert unescaped(read) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("a\rb", "a_x000D_b"),
        ("\x07", "_x0007_"),
        ("_x0041_", "_x005F_x0041_"),
        ("_xlfn.SORT", "_xlfn.SORT"),
        ("_x00_x0041", "_x00_x0041"),
    ],
)
def test_escapes_as_excel_writes_them(text: str, written: str) -> None:
    assert escaped(text) == written


def test_a_pair_of_escaped_surrogates_is_one_character() -> None:
    assert unescaped("_xD83D__xDE00_") == "\U0001f600"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1.0, ("", "1")),
        (-0.0, ("", "0")),
        (0.1, ("", "0.1")),
        (0.1 + 0.2, ("", "0.30000000000000004")),
        (1e15, ("", "1000000000000000")),
        (1e300, ("", "1e+300")),
        (123456789012345.0, ("", "123456789012345")),
        (7, ("", "7")),
        (10**400 // 10**393, ("", "10000000")),
        (np.float64(2.5), ("", "2.5")),
        (math.nan, ("e", "#NUM!")),
        (-math.inf, ("e", "#NUM!")),
        (True, ("b", "1")),
        (False, ("b", "0")),
        ("", ("str", "")),
        ("#N/A", ("str", "#N/A")),
        (ErrorText("#N/A"), ("e", "#N/A")),
    ],
)
def test_encoding(value: float | bool | str, written: tuple[str, str]) -> None:
    assert encoded(value) == written


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("", "1.5", 1.5),
        ("n", " 1e3\n", 1000.0),
        ("", "", None),
        ("n", "  ", None),
        ("", "abc", "abc"),
        ("b", "1", True),
        ("b", "true", True),
        ("b", "0", False),
        ("b", "", None),
        ("e", "#N/A", ErrorText("#N/A")),
        ("str", "", ""),
        ("str", " a_x0020_", " a "),
        ("inlineStr", "a", "a"),
        ("s", "0", "zero"),
        ("s", "1", " one_x0041_"),  # the shared strings come without escapes
        ("s", "2", None),
        ("s", "-1", None),
        ("s", "", None),
        ("s", "x", None),
        ("d", "2024-03-01T12:00:00", 45352.5),
        ("d", "2024-03-01", 45352.0),
        ("d", "2024-03-01T00:00:00Z", 45352.0),
        ("d", "1900-03-01", 61.0),
        ("d", "1900-02-28", 59.0),
        ("d", "1900-01-01", 1.0),
        ("d", "1899-12-31T06:00:00", 0.25),
        ("d", "soon", "soon"),
        ("new", "x", "x"),
    ],
)
def test_decoding(kind: str, text: str, value: Cell) -> None:
    found = decoded(kind, text, shared)
    assert found == value
    assert type(found) is type(value)


def test_dates_count_from_1904_where_the_workbook_does() -> None:
    assert decoded("d", "2024-03-01", shared, date1904=True) == 45352 - 1462
    assert decoded("d", "1904-01-01", shared, date1904=True) == 0.0


def test_shared_strings_are_read_only_when_one_is_needed() -> None:
    def read() -> Sequence[str]:
        raise AssertionError

    assert decoded("str", "a", read) == "a"
    with pytest.raises(AssertionError):
        decoded("s", "0", read)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (0.1 + 0.2, 0.3, True),
        (1.0, 1.0 + 1e-14, False),
        (1.0, 1.0 + 4e-16, True),
        (9.9999999999999e22, 1e23, False),
        (123456789012345.4, 123456789012345.0, True),
        (1.000000000000145, 1.0000000000001452, True),  # the 15th digit differs
        (0.0, 1e-300, False),
        (0.0, -0.0, True),
        (math.nan, math.nan, True),
        (1, 1.0, True),
        (1.0, -1.0, False),
    ],
)
def test_numbers_to_15_digits(first: float, second: float, expected: bool) -> None:
    assert same_number(first, second) is same_number(second, first) is expected


@given(st.floats(-1e300, 1e300))
def test_digits_after_the_15th_make_no_other_number(number: float) -> None:
    assert same_number(number, float(f"{number:.15g}"))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (None, None, True),
        (None, 0.0, False),
        (None, "", False),
        (True, 1.0, False),
        (True, True, True),
        (False, 0, False),
        ("a", "a", True),
        ("1", 1.0, False),
        ("#N/A", ErrorText("#N/A"), False),
        (ErrorText("#N/A"), ErrorText("#N/A"), True),
        (ErrorText("#N/A"), ErrorText("#REF!"), False),
        (0.1 + 0.2, 0.3, True),
    ],
)
def test_sameness_asks_for_the_kind_too(first: Cell, second: Cell, expected: bool) -> None:
    assert same(first, second) is same(second, first) is expected
