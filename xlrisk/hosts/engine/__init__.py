"""Calculating a workbook without Excel.

The rest of xlrisk knows the protocol here; which engine stands behind it is decided in `load`. An
engine calculates what it is given: preparing a workbook for it, and writing results into a file,
happen outside.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Protocol, TypeAlias

from ...errors import FileError
from ...workbook.values import Cell as Cell

Position: TypeAlias = tuple[str, int, int]  # sheet, row and column, both from 1


class EngineError(FileError):
    """The engine cannot read a workbook, or gives up on calculating it."""


class Calculation(Protocol):
    """A workbook loaded into an engine."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets, in their order."""

    def run(self) -> None:
        """Calculate every formula that is not calculated yet.

        Raises EngineError where the engine gives up on the whole workbook.
        """

    def value(self, sheet: str, row: int, column: int) -> Cell:
        """A cell after `run`; an error is an ErrorText."""

    def values(self, sheet: str, cells: Sequence[tuple[int, int, int]]) -> list[Cell]:
        """Many cells of a sheet after `run`, by its number, and row and column."""

    def has_formula(self, sheet: str, row: int, column: int) -> bool:
        """Whether a cell has a formula."""

    def block(self, sheet: str, row: int, column: int, rows: int, columns: int) -> list[list[Cell]]:
        """A block of cells after `run`, from its first row and column on."""

    def spill(self, sheet: str, row: int, column: int) -> tuple[int, int]:
        """Rows and columns that the formula in this cell fills; (1, 1) where it fills its own."""

    def set_value(self, sheet: str, row: int, column: int, value: Cell) -> None:
        """Put a constant into a cell, in the place of what was there."""

    def set_formula(self, sheet: str, row: int, column: int, formula: str) -> None:
        """Put a formula, without "=", into a cell, in the place of what was there."""

    def set_clock(self, now: datetime.datetime) -> None:
        """What TODAY and NOW show from the next `run` on."""


def load(package: bytes, *, date1904: bool = False) -> Calculation:
    """Load an .xlsx package with all worksheet functions of xlrisk registered.

    Raises EngineError where the engine cannot read it.
    """
    from .formualizer_engine import FormualizerCalculation

    return FormualizerCalculation(package, date1904=date1904)


def second_try(formula: str) -> str | None:
    """Another text for a formula on which the engine may be wrong; None if there is none.

    It calls our versions of built-in functions, which are right more often, and slower by far.
    """
    from .formualizer_engine import second_try as another

    return another(formula)
