"""Texts joined by `&`: the engine writes numbers with 17 digits there, and Excel with 15.

No function of ours can take the place of an operator. So a formula that may join a number to a
text is told to the engine, where that counts, with a function in the operator's place.
"""

from __future__ import annotations

from collections.abc import Iterator

from .tokens import Call, Expression, Kind, Node, NotUnderstoodError, Piece, text_of, tree
from .tokens import without_space as trimmed

_COMPARISONS = frozenset({"=", "<>", "<", ">", "<=", ">="})  # they bind less than `&` does


def joins_a_number(expression: Expression) -> bool:
    """Whether one of the parts that `&` joins here may be a number."""
    parts = [part for side in _split(expression, _COMPARISONS) for part in _joined(side)]
    return any(not _is_text(part) for part in parts)


def with_joins(formula: str, function: str) -> str:
    """The formula with calls of a function in the place of every `&`."""
    if "&" not in formula:
        return formula
    try:
        return _written(tree(formula), function)
    except NotUnderstoodError:
        return formula


def _written(expression: Expression, function: str) -> str:
    pieces = []
    for side in _split(expression, _COMPARISONS):
        if len(side) == 1 and _is_operator(side[0], _COMPARISONS):
            pieces.append(text_of(side))
            continue
        parts = _joined(side)
        if parts:
            texts = [_inner(trimmed(part), function) for part in parts]
            pieces.append(f"{function}({','.join(texts)})")
        else:
            pieces.append(_inner(side, function))
    return "".join(pieces)


def _inner(expression: Expression, function: str) -> str:
    return "".join(
        node.text
        if isinstance(node, Piece)
        else f"{node.name}({','.join(_written(one, function) for one in node.arguments)})"
        for node in expression
    )


def _joined(expression: Expression) -> list[Expression]:
    """What `&` joins on this level; nothing where there is none."""
    parts = [part for part in _split(expression, {"&"}) if not _is_join(part)]
    return parts if len(parts) > 1 else []


def _is_join(part: Expression) -> bool:
    return len(part) == 1 and _is_operator(part[0], {"&"})


def _split(expression: Expression, operators: frozenset[str] | set[str]) -> Iterator[Expression]:
    """The parts between these operators, and each of the operators by itself."""
    part: Expression = []
    for node in expression:
        if _is_operator(node, operators):
            yield part
            yield [node]
            part = []
        else:
            part.append(node)
    yield part


def _is_operator(node: Node, operators: frozenset[str] | set[str]) -> bool:
    return isinstance(node, Piece) and node.kind is Kind.OPERATOR and node.text.strip() in operators


def _is_text(part: Expression) -> bool:
    match trimmed(part):
        case [Piece(text=text, kind=Kind.LITERAL)]:
            return text.startswith('"')
        case [Call(name=name)]:
            return name.upper().removeprefix("_XLFN.") in _GIVE_TEXTS
    return False


_GIVE_TEXTS = frozenset({
    "CHAR", "CONCAT", "CONCATENATE", "DOLLAR", "FIXED", "LEFT", "LOWER", "MID", "PROPER", "REPLACE",
    "REPT", "RIGHT", "SUBSTITUTE", "T", "TEXT", "TEXTJOIN", "TRIM", "UPPER",
})  # fmt: skip
