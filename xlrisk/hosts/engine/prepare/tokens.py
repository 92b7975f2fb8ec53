"""A formula as a tree of calls and pieces, built on the tokenizer of openpyxl.

The tree keeps every character: the text of the tree is the formula. It says what belongs to which
argument and where a value operator stands, which is all that implicit intersection depends on;
the order in which operators bind is left to the engine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

_DEEPEST = 100  # Excel nests functions up to 64 deep
_NUMBER = re.compile(r"[0-9.]")
_ERROR = re.compile(r"#(?:N/A|[A-Z0-9_/]+[!?]|GETTING_DATA)")
_IN_BRACKETS = re.compile(r"'.|[\[\]]", re.DOTALL)  # ' escapes the character after it
_WHITE_SPACE = re.compile(r"[ \n]+")
# what a colon or an @ may not be split off: quoted sheets, brackets, sheets of a 3-D reference
_GLUE = re.compile(r"'(?:[^']|'')*'|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]|[:@]", re.DOTALL)


class NotUnderstoodError(Exception):
    """The text is no formula that we can take apart."""


class Kind(Enum):
    OPERAND = "a reference or a name"
    LITERAL = "a number, a text, a logical value, an error or an array"
    OPERATOR = "an operator on values"
    RANGE = "the colon between two references"
    UNION = "the comma between two references"
    SINGLE = "the @ of implicit intersection"
    SPACE = "white space, which between two references is the operator of intersection"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    kind: Kind


@dataclass(slots=True)
class Call:
    """A function with its arguments, or an expression in parentheses, whose name is empty."""

    name: str
    arguments: list[Expression] = field(default_factory=lambda: [[]])


Node: TypeAlias = "Piece | Call"
Expression: TypeAlias = "list[Node]"


class _Tokenizer(Tokenizer):  # type: ignore[misc]  # openpyxl has no annotations
    """openpyxl's tokenizer, which here keeps white space and knows today's errors and escapes."""

    TOKEN_ENDERS = Tokenizer.TOKEN_ENDERS + "\n"

    def _parse_whitespace(self) -> int:
        space = _WHITE_SPACE.match(self.formula, self.offset)
        assert space  # noqa: S101  # the method is called on a blank only
        self.items.append(Token(space[0], Token.WSPACE))
        return space.end() - space.start()

    def _parse_brackets(self) -> int:
        depth = 0
        for found in _IN_BRACKETS.finditer(self.formula, self.offset):
            depth += {"[": 1, "]": -1}.get(found[0], 0)
            if depth == 0:
                self.token.append(self.formula[self.offset : found.end()])
                end: int = found.end()
                return end - int(self.offset)
        raise TokenizerError("a bracket is not closed")

    def _parse_error(self) -> int:
        if self.token and not self.token[-1].endswith("!"):  # A1#, the spill of A1
            self.token.append("#")
            return 1
        found = _ERROR.match(self.formula, self.offset)
        if not found:
            raise TokenizerError("an unknown error value")
        self.items.append(Token.make_operand("".join(self.token) + found[0]))
        self.token.clear()
        return len(found[0])


def tree(formula: str) -> Expression:
    """The tree of a formula without its "="."""
    try:
        tokens = _Tokenizer("=" + formula).items
    except (TokenizerError, AssertionError, IndexError) as error:
        raise NotUnderstoodError(str(error)) from error
    root = Call("", [[]])
    open_calls = [root]
    array: list[str] = []
    for token in tokens:
        here = open_calls[-1].arguments[-1]
        if array or token.type == Token.ARRAY:
            array.append(token.value)
            if token.value == "}":
                here.append(Piece("".join(array), Kind.LITERAL))
                array.clear()
        elif token.subtype == Token.OPEN:
            call = Call("")
            here += _split(token.value[:-1], call)
            open_calls.append(call)
            if len(open_calls) > _DEEPEST:
                raise NotUnderstoodError("the formula is nested too deeply")
        elif token.subtype == Token.CLOSE:
            open_calls.pop()
        elif token.type == Token.SEP:
            open_calls[-1].arguments.append([])
        else:
            here += _pieces(token)
    if len(open_calls) > 1 or array or text_of(root.arguments[0]) != formula:
        raise NotUnderstoodError("the formula is not complete")
    return root.arguments[0]


def text_of(expression: Expression) -> str:
    """The formula that a tree stands for."""
    return "".join(
        [node.text if isinstance(node, Piece) else _text_of_call(node) for node in expression]
    )


def without_space(expression: Expression) -> Expression:
    """An expression without the white space around it."""
    first, last = 0, len(expression)
    while first < last and _is_space(expression[first]):
        first += 1
    while last > first and _is_space(expression[last - 1]):
        last -= 1
    return expression[first:last]


def _is_space(node: Node) -> bool:
    return isinstance(node, Piece) and node.kind is Kind.SPACE


def _text_of_call(call: Call) -> str:
    return f"{call.name}({','.join(map(text_of, call.arguments))})"


def _pieces(token: Token) -> list[Node]:
    text = token.value
    if token.type == Token.WSPACE:
        return [Piece(text, Kind.SPACE)]
    if token.type != Token.OPERAND:
        return [Piece(text, Kind.UNION if text == "," else Kind.OPERATOR)]
    if token.subtype == Token.TEXT or text.upper() in {"TRUE", "FALSE"}:
        return [Piece(text, Kind.LITERAL)]
    if _NUMBER.match(text) and token.subtype == Token.NUMBER:
        return [Piece(text, Kind.LITERAL)]
    if _ERROR.fullmatch(text):
        return [Piece(text, Kind.LITERAL)]
    return _split(text)


def _split(text: str, call: Call | None = None) -> list[Node]:
    """The parts of an operand or of what stands before a parenthesis: `@`, `A1`, `:`, `INDEX`.

    A colon between two addresses or names stays with them (`A1:B2`); only one that touches a
    call, or a parenthesis, stands alone.
    """
    nodes: list[Node] = []
    while text.startswith("@"):
        nodes.append(Piece("@", Kind.SINGLE))
        text = text[1:]
    if text.startswith(":"):
        nodes.append(Piece(":", Kind.RANGE))
        text = text[1:]
    if call is None:
        trailing = text.endswith(":")
        if text := text.removesuffix(":"):
            nodes.append(Piece(text, Kind.OPERAND))
        return [*nodes, Piece(":", Kind.RANGE)] if trailing else nodes
    colons = [found.start() for found in _GLUE.finditer(text) if found[0] == ":"]
    if colons and "!" not in text[colons[-1] :]:
        before, text = text[: colons[-1]], text[colons[-1] + 1 :]
        nodes += [Piece(before, Kind.OPERAND), Piece(":", Kind.RANGE)]
    call.name = text
    return [*nodes, call]
