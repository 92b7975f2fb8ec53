"""Formulas that compare a live result with the documented value beside it."""

from __future__ import annotations

from .. import __version__
from ..functions.cells import ERRORS
from ..workbook.addresses import Area, address
from .worked import Rows

AGREES, DIFFERS, ANOTHER_VERSION = "agrees", "differs", "another version"

# In the order of ERROR.TYPE. A documented error is a text: a cell that shows one stays readable.
_CODES = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
_LIST = "{" + ";".join(f'"{code}"' for code in _CODES) + "}"
_TOLERANCE = "1E-12"  # relative, and absolute for numbers below 1


def comparison(live: Area, documented: Area, rows: Rows) -> str:
    """The formula for the documented rows, each kind of value as it can be compared."""
    if live.rows == live.columns == 1:
        value, found, expected = rows[0][0], str(live), str(documented)
        if value == __version__:
            # not wrong: the workbook is older or younger than the xlrisk that calculates it
            other = f'IF(ISERROR({found}),"{DIFFERS}","{ANOTHER_VERSION}")'
            return f'=IF({_same_text(found, expected)},"{AGREES}",{other})'
        return _verdict(_same(value, found, expected))
    cells = (
        (value, address(live.top + row, live.left + column), (row, column))
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
    )
    # which error it is, ERROR.TYPE tells of single cells only
    errors = [
        _same_error(found, address(documented.top + row, documented.left + column))
        for value, found, (row, column) in cells
        if value in ERRORS
    ]
    same = _same_table(str(live), str(documented))
    return _verdict(f"AND({','.join([same, *errors])})" if errors else same)


def _verdict(condition: str) -> str:
    return f'=IF({condition},"{AGREES}","{DIFFERS}")'


def _same(value: object, found: str, expected: str) -> str:
    if value in ERRORS:
        return _same_error(found, expected)
    if isinstance(value, str):
        return _same_text(found, expected)
    return f"IFERROR({_same_number(found, expected)},FALSE)"


def _same_number(found: str, expected: str) -> str:
    return f"ABS({found}-{expected})<={_TOLERANCE}*(1+ABS({expected}))"


def _same_text(found: str, expected: str) -> str:
    return f"IFERROR(EXACT({found},{expected}),FALSE)"


def _same_error(found: str, expected: str) -> str:
    return f"IFERROR(ERROR.TYPE({found}),0)=MATCH({expected},{_LIST},0)"


def _same_table(found: str, expected: str) -> str:
    """All cells: numbers nearly, texts exactly, and an error where one is documented.

    What fits a cell is found by IFERROR alone: with IF and ISTEXT over arrays the engine errs.
    """
    is_error = f'LEFT({expected},1)="#"'
    same = f"IFERROR({_same_number(found, expected)},IFERROR(EXACT({found},{expected}),{is_error}))"
    return f"SUM(--{same})=ROWS({expected})*COLUMNS({expected})"
