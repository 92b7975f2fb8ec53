"""What arrays fill: the cells that a new result takes, and whether it may."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from .addresses import LAST_COLUMN, LAST_ROW, Area, address
from .cells import Formula, Position, SheetIndex
from .values import Cell, ErrorText

_MISSING, _BLOCKED = ErrorText("#N/A"), ErrorText("#SPILL!")


@dataclass(frozen=True)
class Spill:
    """The result of an array formula: its cell, and its values row by row."""

    row: int
    column: int
    values: list[list[Cell]]


class Extent(NamedTuple):
    """The cells that an array fills, and with what."""

    formula: Formula
    old: Area
    new: Area
    values: list[list[Cell]]

    def cells(self) -> Iterator[tuple[Position, Cell]]:
        """The values where they stand."""
        for row, values in enumerate(self.values, self.new.top):
            for column, value in enumerate(values, self.new.left):
                yield (row, column), value


def extents(index: SheetIndex, spills: Iterable[Spill]) -> list[Extent]:
    """What each array asks for: a dynamic one as many cells as it has values."""
    return [_extent(index, spill) for spill in spills]


def _extent(index: SheetIndex, spill: Spill) -> Extent:
    formula = index.formulas.get((spill.row, spill.column))
    if formula is None or formula.kind != "array" or formula.area is None:
        raise ValueError(f"{address(spill.row, spill.column)} has no array formula")
    rows, columns = len(spill.values), len(spill.values[0]) if spill.values else 0
    if not columns or any(len(row) != columns for row in spill.values):
        raise ValueError(f"{address(spill.row, spill.column)} does not spill a rectangle")
    if not formula.dynamic:
        return Extent(formula, formula.area, formula.area, _fitted(spill.values, formula.area))
    new = Area(spill.row, spill.column, spill.row + rows - 1, spill.column + columns - 1)
    return Extent(formula, formula.area, new, spill.values)


def _fitted(values: list[list[Cell]], area: Area) -> list[list[Cell]]:
    """The values as an array of fixed size shows them: one row or column is repeated."""
    rows, columns = len(values), len(values[0])

    def value(row: int, column: int) -> Cell:
        row, column = row if rows > 1 else 0, column if columns > 1 else 0
        return values[row][column] if row < rows and column < columns else _MISSING

    return [[value(row, column) for column in range(area.columns)] for row in range(area.rows)]


def settled(
    index: SheetIndex, asked: list[Extent], is_filled: Callable[[Position], bool]
) -> list[Extent]:
    """What each array gets: one that would cover what is not its own shows #SPILL! instead.

    `is_filled` says of a cell that is no formula and filled by no array whether it has a value.
    """
    if not asked:
        return []
    anchors = {(extent.formula.row, extent.formula.column) for extent in asked}
    taken = [
        formula.area
        for position, formula in index.formulas.unusual.items()
        if formula.kind != "plain" and formula.area and position not in anchors
    ]
    result: list[Extent] = []
    for number, extent in enumerate(asked):
        kept = [later.old for later in asked[number + 1 :] if later.old == later.new]
        others = [*taken, *(earlier.new for earlier in result), *kept]
        blocked = extent.new != extent.old and _is_blocked(index, extent, others, is_filled)
        result.append(_only_blocked(extent) if blocked else extent)
    return result


def _is_blocked(
    index: SheetIndex,
    extent: Extent,
    others: list[Area],
    is_filled: Callable[[Position], bool],
) -> bool:
    new, anchor = extent.new, (extent.formula.row, extent.formula.column)
    if new.rows == new.columns == 1:
        return False
    if new.bottom > LAST_ROW or new.right > LAST_COLUMN:
        return True
    if any(new.meets(area) for area in (*index.merged, *others)):
        return True
    return any(
        position in index.formulas or is_filled(position)
        for position, _ in extent.cells()
        if position != anchor
    )


def _only_blocked(extent: Extent) -> Extent:
    row, column = extent.formula.row, extent.formula.column
    return extent._replace(new=Area(row, column, row, column), values=[[_BLOCKED]])
