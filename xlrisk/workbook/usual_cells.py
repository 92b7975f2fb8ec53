"""The formulas of a row whose cells are written as usual, found without a parser.

A call from the parser into Python costs more than reading a cell takes here. One expression knows
how spreadsheet programs write a cell with a formula; a row in which it does not know every formula
is left to the parser. It is right only where searching bytes is: in the rows of `plain_rows`.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.sax.saxutils import unescape

from .addresses import LAST_COLUMN, number
from .cells import Formula, Place, Position
from .values import Cell, Strings, decoded, unescaped

_ATTRIBUTES = rb'((?: [a-z]+="[^"<&]*")*)'
_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"%b><f%b(?:/>|>(\s*[^<\s][^<\r]*)</f>)'
    rb"(?:<v>([^<\r]*)</v>|(<v ?/>))?</c>" % (_ATTRIBUTES, _ATTRIBUTES)
)
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_CHANGED_BY_READING = (b"&", b"_x", b"<f>=")
_new = tuple.__new__
_QUOTES = {"&quot;": '"', "&apos;": "'"}


class _Kind(NamedTuple):
    """What the attributes of a cell say."""

    kind: str
    dynamic: bool
    rich: bool


class UsualCells:
    """Reads rows of one sheet."""

    def __init__(self, xml: bytes, strings: Strings, *, date1904: bool) -> None:
        self._xml, self._strings, self._date1904 = xml, strings, date1904
        self._columns: dict[bytes, int] = {}
        self._kinds: dict[bytes, _Kind] = {}

    def formulas(
        self, row: int, start: int, end: int
    ) -> tuple[dict[Position, Formula], dict[int, dict[str, str]]] | None:
        """The formulas of the row between these bytes, and what their tags say, by columns.

        None where a parser has to read them.
        """
        xml, columns, kinds = self._xml, self._columns, self._kinds
        found = {}
        tags = {}
        own_row = b"%d" % row
        is_plain = not any(xml.find(mark, start, end) >= 0 for mark in _CHANGED_BY_READING)
        try:
            for match in _CELL.finditer(xml, start, end):
                letters, its_row, attributes, tag, text, value, empty = match.groups()
                if its_row != own_row:
                    return None
                column = columns.get(letters) or self._column(letters)
                kind, dynamic, rich = kinds.get(attributes) or self._kind(attributes)
                cell_start, cell_end = match.span()
                formula_start = match.end(3) + 1  # behind the ">" of the cell's tag
                formula_end = match.end(4) + 2 if text is None else match.end(5) + 4
                value_start, value_end = formula_end, cell_end - 4
                stored: Cell = None
                if value:
                    stored = self._value(kind, value) if kind else float(value)
                elif value is None and not empty:
                    value_start = value_end = 0
                elif kind:
                    stored = self._value(kind, b"")
                if tag:
                    tags[column] = dict(_ATTRIBUTE.findall(tag.decode()))
                elif text is None:
                    return None  # a cell that an array fills
                formula = text.decode() if text and is_plain else _formula_text(text)
                # tuple.__new__: half the time of their own constructors, here where it counts
                place = _new(
                    Place, (cell_start, formula_start, formula_end, value_start, value_end, kind)
                )
                found[row, column] = _new(
                    Formula,
                    (row, column, formula, "plain", None, dynamic, rich, False, stored, place),
                )
        except ValueError:  # no UTF-8, no number, outside of the sheet
            return None
        # what else is said of a formula is written in another way
        return (found, tags) if xml.count(b"<f", start, end) == len(found) else None

    def _value(self, kind: str, value: bytes) -> Cell:
        return decoded(kind, _text(value), self._strings, date1904=self._date1904)

    def _column(self, letters: bytes) -> int:
        column = number(letters.decode())
        if column > LAST_COLUMN:
            raise ValueError("behind the last column")
        self._columns[letters] = column
        return column

    def _kind(self, attributes: bytes) -> _Kind:
        given = dict(_ATTRIBUTE.findall(attributes.decode()))
        kind = self._kinds[attributes] = _Kind(given.get("t", ""), "cm" in given, "vm" in given)
        return kind


def _formula_text(content: bytes | None) -> str:
    return unescaped(_text(content)).removeprefix("=") if content else ""


def _text(content: bytes) -> str:
    if b"&#" in content:
        raise ValueError("a character by its number")
    text = content.decode()
    return unescape(text, _QUOTES) if "&" in text else text
