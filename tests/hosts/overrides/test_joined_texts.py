"""CONCAT and TEXTJOIN."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hosts.overrides.sheets import Sheet, called

CELLS: list[list[Any]] = [["a", 1 / 3], [None, True], ["", 1e21], ["b", 0.1 + 0.2]]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # after Microsoft's examples
        ('=CONCAT("The"," ","sun"," ","will")', "The sun will"),
        ('=TEXTJOIN(", ",TRUE,"US Dollar","Euro")', "US Dollar, Euro"),
        ('=TEXTJOIN({",",";"},FALSE,"a","b","c","d")', "a,b;c,d"),
        # numbers with 15 digits, booleans in capitals, a range row by row
        ("=CONCAT(A1:B4)", "a0.333333333333333TRUE1E+21b0.3"),
        ('=TEXTJOIN("-",TRUE,A1:B4)', "a-0.333333333333333-TRUE-1E+21-b-0.3"),
        ('=TEXTJOIN("-",FALSE,A1:A4,1)', "a---b-1"),
        ('=TEXTJOIN("-",TRUE,A2)', ""),
        ('=TEXTJOIN("-","x",A1)', "#VALUE!"),
        ("=CONCAT(A1,NA())", "#N/A"),
        ('=TEXTJOIN("-",TRUE,A1:B4,1/0)', "#DIV/0!"),
        ('=CONCAT(REPT("x",32767),"y")', "#VALUE!"),
    ],
)
def test_values(formula: str, expected: str) -> None:
    assert Sheet(CELLS).value(formula) == expected


def test_the_longest_text() -> None:
    assert len(called("CONCAT", "x" * 32767)) == 32767
    assert called("TEXTJOIN", "-", True, "x" * 32766, "y") == "#VALUE!"
