"""Arrays in other shapes: WRAPROWS, WRAPCOLS, EXPAND."""

from __future__ import annotations

from ._cells import Fault, Override, Rows, Value, error, flat, guarded, rows_of, size_of, whole

_MOST_CELLS = 1_000_000  # far beyond the cells that one formula may fill


def wraprows(vector: Value, count: Value, pad: Value = None) -> Rows:
    """A row or column broken into rows of a length."""
    height, width = size_of(vector)
    length = whole(count)
    if min(height, width) > 1:
        raise Fault("Value")
    if length < 1:
        raise Fault("Num")
    cells, filling = flat(vector), error("Na") if pad is None else pad
    length = min(length, len(cells))
    cells += [filling] * (-len(cells) % length)
    return [cells[start : start + length] for start in range(0, len(cells), length)]


def wrapcols(vector: Value, count: Value, pad: Value = None) -> Rows:
    """A row or column broken into columns of a length."""
    return [list(row) for row in zip(*wraprows(vector, count, pad), strict=True)]


def expand(array: Value, rows: Value, columns: Value = None, pad: Value = None) -> Rows:
    """An array grown to a size. An omitted number of rows or columns is the array's own."""
    height, width = size_of(array)
    tall, wide = whole(rows) or height, whole(columns) or width
    if tall < height or wide < width or tall * wide > _MOST_CELLS:
        raise Fault("Value")
    filling = error("Na") if pad is None else pad
    grown = [[*row, *[filling] * (wide - width)] for row in rows_of(array)]
    return grown + [[filling] * wide for _ in range(tall - height)]


OVERRIDES: dict[str, Override] = {
    "WRAPROWS": Override(guarded(wraprows), 2, 3),
    "WRAPCOLS": Override(guarded(wrapcols), 2, 3),
    "EXPAND": Override(guarded(expand), 2, 4),
}
