"""Binary, octal, decimal and hexadecimal numbers, and operations on bits."""

from __future__ import annotations

from collections.abc import Callable

from ._bodies import overrides_of
from ._cells import (
    Body,
    Fault,
    Override,
    Value,
    checked,
    number,
    strict_number,
    text,
    whole,
)

_DIGITS = 10  # places of a number; the first bit of ten is the sign
_BASES = {"BIN": 2, "OCT": 8, "HEX": 16}
_BITS = {"BIN": 10, "OCT": 30, "HEX": 40}
_MOST_BITS = 48
_WIDEST_SHIFT = 53


def _to_decimal(system: str) -> Body:
    def body(value: Value) -> float:
        return float(_read(value, system))

    return body


def _converted(source: str, target: str) -> Body:
    def body(value: Value, *places: Value) -> str:
        if source == "DEC":
            return _written(whole(strict_number(value)), target, *places)
        return _written(_read(value, source), target, *places)

    return body


def _read(value: Value, system: str) -> int:
    """A number in the digits of its system, negative in two's complement."""
    if isinstance(checked(value), bool):
        raise Fault("Value")
    digits = text(value)
    if not digits:
        return 0
    if len(digits) > _DIGITS or not digits.isalnum():
        raise Fault("Num")
    try:
        read = int(digits, _BASES[system])
    except ValueError:
        raise Fault("Num") from None
    half = 1 << (_BITS[system] - 1)
    return read - 2 * half if read >= half else read


def _written(value: int, system: str, *places: Value) -> str:
    """A number in the digits of a system; a negative one always has ten."""
    width = whole(strict_number(places[0])) if places else None
    if width is not None and not 1 <= width <= _DIGITS:
        raise Fault("Num")
    half = 1 << (_BITS[system] - 1)
    if not -half <= value < half:
        raise Fault("Num")
    code = {"BIN": "b", "OCT": "o", "HEX": "X"}[system]
    if value < 0:
        return format(value + 2 * half, code)
    digits = format(value, code)
    if width is None:
        return digits
    if len(digits) > width:
        raise Fault("Num")
    return digits.zfill(width)


def base(value: Value, radix: Value, least: Value = None) -> str:
    """A number in the digits of any system up to 36."""
    left, system, width = whole(value), whole(radix), whole(least)
    if not 0 <= left < 2**53 or not 2 <= system <= 36 or not 0 <= width <= 255:
        raise Fault("Num")
    digits = ""
    while left:
        left, digit = divmod(left, system)
        digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + digits
    return (digits or "0").zfill(width)


def decimal(value: Value, radix: Value) -> float:
    """The number that digits of any system up to 36 stand for."""
    digits, system = text(value).strip(" "), whole(radix)
    if not 2 <= system <= 36 or (digits and not digits.isalnum()):
        raise Fault("Num")
    try:
        return float(int(digits, system)) if digits else 0.0
    except ValueError:
        raise Fault("Num") from None


def _of_bits(result: Callable[[int, int], int]) -> Body:
    def body(left: Value, right: Value) -> float:
        return float(result(_bits(left), _bits(right)))

    return body


def bitlshift(value: Value, places: Value) -> float:
    return _shifted(_bits(value), whole(places))


def bitrshift(value: Value, places: Value) -> float:
    return _shifted(_bits(value), -whole(places))


def _shifted(bits: int, places: int) -> float:
    if abs(places) > _WIDEST_SHIFT:
        raise Fault("Num")
    shifted = bits << places if places > 0 else bits >> -places
    if shifted >= 1 << _MOST_BITS:
        raise Fault("Num")
    return float(shifted)


def _bits(value: Value) -> int:
    """A whole number of at most 48 bits."""
    bits = number(value)
    if not 0 <= bits < 1 << _MOST_BITS or not bits.is_integer():
        raise Fault("Num")
    return int(bits)


_BODIES: dict[str, tuple[Body, int, int]] = {
    "BASE": (base, 2, 3),
    "DECIMAL": (decimal, 2, 2),
    "BITAND": (_of_bits(int.__and__), 2, 2),
    "BITOR": (_of_bits(int.__or__), 2, 2),
    "BITXOR": (_of_bits(int.__xor__), 2, 2),
    "BITLSHIFT": (bitlshift, 2, 2),
    "BITRSHIFT": (bitrshift, 2, 2),
}
_BODIES |= {f"{system}2DEC": (_to_decimal(system), 1, 1) for system in _BASES}
_BODIES |= {
    f"{source}2{target}": (_converted(source, target), 1, 2)
    for source in ("DEC", *_BASES)
    for target in _BASES
    if source != target
}

OVERRIDES: dict[str, Override] = overrides_of(_BODIES)
