"""Implicit intersection: the one cell of an area that stands in the formula's row or column."""

from __future__ import annotations

from ....workbook.addresses import Area


def intersected(area: Area, row: int, column: int) -> Area | None:
    """The cell of an area that a formula in this cell means by it; None is Excel's #VALUE!."""
    if area.rows == area.columns == 1:
        return area
    if area.columns == 1 and area.top <= row <= area.bottom:
        return Area(row, area.left, row, area.left)
    if area.rows == 1 and area.left <= column <= area.right:
        return Area(area.top, column, area.top, column)
    return None
