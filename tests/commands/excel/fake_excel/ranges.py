"""Ranges of the fake: every access is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlrisk.workbook.addresses import Area

from .cells import MANUAL, ComError, Position, absolute, positions

if TYPE_CHECKING:
    from .sheets import Worksheet


@dataclass
class Part:
    """The rows or the columns of a range."""

    Count: int

    def AutoFit(self) -> None:  # noqa: N802
        pass


class Range:
    def __init__(self, sheet: Worksheet, area: Area) -> None:
        self.sheet, self.area = sheet, area

    def __getattribute__(self, name: str) -> Any:
        if name[:1].isupper():
            object.__getattribute__(self, "sheet").book.app.calls += 1
        return object.__getattribute__(self, name)

    def __getattr__(self, name: str) -> Any:
        if name == "Formula2" and self.sheet.book.app.dynamic:
            return self._texts()
        raise AttributeError(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name[:1].isupper():
            self.sheet.book.app.calls += 1
        if name == "Formula2":
            if not self.sheet.book.app.dynamic:
                raise AttributeError(name)
            self._enter(value, spills=True)
        else:
            object.__setattr__(self, name, value)

    @property
    def Address(self) -> str:  # noqa: N802
        return absolute(self.area)

    @property
    def Row(self) -> int:  # noqa: N802
        return self.area.top

    @property
    def Column(self) -> int:  # noqa: N802
        return self.area.left

    @property
    def Rows(self) -> Part:  # noqa: N802
        return Part(self.area.rows)

    @property
    def Columns(self) -> Part:  # noqa: N802
        return Part(self.area.columns)

    @property
    def Worksheet(self) -> Worksheet:  # noqa: N802
        return self.sheet

    @property
    def Areas(self) -> list[Range]:  # noqa: N802
        return [self]

    @property
    def Value2(self) -> Any:  # noqa: N802
        return self._block(lambda at: self.sheet.cell(at).value)

    @Value2.setter
    def Value2(self, given: Any) -> None:  # noqa: N802
        self._change()
        for at, value in self._given(given):
            self.sheet.forget_arrays(at)
            self.sheet.type_in(at, value)

    @property
    def Formula(self) -> Any:  # noqa: N802
        return self._texts()

    @Formula.setter
    def Formula(self, given: Any) -> None:  # noqa: N802
        self._enter(given, spills=False)

    @property
    def FormulaArray(self) -> Any:  # noqa: N802
        return self.sheet.cell((self.area.top, self.area.left)).formula

    @FormulaArray.setter
    def FormulaArray(self, text: str) -> None:  # noqa: N802
        self._change()
        if len(text) > 255:
            raise ComError("Unable to set the FormulaArray property of the Range class")
        if any(merged.meets(self.area) for merged in self.sheet.merged):
            raise ComError("Array formulas are not valid in merged cells.")
        self.sheet.arrays = [one for one in self.sheet.arrays if one != self.area]
        self.sheet.arrays.append(self.area)
        self.sheet.enter_array(self.area, text)

    @property
    def HasFormula(self) -> bool | None:  # noqa: N802
        return self._common(lambda at: self.sheet.cell(at).formula is not None)

    @property
    def HasArray(self) -> bool | None:  # noqa: N802
        return self._common(lambda at: any(one.holds(*at) for one in self.sheet.arrays))

    @property
    def HasSpill(self) -> bool | None:  # noqa: N802
        return self._common(lambda at: any(one.holds(*at) for one in self.sheet.spills))

    @property
    def SpillParent(self) -> Range:  # noqa: N802
        spill = self._one_of(self.sheet.spills)
        return Range(self.sheet, Area(spill.top, spill.left, spill.top, spill.left))

    @property
    def SpillingToRange(self) -> Range:  # noqa: N802
        return Range(self.sheet, self._one_of(self.sheet.spills))

    @property
    def CurrentArray(self) -> Range:  # noqa: N802
        return Range(self.sheet, self._one_of(self.sheet.arrays))

    @property
    def NumberFormat(self) -> str | None:  # noqa: N802
        text = self._common(lambda at: self.sheet.cell(at).text_format)
        return None if text is None else "@" if text else "General"

    @property
    def Font(self) -> Any:  # noqa: N802
        return type("Font", (), {"Bold": False})()

    def Dirty(self) -> None:  # noqa: N802
        """Marks cells of the active sheet, whichever sheet the range is on."""
        self.sheet.book.app.dirty.append((self.sheet.book.ActiveSheet.Name, self.area))

    def Calculate(self) -> None:  # noqa: N802
        self.sheet.book.app.calculated.append(f"{self.sheet.Name}!{self.area}")
        for at in [one for one in self.sheet.cells if self.area.holds(*one)]:
            self.sheet.recalculate_cell(at)

    def _one_of(self, areas: list[Area]) -> Area:
        for one in areas:
            if one.holds(self.area.top, self.area.left):
                return one
        raise ComError("No cells were found.")

    def _common(self, of: Callable[[Position], bool]) -> bool | None:
        found = {of(at) for at in positions(self.area)}
        return found.pop() if len(found) == 1 else None

    def _block(self, of: Callable[[Position], Any]) -> Any:
        if self.area.rows == self.area.columns == 1:
            return of((self.area.top, self.area.left))
        return tuple(
            tuple(of((row, column)) for column in range(self.area.left, self.area.right + 1))
            for row in range(self.area.top, self.area.bottom + 1)
        )

    def _texts(self) -> Any:
        return self._block(self.sheet.text)

    def _given(self, given: Any) -> Iterator[tuple[Position, Any]]:
        for row, column in positions(self.area):
            if isinstance(given, tuple):
                yield (row, column), given[row - self.area.top][column - self.area.left]
            else:
                yield (row, column), given

    def _enter(self, given: Any, *, spills: bool) -> None:
        self._change()
        if any(isinstance(v, str) and len(v) > 8192 for _, v in self._given(given)):
            raise ComError("The formula is too long.")
        for at, text in self._given(given):
            self.sheet.forget_arrays(at)
            self.sheet.type_in(at, text, spills=spills)

    def _change(self) -> None:
        """Refuse what Excel refuses; the workbook is to be saved then."""
        app = self.sheet.book.app
        if self.sheet.ProtectContents:
            raise ComError("The cell or chart you're trying to change is on a protected sheet.")
        for array in self.sheet.arrays:
            inside = [array.holds(*at) for at in positions(self.area)]
            if any(inside) and sum(inside) < array.rows * array.columns:
                raise ComError("You can't change part of an array.")
        loud = (app.ScreenUpdating, app.EnableEvents, app.DisplayAlerts)
        if any(loud) or app.AutoCorrect.AutoFillFormulasInLists or app.Calculation != MANUAL:
            app.loud_changes += 1
        if app.on_change:
            app.on_change(self)
        self.sheet.book.Saved = False
