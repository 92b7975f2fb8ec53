"""Recalculating through Excel: the steps, on stand-ins for its objects. Not yet run in Excel."""

from __future__ import annotations

import importlib
import signal
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import xlrisk
from tests.hosts.excel.pywin32_stub import ERRORS, ComError
from tests.hosts.excel.running_excel import Excel, Sheet
from tests.hosts.excel.running_processes import Processes
from tests.workbook.packages import parts_of
from xlrisk.batch import through_excel
from xlrisk.batch.discover import Job
from xlrisk.build.book import written
from xlrisk.build.capm_table import make
from xlrisk.child import Bounds, Children, Failure
from xlrisk.errors import FileError
from xlrisk.hosts.excel import runner
from xlrisk.recalculation import Options
from xlrisk.recalculation.source import Source
from xlrisk.workbook.package import Package

pytestmark = pytest.mark.usefixtures("xlwings")

PROCESS = 4711  # which the stub of pywin32 gives for every window
Start = Callable[[Excel], Excel]


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> Processes:
    found = Processes(PROCESS, 4712)
    # in the module only: elsewhere these do what they do
    monkeypatch.setattr(runner, "subprocess", types.SimpleNamespace(run=found.run))
    monkeypatch.setattr(runner, "os", types.SimpleNamespace(kill=found.kill))
    monkeypatch.setattr(runner, "time", types.SimpleNamespace(sleep=lambda _: None))
    return found


@pytest.fixture
def start(processes: Processes, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Have the next Excel that is started be this one."""
    windows: Any = importlib.import_module("xlwings._xlwindows")

    def the_next(excel: Excel) -> Excel:
        quit_ = excel.Quit

        def ends() -> None:
            quit_()
            processes.running.discard(PROCESS)

        monkeypatch.setattr(excel, "Quit", ends)
        monkeypatch.setattr(windows, "DispatchEx", lambda _: excel)
        return excel

    return the_next


@pytest.fixture
def addin(tmp_path: Path) -> Path:
    path = tmp_path / "xlrisk.xlam"
    path.write_bytes(b"")
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Bücher 2024" / "table.xlsx"
    path.parent.mkdir()
    path.write_bytes(written(make)[0])
    return path


def test_steps_come_in_the_order_that_excel_needs(
    start: Start, addin: Path, book: Path, tmp_path: Path
) -> None:
    excel = start(Excel(answer=xlrisk.__version__, result=b"copy"))
    with runner.excel(addin) as app:
        runner.recalculate(app, book, tmp_path / "copy.xlsx")
    assert excel.log == [
        ("Open", "xlrisk.xlam", "security 1"),
        ("Run", "'xlrisk.xlam'!XLRISK_VERSION"),
        ("Open", "table.xlsx", "security 3"),  # no macros of others
        ("CalculateFullRebuild",),
        ("SaveCopyAs", "table.xlsx"),
        ("Close", "table.xlsx", False),
        ("Quit",),
    ]
    assert (tmp_path / "copy.xlsx").read_bytes() == b"copy"
    assert not app.impl.xl.DisplayAlerts
    assert not app.impl.xl.EnableEvents


def test_workbooks_are_opened_so_that_excel_asks_nothing(
    start: Start, addin: Path, book: Path, tmp_path: Path
) -> None:
    excel = start(Excel(answer=xlrisk.__version__))
    with runner.excel(addin) as app:
        runner.recalculate(app, book, tmp_path / "copy.xlsx")
    update_links, read_only, _, password, _, ignore_recommended, *_ = excel.options["table.xlsx"]
    assert (update_links, read_only, ignore_recommended) == (False, True, True)
    assert password  # or Excel would ask for one


def test_errors_are_read_from_value2(start: Start, addin: Path, book: Path, tmp_path: Path) -> None:
    sheets = (
        Sheet("First", ((1.0, ERRORS["#N/A"]), ("#N/A", None)), row=3, column=2),
        Sheet("Second", ERRORS["#SPILL!"]),
        Sheet("Third", 1.0),
        Sheet("Empty"),
    )
    chart: Any = types.SimpleNamespace(Name="Chart")
    start(Excel((*sheets, chart), answer=xlrisk.__version__))
    with runner.excel(addin) as app:
        found = runner.recalculate(app, book, tmp_path / "copy.xlsx")
    assert found == [
        runner.ErrorCell("First", 3, 3, "#N/A"),
        runner.ErrorCell("Second", 1, 1, "#SPILL!"),
    ]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (ComError(-2147352567, "macros are disabled"), "cannot run the add-in"),
        ("0.0.9", "answers 0.0.9"),
        (ERRORS["#VALUE!"], "answers #VALUE!"),
        (None, "answers None"),
    ],
    ids=repr,
)
def test_an_addin_that_does_not_work_is_told_before_any_workbook_is_opened(
    start: Start, processes: Processes, addin: Path, answer: Any, sentence: str
) -> None:
    excel = start(Excel(answer=answer))
    with pytest.raises(FileError, match=sentence) as caught, runner.excel(addin):
        raise AssertionError("no workbook is worked on")
    assert "`xlrisk doctor --excel`" in str(caught.value)
    assert [one[0] for one in excel.log] == ["Open", "Run", "Quit"]
    assert processes.running == {4712}


def test_only_our_own_excel_is_ended_where_it_does_not_quit(
    start: Start, processes: Processes, addin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel = start(Excel(answer=xlrisk.__version__))

    def hangs() -> None:
        raise ComError(-2147418111, "call was rejected by callee")

    windows: Any = importlib.import_module("xlwings._xlwindows")
    monkeypatch.setattr(windows, "N_COM_ATTEMPTS", 1)
    monkeypatch.setattr(excel, "Quit", hangs)
    with runner.excel(addin):
        pass
    assert processes.ended == [PROCESS]
    assert processes.running == {4712}


def test_an_excel_that_cannot_be_noted_is_ended(
    start: Start, processes: Processes, addin: Path
) -> None:
    excel = start(Excel(answer=xlrisk.__version__))

    def full(_: int) -> None:
        raise OSError(28, "no space left on device")

    with pytest.raises(OSError, match="no space left"), runner.excel(addin, full):
        raise AssertionError("no workbook is worked on")
    assert excel.log == [("Quit",)]
    assert processes.running == {4712}


def test_a_number_that_another_program_has_now_is_left_alone(processes: Processes) -> None:
    runner.end_excel(99)
    assert processes.ended == []


def test_no_excel_but_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    for system in ("linux", "darwin"):
        monkeypatch.setattr(sys, "platform", system)
        with pytest.raises(FileError, match="needs Excel on Windows; leave it out"):
            runner.check_system()
    monkeypatch.setattr(sys, "platform", "win32")
    runner.check_system()


# one workbook, and its report


@pytest.fixture
def with_addin(addin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(through_excel, "addin", lambda: addin)


@pytest.mark.usefixtures("with_addin")
def test_report_and_result(start: Start, book: Path, tmp_path: Path) -> None:
    xlrisk.recalculate(book, tmp_path / "fed.xlsx", inputs={"'CAPM table'!C5": 0.05})
    result = (tmp_path / "fed.xlsx").read_bytes()
    start(Excel(answer=xlrisk.__version__, result=result))
    job = Job(book, tmp_path / "out" / "table.xlsx")
    with through_excel.started_excels() as notes:
        report = through_excel.recalculate_file(job, Options(), notes)
        assert not list(notes.iterdir())
    assert report["status"] == "done"
    assert report["cells_changed"] > 0
    assert report["formulas"] > 0
    assert report["functions"]
    assert report["cell_errors"] == report["not_recalculated"] == []
    assert report["versions"]["Excel"] == "16.0"
    assert report["output"] == str(job.target)
    assert (tmp_path / "out" / "table.xlsx").read_bytes() == result


@pytest.mark.usefixtures("with_addin")
def test_a_workbook_whose_values_stay_is_left_as_it_came(
    start: Start, book: Path, tmp_path: Path
) -> None:
    """Excel writes other bytes all the same."""
    source = book.read_bytes()
    start(Excel(answer=xlrisk.__version__, result=Package(source).rewritten(parts_of(source))))
    job = Job(book, tmp_path / "out.xlsx")
    with through_excel.started_excels() as notes:
        report = through_excel.recalculate_file(job, Options(), notes)
    assert (report["status"], report["cells_changed"]) == ("unchanged", 0)
    assert (tmp_path / "out.xlsx").read_bytes() == source


@pytest.mark.usefixtures("with_addin")
def test_formulas_that_excel_did_not_bind_are_named(
    start: Start, book: Path, tmp_path: Path
) -> None:
    source = Source(Package(book.read_bytes()))
    ours = sorted(position for position, one in source.special.items() if one.ours)
    name, row, column = source.named(ours[0])
    sheets = (Sheet(name, ERRORS["#NAME?"], row, column), Sheet("Elsewhere", ERRORS["#REF!"]))
    start(Excel(sheets, book.read_bytes(), xlrisk.__version__))
    with through_excel.started_excels() as notes:
        report = through_excel.recalculate_file(Job(book, None), Options(), notes)
    assert report["status"] == "partial"
    assert [one["code"] for one in report["cell_errors"]] == ["#NAME?"]
    (left,) = report["not_recalculated"]
    assert left["cell"] == report["cell_errors"][0]["cell"]
    assert "`xlrisk doctor --excel`" in left["reason"]


@pytest.mark.usefixtures("with_addin")
@pytest.mark.parametrize("refused", [("table.xlsx",), ()], ids=["open", "save"])
def test_nothing_is_written_where_excel_fails(
    refused: tuple[str, ...], start: Start, processes: Processes, book: Path, tmp_path: Path
) -> None:
    start(Excel(answer=xlrisk.__version__, refused=refused))
    job = Job(book, tmp_path / "out.xlsx")
    with through_excel.started_excels() as notes, pytest.raises((FileError, ComError)):
        through_excel.recalculate_file(job, Options(), notes)
    assert not (tmp_path / "out.xlsx").exists()
    assert processes.running == {4712}


def test_a_hostile_file_never_reaches_excel(tmp_path: Path) -> None:
    path = tmp_path / "text.xlsx"
    path.write_bytes(b"Stock,Beta\n")
    with pytest.raises(FileError, match="is not a workbook"):
        through_excel.recalculate_file(Job(path, None), Options(), tmp_path)


# the time limit


def test_out_of_time_the_child_ends_and_so_does_its_excel(processes: Processes) -> None:
    with through_excel.started_excels() as notes, Children(Bounds(seconds=0.5)) as children:
        (notes / str(PROCESS)).touch()  # as the child would have
        outcome = children.outcome(children.submit(signal.pause))
        assert isinstance(outcome, Failure)
        assert outcome.status == "timed out"
        assert processes.ended == []
        through_excel.end_left(notes)
        assert processes.ended == [PROCESS]
        assert not list(notes.iterdir())
    assert processes.running == {4712}


def test_no_excel_is_left_at_the_end_of_a_run(processes: Processes) -> None:
    def interrupted() -> None:
        with through_excel.started_excels() as notes:
            (notes / str(PROCESS)).touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert processes.ended == [PROCESS]
