"""Workbooks of other people open, or are refused for the reason that we know."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.workbook.corpus import folder, reason_known


@pytest.fixture(scope="module")
def outcomes() -> dict[str, dict[str, Any]]:
    """What happened to each file of the corpus, opened in a process with bounds."""
    if not folder().is_dir():
        pytest.skip(
            f"no workbooks of other people in {folder()}; set XLRISK_CORPUS to their folder"
        )
    command = [sys.executable, "-m", "tests.workbook.corpus"]
    root = Path(__file__).parents[2]
    result = subprocess.run(
        command, cwd=root, capture_output=True, text=True, timeout=250, check=False
    )
    assert result.returncode == 0, result.stderr
    return {line["path"]: line for line in map(json.loads, result.stdout.splitlines())}


def test_every_file_of_the_corpus_opens_or_is_refused_for_the_reason_we_know(
    outcomes: dict[str, dict[str, Any]],
) -> None:
    unexpected = {
        path: outcome["refused"]
        for path, outcome in outcomes.items()
        if (reason := reason_known(path)) not in outcome["refused"]
        or bool(reason) != bool(outcome["refused"])
    }
    assert not unexpected
    sentences = [outcome["refused"] for outcome in outcomes.values() if outcome["refused"]]
    assert all("\n" not in sentence and sentence.endswith(".") for sentence in sentences)


def test_every_file_of_the_corpus_is_rewritten_without_a_loss(
    outcomes: dict[str, dict[str, Any]],
) -> None:
    assert {path: o["lost"] for path, o in outcomes.items() if o["lost"]} == {}
    assert sum(not outcome["refused"] for outcome in outcomes.values()) > 1000
