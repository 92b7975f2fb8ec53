"""The cells with formulas of many rows, found all at once in their bytes.

A parser calls Python for every tag; here the tags of a piece of a sheet are looked at together, in
some dozens of operations on arrays. That is right only where searching bytes is (`plain_rows`), and
only cells that are written as spreadsheet programs write them are found: where all others are is
said, too, so that a parser reads them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .addresses import LAST_COLUMN, LAST_ROW

Bytes: TypeAlias = NDArray[np.uint8]
Offsets: TypeAlias = NDArray[np.int32]
Truths: TypeAlias = NDArray[np.bool_]

_NONE = np.zeros(0, np.int32)
_CELL = b'<c r="'
_LETTERS, _DIGITS = 3, 7  # of an address, at most
# a character by its number, an escape, and what a parser makes a line feed
_CHANGED_BY_READING = re.compile(rb"&#|_x[0-9A-Fa-f]{4}_|\r")


@dataclass(frozen=True)
class Scan:
    """Cells with formulas in their order: arrays of one length.

    All but the first two say where in the bytes of the sheet a part of the cell is; one that is
    missing begins and ends at 0.
    """

    row: Offsets
    column: Offsets
    cell: Offsets
    attributes: Offsets  # behind the address; they end before the ">" before the formula
    formula: Offsets
    text: Offsets  # behind <f>, or 0 where that tag says more
    formula_end: Offsets
    value: Offsets
    value_end: Offsets

    def of(self, chosen: Truths) -> Scan:
        return Scan(*[getattr(self, field.name)[chosen] for field in fields(self)])

    def ascend(self) -> bool:
        """Whether each cell stands behind the one before it on the sheet, too."""
        behind = (np.diff(self.row) > 0) | ((np.diff(self.row) == 0) & (np.diff(self.column) > 0))
        return bool(behind.all())


def joined(scans: Sequence[Scan]) -> Scan:
    """All of their cells."""
    columns = ([getattr(one, field.name) for one in scans] for field in fields(Scan))
    return Scan(*[np.concatenate(column) if column else _NONE for column in columns])


def scan(xml: bytes, start: int, end: int) -> tuple[Scan, Offsets]:
    """The usual cells between these bytes, and where all other formulas begin.

    A row begins at `start`, and one ends at `end`.
    """
    piece = np.frombuffer(xml, np.uint8, end - start, start)
    tags = np.flatnonzero(piece == ord("<")).astype(np.int32)
    numbers = _formulas(piece, tags)
    if not _rows_are_whole(piece, tags):
        return joined([]), start + tags[numbers]

    def tag(further: int | Offsets) -> Offsets:
        return tags.take(numbers + further, mode="clip")

    cell, formula, behind = tag(-1), tag(0), tag(1)
    row, column, attributes, is_usual = _addresses(piece, cell)
    is_usual &= piece.take(formula - 1, mode="clip") == ord(">")
    is_plain = piece.take(formula + 2, mode="clip") == ord(">")
    first = piece.take(formula + 3, mode="clip")
    is_usual &= ~is_plain | ((first > ord(" ")) & (first != ord("<")))
    has_text = _are(piece, behind, b"</f>")
    is_usual &= has_text | ~is_plain
    formula_end = np.where(has_text, behind + len(b"</f>"), behind)
    # then comes <v>, </v>, </c>; or <v/>, </c>; or </c> alone
    value, second, third = (tag(has_text + further) for further in (1, 2, 3))
    has_none = _are(piece, value, b"</c>")
    is_full = _are(piece, value, b"<v>") & _follow(piece, second, b"</v>", third)
    is_empty = _follow(piece, value, b"<v/>", second)
    cell_end = np.where(is_full, third, second)
    is_usual &= (value == formula_end) & (
        has_none | ((is_full | is_empty) & _are(piece, cell_end, b"</c>"))
    )
    for found in _CHANGED_BY_READING.finditer(xml, start, end):
        before = np.searchsorted(formula, found.start() - start) - 1
        if before >= 0:
            is_usual[before] = False
    cells = Scan(
        row,
        column,
        start + cell,
        start + attributes,
        start + formula,
        np.where(is_plain, start + formula + len(b"<f>"), 0),
        start + formula_end,
        np.where(has_none, 0, start + value),
        np.where(has_none, 0, start + cell_end),
    )
    return cells.of(is_usual), start + formula[~is_usual]


def _rows_are_whole(piece: Bytes, tags: Offsets) -> bool:
    """Whether each row that begins ends before the next one, so that none is broken."""
    name, behind = (piece.take(tags + place, mode="clip") for place in (1, 2))
    numbers = np.flatnonzero((name == ord("r")) | ((name == ord("/")) & (behind == ord("r"))))
    begin, end = (_are(piece, tags[numbers], tag) for tag in (b"<row", b"</row>"))
    of_rows = begin | end
    numbers, begins = numbers[of_rows], begin[of_rows]
    alternate = begins[1:] != begins[:-1]
    is_empty = begins[1:] & begins[:-1] & (np.diff(numbers) == 1)  # <row/>, and the next one
    return bool((alternate | is_empty).all())


def _formulas(piece: Bytes, tags: Offsets) -> Offsets:
    """Which of the tags begin a formula."""
    name, behind = (piece.take(tags + place, mode="clip") for place in (1, 2))
    ends = (behind == ord(">")) | (behind == ord("/")) | (behind <= ord(" "))
    return np.flatnonzero((name == ord("f")) & ends).astype(np.int32)


def _are(piece: Bytes, places: Offsets, text: bytes) -> Truths:
    """Whether this text stands at each of these places."""
    found = np.ones(places.size, bool)
    for offset, byte in enumerate(text):
        np.logical_and(found, piece.take(places + offset, mode="clip") == byte, out=found)
    return found


def _follow(piece: Bytes, places: Offsets, text: bytes, nexts: Offsets) -> Truths:
    """Whether this text stands at each of these places, and what is next right behind it."""
    found = _are(piece, places, text)
    found &= nexts == places + len(text)
    return found


def _addresses(piece: Bytes, cells: Offsets) -> tuple[Offsets, Offsets, Offsets, Truths]:
    """Rows and columns of cells, where their addresses end, and whether they begin with such."""
    first = cells + len(_CELL)
    seen = piece.take(first[:, None] + np.arange(_LETTERS + _DIGITS + 1), mode="clip")
    letters = np.argmin((seen >= ord("A")) & (seen <= ord("Z")), axis=1)
    column = np.zeros_like(first)
    for place in range(_LETTERS):
        longer = column * 26 + seen[:, place] - (ord("A") - 1)
        column = np.where(place < letters, longer, column)
    every, row, length = np.arange(first.size), np.zeros_like(first), letters.copy()
    for _ in range(_DIGITS):
        digit = seen[every, length.clip(max=_LETTERS + _DIGITS)] - np.int32(ord("0"))
        is_digit = (digit >= 0) & (digit <= 9)
        row = np.where(is_digit, row * 10 + digit, row)
        length += is_digit
    behind = seen[every, length.clip(max=_LETTERS + _DIGITS)]
    is_address = (
        _are(piece, cells, _CELL)
        & (letters >= 1)
        & (letters <= _LETTERS)
        & (seen[every, letters.clip(max=_LETTERS)] != ord("0"))
        & (behind == ord('"'))
        & (row >= 1)
        & (row <= LAST_ROW)
        & (column <= LAST_COLUMN)
    )
    return row, column, first + length + 1, np.asarray(is_address, bool)
