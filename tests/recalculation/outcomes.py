"""What is expected of each workbook of the corpus: a table, written by `__main__`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.recalculation.corpus_runs import Run

TABLE = Path(__file__).with_name("corpus_outcomes.tsv")
_HEADER = ("path", "status", "disagreements", "reason")


@dataclass(frozen=True)
class Expected:
    """How a workbook ends: `reason` is why it was refused."""

    status: str
    disagreements: int
    reason: str


def outcome(run: Run) -> Expected:
    return Expected(run.status, run.disagreements, " ".join(run.reason.split()))


def table(runs: Iterable[Run]) -> str:
    """The table of what happened now."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter="\t", lineterminator="\n")
    writer.writerow(_HEADER)
    for run in runs:
        now = outcome(run)
        writer.writerow([run.path, now.status, now.disagreements, now.reason])
    return stream.getvalue()


def expected() -> dict[str, Expected]:
    """The table as it was written, by path."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {
            row["path"]: Expected(row["status"], int(row["disagreements"]), row["reason"])
            for row in csv.DictReader(file, delimiter="\t")
        }
