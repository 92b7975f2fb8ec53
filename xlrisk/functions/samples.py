"""A sample: the numbers of one argument, its name, and which of its rows are missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..finance.arrays import Array, Rows


@dataclass(frozen=True)
class Note:
    """What a row policy has chosen along one dimension, for `explain` to report."""

    chosen: Rows
    columns: Rows | None  # of a table: those in which a gap counts; None: all of them
    otherwise: str  # why an entry was not chosen although nothing is missing in it


class Sample:
    """The values of a series (n) or of a table (n x k), NaN where a cell is missing.

    A body gets samples and can't compute with them before a row policy (`rows.py`) has chosen
    the rows. The policy notes its choice by dimension, as rows of periods and columns of holdings
    are chosen each by themselves.
    """

    def __init__(
        self,
        name: str,
        values: Array,
        cells: Any,
        dimensions: tuple[str, ...],
        *,
        is_row: bool = False,
        first_row: int = 1,
        names: tuple[str, ...] | None = None,
    ) -> None:
        self.name = name
        self.values = values.view()
        self.values.setflags(write=False)  # it may be the caller's own array
        self.cells = cells  # as they came, row by row
        self.dimensions = dimensions
        self.is_row = is_row  # it came as one row; a result along it goes back as one
        self.first_row = first_row  # of the range as it came: 2 where a heading was kept out
        self.names = names  # of the columns of a table, where they are known
        self.notes: dict[str, Note] = {}

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def missing(self) -> Rows:
        """Which of the values are."""
        return np.isnan(self.values)

    @cached_property
    def present(self) -> Rows:
        """The rows that are complete in this sample."""
        return self.complete()

    def complete(self, columns: Rows | None = None) -> Rows:
        """The rows that are complete, of a table in these columns."""
        if self.values.ndim == 1:
            return ~self.missing
        gaps = self.missing if columns is None else self.missing[:, columns]
        return np.asarray(~gaps.any(axis=1))

    def numbers_by_column(self) -> Array:
        """How many numbers each column of a table has."""
        return np.asarray((~self.missing).sum(axis=0), dtype=np.float64)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in any of its cells."""
        if isinstance(self.cells, np.ndarray):
            return bool(self.missing.all())
        return all(cell is None for cell in self.cells)

    def without_first_row(self) -> Sample:
        """The rows below a heading."""
        width = self.values.size // len(self)
        cells = self.cells[1:] if isinstance(self.cells, np.ndarray) else self.cells[width:]
        return self._with(self.values[1:], cells, self.first_row + 1)

    def shifted(self, by: float) -> Sample:
        """Every number increased by so much."""
        return self._with(self.values + by, self.cells, self.first_row)

    def _with(self, values: Array, cells: Any, first_row: int) -> Sample:
        return Sample(
            self.name,
            values,
            cells,
            self.dimensions,
            is_row=self.is_row,
            first_row=first_row,
            names=self.names,
        )

    def number(self, row: int) -> int:
        """A row of the values as it is counted in the range that came."""
        return row + self.first_row

    def place(self, row: int, column: int = 0) -> str:
        """Where an entry stands in the range as it came."""
        if self.values.ndim == 1:
            return f"{'column' if self.is_row else 'row'} {self.number(row)}"
        if self.is_row:
            return f"row 1, column {self.number(row)}"
        return f"row {self.number(row)}, column {column + 1}"

    def called(self, column: int) -> str:
        """A column of a table, with its name where it has one."""
        name = f" ({self.names[column]})" if self.names and self.names[column].strip() else ""
        return f"column {column + 1}{name}"

    def at(self, rows: Rows) -> Array:
        """The values in these rows."""
        return self.values if rows.all() else self.values[rows]

    def use(self, rows: Rows) -> Array:
        """The values in these rows, which are noted as the rows used."""
        self.note(rows)
        return self.at(rows)

    def note(self, chosen: Rows, *, columns: Rows | None = None, otherwise: str = "") -> None:
        """Note what was chosen along the sample's rows."""
        self.notes[self.dimensions[0]] = Note(chosen, columns, otherwise)

    def note_rows(self, positions: NDArray[np.intp], *, otherwise: str) -> None:
        """The same of rows given by their positions."""
        chosen = np.zeros(len(self), dtype=np.bool_)
        chosen[positions] = True
        self.note(chosen, otherwise=otherwise)
