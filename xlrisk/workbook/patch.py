"""New values for a worksheet, byte for byte: what did not change stays as it was."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from ..errors import FileError
from . import editing
from .addresses import address
from .cells import Child, Formula, Position, SheetIndex
from .insertion import NewCell, inserted
from .locating import Found, Located, located
from .spills import Extent, extents, settled
from .spills import Spill as Spill
from .splicing import Edit, spliced
from .transcoding import utf8
from .values import Cell, same

_NONE: Mapping[Position, Cell] = MappingProxyType({})
_NO_STYLES: Mapping[Position, str] = MappingProxyType({})


def patched(
    xml: bytes,
    index: SheetIndex,
    values: Mapping[Position, Cell],
    spills: Iterable[Spill] = (),
    constants: Mapping[Position, Cell] = _NONE,
    styles: Mapping[Position, str] = _NO_STYLES,
) -> bytes:
    """The sheet with these values: the same object where it has them already.

    `values` are those of cells with formulas, `spills` those of array formulas and of the cells
    that they fill; `constants` go to other cells, and None empties one; `styles` are those of
    constants in cells that are not there yet, where they have another one than their row or column.
    Where a dynamic array
    would cover what is not its own, it shows #SPILL! and fills nothing else.

    Raises ValueError where a value would destroy something: the value of a formula where there is
    none, a constant where there is one, any in a cell whose value is more than it shows; and
    FileError for a constant in a cell that is not there, and that an array fills.
    """
    _refuse_misplaced(index, values, constants)
    text, encoding = utf8(xml)
    asked = extents(index, spills)
    where = located(text, index, _unknown(index, asked, constants))

    def is_filled(position: Position) -> bool:
        if position in constants:
            return constants[position] is not None
        return position in where.found and where.found[position].stored is not None

    arrays = settled(index, asked, is_filled)
    edits = list(_Patch(text, index, where, arrays).edits(values, constants, styles))
    return encoding.of(spliced(text, edits)) if edits else xml


def _refuse_misplaced(
    index: SheetIndex, values: Mapping[Position, Cell], constants: Collection[Position]
) -> None:
    for position in values.keys() - index.formulas.keys():
        raise ValueError(f"{address(*position)} has no formula")
    arrays = [formula for formula in index.formulas.unusual.values() if formula.kind == "array"]
    for position in constants:
        if position in index.formulas or position in index.children:
            raise ValueError(f"{address(*position)} is calculated")
        for array in arrays:  # which may fill cells that are not there
            if array.area and array.area.holds(*position):
                raise FileError(
                    f"{address(*position)} is filled by the formula in "
                    f"{address(array.row, array.column)}; feed the cells that it reads."
                )


def _unknown(
    index: SheetIndex, asked: list[Extent], constants: Collection[Position]
) -> set[Position]:
    """The cells of which the index says nothing."""
    filled = {position for extent in asked for position, _ in extent.cells()}
    return (filled - index.formulas.keys() - index.children.keys()).union(constants)


class _Patch:
    """The edits that give a sheet its values."""

    def __init__(self, xml: bytes, index: SheetIndex, where: Located, arrays: list[Extent]) -> None:
        self._xml, self._index, self._where = xml, index, where
        self._arrays = {(array.formula.row, array.formula.column): array for array in arrays}
        self._filled = {
            position: value
            for array in arrays
            for position, value in array.cells()
            if position not in index.formulas
        }

    def edits(
        self,
        values: Mapping[Position, Cell],
        constants: Mapping[Position, Cell],
        styles: Mapping[Position, str],
    ) -> Iterator[Edit]:
        # a cell that is emptied for an array to fill it
        constants = {key: value for key, value in constants.items() if key not in self._filled}
        yield from self._of_formulas(values)
        yield from self._of_arrays()
        yield from self._of_filled_cells()
        yield from self._of_left_cells()
        yield from self._of_constants(constants)
        new = [NewCell(key, value, constant=False) for key, value in self._filled.items()]
        new += [
            NewCell(key, value, constant=True, style=styles.get(key))
            for key, value in constants.items()
        ]
        yield from inserted(self._xml, self._index, self._where, new)

    def _of_formulas(self, values: Mapping[Position, Cell]) -> Iterator[Edit]:
        numbers = self._index.formulas.numbers(values)
        yield from [
            (start, end, editing.number(number))
            for _, start, end, stored, number in numbers
            if not same(stored, number)
        ]
        if len(numbers) == len(values):
            return
        done = {position for position, *_ in numbers}
        for position, value in values.items():
            if position not in done and position not in self._arrays:
                yield from self._of_value(position, self._index.formulas[position], value)

    def _of_arrays(self) -> Iterator[Edit]:
        for position, array in self._arrays.items():
            yield from self._of_value(position, array.formula, array.values[0][0])
            if array.new != array.old:
                _refuse_rich(position, array.formula)
                yield from editing.with_area(self._xml, array.formula.place, str(array.new))

    def _of_filled_cells(self) -> Iterator[Edit]:
        for position, value in self._filled.items():
            known = self._index.children.get(position) or self._where.found.get(position)
            if known:
                yield from self._of_value(position, known, value)

    def _of_left_cells(self) -> Iterator[Edit]:
        """What an array has filled and fills no more keeps its style only."""
        for position, child in self._index.children.items():
            if child.anchor in self._arrays and position not in self._filled:
                yield from self._of_value(position, child, None)
                yield from editing.without_formula(child.place)

    def _of_constants(self, constants: Mapping[Position, Cell]) -> Iterator[Edit]:
        for position, value in constants.items():
            known = self._where.found.get(position)
            if known and not same(known.stored, value):
                _refuse_rich(position, known)
                yield from editing.valued(self._xml, known.place, value, constant=True)
                yield from editing.without_formula(known.place)

    def _of_value(
        self, position: Position, known: Formula | Child | Found, value: Cell
    ) -> Iterator[Edit]:
        if not same(known.stored, value):
            _refuse_rich(position, known)
            yield from editing.valued(self._xml, known.place, value)


def _refuse_rich(position: Position, known: Formula | Child | Found) -> None:
    if known.rich:
        raise ValueError(f"the value of {address(*position)} is more than it shows")
