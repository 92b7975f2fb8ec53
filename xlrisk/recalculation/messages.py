"""The sentences behind the errors of our functions: the engine explains their arguments."""

from __future__ import annotations

from collections.abc import Collection

from ..functions import FUNCTIONS
from ..hosts.engine import Calculation
from ..hosts.engine.prepare.tokens import Call, Expression, NotUnderstoodError, text_of, tree
from ..workbook.addresses import LAST_COLUMN
from .dependencies import Position
from .source import Source

MOST = 200  # sentences of one workbook


def sentences(
    source: Source,
    calculation: Calculation,
    cells: Collection[Position],
    pinned: Collection[Position] = frozenset(),
) -> dict[Position, str]:
    """Why these cells show errors, in the words of XLRISK_EXPLAIN.

    `pinned` are the formulas that stand in the engine as constants. Each call goes into the sheet's
    last column, where its references mean the same cells.
    """
    asked: dict[Position, tuple[str, int, int]] = {}
    for position in list(cells)[:MOST]:
        formula = source.prepared(position).formula or ""
        formula = source.without_pinned_spills(formula, position[0], pinned)
        if (question := question_about(formula)) is None:
            continue
        name, row, _ = source.named(position)
        while (name, row, LAST_COLUMN) in asked.values():
            row += 1
        asked[position] = name, row, LAST_COLUMN
        calculation.set_formula(name, row, LAST_COLUMN, question)
    if asked:
        calculation.run()
    return {position: str(calculation.value(*cell)) for position, cell in asked.items()}


def question_about(formula: str) -> str | None:
    """A formula that explains the first of our functions which a formula calls."""
    try:
        call = _first_call(tree(formula))
    except NotUnderstoodError:
        return None
    if call is None:
        return None
    arguments = [text for text in map(text_of, call.arguments) if len(call.arguments) > 1 or text]
    return "XLRISK_EXPLAIN(" + ",".join([f'"{call.name.upper()}"', *arguments]) + ")"


def _first_call(expression: Expression) -> Call | None:
    """The outermost call of one of our functions, from left to right."""
    for node in expression:
        if not isinstance(node, Call):
            continue
        if node.name.upper() in FUNCTIONS:
            return node
        for argument in node.arguments:
            if found := _first_call(argument):
                return found
    return None
