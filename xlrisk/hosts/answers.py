"""Results as programmers work with them: under the labels that their arguments came with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import CellError
from ..functions.catalogue import Function
from ..functions.evaluate import Lifted, runs_across
from ..functions.samples import Sample
from .labels import OF_LIFTED


def is_table(value: Any) -> bool:
    """Whether an argument came as columns side by side."""
    return isinstance(value, Sample) and value.values.ndim == 2


def _flat(given: Any) -> Any:
    """A Series or a list as it is; a row or a column of two dimensions as one of one."""
    return np.ravel(given) if np.ndim(given) > 1 else given


def _column_labels(given: Any, sample: Sample) -> list[Any]:
    """What the columns of a table are called in the result."""
    width = sample.values.shape[1]
    labels = list(given.columns) if hasattr(given, "columns") else [getattr(given, "name", None)]
    return labels if len(labels) == width else list(range(width))


@dataclass(frozen=True)
class Answer:
    """A call whose result is to come back as what the programmer works with."""

    function: Function
    arguments: Sequence[Any]  # as given
    values: Sequence[Any]  # as the body received them
    labels: Mapping[str, Any]

    def dressed(self, result: Any) -> Any:
        shape = self.function.result
        if shape.labels:
            import pandas

            return pandas.Series(result, list(shape.labels), name=self.function.name.lower())
        if shape.columns:
            import pandas

            index = None if shape.total_row else self.labels.get(shape.rows)
            return pandas.DataFrame(result, index, list(shape.columns))
        if isinstance(result, np.ndarray):
            table = np.where(np.isfinite(result), result, np.nan)
            return self._dated(table) if shape.dates else self._table(table)
        if isinstance(result, Lifted):
            return self._lifted(result.rows)
        return self._one(result)

    @property
    def _name(self) -> Any:
        """The name of the Series that came first."""
        return next((given.name for given in self.arguments if hasattr(given, "name")), None)

    def _one(self, result: Any) -> Any:
        """One result; a container of one where a container of one stood in a number's place."""
        pairs = zip(self.function.arguments, self.arguments, strict=True)
        lifting = (given for argument, given in pairs if argument.kind.lifts and np.ndim(given))
        container = next(lifting, None)
        if container is None:
            return result
        if not hasattr(container, "iloc"):
            return np.array([result])
        import pandas

        return pandas.Series([result], container.index, name=self._name)

    def _lifted(self, rows: list[list[Any]]) -> Any:
        """Results for ranges in the place of numbers: NaN where one is an error."""
        has_texts = any(isinstance(cell, str) for row in rows for cell in row)
        missing = None if has_texts else np.nan
        array = np.array(
            [[missing if isinstance(cell, CellError) else cell for cell in row] for row in rows],
            dtype=object if has_texts else np.float64,
        )
        index, columns = (self.labels.get(dimension) for dimension in OF_LIFTED)
        if index is not None and len(index) != len(array):
            index = None
        is_series = array.shape[1] == 1 and columns is None
        if index is None:
            return array[:, 0] if is_series else array
        import pandas

        if is_series:
            return pandas.Series(array[:, 0], index, name=self._name)
        return pandas.DataFrame(array, index, columns)

    def _table(self, table: Any) -> Any:
        """A plain table under the labels that its dimensions came with."""
        shape = self.function.result
        index = self._remaining(self.labels.get(shape.rows))
        columns = next(map(self.labels.get, shape.across), None)
        if not shape.rows and self.labels:
            import pandas

            own_name = [self._name] if table.size == 1 else None
            return pandas.Series(table[0], own_name if columns is None else columns)
        if index is None and columns is None:
            if runs_across(self.function, self.values):
                return table.T
            is_series = not shape.rows or (table.shape[1] == 1 and not shape.is_matrix)
            return table.ravel() if is_series else table
        import pandas

        if table.shape[1] == 1 and columns is None:
            return pandas.Series(table[:, 0], index, name=self._name)
        return pandas.DataFrame(table, index, columns)

    def _dated(self, table: Any) -> Any:
        """Columns beside their dates; for pandas these are the index, as they were given."""
        pairs = zip(self.arguments, self.values, strict=True)
        tables = [pair for pair in pairs if is_table(pair[1])]
        if not any(hasattr(given, "iloc") for given, _ in tables):
            return table.T if runs_across(self.function, self.values) else table
        import pandas

        index = self._dates_at(table[:, 0])
        if len(tables) == 1 and isinstance(tables[0][0], pandas.Series):
            return pandas.Series(table[:, 1], index, name=tables[0][0].name)
        columns = [label for pair in tables for label in _column_labels(*pair)]
        return pandas.DataFrame(table[:, 1:], index, columns)

    def _dates_at(self, serials: Any) -> Any:
        """The dates as they were given for these serials, each of which is there once."""
        import pandas

        position = self._position(self.function.result.dates)
        given, sample = self.arguments[position], self.values[position]
        order = np.argsort(sample.values)
        rows = order[np.searchsorted(sample.values, serials, sorter=order)]
        index = given if isinstance(given, pandas.Index) else pandas.Index(_flat(given))
        return index[rows + len(index) - len(sample)]

    def _remaining(self, index: Any) -> Any:
        """The labels of the rows that the result has: those at which a return ends."""
        argument = self.function.result.lost_rows
        if not argument or index is None:
            return index
        lost = self.values[self._position(argument)]
        return index[lost:] if lost > 0 else index[:lost]

    def _position(self, name: str) -> int:
        return [argument.name for argument in self.function.arguments].index(name)
