"""What must not be in a workbook that we write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from ..errors import FileError
from ..recalculation.report import Report, where
from ..recalculation.source import Source
from ..workbook.values import ErrorText

Spills: TypeAlias = set[tuple[str, str]]  # a sheet, and the cells that a formula fills: "A4:B15"


def refuse_faults(source: Source, report: Report, spills: Spills) -> None:
    """Raise FileError where a recalculated workbook is not as its maker meant it.

    `spills` are the cells that formulas are to fill.
    """
    faults = [*_of_report(report), *_of_formulas(source, report, spills)]
    if faults:
        raise FileError(f"The workbook is not as it should be. {' '.join(faults)}")


def _of_report(report: Report) -> Iterator[str]:
    for cell in report["not_recalculated"]:
        yield f"{cell['cell']} was not calculated: {cell['reason']}."
    for cell in report["disagreements"]:
        yield (
            f"Two engines differ on {cell['cell']}: {cell['stored']!r} and {cell['computed']!r}."
        )


def _of_formulas(source: Source, report: Report, spills: Spills) -> Iterator[str]:
    messages = {cell["cell"]: cell["message"] for cell in report["cell_errors"]}
    filled = set()
    for position, formula in source.formulas.items():
        if not formula.has_value:
            yield f"{where(source, position)} has no value: ={formula.text}."
        if isinstance(formula.stored, ErrorText):
            cell = where(source, position)
            yield f"{cell} shows {formula.stored}: {messages.get(cell) or f'={formula.text}.'}"
        filled.add((source.named(position)[0], str(formula.area)))
    for sheet, cells in sorted(spills - filled):
        yield f"No formula fills {cells} of {sheet}, and that alone."
