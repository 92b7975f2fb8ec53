"""The command line: what it prints, its exit codes, and never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from xlrisk.functions import FUNCTIONS


def xlrisk(
    *arguments: str, folder: Path | None = None, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[1]
    inherited = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": "100", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "xlrisk", *arguments],
        capture_output=True,
        text=True,
        encoding=(environment or {}).get("PYTHONIOENCODING", "utf-8"),
        check=False,
        cwd=folder,
        env={**inherited, "PYTHONIOENCODING": "utf-8", **(environment or {})},
        timeout=120,
    )


def test_demo_shows_the_stocks_the_portfolio_the_file_and_the_time(tmp_path: Path) -> None:
    run = xlrisk("demo", folder=tmp_path)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    (apple,) = (line for line in lines if line.strip().startswith("AAPL"))
    assert "1.09 ± 0.06" in apple
    assert "0.41" in apple
    assert "10.6%" in apple
    (portfolio,) = (line for line in lines if line.strip().startswith("Portfolio"))
    assert "0.93 ± 0.02" in portfolio
    assert "87%" in portfolio
    assert "Wrote xlrisk-demo.xlsx" in lines[-1]
    assert lines[-1].endswith(" s.")
    assert [path.name for path in tmp_path.iterdir()] == ["xlrisk-demo.xlsx"]


def test_new_writes_a_template(tmp_path: Path) -> None:
    assert [line.split()[0] for line in xlrisk("new", "--list").stdout.splitlines()] == [
        "capm_table",
        "function_tour",
        "market_model",
    ]
    assert xlrisk("new", "capm_table", "-o", "mine.xlsx", folder=tmp_path).returncode == 0
    template = Path(__file__).parents[1] / "workbook_templates" / "capm_table.xlsx"
    assert (tmp_path / "mine.xlsx").read_bytes() == template.read_bytes()


def test_functions_lists_every_function() -> None:
    listed = xlrisk("functions").stdout
    for function in FUNCTIONS.values():
        assert function.name in listed
        assert function.category in listed


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_reference_card_has_formula_arguments_errors_and_examples(name: str) -> None:
    function = FUNCTIONS[name]
    run = xlrisk("functions", name.lower())
    card = " ".join(run.stdout.split())
    assert run.returncode == 0, run.stderr
    for words in (function.summary, function.formula, function.source):
        assert words in card
    for argument in function.arguments:
        assert argument.name in card
    for code, _ in function.errors:
        assert code in card
    for example in function.examples:
        assert example.about in card


def test_functions_as_json() -> None:
    records = json.loads(xlrisk("functions", "--json").stdout)
    assert [record["name"] for record in records] == list(FUNCTIONS)
    record = json.loads(xlrisk("functions", "BETA_OF", "--json").stdout)
    assert record["signature"].startswith("BETA_OF(asset_returns, market_returns, [")
    assert record["arguments"][3]["choices"]["ols"] == "ordinary least squares"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        pytest.param(["nothing"], 2, "No such command 'nothing'", id="unknown command"),
        pytest.param(["demo", "--what"], 2, "No such option", id="unknown option"),
        pytest.param(["new"], 2, "Name a template", id="no template"),
        pytest.param(["new", "capmtable"], 1, "the nearest is capm_table", id="template"),
        pytest.param(["functions", "BETAOF"], 1, "the nearest is BETA_OF", id="function"),
        pytest.param(["demo", "-o", "missing/x.xlsx"], 1, "does not exist", id="folder"),
        pytest.param(["demo", "-o", "."], 1, "is a folder", id="a folder as file"),
        pytest.param(["new", "capm_table", "-o", "there.xlsx"], 1, "--force", id="file is there"),
        pytest.param(["demo", "-o", "demo.txt"], 2, "let it end in .xlsx", id="other ending"),
        pytest.param(["completion", "tcsh"], 2, "tcsh", id="unknown shell"),
    ],
)
def test_mistakes_get_a_sentence(
    arguments: list[str], code: int, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "there.xlsx").touch()
    run = xlrisk(*arguments, folder=tmp_path)
    assert run.returncode == code
    assert sentence in " ".join(run.stderr.split())
    assert "Traceback" not in run.stdout + run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there.xlsx"]


def test_a_fault_of_our_own_is_no_traceback_either(tmp_path: Path) -> None:
    broken = tmp_path / "formualizer.py"
    broken.write_text("raise RuntimeError('the engine is broken')")
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[1])])
    run = xlrisk("demo", folder=tmp_path, environment={"PYTHONPATH": path})
    assert run.returncode == 1
    assert "RuntimeError: the engine is broken" in run.stderr
    assert "Traceback" not in run.stderr
    asked_for = {"PYTHONPATH": path, "XLRISK_TRACEBACK": "1"}
    assert "Traceback" in xlrisk("demo", folder=tmp_path, environment=asked_for).stderr


def test_help_version_and_completion() -> None:
    for arguments in ([], ["-h"], ["demo", "--help"], ["functions", "-h"]):
        assert "Usage: xlrisk" in xlrisk(*arguments).stdout + xlrisk(*arguments).stderr
    assert xlrisk("--version").stdout.startswith("xlrisk ")
    assert "_XLRISK_COMPLETE" in xlrisk("completion", "bash").stdout


def test_completion_knows_functions_and_templates() -> None:
    def complete(words: str) -> str:
        return xlrisk(
            environment={
                "_XLRISK_COMPLETE": "zsh_complete",
                "COMP_WORDS": words,
                "COMP_CWORD": "2",
            }
        ).stdout

    assert "PORTFOLIO_BETA" in complete("xlrisk functions port")
    assert "capm_table" in complete("xlrisk new ca")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_demo_shows_on_any_terminal(encoding: str, tmp_path: Path) -> None:
    for columns in ("40", "120"):
        run = xlrisk(
            "demo", folder=tmp_path, environment={"PYTHONIOENCODING": encoding, "COLUMNS": columns}
        )
        assert run.returncode == 0, run.stderr
        assert "41%" in run.stdout
        assert "10.6%" in run.stdout


def test_a_full_disk_is_a_sentence() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "xlrisk", "functions", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=Path(__file__).parents[1],
            timeout=60,
        )
    assert run.returncode == 1
    assert "No space left on device" in run.stderr
    assert "Traceback" not in run.stderr
