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
    from ..finance.correlation import Method as _Correlation
    from ..finance.covariance import Method as _Covariance
    from ..finance.portfolio_risk import Residuals as _Residuals
    from ..finance.prices import Period as _Period
    from ..finance.returns import Compounding as _Compounding
    from ..finance.returns import Mean as _Mean
    from ..finance.risk import Measure as _Measure
    from .samples import Sample as Sample
else:  # declarations are read without numpy
    Array = Sample = _Correlation = _Covariance = _Residuals = _Period = _Mean = _Measure = Any
    _Compounding = Any

Form = Literal[
    "number", "whole number", "option", "text", "names", "cells",
    "series", "series or number", "dates", "table",
]  # fmt: skip

TEXT = ""  # in the place of a number format: what stands there is a text
DATE = "yyyy-mm-dd"  # of the dates in the first column


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

    `format` is the number format of the values, or TEXT. A table is one of three: it has a text
    beside the value in each row (`labels`), or a header over its columns (`columns`), each with
    number formats of its own, or values alone.

    `rows` says what a row stands for, where there can be more than one, and `across` what the
    columns of a plain table stand for, one group beside the other. These are dimensions of the
    arguments, whose labels they have and as whose rows they lie, or words of the result's own.
    """

    format: str = "General"
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    columns: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    rows: str = ""
    across: tuple[str, ...] = ()
    which: str = ""  # of the rows there are: "that both have"
    lost_rows: str = ""  # the argument that says how many rows the result is shorter
    dates: str = ""  # the argument whose dates stand in the first column
    total_row: bool = False

    @property
    def is_table(self) -> bool:
        return bool(self.labels or self.columns or self.rows or self.across)

    @property
    def is_text(self) -> bool:
        """One text, where it is no table."""
        return self.format == TEXT and not self.is_table

    @property
    def is_matrix(self) -> bool:
        """Rows and columns stand for the same."""
        return self.across == (self.rows,)

    @property
    def size(self) -> str:
        """The shape in words."""
        if self.labels:
            return f"{len(self.labels)} x 2: a label and a value in each row"
        if not self.is_table:
            return "one value"
        rows = f"one row per {self.rows}" if self.rows else "one row"
        rows += f" {self.which}" if self.which else ""
        rows += f", less {self.lost_rows}" if self.lost_rows else ""
        if self.columns:
            total = ", a total row" if self.total_row else ""
            return f"{len(self.columns)} columns: a header, {rows}{total}"
        rows += ": the date" if self.dates else ""
        return ", ".join([rows, *(f"one column per {group}" for group in self.across)])


def option(**choices: str) -> Kind:
    """A text out of a list; the first is the default. Each is given with its meaning."""
    return Kind("option", choices=MappingProxyType(choices))


_ABOVE_0 = (0, float("inf"))

Number: TypeAlias = Annotated[float, Kind("number")]
Rate: TypeAlias = Annotated[float, Kind("number", "decimal per year")]
RateAboveAll: TypeAlias = Annotated[
    float, Kind("number", "decimal per year", between=(-1, float("inf")))
]
WholeNumber: TypeAlias = Annotated[int, Kind("whole number")]
Level: TypeAlias = Annotated[float, Kind("number", "probability", between=(0, 1))]
Frequency: TypeAlias = Annotated[float, Kind("number", "periods per year", between=_ABOVE_0)]
Band: TypeAlias = Annotated[float, Kind("number", "decimal per year", between=_ABOVE_0)]
StandardError: TypeAlias = Annotated[float, Kind("number", "as beta", between=_ABOVE_0)]
Beta: TypeAlias = Annotated[float, Kind("number", "times the market")]
Text: TypeAlias = Annotated[str, Kind("text")]
Cells: TypeAlias = Annotated[Any, Kind("cells")]

Dates: TypeAlias = Annotated[Sample, Kind("dates", "date", ("date",))]
OtherDates: TypeAlias = Annotated[Sample, Kind("dates", "date", ("other date",))]
DatedSeries: TypeAlias = Annotated[
    Sample, Kind("table", "any unit", ("date", "series"), header=True)
]
OtherDatedSeries: TypeAlias = Annotated[
    Sample, Kind("table", "any unit", ("other date", "other series"), header=True)
]
DatedPrices: TypeAlias = Annotated[Sample, Kind("table", "price", ("date", "asset"), header=True)]
Prices: TypeAlias = Annotated[Sample, Kind("table", "price", ("period", "asset"), header=True)]
AnySeries: TypeAlias = Annotated[Sample, Kind("series", "any unit", ("period",))]
Returns: TypeAlias = Annotated[Sample, Kind("series", "decimal per period", ("period",))]
DecimalReturns: TypeAlias = Annotated[
    Sample, Kind("series", "decimal per period", ("period",), decimal=True)
]
ReturnsTable: TypeAlias = Annotated[
    Sample, Kind("table", "decimal per period", ("period", "asset"), header=True)
]
DecimalReturnsTable: TypeAlias = Annotated[
    Sample, Kind("table", "decimal per period", ("period", "asset"), header=True, decimal=True)
]
ReturnsOfHoldings: TypeAlias = Annotated[
    Sample, Kind("table", "decimal per period", ("period", "holding"), header=True, decimal=True)
]
PeriodRate: TypeAlias = Annotated[
    Sample | float, Kind("series or number", "decimal per period", ("period",))
]

Weights: TypeAlias = Annotated[Sample, Kind("series", "decimal", ("holding",), empty=0.0)]
Betas: TypeAlias = Annotated[Sample, Kind("series", "beta", ("holding",))]
HoldingReturns: TypeAlias = Annotated[
    Sample, Kind("series", "decimal per year", ("holding",), decimal=True)
]
Covariances: TypeAlias = Annotated[
    Sample, Kind("table", "decimal squared", ("holding", "holding"), header=True)
]
Names: TypeAlias = Annotated[tuple[str | None, ...], Kind("names", "text", ("holding",))]
NamesIfAny: TypeAlias = Annotated[
    tuple[str | None, ...] | None, Kind("names", "text", ("holding",))
]

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
Period: TypeAlias = Annotated[
    _Period,
    option(
        week="weeks that end on Friday",
        month="calendar months",
        quarter="calendar quarters",
        year="calendar years",
    ),
]
Mean: TypeAlias = Annotated[
    _Mean,
    option(
        arithmetic="mean return x freq",
        geometric="what compounds to the same wealth",
    ),
]
Compounding: TypeAlias = Annotated[
    _Compounding,
    option(
        compound="what compounds to the yearly rate",
        simple="the yearly rate / freq",
    ),
]
Measure: TypeAlias = Annotated[
    _Measure, option(sd="standard deviation", variance="variance", share="share of the variance")
]
Residuals: TypeAlias = Annotated[
    _Residuals,
    option(
        full="full covariance of the residuals",
        diagonal="residuals taken as uncorrelated",
    ),
]
CorrelationMethod: TypeAlias = Annotated[
    _Correlation,
    option(
        pearson="Pearson's correlation",
        spearman="Spearman's rank correlation",
        kendall="Kendall's tau-b",
    ),
]
CovarianceMethod: TypeAlias = Annotated[
    _Covariance,
    option(
        sample="sample covariances, n - 1",
        ledoit_wolf="shrunk towards equal variances",
    ),
]
WeightsPolicy: TypeAlias = Annotated[
    str,
    option(
        strict="weights must sum to 1",
        normalize="weights divided by their sum",
        cash="the rest earns the risk-free rate at beta 0",
    ),
]
