"""Formulas typed into a real Excel, to see whether it runs our functions at all.

Not yet run in Excel: tests put a fake of its objects in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...workbook.values import Cell
from .sheet import refusals, value_of


def shown_in_excel(application: Any, formulas: Sequence[str]) -> list[Cell]:
    """What cells of a new workbook show for these formulas; of a table its first value.

    The workbook is closed without being saved.
    """
    with refusals():
        workbook = application.Workbooks.Add()
        try:
            sheet = workbook.Worksheets.Item(1)
            found = []
            for row, formula in enumerate(formulas, 1):
                cell = sheet.Range(f"A{row}")
                cell.Formula = formula  # one that never spills
                found.append(value_of(cell.Value2))
            return found
        finally:
            workbook.Close(False)
