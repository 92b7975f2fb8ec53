"""Which cells meet a criterion: "<>5", "a*", ">=2024-01-01", TRUE, #N/A.

A criterion is compiled once into a test of one cell; a type asks only about cells of its own.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from ._cells import KIND_OF, Fault, Value, error
from ._numbers_in_texts import number_in

Test: TypeAlias = Callable[[Value], bool]

_OPERATORS = ("<>", "<=", ">=", "<", ">", "=", "")
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_WILDCARD = re.compile(r"~[*?~]|[*?]")
_LONGEST = 255


def criterion(value: Value, *, prefixes: bool = False) -> Test:
    """The test that a criterion stands for.

    `prefixes`: a text without an operator is met by all texts that begin with it, as in the
    criteria of database functions.
    """
    if not isinstance(value, str):
        return _equal(0.0 if value is None else value)
    if len(value) > _LONGEST:
        raise Fault("Value")
    sign = next(filter(value.startswith, _OPERATORS))
    text = value[len(sign) :]
    operand = _operand(text)
    if sign in _ORDER:
        return _ordered(_ORDER[sign], operand)
    if operand == "":
        return _EMPTY[sign]
    if sign == "<>":
        return _different(operand)
    if prefixes and not sign and isinstance(operand, str):
        return _text_test(operand + "*")
    return _equal(operand)


def pattern(text: str) -> re.Pattern[str]:
    """Excel's wildcards: * any characters, ? one, ~ takes their meaning away."""
    pieces, end = [], 0
    for found in _WILDCARD.finditer(text):
        pieces.append(re.escape(text[end : found.start()]))
        wildcard = found[0]
        pieces.append({"*": ".*", "?": "."}.get(wildcard) or re.escape(wildcard[1]))
        end = found.end()
    pieces.append(re.escape(text[end:]))
    return re.compile("".join(pieces), re.IGNORECASE | re.DOTALL)


def has_wildcards(text: str) -> bool:
    return _WILDCARD.search(text) is not None


_EMPTY: dict[str, Test] = {
    "": lambda cell: cell is None or cell == "",
    "=": lambda cell: cell is None,
    "<>": lambda cell: cell is not None,
}


def _operand(text: str) -> Value:
    """What stands after the operator: a number, a boolean, an error or text."""
    if (number := number_in(text)) is not None:
        return number
    word = text.upper()
    if word in {"TRUE", "FALSE"}:
        return word == "TRUE"
    if word in KIND_OF:
        return error(KIND_OF[word])
    return text


def _equal(operand: Value) -> Test:
    match operand:
        case bool():
            return lambda cell: cell is operand
        case dict():
            kind = operand.get("kind")
            return lambda cell: isinstance(cell, dict) and cell.get("kind") == kind
        case str():
            return _text_test(operand)
        case _:
            return _number_test(operand)


def _number_test(operand: float) -> Test:
    """Numbers, and texts that show the same number."""

    def test(cell: Value) -> bool:
        if isinstance(cell, str):
            return number_in(cell) == operand
        return cell == operand and not isinstance(cell, bool)

    return test


def _text_test(operand: str) -> Test:
    if has_wildcards(operand):
        matches = pattern(operand).fullmatch
        return lambda cell: isinstance(cell, str) and matches(cell) is not None
    wanted = operand.lower()
    return lambda cell: isinstance(cell, str) and cell.lower() == wanted


def _different(operand: Value) -> Test:
    """All other cells, empty ones too; a text that shows the number is another cell here."""
    if isinstance(operand, float):
        return lambda cell: cell != operand or isinstance(cell, bool)
    same = _equal(operand)
    return lambda cell: not same(cell)


def _ordered(compare: Callable[[Any, Any], bool], operand: Value) -> Test:
    """Only cells of the operand's type have an order with it."""
    match operand:
        case bool():
            return lambda cell: isinstance(cell, bool) and compare(cell, operand)
        case float():
            return lambda cell: type(cell) is float and compare(cell, operand)
        case str() if operand:
            wanted = operand.lower()
            return lambda cell: isinstance(cell, str) and compare(cell.lower(), wanted)
        case _:
            return lambda _: False
