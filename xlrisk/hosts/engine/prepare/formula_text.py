"""A formula as Excel shows it: what FORMULATEXT gives, and what people read in reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .tokens import Call, Expression, Kind, NotUnderstoodError, Piece, tree

if TYPE_CHECKING:
    from ....workbook.sheet import Formula

_TEXT = re.compile(r'("(?:[^"]|"")*")')
_PREFIX = re.compile(r"_xl(?:fn|ws|pm|udf)\.", re.IGNORECASE)
_SPILL, _SINGLE = "_XLFN.ANCHORARRAY", "_XLFN.SINGLE"  # what files have for A1# and @A1
_THIS_ROW_OF_ONE = re.compile(r"\[\[#This Row\],(\[[^\[\]#@' ]*\])\]", re.IGNORECASE)
_THIS_ROW = re.compile(r"\[\[#This Row\],((?:[^\[\]]|\[[^\[\]]*\])*)\]", re.IGNORECASE)
_WHOLE_ROW = re.compile(r"\[#This Row\]", re.IGNORECASE)


def shown(formula: Formula) -> str:
    """The text of a formula in its cell."""
    parts = _TEXT.split(_with_signs(formula.text))
    parts[::2] = map(_shown_outside_texts, parts[::2])  # every other one is a text
    text = "=" + "".join(parts)
    return f"{{{text}}}" if formula.kind == "array" and not formula.dynamic else text


def _shown_outside_texts(part: str) -> str:
    if "_xl" in part:
        part = _PREFIX.sub("", part)
    if "[" in part:
        part = _THIS_ROW_OF_ONE.sub(lambda found: f"[@{found[1][1:-1]}]", part)
        part = _THIS_ROW.sub(r"[@\1]", part)
        part = _WHOLE_ROW.sub("[@]", part)
    return part


def _with_signs(text: str) -> str:
    """`A1#` and `@A1` in the place of the functions that files have for them."""
    if not any(function in text.upper() for function in (_SPILL, _SINGLE)):
        return text
    try:
        nodes = tree(text)
    except NotUnderstoodError:
        return text
    return _signed(nodes)


def _signed(expression: Expression) -> str:
    return "".join(
        node.text if isinstance(node, Piece) else _signed_call(node) for node in expression
    )


def _signed_call(call: Call) -> str:
    arguments = [_signed(argument) for argument in call.arguments]
    name = call.name.upper()
    if name == _SPILL and len(arguments) == 1:
        return f"{arguments[0]}#"
    if name == _SINGLE and len(arguments) == 1:
        return f"@({arguments[0]})" if _is_calculated(call.arguments[0]) else f"@{arguments[0]}"
    return f"{call.name}({','.join(arguments)})"


def _is_calculated(expression: Expression) -> bool:
    """Whether the sign before it would be that of its first part only."""
    signs = (Kind.OPERATOR, Kind.UNION, Kind.SPACE)
    return any(isinstance(node, Piece) and node.kind in signs for node in expression)
