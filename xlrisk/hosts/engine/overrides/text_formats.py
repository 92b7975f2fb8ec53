"""Numbers as texts: TEXT, FIXED, DOLLAR."""

from __future__ import annotations

from ._bodies import overrides_of
from ._cells import Body, Fault, Override, Value, boolean, checked, number, text, whole
from ._number_formats import formatted_number, formatted_text, sections_of
from ._numbers_in_texts import number_in

_MOST_DECIMALS = 127


def text_of(value: Value, code: Value, *, later: int = 0) -> str:
    """A value as a cell with this number format shows it; dates some days later."""
    shown = checked(value)
    sections = sections_of(text(code))
    if isinstance(shown, bool):
        return text(shown)
    if isinstance(shown, str):
        found = number_in(shown)
        if found is None:
            return formatted_text(shown, sections)
        shown = found
    return formatted_number(float(shown or 0.0), sections, later)


def fixed(value: Value, decimals: Value = 2.0, no_commas: Value = None) -> str:
    """A number with a fixed number of decimals."""
    places, magnitude = _places(number(value), decimals)
    code = "0" if boolean(no_commas) else "#,##0"
    return formatted_number(magnitude, sections_of(_with_decimals(code, places)))


def dollar(value: Value, decimals: Value = 2.0) -> str:
    """An amount in dollars; a negative one stands in brackets."""
    places, magnitude = _places(number(value), decimals)
    code = _with_decimals("$#,##0", places)
    return formatted_number(magnitude, sections_of(f"{code};({code})"))


def _places(value: float, decimals: Value) -> tuple[int, float]:
    """How many decimals to show, and the number, rounded where they are negative."""
    places = whole(decimals)
    if places > _MOST_DECIMALS:
        raise Fault("Value")
    if places < 0:
        unit = 10.0 ** min(-places, 308)
        sign = -1 if value < 0 else 1
        value = sign * int(abs(value) / unit + 0.5) * unit
    return max(places, 0), value


def _with_decimals(code: str, places: int) -> str:
    return f"{code}.{'0' * places}" if places else code


_BODIES: dict[str, tuple[Body, int, int]] = {
    "TEXT": (text_of, 2, 2),
    "FIXED": (fixed, 1, 3),
    "DOLLAR": (dollar, 1, 2),
}

OVERRIDES: dict[str, Override] = overrides_of(_BODIES)
