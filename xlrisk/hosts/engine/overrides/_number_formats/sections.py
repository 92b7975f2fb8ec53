"""A format code taken apart: sections for positive and negative numbers, zero and text.

[Red][>=1000]#,##0.0," k";General
 colour condition         text    next section
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .._cells import Fault

_TOKEN = re.compile(
    r"""(?P<literal>"[^"]*"?|\\.)      # "text", \x
      | (?P<space>_.)                  # as wide as a character
      | (?P<fill>\*.)                  # a character repeated to fill the cell
      | \[(?P<bracket>[^\]]*)\]        # colour, condition, locale, elapsed time
      | (?P<general>general)
      | (?P<half>am/pm|a/p)
      | (?P<exponent>e[+-])
      | (?P<date>y+|m+|d+|h+|s+)
      | (?P<digit>[0#?])
      | (?P<point>\.)
      | (?P<comma>,)
      | (?P<percent>%)
      | (?P<denominator>/\s*[1-9]\d*)  # a fixed one
      | (?P<slash>/)
      | (?P<text>@)
      | (?P<end>;)
      | (?P<other>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d*)?(?:E[+-]?\d+)?)", re.IGNORECASE)
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_MOST_SECTIONS = 4


@dataclass(frozen=True)
class Token:
    """A piece of a section: its kind (a group of `_TOKEN`, or "elapsed") and its text."""

    kind: str
    text: str


@dataclass(frozen=True)
class Condition:
    """A comparison with a number."""

    sign: str
    limit: float

    def holds(self, value: float) -> bool:
        return _COMPARE[self.sign](value, self.limit)

    @property
    def only_negative(self) -> bool:
        """Whether only negative numbers meet it: then the section says itself how they look."""
        return (self.sign == "<" and self.limit <= 0) or (
            self.sign in {"<=", "="} and self.limit < 0
        )


@dataclass(frozen=True)
class Section:
    """The tokens of a section, and the numbers it is for (None: those left over)."""

    tokens: tuple[Token, ...]
    condition: Condition | None = None

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


@functools.lru_cache(maxsize=512)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a format code."""
    sections: list[list[Token]] = [[]]
    conditions: list[Condition | None] = [None]
    for found in _TOKEN.finditer(code):
        kind, text = found.lastgroup or "", found[found.lastgroup or 0]
        if kind == "end":
            sections.append([])
            conditions.append(None)
        elif kind == "bracket":
            if condition := _CONDITION.fullmatch(text):
                conditions[-1] = Condition(condition[1], float(condition[2]))
            else:
                sections[-1] += _bracket(text)
        elif kind != "fill":
            sections[-1].append(_token(kind, text))
    if len(sections) > _MOST_SECTIONS:
        raise Fault("Value")
    return tuple(
        Section(tuple(tokens), condition)
        for tokens, condition in zip(sections, _completed(conditions), strict=True)
    )


def _token(kind: str, text: str) -> Token:
    if kind == "literal":
        return Token("literal", text.strip('"') if text[0] == '"' else text[1])
    if kind in {"space", "other"}:
        return Token("literal", " " if kind == "space" else text)
    return Token(kind, text)


def _bracket(text: str) -> list[Token]:
    """What brackets show: elapsed time, a currency sign; colours and locales show nothing."""
    if _ELAPSED.fullmatch(text):
        return [Token("elapsed", text.lower())]
    if text.startswith("$"):
        return [Token("literal", text[1:].partition("-")[0])]
    return []


def _completed(conditions: Sequence[Condition | None]) -> list[Condition | None]:
    """The conditions that sections have by their place, where they have none of their own."""
    completed = list(conditions)
    numeric = min(len(completed), 3)
    if numeric > 1 and completed[0] is None:
        completed[0] = Condition(">=" if numeric == 2 else ">", 0.0)
    if numeric == 3 and completed[1] is None:
        completed[1] = Condition("<", 0.0)
    if numeric == 2 and completed[1] is None and conditions[0] is None:
        completed[1] = Condition("<", 0.0)
    return completed
