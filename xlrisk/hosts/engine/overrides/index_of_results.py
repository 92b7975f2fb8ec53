"""INDEX of what another function returns.

Where that is an error, Excel shows the error; the engine takes it for a table of one cell, has no
second row or column to show, and says #REF!. So where such a formula is an error, it is told to the
engine with a version of INDEX for values.
"""

from __future__ import annotations

import re

from ._cells import Fault, Value, checked, guarded, lifted, rows_of, size_of, whole

NAME = "XLR_INDEX"
# a call inside of INDEX, and no reference (A1:INDEX(...)) made of it
_INDEX = re.compile(r"(?<![\w.:])INDEX\((?=(?:_xlfn\.|_xlws\.)*[A-Z_][\w.]*\()", re.IGNORECASE)


def with_index_of_values(formula: str) -> str:
    """The formula with our version in the place of each INDEX of what a function returns."""
    return _INDEX.sub(f"{NAME}(", formula)


@guarded
def index_of_value(values: Value, *places: Value) -> Value:
    """INDEX: a cell, or where a row or column is 0 or left out, the whole row or column."""
    rows = rows_of(checked(values))
    height, width = size_of(rows)
    if len(places) == 1 and height == 1:
        places = (1.0, *places)

    def one(row: Value, column: Value) -> Value:
        at_row, at_column = whole(row), whole(column)
        if at_row < 0 or at_column < 0:
            raise Fault("Value")
        if at_row > height or at_column > width:
            raise Fault("Ref")
        chosen = rows[at_row - 1 : at_row] if at_row else rows
        if at_column:
            chosen = [line[at_column - 1 : at_column] for line in chosen]
        return chosen if size_of(chosen) != (1, 1) else chosen[0][0]

    row, column = (*places, 0.0, 0.0)[:2]
    if isinstance(row, list) or isinstance(column, list):
        return lifted(one)(row, column)
    return one(row, column)
