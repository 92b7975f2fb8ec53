"""`xlrisk recalc --engine excel` up to where Excel begins; the rest is in test_runner.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

import xlrisk as library
from tests.test_cli import xlrisk
from xlrisk.batch import through_excel
from xlrisk.batch.discover import Job
from xlrisk.child import Failure
from xlrisk.cli import excel_engine
from xlrisk.cli.headless import recalc
from xlrisk.hosts.excel import runner
from xlrisk.recalculation import Options

ROOT = Path(library.__file__).parents[1]
TEMPLATE = str(ROOT / "workbook_templates" / "capm_table.xlsx")


@pytest.mark.skipif(sys.platform == "win32", reason="there is an Excel, maybe")
def test_elsewhere_than_on_windows_one_sentence_says_what_to_do(tmp_path: Path) -> None:
    done = xlrisk("recalc", TEMPLATE, "-o", str(tmp_path), "--engine", "excel")
    assert done.returncode == 1
    assert done.stderr == (
        "Error: --engine excel (not yet run in Excel) needs Excel on Windows; leave it out, and"
        " xlrisk recalculates the workbooks by itself.\n"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "option",
    [
        ("--set", "A1=1"),
        ("--data", f"A1={TEMPLATE}"),
        ("--grow",),
        ("--stored", "auto"),
        ("--second-opinion", "auto"),
        ("--now", "2026-01-31"),
        ("--dry-run",),
    ],
    ids=lambda option: option[0],
)
def test_options_that_mean_nothing_to_excel_are_refused(option: tuple[str, ...]) -> None:
    context = recalc.make_context("recalc", [TEMPLATE, "--engine", "excel", *option])
    with pytest.raises(
        click.UsageError, match=f"{option[0]} is not for --engine excel .not yet run"
    ):
        excel_engine.check_options(context)


def test_other_options_are_taken() -> None:
    given = ["-o", "out", "--timeout", "600", "--strict", "--json", "--allow-partial"]
    context = recalc.make_context("recalc", [TEMPLATE, "--engine", "excel", *given])
    excel_engine.check_options(context)


def test_the_help_says_that_it_has_not_been_run() -> None:
    assert "not yet run in Excel" in " ".join(xlrisk("recalc", "--help").stdout.split())


def test_a_failed_workbook_leaves_no_excel_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(runner, "end_excel", ended.append)
    arguments = [TEMPLATE, "--engine", "excel", "-o", "out"]
    job = Job(Path(TEMPLATE), None)
    with (
        recalc.make_context("recalc", arguments),
        excel_engine.excel_engine(Options(), backup=False) as (work, failed),
    ):
        notes: Path = getattr(work, "keywords")["started_excels"]  # noqa: B009
        (notes / "4711").touch()
        report = failed(job, Failure("timed out", "It took longer than 60 s."), 60.0)
        assert ended == [4711]
    assert ended == [4711]
    assert not notes.exists()
    assert (report["status"], report["output"]) == ("timed out", None)


def test_the_addin_is_that_of_this_package() -> None:
    assert through_excel.addin() == ROOT / "workbook_templates" / "xlrisk.xlam"


def test_the_command_line_does_without_xlwings() -> None:
    script = (
        "import sys, xlrisk.cli, xlrisk.cli.excel_engine, xlrisk.hosts.excel.runner,"
        " xlrisk.hosts.excel.server, xlrisk.hosts.excel.cells, xlrisk.hosts.excel.ribbon;"
        "print([name for name in sys.modules if name.startswith('xlwings')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
