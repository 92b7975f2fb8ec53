"""Sheets of the fake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlrisk.commands.own_formulas import calls_ours
from xlrisk.hosts.excel.cells import error_text
from xlrisk.workbook.addresses import Area
from xlrisk.workbook.addresses import area as area_of

from .cells import CHART, ERRORS, WORKSHEET, Cell, Position, as_typed, positions
from .ranges import Range

if TYPE_CHECKING:
    from .workbooks import Workbook


class Worksheet:
    Type = WORKSHEET

    def __init__(self, book: Workbook, name: str) -> None:
        self.book, self.Name = book, name
        self.ProtectContents = False
        self.cells: dict[Position, Cell] = {}
        self.arrays: list[Area] = []  # as with Ctrl+Shift+Enter
        self.spills: list[Area] = []
        self.merged: list[Area] = []
        self._enabled = True
        self.flagged = False  # all of its formulas wait to be calculated

    @property
    def EnableCalculation(self) -> bool:  # noqa: N802
        return self._enabled

    @EnableCalculation.setter
    def EnableCalculation(self, enabled: bool) -> None:  # noqa: N802
        self.flagged = self.flagged or (enabled and not self._enabled)
        self._enabled = enabled

    @property
    def UsedRange(self) -> Range:  # noqa: N802
        if not self.cells:
            return self.Range("A1")
        rows, columns = zip(*self.cells, strict=True)
        return Range(self, Area(min(rows), min(columns), max(rows), max(columns)))

    def Range(self, address: str) -> Range:  # noqa: N802
        return Range(self, area_of(address))

    def Calculate(self) -> None:  # noqa: N802
        self.recalculate()
        self.book.app.calculated.append(self.Name)

    def Activate(self) -> None:  # noqa: N802
        self.book.ActiveSheet = self

    def Move(self, before: Worksheet) -> None:  # noqa: N802
        sheets = self.book.sheets
        sheets.remove(self)
        sheets.insert(sheets.index(before), self)

    def cell(self, at: Position) -> Cell:
        return self.cells.get(at, Cell())

    def text(self, at: Position) -> Any:
        """What the formula bar shows."""
        cell = self.cell(at)
        for spill in self.spills:
            if spill.holds(*at):  # the formula of the cell from which it spills
                cell = self.cell((spill.top, spill.left))
        if cell.formula is not None:
            return cell.formula
        match cell.value:
            case bool():
                return str(cell.value).upper()
            case float():
                return f"{cell.value:.17g}"
            case int():
                return error_text(cell.value)
            case _:
                return cell.value or ""

    def load(self, address: str, formula: str, value: Any = "#NAME?") -> None:
        """A formula from a file: not bound, with the value that the file has."""
        at = area_of(address)[:2]
        self.cells[at] = Cell(ERRORS.get(value, value), formula, bound=False)

    def type_in(self, at: Position, given: Any, *, spills: bool = False) -> None:
        if any(one.holds(*at) and (one.top, one.left) != at for one in self.merged):
            return  # nothing is shown of it, and nothing is kept
        old = self.cell(at)
        cell = Cell(text_format=old.text_format)
        self.cells[at] = cell
        if not isinstance(given, str) or old.text_format:
            cell.value = float(given) if type(given) is int else given
        elif given.startswith("="):
            cell.formula = given
            self._show(at, self.book.app.result_of(given), spills=spills)
        elif given.startswith("'"):
            cell.value, cell.prefix = given[1:], "'"
        else:
            cell.value = as_typed(given)
        if cell.value is None and cell.formula is None and not old.text_format:
            del self.cells[at]

    def enter_array(self, area: Area, text: str) -> None:
        result = self.book.app.result_of(text)
        for at in positions(area):
            value = result
            if isinstance(result, list):
                value = result[at[0] - area.top][at[1] - area.left]
            self.cells[at] = Cell(ERRORS.get(value, value), text)

    def forget_arrays(self, at: Position) -> None:
        self.arrays = [one for one in self.arrays if not one.holds(*at)]
        for spill in [one for one in self.spills if (one.top, one.left) == at]:
            self.spills.remove(spill)
            for child in positions(spill):
                if child != at and self.cell(child).formula is None:
                    self.cells.pop(child, None)

    def recalculate(self) -> None:
        self.flagged = False
        for at in list(self.cells):
            self.recalculate_cell(at)

    def recalculate_cell(self, at: Position) -> None:
        cell = self.cell(at)
        if cell.formula and not cell.bound:
            if calls_ours(cell.formula):
                cell.value = self.book.app.unbound_result_of(cell.formula)
        elif cell.formula and not any(a.holds(*at) for a in self.arrays):
            result = self.book.app.result_of(cell.formula)
            if not isinstance(result, list):
                cell.value = ERRORS.get(result, result)

    def insert_row(self, before: int) -> None:
        """As a user does: names follow, the texts of formulas would, too."""
        self.cells = {(r + (r >= before), c): cell for (r, c), cell in self.cells.items()}
        for name in self.book.Names.names:
            if name.sheet is self:
                area = name.area
                top, bottom = (row + (row >= before) for row in (area.top, area.bottom))
                name.area = area._replace(top=top, bottom=bottom)

    def _show(self, at: Position, result: Any, *, spills: bool) -> None:
        if not isinstance(result, list):
            self.cells[at].value = ERRORS.get(result, result)
            return
        row, column = at
        area = Area(row, column, row + len(result) - 1, column + len(result[0]) - 1)
        if not spills:
            self.cells[at].value = result[0][0]
        elif any(c != at and self.cell(c).value is not None for c in positions(area)) or any(
            merged.meets(area) for merged in self.merged
        ):
            self.cells[at].value = ERRORS["#SPILL!"]
        else:
            self.spills.append(area)
            for child in positions(area):
                value = result[child[0] - row][child[1] - column]
                if child == at:
                    self.cells[at].value = value
                else:
                    self.cells[child] = Cell(value)


class Chart:
    Type = CHART

    def __init__(self, name: str) -> None:
        self.Name = name
