"""Which formula reads which cells, looked up where it matters only."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cached_property
from typing import TypeAlias

from ..workbook.addresses import Area

Position: TypeAlias = tuple[int, int, int]  # sheet (from 0), row and column (from 1)
Areas: TypeAlias = list[tuple[int, Area]]

_FEW = 256  # cells of an area that are entered one by one


class Dependencies:
    """Precedents and dependents of the formula cells of a workbook.

    `read` gives the areas that one formula reads; it is asked for as few cells as possible.
    """

    def __init__(self, cells: Collection[Position], read: Callable[[Position], Areas]) -> None:
        self._cells = cells
        self._read = read
        self._known: dict[Position, Areas] = {}

    def precedents(self, position: Position) -> Areas:
        if position not in self._known:
            self._known[position] = self._read(position)
        return self._known[position]

    def reads_one_of(self, position: Position, cells: CellSet) -> bool:
        """Whether a formula reads any of these cells directly."""
        return any(cells.meets(sheet, area) for sheet, area in self.precedents(position))

    def dependents(
        self, seeds: Iterable[Position], extent: Callable[[Position], Iterable[Position]]
    ) -> set[Position]:
        """All formula cells that read a seed, or a cell that reads one, and so on.

        `extent` gives the cells that a formula fills.
        """
        single, large = self._readers
        found: set[Position] = set()
        waiting = deque(seeds)
        while waiting:
            for cell in extent(waiting.popleft()):
                sheet, row, column = cell
                readers = set(single.get(cell, ()))
                readers.update(
                    reader
                    for area, reader in large.get(sheet, ())
                    if area.top <= row <= area.bottom and area.left <= column <= area.right
                )
                waiting.extend(readers - found)
                found |= readers
        return found

    @cached_property
    def _readers(
        self,
    ) -> tuple[Mapping[Position, list[Position]], Mapping[int, list[tuple[Area, Position]]]]:
        """For small areas the readers of each cell, for large ones the areas with their reader."""
        single: dict[Position, list[Position]] = defaultdict(list)
        large: dict[int, list[tuple[Area, Position]]] = defaultdict(list)
        for position in self._cells:
            for sheet, area in self.precedents(position):
                rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
                if rows * columns > _FEW:
                    large[sheet].append((area, position))
                    continue
                for row in range(area.top, area.bottom + 1):
                    for column in range(area.left, area.right + 1):
                        single[sheet, row, column].append(position)
        return single, large


class CellSet:
    """A set of cells that answers whether an area meets it."""

    def __init__(self, cells: Iterable[Position]) -> None:
        self._rows: dict[tuple[int, int], list[int]] = defaultdict(list)
        for sheet, row, column in cells:
            self._rows[sheet, column].append(row)
        for rows in self._rows.values():
            rows.sort()
        self._columns: dict[int, list[int]] = defaultdict(list)
        for sheet, column in self._rows:
            self._columns[sheet].append(column)

    def __bool__(self) -> bool:
        return bool(self._rows)

    def meets(self, sheet: int, area: Area) -> bool:
        for column in self._columns.get(sheet, ()):
            if area.left <= column <= area.right:
                rows = self._rows[sheet, column]
                at = bisect_left(rows, area.top)
                if at < len(rows) and rows[at] <= area.bottom:
                    return True
        return False
