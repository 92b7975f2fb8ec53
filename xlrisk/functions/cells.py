"""From cells to values: the only module that looks at a raw cell.

A cell is None (empty), a bool, a number, a text, or the text of an error; a range is a list of
rows. What a host has besides (its own error objects, say) its `translate` turns into one of these.
Numpy arrays of floats, NaN for missing, are taken as they are.
"""

from __future__ import annotations

import datetime
import decimal
import itertools
import math
from collections.abc import Callable, Sequence
from types import NoneType
from typing import Any, TypeAlias

import numpy as np

from ..finance.arrays import Array
from . import messages
from .catalogue import Argument, Function
from .samples import Sample

Translate: TypeAlias = Callable[[Any], Any]

ERRORS = frozenset({"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"})
NEW_ERRORS = frozenset(
    {"#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!"}
    | {"#BUSY!", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!"}
)
_NUMBERS = frozenset({float, int})
_NUMBERS_AND_BLANKS = _NUMBERS | {NoneType}
_PLAIN = _NUMBERS_AND_BLANKS | {str, bool}
_EPOCH = datetime.datetime(1899, 12, 30)  # day 0 of the 1900 date system, from March 1900 on


def coerce(argument: Argument, cells: Any, translate: Translate | None = None) -> Any:
    """The value that the body receives for what stands in the cells of one argument."""
    if argument.optional and _is_left_out(argument, cells):
        return argument.default
    return _COERCE[argument.kind.form](argument, cells, translate)


def is_range(cells: Any) -> bool:
    """More than one cell."""
    return isinstance(cells, (list, tuple, np.ndarray)) and shape(cells) != (1, 1)


def shape(cells: Any) -> tuple[int, int]:
    """Rows and columns of a cell or a range."""
    if isinstance(cells, np.ndarray):
        return (cells.shape[0], cells.shape[1] if cells.ndim == 2 else 1) if cells.ndim else (1, 1)
    if not isinstance(cells, (list, tuple)):
        return 1, 1
    return len(cells), len(cells[0]) if cells else 0


def reason_missing(sample: Sample, row: int) -> str:
    """Why a row of a sample is missing, in one word: that of its first cell which is."""
    if isinstance(sample.cells, np.ndarray):
        return "empty"
    width = sample.values.size // len(sample)
    in_row = sample.cells[row * width : (row + 1) * width]
    return next(filter(None, map(_reason, in_row)), "empty")


def _reason(cell: Any) -> str:
    match cell:
        case None:
            return "empty"
        case bool():
            return "boolean"
        case str():
            return cell if cell in ERRORS else "text"
        case _:
            return ""


def _is_left_out(argument: Argument, cells: Any) -> bool:
    """Hosts deliver an omitted argument as empty or as 0; for an option "" says the same.

    Cells that are passed on to another function leave the question to it.
    """
    if argument.kind.form == "cells" or is_range(cells):
        return False
    cell = _only(cells)
    if isinstance(cell, str):
        return cell == "" and argument.kind.form == "option"
    return cell is None or (type(cell) in _NUMBERS and cell == 0)


def _only(cells: Any) -> Any:
    """The one cell of a range of one."""
    if isinstance(cells, np.ndarray):
        return cells.item()
    while isinstance(cells, (list, tuple)):
        cells = cells[0]
    return cells


def _one(argument: Argument, cells: Any, translate: Translate | None) -> Any:
    """The one plain cell of an argument; an error in it is raised, an empty one refused."""
    if is_range(cells):
        rows, columns = shape(cells)
        raise messages.NOT_ONE_CELL(argument=argument.name, rows=rows, columns=columns)
    cell = _plain(argument.name, _only(cells), translate)
    if cell is None:
        raise messages.EMPTY(argument=argument.name)
    if cell == "#N/A":
        raise messages.IS_ERROR(argument=argument.name, error="#N/A")
    return cell


def _plain(name: str, cell: Any, translate: Translate | None) -> Any:
    """A cell of any host as None, bool, number or text; errors other than #N/A are raised."""
    if type(cell) not in _PLAIN:
        cell = _from_foreign(name, cell, translate)
    if isinstance(cell, str) and cell[:1] == "#":
        if cell in NEW_ERRORS:
            raise messages.IS_NEW_ERROR(argument=name, error=cell)
        if cell in ERRORS and cell != "#N/A":
            raise messages.IS_ERROR(argument=name, error=cell)
    return cell


def _from_foreign(name: str, cell: Any, translate: Translate | None) -> Any:
    match cell:
        case decimal.Decimal():
            return float(cell)
        case np.generic():
            return cell.item()
        case datetime.datetime():
            return (cell.replace(tzinfo=None) - _EPOCH) / datetime.timedelta(days=1)
        case datetime.date():
            return float((cell - _EPOCH.date()).days)
        case bool() | int() | float() | str():  # subclasses
            return cell
    translated = translate(cell) if translate else cell
    if type(translated) not in _PLAIN:
        raise messages.NOT_A_CELL(argument=name, cell=type(cell).__name__)
    return translated


def _text_of(cell: Any) -> str:
    """A cell as a sentence names it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, str):
        return f'the text "{cell[:40]}"'
    return f"{cell:.15g}"


def _number(argument: Argument, cells: Any, translate: Translate | None) -> float:
    cell = _one(argument, cells, translate)
    if isinstance(cell, (bool, str)):
        raise messages.NOT_A_NUMBER(argument=argument.name, cell=_text_of(cell))
    try:
        value = float(cell)
    except OverflowError:
        value = math.inf
    if math.isnan(value):
        raise messages.IS_ERROR(argument=argument.name, error="#N/A")
    if math.isinf(value):
        raise messages.INFINITE(argument=argument.name)
    if (bounds := argument.kind.between) and not bounds[0] < value < bounds[1]:
        raise messages.OUT_OF_BOUNDS(
            argument=argument.name, cell=_text_of(value), low=bounds[0], high=bounds[1]
        )
    return value


def _whole_number(argument: Argument, cells: Any, translate: Translate | None) -> int:
    value = _number(argument, cells, translate)
    if not value.is_integer():
        raise messages.NOT_WHOLE(argument=argument.name, cell=_text_of(value))
    return int(value)


def _option(argument: Argument, cells: Any, translate: Translate | None) -> str:
    cell = _one(argument, cells, translate)
    word = cell.strip().lower() if isinstance(cell, str) else cell
    if word not in argument.kind.choices:
        *most, last = (f'"{choice}"' for choice in argument.kind.choices)
        raise messages.NOT_AN_OPTION(
            argument=argument.name, cell=_text_of(cell), choices=f"{', '.join(most)} or {last}"
        )
    return str(word)


def _text(argument: Argument, cells: Any, translate: Translate | None) -> str:
    cell = _one(argument, cells, translate)
    if not isinstance(cell, str):
        raise messages.NOT_A_TEXT(argument=argument.name, cell=_text_of(cell))
    if not cell.strip():
        raise messages.EMPTY(argument=argument.name)
    return cell


def _names(argument: Argument, cells: Any, translate: Translate | None) -> tuple[str | None, ...]:
    """Names as texts; a number (a ticker such as 7203) as it is written, a missing one as None."""
    plain = (_plain(argument.name, c, translate) for c in _flat(argument, cells)[0])
    return tuple(
        None if c is None or c == "#N/A" else c if isinstance(c, str) else f"{c:.15g}"
        for c in plain
    )


def _cells(_: Argument, cells: Any, translate: Translate | None) -> Any:
    """The cells as they came, but for what only the host understands."""
    if isinstance(cells, (list, tuple)):
        return [[_translated(cell, translate) for cell in row] for row in cells]
    return _translated(cells, translate)


def _translated(cell: Any, translate: Translate | None) -> Any:
    return translate(cell) if translate and type(cell) not in _PLAIN else cell


def _series_or_number(argument: Argument, cells: Any, translate: Translate | None) -> Any:
    return (_series if is_range(cells) else _number)(argument, cells, translate)


def _series(argument: Argument, cells: Any, translate: Translate | None) -> Sample:
    flat, rows, columns = _flat(argument, cells)
    if rows > 1 and columns > 1:
        raise messages.NOT_A_SERIES(argument=argument.name, rows=rows, columns=columns)
    return _checked(argument, Sample(argument.name, _numbers(argument, flat, translate), flat))


def _table(argument: Argument, cells: Any, translate: Translate | None) -> Sample:
    """A block, one column per asset; a single row is one asset: a row is a series, too."""
    if argument.kind.header and _has_header(cells):
        cells = cells[1:]
    flat, rows, columns = _flat(argument, cells)
    values = _numbers(argument, flat, translate)
    is_row = rows == 1 and columns > 1
    values = values.reshape((columns, 1) if is_row else (rows, columns))
    return _checked(argument, Sample(argument.name, values, flat, is_row=is_row))


def _has_header(cells: Any) -> bool:
    """Texts over a block."""
    if not isinstance(cells, (list, tuple)) or len(cells) < 2:
        return False
    return all(isinstance(c, str) and c not in ERRORS | NEW_ERRORS for c in cells[0])


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
    return list(itertools.chain.from_iterable(cells)), rows, columns


def _numbers(argument: Argument, flat: Any, translate: Translate | None) -> Array:
    """Cells as floats, NaN where one is missing."""
    if isinstance(flat, np.ndarray):
        # a series is made contiguous, as sums over strides may differ in the last bit
        values = np.asarray(flat, dtype=np.float64, order="C" if flat.ndim == 1 else None)
    else:
        types = set(map(type, flat))  # one look at all cells: most ranges hold numbers only
        if not types <= _NUMBERS_AND_BLANKS:
            flat = [_number_or_blank(argument.name, cell, translate) for cell in flat]
        if argument.kind.empty is not None:
            flat = [argument.kind.empty if cell is None else cell for cell in flat]
        try:
            values = np.array(flat, dtype=np.float64)  # None becomes NaN
        except OverflowError:
            raise messages.INFINITE(argument=argument.name) from None
    if _has_infinite(values):
        raise messages.INFINITE(argument=argument.name)
    return values


def _has_infinite(values: Array) -> bool:
    """One sum tells in nearly every case, and costs a third of looking at each value."""
    with np.errstate(over="ignore", invalid="ignore"):
        return not np.isfinite(values.sum()) and bool(np.isinf(values).any())


def _number_or_blank(name: str, cell: Any, translate: Translate | None) -> Any:
    """A cell of a series: a number, None where empty, NaN where it does not count."""
    cell = _plain(name, cell, translate)
    return math.nan if isinstance(cell, (str, bool)) else cell


def _looks_like_percent(values: Array) -> bool:
    sizes = np.abs(values[~np.isnan(values)])
    # counting first is cheap, and decides nearly always
    return bool(2 * np.count_nonzero(sizes > 0.5) >= sizes.size > 0 and np.median(sizes) > 0.5)


def check_together(function: Function, values: Sequence[Any]) -> None:
    """What no argument shows by itself: sizes that differ, a yearly rate given per period."""
    first: dict[str, tuple[str, int, str]] = {}
    for argument, value in zip(function.arguments, values, strict=True):
        for dimension, size, unit in _sizes(argument, value):
            name, first_size, word = first.setdefault(dimension, (argument.name, size, unit))
            if size != first_size:
                raise messages.SIZES_DIFFER(
                    first=name,
                    first_size=messages.counted(first_size, word),
                    second=argument.name,
                    second_size=size,
                )
    given = {a.name: v for a, v in zip(function.arguments, values, strict=True)}
    rate, freq = given.get("period_risk_free"), given.get("freq")
    if isinstance(rate, float) and freq is not None and freq >= 4 and rate > 0.02:
        raise messages.PERIOD_RATE_LOOKS_ANNUAL(
            rate=f"{rate:.6g}", annual=f"{rate * freq * 100:.6g}", freq=f"{freq:.6g}"
        )


def _sizes(argument: Argument, value: Any) -> list[tuple[str, int, str]]:
    """Dimension, size and unit of what an argument was given."""
    if isinstance(value, Sample) and value.values.ndim == 2:
        rows, columns = argument.kind.dimensions
        return [(rows, value.values.shape[0], "row"), (columns, value.values.shape[1], "column")]
    if isinstance(value, (Sample, tuple)):
        return [(argument.kind.dimensions[0], len(value), "cell")]
    return []


_COERCE: dict[str, Callable[[Argument, Any, Translate | None], Any]] = {
    "number": _number,
    "whole number": _whole_number,
    "option": _option,
    "text": _text,
    "names": _names,
    "cells": _cells,
    "series": _series,
    "series or number": _series_or_number,
    "table": _table,
}
