"""Structured references: `Sales[[#This Row],[Price]:[Cost]]` as the area it means in a cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ....workbook.addresses import Area

if TYPE_CHECKING:
    from ....workbook.structure import Table

_TABLE = re.compile(r"(?P<table>[^\[\]'!]*)\[(?P<inside>.*)\]", re.DOTALL)
_PART = re.compile(r"\s*\[(?P<part>(?:'.|[^\[\]'])*)\]\s*(?P<then>[,:]|$)", re.DOTALL)
_ESCAPED = re.compile(r"'(.)", re.DOTALL)
_ITEMS = ("#all", "#data", "#headers", "#totals", "#this row")


class NoSuchPartError(Exception):
    """The table lacks the row that the reference names: Excel gives `code`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class StructuredReference:
    table: str  # "" inside the table itself
    items: frozenset[str]
    first: str | None  # column; None where the reference is to all
    last: str | None

    @property
    def this_row(self) -> bool:
        return "#this row" in self.items


def structured_reference(text: str) -> StructuredReference | None:
    """The parts of a structured reference; None where the text is none."""
    found = _TABLE.fullmatch(text)
    if not found:
        return None
    inside = found["inside"]
    items: set[str] = set()
    if inside.lstrip().startswith("@"):
        items.add("#this row")
        inside = inside.lstrip()[1:]
    parts = _parts(inside)
    if parts is None:
        return None
    names, is_range = parts
    items |= {name.strip().lower() for name in names}.intersection(_ITEMS)
    columns = [_ESCAPED.sub(r"\1", name) for name in names if name.strip().lower() not in _ITEMS]
    if len(columns) != (2 if is_range else min(len(columns), 1)):
        return None
    first, last = (columns[0], columns[-1]) if columns else (None, None)
    return StructuredReference(found["table"].strip(), frozenset(items), first, last)


def _parts(inside: str) -> tuple[list[str], bool] | None:
    """Items and columns between the outer brackets, and whether a colon joins the columns.

    None where they are not separated as they must be.
    """
    if not inside.strip().startswith("["):
        return ([inside] if inside.strip() else []), False
    names, is_range, end = [], False, 0
    while found := _PART.match(inside, end):
        names.append(found["part"])
        is_range = is_range or found["then"] == ":"
        end = found.end()
        if not found["then"]:
            return names, is_range
    return None


def area_of(reference: StructuredReference, table: Table, row: int) -> Area | None:
    """The cells that a reference means in a cell of this row; None where it has no such column."""
    top, bottom = _rows(reference, table, row)
    if reference.first is None or reference.last is None:
        return Area(top, table.left, bottom, table.right)
    first, last = _place(reference.first, table), _place(reference.last, table)
    if first is None or last is None:
        return None
    return Area(top, table.left + min(first, last), bottom, table.left + max(first, last))


def _place(column: str, table: Table) -> int | None:
    """The place of a column among those of its table.

    White space around a name is a part of it, or else was written to make a formula readable.
    """
    places = {name.casefold(): place for place, name in enumerate(table.columns)}
    written = column.casefold()
    return places.get(written, places.get(written.strip()))


def _rows(reference: StructuredReference, table: Table, row: int) -> tuple[int, int]:
    first, last = table.top + table.header_rows, table.bottom - table.total_rows
    if reference.this_row:
        if not first <= row <= last:
            raise NoSuchPartError("#VALUE!")
        return row, row
    rows: list[int] = []
    for item in reference.items or {"#data"}:
        if item == "#all":
            rows += [table.top, table.bottom]
        elif item == "#data":
            rows += [first, last]
        elif item == "#headers" and table.header_rows:
            rows += [table.top, first - 1]
        elif item == "#totals" and table.total_rows:
            rows += [last + 1, table.bottom]
        else:
            raise NoSuchPartError("#REF!")
    return min(rows), max(rows)
