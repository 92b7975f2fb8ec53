"""Calculating a workbook without Excel.

The rest of xlrisk knows the two protocols here; which engine stands behind them is decided in
`load`. An engine calculates what it is given: preparing a workbook for it, and writing results
into a file, happen outside.
"""

from __future__ import annotations

from typing import Protocol, TypeAlias

Cell: TypeAlias = float | str | bool | None
Position: TypeAlias = tuple[str, int, int]  # sheet, row and column, both from 1


class Calculation(Protocol):
    """A workbook loaded into an engine."""

    @property
    def sheets(self) -> tuple[str, ...]:
        """Names of the sheets, in their order."""

    def run(self) -> None:
        """Calculate every formula."""

    def value(self, sheet: str, row: int, column: int) -> Cell:
        """A cell after `run`; an error as its text."""

    def block(self, sheet: str, row: int, column: int, rows: int, columns: int) -> list[list[Cell]]:
        """A block of cells after `run`, from its first row and column on."""

    def spill(self, sheet: str, row: int, column: int) -> tuple[int, int]:
        """Rows and columns that the formula in this cell fills; (1, 1) where it fills its own."""


def load(package: bytes) -> Calculation:
    """Load an .xlsx package with all worksheet functions of xlrisk registered."""
    from .formualizer_engine import FormualizerCalculation

    return FormualizerCalculation(package)
