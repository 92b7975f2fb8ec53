"""What is done with one workbook file: read, worked on, its result saved.

`recalculate` does it in this process; the command line has children call the others.
"""

from __future__ import annotations

import datetime
import os
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

from ..commands import check, explain_cell, repair
from ..errors import FileError
from ..recalculation import Options, SecondOpinion, Stored, recalculated
from ..recalculation.report import failed
from ..workbook.guard import Limits
from . import saving
from .discover import Job

Report: TypeAlias = dict[str, Any]


def recalculate(
    path: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    inputs: Mapping[str, Any] | None = None,
    stored: Stored = "auto",
    second_opinion: SecondOpinion = "auto",
    now: datetime.datetime | None = None,
) -> Report:
    """Recalculate one workbook without Excel, in this process.

    `inputs` are other values for cells: {"Inputs!B2": 0.035}. Gives the report that `xlrisk recalc
    --json` prints; a workbook that is left alone has the status "refused", and its reason.
    """
    options = Options(inputs=inputs or {}, stored=stored, second_opinion=second_opinion, now=now)
    job = Job(Path(path), Path(out))
    started = time.perf_counter()
    try:
        return recalculate_file(job, options)
    except FileError as error:
        report = failed("refused", str(error))
        return completed(job, report, written=False, seconds=time.perf_counter() - started)


def recalculate_file(
    job: Job, options: Options, *, backup: bool = False, dry_run: bool = False
) -> Report:
    """Recalculate a workbook into its target; a dry run lists the changes and writes nothing."""
    started = time.perf_counter()
    source = saving.read(job.path)
    content, report = recalculated(source.content, options)
    if dry_run:
        report["changes"] = check.changes(source.content, content, options)
    elif job.target:
        _save(source, content, job.target, backup=backup)
    return completed(job, report, written=not dry_run, seconds=time.perf_counter() - started)


def check_file(job: Job, options: Options) -> Report:
    """The findings of `xlrisk check`."""
    started = time.perf_counter()
    findings = check.checked(saving.read(job.path).content, options)
    return {"path": str(job.path), **findings, "seconds": _seconds(started)}


def explain_cell_of(job: Job, reference: str, options: Options) -> Report:
    """What `xlrisk explain` shows."""
    content = saving.read(job.path).content
    return {"path": str(job.path), **asdict(explain_cell.explained(content, reference, options))}


def repair_file(job: Job, limits: Limits) -> Report:
    """Repair the add-in links of a workbook into its target."""
    started = time.perf_counter()
    source = saving.read(job.path)
    content, count = repair.repair(source.content, limits)
    if job.target:
        _save(source, content, job.target)
    report = {"status": "done" if count else "unchanged", "reason": "", "repaired": count}
    return completed(job, report, written=True, seconds=time.perf_counter() - started)


def completed(job: Job, report: Report, *, written: bool, seconds: float) -> Report:
    """A report with the paths and the time that only the caller knows."""
    output = str(job.target) if written and job.target else None
    return {"path": str(job.path), "output": output, **report, "seconds": round(seconds, 3)}


def _save(source: saving.Read, content: bytes, target: Path, *, backup: bool = False) -> None:
    """Unchanged workbooks are copied, so that a folder of results is complete."""
    if content == source.content and target.resolve() == source.path.resolve():
        return
    saving.save(source, content, target, backup=backup)


def _seconds(started: float) -> float:
    return round(time.perf_counter() - started, 3)
