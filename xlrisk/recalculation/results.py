"""What formulas show: in the engine, in the file, and whether the two differ."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain, groupby
from operator import itemgetter
from typing import TypeAlias

from ..hosts.engine import Calculation
from ..workbook.values import Cell
from .agreement import is_same, is_same_number
from .dependencies import Position
from .source import Source

Result: TypeAlias = Cell | list[list[Cell]]  # of an array its rows
Results: TypeAlias = Mapping[Position, Result]


def results_of(
    source: Source, calculation: Calculation, cells: Collection[Position]
) -> dict[Position, Result]:
    """What the engine has found for these formulas."""
    found: dict[Position, Result] = {}
    arrays = source.formulas.arrays.keys()
    single = [p for p in cells if p not in arrays] if arrays else cells
    for number, on_sheet in groupby(sorted(single), itemgetter(0)):
        positions = list(on_sheet)
        values = calculation.values(source.structure.sheets[number].name, positions)
        shown = [0.0 if value is None else value for value in values]
        found.update(zip(positions, shown, strict=True))
    for position in arrays & cells:
        found[position] = _array(source, calculation, position)
    return found


def _array(source: Source, calculation: Calculation, position: Position) -> list[list[Cell]]:
    formula, cell = source.formulas[position], source.named(position)
    rows, columns = (formula.area.rows, formula.area.columns) if formula.area else (1, 1)
    if formula.dynamic:
        rows, columns = calculation.spill(*cell)
    block = calculation.block(*cell, rows, columns)
    return [[_shown(value) for value in row] for row in block]


def _shown(value: Cell) -> Cell:
    """A formula that gives an empty cell shows 0."""
    return 0.0 if value is None else value


def stored_result(source: Source, position: Position) -> Result:
    """The same as the file has it; None where a cell has no value."""
    formula = source.formulas.arrays.get(position)
    if formula is None:
        return source.formulas.stored[position]
    values = [source.stored(cell) for cell in source.extent(position)]
    width = formula.area.columns if formula.area else 1
    return [values[start : start + width] for start in range(0, len(values), width)]


def changed(source: Source, before: Results, after: Results) -> dict[Position, Result]:
    """What differs from before, or where nothing is known of that, from what the file has."""
    earlier: Mapping[Position, Result] = source.formulas.stored
    arrays = source.formulas.arrays.keys() & after.keys()
    if before or arrays:
        earlier = {**earlier, **{p: stored_result(source, p) for p in arrays}, **before}
    return {p: result for p, result in after.items() if differ(earlier[p], result)}


def differ(before: Result, after: Result) -> bool:
    """Whether a formula shows something else than before."""
    if type(before) is type(after) is float:  # as most are
        return not is_same_number(before, after)
    if isinstance(before, list) and isinstance(after, list):
        if size_of(before) != size_of(after):
            return True
        pairs = zip(chain.from_iterable(before), chain.from_iterable(after), strict=True)
        return any(_cells_differ(one, other) for one, other in pairs)
    if isinstance(before, list) or isinstance(after, list):
        return True
    return _cells_differ(before, after)


def _cells_differ(before: Cell, after: Cell) -> bool:
    return before is None or not is_same(before, after)


def size_of(rows: list[list[Cell]]) -> tuple[int, int]:
    return len(rows), len(rows[0])


def cells_of(result: Result) -> list[list[Cell]]:
    """The cells of any result, row by row."""
    return result if isinstance(result, list) else [[result]]


def touched(source: Source, results: Results) -> Iterator[Position]:
    """The cells that formulas with these results fill now, and those that they filled."""
    for position, result in results.items():
        yield from source.extent(position)
        if isinstance(result, list):
            sheet, top, left = position
            rows, columns = size_of(result)
            for row in range(top, top + rows):
                for column in range(left, left + columns):
                    yield sheet, row, column
