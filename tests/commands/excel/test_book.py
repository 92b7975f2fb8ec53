"""A workbook in Excel where something goes wrong: Esc, refusals, settings that do not come back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.commands.excel.conftest import Excel
from tests.commands.excel.fake_excel import AUTOMATIC, Application, ComError, Range
from xlrisk.commands.refresh import refresh
from xlrisk.errors import FileError


@pytest.mark.parametrize(("state", "interrupted"), [(0, False), (1, True), (2, True)])
def test_esc_while_calculating_counts_where_something_is_left(
    excel: Excel, monkeypatch: pytest.MonkeyPatch, state: int, interrupted: bool
) -> None:
    excel.workbook.sheet("Data").Range("C1").Formula2 = "=BETA_OF(A1:A9,B1:B9)"
    monkeypatch.setattr(excel.app, "CalculationState", state, raising=False)
    book = excel.book
    make_dirty = excel.app.Calculate

    def pressed() -> None:
        make_dirty()
        excel.presses = [True] * 9  # and held down

    monkeypatch.setattr(excel.app, "Calculate", pressed)
    assert refresh(book, "workbook").interrupted is interrupted


@pytest.mark.parametrize("refused", ["ScreenUpdating", "EnableEvents", "DisplayAlerts"])
def test_every_setting_is_set_back_by_itself(
    excel: Excel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, refused: str
) -> None:
    def refuse(app: Application, name: str, value: Any) -> None:
        if name == refused and value is True:
            raise ComError("Excel is busy")
        object.__setattr__(app, name, value)

    monkeypatch.setattr(Application, "__setattr__", refuse)
    with excel.book.quiet():
        pass
    names = {"ScreenUpdating", "EnableEvents", "DisplayAlerts"} - {refused}
    assert [getattr(excel.app, name) for name in names] == [True, True]
    assert excel.app.Calculation == AUTOMATIC
    assert f"{refused} of Excel could not be set back" in caplog.text


def test_a_new_sheet_that_takes_no_values(excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Range, value: object) -> None:
        raise ComError("There is not enough memory")

    monkeypatch.setattr(Range, "Value2", property(fset=refuse))
    with pytest.raises(FileError, match="Excel says: There is not enough memory"):
        excel.book.add_sheet("xlrisk check", [["cell", "says"], ["A1"]])
