"""What the verbs on workbooks have in common: what is asked of them, and what comes of it."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from ..errors import FileError

if TYPE_CHECKING:
    from ..batch.discover import Job
    from ..batch.run import Failed, Work
    from ..child import Bounds, Failure
    from ..recalculation import Options
    from ..workbook.guard import Limits

Report = dict[str, Any]
HELP = {"help_option_names": ["-h", "--help"]}
_FAILURES = ("refused", "failed", "timed out", "crashed")
_TERMINATED = 143
_Command = TypeVar("_Command", bound=Callable[..., Any])

# what is asked for


def bounded(command: _Command) -> _Command:
    """The options that say how much one workbook may take."""
    for option in (
        click.option(
            "--max-parts",
            type=click.IntRange(min=1),
            metavar="N",
            help="Parts of a workbook. [5000]",
        ),
        click.option(
            "--max-size",
            type=click.IntRange(min=1),
            metavar="MIB",
            help="Size of a workbook when unpacked. [1024, and 512 a part]",
        ),
        click.option(
            "--memory",
            type=click.IntRange(min=256),
            default=4096,
            show_default=True,
            metavar="MIB",
            help="Memory for a workbook.",
        ),
        click.option(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            default=60.0,
            show_default=True,
            metavar="SECONDS",
            help="Time for a workbook.",
        ),
    ):
        command = option(command)
    return command


def jobs_of(
    paths: tuple[str, ...], output: Path | None = None, *, in_place: bool = False
) -> list[Job]:
    from ..batch import discover

    try:
        return discover.jobs(paths, output, in_place=in_place)
    except discover.PathError as error:
        raise click.UsageError(str(error)) from None


def limits_of(bounds: dict[str, Any]) -> Limits:
    from ..workbook.guard import Limits

    return Limits.chosen(bounds["max_size"], bounds["max_parts"])


def bounds_of(bounds: dict[str, Any]) -> Bounds:
    from ..child import Bounds

    total = limits_of(bounds).total >> 20
    # what is written is a result, or a package for the second engine, not packed
    return Bounds(bounds["timeout"], bounds["memory"], file_size=2 * total)


def parted(texts: tuple[str, ...], option: str) -> dict[str, str]:
    """REF=VALUE; an equals sign in the quoted name of a sheet is part of it."""
    parts = {}
    for text in texts:
        found = re.fullmatch(r"((?:'(?:[^']|'')*'|[^='])+)=(.*)", text, re.DOTALL)
        if found is None:
            raise click.UsageError(f"{option} {text} has no equals sign; write REF=VALUE.")
        parts[found[1]] = found[2]
    return parts


def options_of(
    bounds: dict[str, Any],
    *,
    inputs: dict[str, str] | None = None,
    blocks: dict[str, str] | None = None,
    grow: bool = False,
    **chosen: Any,
) -> Options:
    """What is fed is read here, once for all workbooks."""
    from ..recalculation import Options
    from ..recalculation.feeding import parsed, read_block

    chosen["inputs"] = {place: parsed(text) for place, text in (inputs or {}).items()}
    try:
        chosen["blocks"] = {place: read_block(Path(text)) for place, text in (blocks or {}).items()}
    except FileError as error:
        raise click.UsageError(str(error)) from None
    return Options(limits=limits_of(bounds), grow=grow, **chosen)


# what comes of it


def reports_of(
    jobs: list[Job],
    work: Work,
    failed: Failed,
    bounds: dict[str, Any],
    lines_of: Callable[[Report], list[Any]],
) -> Iterator[Report]:
    """The reports, each after its lines were shown; ends the program where SIGTERM asked for it."""
    from ..batch.run import finishing_on_sigterm, run
    from ..show import Lines

    with finishing_on_sigterm() as is_stopping:
        reports = run(jobs, work, failed, bounds_of(bounds), is_stopping)
        with contextlib.closing(reports), Lines(len(jobs)) as lines:
            for report in reports:
                try:
                    lines.show(lines_of(report))
                except BrokenPipeError:  # click would make it a failure
                    end_without_reader()
                yield report
        if is_stopping():
            sys.exit(_TERMINATED)


def not_recalculated(job: Job, failure: Failure, seconds: float) -> Report:
    from ..batch.workbooks import completed
    from ..recalculation.report import failed

    show_traceback(failure)
    report = failed(failure.status, failure.reason)
    return completed(job, report, written=False, seconds=seconds)


def not_checked(job: Job, failure: Failure, seconds: float) -> Report:
    from ..commands.findings import LISTS

    show_traceback(failure)
    state = {"path": str(job.path), "status": failure.status, "reason": failure.reason}
    return {**state, **{name: [] for name in LISTS}, "seconds": round(seconds, 3)}


def not_repaired(job: Job, failure: Failure, seconds: float) -> Report:
    from ..batch.workbooks import completed

    show_traceback(failure)
    report = {"status": failure.status, "reason": failure.reason, "repaired": 0}
    return completed(job, report, written=False, seconds=seconds)


def show_traceback(failure: Failure) -> None:
    if failure.traceback and "XLRISK_TRACEBACK" in os.environ:
        click.echo(failure.traceback, err=True)


@contextlib.contextmanager
def written_to(path: Path | None) -> Iterator[Callable[[str], object]]:
    """What takes the lines of JSON for --report, each of which is on disk before the next."""
    if path is None:
        yield len  # nothing asks for them
        return
    with path.open("w", encoding="utf-8", buffering=1) as file:
        yield lambda line: file.write(line + "\n")


@contextlib.contextmanager
def summarized(tally: Counter[str]) -> Iterator[None]:
    """One line on what was done, also where the run was interrupted."""
    from ..show import summary

    started = time.perf_counter()
    try:
        yield
    finally:
        click.echo(summary(tally, time.perf_counter() - started), err=True)


def end_without_reader() -> NoReturn:
    """End where nobody reads the output any more, as programs do that SIGPIPE ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still buffered
    sys.exit(141)


def end(tally: Counter[str], code: int) -> None:
    """End with a code, which is 1 where a workbook was left alone."""
    sys.exit(1 if any(tally[status] for status in _FAILURES) else code)
