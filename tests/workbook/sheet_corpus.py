"""A look at the sheets of workbooks of other people: our index of them, and openpyxl's.

Run as a module it says in a line of JSON what it found in each workbook that opens. The files are
hostile, so tests run it as a process with bounds.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from tests.workbook.corpus import _bound as bound
from tests.workbook.corpus import workbooks
from xlrisk.errors import FileError
from xlrisk.workbook.cells import Formula, Position, SheetIndex
from xlrisk.workbook.guard import Refused
from xlrisk.workbook.package import Package
from xlrisk.workbook.patch import Spill, patched
from xlrisk.workbook.shared_strings import shared_strings
from xlrisk.workbook.sheet import has_formulas, index_of
from xlrisk.workbook.structure import structure_of

DIFFERING = {  # the end of a name, and why openpyxl sees other formulas
    "HiddenMergeCellsTest": "it drops what merged cells hide",
    "sample.strict": "it finds no sheets in a strict workbook",
}
_LARGEST_SPILL = 100_000


def reason_known(path: str) -> str:
    """Why openpyxl may find other formulas in a workbook; "" where it must find the same."""
    ends = (reason for name, reason in DIFFERING.items() if Path(path).stem.endswith(name))
    return next(ends, "")


def main() -> None:
    bound()
    warnings.simplefilter("ignore")
    for path in workbooks():
        try:
            indexes, outcome = _indexes(path)
        except Refused:
            continue
        if indexes:
            outcome["differing"] = _differences(path, indexes)
        sys.stdout.write(json.dumps({"path": str(path)} | outcome) + "\n")


def _indexes(path: Path) -> tuple[dict[str, SheetIndex], dict[str, Any]]:
    """The index of each sheet with formulas, by its name, and what went wrong."""
    package = Package(path.read_bytes())
    structure = structure_of(package)
    strings = shared_strings(package, structure)
    indexes = {}
    outcome: dict[str, Any] = {"failed": [], "changed": [], "differing": None, "formulas": 0}
    for sheet in structure.sheets:
        if sheet.kind != "worksheet" or not has_formulas(xml := package.read(sheet.part)):
            continue
        try:
            index = index_of(xml, lambda: strings, date1904=structure.date1904)
        except FileError as error:
            outcome["failed"].append(str(error))
            continue
        indexes[sheet.name] = index
        outcome["formulas"] += len(index.formulas)
        values = {position: formula.stored for position, formula in index.formulas.items()}
        if patched(xml, index, values, _stored_spills(index)) is not xml:
            outcome["changed"].append(sheet.name)
    return indexes, outcome


def _stored_spills(index: SheetIndex) -> list[Spill]:
    """Arrays with the values that they have."""
    return [
        Spill(row, column, _stored(index, formula))
        for (row, column), formula in index.formulas.items()
        if formula.kind == "array"
        and formula.area
        and formula.area.rows * formula.area.columns < _LARGEST_SPILL
    ]


def _stored(index: SheetIndex, formula: Formula) -> list[list[Any]]:
    def value(position: Position) -> Any:
        if position == (formula.row, formula.column):
            return formula.stored
        child = index.children.get(position)
        return child.stored if child else None

    area = formula.area
    assert area
    return [
        [value((row, column)) for column in range(area.left, area.right + 1)]
        for row in range(area.top, area.bottom + 1)
    ]


def _differences(path: Path, indexes: dict[str, SheetIndex]) -> list[str] | None:
    """Cells whose formula openpyxl reads otherwise; None where it cannot read the workbook."""
    try:
        book = openpyxl.load_workbook(path)
    except Exception:  # openpyxl fails in many ways
        return None
    differences = []
    for name, index in indexes.items():
        ours = {
            position: _without_spaces(formula.text) for position, formula in index.formulas.items()
        }
        theirs = _openpyxl_formulas(book[name]) if name in book.sheetnames else {}
        differing = {key for key in ours | theirs if ours.get(key) != theirs.get(key)}
        differences += [f"{name} {position}" for position in sorted(differing)]
    return differences


def _openpyxl_formulas(sheet: Any) -> dict[Position, str]:
    found = {}
    for cell in sheet._cells.values():
        value = cell.value
        if isinstance(value, DataTableFormula):
            found[cell.row, cell.column] = ""
        elif isinstance(value, ArrayFormula):
            found[cell.row, cell.column] = _without_spaces(value.text or "")
        elif cell.data_type == "f" and value != "=":
            found[cell.row, cell.column] = _without_spaces(value)
    return found


def _without_spaces(formula: str) -> str:
    """Without white space, which openpyxl does not always keep, and without "="."""
    return "".join(formula.split()).removeprefix("=")


if __name__ == "__main__":
    main()
