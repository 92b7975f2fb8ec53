"""A worksheet that is open in Excel, as commands see it, read and written in blocks.

Each call goes to another process, so that one for each of 100,000 cells would take minutes: what
holds for a block is asked of the block, which is halved only where its cells differ. Not yet run
in Excel: tests put a fake of its objects in its place.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ...errors import FileError
from ...workbook.addresses import Area
from ...workbook.values import Cell, ErrorText
from .cells import error_text

LONGEST_ARRAY_FORMULA = 255  # characters that Range.FormulaArray takes


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """What Excel refuses, as a FileError with its own words."""
    try:
        yield
    except Exception as error:
        if not hasattr(error, "hresult"):  # that of pywin32's com_error
            raise
        details = error.args[2] if len(error.args) > 2 else None
        words = (details[2] if details else None) or error.args[1]
        raise FileError(f"Excel says: {' '.join(str(words).split())}") from None


def place(cells: Any) -> Area:
    """Where a range is; its Address would be "$C:$C" for a whole column."""
    top, left = int(cells.Row), int(cells.Column)
    return Area(top, left, top + int(cells.Rows.Count) - 1, left + int(cells.Columns.Count) - 1)


class ExcelSheet:
    """A worksheet of Excel."""

    def __init__(self, worksheet: Any, *, dynamic: bool) -> None:
        self._worksheet = worksheet
        self._dynamic = dynamic  # Excel has dynamic arrays
        self._formula = "Formula2" if dynamic else "Formula"

    @property
    def name(self) -> str:
        return str(self._worksheet.Name)

    @property
    def is_protected(self) -> bool:
        return bool(self._worksheet.ProtectContents)

    def used(self) -> Area | None:
        return place(self._worksheet.UsedRange)

    def read(self, area: Area) -> tuple[list[list[str]], list[list[Cell]]]:
        cells = self._range(area)
        texts, values = _rows(getattr(cells, self._formula)), _rows(cells.Value2)
        filled = self._filled_by_others(area, cells)
        formulas = [
            [
                text
                if (row, column) not in filled and self._is_formula(text, value, row, column)
                else ""
                for column, (text, value) in enumerate(zip(*both, strict=True), area.left)
            ]
            for row, both in enumerate(zip(texts, values, strict=True), area.top)
        ]
        return formulas, [[value_of(value) for value in row] for row in values]

    def arrays(self, area: Area) -> list[tuple[Area, bool]]:
        found: dict[tuple[Area, bool], None] = {}
        for part in self._parts(area, self._is_plain):
            cell = self._range(part)
            if self._dynamic and cell.HasSpill:
                found[place(cell.SpillParent.SpillingToRange), True] = None
                continue
            array = place(cell.CurrentArray)
            # one cell may as well be a dynamic formula that shows an error now, and may spill again
            if not self._dynamic or array.rows * array.columns > 1:
                found[array, False] = None
        return list(found)

    def calculate(self, area: Area) -> None:
        with refusals():
            self._range(area).Calculate()

    def set_formulas(self, area: Area, formulas: Sequence[Sequence[str]]) -> None:
        self._refuse_text_format(area)
        with refusals():
            setattr(self._range(area), self._formula, _one_or_rows(formulas))

    def set_array(self, area: Area, formula: str) -> None:
        self._refuse_text_format(area)
        if len(formula) > LONGEST_ARRAY_FORMULA:
            raise FileError(
                f"an array formula of more than {LONGEST_ARRAY_FORMULA} characters cannot be"
                " entered by a program; select its cells, press F2, then Ctrl+Shift+Enter"
            )
        with refusals():
            self._range(area).FormulaArray = formula

    def set_values(self, area: Area, values: Sequence[Sequence[Cell]]) -> None:
        self._refuse_text_format(area)
        with refusals():
            self._range(area).Value2 = _one_or_rows([[constant(v) for v in row] for row in values])

    def make_dirty(self) -> None:
        """Let the next calculation take all formulas, also those whose inputs are unchanged."""
        # Range.Dirty would mark cells of the active sheet, whichever sheet the range is on
        self._worksheet.EnableCalculation = False
        self._worksheet.EnableCalculation = True

    def _range(self, area: Area) -> Any:
        return self._worksheet.Range(str(area))

    def _filled_by_others(self, area: Area, cells: Any) -> set[tuple[int, int]]:
        """The cells that show a value of a formula above or to the left, which spills."""
        if not self._dynamic or cells.HasSpill is False:
            return set()
        return {
            (row, column)
            for array, spills in self.arrays(area)
            if spills
            for row in range(max(array.top, area.top), min(array.bottom, area.bottom) + 1)
            for column in range(max(array.left, area.left), min(array.right, area.right) + 1)
            if (row, column) != (array.top, array.left)
        }

    def _is_formula(self, text: Any, value: Any, row: int, column: int) -> bool:
        """A text that looks like a formula is one, but where it may be the value itself."""
        if not isinstance(text, str) or not text.startswith("="):
            return False
        return value != text or bool(self._range(Area(row, column, row, column)).HasFormula)

    def _is_plain(self, cells: Any) -> bool | None:
        """Whether no cell is part of an array; None where some are and some are not."""
        asked = [cells.HasArray, cells.HasSpill if self._dynamic else False]
        if None in asked:
            return None
        return not any(asked)

    def _refuse_text_format(self, area: Area) -> None:
        """Excel would take a formula for a text there."""

        def is_other(cells: Any) -> bool | None:
            number_format = cells.NumberFormat
            return None if number_format is None else number_format != "@"

        if next(self._parts(area, is_other), None):
            raise FileError("the cell is formatted as text; format it as General, then enter it")

    def _parts(self, area: Area, is_fine: Callable[[Any], bool | None]) -> Iterator[Area]:
        """The cells that are not fine, found by halving the area while it is mixed (None)."""
        fine = is_fine(self._range(area))
        if fine:
            return
        if area.rows == area.columns == 1:
            yield area
        elif area.rows > 1:
            middle = (area.top + area.bottom) // 2
            yield from self._parts(area._replace(bottom=middle), is_fine)
            yield from self._parts(area._replace(top=middle + 1), is_fine)
        else:
            middle = (area.left + area.right) // 2
            yield from self._parts(area._replace(right=middle), is_fine)
            yield from self._parts(area._replace(left=middle + 1), is_fine)


def _rows(cells: Any) -> list[list[Any]]:
    """What a block holds: one cell comes without its row."""
    return [list(row) for row in cells] if isinstance(cells, tuple) else [[cells]]


def _one_or_rows(rows: Sequence[Sequence[Any]]) -> Any:
    if len(rows) == len(rows[0]) == 1:
        return rows[0][0]
    return tuple(tuple(row) for row in rows)


def value_of(cell: Any) -> Cell:
    error = error_text(cell) if type(cell) is int else None
    return ErrorText(error) if error else cell


def constant(value: Cell) -> Cell:
    """What to write so that Excel reads it as this value: it takes texts as if typed."""
    if isinstance(value, ErrorText):
        return str(value)
    return f"'{value}" if isinstance(value, str) else value
