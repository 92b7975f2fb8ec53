"""`xlrisk doctor --excel`: the steps of docs/first-excel-check.md that a computer can do by itself.

Not yet run in Excel.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from ..functions import FUNCTIONS
from ..functions.catalogue import Example
from ..functions.describe import formula
from ..workbook.values import Cell, ErrorText
from .excel_install import installed_addin
from .machine import Machine

Shown = Callable[[Sequence[str]], list[Cell]]
_DIGITS = 1e-4  # formulas are typed with six digits


def differences(shown: Shown) -> list[str]:
    """A sentence for each function whose first example Excel shows otherwise than it should."""
    typed = dict(_typed())
    values = shown(list(typed))
    return [
        f"{text} shows {value} in Excel, and should show {expected}."
        for (text, expected), value in zip(typed.items(), values, strict=True)
        if not _agree(expected, value)
    ]


def in_excel(machine: Machine) -> Shown:
    """An Excel of our own that opens the installed add-in, for one list of formulas."""

    def shown(formulas: Sequence[str]) -> list[Cell]:
        from ..hosts.excel.runner import excel
        from ..hosts.excel.trial import shown_in_excel

        profile = machine.profile
        assert profile is not None  # noqa: S101  # the other checks have passed
        with excel(installed_addin(profile)) as app:
            return shown_in_excel(app.api, formulas)

    return shown


def _typed() -> Iterator[tuple[str, Cell]]:
    """A formula for every function that can be typed with constants, and what it should show."""
    for function in FUNCTIONS.values():
        for example in function.examples:
            if not _has_blanks(example):
                yield formula(function, example), _first(example)
                break


def _has_blanks(example: Example) -> bool:
    """Whether it has an empty cell, which no constant can be."""
    cells = [
        cell for rows in example.cells if isinstance(rows, list) for row in rows for cell in row
    ]
    return None in cells


def _first(example: Example) -> Cell:
    result = example.result
    while isinstance(result, list):
        result = result[0]
    return ErrorText(result) if example.fails else result


def _agree(expected: Cell, value: Cell) -> bool:
    numbers = (int, float)
    if isinstance(expected, numbers) and isinstance(value, numbers):
        return math.isclose(expected, value, rel_tol=_DIGITS, abs_tol=_DIGITS)
    return expected == value and isinstance(value, ErrorText) is isinstance(expected, ErrorText)
