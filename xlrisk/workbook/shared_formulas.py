"""Formulas that several cells share: one text, whose relative references move with the cell.

openpyxl's Translator is not used: it drops the sheet of `Sheet1!rate` and of `Sheet1!#REF!`, and
leaves the first corner of `A1:INDEX(...)` and of `Sheet1!A1:Sheet1!B2` where it was.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from .addresses import LAST_COLUMN, LAST_ROW, letters, number

# From left to right, so that a reference is only seen where none of the others begins before it.
_ITEM = re.compile(
    r"""
      "(?:[^"]|"")*"                                         # a text
    | '(?:[^']|'')*'                                         # the name of a sheet
    | \[ (?: [^\[\]'] | '. | \[ (?:[^\[\]']|'.)* \] )* \]    # columns of a table, a book's number
    | (?P<cell> (\$?)([A-Z]{1,3})(\$?)([1-9][0-9]{0,6}) ) (?![\w.\\?!(\[])
    | (?P<columns> (\$?)([A-Z]{1,3}):(\$?)([A-Z]{1,3}) ) (?![\w.\\?!(\[])
    | (?P<rows> (\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6}) ) (?![\w.\\?!(\[])
    | [\w.\\?$]+                                             # a name, a function, a number
    """,
    re.VERBOSE | re.IGNORECASE,
)


class _Column(NamedTuple):
    column: int


class _Row(NamedTuple):
    row: int


_Part = str | _Column | _Row


class SharedFormula:
    """The text of a shared formula, as the cell that defines it has it (without "=")."""

    def __init__(self, text: str, row: int, column: int) -> None:
        self._text, self._row, self._column = text, row, column
        # by column, as those that share it stand below each other: the text, and how far each row
        # in it is from that of the cell
        self._in_columns: dict[int, tuple[str, list[int]]] = {}

    def at(self, row: int, column: int) -> str:
        """The formula as another cell of those that share it has it."""
        if column not in self._in_columns:
            self._in_columns[column] = self._in_column(column)
        text, rows = self._in_columns[column]
        # over the edge of the sheet Excel goes on at the other edge
        return text % tuple([(row + by - 1) % LAST_ROW + 1 for by in rows])

    def _in_column(self, column: int) -> tuple[str, list[int]]:
        text, rows = "", []
        for part in _parts(self._text):
            match part:
                case _Column(own):
                    text += letters((own + column - self._column - 1) % LAST_COLUMN + 1)
                case _Row(own):
                    text += "%d"
                    rows.append(own - self._row)
                case _:
                    text += part.replace("%", "%%")
        return text, rows


def _parts(text: str) -> list[_Part]:
    parts: list[_Part] = []
    end = 0
    for found in _ITEM.finditer(text):
        if references := _references(found):
            parts += [text[end : found.start()], *references]
            end = found.end()
    return [*parts, text[end:]]


def _references(found: re.Match[str]) -> list[_Part]:
    """What moves in a reference, and what stays; nothing where it is none."""
    match found.lastgroup:
        case "cell":
            _, fixed_column, column, fixed_row, row = found.group("cell", 2, 3, 4, 5)
            if number(column) > LAST_COLUMN or int(row) > LAST_ROW:
                return []  # a name such as "DATA2024"
            return [*_column(fixed_column, column), *_row(fixed_row, row)]
        case "columns":
            _, fixed, first, fixed_last, last = found.group("columns", 7, 8, 9, 10)
            if number(first) > LAST_COLUMN or number(last) > LAST_COLUMN:
                return []
            return [*_column(fixed, first), ":", *_column(fixed_last, last)]
        case "rows":
            _, fixed, first, fixed_last, last = found.group("rows", 12, 13, 14, 15)
            return [*_row(fixed, first), ":", *_row(fixed_last, last)]
        case _:
            return []


def _column(fixed: str, name: str) -> list[_Part]:
    return [f"${name}"] if fixed else [_Column(number(name))]


def _row(fixed: str, name: str) -> list[_Part]:
    return [f"${name}"] if fixed else [_Row(int(name))]
