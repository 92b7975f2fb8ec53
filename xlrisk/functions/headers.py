"""Headings: a row of texts over a block, and over what stands beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .cells import ERRORS, NEW_ERRORS
from .samples import Sample

_NO_HEADINGS = frozenset({"", "-", "n/a", "na", "nan", "null", "none", "missing"})


def heading(cells: Any) -> tuple[str, ...] | None:
    """The row of texts over a block; texts like numbers, or "n/a" alone, are cells gone wrong."""
    if not isinstance(cells, (list, tuple)) or len(cells) < 2 or not cells[0]:
        return None
    first = cells[0]
    if not all(isinstance(c, str) and c not in ERRORS | NEW_ERRORS for c in first):
        return None
    words = {cell.strip().lower() for cell in first}
    if words <= _NO_HEADINGS or all(map(_is_numeric, words)):
        return None
    return tuple(map(str, first))


def without_headings(values: Sequence[Any]) -> list[Any]:
    """Without the heading of what runs along a block that has one, as "Date" over the dates.

    It is cut where the range is longer by one cell than the block under its header, and that cell
    holds no number: a number there is data, and the ranges begin in different rows.
    """
    headed = {
        value.dimensions[0]: len(value)
        for value in values
        if isinstance(value, Sample) and value.names
    }
    return [
        value.without_first_row()
        if isinstance(value, Sample)
        and len(value) - 1 == headed.get(value.dimensions[0])
        and np.isnan(value.values[0]).all()
        else value
        for value in values
    ]


def _is_numeric(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
