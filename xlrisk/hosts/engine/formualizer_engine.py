"""formualizer as the engine; its contract with Python functions is known here only."""

from __future__ import annotations

import datetime
import itertools
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

import formualizer

from ...errors import CellError
from ...functions import FUNCTIONS
from ...functions.evaluate import Value, evaluate_for
from ...workbook.addresses import address, area
from ...workbook.values import ErrorText
from . import Cell, EngineError
from .overrides import OVERRIDES
from .overrides._cells import Override
from .overrides.dates_1904 import OVERRIDES_1904
from .prepare import ENGINE_FUNCTIONS, arrays

_CODE_OF = {
    "Na": "#N/A",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Null": "#NULL!",
    "Spill": "#SPILL!",
    "Calc": "#CALC!",
    "Circ": "#CIRC!",  # no error of Excel: the cell reads itself
    "NImpl": "#NIMPL!",  # no error of Excel: the engine lacks something
}
_KIND_OF = {code: kind for kind, code in _CODE_OF.items()}
_PREFIXES = ("", "_xlfn.", "_xlfn._xlws.")  # of functions that are newer than the file format


class FormualizerCalculation:
    """A workbook in formualizer."""

    def __init__(self, package: bytes, *, date1904: bool = False, mended: bool = True) -> None:
        config = formualizer.EvaluationConfig()
        config.cycle_detection = "runtime"  # "static" sees cycles where a formula names its own row
        if date1904:
            config.date_system = "1904"
        settings = formualizer.WorkbookConfig(eval_config=config)
        try:
            self._workbook = formualizer.Workbook.from_bytes(package, config=settings)
        except Exception as error:  # whatever the engine raises, it is about this workbook
            raise EngineError(f"The engine cannot read the workbook: {_reason(error)}.") from error
        self._workbook.set_temporal_egress("serial")  # dates as numbers
        overrides = OVERRIDES | OVERRIDES_1904 if date1904 else OVERRIDES
        _register(self._workbook.register_function, overrides, mended=mended or date1904)

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
    return other if other != formula else None


_SECOND = "XLR_"
_MENDED = re.compile(
    r"(?<![\w.])(?:_xlfn\.|_xlws\.)*"
    rf"({'|'.join(map(re.escape, OVERRIDES.keys() & ENGINE_FUNCTIONS))})\(",
    re.IGNORECASE,
)


def _register(
    register: Callable[..., None], overrides: Mapping[str, Override], *, mended: bool
) -> None:
    """Our functions, and our versions of built-in ones.

    These take the place of the engine's own if `mended`; they always have names for a second try.
    """
    for name in FUNCTIONS:
        # our functions are pure, so the engine may call them from its worker threads
        register(name, _callback(name), thread_safe=True)
    register(arrays.NAME, arrays.exact_extent, min_args=3, max_args=3, thread_safe=True)
    for name, override in overrides.items():
        in_place = mended or name not in ENGINE_FUNCTIONS
        for prefix in (_SECOND, *(_PREFIXES if in_place else ())):
            register(
                prefix + name,
                override.body,
                min_args=override.min_args,
                max_args=override.max_args,
                thread_safe=True,
                allow_override_builtin=True,
            )


def _callback(name: str) -> Callable[..., Any]:
    """A function as formualizer calls it: errors are dicts, tables lists of rows."""

    def call(*cells: Any) -> Any:
        try:
            return _for_engine(evaluate_for(name, cells, _plain))
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
