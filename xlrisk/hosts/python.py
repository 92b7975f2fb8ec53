"""Python as a host: every worksheet function for people who program.

Array-likes, Series and DataFrames go in; a labelled table comes back as a Series, a table with a
header as a DataFrame, and what has pandas labels going in keeps them coming out.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..errors import CellError
from ..functions import messages
from ..functions.catalogue import Argument, Function
from ..functions.describe import docstring
from ..functions.evaluate import Lifted, call, coerced


def public(function: Function) -> Callable[..., Any]:
    """The function under its lower-case name, as `xlrisk.beta_of`."""
    parameters = [
        inspect.Parameter(a.name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=a.default)
        for a in function.arguments
    ]
    signature = inspect.Signature(parameters)

    def run(*positional: Any, **named: Any) -> Any:
        given = signature.bind(*positional, **named).arguments
        arguments = [given.get(argument.name) for argument in function.arguments]
        values = coerced(function, list(map(_cells, function.arguments, arguments)))
        labels = _labels(function, arguments)
        return _dressed(function, values, call(function, values), labels)

    run.__name__ = run.__qualname__ = function.name.lower()
    run.__module__ = "xlrisk"
    run.__doc__ = docstring(function)
    run.__signature__ = signature  # type: ignore[attr-defined]
    return run


def _cells(argument: Argument, given: Any) -> Any:
    """What a programmer gives, as a cell, as rows of cells, or as an array of floats."""
    if given is None or isinstance(given, (bool, int, float, str)):
        return given
    if isinstance(given, (list, tuple)):
        return [_row(item) for item in given]
    array = np.asarray(given)
    if array.ndim == 0:
        return array.item()
    if array.ndim > 2:
        raise messages.TOO_MANY_DIMENSIONS(argument=argument.name, dimensions=array.ndim)
    if array.dtype.kind in "fiu":
        return array.astype(np.float64, copy=False)
    return [_row(item) for item in array.tolist()]


def _row(item: Any) -> list[Any]:
    """One row of a block; a single cell is a row of one."""
    cells = [item] if np.ndim(item) == 0 else item
    return [None if _is_missing(cell) else cell for cell in cells]


def _is_missing(cell: Any) -> bool:
    """pandas has missing values of its own, NA and NaT."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and (cell is pandas.NA or cell is pandas.NaT)


def _is_pandas(given: Any) -> bool:
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(given, (pandas.Series, pandas.DataFrame))


def _labels(function: Function, arguments: Sequence[Any]) -> dict[str, Any]:
    """The index of each dimension that came as pandas; two for one dimension must be equal."""
    labels: dict[str, tuple[Argument, Any]] = {}
    for argument, given in zip(function.arguments, arguments, strict=True):
        if not _is_pandas(given):
            continue
        dimensions = argument.kind.dimensions or ("",)
        for dimension, index in zip(dimensions, given.axes, strict=False):
            first, known = labels.setdefault(dimension, (argument, index))
            if not known.equals(index):
                raise messages.INDEXES_DIFFER(first=first.name, second=argument.name)
    return {dimension: index for dimension, (_, index) in labels.items()}


def _dressed(function: Function, values: Sequence[Any], result: Any, labels: dict[str, Any]) -> Any:
    shape = function.result
    if shape.labels:
        import pandas

        return pandas.Series(result, index=list(shape.labels), name=function.name.lower())
    if shape.columns:
        import pandas

        return pandas.DataFrame(result, columns=list(shape.columns))
    if isinstance(result, list):
        return _dressed_lifted(values, result, labels)
    if isinstance(result, np.ndarray):
        return _dressed_table(function, values, result, labels)
    return result


def _dressed_lifted(values: Sequence[Any], rows: list[list[Any]], labels: dict[str, Any]) -> Any:
    """Results for ranges in the place of numbers: NaN where one is an error."""
    plain = [[np.nan if isinstance(cell, CellError) else cell for cell in row] for row in rows]
    array = np.array(plain)
    is_series = all(value.shape[1] == 1 for value in values if isinstance(value, Lifted))
    if not is_series:
        return array
    if "" in labels:
        import pandas

        return pandas.Series(array[:, 0], index=labels[""])
    return array[:, 0]


def _dressed_table(
    function: Function, values: Sequence[Any], result: Any, labels: dict[str, Any]
) -> Any:
    """A plain table under the labels that its dimensions came with."""
    rows, columns = function.result.dimensions
    one_column = result.shape[1] == 1 and columns not in labels
    if not labels:
        return result[0] if not rows else result[:, 0] if one_column else result
    import pandas

    if not rows:
        return pandas.Series(result[0], index=labels.get(columns))
    index = labels[rows]
    if function.result.lost_rows:
        lost = next(
            value
            for argument, value in zip(function.arguments, values, strict=True)
            if argument.name == function.result.lost_rows
        )
        index = index[lost:] if lost > 0 else index[:lost]
    if one_column:
        return pandas.Series(result[:, 0], index=index)
    return pandas.DataFrame(result, index=index, columns=labels.get(columns))
