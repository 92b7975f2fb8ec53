"""References in the A1 style: what `Sheet1!$A$1:B2` names, and how it is written."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from ....workbook.addresses import LAST_COLUMN, LAST_ROW, Area, letters, number

_QUOTED_OR_PLAIN = r"'(?:[^']|'')*'!|[^\s'!\[\]():,;{}\"+\-*/^&=<>%@#|]+(?::[^\s'!\[\]():,;{}\"+\-*/^&=<>%@#|]+)?!|!"  # noqa: E501
_AREA = re.compile(
    rf"""(?P<sheet>{_QUOTED_OR_PLAIN})?
    (?: \$?(?P<left>[A-Z]{{1,3}})\$?(?P<top>[1-9][0-9]{{0,6}})
        (?: :(?P<again>{_QUOTED_OR_PLAIN})?
            \$?(?P<right>[A-Z]{{1,3}})\$?(?P<bottom>[1-9][0-9]{{0,6}}) )?
    | \$?(?P<first_column>[A-Z]{{1,3}}):\$?(?P<last_column>[A-Z]{{1,3}})
    | \$?(?P<first_row>[1-9][0-9]{{0,6}}):\$?(?P<last_row>[1-9][0-9]{{0,6}}) )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_ROWS_OF_AREA = re.compile(r"(\d+):\$?[A-Za-z]{1,3}\$?(\d+)", re.ASCII)
_NEEDS_NO_QUOTES = re.compile(r"[^\W\d][\w.]*")
_LOOKS_LIKE_A_CELL = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*|[RC]|TRUE|FALSE", re.IGNORECASE)


class Reference(NamedTuple):
    """An area, on the sheet of the formula where `sheet` is empty."""

    sheet: str  # a name, without quotes and "!"
    area: Area
    backwards: bool = False  # its last row or column was named first, which the engine refuses

    def __str__(self) -> str:
        return f"{prefix(self.sheet)}{self.area}"


@functools.lru_cache(maxsize=16_384)
def reference(text: str) -> Reference | None:
    """What an operand refers to; None where it is a name, a table or a 3-D reference.

    A 3-D reference has a colon in its sheet: `sheet_span` takes it apart.
    """
    found = _AREA.fullmatch(text)
    if not found:
        return None
    sheet = unquoted(found["sheet"] or "")
    if found["again"] and unquoted(found["again"]).casefold() != sheet.casefold():
        return None
    if found["top"]:
        rows = int(found["top"]), int(found["bottom"] or found["top"])
        columns = number(found["left"]), number(found["right"] or found["left"])
    elif found["first_row"]:
        rows = int(found["first_row"]), int(found["last_row"])
        columns = 1, LAST_COLUMN
    else:
        rows = 1, LAST_ROW
        columns = number(found["first_column"]), number(found["last_column"])
    if max(rows) > LAST_ROW or max(columns) > LAST_COLUMN:
        return None  # a name such as "DATA2024"
    backwards = rows[0] > rows[1] or columns[0] > columns[1]
    area = Area(min(rows), min(columns), max(rows), max(columns))
    return Reference(sheet, area, backwards)


def is_backwards(text: str) -> bool:
    """Whether an area in a formula may name its last row first: `A3:A1`."""
    return any(int(text[first]) > int(text[last]) for first, last in rows_of_areas(text))


def rows_of_areas(text: str) -> Iterator[tuple[slice, slice]]:
    """Where the first and the last row stand of each area in a formula."""
    for found in _ROWS_OF_AREA.finditer(text):
        yield slice(*found.span(1)), slice(*found.span(2))


def split_sheet(text: str) -> tuple[str, str] | None:
    """`'It''s'!rate` as ("It's", "rate"); None where there is no sheet before it."""
    found = re.match(_QUOTED_OR_PLAIN, text)
    return (unquoted(found[0]), text[found.end() :]) if found else None


def unquoted(sheet: str) -> str:
    """The name of a sheet as a formula has it, with its "!"."""
    sheet = sheet.removesuffix("!")
    if sheet.startswith("'"):
        return sheet[1:-1].replace("''", "'")
    return sheet


def prefix(sheet: str) -> str:
    """A sheet as it stands before an address, with quotes where they are needed."""
    if not sheet:
        return ""
    if _NEEDS_NO_QUOTES.fullmatch(sheet) and not _LOOKS_LIKE_A_CELL.fullmatch(sheet):
        return f"{sheet}!"
    return "'" + sheet.replace("'", "''") + "'!"


def spans_columns(area: Area) -> bool:
    """Whether an area is of whole columns."""
    return area.top == 1 and area.bottom == LAST_ROW


def absolute(row: int, column: int) -> str:
    return f"${letters(column)}${row}"
