"""Values of cells as sentences and tables for people show them."""

from __future__ import annotations

from .values import Cell, ErrorText

_DIGITS = 10  # enough to know a figure again; more only where two would look alike


def shown(value: Cell, digits: int = _DIGITS) -> str:
    """A value; a text in quotes, since "1" is no 1 and "" is not nothing."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).upper()
        case ErrorText():
            return value
        case str():
            return f'"{value}"'
        case _:
            return f"{value:.{digits}g}"


def shown_apart(one: Cell, other: Cell) -> tuple[str, str]:
    """Two values, numbers with as many digits as it takes to see that they differ."""
    for digits in (_DIGITS, 15, 17):
        pair = shown(one, digits), shown(other, digits)
        if pair[0] != pair[1]:
            break
    return pair
