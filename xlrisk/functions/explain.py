"""The sentence behind a result or an error: which rows counted, how, and what came out."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from ..errors import CellError
from ..wording import counted
from . import catalogue
from .catalogue import Function
from .cells import ERRORS, Translate, reason_missing
from .evaluate import Lifted, Value, call, coerced, shaped
from .samples import Sample

_MOST_DIGITS = 1e15  # a number beyond has digits that it does not know


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


def explain_for(
    name: str, arguments: Sequence[Any], translate: Translate | None, *, for_arrays: bool = False
) -> Explanation:
    """`explain` for a host with cells of its own, which `translate` turns into plain ones.

    Or with arrays in the place of cells, of which its sentences then speak.
    """
    try:
        function = catalogue.find(name)
        values = coerced(function, arguments, translate)
    except CellError as error:
        return Explanation(None, error.code, _sentence(error, for_arrays), None, {}, "")
    convention = _convention(function, values)
    try:
        result = call(function, values)
        value = shaped(function, values, result)
    except CellError as error:
        rows = _rows(_counts(values))
        message = _sentence(error, for_arrays)
        if rows.dropped:
            message = f"{message.removesuffix('.')}; {_dropped_in_words(rows.dropped)}."
        return Explanation(None, error.code, message, rows.used, rows.dropped, convention)
    counts = _counts(values)
    parts = [*_in_rows(counts), convention, _in_words(value, function.result.format)]
    if isinstance(result, Lifted):
        parts += [f"{where}: {_sentence(e, for_arrays)}" for where, e in islice(result.errors(), 1)]
    message = "; ".join(filter(None, parts)).removesuffix(".") + "."
    rows = _rows(counts)
    return Explanation(value, None, message, rows.used, rows.dropped, convention)


def _sentence(error: CellError, for_arrays: bool) -> str:
    return error.for_arrays if for_arrays else error.message


def _rows(counts: Mapping[str, _Count]) -> _Count:
    """Those of the dimension that comes first."""
    return next(iter(counts.values()), _Count())


@dataclass(frozen=True)
class _Count:
    """Entries along one dimension: how many were used, and dropped by the first reason found."""

    used: int | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)


def _counts(values: Sequence[Any]) -> dict[str, _Count]:
    """What was chosen along each dimension: rows first, then what the columns of a table are."""
    samples = [value for value in values if isinstance(value, Sample)]
    across = {dimension for sample in samples for dimension in sample.dimensions[1:]}
    noted = dict.fromkeys(dimension for sample in samples for dimension in sample.notes)
    return {
        dimension: _count(dimension, [sample for sample in samples if dimension in sample.notes])
        for dimension in sorted(noted, key=across.__contains__)
    }


def _count(dimension: str, samples: Sequence[Sample]) -> _Count:
    first = samples[0].notes[dimension]
    dropped: Counter[str] = Counter()
    left = ~first.chosen
    for sample in samples:  # an entry goes with the first sample that misses it
        columns = sample.notes[dimension].columns
        missing = left & ~sample.complete(columns)
        rows = np.flatnonzero(missing).tolist()
        dropped.update(reason_missing(sample, row, columns) for row in rows)
        left &= ~missing
    if first.otherwise and left.any():
        dropped[first.otherwise] += int(left.sum())
    return _Count(int(first.chosen.sum()), dict(dropped))


def _in_rows(counts: Mapping[str, _Count]) -> Iterator[str]:
    """Rows used and dropped, and what else was chosen under its own name."""
    for position, (dimension, count) in enumerate(counts.items()):
        words = f"{counted(count.used or 0, dimension if position else 'row')} used"
        yield f"{words}, {_dropped_in_words(count.dropped)}" if count.dropped else words


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
        return f"{table} with {counted(errors, 'error')}" if errors else table
    if isinstance(value, (str, bool)):
        return str(value)
    return in_format(value, number_format)


def in_format(value: float, number_format: str) -> str:
    """A number as Excel shows it in one of the formats that our results have."""
    if number_format == "General" or abs(value) >= _MOST_DIGITS:
        return f"{value:.6g}"
    decimals = number_format.rstrip("%").partition(".")[2]
    return format(value, f".{len(decimals)}{'%' if number_format[-1] == '%' else 'f'}")
