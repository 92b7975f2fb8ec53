"""Whole columns and rows, which are cut at the last used row and column of the workbook.

The engine hands them over cut at each column's own last cell, so that two columns differ in
length. What is cut off is empty; only functions that count empty cells can tell.
"""

from __future__ import annotations

import re

from ....workbook.addresses import LAST_COLUMN, LAST_ROW, Area

_ROWS = re.compile(r"[A-Za-z]\$?([0-9]{1,7})(?![\w(.!])")
_NEVER_EMPTY = re.compile(r'[-+0-9.]|"(?!"|=?"|<>)', re.ASCII)

# They can give, or take, the first empty row after the last used one.
TAKE_AN_EMPTY_ROW = frozenset({"INDEX", "UNIQUE", "XLOOKUP", "XMATCH"})


def is_open_ended(area: Area) -> bool:
    """Whether an area goes on to the edge of the sheet."""
    return area.bottom == LAST_ROW or area.right == LAST_COLUMN


def last_row_of(formula: str) -> int:
    """The last row that a formula names, other than the last of the sheet."""
    rows = (int(row) for row in _ROWS.findall(formula))
    return max((row for row in rows if row < LAST_ROW), default=1)


def cut(area: Area, last_row: int | None, last_column: int | None) -> Area:
    """An area cut where nothing follows; one row, or column, is left of it at least."""
    bottom, right = area.bottom, area.right
    if bottom == LAST_ROW and last_row is not None:
        bottom = min(LAST_ROW, max(area.top, last_row))
    if right == LAST_COLUMN and last_column is not None:
        right = min(LAST_COLUMN, max(area.left, last_column))
    return Area(area.top, area.left, bottom, right)


def cells_cut_off(area: Area, rest: Area) -> tuple[int, Area] | None:
    """How often the row or column after `rest` comes in what was cut off, and where it stands."""
    rows, columns = area.bottom - rest.bottom, area.right - rest.right
    if rows and not columns:
        return rows, Area(rest.bottom + 1, area.left, rest.bottom + 1, area.right)
    if columns and not rows:
        return columns, Area(area.top, rest.right + 1, area.bottom, rest.right + 1)
    return None


def can_match_empty(criterion: str) -> bool:
    """Whether empty cells may meet a criterion; the text is that of a literal or anything else."""
    return not _NEVER_EMPTY.match(criterion.strip())
