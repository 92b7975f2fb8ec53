"""The sentence behind a result or an error: which rows counted, how, and what came out."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import CellError
from . import catalogue
from .catalogue import Function
from .cells import ERRORS, Translate, reason_missing
from .evaluate import Value, call, coerced, shaped
from .messages import counted
from .samples import Sample


@dataclass(frozen=True)
class Explanation:
    """What a function made of its arguments; `str()` of it is the sentence.

    `value` is the result (None after an error, whose value is `code`); `rows_used` is None where
    a function takes no rows; `rows_dropped` counts by reason: "empty", "text", "boolean", "#N/A".
    """

    value: Value | list[list[Value]] | None
    code: str | None
    message: str
    rows_used: int | None
    rows_dropped: Mapping[str, int]
    convention: str

    def __str__(self) -> str:
        return self.message


def explain(name: str, *arguments: Any) -> Explanation:
    """Explain what `evaluate(name, *arguments)` gives, or why it gives an error."""
    return explain_for(name, arguments, None)


def explain_for(name: str, arguments: Sequence[Any], translate: Translate | None) -> Explanation:
    """`explain` for a host with cells of its own, which `translate` turns into plain ones."""
    try:
        function = catalogue.find(name)
        values = coerced(function, arguments, translate)
    except CellError as error:
        return Explanation(None, error.code, error.message, None, {}, "")
    convention = _convention(function, values)
    try:
        value = shaped(function, call(function, values))
    except CellError as error:
        used, dropped = _rows(values)
        message = error.message
        if dropped:
            message = f"{message.removesuffix('.')}; {_dropped_in_words(dropped)}."
        return Explanation(None, error.code, message, used, dropped, convention)
    used, dropped = _rows(values)
    parts = [_rows_in_words(used, dropped), convention, _in_words(value, function.result.format)]
    message = "; ".join(filter(None, parts)).removesuffix(".") + "."
    return Explanation(value, None, message, used, dropped, convention)


def _rows(values: Sequence[Any]) -> tuple[int | None, dict[str, int]]:
    """Rows used, and rows dropped by the first reason found in each."""
    samples = [v for v in values if isinstance(v, Sample)]
    used = next((sample.used for sample in samples if sample.used is not None), None)
    if used is None:
        return None, {}
    samples = [sample for sample in samples if len(sample) == len(used)]
    dropped: Counter[str] = Counter()
    left = ~used
    for sample in samples:  # a row goes with the first sample that misses it
        missing = left & ~sample.present
        dropped.update(reason_missing(sample, row) for row in np.flatnonzero(missing).tolist())
        left &= ~missing
    return int(used.sum()), dict(dropped)


def _rows_in_words(used: int | None, dropped: Mapping[str, int]) -> str:
    if used is None:
        return ""
    words = f"{counted(used, 'row')} used"
    return f"{words}, {_dropped_in_words(dropped)}" if dropped else words


def _dropped_in_words(dropped: Mapping[str, int]) -> str:
    reasons = ", ".join(f"{count} {reason}" for reason, count in dropped.items())
    return f"{sum(dropped.values())} dropped ({reasons})"


def _convention(function: Function, values: Sequence[Any]) -> str:
    """The meaning of the options in force; the formula where there are none."""
    meanings = [
        argument.kind.choices[value]
        for argument, value in zip(function.arguments, values, strict=True)
        if argument.kind.choices
    ]
    return "; ".join(meanings) or function.formula


def _in_words(value: Value | list[list[Value]], number_format: str) -> str:
    if isinstance(value, list):
        cells = list(itertools.chain.from_iterable(value))
        errors = sum(isinstance(cell, str) and cell in ERRORS for cell in cells)
        table = f"a table of {len(value)} x {len(value[0])}"
        return f"{table}, {errors} of its cells errors" if errors else table
    if isinstance(value, (str, bool)):
        return str(value)
    return in_format(value, number_format)


def in_format(value: float, number_format: str) -> str:
    """A number as Excel shows it in one of the formats that our results have."""
    if number_format == "General":
        return f"{value:.6g}"
    decimals = number_format.rstrip("%").partition(".")[2]
    return format(value, f".{len(decimals)}{'%' if number_format[-1] == '%' else 'f'}")
