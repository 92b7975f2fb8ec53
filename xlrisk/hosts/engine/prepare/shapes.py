"""Formulas that are alike: what is found out about one of them is true of all.

Formulas that differ in their cells and numbers only are prepared alike, as long as nothing but
cells, areas, values and common functions stands in them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ....workbook.addresses import number
from .references import rows_of_areas

# XFD, the last column, and rows of seven digits may stand for a whole row or column
_COLUMN = r"\$?(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-C])\$?"
_ROW = r"[1-9]\d{0,5}"
_BEFORE, _BEHIND = r"(?<![\w.\\$])", r"(?![\w.(!'])"
_CELL = re.compile(f"{_BEFORE}{_COLUMN}{_ROW}{_BEHIND}")
_AREA = re.compile(f"{_BEFORE}({_COLUMN})({_ROW}):({_COLUMN})({_ROW})(?![\\w.(!':])")
_NUMBER = re.compile(rf"{_BEFORE}[1-9]\d*(?:\.\d+)?{_BEHIND}")
_NUMBER_BELOW_1 = re.compile(rf"{_BEFORE}0(?:\.\d+)?{_BEHIND}")
_DIGITS = re.compile(r"[\d.]*\d[\d.]*")
_DIGIT = re.compile(r"\d")
_ANY_CELL, _ANY_NUMBER = "\0", "\1"


def pattern(text: str) -> str:
    """A formula without its cells and numbers; a 0 stays, as it means another thing to some."""
    return _NUMBER.sub(_ANY_NUMBER, _CELL.sub(_ANY_CELL, text))


def pattern_with_numbers(text: str) -> str:
    """A formula without its cells, but with its numbers and the sizes of its areas."""
    return _CELL.sub(_ANY_CELL, _AREA.sub(_size, text))


def _size(area: re.Match[str]) -> str:
    left, top, right, bottom = area.groups()
    columns = number(right.replace("$", "")) - number(left.replace("$", ""))
    return f"{_ANY_CELL}{int(bottom) - int(top)}:{columns}"


def follows_from_digits(pattern: str) -> bool:
    """Whether formulas whose `digits_alike` are the same have this pattern.

    They have where every digit belongs to a row or a number: the places of digits tell them.
    """
    return _DIGIT.search(_NUMBER_BELOW_1.sub("", pattern)) is None


class Places(NamedTuple):
    """Where areas and numbers stand in formulas whose `digits_alike` are the same."""

    areas: tuple[tuple[slice, slice], ...]  # their first and last rows
    compared: tuple[tuple[slice, slice], ...]  # those that have as many digits
    others: tuple[slice, ...]  # numbers

    @staticmethod
    def of(text: str) -> Places:
        without_cells = _CELL.sub(lambda found: " " * len(found[0]), text)
        areas = tuple(rows_of_areas(text))
        return Places(
            areas,
            tuple([rows for rows in areas if _length(rows[0]) == _length(rows[1])]),
            tuple(slice(*found.span()) for found in _DIGITS.finditer(without_cells)),
        )

    def are_backwards(self, text: str) -> bool:
        """Whether an area names its last row first."""
        for first, last in self.compared:  # noqa: SIM110 (a generator takes twice the time)
            if text[first] > text[last]:  # digits of one length compare as their numbers do
                return True
        return False

    def numbers(self, text: str) -> tuple[int | str, ...]:
        """How many rows further each area ends, and the numbers of a formula."""
        rows = [int(text[last]) - int(text[first]) for first, last in self.areas]
        return (*rows, *[text[number] for number in self.others])


def _length(digits: slice) -> int:
    return int(digits.stop - digits.start)
