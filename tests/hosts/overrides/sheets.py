"""A formula in the engine with the overrides registered, as a workbook has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import formualizer

from xlrisk.hosts.engine.overrides import OVERRIDES
from xlrisk.hosts.engine.overrides._cells import KIND_OF, Override

_CODE_OF = {kind: code for code, kind in KIND_OF.items()}
_FORMULA = "Z99"  # beside and below of all cells of the tests
_ADDRESS = re.compile(r"([A-Z]+)(\d+)")


class Sheet:
    """One sheet; texts that are the code of an error become that error."""

    def __init__(
        self,
        cells: Mapping[str, Any] | Iterable[Iterable[Any]] = (),
        overrides: Mapping[str, Override] = OVERRIDES,
    ) -> None:
        config = formualizer.EvaluationConfig()
        config.cycle_detection = "runtime"
        self._workbook = formualizer.Workbook(config=formualizer.WorkbookConfig(eval_config=config))
        self._workbook.set_temporal_egress("serial")
        self._workbook.add_sheet("Sheet")
        for name, override in overrides.items():
            for spelling in (name, f"_xlfn.{name}"):
                self._workbook.register_function(
                    spelling,
                    override.body,
                    min_args=override.min_args,
                    max_args=override.max_args,
                    allow_override_builtin=True,
                    thread_safe=True,
                )
        if isinstance(cells, Mapping):
            for address, value in cells.items():
                self.put(*_place(address), value)
        else:
            for row, values in enumerate(cells, 1):
                for column, value in enumerate(values, 1):
                    self.put(row, column, value)

    def put(self, row: int, column: int, value: Any) -> None:
        if isinstance(value, str) and value in KIND_OF:
            self.put_error(row, column, value)
        else:
            number = isinstance(value, int) and not isinstance(value, bool)
            self._workbook.set_value("Sheet", row, column, float(value) if number else value)

    def put_error(self, row: int, column: int, code: str) -> None:
        formula = "=NA()" if code == "#N/A" else f"={code}"
        self._workbook.set_formula("Sheet", row, column, formula)

    def put_text(self, row: int, column: int, text: str) -> None:
        """A text as it is, also one that reads as an error."""
        self._workbook.set_value("Sheet", row, column, text)

    def value(self, formula: str, at: str = _FORMULA) -> Any:
        """What the cell of a formula shows."""
        place = _place(at)
        self._workbook.set_formula("Sheet", *place, formula)
        return shown(self._workbook.evaluate_cell("Sheet", *place))


def shown(value: Any) -> Any:
    """A value with errors as their codes; of an array all rows."""
    if isinstance(value, list):
        return [[shown(cell) for cell in row] for row in value]
    return _CODE_OF[value["kind"]] if isinstance(value, dict) else value


def called(name: str, *arguments: Any) -> Any:
    """What an override gives for cells, with the codes of errors as texts on both sides."""
    return shown(OVERRIDES[name].body(*map(_given, arguments)))


def agrees(found: Any, expected: Any) -> bool:
    """Equal and of one type, numbers to 12 digits."""
    if isinstance(found, float) and isinstance(expected, (int, float)):
        return not isinstance(expected, bool) and abs(found - expected) <= 1e-12 * abs(expected)
    return type(found) is type(expected) and bool(found == expected)


def _given(value: Any) -> Any:
    if isinstance(value, list):
        return [[_given(cell) for cell in row] for row in value]
    if isinstance(value, str) and value in KIND_OF:
        return {"type": "Error", "kind": KIND_OF[value]}
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _place(address: str) -> tuple[int, int]:
    letters, row = _ADDRESS.findall(address)[0]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row), column
