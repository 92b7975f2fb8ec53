"""formualizer as the engine; its contract with Python functions is known here only."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Callable
from typing import Any

import formualizer

from ...errors import CellError
from ...functions import FUNCTIONS
from ...functions.evaluate import Value, evaluate_for
from . import Cell
from .spellings import spellings_in

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
}
_KIND_OF = {code: kind for kind, code in _CODE_OF.items()}
_EXTENT = re.compile(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?$")


class FormualizerCalculation:
    """A workbook in formualizer."""

    def __init__(self, package: bytes) -> None:
        config = formualizer.EvaluationConfig()
        config.cycle_detection = "runtime"  # "static" sees cycles where a formula names its own row
        self._workbook = formualizer.Workbook.from_bytes(
            package, config=formualizer.WorkbookConfig(eval_config=config)
        )
        self._workbook.set_temporal_egress("serial")  # dates as numbers
        for name in FUNCTIONS:
            self._register(name, name)
        for spelling, name in spellings_in(package, FUNCTIONS).items():
            self._register(spelling, name)

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self._workbook.sheet_names)

    def run(self) -> None:
        self._workbook.evaluate_all()

    def value(self, sheet: str, row: int, column: int) -> Cell:
        cell: Cell = _plain(self._workbook.get_value(sheet, row, column))
        return cell

    def block(self, sheet: str, row: int, column: int, rows: int, columns: int) -> list[list[Cell]]:
        area = formualizer.RangeAddress(sheet, row, column, row + rows - 1, column + columns - 1)
        values = self._workbook.sheet(sheet).get_values(area)
        return [[_plain(value) for value in one_row] for one_row in values]

    def spill(self, sheet: str, row: int, column: int) -> tuple[int, int]:
        address = f"'{sheet.replace(chr(39), chr(39) * 2)}'!{_letters(column)}{row}"
        role = self._workbook.inspect_cell(address, include_values=False).cell.spill
        extent = _EXTENT.search(role.extent) if role and role.extent else None
        if not extent or not extent[3]:
            return 1, 1
        left, top, right, bottom = extent.groups()
        return int(bottom) - int(top) + 1, _number(right) - _number(left) + 1

    def _register(self, spelling: str, name: str) -> None:
        # our functions are pure, so the engine may call them from its worker threads
        self._workbook.register_function(spelling, _callback(name), thread_safe=True)


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
    return {"type": "Error", "kind": _KIND_OF[code]}


def _plain(value: Any) -> Any:
    """A value of the engine as a plain cell."""
    if isinstance(value, dict) and value.get("type") == "Error":
        return _CODE_OF.get(value["kind"], "#VALUE!")
    return value


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
