"""One workbook recalculated by a real Excel, and what it has changed. Not yet run in Excel."""

from __future__ import annotations

import contextlib
import datetime
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..commands import templates
from ..commands.check import changes
from ..errors import FileError
from ..hosts.excel import runner
from ..recalculation import Options
from ..recalculation.report import failed, where
from ..recalculation.source import Source
from ..workbook.package import Package
from . import saving
from .discover import Job
from .workbooks import Report, completed

_NOT_BOUND = "Excel shows #NAME?: it did not find the function; `xlrisk doctor --excel` says why."


def recalculate_file(
    job: Job, options: Options, started_excels: Path, *, backup: bool = False
) -> Report:
    """Recalculate a workbook into its target; a child does it, which may be ended at any time.

    In the folder `started_excels` stands a file for every Excel that is running for us.
    """
    started = time.perf_counter()
    source = saving.read(job.path)
    Package(source.content, options.limits).check()
    with tempfile.TemporaryDirectory(prefix="xlrisk-") as folder:
        copy = Path(folder) / job.path.name
        errors, version = _calculated(job.path.resolve(), copy, started_excels)
        try:
            content = copy.read_bytes()
        except OSError as error:
            raise FileError(f"Excel has saved no copy of {job.path}: {error.strerror}.") from None
    source.check_unchanged()
    content, report = reported(source.content, content, errors, options)
    report["versions"]["Excel"] = version
    if job.target:
        saving.save(source, content, job.target, backup=backup)
    return completed(job, report, written=True, seconds=time.perf_counter() - started)


def reported(
    before: bytes, after: bytes, errors: list[runner.ErrorCell], options: Options
) -> tuple[bytes, Report]:
    """What is to be written, and the report of it: the file as it came where no value changed."""
    changed = changes(before, after, options)
    source = Source(Package(after, options.limits))
    ours = {position for position, one in source.special.items() if one.ours}
    shown = {(one.sheet, one.row, one.column): one.error for one in errors}
    failing = {
        position: shown[cell] for position in ours if (cell := source.named(position)) in shown
    }
    unbound = sorted(position for position, error in failing.items() if error == "#NAME?")
    status = "partial" if unbound else "done" if changed else "unchanged"
    report = failed(status, "") | {
        "formulas": len(source.formulas),
        "functions": dict(Counter(name for p in ours for name in sorted(source.special[p].ours))),
        "cells_changed": len(changed),
        "cell_errors": [
            {"cell": where(source, position), "code": error, "message": ""}
            for position, error in sorted(failing.items())
        ],
        "not_recalculated": [
            {"cell": where(source, position), "reason": _NOT_BOUND} for position in unbound
        ],
        "now": datetime.datetime.now().isoformat(timespec="seconds"),
        "signature_broken": source.structure.is_signed and bool(changed),
    }
    return (after if changed else before), report


@contextlib.contextmanager
def started_excels() -> Iterator[Path]:
    """A folder to note started Excels in; those that are left at the end are ended."""
    with tempfile.TemporaryDirectory(prefix="xlrisk-") as name:
        folder = Path(name)
        try:
            yield folder
        finally:
            end_left(folder)


def end_left(folder: Path) -> None:
    """End the Excels of a child that is gone."""
    for note in folder.iterdir():
        runner.end_excel(int(note.name))
        note.unlink()


def _calculated(path: Path, copy: Path, notes: Path) -> tuple[list[runner.ErrorCell], str]:
    """Have an Excel of its own save a recalculated copy; the cells in error, and its version."""
    noted: list[Path] = []

    def note(process: int) -> None:
        noted.append(notes / str(process))
        noted[0].touch()

    try:
        with runner.excel(addin(), note) as app:
            errors = runner.recalculate(app, path, copy)
            version: Any = app.api.Version
    finally:
        for one in noted:
            one.unlink(missing_ok=True)
    return errors, str(version)


def addin() -> Path:
    """The add-in that belongs to this xlrisk."""
    return Path(str(templates.folder() / "xlrisk.xlam")).resolve()
