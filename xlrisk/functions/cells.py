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
from collections.abc import Callable
from types import NoneType
from typing import Any, TypeAlias

import numpy as np

from ..finance.arrays import Array
from . import messages
from .catalogue import Argument
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
_NO_HEADINGS = frozenset({"", "-", "n/a", "na", "nan", "null", "none", "missing"})
_EPOCH = datetime.datetime(1899, 12, 30)  # day 0 of the 1900 date system, from March 1900 on


def coerce(argument: Argument, cells: Any, translate: Translate | None = None) -> Any:
    """The value that the body receives for what stands in the cells of one argument."""
    if isinstance(cells, (list, tuple)) and cells and not isinstance(cells[0], (list, tuple)):
        raise messages.NOT_ROWS(argument=argument.name)
    if argument.kind.form != "cells" and not is_range(cells):
        cells = _known(argument.name, _only(cells), translate)
        if argument.optional and _is_left_out(argument, cells):
            return argument.default
    return _COERCE[argument.kind.form](argument, cells, translate)


def is_range(cells: Any) -> bool:
    """More than one cell."""
    rows, columns = shape(cells)
    return rows * columns > 1


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


def _is_left_out(argument: Argument, cell: Any) -> bool:
    """Hosts deliver an omitted argument as empty or as 0; for an option "" says the same."""
    if isinstance(cell, str):
        return cell == "" and argument.kind.form == "option"
    return cell is None or (cell == 0 and cell is not False)


def _only(cells: Any) -> Any:
    """The one cell of a range of one; a range of none is empty."""
    if isinstance(cells, np.ndarray):
        return cells.item() if cells.size else None
    while isinstance(cells, (list, tuple)):
        cells = cells[0] if cells else None
    return cells


def _one(argument: Argument, cells: Any) -> Any:
    """The one cell of an argument; an error in it is raised, an empty one refused."""
    if is_range(cells):
        rows, columns = shape(cells)
        raise messages.NOT_ONE_CELL(argument=argument.name, rows=rows, columns=columns)
    _raise_error(argument.name, cells)
    if cells is None:
        raise messages.EMPTY(argument=argument.name)
    if cells == "#N/A":
        raise messages.IS_ERROR(argument=argument.name, error="#N/A")
    return cells


def _raise_error(name: str, cell: Any) -> None:
    """Errors other than #N/A are not a matter of one cell."""
    if isinstance(cell, str) and cell[:1] == "#":
        if cell in NEW_ERRORS:
            raise messages.IS_NEW_ERROR(argument=name, error=cell)
        if cell in ERRORS and cell != "#N/A":
            raise messages.IS_ERROR(argument=name, error=cell)


def _known(name: str, cell: Any, translate: Translate | None) -> Any:
    """A cell of any host as None, bool, number or text."""
    known = cell if type(cell) in _PLAIN else _from_python(cell)
    if type(known) not in _PLAIN and translate:
        known = translate(known)
    if type(known) not in _PLAIN:
        raise messages.NOT_A_CELL(argument=name, cell=type(cell).__name__)
    return known


def _from_python(cell: Any) -> Any:
    """What Python and its libraries have for the content of a cell; anything else as it is."""
    match cell:
        case np.datetime64():
            return float((cell - np.datetime64(_EPOCH)) / np.timedelta64(1, "D"))
        case np.generic():
            return _from_python(cell.item())
        case float() | decimal.Decimal():  # subclasses of the plain types count as these
            return float(cell)
        case str():
            return str(cell)
        case datetime.date():
            return _serial(cell)
        case _:
            return int(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def _serial(date: datetime.date) -> float:
    """A date as Excel counts days, a time as a part of one."""
    if not isinstance(date, datetime.datetime):
        date = datetime.datetime.combine(date, datetime.time())
    return (date.replace(tzinfo=None) - _EPOCH) / datetime.timedelta(days=1)


def _text_of(cell: Any) -> str:
    """A cell as a sentence names it."""
    return f'the text "{cell[:40]}"' if isinstance(cell, str) else _shown(cell)


def _shown(cell: Any) -> str:
    """A number or a boolean as a cell shows it."""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).upper()[:40]


def _number(argument: Argument, cells: Any, _: Translate | None) -> float:
    cell = _one(argument, cells)
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


def _option(argument: Argument, cells: Any, _: Translate | None) -> str:
    cell = _one(argument, cells)
    word = cell.strip().lower() if isinstance(cell, str) else cell
    if word not in argument.kind.choices:
        *most, last = (f'"{choice}"' for choice in argument.kind.choices)
        raise messages.NOT_AN_OPTION(
            argument=argument.name, cell=_text_of(cell), choices=f"{', '.join(most)} or {last}"
        )
    return str(word)


def _text(argument: Argument, cells: Any, _: Translate | None) -> str:
    cell = _one(argument, cells)
    if not isinstance(cell, str):
        raise messages.NOT_A_TEXT(argument=argument.name, cell=_text_of(cell))
    if not cell.strip():
        raise messages.EMPTY(argument=argument.name)
    return cell


def _names(argument: Argument, cells: Any, translate: Translate | None) -> tuple[str | None, ...]:
    """Names as texts; a number (a ticker such as 7203) as it is written, a missing one as None."""
    _, flat = _numbers(argument, _flat(argument, cells)[0], translate)
    return tuple(
        None if cell is None or cell == "#N/A" else cell if isinstance(cell, str) else _shown(cell)
        for cell in flat
    )


def _cells(_: Argument, cells: Any, translate: Translate | None) -> Any:
    """The cells as they came, but for what only the host understands."""

    def translated(cell: Any) -> Any:
        return translate(cell) if translate and type(cell) not in _PLAIN else cell

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
    return _checked(argument, Sample(argument.name, values.reshape(-1), plain))


def _table(argument: Argument, cells: Any, translate: Translate | None) -> Sample:
    """A block, one column per asset; a single row is one asset: a row is a series, too."""
    has_header = argument.kind.header and _has_header(cells)
    flat, rows, columns = _flat(argument, cells[1:] if has_header else cells)
    values, plain = _numbers(argument, flat, translate)
    is_row = rows == 1 and columns > 1 and not has_header
    values = values.reshape((columns, 1) if is_row else (rows, columns))
    sample = Sample(argument.name, values, plain, is_row=is_row, first_row=1 + has_header)
    return _checked(argument, sample)


def _has_header(cells: Any) -> bool:
    """Texts over a block; texts like numbers, or a lone "n/a", are cells that went wrong."""
    if not isinstance(cells, (list, tuple)) or len(cells) < 2 or not cells[0]:
        return False
    first = cells[0]
    if not all(isinstance(c, str) and c not in ERRORS | NEW_ERRORS for c in first):
        return False
    words = {cell.strip().lower() for cell in first}
    return not words <= _NO_HEADINGS and not all(map(_is_numeric, words))


def _is_numeric(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


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
        if not types <= _PLAIN:
            flat = [_known(argument.name, cell, translate) for cell in flat]
        numbers = flat
        if argument.kind.empty is not None:
            numbers = [argument.kind.empty if cell is None else cell for cell in flat]
        if not types <= _NUMBERS_AND_BLANKS:
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
    _raise_error(name, cell)
    return math.nan if isinstance(cell, (str, bool)) else cell


def _looks_like_percent(values: Array) -> bool:
    sizes = np.abs(values[~np.isnan(values)])
    # counting first is cheap, and decides nearly always; halves cannot overflow
    return bool(2 * np.count_nonzero(sizes > 0.5) >= sizes.size > 0 and np.median(sizes / 2) > 0.25)


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
    "table": _table,
}
