"""What no argument shows by itself: sizes that differ, a yearly rate in the place of a period's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from ..wording import counted
from . import messages
from .catalogue import Argument, Function
from .samples import Sample

_Unit: TypeAlias = tuple[str, ...]
_CELL, _ROW, _COLUMN = ("cell",), ("row",), ("column",)
_ROW_UNDER_HEADER = ("row", "under its header")


def check_sizes(function: Function, values: Sequence[Any]) -> None:
    """Arguments that run along the same dimension have the same size."""
    first: dict[str, tuple[str, int, _Unit]] = {}
    for argument, value in zip(function.arguments, values, strict=True):
        for dimension, size, unit in _sizes(argument, value):
            name, first_size, first_unit = first.setdefault(dimension, (argument.name, size, unit))
            if size == first_size:
                continue
            if name == argument.name:
                raise messages.NOT_SQUARE(argument=name, rows=first_size, columns=size)
            # "asset_returns has 60 cells, market_returns 59" needs no second unit
            is_plain = unit in (first_unit, _CELL)
            raise messages.SIZES_DIFFER(
                first=name,
                first_size=counted(first_size, *first_unit),
                first_entries=counted(first_size, dimension),
                second=argument.name,
                second_size=f"{size:,}" if is_plain else counted(size, *unit),
                second_entries=f"{size:,}",
            )


def check_rate(function: Function, values: Sequence[Any]) -> None:
    """A yearly rate given as one per period would be wrong in silence."""
    given = {a.name: value for a, value in zip(function.arguments, values, strict=True)}
    rate, freq = given.get("period_risk_free"), given.get("freq")
    if isinstance(rate, float) and freq is not None and freq >= 4 and rate > 0.02:
        raise messages.PERIOD_RATE_LOOKS_ANNUAL(
            rate=f"{rate:.6g}", annual=f"{rate * freq * 100:.6g}", freq=f"{freq:.6g}"
        )


def _sizes(argument: Argument, value: Any) -> list[tuple[str, int, _Unit]]:
    """Dimension, size and unit of what an argument was given."""
    if isinstance(value, Sample) and value.values.ndim == 2:
        unit = _ROW_UNDER_HEADER if value.names else _ROW
        rows, columns = argument.kind.dimensions
        return [(rows, value.values.shape[0], unit), (columns, value.values.shape[1], _COLUMN)]
    if isinstance(value, (Sample, tuple)):
        return [(argument.kind.dimensions[0], len(value), _CELL)]
    return []
