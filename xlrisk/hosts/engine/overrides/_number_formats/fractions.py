"""Fractions: # ?/?, # ??/100."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from .numbers import as_shown, integer_text
from .sections import Token


def is_fraction(tokens: Sequence[Token]) -> bool:
    """Whether there is a slash between digits."""
    kinds = [token.kind for token in tokens]
    if "denominator" in kinds:
        return "digit" in kinds[: kinds.index("denominator")]
    if "slash" not in kinds:
        return False
    slash = kinds.index("slash")
    return "digit" in kinds[:slash] and kinds[slash + 1 : slash + 2] == ["digit"]


def fraction_text(value: float, tokens: Sequence[Token]) -> str:
    """A number, not negative, as a whole number and a fraction, or as a fraction alone."""
    slash = next(k for k, token in enumerate(tokens) if token.kind in {"slash", "denominator"})
    over = _start_of_digits(tokens, slash)
    under = _end_of_digits(tokens, slash + 1)
    whole_tokens, tail = tokens[:over], tokens[under:]
    has_whole = any(token.kind == "digit" for token in whole_tokens)
    exact = Fraction(as_shown(value))
    whole = int(exact) if has_whole else 0
    numerator, denominator = _nearest(exact - whole, tokens[slash:under])
    if has_whole and numerator == denominator:
        whole, numerator = whole + 1, 0
    fraction = (
        integer_text(str(numerator), tokens[over:slash])
        + "/"
        + _denominator_text(denominator, tokens[slash:under])
    )
    if has_whole and numerator == 0:
        fraction = " " * len(fraction)
    shown = str(whole) if whole or numerator == 0 else ""
    return (
        integer_text(shown, whole_tokens)
        + fraction
        + "".join(token.text for token in tail if token.kind == "literal")
    )


def _nearest(value: Fraction, under: Sequence[Token]) -> tuple[int, int]:
    """Numerator and denominator of the nearest fraction that the format has room for."""
    if fixed := _fixed(under):
        return int(value * fixed + Fraction(1, 2)), fixed
    found = value.limit_denominator(10 ** (len(under) - 1) - 1)
    return found.numerator, found.denominator


def _denominator_text(denominator: int, under: Sequence[Token]) -> str:
    digits = str(denominator)
    if _fixed(under):
        return digits
    width = len(under) - 1
    if under[1].text == "0":
        return digits.zfill(width)
    return digits.ljust(width) if under[1].text == "?" else digits


def _fixed(under: Sequence[Token]) -> int:
    """A denominator that the format names, or 0."""
    found = re.search(r"\d+", under[0].text)
    return int(found[0]) if found else 0


def _start_of_digits(tokens: Sequence[Token], end: int) -> int:
    while end > 0 and tokens[end - 1].kind == "digit":
        end -= 1
    return end


def _end_of_digits(tokens: Sequence[Token], start: int) -> int:
    while start < len(tokens) and tokens[start].kind == "digit":
        start += 1
    return start
