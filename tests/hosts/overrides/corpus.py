"""Cells of a workbook of the corpus, read in a child with bounds: other people's files are hostile.

`python -m tests.hosts.overrides.corpus FILE` writes them as JSON: for every sheet its cells as
[row, column, kind, value] (kind "e" is an error) and its formulas as [row, column, text].
"""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_SECONDS = 60
_BYTES = 2 << 30
_EPOCH = datetime.datetime(1899, 12, 30)


def sheets_of(workbook: Path) -> dict[str, dict[str, list[Any]]]:
    """What the child read."""
    command = [sys.executable, "-m", __name__, str(workbook)]
    child = subprocess.run(command, capture_output=True, check=True, timeout=_SECONDS)
    sheets: dict[str, dict[str, list[Any]]] = json.loads(child.stdout)
    return sheets


def _read(workbook: str) -> dict[str, dict[str, list[Any]]]:
    import openpyxl

    formulas = openpyxl.load_workbook(workbook)
    values = openpyxl.load_workbook(workbook, data_only=True)
    return {sheet.title: _sheet(sheet, values[sheet.title]) for sheet in formulas.worksheets}


def _sheet(formulas: Any, values: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"cells": [], "formulas": []}
    for row in formulas.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            text = getattr(cell.value, "text", cell.value)  # of an array formula
            stored = values.cell(cell.row, cell.column)
            value = _plain(stored.value)
            if cell.data_type == "f":
                found["formulas"].append([cell.row, cell.column, text])
                value = "" if value is None else value
            found["cells"].append([cell.row, cell.column, stored.data_type, value])
    return found


def _plain(value: Any) -> Any:
    """Dates and times as serials."""
    match value:
        case datetime.datetime():
            return (value - _EPOCH) / datetime.timedelta(days=1)
        case datetime.time():
            since_midnight = datetime.datetime.combine(_EPOCH, value) - _EPOCH
            return since_midnight / datetime.timedelta(days=1)
        case datetime.timedelta():
            return value / datetime.timedelta(days=1)
        case _:
            return value


if __name__ == "__main__":
    try:
        import resource  # not on every system; the parent's time limit holds anyway
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    json.dump(_read(sys.argv[1]), sys.stdout)
