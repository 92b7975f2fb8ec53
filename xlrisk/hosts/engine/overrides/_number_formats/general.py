"""The format General: what fits into eleven characters."""

from __future__ import annotations

import math

_WIDTH = 11
_DECIMALS = 5  # of the mantissa before E


def general_text(value: float) -> str:
    """A number as a cell without a format shows it."""
    magnitude = abs(value)
    if magnitude == 0:
        return "0"
    sign = "-" if value < 0 else ""
    power = math.floor(math.log10(magnitude))
    if 1e-4 <= magnitude < 1e11:
        decimals = max(0, _WIDTH - 2 - max(power, 0))
        plain = _plain(magnitude, decimals)
        if len(plain) <= _WIDTH:
            return sign + plain
    elif power >= -9 and magnitude < 1:
        plain = _plain(magnitude, 12)
        if len(plain) <= _WIDTH:
            return sign + plain
    mantissa, _, exponent = f"{magnitude:.{_DECIMALS}E}".partition("E")
    return f"{sign}{_trimmed(mantissa)}E{int(exponent):+03d}"


def _plain(magnitude: float, decimals: int) -> str:
    return _trimmed(f"{magnitude:.{decimals}f}")


def _trimmed(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
