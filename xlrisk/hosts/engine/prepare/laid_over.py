"""What SUMIF and AVERAGEIF add up: as many cells as they compare, whatever their third argument."""

from __future__ import annotations

from ....workbook.addresses import LAST_COLUMN, LAST_ROW, Area
from .references import Reference, reference

LAY_OVER = frozenset({"SUMIF", "AVERAGEIF"})


def laid_over(compared: str, added: str) -> str:
    """The area to add up, written out: `M2` is M2:M8 beside L2:L8.

    It stays as it is where one of the two is no area, or where the sheet ends before it does.
    """
    shape, given = reference(compared), reference(added)
    if shape is None or given is None:
        return added
    rows, columns = shape.area.rows, shape.area.columns
    if (rows, columns) == (given.area.rows, given.area.columns):
        return added
    top, left = given.area.top, given.area.left
    area = Area(top, left, top + rows - 1, left + columns - 1)
    if area.bottom > LAST_ROW or area.right > LAST_COLUMN:
        return added
    return str(Reference(given.sheet, area))
