"""Whatever the engine does in Check and Explain, Excel's Python lives, and the user has a step."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from tests.batch import works
from tests.commands.excel import engines
from tests.commands.excel.conftest import Excel
from tests.commands.excel.test_check_book import saved
from xlrisk.child import Bounds
from xlrisk.commands import apart, check_book, ribbon
from xlrisk.commands.book import Book
from xlrisk.errors import FileError

REPORT = (
    "xlrisk itself failed on Risk.xlsx. Please report it with the file xlrisk.log, which is in the"
    " folder that Settings opens."
)
MEMORY = (
    "The process that worked on Risk.xlsx has ended, as it does where memory is short. Save it, and"
    " run `xlrisk {verb}` on the file in a command prompt, with a larger --memory; if it ends"
    " there, too, please report it."
)
TIME = (
    "Risk.xlsx takes longer than 0.5 s, and xlrisk has stopped. Save it, and run `xlrisk {verb}` on"
    " the file in a command prompt, with a larger --timeout."
)


def test_the_engine_runs_in_another_process() -> None:
    assert apart.apart("Risk.xlsx", "check", works.process) != os.getpid()


@pytest.mark.parametrize(
    ("button", "verb", "replaced"),
    [("check_workbook", "check", "checked"), ("explain_cell", "explain", "explained")],
)
@pytest.mark.parametrize(
    ("engine", "told"),
    [
        (engines.refuses, "Its structure is not sound; save it in Excel once more."),
        (engines.panics, REPORT),
        (engines.hangs, TIME),
        (engines.dies, MEMORY),
        (engines.eats, MEMORY),
    ],
)
def test_what_the_user_reads(
    excel: Excel,
    monkeypatch: pytest.MonkeyPatch,
    engine: Callable[..., Any],
    told: str,
    button: str,
    verb: str,
    replaced: str,
) -> None:
    monkeypatch.setattr(check_book, replaced, engine)
    if engine is engines.hangs:
        monkeypatch.setattr(apart, "BOUNDS", Bounds(seconds=0.5))
    excel.workbook.data = saved()
    assert ribbon.run(button, excel.desktop) == told.format(verb=verb)
    assert excel.app.StatusBar is False


def test_what_failed_goes_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(FileError):
        apart.apart("Risk.xlsx", "check", engines.panics)
    assert "Panic: index out of bounds" in caplog.text
    assert "in panics" in caplog.text


def test_a_panic_in_excels_own_process_is_told(
    excel: Excel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panic(book: Book) -> str:
        book.status("xlrisk: calculating ...")
        raise works.Panic("index out of bounds")

    monkeypatch.setitem(ribbon.ON_BOOK, "refresh_sheet", panic)
    told = ribbon.run("refresh_sheet", excel.desktop)
    assert told == "xlrisk itself failed (Panic: index out of bounds). Please report it."
    assert excel.app.StatusBar is False
