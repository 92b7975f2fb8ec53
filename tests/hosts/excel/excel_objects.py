"""What Excel hands to Python when a cell is calculated, as pywin32 delivers it."""

from __future__ import annotations

import datetime
import decimal
import types
from typing import Any

MISSING = -2147352572  # DISP_E_PARAMNOTFOUND: an argument that was left out
ERRORS = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
    "#GETTING_DATA": -2146826245,
    "#SPILL!": -2146826243,
    "#CONNECT!": -2146826242,
    "#BLOCKED!": -2146826241,
    "#UNKNOWN!": -2146826240,
    "#FIELD!": -2146826239,
    "#CALC!": -2146826238,
}
_RANGE = "{00020846-0000-0000-C000-000000000046}"
_EPOCH = datetime.datetime(1899, 12, 30)
_DAY = datetime.timedelta(days=1)


class TimeType(datetime.datetime):
    """pywintypes.TimeType: what a date arrives as, in UTC whatever zone Excel is in."""


def date(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> TimeType:
    """A cell with the format of a date, as pywin32 delivers it."""
    return TimeType(year, month, day, hour, minute, tzinfo=datetime.UTC)


class Currency(float):
    """A number in a cell with the format of a currency."""


class Range:
    """A range as Excel's object model shows it to a function that is called from a cell.

    The cells are those of `Range.Value`: None, bool, float, str, an error's text (delivered as its
    integer), a Currency and a `date`. Whole numbers become floats, as in Excel.
    """

    type_name = "Range"
    type_identifier = _RANGE

    def __init__(
        self,
        cells: Any,
        address: str = "$A$1",
        sheet: str = "Sheet1",
        book: str = "Book1.xlsx",
    ) -> None:
        self._cells = cells
        self.Address = address
        self.Worksheet = _Worksheet(sheet, book)
        self.Row = self.Column = 1

    @property
    def Value(self) -> Any:  # noqa: N802
        return delivered(self._cells)

    @property
    def Value2(self) -> Any:  # noqa: N802
        """The same with dates and currencies as plain numbers, which nothing has rounded."""
        return delivered(_with(_number, self._cells))

    @property
    def Rows(self) -> Any:  # noqa: N802
        return types.SimpleNamespace(Count=len(self._cells) if _is_block(self._cells) else 1)

    @property
    def Columns(self) -> Any:  # noqa: N802
        return types.SimpleNamespace(Count=len(self._cells[0]) if _is_block(self._cells) else 1)

    def GetAddress(self, *_: Any, **__: Any) -> str:  # noqa: N802
        return self.Address


class _Worksheet:
    type_name = "Worksheet"
    type_identifier = "{000208D8-0000-0000-C000-000000000046}"

    def __init__(self, name: str, book: str) -> None:
        self.Name = name
        self.Parent = Workbook(book, (self,))


class Workbook:
    type_name = "_Workbook"
    type_identifier = "{000208DA-0000-0000-C000-000000000046}"

    def __init__(self, name: str, sheets: tuple[Any, ...] = ()) -> None:
        self.Name = name
        self.Worksheets = sheets
        self.Application = types.SimpleNamespace(Hwnd=1, Version="16.0")


class Pointer:
    """PyIDispatch: an object of Excel as a call of COM delivers it, without its members."""

    def __init__(self, of: Any) -> None:
        self._of = of
        self.iid = of.type_identifier

    def GetTypeInfo(self) -> Pointer:  # noqa: N802
        return self

    def GetTypeAttr(self) -> Pointer:  # noqa: N802
        return self

    def GetDocumentation(self, _: int) -> tuple[str]:  # noqa: N802
        return (self._of.type_name,)


class Dispatched:
    """CDispatch: a pointer with the members of the object behind it."""

    def __init__(self, pointer: Pointer) -> None:
        self._oleobj_ = pointer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._oleobj_._of, name)


def delivered(cells: Any) -> Any:
    """Cells as COM delivers them: one alone, or a tuple of rows."""
    rows = [row if isinstance(row, (list, tuple)) else [row] for row in _rows_of(cells)]
    if len(rows) == 1 and len(rows[0]) == 1:
        return _delivered(rows[0][0])
    return tuple(tuple(map(_delivered, row)) for row in rows)


def _is_block(cells: Any) -> bool:
    return isinstance(cells, (list, tuple))


def _rows_of(cells: Any) -> Any:
    return cells if _is_block(cells) else [[cells]]


def _delivered(cell: Any) -> Any:
    if isinstance(cell, str) and cell in ERRORS:
        return ERRORS[cell]
    if isinstance(cell, Currency):
        return decimal.Decimal(cell).quantize(decimal.Decimal("0.0001"))
    if type(cell) is int:
        return float(cell)
    if isinstance(cell, datetime.date) and not isinstance(cell, TimeType):
        return date(cell.year, cell.month, cell.day)
    return cell


def _with(change: Any, cells: Any) -> Any:
    if _is_block(cells):
        return [_with(change, one) for one in cells]
    return change(cells)


def _number(cell: Any) -> Any:
    if isinstance(cell, TimeType):
        plain: datetime.datetime = cell.replace(tzinfo=None)
        return (plain - _EPOCH) / _DAY
    return float(cell) if isinstance(cell, Currency) else cell
