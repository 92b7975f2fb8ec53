"""formualizer as the engine; its contract with Python functions is known here only."""

from __future__ import annotations

import datetime
import itertools
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import formualizer

from ...errors import CellError
from ...functions import FUNCTIONS
from ...functions.evaluate import Value, evaluate_for
from ...workbook.addresses import address, area
from ...workbook.values import ErrorText
from . import Cell, EngineError
from .overrides import OVERRIDES
from .overrides._cells import KIND_OF, Override
from .overrides.dates_1904 import OVERRIDES_1904
from .overrides.index_of_results import NAME as INDEX_OF_VALUE
from .overrides.index_of_results import index_of_value, with_index_of_values
from .prepare import ENGINE_FUNCTIONS, arrays
from .prepare.joined import with_joins

_KIND_OF = KIND_OF | {
    "#CIRC!": "Circ",  # no error of Excel: the cell reads itself
    "#NIMPL!": "NImpl",  # no error of Excel: the engine lacks something
}
_CODE_OF = {kind: code for code, kind in _KIND_OF.items()}
_AT_A_TIME, _SPARSE = 10_000, 8  # cells; cells of a block for each one that is asked for
_DAY_ZERO_1904 = 1462  # the first day of the 1904 system, as the 1900 system counts it
_PREFIXES = ("", "_xlfn.", "_xlfn._xlws.")  # of functions that are newer than the file format


class FormualizerCalculation:
    """A workbook in formualizer."""

    def __init__(self, package: bytes, *, date1904: bool = False) -> None:
        config = formualizer.EvaluationConfig()
        config.cycle_detection = "runtime"  # "static" sees cycles where a formula names its own row
        # calls into Python wait for each other anyway, and each holds its ranges meanwhile;
        # many workbooks go to many processes
        config.enable_parallel = False
        if date1904:
            config.date_system = "1904"
        settings = formualizer.WorkbookConfig(eval_config=config)
        try:
            self._workbook = formualizer.Workbook.from_bytes(package, config=settings)
        except Exception as error:  # whatever the engine raises, it is about this workbook
            raise EngineError(f"The engine cannot read the workbook: {_reason(error)}.") from error
        self._workbook.set_temporal_egress("serial")  # dates as numbers
        register = self._workbook.register_function
        _register_ours(register, day_zero=_DAY_ZERO_1904 if date1904 else 0)
        _register(register, OVERRIDES_1904 if date1904 else {})

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self._workbook.sheet_names)

    def run(self) -> None:
        try:
            self._workbook.evaluate_all()
        except Exception as error:  # whatever the engine raises, it is about this workbook
            raise EngineError(
                f"The engine cannot calculate the workbook: {_reason(error)}."
            ) from error

    def value(self, sheet: str, row: int, column: int) -> Cell:
        cell: Cell = _value(self._workbook.get_value(sheet, row, column))
        return cell

    def values(self, sheet: str, cells: Sequence[tuple[int, int, int]]) -> list[Cell]:
        found: list[Cell] = []
        for start in range(0, len(cells), _AT_A_TIME):
            found += self._near_values(sheet, cells[start : start + _AT_A_TIME])
        return found

    def _near_values(self, sheet: str, cells: Sequence[tuple[int, int, int]]) -> list[Cell]:
        """Some cells at once: as a block, where they fill a good part of it."""
        _, rows, columns = zip(*cells, strict=True)
        top, left, bottom, right = min(rows), min(columns), max(rows), max(columns)
        if (bottom - top + 1) * (right - left + 1) > _SPARSE * len(cells):
            return [self.value(sheet, row, column) for _, row, column in cells]
        area = formualizer.RangeAddress(sheet, top, left, bottom, right)
        block = self._workbook.sheet(sheet).get_values(area)
        values = [block[row - top][column - left] for _, row, column in cells]
        return [_value(value) if isinstance(value, dict) else value for value in values]

    def has_formula(self, sheet: str, row: int, column: int) -> bool:
        return self._workbook.get_formula(sheet, row, column) is not None

    def block(self, sheet: str, row: int, column: int, rows: int, columns: int) -> list[list[Cell]]:
        block = formualizer.RangeAddress(sheet, row, column, row + rows - 1, column + columns - 1)
        values = self._workbook.sheet(sheet).get_values(block)
        return [[_value(value) for value in one_row] for one_row in values]

    def spill(self, sheet: str, row: int, column: int) -> tuple[int, int]:
        quoted = sheet.replace("'", "''")
        cell = f"'{quoted}'!{address(row, column)}"
        role = self._workbook.inspect_cell(cell, include_values=False).cell.spill
        if not role or not role.extent:
            return 1, 1
        filled = area(role.extent.rpartition("!")[2])
        return filled.rows, filled.columns

    def set_value(self, sheet: str, row: int, column: int, value: Cell) -> None:
        given = _error(value) if isinstance(value, ErrorText) else value
        self._workbook.set_value(sheet, row, column, given)

    def set_formula(self, sheet: str, row: int, column: int, formula: str) -> None:
        self._workbook.set_formula(sheet, row, column, f"={formula}")

    def set_clock(self, now: datetime.datetime) -> None:
        # the engine takes an instant and a zone; the wall clock in both is what cells show
        self._workbook.set_deterministic_clock(now.replace(tzinfo=datetime.UTC))


def second_try(formula: str) -> str | None:
    """The formula with our versions of built-in functions; None if it calls none that we have."""
    other = _MENDED.sub(lambda found: f"{_SECOND}{found[1].upper()}(", formula)
    other = with_index_of_values(with_joins(other, f"{_SECOND}CONCATENATE"))
    return other if other != formula else None


_SECOND = "XLR_"
_MENDED = re.compile(
    r"(?<![\w.])(?:_xlfn\.|_xlws\.)*"
    rf"({'|'.join(map(re.escape, OVERRIDES.keys() & ENGINE_FUNCTIONS))})\(",
    re.IGNORECASE,
)


def _register_ours(register: Callable[..., None], *, day_zero: int) -> None:
    for name in FUNCTIONS:
        # our functions are pure, so the engine may call them from its worker threads
        register(name, _callback(name, day_zero), thread_safe=True)


def _register(register: Callable[..., None], in_place: Mapping[str, Override]) -> None:
    """Functions that the engine lacks, and our versions of those that it has.

    These have names of their own, but for a few that take the place of the engine's.
    """
    register(arrays.NAME, arrays.exact_extent, min_args=3, max_args=3, thread_safe=True)
    register(INDEX_OF_VALUE, index_of_value, min_args=1, max_args=3, thread_safe=True)
    for name, override in {**OVERRIDES, **in_place}.items():
        takes_place = name in in_place or name not in ENGINE_FUNCTIONS
        for prefix in (_SECOND, *(_PREFIXES if takes_place else ())):
            register(
                prefix + name,
                override.body,
                min_args=override.min_args,
                max_args=override.max_args,
                thread_safe=True,
                allow_override_builtin=True,
            )


def _callback(name: str, day_zero: int) -> Callable[..., Any]:
    """A function as formualizer calls it: errors are dicts, tables lists of rows."""

    def call(*cells: Any) -> Any:
        try:
            return _for_engine(evaluate_for(name, cells, _plain, day_zero=day_zero))
        except CellError as error:
            return _error(error.code)
        except Exception:  # the engine would show #VALUE! and say nothing
            logging.getLogger("xlrisk").exception("%s failed; please report it", name)
            return _error("#VALUE!")

    return call


def _for_engine(value: Value | list[list[Value]]) -> Any:
    if not isinstance(value, list):
        return value
    if not any(isinstance(cell, str) for cell in itertools.chain.from_iterable(value)):
        return value
    return [[_error(cell) if cell in _KIND_OF else cell for cell in row] for row in value]


def _error(code: Any) -> dict[str, str]:
    return {"type": "Error", "kind": _KIND_OF.get(code, "Value")}


def _plain(value: Any) -> Any:
    """A value of the engine as a plain cell: an error is its text."""
    if isinstance(value, dict) and value.get("type") == "Error":
        return _CODE_OF.get(value["kind"], "#VALUE!")
    return value


def _value(value: Any) -> Any:
    """A value of the engine as it goes into a file: an error is told from a text."""
    return ErrorText(_plain(value)) if isinstance(value, dict) else value


def _reason(error: Exception) -> str:
    """What the engine says, without a full stop of its own."""
    return str(error).rstrip(".")
