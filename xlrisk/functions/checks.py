"""What no argument shows by itself: sizes that differ, a yearly rate in the place of a period's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import messages
from .catalogue import Argument, Function
from .samples import Sample


def check_sizes(function: Function, values: Sequence[Any]) -> None:
    """Arguments that run along the same dimension have the same size."""
    first: dict[str, tuple[str, int, str]] = {}
    for argument, value in zip(function.arguments, values, strict=True):
        for dimension, size, unit in _sizes(argument, value):
            name, first_size, word = first.setdefault(dimension, (argument.name, size, unit))
            if size != first_size:
                raise messages.SIZES_DIFFER(
                    first=name,
                    first_size=messages.counted(first_size, word),
                    second=argument.name,
                    second_size=size,
                )


def check_rate(function: Function, values: Sequence[Any]) -> None:
    """A yearly rate given as one per period would be wrong in silence."""
    given = {a.name: value for a, value in zip(function.arguments, values, strict=True)}
    rate, freq = given.get("period_risk_free"), given.get("freq")
    if isinstance(rate, float) and freq is not None and freq >= 4 and rate > 0.02:
        raise messages.PERIOD_RATE_LOOKS_ANNUAL(
            rate=f"{rate:.6g}", annual=f"{rate * freq * 100:.6g}", freq=f"{freq:.6g}"
        )


def _sizes(argument: Argument, value: Any) -> list[tuple[str, int, str]]:
    """Dimension, size and unit of what an argument was given."""
    if isinstance(value, Sample) and value.values.ndim == 2:
        rows, columns = argument.kind.dimensions
        return [(rows, value.values.shape[0], "row"), (columns, value.values.shape[1], "column")]
    if isinstance(value, (Sample, tuple)):
        return [(argument.kind.dimensions[0], len(value), "cell")]
    return []
