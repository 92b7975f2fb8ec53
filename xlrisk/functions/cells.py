"""What a cell is, whichever host it comes from; with `coercion.py` all that looks at a raw cell.

A cell is None (empty), a bool, a number, a text, or the text of an error; a range is a list of
rows. What a host has besides (its own error objects, say) its `translate` turns into one of these.
Numpy arrays of floats, NaN for missing, are taken as they are.
"""

from __future__ import annotations

import datetime
import decimal
import itertools
from collections.abc import Callable
from types import NoneType
from typing import Any, TypeAlias

import numpy as np

from ..finance.arrays import Rows
from . import messages
from .samples import Sample

Translate: TypeAlias = Callable[[Any], Any]

ERRORS = frozenset({"#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"})
NEW_ERRORS = frozenset(
    {"#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!"}
    | {"#BUSY!", "#EXTERNAL!", "#PYTHON!", "#TIMEOUT!"}
)
_NUMBERS = frozenset({float, int})
NUMBERS_AND_BLANKS = _NUMBERS | {NoneType}
PLAIN = NUMBERS_AND_BLANKS | {str, bool}
_EPOCH = datetime.datetime(1899, 12, 30)  # day 0 of the 1900 date system, from March 1900 on


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


def reason_missing(sample: Sample, row: int, columns: Rows | None = None) -> str:
    """Why a row of a sample is missing, in one word: that of its first cell which is."""
    if isinstance(sample.cells, np.ndarray):
        return "empty"
    width = sample.values.size // len(sample)
    in_row = sample.cells[row * width : (row + 1) * width]
    if columns is not None and width > 1:
        in_row = itertools.compress(in_row, columns.tolist())
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


def only(cells: Any) -> Any:
    """The one cell of a range of one; a range of none is empty."""
    if isinstance(cells, np.ndarray):
        return cells.item() if cells.size else None
    while isinstance(cells, (list, tuple)):
        cells = cells[0] if cells else None
    return cells


def raise_error(name: str, cell: Any) -> None:
    """Errors other than #N/A are not a matter of one cell."""
    if isinstance(cell, str) and cell[:1] == "#":
        if cell in NEW_ERRORS:
            raise messages.IS_NEW_ERROR(argument=name, error=cell)
        if cell in ERRORS and cell != "#N/A":
            raise messages.IS_ERROR(argument=name, error=cell)


def known(name: str, cell: Any, translate: Translate | None) -> Any:
    """A cell of any host as None, bool, number or text."""
    known = cell if type(cell) in PLAIN else _from_python(cell)
    if type(known) not in PLAIN and translate:
        known = translate(known)
    if type(known) not in PLAIN:
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


def text_of(cell: Any) -> str:
    """A cell as a sentence names it."""
    return f'the text "{cell[:40]}"' if isinstance(cell, str) else shown(cell)


def shown(cell: Any) -> str:
    """A number or a boolean as a cell shows it."""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).upper()[:40]
