"""Cells between Excel and `evaluate`: what COM delivers, and what VBA is given back.

An error cell is delivered as an integer, an array of one row without its rows; a number is always a
float, or, in an array that VBA has made, a Decimal for a currency and a datetime for a date. Going
back, an error is its text, which the
add-in's VBA turns into the error value, as Python cannot send one.
"""

from __future__ import annotations

from typing import Any

from ...functions.evaluate import Value

_FIRST_ERROR = -2146828288  # 0x800A0000, to which Excel adds the number that CVErr takes
_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}

#: The error values that a cell can be given: what VBA has for each text, CVErr(number).
ERROR_NUMBERS = {text: number for number, text in _ERRORS.items() if number <= 2042}


def plain(given: Any) -> Any:
    """An argument as COM delivers it, as `evaluate` takes it: a cell or a list of rows."""
    if not isinstance(given, (tuple, list)):
        return _plain(given)
    rows = given if given and isinstance(given[0], (tuple, list)) else (given,)
    return [[_plain(cell) for cell in row] for row in rows]


def rows(result: Value | list[list[Value]]) -> list[list[Value]]:
    """A result as xlwings hands it on: always rows, of which it takes a single cell out itself."""
    return result if isinstance(result, list) else [[result]]


def error_text(cell: int) -> str | None:
    """The error that an integer stands for; None if it is none."""
    number = cell - _FIRST_ERROR
    # Excel has got new errors, and will again: whatever lies in their range is one
    return _ERRORS.get(number, "#UNKNOWN!") if 2000 <= number < 2**16 else None


def _plain(cell: Any) -> Any:
    return (error_text(cell) or cell) if type(cell) is int else cell
