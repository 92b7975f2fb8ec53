"""What formulas show: in the engine, in the file, and whether the two differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeAlias

from ..hosts.engine import Calculation
from ..workbook.values import Cell
from .agreement import is_same
from .dependencies import Position
from .source import Source

Result: TypeAlias = Cell | list[list[Cell]]  # of an array its rows
Results: TypeAlias = Mapping[Position, Result]


def results_of(
    source: Source, calculation: Calculation, cells: Iterable[Position]
) -> dict[Position, Result]:
    """What the engine has found for these formulas."""
    found: dict[Position, Result] = {}
    single: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for position in cells:
        if source.formulas[position].kind == "array":
            found[position] = _array(source, calculation, position)
        else:
            number, row, column = position
            single[number].append((row, column))
    for number, on_sheet in single.items():
        values = calculation.values(source.structure.sheets[number].name, on_sheet)
        for (row, column), value in zip(on_sheet, values, strict=True):
            found[number, row, column] = _shown(value)
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
    formula = source.formulas[position]
    if formula.kind != "array":
        return formula.stored
    values = [source.stored(cell) for cell in source.extent(position)]
    width = formula.area.columns if formula.area else 1
    return [values[start : start + width] for start in range(0, len(values), width)]


def changed(source: Source, before: Results, after: Results) -> dict[Position, Result]:
    """What differs from before, or where nothing is known of that, from what the file has."""
    found = {}
    for position, result in after.items():
        earlier = before[position] if position in before else stored_result(source, position)
        if differ(earlier, result):
            found[position] = result
    return found


def differ(before: Result, after: Result) -> bool:
    """Whether a formula shows something else than before."""
    if type(before) is type(after) is float and before == after:
        return False
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
