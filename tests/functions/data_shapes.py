"""Every function on every shape of data: what the cell shows, and the sentence behind it.

A call that works is made for each function out of the kinds of its arguments; each shape then
takes the place of one argument, or of all series that run along the same rows. Shapes that come to
the same stand in one line of `data_shapes.tsv`, which `python -m tests.functions` writes.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.helpers import column
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Argument, Function
from xlrisk.functions.cells import ERRORS
from xlrisk.functions.explain import explain

PATH = Path(__file__).with_name("data_shapes.tsv")
HEADING = ("function", "argument", "gives", "sentence", "shapes")

_SERIES = (
    (0.03, 0.04, -0.02, 0.01, 0.00, 0.02),
    (0.01, 0.02, -0.01, 0.02, 0.01, -0.02),
    (0.02, 0.00, -0.03, 0.01, 0.02, 0.04),
)
_PRICES = ((100, 104, 101, 107, 110, 108), (50, 51, 52, 50, 49, 53), (7, 7, 8, 8, 9, 9))
_DATES = (45322, 45351, 45382, 45412, 45443, 45473)  # ends of months from 2024-01-31 on
_LATER = 45504
_HOLDINGS = {"weights": (0.5, 0.3, 0.2), "betas": (1.5, 0.7, 1.0), "returns": (0.13, 0.08, 0.1)}
_COVARIANCE = [[0.04, 0.01, 0.0], [0.01, 0.09, 0.02], [0.0, 0.02, 0.16]]
_NUMBERS = {
    "risk_free": 0.03,
    "annual_rate": 0.03,
    "forecast_return": 0.12,
    "market_return": 0.1,
    "beta": 1.5,
    "standard_error": 0.1,
    "level": 0.9,
    "band": 0.01,
    "freq": 12.0,
    "lag": 1,
    "period_risk_free": 0.001,
}

Rows = list[list[Any]]


@dataclass(frozen=True)
class Line:
    function: str
    argument: str
    gives: str
    sentence: str
    shapes: str


def lines(function: Function) -> list[Line]:
    """What a function makes of all shapes; those that come to the same in one line."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for argument, shape, call in calls(function):
        gives, sentence = _outcome(function, call)
        if shape == gives and shape in _ERRORS:  # each error passes as itself
            gives, sentence = "#...", sentence.replace(shape, "#...")
        found.setdefault((argument, gives, sentence), []).append(shape)
    return [
        Line(function.name, argument, gives, sentence, ", ".join(shapes))
        for (argument, gives, sentence), shapes in found.items()
    ]


def calls(function: Function) -> Iterator[tuple[str, str, list[Any]]]:
    """An argument, a shape, and the call with the shape in that argument's place."""
    good = [working(function, k) for k in range(len(function.arguments))]
    needed = good[: sum(not argument.optional for argument in function.arguments)]
    yield "(all)", "as it should be", needed
    yield "(all)", "with every option", good
    for k, argument in enumerate(function.arguments):
        if argument.kind.form == "cells":
            continue
        # what comes before an optional argument is left out, as in =BETA_OF(A1:A6,B1:B6,,"robust")
        before = good[: k + 1] if k < len(needed) else [*needed, *[None] * (k - len(needed))]
        rest = needed[k + 1 :]
        for shape, cells in _in_one_place(argument, good[k]):
            yield argument.name, shape, [*before[:k], cells, *rest]
    yield from _along_the_rows(function, needed)
    if function.arguments:
        yield "(all)", "none", []
    yield "(all)", "one too many", [*good, 0]


def _outcome(function: Function, call: list[Any]) -> tuple[str, str]:
    explanation = explain(function.name, *call)
    return explanation.code or _shown(explanation.value), explanation.message


def _shown(value: Any) -> str:
    """A number to six digits; of a table its size and its last row."""
    if isinstance(value, list):
        last = " ".join(map(_shown, value[-1]))
        return f"{len(value)} x {len(value[0])}: {last}"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def working(function: Function, k: int) -> Any:
    """Cells that go with those of the other arguments."""
    argument = function.arguments[k]
    form = argument.kind.form
    same = sum(a.kind.form == form for a in function.arguments[:k])
    made: dict[str, Callable[[], Any]] = {
        "series": lambda: column(*_SERIES[same]),
        "table": lambda: _block(argument.name),
        "dates": lambda: column(*(*_DATES, _LATER)[same : same + len(_DATES)]),
        "names": lambda: column("AAA", "BBB", "CCC"),
        "option": lambda: list(argument.kind.choices)[-1],
        "text": lambda: "BETA_OF",
        "cells": lambda: column(*_SERIES[k - 1]) if k < 3 else None,
    }
    if argument.kind.dimensions == ("holding",) and form == "series":
        return column(*_HOLDINGS[argument.name])
    return made[form]() if form in made else _NUMBERS[argument.name]


def _block(name: str) -> Rows:
    if name == "covariance":
        return _COVARIANCE
    source = _SERIES if name == "returns" else _PRICES
    return [list(row) for row in zip(*source, strict=True)]


# One argument at a time

_CELLS = {
    "an empty cell": None,
    "a text": "n/a",
    "a boolean": True,
    "#N/A": "#N/A",
    "a newer error": "#SPILL!",
    "a Decimal": Decimal("0.25"),
    "a date": datetime.date(2024, 1, 31),
    "infinite": math.inf,
}
_ERRORS = sorted(ERRORS - {"#N/A"})


def _in_one_place(argument: Argument, good: Any) -> Iterator[tuple[str, Any]]:
    """Shapes for one argument; the last cell of a range stands for any of its cells."""
    if not isinstance(good, list):
        yield from _CELLS.items()
        yield from ((error, error) for error in _ERRORS)
        yield from {"0": 0, "negative": -1, "a range": column(good, "n/a")}.items()
        if argument.kind.form == "series or number":
            yield "a series", column(*[good] * 6)
            yield "a series with an empty cell", column(*[good] * 5, None)
        return
    yield from ((f"with {shape}", _with_last(good, cell)) for shape, cell in _CELLS.items())
    yield from ((error, _with_last(good, error)) for error in _ERRORS)
    yield "one cell", good[0][0]
    yield "a row", [[row[0] for row in good]]
    yield "a block", [[*row, row[0]] for row in good]
    yield "one row short", good[:-1]
    yield "one row more, empty", [*good, [None] * len(good[0])]
    yield "under a heading", [["heading"] * len(good[0]), *good]
    yield "no cells", []
    yield "ragged", [*good[:-1], [*good[-1], 1]]
    for shape, cell in {"empty": None, "texts": "n/a"}.items():
        yield f"all {shape}", [[cell] * len(row) for row in good]
    yield "constant", [good[0]] * len(good)
    if argument.kind.form == "dates":
        yield "newest first", good[::-1]
        yield "a date twice", [*good[:-1], good[-2]]
        yield "a day that no calendar has", _with_last(good, -1)


def _with_last(rows: Rows, cell: Any) -> Rows:
    return [*rows[:-1], [*rows[-1][:-1], cell]]


# All arguments that run along the same rows


def _along_the_rows(function: Function, good: list[Any]) -> Iterator[tuple[str, str, list[Any]]]:
    pairs = list(zip(function.arguments, good, strict=False))
    for dimension in dict.fromkeys(a.kind.dimensions[0] for a, _ in pairs if a.kind.dimensions):

        def changed(change: Any, along: str = dimension) -> list[Any]:
            return [
                change(argument, cells) if argument.kind.dimensions[:1] == (along,) else cells
                for argument, cells in pairs
            ]

        for n in (1, 2, 3):
            yield (
                f"(each {dimension})",
                f"n = {n}",
                [_first(n, dimension, argument, cells) for argument, cells in pairs],
            )
        whole = f"(each {dimension})"
        yield whole, "rows for columns", changed(lambda _, rows: [[row[0] for row in rows]])
        yield whole, "under headings", changed(lambda a, rows: [[a.name] * len(rows[0]), *rows])
        yield whole, "all empty", changed(lambda _, rows: [[None] * len(row) for row in rows])
        yield whole, "all constant", changed(lambda _, rows: [rows[0]] * len(rows))
        yield whole, "times 100", changed(_times_100)


def _first(n: int, dimension: str, argument: Argument, cells: Any) -> Any:
    """The first rows, or columns, along a dimension."""
    rows, *columns = argument.kind.dimensions or ("",)
    if rows == dimension:
        cells = cells[:n]
    if columns == [dimension]:
        cells = [row[:n] for row in cells]
    return cells


def _times_100(_: Argument, rows: Rows) -> Rows:
    return [[100 * x if isinstance(x, (int, float)) else x for x in row] for row in rows]


def read() -> list[Line]:
    """The table as it was written."""
    heading, *rows = PATH.read_text("utf-8").splitlines()
    assert tuple(heading.split("\t")) == HEADING
    return [Line(*row.split("\t")) for row in rows]


def write() -> None:
    """The table as it is."""
    rows = [
        (line.function, line.argument, line.gives, line.sentence, line.shapes)
        for function in FUNCTIONS.values()
        for line in lines(function)
    ]
    PATH.write_text("".join("\t".join(row) + "\n" for row in (HEADING, *rows)), "utf-8")
