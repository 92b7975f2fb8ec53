"""Array formulas entered with Ctrl+Shift+Enter, which fill exactly the cells they were entered in.

The engine spills every formula to the size of its result. `XLR_CSE(result, rows, columns)` makes
the result as large as the array formula: a single row, column or value repeats, what is over is
left out, and what is missing is #N/A.
"""

from __future__ import annotations

from typing import Any

NAME = "XLR_CSE"
_NOT_AVAILABLE = {"type": "Error", "kind": "Na"}


def exact_extent(result: Any, rows: float, columns: float) -> list[list[Any]]:
    """The body of XLR_CSE, as the engine calls Python functions."""
    height, width = int(rows), int(columns)
    if not isinstance(result, list):
        return [[result] * width for _ in range(height)]
    return [_row(_repeated(result, row), width) for row in range(height)]


def _row(cells: Any, width: int) -> list[Any]:
    if cells is _NOT_AVAILABLE:
        return [_NOT_AVAILABLE] * width
    return [_repeated(cells, column) for column in range(width)]


def _repeated(items: list[Any], index: int) -> Any:
    if len(items) == 1:
        return items[0]
    return items[index] if index < len(items) else _NOT_AVAILABLE
