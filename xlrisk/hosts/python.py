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
from itertools import chain, repeat
from typing import Any

import numpy as np

from ..errors import CellError, CellWarning
from ..functions import messages
from ..functions.catalogue import Argument, Function, find
from ..functions.describe import docstring
from ..functions.evaluate import Lifted, call, coerced
from ..functions.explain import Explanation, explain_for
from ..functions.kinds import Kind
from ..wording import counted
from .answers import Answer, is_table
from .labels import labels_of

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
        return Answer(function, given, values, labels).dressed(result)

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
        if is_table(value) and value.names is None:
            index = labels.get(value.dimensions[1])
            if index is not None and not isinstance(index, pandas.RangeIndex):
                value.names = tuple(map(str, index))
