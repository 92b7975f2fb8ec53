"""What an argument may hold, and what a result looks like: the words of every declaration.

A `Kind` says how cells become a value, in which unit, and along which dimensions: two arguments
that name the same dimension must have the same size. `cells.py` carries it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from ..finance.arrays import Array as Array
    from .samples import Sample as Sample
else:
    Array = Sample = Any  # declarations are read without numpy

Form = Literal[
    "number", "whole number", "option", "text", "names", "cells",
    "series", "series or number", "table",
]  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """How the cells of one argument become the value that a function's body receives."""

    form: Form
    unit: str = ""
    dimensions: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    empty: float | None = None  # what an empty cell counts as; None: missing
    decimal: bool = False  # the result depends on the scale: values in percent are refused
    between: tuple[float, float] | None = None  # a number's bounds, both excluded
    header: bool = False  # a row of texts over the block is kept out

    @property
    def lifts(self) -> bool:
        """Takes one number, so a range gives a result for each of its cells."""
        return self.form in ("number", "whole number")

    @property
    def size(self) -> str:
        """The shape in words, as "one cell per period"."""
        match self.dimensions:
            case (rows,):
                words = f"one cell per {rows}"
                return f"one number, or {words}" if self.form == "series or number" else words
            case (rows, columns):
                return f"one row per {rows}, one column per {columns}"
            case _:
                return "any cells" if self.form == "cells" else "one cell"


@dataclass(frozen=True)
class Result:
    """What a function gives: one value, or a table that spills.

    `format` is the number format of the values. A table has labels in its first column
    (`labels`), or a header row (`columns`), or neither; `dimensions` are those of the arguments.
    """

    format: str = "General"
    labels: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    dimensions: tuple[str, ...] = ()
    total_row: bool = False
    lost_rows: str = ""  # the argument that says how many rows the result is shorter

    @property
    def is_table(self) -> bool:
        return bool(self.labels or self.columns or self.dimensions)

    @property
    def size(self) -> str:
        """The shape in words."""
        if self.labels:
            return f"{len(self.labels)} x 2: a label and a value in each row"
        rows = f"one row per {self.dimensions[0]}" if self.dimensions else ""
        if self.lost_rows:
            rows += f", less {self.lost_rows}"
        if self.columns:
            total = ", a total row" if self.total_row else ""
            return f"{len(self.columns)} columns: a header, {rows}{total}"
        if len(self.dimensions) == 2:
            rows = "one row" if not self.dimensions[0] else rows
            return f"{rows}, one column per {self.dimensions[1]}"
        return rows or "one value"


def option(**choices: str) -> Kind:
    """A text out of a list; the first is the default. Each is given with its meaning."""
    return Kind("option", choices=MappingProxyType(choices))


Number: TypeAlias = Annotated[float, Kind("number")]
Rate: TypeAlias = Annotated[float, Kind("number", "decimal per year")]
WholeNumber: TypeAlias = Annotated[int, Kind("whole number")]
Level: TypeAlias = Annotated[float, Kind("number", "probability", between=(0, 1))]
Text: TypeAlias = Annotated[str, Kind("text")]
Cells: TypeAlias = Annotated[Any, Kind("cells")]

Prices: TypeAlias = Annotated[Sample, Kind("table", "price", ("period", "asset"), header=True)]
Returns: TypeAlias = Annotated[Sample, Kind("series", "decimal per period", ("period",))]
DecimalReturns: TypeAlias = Annotated[
    Sample, Kind("series", "decimal per period", ("period",), decimal=True)
]
ReturnsTable: TypeAlias = Annotated[
    Sample, Kind("table", "decimal per period", ("period", "asset"))
]
PeriodRate: TypeAlias = Annotated[
    Sample | float, Kind("series or number", "decimal per period", ("period",))
]

Weights: TypeAlias = Annotated[Sample, Kind("series", "decimal", ("holding",), empty=0.0)]
Betas: TypeAlias = Annotated[Sample, Kind("series", "beta", ("holding",))]
HoldingReturns: TypeAlias = Annotated[
    Sample, Kind("series", "decimal per year", ("holding",), decimal=True)
]
Names: TypeAlias = Annotated[tuple[str | None, ...], Kind("names", "text", ("holding",))]

BetaMethod: TypeAlias = Annotated[
    str,
    option(
        ols="ordinary least squares",
        adjusted="0.67 x ordinary least squares + 0.33",
        robust="Huber's robust regression, c = 1.345",
    ),
]
ErrorsMethod: TypeAlias = Annotated[
    str,
    option(
        classical="classical standard errors",
        hc3="HC3 standard errors, robust to unequal variances",
        **{"newey-west": "Newey-West standard errors, robust to serial correlation"},
    ),
]
ReturnKind: TypeAlias = Annotated[
    str, option(simple="simple returns, p1 / p0 - 1", log="log returns, ln(p1 / p0)")
]
WeightsPolicy: TypeAlias = Annotated[
    str,
    option(
        strict="weights must sum to 1",
        normalize="weights divided by their sum",
        cash="the rest earns the risk-free rate at beta 0",
    ),
]
