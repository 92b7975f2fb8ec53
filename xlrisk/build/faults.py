"""What must not be in a workbook that we write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from ..errors import FileError
from ..recalculation.report import Report, where
from ..recalculation.source import Source
from ..workbook.values import ErrorText

Position: TypeAlias = tuple[str, int, int]  # sheet, row and column, both from 1
Spills: TypeAlias = set[tuple[str, str]]  # a sheet, and the cells that a formula fills: "A4:B15"
Errors: TypeAlias = dict[Position, str]  # the error values that formulas show on purpose


def refuse_faults(
    source: Source, report: Report, spills: Spills, errors: Mapping[Position, str]
) -> None:
    """Raise FileError where a recalculated workbook is not as its maker meant it.

    `spills` are the cells that formulas are to fill, `errors` those that are to show an error.
    """
    faults = [*_of_report(report), *_of_formulas(source, report, spills, errors)]
    if faults:
        raise FileError(f"The workbook is not as it should be. {' '.join(faults)}")


def _of_report(report: Report) -> Iterator[str]:
    for cell in report["not_recalculated"]:
        yield f"{cell['cell']} was not calculated: {cell['reason']}."
    for cell in report["disagreements"]:
        yield (
            f"Two engines differ on {cell['cell']}: {cell['stored']!r} and {cell['computed']!r}."
        )


def _of_formulas(
    source: Source, report: Report, spills: Spills, errors: Mapping[Position, str]
) -> Iterator[str]:
    messages = {cell["cell"]: cell["message"] for cell in report["cell_errors"]}
    filled = set()
    for position, formula in source.formulas.items():
        if not formula.has_value:
            yield f"{where(source, position)} has no value: ={formula.text}."
        cell, meant = where(source, position), errors.get(source.named(position), "")
        shown = str(formula.stored) if isinstance(formula.stored, ErrorText) else ""
        if shown and shown != meant:
            yield f"{cell} shows {shown}: {messages.get(cell) or f'={formula.text}.'}"
        elif meant and not shown:
            yield f"{cell} does not show {meant}: ={formula.text}."
        filled.add((source.named(position)[0], str(formula.area)))
    for sheet, cells in sorted(spills - filled):
        yield f"No formula fills {cells} of {sheet}, and that alone."
