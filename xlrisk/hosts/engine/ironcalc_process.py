"""IronCalc in a process of its own; `second_opinion` starts it and asks.

It is run as a script and needs nothing but ironcalc: it starts in a few milliseconds. A question
is a line of JSON, {"path": a workbook, "first": cells, "spilling": cells}; the answer is a line
with the cells that IronCalc has an opinion on, or null. Cells are [sheet, row, column, value], the
value of one that spills is its formula, and an error is {"error": "#N/A"}.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from itertools import product
from typing import IO, Any, TypeAlias

import ironcalc

Cell: TypeAlias = tuple[int, int, int]  # sheet from 0, row and column from 1
SheetCell: TypeAlias = tuple[str, int, int, Any]  # sheet, row, column, and what is in it

# What IronCalc says where Excel would show something else: a name that it does not know, a
# formula that it cannot read or has not programmed yet, and a cycle that may only look like one.
_HELPLESS = frozenset({"#NAME?", "#ERROR!", "#N/IMPL!", "#CIRC!"})
# Functions whose result is another one a moment later, on another computer, or not programmed.
_NO_OPINION = frozenset(
    {"CELL", "INFO", "NOW", "RAND", "RANDARRAY", "RANDBETWEEN", "SHEETS", "TODAY", "FORECAST.ETS"}
    | {"FORECAST.ETS.CONFINT", "FORECAST.ETS.SEASONALITY", "FORECAST.ETS.STAT"}
)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_ONES = bytes.maketrans(b"023456789", b"1" * 9)
_CALLED = re.compile(r"[\w.]+(?=\()")
# The engine's mark on an array formula of before dynamic arrays, with its rows and columns.
_ARRAY = re.compile(r"=xlr_cse\((.*),(\d+),(\d+)\)", re.IGNORECASE | re.DOTALL)


def opinion(
    path: str, first: Iterable[SheetCell], spilling: Iterable[SheetCell]
) -> list[list[Any]]:
    """The values that IronCalc finds for the cells of `first`, where it has any.

    A cell that IronCalc cannot do takes its value of `first`, so that what depends on it is
    judged by its own formula.
    """
    model = ironcalc.load_from_xlsx(path)
    sheets = [properties["name"] for properties in model.get_worksheets_properties()]
    values = _by_cell(first, sheets)
    for cell, formula in _by_cell(spilling, sheets).items():
        model.update_cell_with_formula(*cell, f"={formula}")  # in a file it would not spill
    formulas = _formulas(model)
    arrays = _restore_arrays(model, formulas)
    helpless: set[Cell] = set()
    found = _not_understood(formulas) & values.keys()
    while True:
        for array in arrays:
            if not found.isdisjoint(array):
                found |= array & values.keys()
                model.range_clear_contents(*min(array), *max(array)[1:])
        for cell in found:
            _set(model, cell, values[cell])
        helpless |= found
        model.evaluate()
        results = {cell: _value(model, cell) for cell in values.keys() - helpless}
        found = _without_result(results, arrays)
        if not found:
            break
    return [[sheets[sheet], row, column, value] for (sheet, row, column), value in results.items()]


def _by_cell(cells: Iterable[SheetCell], sheets: list[str]) -> dict[Cell, Any]:
    numbers = {name: number for number, name in enumerate(sheets)}
    return {
        (numbers[sheet], row, column): value
        for sheet, row, column, value in cells
        if sheet in numbers
    }


def _formulas(model: ironcalc.Model) -> dict[Cell, str]:
    cells = ((cell, model.get_cell_formula(*cell)) for cell in model.get_all_cells())
    return {cell: formula for cell, formula in cells if formula}


def _restore_arrays(model: ironcalc.Model, formulas: dict[Cell, str]) -> list[set[Cell]]:
    """Enter array formulas as such again; the cells of each."""
    arrays: list[set[Cell]] = []
    for (sheet, row, column), formula in formulas.items():
        if array := _ARRAY.fullmatch(formula):
            rows, columns = int(array[2]), int(array[3])
            model.set_user_array_formula(sheet, row, column, columns, rows, f"={array[1]}")
            formulas[sheet, row, column] = array[1]
            filled = product(range(row, row + rows), range(column, column + columns))
            arrays.append({(sheet, *place) for place in filled})
    return arrays


def _not_understood(formulas: Mapping[Cell, str]) -> set[Cell]:
    """Cells with a function that IronCalc does not know, also where IFERROR would hide it."""
    # most formulas differ from others in their digits only
    alike = {cell: text.encode().translate(_ONES) for cell, text in formulas.items()}
    unknown = {text for text in set(alike.values()) if _calls_something_unknown(text.decode())}
    return {cell for cell, text in alike.items() if text in unknown}


def _calls_something_unknown(formula: str) -> bool:
    # IronCalc gives formulas back with the functions that it knows in upper case, all others in
    # lower case.
    names = _CALLED.findall(_QUOTED.sub("", formula))
    return any(name != name.upper() or name in _NO_OPINION for name in names)


def _without_result(results: Mapping[Cell, Any], arrays: Iterable[set[Cell]]) -> set[Cell]:
    """Cells that show no result of their own."""
    helpless = {
        cell
        for cell, value in results.items()
        if value is None or (isinstance(value, dict) and value["error"] in _HELPLESS)
    }
    for array in arrays:  # what is over in one shows #VALUE! here and #N/A in Excel
        over = (array - {min(array)}) & results.keys()
        helpless |= {cell for cell in over if results[cell] == {"error": "#VALUE!"}}
    return helpless


def _value(model: ironcalc.Model, cell: Cell) -> Any:
    value = model.get_cell_value(*cell)
    is_error = model.get_cell_type(*cell) == ironcalc.CellType.ErrorValue
    return {"error": value} if is_error else value


def _set(model: ironcalc.Model, cell: Cell, value: Any) -> None:
    """Put a value into a cell, and clear what its formula has spilled."""
    if model.get_cell_formula(*cell):
        model.clear_cell_contents(*cell)
    if isinstance(value, dict):
        model.update_cell_with_formula(*cell, f"={value['error']}")
    elif isinstance(value, bool):
        model.update_cell_with_bool(*cell, value)
    elif isinstance(value, str):
        model.update_cell_with_text(*cell, value)
    elif value is not None:
        model.update_cell_with_number(*cell, value)


def main() -> None:
    """Answer questions until there are no more."""
    with os.fdopen(os.dup(1), "w", encoding="ascii") as answers:
        _silence()
        _answer(answers)


def _answer(answers: IO[str]) -> None:
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = opinion(**question)
        except BaseException:  # a panic of Rust is no Exception
            answer = None  # it does not matter why there is no opinion
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _silence() -> None:
    """IronCalc prints what it finds odd in a workbook, and its panics; nobody can use that."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


if __name__ == "__main__":
    main()
