"""Python as a host: every worksheet function for people who program.

Array-likes, Series and DataFrames go in. A labelled table comes back as a Series, a table with a
header as a DataFrame, and what has pandas labels going in keeps them coming out.
"""

from __future__ import annotations

import contextlib
import inspect
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import numpy as np

from ..errors import CellError, CellWarning
from ..functions import messages
from ..functions.catalogue import Argument, Function, find
from ..functions.describe import docstring
from ..functions.evaluate import Lifted, call, coerced, runs_across
from ..functions.explain import Explanation, explain_for
from ..functions.kinds import Kind
from ..functions.samples import Sample
from ..wording import counted
from .labels import OF_LIFTED, labels_of

_OF_ANY_FUNCTION = Argument("an argument", "", Kind("cells"))


def public(function: Function) -> Callable[..., Any]:
    """The function under its lower-case name, as `xlrisk.beta_of`."""
    signature = _signature(function)

    def run(*positional: Any, **named: Any) -> Any:
        given = _bound(function, signature, positional, named)
        with _told_to_programmers():
            cells = list(map(_cells, function.arguments, given))
            values = coerced(function, cells)
            labels = labels_of(function, given, values)
            _name_columns(values, labels)
            result = call(function, values)
        if isinstance(result, Lifted):
            _warn_of_errors(function, cells, values, result)
        return _Answer(function, given, values, labels).dressed(result)

    run.__name__ = run.__qualname__ = function.name.lower()
    run.__module__ = "xlrisk"
    run.__doc__ = docstring(function)
    run.__signature__ = signature  # type: ignore[attr-defined]
    return run


def explain_arrays(name: str, *positional: Any, **named: Any) -> Explanation:
    """Explain what a function gives for these arguments, or why it gives an error.

    Takes what `xlrisk.beta_of` and the others take, by position or by name. Whoever gives cells, as
    `xlrisk.evaluate` takes them, is told of cells.
    """
    for_arrays = not all(map(_are_cells, (*positional, *named.values())))
    try:
        function = find(name)
        given = _bound(function, _signature(function), positional, named) if named else positional
        arguments = chain(function.arguments, repeat(_OF_ANY_FUNCTION))  # one too many has none
        cells = [_cells(*pair) for pair in zip(arguments, given, strict=False)]
        left_out = [None] * (len(function.arguments) - len(given))
        labels_of(function, [*given, *left_out], coerced(function, cells))
    except CellError as error:
        sentence = error.for_arrays if for_arrays else error.message
        return Explanation(None, error.code, sentence, None, {}, "")
    return explain_for(name, cells, None, for_arrays=for_arrays)


def _are_cells(given: Any) -> bool:
    """One cell, or a range as a list of rows."""
    if isinstance(given, (list, tuple)):
        return all(isinstance(row, (list, tuple)) for row in given)
    return np.ndim(given) == 0


@contextlib.contextmanager
def _told_to_programmers() -> Iterator[None]:
    """Errors with the sentence for who has arrays."""
    try:
        yield
    except CellError as error:
        raise CellError(error.code, error.for_arrays) from None


def _warn_of_errors(
    function: Function, cells: Sequence[Any], values: Sequence[Any], result: Lifted
) -> None:
    """Say what an array of numbers can't: why one of them is none.

    What was missing when it came stays missing, and nothing is to be said of it.
    """
    missing = {
        id(value)
        for given, lifted in zip(cells, values, strict=True)
        if isinstance(lifted, Lifted)
        for cell, value in zip(
            np.ravel(np.asarray(given, object)), chain(*lifted.rows), strict=True
        )
        if cell is None or cell == "#N/A" or cell != cell  # noqa: PLR0124  # NaN
    }
    errors = [(place, error) for place, error in result.errors() if id(error) not in missing]
    if errors:
        place, error = errors[0]
        rows, columns = result.shape
        warnings.warn(
            f"{function.name.lower()} gives {counted(len(errors), 'error')} among"
            f" {counted(rows * columns, 'result')}; {place}: {error.for_arrays}",
            CellWarning,
            stacklevel=3,
        )


def _signature(function: Function) -> inspect.Signature:
    return inspect.Signature(
        [
            inspect.Parameter(a.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=a.default)
            for a in function.arguments
        ]
    )


def _bound(
    function: Function,
    signature: inspect.Signature,
    positional: Sequence[Any],
    named: Mapping[str, Any],
) -> list[Any]:
    """The arguments in their order; None where one is left out."""
    try:
        given = signature.bind(*positional, **named).arguments
    except TypeError as error:
        raise TypeError(f"{function.name.lower()}() {error}") from None
    return [given.get(argument.name) for argument in function.arguments]


def _cells(argument: Argument, given: Any) -> Any:
    """What a programmer gives, as a cell, as rows of cells, or as an array of floats."""
    if given is None or isinstance(given, (bool, int, float, str)) or _is_missing(given):
        return None if _is_missing(given) else given
    if isinstance(given, (list, tuple)):
        return [_row(item) for item in given]
    if argument.kind.header and _is_frame(given) and len(given) == 1 < given.shape[1]:
        # one row of a table: in cells it would be a series, and a header tells it from one
        return [[str(name) for name in given.columns], _row(given.iloc[0].tolist())]
    if isinstance(given, np.ma.MaskedArray):
        given = np.ma.filled(given.astype(object), None)
    array = np.asarray(given)
    if array.ndim == 0:
        return array.item()
    if array.ndim > 2:
        raise messages.TOO_MANY_DIMENSIONS(argument=argument.name, dimensions=array.ndim)
    if array.dtype.kind == "M":
        array = (array - np.datetime64("1899-12-30")) / np.timedelta64(1, "D")
    if array.dtype.kind in "fiu":
        return array.astype(np.float64, copy=False)
    return [_row(item) for item in array.tolist()]


def _row(item: Any) -> list[Any]:
    """One row of a block; a single cell is a row of one."""
    cells = [item] if np.ndim(item) == 0 else item
    return [None if _is_missing(cell) else cell for cell in cells]


def _is_frame(given: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(given, pandas.DataFrame)


def _is_missing(cell: Any) -> bool:
    """pandas has missing values of its own, NA and NaT."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and (cell is pandas.NA or cell is pandas.NaT)


def _name_columns(values: Sequence[Any], labels: Mapping[str, Any]) -> None:
    """Columns are called what pandas calls them, unless their labels only count."""
    import pandas

    for value in values:
        if _is_table(value) and value.names is None:
            index = labels.get(value.dimensions[1])
            if index is not None and not isinstance(index, pandas.RangeIndex):
                value.names = tuple(map(str, index))


def _is_table(value: Any) -> bool:
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
class _Answer:
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
        tables = [pair for pair in pairs if _is_table(pair[1])]
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
