"""What can be said of an argument from its text alone, and of a text that an argument may be."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..overrides._cells import KIND_OF
from ..overrides._numbers_in_texts import number_in
from .references import reference
from .spellings import plain_name
from .tokens import Call, Expression, Kind, NotUnderstoodError, Piece, text_of, tree, without_space

ORDER = frozenset({"<", ">", "<=", ">="})
_COMPARISON = re.compile(r"<>|<=|>=|[<>=]?")
_WHOLE = re.compile(r"[1-9][0-9]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_ARITHMETIC = frozenset("+-*/^%")
_COMPARISONS = frozenset({"=", "<>", *ORDER})
# what stands in no number and in no boolean that is written as a text
_IN_NO_NUMBER = re.compile(r"[ !\"#$%&'(),/:;@\[\]^_`{|}]|(?![aeflrstu])[a-z]", re.IGNORECASE)
# these give numbers, if they give no error
_OF_NUMBERS = frozenset({
    "ABS", "AVERAGE", "COLUMN", "COUNT", "COUNTA", "DATE", "DAY", "EDATE", "EOMONTH", "INT",
    "LARGE", "MAX", "MEDIAN", "MIN", "MOD", "MONTH", "NOW", "ROUND", "ROUNDDOWN", "ROUNDUP", "ROW",
    "SMALL", "SUM", "TODAY", "YEAR",
})  # fmt: skip
_WHOLE_NUMBERS = frozenset({
    "COLUMN", "COLUMNS", "COUNT", "COUNTA", "DAY", "INT", "MATCH", "MONTH", "ROW", "ROWS", "YEAR",
})  # fmt: skip
_WHOLE_OR_0 = re.compile(r"[0-9]{1,6}")
_WILD, _WILD_ONE = frozenset("~*?"), re.compile(r"[?~]")


# -- texts ----------------------------------------------------------------------------------------


def comparison(text: str) -> tuple[str, str]:
    """The operator that a criterion begins with, if any, and what stands behind it."""
    found = _COMPARISON.match(text)
    sign = found[0] if found else ""
    return sign, text[len(sign) :]


def begins_a_comparison(text: str) -> bool:
    return text.startswith(("<", ">", "="))


def is_number(text: str) -> bool:
    """Whether a text is a number as everybody writes it."""
    return _NUMBER.fullmatch(text) is not None


def shows_a_number(text: str) -> bool:
    """Whether a text may be taken for a number, a date, a boolean or an error."""
    return number_in(text) is not None or text.upper() in {"TRUE", "FALSE", *KIND_OF}


def is_in_no_number(text: str) -> bool:
    """Whether no number and no boolean has this part when it is written as a text."""
    plain = text.isascii() and not set(text) & _WILD
    return plain and _IN_NO_NUMBER.search(text) is not None


# -- arguments ------------------------------------------------------------------------------------


def text_in(argument: str) -> str | None:
    """The text of a literal."""
    found = _TEXT.fullmatch(argument)
    return found[1].replace('""', '"') if found else None


def is_whole(argument: str) -> bool:
    """A literal number from 1 on."""
    return _WHOLE.fullmatch(argument) is not None


def is_area(argument: str) -> bool:
    return reference(argument) is not None


def is_cell(argument: str) -> bool:
    found = reference(argument)
    return found is not None and found.area.rows == found.area.columns == 1


def is_line(argument: str) -> bool:
    """An area of one row or one column."""
    found = reference(argument)
    return found is not None and 1 in (found.area.rows, found.area.columns)


def are_alike(arguments: Sequence[str]) -> bool:
    """Areas of one size."""
    sizes = set()
    for argument in arguments:
        found = reference(argument)
        if found is None:
            return False
        sizes.add((found.area.rows, found.area.columns))
    return len(sizes) == 1


def is_plain(argument: str) -> bool:
    """A literal or an area."""
    return (
        text_in(argument) is not None
        or is_number(argument)
        or argument.upper() in {"TRUE", "FALSE"}
        or is_area(argument)
    )


def is_as_it_was(argument: str) -> bool:
    """Nothing with a wildcard for one character, which is one byte to the engine, and not the
    result of arithmetic, whose last digits may differ from what it is compared with."""
    if _WILD_ONE.search(argument):
        return False
    operators = _operators(argument)
    if operators is None:
        return False
    return not operators & _ARITHMETIC or "&" in operators or _is_whole_arithmetic(argument)


def _is_whole_arithmetic(argument: str) -> bool:
    """Sums and products of whole numbers, which are exact: ROW()-2, MOD(ROW(),100)+1."""
    try:
        nodes = _core(tree(argument))
    except NotUnderstoodError:
        return False
    return all(_is_whole_term(node) for node in nodes)


def _is_whole_term(node: Piece | Call) -> bool:
    if isinstance(node, Piece):
        if node.kind is Kind.OPERATOR:
            return node.text.strip() in {"+", "-", "*"}
        return node.kind is Kind.SPACE or _WHOLE_OR_0.fullmatch(node.text) is not None
    if plain_name(node.name) == "MOD":
        return all(_is_whole_arithmetic(text_of(one)) for one in node.arguments)
    return plain_name(node.name) in _WHOLE_NUMBERS


def is_calculated(argument: str) -> bool:
    """The result of arithmetic, which is a number or an error."""
    operators = _operators(argument)
    return bool(operators) and operators is not None and operators <= _ARITHMETIC


def is_of_numbers(argument: str) -> bool:
    """A number, or an error: a literal, the result of arithmetic or of a function of numbers."""
    if is_number(argument) or is_calculated(argument):
        return True
    try:
        nodes = _core(tree(argument))
    except NotUnderstoodError:
        return False
    match nodes:
        case [Call(name=name)]:
            return plain_name(name) in _OF_NUMBERS
    return False


def operands(argument: str, operator: str) -> list[str] | None:
    """What stands between the operators, all of one kind; None for what has others."""
    try:
        nodes = _core(tree(argument))
    except NotUnderstoodError:
        return None
    parts: list[Expression] = [[]]
    for node in nodes:
        if _is_operator(node) and text_of([node]).strip() == operator:
            parts.append([])
        else:
            parts[-1].append(node)
    if any(_is_operator(node) and _sign(node) in _COMPARISONS for node in nodes):
        return None
    return [text_of(without_space(part)) for part in parts]


def _operators(argument: str) -> set[str] | None:
    """The operators on values outside of calls."""
    try:
        nodes = _core(tree(argument))
    except NotUnderstoodError:
        return None
    return {_sign(node) for node in nodes if _is_operator(node)}


def _core(nodes: Expression) -> Expression:
    """An expression without parentheses around all of it."""
    core = without_space(nodes)
    match core:
        case [Call(name="", arguments=[inside])]:
            return _core(inside)
    return core


def _is_operator(node: Piece | Call) -> bool:
    return isinstance(node, Piece) and node.kind is Kind.OPERATOR


def _sign(node: Piece | Call) -> str:
    return text_of([node]).strip()
