"""From the cells of an argument to the value that a function's body receives."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..finance.arrays import Array
from . import messages
from .catalogue import Argument
from .cells import (
    NUMBERS_AND_BLANKS,
    PLAIN,
    Translate,
    is_range,
    known,
    only,
    raise_error,
    shape,
    shown,
    text_of,
)
from .dates import LAST_DAY
from .headers import heading
from .samples import Sample


def coerce(argument: Argument, cells: Any, translate: Translate | None = None) -> Any:
    """The value that the body receives for what stands in the cells of one argument."""
    if argument.kind.form != "cells" and not is_range(cells):
        cells = known(argument.name, only(cells), translate)
        if argument.optional and _is_left_out(argument, cells):
            return argument.default
    return _COERCE[argument.kind.form](argument, cells, translate)


def _is_left_out(argument: Argument, cell: Any) -> bool:
    """Hosts deliver an omitted argument as empty or as 0; for an option "" says the same."""
    if isinstance(cell, str):
        return cell == "" and argument.kind.form == "option"
    return cell is None or (cell == 0 and cell is not False)


def _one(argument: Argument, cells: Any) -> Any:
    """The one cell of an argument; an error in it is raised, an empty one refused."""
    if is_range(cells):
        rows, columns = shape(cells)
        raise messages.NOT_ONE_CELL(argument=argument.name, rows=rows, columns=columns)
    raise_error(argument.name, cells)
    if cells is None:
        raise messages.EMPTY(argument=argument.name)
    if cells == "#N/A":
        raise messages.IS_ERROR(argument=argument.name, error="#N/A")
    return cells


def _number(argument: Argument, cells: Any, _: Translate | None) -> float:
    cell = _one(argument, cells)
    if isinstance(cell, (bool, str)):
        raise messages.NOT_A_NUMBER(argument=argument.name, cell=text_of(cell))
    try:
        value = float(cell)
    except OverflowError:
        value = math.inf
    if math.isnan(value):
        raise messages.IS_ERROR(argument=argument.name, error="#N/A")
    if math.isinf(value):
        raise messages.INFINITE(argument=argument.name)
    if (bounds := argument.kind.between) and not bounds[0] < value < bounds[1]:
        message = _out_of_bounds(argument, *bounds)
        raise message(argument=argument.name, cell=text_of(value), low=bounds[0], high=bounds[1])
    return value


def _out_of_bounds(argument: Argument, low: float, high: float) -> messages.Message:
    """The sentence that names all that is allowed: a bound is not, unless it is the default."""
    if not math.isinf(high):
        return messages.OUT_OF_BOUNDS
    return messages.BELOW_DEFAULT if argument.default == low else messages.TOO_LOW


def _whole_number(argument: Argument, cells: Any, translate: Translate | None) -> int:
    value = _number(argument, cells, translate)
    if not value.is_integer():
        raise messages.NOT_WHOLE(argument=argument.name, cell=text_of(value))
    return int(value)


def _option(argument: Argument, cells: Any, _: Translate | None) -> str:
    cell = None if cells is None else _one(argument, cells)
    word = cell.strip().lower() if isinstance(cell, str) else cell
    if word not in argument.kind.choices:
        *most, last = (f'"{choice}"' for choice in argument.kind.choices)
        raise messages.NOT_AN_OPTION(
            argument=argument.name,
            cell="empty" if cell is None else text_of(cell),
            choices=f"{', '.join(most)} or {last}",
        )
    return str(word)


def _text(argument: Argument, cells: Any, _: Translate | None) -> str:
    cell = _one(argument, cells)
    if not isinstance(cell, str):
        raise messages.NOT_A_TEXT(argument=argument.name, cell=text_of(cell))
    if not cell.strip():
        raise messages.EMPTY(argument=argument.name)
    return cell


def _names(argument: Argument, cells: Any, translate: Translate | None) -> tuple[str | None, ...]:
    """Names as texts; a number (a ticker such as 7203) as it is written, a missing one as None."""
    _, flat = _numbers(argument, _flat(argument, cells)[0], translate)
    return tuple(
        None if cell is None or cell == "#N/A" else cell if isinstance(cell, str) else shown(cell)
        for cell in flat
    )


def _cells(_: Argument, cells: Any, translate: Translate | None) -> Any:
    """The cells as they came, but for what only the host understands."""

    def translated(cell: Any) -> Any:
        return translate(cell) if translate and type(cell) not in PLAIN else cell

    if isinstance(cells, (list, tuple)):
        return [[translated(cell) for cell in row] for row in cells]
    return translated(cells)


def _series_or_number(argument: Argument, cells: Any, translate: Translate | None) -> Any:
    return (_series if is_range(cells) else _number)(argument, cells, translate)


def _series(argument: Argument, cells: Any, translate: Translate | None) -> Sample:
    flat, rows, columns = _flat(argument, cells)
    if rows > 1 and columns > 1:
        raise messages.NOT_A_SERIES(argument=argument.name, rows=rows, columns=columns)
    values, plain = _numbers(argument, flat, translate)
    is_row = rows == 1 and columns > 1
    dimensions = argument.kind.dimensions
    return _checked(
        argument, Sample(argument.name, values.reshape(-1), plain, dimensions, is_row=is_row)
    )


def _dates(argument: Argument, cells: Any, translate: Translate | None) -> Sample:
    """Days as numbers; what is no number is no date, and what no calendar has is refused."""
    sample = _series(argument, cells, translate)
    outside = ~((sample.values >= 0) & (sample.values < LAST_DAY + 1)) & sample.present
    if outside.any():
        row = int(outside.argmax())
        raise messages.NOT_A_DATE(
            argument=argument.name, cell=shown(float(sample.values[row])), place=sample.place(row)
        )
    return sample


def _table(argument: Argument, cells: Any, translate: Translate | None) -> Sample:
    """A block, one column per asset; a single row is one asset: a row is a series, too."""
    names = heading(cells) if argument.kind.header else None
    flat, rows, columns = _flat(argument, cells[1:] if names else cells)
    values, plain = _numbers(argument, flat, translate)
    is_row = rows == 1 and columns > 1 and not names
    sample = Sample(
        argument.name,
        values.reshape((columns, 1) if is_row else (rows, columns)),
        plain,
        argument.kind.dimensions,
        is_row=is_row,
        first_row=2 if names else 1,
        names=names,
    )
    return _checked(argument, sample)


def _checked(argument: Argument, sample: Sample) -> Sample:
    if argument.kind.decimal and _looks_like_percent(sample.values):
        raise messages.LOOKS_LIKE_PERCENT(argument=argument.name)
    return sample


def _flat(argument: Argument, cells: Any) -> tuple[Any, int, int]:
    """The cells row by row, and the rows and columns they came in."""
    rows, columns = shape(cells)
    if isinstance(cells, np.ndarray):
        return cells, rows, columns
    if not isinstance(cells, (list, tuple)):
        return [cells], 1, 1
    try:
        if columns == 1:
            return [cell for (cell,) in cells], rows, 1
        if any(len(row) != columns for row in cells):
            raise ValueError
    except ValueError:
        raise messages.RAGGED(argument=argument.name) from None
    except TypeError:
        raise messages.NOT_ROWS(argument=argument.name) from None
    return list(itertools.chain.from_iterable(cells)), rows, columns


def _numbers(argument: Argument, flat: Any, translate: Translate | None) -> tuple[Array, Any]:
    """Cells as floats, NaN where one is missing; and the cells as plain ones."""
    if isinstance(flat, np.ndarray):
        values = np.asarray(flat, dtype=np.float64)
    else:
        types = set(map(type, flat))  # one look at all cells: most ranges hold numbers only
        if not types <= PLAIN:
            flat = [known(argument.name, cell, translate) for cell in flat]
        numbers = flat
        if argument.kind.empty is not None:
            numbers = [argument.kind.empty if cell is None else cell for cell in flat]
        if not types <= NUMBERS_AND_BLANKS:
            numbers = [_number_or_missing(argument.name, cell) for cell in numbers]
        try:
            values = np.array(numbers, dtype=np.float64)  # None becomes NaN
        except OverflowError:
            raise messages.INFINITE(argument=argument.name) from None
    if np.isinf(values).any():
        raise messages.INFINITE(argument=argument.name)
    return values, flat


def _number_or_missing(name: str, cell: Any) -> Any:
    """A cell of a series: a number, None where empty, NaN where it does not count."""
    raise_error(name, cell)
    return math.nan if isinstance(cell, (str, bool)) else cell


def _looks_like_percent(values: Array) -> bool:
    sizes = np.abs(values[~np.isnan(values)])
    # counting first is cheap, and decides nearly always; halves cannot overflow
    return bool(2 * np.count_nonzero(sizes > 0.5) >= sizes.size > 0 and np.median(sizes / 2) > 0.25)


def check_rows(argument: Argument, cells: Any) -> None:
    """A range is a list of rows, also where it is one row or one column."""
    if isinstance(cells, (list, tuple)) and cells and not isinstance(cells[0], (list, tuple)):
        raise messages.NOT_ROWS(argument=argument.name)


def check_rectangle(argument: Argument, cells: Any) -> None:
    """A range has rows of one length."""
    _flat(argument, cells)


_COERCE: dict[str, Callable[[Argument, Any, Translate | None], Any]] = {
    "number": _number,
    "whole number": _whole_number,
    "option": _option,
    "text": _text,
    "names": _names,
    "cells": _cells,
    "series": _series,
    "series or number": _series_or_number,
    "dates": _dates,
    "table": _table,
}
