"""The formulas of all worksheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import chain

from ..workbook.cells import Formula
from ..workbook.formulas import Formulas
from ..workbook.values import Cell
from .dependencies import Position


class BookFormulas(Mapping[Position, Formula]):
    """The formulas of a workbook, by the index of their sheet, their row and their column."""

    def __init__(self, sheets: Mapping[int, Formulas]) -> None:
        self._sheets = sheets

    def __getitem__(self, position: Position) -> Formula:
        return self._sheets[position[0]][position[1:]]

    def __iter__(self) -> Iterator[Position]:
        return iter(self.positions)

    def __len__(self) -> int:
        return sum(map(len, self._sheets.values()))

    def __contains__(self, position: object) -> bool:
        return (
            isinstance(position, tuple)
            and position[0] in self._sheets
            and position[1:] in self._sheets[position[0]]
        )

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        return tuple(
            (number, row, column)
            for number, formulas in self._sheets.items()
            for row, column in formulas
        )

    @cached_property
    def unusual(self) -> Mapping[Position, Formula]:
        """Those of which there is more to know than a text and a value."""
        return {
            (number, *cell): formula
            for number, formulas in self._sheets.items()
            for cell, formula in formulas.unusual.items()
        }

    @cached_property
    def arrays(self) -> Mapping[Position, Formula]:
        return {position: one for position, one in self.unusual.items() if one.kind == "array"}

    def text(self, position: Position) -> str:
        """The text of a formula."""
        return self._sheets[position[0]].text(position[1:])

    @cached_property
    def stored(self) -> Mapping[Position, Cell]:
        """The values in the file."""
        values = chain.from_iterable(one.stored_values() for one in self._sheets.values())
        return dict(zip(self.positions, values, strict=True))

    def with_literals(self) -> Iterator[str]:
        """The texts of formulas that hold a text in quotation marks."""
        return chain.from_iterable(one.with_literals() for one in self._sheets.values())
