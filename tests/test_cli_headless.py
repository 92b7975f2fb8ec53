"""The verbs on workbooks, as a user runs them: files, lines, exit codes, signals."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import xlrisk as library
from tests.commands.broken_links import with_broken_links
from tests.test_cli import xlrisk
from tests.workbook.packages import packed, parts_of
from tests.workbook.rich import rich_workbook
from xlrisk.batch.discover import Job
from xlrisk.child import Failure
from xlrisk.cli import running
from xlrisk.recalculation import Options, recalculated
from xlrisk.workbook.guard import OLE

ROOT = Path(__file__).parents[1]
TEMPLATE = (ROOT / "workbook_templates" / "capm_table.xlsx").read_bytes()
STALE = rich_workbook(stale=True)
MANY = 30


def bomb() -> bytes:
    return packed({**parts_of(TEMPLATE), "xl/media/zeros.bin": bytes(20 << 20)})


BROKEN = {
    "empty": (b"", "The file is empty"),
    "text": (b"Stock,Beta\n", "is not a workbook"),
    "truncated": (TEMPLATE[:-100], "cut off"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512), "is encrypted"),
    "bomb": (bomb(), "zip bomb"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Workbooks: one up to date, one stale."""
    (tmp_path / "books" / "2024").mkdir(parents=True)
    (tmp_path / "books" / "table.xlsx").write_bytes(TEMPLATE)
    (tmp_path / "books" / "2024" / "rich.xlsm").write_bytes(STALE)
    (tmp_path / "books" / "~$table.xlsx").write_bytes(b"owner")
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def recalculated_content() -> bytes:
    return recalculated(STALE, Options())[0]


def book_of(*cells: tuple[str, Any]) -> bytes:
    """A workbook with returns in B1:C3, and formulas with their values from A1 down."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    workbook.calc_on_load = False
    sheet = workbook.add_worksheet("S")
    for row, pair in enumerate([[0.02, 0.01], [0.04, 0.02], [-0.02, -0.01]]):
        sheet.write_row(row, 1, pair)
    for row, (formula, value) in enumerate(cells):
        sheet.write_formula(row, 0, formula, None, value)
    workbook.close()
    return stream.getvalue()


FAILING = book_of(("=BETA_OF(B1:B3,C1:C2)", "#N/A"))
PARTIAL = book_of(("=BETA_OF(B1:B3,C1:C3)", 1.5), ("=SUM(B1:B2)", 7))  # Excel's sum is not ours


def test_a_folder_into_a_folder(folder: Path) -> None:
    before = files(folder)
    run = xlrisk("recalc", "books", "-o", "out", "--allow-partial", folder=folder)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["books/table.xlsx", "books/2024/rich.xlsm"]
    assert lines[0].startswith("books/table.xlsx: unchanged -> out/table.xlsx (")
    assert "49 cells changed" in lines[1]
    assert run.stderr.startswith("2 workbooks: 1 unchanged, 1 ")
    assert run.stderr.count("\n") == 1
    results = {
        "out/table.xlsx": TEMPLATE,
        "out/2024/rich.xlsm": recalculated_content(),
    }
    assert files(folder) == {**before, **results}


def test_a_second_run_changes_nothing(folder: Path) -> None:
    xlrisk("recalc", "books", "-o", "one", folder=folder)
    xlrisk("recalc", "one", "-o", "two", folder=folder)
    assert files(folder / "two") == files(folder / "one")


@pytest.mark.parametrize("backup", [False, True])
def test_in_place(backup: bool, folder: Path) -> None:
    before = files(folder)
    flag = ["--backup"] if backup else []
    run = xlrisk("recalc", "books", "--in-place", *flag, "--allow-partial", folder=folder)
    assert run.returncode == 0, run.stderr
    copy = {"books/2024/rich.xlsm.bak": STALE} if backup else {}
    expected = {**before, **copy, "books/2024/rich.xlsm": recalculated_content()}
    assert files(folder) == expected
    xlrisk("recalc", "books", "--in-place", *flag, folder=folder)
    assert files(folder) == expected


def test_a_dry_run_lists_the_changes_and_writes_nothing(folder: Path) -> None:
    before = files(folder)
    run = xlrisk("recalc", "books/*/*.xlsm", "--dry-run", folder=folder)
    assert "  Main!B5: 1.76048951 -> 1.51048951" in run.stdout.splitlines()
    assert "  Main!B11: TRUE -> FALSE" in run.stdout.splitlines()
    assert "->" not in run.stdout.splitlines()[0]
    as_json = xlrisk("recalc", "books", "-o", "out", "--dry-run", "--json", folder=folder)
    _, rich = map(json.loads, as_json.stdout.splitlines())
    assert rich["output"] is None
    assert {"cell": "Main!B11", "stored": True, "computed": False} in rich["changes"]
    assert files(folder) == before


def test_lines_of_json(folder: Path) -> None:
    (folder / "books" / "empty.xlsx").touch()
    arguments = ("recalc", "books", "-o", "out", "--json", "--report", "report.jsonl")
    run = xlrisk(*arguments, "--now", "2026-01-31T16:30", folder=folder)
    assert run.returncode == 1
    reports = list(map(json.loads, run.stdout.splitlines()))
    assert (folder / "report.jsonl").read_text() == run.stdout
    expected = {
        "path", "output", "status", "reason", "formulas", "functions", "cells_changed",
        "cell_errors", "not_recalculated", "disagreements", "function_changes", "oracle", "now",
        "stale_charts", "versions", "seconds",
    }  # fmt: skip
    for report in reports:
        assert set(report) >= expected
    empty, table, rich = reports
    assert empty["path"] == "books/empty.xlsx"
    assert (empty["status"], empty["output"]) == ("refused", None)
    assert empty["reason"] == "The file is empty; fetch it again."
    assert (table["status"], table["output"]) == ("unchanged", "out/table.xlsx")
    assert table["functions"]["CAPM_RETURN"] == 4
    assert rich["output"] == "out/2024/rich.xlsm"
    assert rich["cells_changed"] == 49
    assert rich["now"] == "2026-01-31T16:30:00"
    assert rich["seconds"] > 0


def test_feeding_values_and_files(folder: Path) -> None:
    (folder / "book.xlsx").write_bytes(book_of(("=BETA_OF(B1:B3,C1:C3)", 2)))
    (folder / "market.csv").write_text("0.02\n0.04\n-0.02\n")
    arguments = ("recalc", "book.xlsx", "-o", "out", "--json")
    run = xlrisk(*arguments, "--set", "S!B1=8%", "--set", "'S'!B2=0.16", folder=folder)
    assert run.returncode == 0, run.stdout
    assert json.loads(run.stdout)["status"] == "done"
    explained = xlrisk("explain", "out/book.xlsx", "S!A1", folder=folder).stdout
    assert "Result      5.857142857\n" in explained
    fed = xlrisk(*arguments, "--data", "S!C1:C3=market.csv", folder=folder)
    assert fed.returncode == 0, fed.stdout
    assert "Result      1\n" in xlrisk("explain", "out/book.xlsx", "S!A1", folder=folder).stdout
    missing = xlrisk(*arguments, "--data", "S!C1:C3=gone.csv", folder=folder)
    assert missing.returncode == 2
    assert "gone.csv does not exist" in missing.stderr
    formula = xlrisk(*arguments, "--set", "S!A1=1", folder=folder)
    assert formula.returncode == 1
    assert json.loads(formula.stdout)["status"] == "refused"


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_gets_one_reason_and_costs_nothing_else(
    name: str, folder: Path
) -> None:
    content, reason = BROKEN[name]
    (folder / "books" / f"{name}.xlsx").write_bytes(content)
    run = xlrisk("recalc", f"books/{name}.xlsx", "books/table.xlsx", "-o", "out", folder=folder)
    assert run.returncode == 1
    refused, unchanged = run.stdout.splitlines()
    assert refused.startswith(f"books/{name}.xlsx: refused: ")
    assert reason in refused
    assert unchanged.startswith("books/table.xlsx: unchanged")
    assert "Traceback" not in run.stderr
    assert set(files(folder / "out")) == {"table.xlsx"}


def test_limits_that_a_reason_names_can_be_raised(folder: Path) -> None:
    (folder / "bomb.xlsx").write_bytes(bomb())
    run = xlrisk("recalc", "bomb.xlsx", "-o", "out", "--max-size", "100", folder=folder)
    assert run.returncode == 0, run.stdout
    few = xlrisk("recalc", "books/table.xlsx", "-o", "out", "--max-parts", "2", folder=folder)
    assert "allow more by --max-parts N" in few.stdout


def test_out_of_time_and_out_of_memory(folder: Path) -> None:
    run = xlrisk("recalc", "books/table.xlsx", "-o", "out", "--timeout", "0.001", folder=folder)
    assert run.returncode == 1
    assert "timed out: It took longer than 0.001 s; allow more by --timeout S." in run.stdout
    (folder / "large.xlsx").write_bytes(bytes(300 << 20))
    run = xlrisk("recalc", "large.xlsx", "-o", "out", "--memory", "256", folder=folder)
    assert run.returncode == 1
    assert "allow more by --memory MIB" in run.stdout


def test_a_target_that_cannot_be_written(folder: Path) -> None:
    book = folder / "books" / "2024" / "rich.xlsm"
    book.chmod(0o444)
    run = xlrisk("recalc", "books", "--in-place", "--backup", folder=folder)
    assert run.returncode == 1
    assert "refused: books/2024/rich.xlsm is read-only" in run.stdout.replace(f"{folder}/", "")
    assert book.read_bytes() == STALE
    assert [path.name for path in book.parent.iterdir()] == ["rich.xlsm"]


def test_exit_codes(folder: Path) -> None:
    def code(*arguments: str) -> int:
        return xlrisk("recalc", *arguments, "-o", "out", folder=folder).returncode

    (folder / "partial.xlsx").write_bytes(PARTIAL)
    (folder / "failing.xlsx").write_bytes(FAILING)
    (folder / "empty.xlsx").touch()
    assert code("partial.xlsx") == 3
    assert code("partial.xlsx", "--allow-partial") == 0
    assert code("failing.xlsx") == 0
    assert code("failing.xlsx", "--strict", "--allow-partial") == 3
    assert code("*.xlsx", "--allow-partial") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["recalc", "books"], "a folder by -o DIR, or --in-place", id="no target"),
        pytest.param(["recalc", "books", "-o", "out", "--in-place"], "one place only", id="two"),
        pytest.param(
            ["recalc", "books", "-o", "out", "--backup"], "is for --in-place", id="backup"
        ),
        pytest.param(["recalc", "-o", "out"], "Missing argument", id="no path"),
        pytest.param(["recalc", "gone.xlsx", "-o", "out"], "gone.xlsx does not exist", id="path"),
        pytest.param(["recalc", "books", "-o", "books"], "would overwrite", id="onto itself"),
        pytest.param(["recalc", "books", "-o", "out", "--set", "A1"], "no equals sign", id="set"),
        pytest.param(["recalc", "books", "-o", "out", "--now", "noon"], "does not match", id="now"),
        pytest.param(
            ["recalc", "books", "-o", "out", "--timeout", "0"], "not in the range", id="s"
        ),
        pytest.param(["check", "notes.txt"], "notes.txt is no workbook", id="check"),
        pytest.param(["explain", "books", "A1"], "books is 2 workbooks", id="explain a folder"),
        pytest.param(["repair", "books"], "Missing option", id="repair"),
        pytest.param(["explain", "books/table.xlsx"], "Missing argument", id="explain"),
    ],
)
def test_mistakes_run_nothing(arguments: list[str], sentence: str, folder: Path) -> None:
    (folder / "notes.txt").touch()
    before = files(folder)
    run = xlrisk(*arguments, folder=folder)
    assert run.returncode == 2
    assert sentence in " ".join(run.stderr.split())
    assert files(folder) == before
    assert run.stdout == ""


def test_check(folder: Path) -> None:
    before = files(folder)
    clean = xlrisk("check", "books/table.xlsx", folder=folder)
    assert clean.returncode == 0, clean.stdout
    assert clean.stdout.startswith("books/table.xlsx: clean (")
    run = xlrisk("check", "books", folder=folder)
    assert run.returncode == 1
    assert "  Main!B5 is stale: 1.76048951 in the file, 1.51048951 recalculated" in run.stdout
    as_json = xlrisk("check", "books", "--json", folder=folder)
    table, rich = map(json.loads, as_json.stdout.splitlines())
    assert (table["status"], rich["status"]) == ("clean", "findings")
    assert {"path", "reason", "stale", "hidden_functions", "seconds"} <= set(rich)
    assert files(folder) == before


def test_check_tells_errors_that_were_saved_and_fails_if_it_is_to(folder: Path) -> None:
    (folder / "failing.xlsx").write_bytes(FAILING)
    run = xlrisk("check", "failing.xlsx", folder=folder)
    assert run.returncode == 0
    first, second = run.stdout.splitlines()
    assert first.startswith("failing.xlsx: clean, 1 cell in error as saved (")
    assert second.startswith("  S!A1 shows #N/A: asset_returns has 3 cells")
    assert run.stderr.startswith("1 workbook: 1 clean; 1 cell in error; ")
    assert xlrisk("check", "failing.xlsx", "--strict", folder=folder).returncode == 1


def test_one_of_a_thing_is_singular(folder: Path) -> None:
    (folder / "stale.xlsx").write_bytes(book_of(("=BETA_OF(B1:B3,C1:C3)", 1.5)))
    check = xlrisk("check", "stale.xlsx", folder=folder)
    assert check.stdout.startswith("stale.xlsx: 1 finding (")
    assert check.stderr.startswith("1 workbook: 1 with findings; ")
    recalc = xlrisk("recalc", "stale.xlsx", "-o", "out", folder=folder)
    assert recalc.stdout.startswith("stale.xlsx: done, 1 cell changed -> out/stale.xlsx (")
    assert recalc.stderr.startswith("1 workbook: 1 done; 1 cell changed; ")


def test_check_tells_what_to_do(folder: Path) -> None:
    (folder / "links.xlsx").write_bytes(with_broken_links())
    (folder / "failing.xlsx").write_bytes(FAILING)
    run = xlrisk("check", "links.xlsx", "failing.xlsx", folder=folder)
    assert "Sheet1!C2 calls through a broken add-in link, =[1]!BETA_OF(A1:A3,B1:B3);" in run.stdout
    assert "S!A1 shows #N/A: asset_returns has 3 cells, market_returns 2." in run.stdout
    (folder / "empty.xlsx").touch()
    assert xlrisk("check", "empty.xlsx", folder=folder).returncode == 1


def test_explain(folder: Path) -> None:
    run = xlrisk("explain", "books/2024/rich.xlsm", "Main!B5", folder=folder)
    assert run.returncode == 0, run.stderr
    assert [" ".join(line.split()) for line in run.stdout.splitlines()] == [
        "Main!B5 =BETA_OF(Returns!B2:B7,Returns!A2:A7)",
        "",
        "6 rows used; ordinary least squares; 1.51.",
        "Result 1.51048951",
        "In the file 1.76048951",
    ]
    other = xlrisk("explain", "books/2024/rich.xlsm", "Main!B9", folder=folder)
    assert "The formula calls no function of xlrisk." in other.stdout.splitlines()
    filled = xlrisk("explain", "books/2024/rich.xlsm", "Main!G6", folder=folder)
    assert filled.stdout.splitlines()[0] == "Main!G6 is filled by the formula in Main!F5."
    wrong = xlrisk("explain", "books/2024/rich.xlsm", "Main!A5", folder=folder)
    assert wrong.returncode == 1
    assert wrong.stderr == "Error: Main!A5 has no formula; name a cell that has one.\n"


def test_repair(folder: Path) -> None:
    (folder / "links").mkdir()
    (folder / "links" / "old.xlsx").write_bytes(with_broken_links())
    run = xlrisk("repair", "links", "books/table.xlsx", "-o", "out", folder=folder)
    assert run.returncode == 0, run.stderr
    repaired, unchanged = run.stdout.splitlines()
    assert repaired.startswith("links/old.xlsx: done, 8 formulas repaired -> out/old.xlsx")
    assert unchanged.startswith("books/table.xlsx: unchanged -> out/table.xlsx")
    assert (folder / "out" / "table.xlsx").read_bytes() == TEMPLATE
    again = xlrisk("check", "out/old.xlsx", "--json", folder=folder)
    assert json.loads(again.stdout)["broken_links"] == []


def test_texts_of_a_workbook_do_not_command_the_terminal(folder: Path) -> None:
    (folder / "a\x1b[31mb.xlsx").touch()
    run = xlrisk("recalc", "a\x1b[31mb.xlsx", "-o", "out", folder=folder)
    assert "\x1b" not in run.stdout
    assert run.stdout.startswith("a\N{REPLACEMENT CHARACTER}[31mb.xlsx: refused")


@pytest.mark.parametrize("count", [1, 2])
def test_on_a_terminal(count: int, folder: Path) -> None:
    """Colours, and a bar where there is more than one workbook."""
    pty = pytest.importorskip("pty")
    names = [f"{number}.xlsx" for number in range(count)]
    for name in names:
        (folder / name).write_bytes(TEMPLATE)
    screen, terminal = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "xlrisk", "recalc", *names, "-o", "out"],
        stdout=terminal,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "80"},
    )
    os.close(terminal)
    shown = b""
    try:
        while piece := os.read(screen, 4096):
            shown += piece
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(screen)
    assert run.wait(timeout=100) == 0
    for name in names:
        assert f"{name}: \x1b[2munchanged".encode() in shown
    assert (b"0/2" in shown) is (count == 2)


def test_a_traceback_is_shown_on_demand(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    failure = Failure("failed", "xlrisk itself failed.", "Traceback: here")
    job = Job(Path("a.xlsx"), None)
    for make in (running.not_recalculated, running.not_checked, running.not_repaired):
        monkeypatch.delenv("XLRISK_TRACEBACK", raising=False)
        assert make(job, failure, 1.0)["reason"] == "xlrisk itself failed."
        assert capsys.readouterr().err == ""
        monkeypatch.setenv("XLRISK_TRACEBACK", "1")
        make(job, failure, 1.0)
        assert capsys.readouterr().err == "Traceback: here\n"


# signals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """A run over many workbooks."""
    (folder / "many").mkdir()
    for number in range(MANY):
        (folder / "many" / f"{number:02}.xlsm").write_bytes(STALE)
    return subprocess.Popen(
        [sys.executable, "-m", "xlrisk", "recalc", "many", "-o", "out", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        pytest.param(signal.SIGINT, 130, "Interrupted.", id="interrupted"),
        pytest.param(signal.SIGTERM, 143, "", id="terminated"),
    ],
)
@pytest.mark.parametrize("whole_group", [False, True])
def test_an_interrupted_run_leaves_whole_files(
    number: int, code: int, said: str, whole_group: bool, folder: Path
) -> None:
    run = start(folder, "--report", "report.jsonl")
    assert run.stdout
    first = run.stdout.readline()
    (os.killpg if whole_group else os.kill)(run.pid, number)
    rest, errors = run.communicate(timeout=100)
    assert run.returncode == code, errors
    assert said in errors
    assert "Traceback" not in errors
    lines = [first, *rest.splitlines()]
    assert not any("crashed" in line for line in lines)
    results = files(folder / "out")
    assert 1 <= len(results) < MANY
    assert set(results.values()) == {recalculated_content()}
    reported = len((folder / "report.jsonl").read_text().splitlines())
    assert reported in (len(lines), len(lines) + 1)
    if number == signal.SIGTERM:  # the current file is finished, and reported
        assert len(lines) == len(results) == reported


def test_when_nobody_reads_any_more(folder: Path) -> None:
    run = start(folder)
    assert run.stdout
    assert run.stderr
    run.stdout.readline()
    run.stdout.close()
    errors = run.stderr.read()
    run.stderr.close()
    assert run.wait(timeout=100) == 141
    assert "Traceback" not in errors
    assert set(files(folder / "out").values()) == {recalculated_content()}


# in Python


def test_in_this_process(folder: Path) -> None:
    out = folder / "out" / "rich.xlsm"
    report = library.recalculate(folder / "books" / "2024" / "rich.xlsm", out)
    assert report["cells_changed"] == 49
    assert report["output"] == str(out)
    assert out.read_bytes() == recalculated_content()


def test_what_is_refused_in_this_process(folder: Path) -> None:
    report: dict[str, Any] = library.recalculate(str(folder / "gone.xlsx"), folder / "out.xlsx")
    assert report["status"] == "refused"
    assert report["reason"].endswith("gone.xlsx cannot be read: No such file or directory.")
    assert report["output"] is None
    assert not (folder / "out.xlsx").exists()
