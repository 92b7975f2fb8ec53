"""What is wrong with a workbook, without changing it: a recalculation that is not written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from itertools import chain
from typing import Any

from ..functions import FUNCTIONS
from ..functions.naming import hidden_names
from ..hosts.engine.overrides import OVERRIDES
from ..hosts.engine.prepare import ENGINE_FUNCTIONS, prepared
from ..hosts.engine.prepare.formula_text import shown
from ..hosts.engine.prepare.tokens import (
    Call,
    NotUnderstoodError,
    text_of,
    tree,
    without_space,
)
from ..recalculation import Options, recalculated
from ..recalculation.dependencies import Position
from ..recalculation.report import where
from ..recalculation.source import Source
from ..workbook.addresses import LAST_COLUMN
from ..workbook.formulas import Formulas
from ..workbook.package import Package
from ..workbook.shared_formulas import SharedFormula
from ..workbook.sheet import Formula
from ..workbook.values import same
from .findings import LISTS, amiss
from .repair import repaired

_MOST = 200  # kinds of formulas whose size is asked for
_ASKED_IN = {"ROWS": LAST_COLUMN, "COLUMNS": LAST_COLUMN - 1}


def checked(data: bytes, options: Options) -> dict[str, Any]:
    """All findings, each kind in a list of `LISTS`. Raises FileError where it is refused."""
    content, report = recalculated(data, options)
    before = Source(Package(data, options.limits))
    after = before if content == data else Source(Package(content, options.limits))
    found = {name: report.get(name, []) for name in LISTS}
    found["stale"] = _changes(before, after)
    stale = {one["cell"] for one in found["stale"]}
    found["cell_errors"] = [
        {**one, "as_saved": one["cell"] not in stale} for one in found["cell_errors"]
    ]
    found["hidden_functions"] = _hidden_functions(before)
    found["cut_tables"], not_looked_at = _cut_tables(after)
    found["broken_links"] = [
        {"cell": where(before, position), "formula": shown(formula)}
        for position, formula in sorted(before.formulas.items())
        if repaired(formula.text) != formula.text
    ]
    status = "findings" if any(amiss(found)) else "clean"
    return {"status": status, "reason": "", **found, "tables_not_looked_at": not_looked_at}


def changes(data: bytes, content: bytes, options: Options) -> list[dict[str, Any]]:
    """The cells that formulas fill and that differ between two versions of a workbook."""
    if content == data:
        return []
    return _changes(Source(Package(data, options.limits)), Source(Package(content, options.limits)))


def _changes(before: Source, after: Source) -> list[dict[str, Any]]:
    if before is after:
        return []
    filled = set(chain(_filled(before), _filled(after)))
    return [
        {"cell": where(before, position), "stored": stored, "computed": computed}
        for position in sorted(filled)
        if not same(stored := before.stored(position), computed := after.stored(position))
    ]


def _filled(source: Source) -> Iterator[Position]:
    yield from source.formulas
    for number in {position[0] for position in source.formulas}:
        for cell in source.sheet(number).index.children:
            yield number, *cell


def _hidden_functions(source: Source) -> list[dict[str, str]]:
    """Names and tables that Excel takes for what a formula means by the name of a function."""
    structure = source.structure
    kinds = {
        "defined name": [name.name for name in structure.names],
        "table": [table.name for table in structure.tables],
    }
    return [
        {"name": name, "kind": kind}
        for kind, names in kinds.items()
        for name in hidden_names(names, FUNCTIONS)
    ]


def _cut_tables(source: Source) -> tuple[list[dict[str, Any]], int]:
    """Formulas that show one cell of a table of ours, and how many were not looked at.

    Copies of a formula that read areas of one size give tables of one size, so the first of them
    is asked: each question takes the engine as long as the workbook is large.
    """
    copies: dict[Hashable, list[Position]] = {}
    for position, formula in sorted(source.formulas.items()):
        if _may_give_a_table(formula):
            copies.setdefault(_kind(source, position), []).append(position)
    kinds = list(copies.values())
    asked, left = kinds[:_MOST], kinds[_MOST:]
    sizes = _sizes(source, _as_tables(source, [cells[0] for cells in asked])) if asked else {}
    found = [
        {
            "cell": where(source, position),
            "formula": shown(source.formulas[position]),
            "rows": rows,
            "columns": columns,
        }
        for cells in asked
        for rows, columns in [sizes.get(cells[0], (1, 1))]
        if rows * columns > 1
        for position in cells
    ]
    return found, sum(map(len, left))


def _kind(source: Source, position: Position) -> Hashable:
    """What formulas have in common that are copies of each other and read as much."""
    number, row, column = position
    text = SharedFormula(source.formulas[position].text, row, column).at(1, 1)
    sizes = tuple((area.rows, area.columns) for _, area in source.reads(position))
    return number, text, sizes


def _may_give_a_table(formula: Formula) -> bool:
    """Whether a formula for one cell is a call of ours that gives several, or may."""
    if formula.kind != "plain" or formula.dynamic:
        return False
    try:
        nodes = without_space(tree(repaired(formula.text)))
    except NotUnderstoodError:
        return False
    call = nodes[0] if len(nodes) == 1 else None
    if not isinstance(call, Call) or (function := FUNCTIONS.get(call.name.upper())) is None:
        return False
    if function.result.is_table:
        return True
    given = zip(function.arguments, call.arguments, strict=False)
    return any(argument.kind.lifts and _may_be_an_area(text_of(g)) for argument, g in given)


def _may_be_an_area(argument: str) -> bool:
    return any(mark in argument for mark in ":[{")


def _as_tables(source: Source, positions: list[Position]) -> dict[Position, str]:
    """The formulas as the engine gets those that may fill several cells."""
    formulas: dict[int, dict[tuple[int, int], Formula]] = {}
    for position, formula in source.formulas.items():
        formulas.setdefault(position[0], {})[position[1:]] = formula
    for number, *cell in positions:
        row, column = cell
        formulas[number][row, column] = formulas[number][row, column]._replace(dynamic=True)
    known = ENGINE_FUNCTIONS | OVERRIDES.keys()
    told = {number: Formulas(on_sheet) for number, on_sheet in formulas.items()}
    ready = prepared(source.structure, told, known).special
    texts = {position: ready[position[0]][position[1:]].formula for position in positions}
    return {position: text for position, text in texts.items() if text is not None}


def _sizes(source: Source, texts: Mapping[Position, str]) -> dict[Position, tuple[int, int]]:
    """Rows and columns of what these formulas give.

    The engine is asked in the last columns of a sheet, where references mean the same cells.
    """
    calculation = source.calculation(source.formulas.keys())
    rows_taken: Counter[int] = Counter()  # by sheet
    asked: dict[Position, tuple[str, int]] = {}
    for position, text in texts.items():
        name, _, _ = source.named(position)
        rows_taken[position[0]] += 1
        row = rows_taken[position[0]]
        asked[position] = name, row
        for function, column in _ASKED_IN.items():
            calculation.set_formula(name, row, column, f"{function}({text})")
    calculation.run()

    def size(name: str, row: int, column: int) -> int:
        found = calculation.value(name, row, column)
        return int(found) if isinstance(found, float) else 1

    rows, columns = _ASKED_IN.values()
    return {
        position: (size(*place, rows), size(*place, columns)) for position, place in asked.items()
    }
