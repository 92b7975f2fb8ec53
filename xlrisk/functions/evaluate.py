"""The one door that every host uses: coerce, lift, call, shape; or CellError."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from ..errors import CellError
from . import catalogue, cells, checks, coercion, messages
from .catalogue import Argument, Function
from .cells import Translate
from .headers import without_headings
from .samples import Sample

Value: TypeAlias = float | str | bool


def evaluate(name: str, *arguments: Any) -> Value | list[list[Value]]:
    """What the function shows for these cells: a value, or a table as a list of rows.

    A cell is None (empty), a bool, a number, a text or the text of an error ("#N/A"); a range is
    a list of rows of these. Missing entries of a table are "#N/A".

    Raises CellError with the error value and the sentence behind it.
    """
    return evaluate_for(name, arguments, None)


def evaluate_for(
    name: str, arguments: Sequence[Any], translate: Translate | None, *, day_zero: int = 0
) -> Value | list[list[Value]]:
    """`evaluate` for a host with cells of its own, which `translate` turns into plain ones.

    `day_zero` is the host's first day as the 1900 system counts it: 1462 in a 1904 workbook.
    """
    function = catalogue.find(name)
    values = coerced(function, arguments, translate)
    if not day_zero:
        return shaped(function, values, call(function, values))
    values = [
        value.shifted(day_zero) if argument.kind.form == "dates" else value
        for argument, value in zip(function.arguments, values, strict=True)
    ]
    result = call(function, values)
    if function.result.dates:
        result[:, 0] -= day_zero
    return shaped(function, values, result)


@dataclass(frozen=True)
class Lifted:
    """A range in the place of one number: the value, or the error, of each of its cells.

    What comes out of it is a `Lifted`, too.
    """

    name: str
    rows: list[list[Any]]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.rows), len(self.rows[0]) if self.rows else 0

    def errors(self) -> Iterator[tuple[str, CellError]]:
        """Each error, and where it stands: "row 2", in a row "column 2"."""
        rows, columns = self.shape
        for row, results in enumerate(self.rows, 1):
            for column, cell in enumerate(results, 1):
                if isinstance(cell, CellError):
                    words = [f"row {row}"] * (rows > 1) + [f"column {column}"] * (columns > 1)
                    yield ", ".join(words), cell

    def at(self, row: int, column: int) -> Any:
        """The value or error there; a single row or column stands for all."""
        rows, columns = self.shape
        return self.rows[row if rows > 1 else 0][column if columns > 1 else 0]


def coerced(
    function: Function, arguments: Sequence[Any], translate: Translate | None = None
) -> list[Any]:
    """The values that the body receives; a `Lifted` where a range stands for one number."""
    most = len(function.arguments)
    if len(arguments) > most:
        raise messages.TOO_MANY_ARGUMENTS(
            name=function.name, most=most, given=len(arguments), signature=function.signature
        )
    values = []
    for position, argument in enumerate(function.arguments):
        given = arguments[position] if position < len(arguments) else None
        if position >= len(arguments) and not argument.optional:
            raise messages.ARGUMENT_MISSING(
                name=function.name, argument=argument.name, signature=function.signature
            )
        coercion.check_rows(argument, given)
        if function.lifts(argument) and cells.is_range(given):
            values.append(_lifted(argument, given, translate))
        else:
            values.append(coercion.coerce(argument, given, translate))
    values = without_headings(values)
    checks.check_sizes(function, values)
    return values


def _lifted(argument: Argument, given: Any, translate: Translate | None) -> Lifted:
    coercion.check_rectangle(argument, given)
    rows = given.reshape(cells.shape(given)) if isinstance(given, np.ndarray) else given
    return Lifted(
        argument.name,
        [[_or_error(coercion.coerce, argument, cell, translate) for cell in row] for row in rows],
    )


def call(function: Function, values: Sequence[Any]) -> Any:
    """The body's result; a `Lifted` of results and errors where an argument is lifted."""
    lifted = [value for value in values if isinstance(value, Lifted)]
    if not lifted:
        return _result(function, values)
    rows, columns = _common_shape(lifted)
    results = [
        [_or_error(_call_at, function, values, row, column) for column in range(columns)]
        for row in range(rows)
    ]
    return Lifted(function.name, results)


def shaped(function: Function, values: Sequence[Any], result: Any) -> Value | list[list[Value]]:
    """A result as cells: a plain value, or a list of rows with its labels or its header."""
    if function.result.labels:
        return _cells(zip(function.result.labels, result, strict=True))
    if function.result.columns:
        return _cells([tuple(function.result.columns), *result])
    if isinstance(result, np.ndarray):
        turned = result.T if runs_across(function, values) else result
        table: list[list[Value]] = turned.tolist()
        return table if np.isfinite(result).all() else _cells(table)
    if isinstance(result, Lifted):
        return _cells(result.rows)
    return result if isinstance(result, (str, bool)) else float(result)


def runs_across(function: Function, values: Sequence[Any]) -> bool:
    """Whether the rows of a plain table become columns: the first series along them is a row."""
    along = (
        value
        for value in values
        if isinstance(value, Sample) and value.dimensions[0] == function.result.rows
    )
    first = next(along, None)
    return first is not None and first.is_row


def _call_at(function: Function, values: Sequence[Any], row: int, column: int) -> Any:
    """The result for one cell of the lifted ranges."""
    here = [value.at(row, column) if isinstance(value, Lifted) else value for value in values]
    for value in here:
        if isinstance(value, CellError):
            raise value
    return _result(function, here)


def _result(function: Function, values: Sequence[Any]) -> Any:
    """What the body gives; a single number is one that a cell can hold."""
    if function.is_per_period:
        checks.check_rate(function, values)
    try:
        with np.errstate(all="ignore"):  # what is too large shows in the result
            result = function.body(*values)
    except OverflowError:
        raise messages.RESULT_INFINITE(name=function.name) from None
    if isinstance(result, float) and not math.isfinite(result):
        message = messages.RESULT_MISSING if math.isnan(result) else messages.RESULT_INFINITE
        raise message(name=function.name)
    return result


def _common_shape(lifted: Sequence[Lifted]) -> tuple[int, int]:
    """Ranges of one shape, or one row against one column."""
    shape = (1, 1)
    for one in lifted:
        if any(a != b and 1 not in (a, b) for a, b in zip(shape, one.shape, strict=True)):
            raise messages.SHAPES_DIFFER(
                first=lifted[0].name,
                first_shape="{} x {}".format(*lifted[0].shape),
                second=one.name,
                second_shape="{} x {}".format(*one.shape),
            )
        rows, columns = (max(a, b) for a, b in zip(shape, one.shape, strict=True))
        shape = rows, columns
    return shape


def _or_error(function: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return function(*arguments)
    except CellError as error:
        return error


def _cells(rows: Iterable[Iterable[Any]]) -> list[list[Value]]:
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: Any) -> Value:
    """One entry of a table: what is missing is #N/A, never empty."""
    match value:
        case CellError():
            return value.code
        case None:
            return "#N/A"
        case str() | bool():
            return value
        case _ if math.isnan(value):
            return "#N/A"
        case _:
            return float(value) if math.isfinite(value) else "#NUM!"
