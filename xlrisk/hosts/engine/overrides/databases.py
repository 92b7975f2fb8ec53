"""Database functions (DSUM, DGET...): records of a table that meet a block of criteria."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from . import _statistics as of
from ._cells import (
    Body,
    Fault,
    Override,
    Rows,
    Value,
    checked,
    guarded,
    number,
    rows_of,
    text,
)
from ._matching import Test, criterion


def _of_numbers(result: Callable[[Sequence[float]], float]) -> Body:
    """A function of the numbers that the field holds in the selected records."""

    def body(database: Value, field: Value, criteria: Value) -> float:
        values = _values(database, field, criteria)
        return result([value for value in values if type(checked(value)) is float])

    return guarded(body)


def dcount(database: Value, field: Value, criteria: Value) -> float:
    if not _is_named(field):
        return float(len(_records(database, criteria)))
    return float(sum(type(value) is float for value in _values(database, field, criteria)))


def dcounta(database: Value, field: Value, criteria: Value) -> float:
    if not _is_named(field):
        return float(len(_records(database, criteria)))
    return float(sum(value is not None for value in _values(database, field, criteria)))


def dget(database: Value, field: Value, criteria: Value) -> Value:
    values = _values(database, field, criteria)
    if len(values) != 1:
        raise Fault("Num" if values else "Value")
    return values[0]


def _values(database: Value, field: Value, criteria: Value) -> list[Value]:
    column = _column(rows_of(database)[0], field)
    return [record[column] for record in _records(database, criteria)]


def _records(database: Value, criteria: Value) -> Rows:
    """Records that meet all criteria of one row at least; a row without any is met by all."""
    header, *records = rows_of(database)
    if not records:
        raise Fault("Value")
    headings = _headings(header)
    names, *rows = rows_of(criteria)
    if not rows:
        raise Fault("Value")
    alternatives = [_tests(headings, names, row) for row in rows]
    return [
        record
        for record in records
        if any(
            tests is not None and all(test(record[column]) for column, test in tests)
            for tests in alternatives
        )
    ]


def _tests(
    headings: dict[str, int], names: Sequence[Value], row: Sequence[Value]
) -> list[tuple[int, Test]] | None:
    """Column and test of each criterion in a row; None where one names no column."""
    tests = []
    for name, wanted in zip(names, row, strict=True):
        if wanted is None:
            continue
        column = headings.get(_heading(name))
        if column is None:
            return None
        tests.append((column, criterion(wanted, prefixes=True)))
    return tests


def _column(header: Sequence[Value], field: Value) -> int:
    """A field is the text of a heading or the number of a column."""
    if isinstance(checked(field), str):
        column = _headings(header).get(_heading(field))
        if column is None:
            raise Fault("Value")
        return column
    if isinstance(field, list):
        raise Fault("Value")
    position = math.floor(number(field))
    if not 1 <= position <= len(header):
        raise Fault("Value")
    return position - 1


def _headings(header: Sequence[Value]) -> dict[str, int]:
    """Columns by heading; of two with one heading the first counts."""
    return {_heading(name): column for column, name in reversed(list(enumerate(header)))}


def _heading(value: Value) -> str:
    return "" if isinstance(value, dict) else text(value).lower()


def _is_named(field: Value) -> bool:
    """An omitted field arrives as 0."""
    return field is not None and (field != 0 or isinstance(field, bool))


_OF_NUMBERS: dict[str, Callable[[Sequence[float]], float]] = {
    "DSUM": math.fsum,
    "DAVERAGE": of.average,
    "DMAX": of.largest,
    "DMIN": of.smallest,
    "DPRODUCT": of.product,
    "DVAR": of.variance,
    "DVARP": of.variance_of_all,
    "DSTDEV": of.deviation,
    "DSTDEVP": of.deviation_of_all,
}

OVERRIDES: dict[str, Override] = {
    name: Override(_of_numbers(result), 3, 3, reads_ranges=True)
    for name, result in _OF_NUMBERS.items()
} | {
    "DCOUNT": Override(guarded(dcount), 3, 3, reads_ranges=True),
    "DCOUNTA": Override(guarded(dcounta), 3, 3, reads_ranges=True),
    "DGET": Override(guarded(dget), 3, 3, reads_ranges=True),
}
