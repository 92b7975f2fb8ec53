"""What is wrong with a workbook, without changing it: a recalculation that is not written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any, TypeAlias

from ..functions import FUNCTIONS
from ..functions.naming import hidden_names
from ..hosts.engine import Calculation
from ..hosts.engine.overrides import OVERRIDES
from ..hosts.engine.prepare import ENGINE_FUNCTIONS, prepared
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
from ..workbook.package import Package
from ..workbook.sheet import Formula
from ..workbook.values import same
from .repair import repaired

Findings: TypeAlias = dict[str, Any]
LISTS = (
    "stale",
    "cell_errors",
    "disagreements",
    "not_recalculated",
    "hidden_functions",
    "cut_tables",
    "broken_links",
)
_MOST = 200  # tables whose size is asked for


def checked(data: bytes, options: Options) -> Findings:
    """All findings, each kind in a list of `LISTS`. Raises FileError where it is refused."""
    content, report = recalculated(data, options)
    before = Source(Package(data, options.limits))
    after = before if content == data else Source(Package(content, options.limits))
    found = {name: report.get(name, []) for name in LISTS}
    found["stale"] = _changes(before, after)
    found["hidden_functions"] = _hidden_functions(before)
    found["cut_tables"] = _cut_tables(after)
    found["broken_links"] = [
        {"cell": where(before, position), "formula": f"={formula.text}"}
        for position, formula in sorted(before.formulas.items())
        if repaired(formula.text) != formula.text
    ]
    return {"status": "findings" if any(found.values()) else "clean", "reason": "", **found}


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


def _cut_tables(source: Source) -> list[dict[str, Any]]:
    """Formulas that show one cell of a table of ours.

    The engine tells the size of the table: in the sheet's last column, where the references of a
    formula mean the same cells.
    """
    candidates = [p for p, f in sorted(source.formulas.items()) if _may_give_a_table(f)][:_MOST]
    if not candidates:
        return []
    calculation = source.calculation(source.formulas.keys())
    texts = _as_tables(source, candidates)
    found = []
    for position, text in texts.items():
        rows, columns = (_size(source, calculation, position, f, text) for f in ("ROWS", "COLUMNS"))
        if rows * columns > 1:
            formula = f"={source.formulas[position].text}"
            size = {"rows": rows, "columns": columns}
            found.append({"cell": where(source, position), "formula": formula, **size})
    return found


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
    ready = prepared(source.structure, formulas, known).special
    texts = {position: ready[position[0]][position[1:]].formula for position in positions}
    return {position: text for position, text in texts.items() if text is not None}


def _size(
    source: Source, calculation: Calculation, position: Position, function: str, text: str
) -> int:
    name, row, _ = source.named(position)
    calculation.set_formula(name, row, LAST_COLUMN, f"{function}({text})")
    calculation.run()
    size = calculation.value(name, row, LAST_COLUMN)
    return int(size) if isinstance(size, float) else 1
