"""Values in sentences: told from each other, and no longer than it takes."""

from __future__ import annotations

import pytest

from xlrisk.workbook.shown_values import shown, shown_apart
from xlrisk.workbook.values import Cell, ErrorText


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ("", '""'),
        ("1", '"1"'),
        ("aggressive", '"aggressive"'),
        ("#N/A", '"#N/A"'),
        (ErrorText("#N/A"), "#N/A"),
        (True, "TRUE"),
        (1.0, "1"),
        (0.1 + 0.2, "0.3"),
        (1.7604895104895106, "1.76048951"),
        (-2.5e-7, "-2.5e-07"),
    ],
)
def test_a_value(value: Cell, words: str) -> None:
    assert shown(value) == words


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (1.5, 2.5, ("1.5", "2.5")),
        (1 / 3, 1 / 3 + 1e-12, ("0.333333333333333", "0.333333333334333")),
        (0.3, 0.1 + 0.2, ("0.29999999999999999", "0.30000000000000004")),
        ("1", 1.0, ('"1"', "1")),
        (1.5, 1.5, ("1.5", "1.5")),
    ],
)
def test_two_values_that_differ(one: Cell, other: Cell, words: tuple[str, str]) -> None:
    assert shown_apart(one, other) == words
