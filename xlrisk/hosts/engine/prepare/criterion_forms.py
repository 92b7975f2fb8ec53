"""Criteria of COUNTIF and its like, by their text: how much depends on what cells hold."""

from __future__ import annotations

from enum import Enum

from . import argument_forms as forms


class Criterion(Enum):
    PLAIN = "it means one thing, whatever cells hold"
    OF_A_VALUE = "it depends on whether texts show numbers or begin like a comparison"
    UNKNOWN = "it may be anything"


def criterion(argument: str) -> Criterion:
    text = forms.text_in(argument)
    if text is not None:
        return _of_text(text)
    if argument.upper() in {"TRUE", "FALSE"}:
        return Criterion.PLAIN
    return _of_parts(forms.operands(argument, "&"))


def _of_text(text: str) -> Criterion:
    sign, operand = forms.comparison(text)
    orders = sign in forms.ORDER
    if set(text) & {"?", "~"}:  # the engine counts bytes for "?"
        return Criterion.UNKNOWN
    if not operand:
        return Criterion.UNKNOWN if orders else Criterion.PLAIN
    if forms.is_number(operand):
        return Criterion.PLAIN if orders else Criterion.OF_A_VALUE
    return Criterion.UNKNOWN if forms.shows_a_number(operand) else Criterion.PLAIN


def _of_parts(parts: list[str] | None) -> Criterion:
    """A value, or one behind an operator or between wildcards.

    An order without an operand is met by nothing, but not so in the engine: `">"&A1`, A1 empty.
    """
    match parts:
        case [value]:
            numbers_only = False
        case ['"<>"' | '"="', value] | ['"*"', value] | [value, '"*"'] | ['"*"', value, '"*"']:
            numbers_only = False
        case [sign, value] if forms.text_in(sign) in forms.ORDER:
            numbers_only = True
        case _:
            return Criterion.UNKNOWN
    known = forms.is_of_numbers(value) or (forms.is_area(value) and not numbers_only)
    return Criterion.OF_A_VALUE if known else Criterion.UNKNOWN
