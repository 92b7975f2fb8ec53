"""Examples of the catalogue laid out in the cells of a sheet, as the reference and the tour do."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..functions.catalogue import Example, Function
from ..functions.cells import ERRORS
from ..functions.kinds import DATE
from ..workbook.addresses import Area

Rows: TypeAlias = list[list[Any]]

_DAY_0 = datetime.date(1899, 12, 30)
_LAST_DAY = 2_958_465  # 9999-12-31


@dataclass(frozen=True)
class Placed:
    """An argument in the cells of a sheet; `in_cells` is False for one that the formula spells."""

    name: str
    rows: Rows
    area: Area
    in_cells: bool
    holds_dates: bool

    @property
    def reference(self) -> str:
        return str(self.area)


@dataclass(frozen=True)
class Separators:
    """What stands between two arguments, and before the decimals."""

    list: str = ", "
    decimal: str = "."


COMMA, SEMICOLON = Separators(), Separators("; ", ",")


def placed(
    function: Function, example: Example, top: int, left: int, *, numbers_in_cells: bool
) -> list[Placed]:
    """The arguments side by side from this row and column on, in their order."""
    found = []
    for argument, value, cells in zip(
        function.arguments, example.arguments, example.cells, strict=False
    ):
        in_cells = numbers_in_cells or isinstance(value, list)
        rows = [list(row) for row in cells] if isinstance(cells, list) else [[cells]]
        found.append(
            Placed(
                name=argument.name,
                rows=rows,
                area=Area(top, left, top + len(rows) - 1, left + len(rows[0]) - 1),
                in_cells=in_cells,
                holds_dates=argument.kind.form == "dates",
            )
        )
        if in_cells:
            left += len(rows[0])
    return found


def call(function: Function, arguments: Sequence[Placed], separators: Separators = COMMA) -> str:
    """The formula as it is typed: references to cells, and the numbers and texts spelled."""
    words = (
        argument.reference if argument.in_cells else typed(argument.rows[0][0], separators)
        for argument in arguments
    )
    return f"={function.name}({separators.list.join(words)})"


def typed(value: Any, separators: Separators = COMMA) -> str:
    """One value as it is typed into a formula."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case str():
            return value if value in ERRORS else '"' + value.replace('"', '""') + '"'
        case _:
            return f"{value:.15g}".replace(".", separators.decimal)


def result_rows(example: Example) -> Rows:
    """What the example gives, row by row; one value is one row of one."""
    return example.result if isinstance(example.result, list) else [[example.result]]


def has_header(function: Function, rows: Rows) -> bool:
    """Whether the first row of a result says what stands below."""
    return bool(function.result.columns) and len(rows) > 1


def result_formats(function: Function, rows: Rows) -> list[list[str]]:
    """The number format of each cell of a result; "" where a text stands."""
    result = function.result
    if result.labels and len(rows) == len(result.labels):
        return [["", number_format] for number_format in result.labels.values()]
    if has_header(function, rows):
        formats = list(result.columns.values())
        return [["" for _ in formats], *(formats for _ in rows[1:])]
    first = [DATE] if result.dates else []
    return [(first + [result.format] * len(row))[: len(row)] for row in rows]


def date(value: Any) -> datetime.date | None:
    """The day that a number stands for in a cell formatted as a date."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not 1 <= value <= _LAST_DAY:
        return None
    return _DAY_0 + datetime.timedelta(int(value))


def by_category(functions: Sequence[Function]) -> Iterator[tuple[str, list[Function]]]:
    """The functions of each category, both in the order in which they are declared."""
    for category in dict.fromkeys(function.category for function in functions):
        yield category, [one for one in functions if one.category == category]
