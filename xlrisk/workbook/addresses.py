"""Addresses of cells and areas in the A1 style; rows and columns count from 1."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class Area(NamedTuple):
    """A rectangle of cells, with its edges."""

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first, last = address(self.top, self.left), address(self.bottom, self.right)
        return first if first == last else f"{first}:{last}"

    @property
    def rows(self) -> int:
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        return self.right - self.left + 1

    def holds(self, row: int, column: int) -> bool:
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Area) -> bool:
        """Whether the two have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def common(self, other: Area) -> Area | None:
        """The cells that the two share."""
        if not self.meets(other):
            return None
        return Area(
            max(self.top, other.top),
            max(self.left, other.left),
            min(self.bottom, other.bottom),
            min(self.right, other.right),
        )

    def joined(self, other: Area) -> Area:
        """The smallest area that holds both."""
        return Area(
            min(self.top, other.top),
            min(self.left, other.left),
            max(self.bottom, other.bottom),
            max(self.right, other.right),
        )


@functools.lru_cache(maxsize=LAST_COLUMN)
def letters(column: int) -> str:
    """The name of a column: 28 is "AB"."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@functools.lru_cache(maxsize=LAST_COLUMN)
def number(name: str) -> int:
    """The column of this name: "AB" is 28."""
    column = 0
    for letter in name.upper():
        column = column * 26 + ord(letter) - 64
    return column


def address(row: int, column: int) -> str:
    return f"{letters(column)}{row}"


def cell(text: str) -> tuple[int, int]:
    """Row and column of "B2" or "$B$2"; ValueError where the text is no address on a sheet."""
    found = _CELL.fullmatch(text)
    if found:
        row, column = int(found[2]), number(found[1])
        if 1 <= row <= LAST_ROW and column <= LAST_COLUMN:
            return row, column
    raise ValueError(f"{text!r} is not the address of a cell")


def area(text: str) -> Area:
    """The area of "A1:B2" or "A1", whichever corners it names; ValueError where it is none."""
    first, colon, last = text.partition(":")
    top, left = cell(first)
    bottom, right = cell(last) if colon else (top, left)
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
