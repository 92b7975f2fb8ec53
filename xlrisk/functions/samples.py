"""A sample: the numbers of one argument, its name, and which of its rows are missing."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from ..finance.arrays import Array, Rows


class Sample:
    """The values of a series (n) or of a table (n x k), NaN where a cell is missing.

    A body gets samples and can't compute with them before a row policy (`rows.py`) has chosen
    the rows; the policy notes its choice in `used`, which is what `explain` reports.
    """

    used: Rows | None = None

    def __init__(
        self, name: str, values: Array, cells: Any, *, is_row: bool = False, first_row: int = 1
    ) -> None:
        self.name = name
        self.values = values.view()
        self.values.setflags(write=False)  # it may be the caller's own array
        self.cells = cells  # as they came, row by row
        self.is_row = is_row  # a table that came as one row; the result goes back as one
        self.first_row = first_row  # of the range as it came: 2 where a header was kept out

    def __len__(self) -> int:
        return len(self.values)

    @cached_property
    def present(self) -> Rows:
        """The rows that are complete in this sample."""
        is_number = ~np.isnan(self.values)
        return is_number if is_number.ndim == 1 else np.asarray(is_number.all(axis=1))

    def place(self, row: int, column: int) -> str:
        """Where an entry of a table stands in the range as it came."""
        if self.is_row:
            return f"row 1, column {row + 1}"
        return f"row {row + self.first_row}, column {column + 1}"

    def use(self, rows: Rows) -> Array:
        """The values in these rows, which are noted as the rows used."""
        self.used = rows
        return self.values if rows.all() else self.values[rows]
