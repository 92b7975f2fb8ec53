"""Digits in their places: 0 # ?, thousands, scaling commas, percent and exponents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from .sections import Token

_MOST_DECIMALS = 400  # no double has digits beyond
_EXACT = Context(prec=2000, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class _Layout:
    """Where the parts of a number stand among the tokens of its section."""

    point: int  # place of the decimal point, or of what follows the integer part
    exponent: int  # place of E, or the end
    groups: bool  # thousands are separated
    scale: int  # power of ten by which the number is shown larger


def number_text(value: float, tokens: Sequence[Token]) -> str:
    """A number, not negative, in a section of digits and literals."""
    layout = _layout(tokens)
    exact = as_shown(value)
    exponent = ""
    if layout.exponent < len(tokens):
        exact, power = _mantissa(exact, tokens, layout)
        exponent = _exponent_text(power, tokens[layout.exponent :])
    else:
        exact = exact.scaleb(layout.scale, _EXACT)
    whole, fraction = rounded(exact, _digits(tokens[layout.point : layout.exponent]))
    integer_tokens = tokens[: layout.point]
    if exponent and exact == 0:
        integer_tokens = [Token("digit", "0") if t.kind == "digit" else t for t in integer_tokens]
    return (
        integer_text(whole, integer_tokens, groups=layout.groups)
        + _fraction_text(fraction, tokens[layout.point : layout.exponent])
        + exponent
    )


def as_shown(value: float) -> Decimal:
    """A number with the 15 digits that Excel keeps."""
    return Decimal(f"{value:.14e}")


def rounded(value: Decimal, decimals: int) -> tuple[str, str]:
    """The digits before and after the point, rounded half up; a whole part of 0 has none."""
    places = min(decimals, _MOST_DECIMALS)
    digits = f"{value.quantize(Decimal(1).scaleb(-places), context=_EXACT):f}"
    whole, _, fraction = digits.partition(".")
    return whole.lstrip("0"), fraction.ljust(decimals, "0")


def integer_text(digits: str, tokens: Sequence[Token], *, groups: bool = False) -> str:
    """Digits put into their places from the right; what is left over goes to the first place."""
    places = [token.text for token in tokens if token.kind == "digit"]
    surplus = len(digits) - len(places)
    text, place, shown = [], 0, False
    for token in tokens:
        if token.kind in {"literal", "percent"}:
            text.append(token.text)
        if token.kind != "digit":
            continue
        from_right = len(places) - 1 - place
        if place == 0 and surplus > 0:
            for k in range(surplus):
                text += [digits[k], _separator(from_right + surplus - k, groups)]
        index = surplus + place
        shown = shown or token.text == "0"
        if index >= 0:
            text += [digits[index], _separator(from_right, groups)]
        elif shown:
            text += ["0", _separator(from_right, groups)]
        elif token.text == "?":
            text += [" ", _separator(from_right, groups) and " "]
        place += 1
    return "".join(text)


def _separator(from_right: int, groups: bool) -> str:
    return "," if groups and from_right > 0 and from_right % 3 == 0 else ""


def _fraction_text(digits: str, tokens: Sequence[Token]) -> str:
    """The point and the digits after it; zeros at the end only where the format keeps them."""
    places = [k for k, token in enumerate(tokens) if token.kind == "digit"]
    kept = max((n + 1 for n, k in enumerate(places) if tokens[k].text == "0"), default=0)
    significant = max(len(digits.rstrip("0")), kept)
    text, place = [], 0
    for token in tokens:
        if token.kind == "digit":
            if place < significant:
                text.append(digits[place])
            elif token.text == "?":
                text.append(" ")
            place += 1
        elif token.kind not in {"comma", "exponent"}:
            text.append(token.text)
    return "".join(text)


def _mantissa(value: Decimal, tokens: Sequence[Token], layout: _Layout) -> tuple[Decimal, int]:
    """The number before E, and the power of ten: a multiple of the places before the point."""
    if value == 0:
        return value, 0
    places = max(_digits(tokens[: layout.point]), 1)
    decimals = _digits(tokens[layout.point : layout.exponent])
    power = value.adjusted() // places * places
    unit = Decimal(1).scaleb(-min(decimals, _MOST_DECIMALS))
    shown = value.scaleb(-power, _EXACT).quantize(unit, context=_EXACT)
    if shown.adjusted() >= places:  # rounded up to a power of ten
        power += places
    return value.scaleb(-power, _EXACT), power


def _exponent_text(power: int, tokens: Sequence[Token]) -> str:
    """E, and the power with its sign before its first place."""
    always = tokens[0].text[1] == "+"
    sign = "-" if power < 0 else "+" if always else ""
    first = next((k for k, token in enumerate(tokens) if token.kind == "digit"), len(tokens))
    before = "".join(token.text for token in tokens[1:first] if token.kind != "comma")
    digits = integer_text(str(abs(power)), tokens[first:])
    return tokens[0].text[0] + before + sign + digits


def _layout(tokens: Sequence[Token]) -> _Layout:
    kinds = [token.kind for token in tokens]
    exponent = kinds.index("exponent") if "exponent" in kinds else len(kinds)
    digits = [k for k, kind in enumerate(kinds[:exponent]) if kind == "digit"]
    if "point" in kinds[:exponent]:
        point = kinds.index("point")
    else:
        point = digits[-1] + 1 if digits else exponent
    integer = [k for k in digits if k < point]
    commas = [k for k, kind in enumerate(kinds[:exponent]) if kind == "comma"]
    between = [k for k in commas if integer and integer[0] < k < integer[-1]]
    scale = 2 * kinds.count("percent") - 3 * (len(commas) - len(between))
    return _Layout(point, exponent, bool(between), scale)


def _digits(tokens: Sequence[Token]) -> int:
    return sum(token.kind == "digit" for token in tokens)
