"""Every workbook of the corpus recalculated, each in a bounded process, and what came of it."""

from __future__ import annotations

import datetime
import io
import time
import zipfile
from collections.abc import Collection, Iterator
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

import openpyxl
from pebble import ProcessExpired, ProcessPool

from tests.recalculation.comparison import (
    Comparison,
    Unaided,
    compared,
    foreign_errors,
    unaided,
)
from tests.recalculation.sheets import without_values
from tests.workbook.corpus import folder, workbooks
from xlrisk.errors import FileError
from xlrisk.hosts.engine.prepare import Prepared
from xlrisk.recalculation import Options, recalculated
from xlrisk.recalculation.dependencies import Dependencies, Position
from xlrisk.recalculation.report import where
from xlrisk.recalculation.source import Source
from xlrisk.workbook.package import Package

NOW = datetime.datetime(2026, 1, 1, 12)
_PROCESSES, _SECONDS, _MEMORY = 2, 60, 4 << 30
_FILES_OF_A_PROCESS = 100


@dataclass(frozen=True)
class Run:
    """What happened to one workbook."""

    path: str  # in the corpus
    status: str
    reason: str = ""  # of one that was not recalculated
    disagreements: int = 0
    losses: tuple[str, ...] = ()  # what is poorer than it was
    unproved: tuple[str, ...] = ()  # cells that were written against the rule of the oracle
    comparison: Comparison | None = None
    unaided: Unaided | None = None  # of a workbook that Excel has saved
    seconds: float = 0.0


@dataclass
class _Changes:
    """What was written, and what should not have been."""

    losses: list[str] = field(default_factory=list)
    unproved: list[str] = field(default_factory=list)


def runs() -> Iterator[Run]:
    """All workbooks, in the order of their paths."""
    names = [str(path.relative_to(folder())) for path in workbooks()]
    with ProcessPool(
        _PROCESSES, _FILES_OF_A_PROCESS, initializer=_bound, context=get_context("spawn")
    ) as pool:
        results = pool.map(_run, names, timeout=_SECONDS).result()
        for name in names:
            try:
                yield next(results)
            except TookTooLong:
                yield Run(name, "timed out", f"It took more than {_SECONDS} seconds.")
            except ProcessExpired as error:
                yield Run(name, "crashed", f"Its process ended with {error.exitcode}.")


def _bound() -> None:
    """No more memory than this, where the system can bound it."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _run(name: str) -> Run:
    data = folder().joinpath(name).read_bytes()
    options = Options(now=NOW)
    start = time.perf_counter()
    try:
        content, report = recalculated(data, options)
        seconds = time.perf_counter() - start
        changes = _changes(data, content, report) if content is not data else _Changes()
        comparison = compared(data) if report["oracle"] == "stored" else None
        by_excel = comparison and comparison.by_excel and comparison.right + comparison.wrong
        ignoring = unaided(data, options) if by_excel else None
    except FileError as error:
        return Run(name, "refused", str(error))
    except Exception as error:
        return Run(name, "failed", f"{type(error).__name__}: {error}")
    return Run(
        name,
        report["status"],
        report["reason"],
        len(report["disagreements"]),
        tuple(changes.losses),
        tuple(changes.unproved),
        comparison,
        ignoring,
        seconds,
    )


def _changes(before: bytes, after: bytes, report: dict[str, Any]) -> _Changes:
    source, result = Source(Package(before)), Source(Package(after))
    sheets = {sheet.part for sheet in source.structure.sheets}
    old, new = _members(before), _members(after)
    changes = _Changes()
    if list(old) != list(new):
        changes.losses.append("members")
    for name in old.keys() & new.keys():
        is_sheet = name.replace("\\", "/") in sheets
        if old[name] != new[name] and not (is_sheet and _differ_in_values(old[name], new[name])):
            changes.losses.append(name)
    if _opens(before) and not _opens(after):
        changes.losses.append("openpyxl")
    changes.losses += foreign_errors(source, result)
    listed = {one["cell"] for one in [*report["disagreements"], *report["not_recalculated"]]}
    may_change = _may_change(source) if report["oracle"] == "stored" else source.formulas.keys()
    for position, formula in source.formulas.items():
        name = where(source, position)
        if result.formulas[position].stored == formula.stored:
            continue
        if name in listed or position not in may_change:
            changes.unproved.append(name)
    return changes


def _differ_in_values(one: bytes, other: bytes) -> bool:
    return without_values(one) == without_values(other)


def _may_change(source: Source) -> Collection[Position]:
    """Where stored values are believed: what has none, what is ours, and what comes after it."""
    seeds = [
        position
        for position, formula in source.formulas.items()
        if not formula.has_value or _moves_by_itself(source.prepared(position))
    ]
    dependencies = Dependencies(source.formulas, source.reads)
    return dependencies.dependents(seeds, source.extent).union(seeds)


def _moves_by_itself(one: Prepared) -> bool:
    return bool(one.ours) or one.clock or one.volatile


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _opens(data: bytes) -> bool:
    try:
        openpyxl.load_workbook(io.BytesIO(data))
    except Exception:
        return False
    return True
