"""`xlrisk recalc --engine excel`: a real Excel recalculates. Not yet run in Excel."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from .running import Report, not_recalculated

if TYPE_CHECKING:
    from ..batch.discover import Job
    from ..batch.run import Failed, Work
    from ..child import Failure
    from ..recalculation import Options

# what Excel decides by itself, or what only our own engine can do
_NOT_FOR_EXCEL = {
    "values": "--set",
    "data": "--data",
    "grow": "--grow",
    "stored": "--stored",
    "second_opinion": "--second-opinion",
    "now": "--now",
    "dry_run": "--dry-run",
}


@contextlib.contextmanager
def excel_engine(options: Options, *, backup: bool) -> Iterator[tuple[Work, Failed]]:
    """What recalculates a workbook, and what reports that it could not.

    Every Excel that was started is ended. Raises FileError where there is none.
    """
    from ..batch import through_excel
    from ..hosts.excel.runner import check_system

    check_options(click.get_current_context())
    check_system()
    with through_excel.started_excels() as notes:

        def failed(job: Job, failure: Failure, seconds: float) -> Report:
            through_excel.end_left(notes)  # its child is gone, or gave up
            return not_recalculated(job, failure, seconds)

        work = partial(
            through_excel.recalculate_file, options=options, started_excels=notes, backup=backup
        )
        yield work, failed


def check_options(context: click.Context) -> None:
    """UsageError for options that mean nothing to Excel."""
    for name, option in _NOT_FOR_EXCEL.items():
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(
                f"{option} is not for --engine excel (not yet run in Excel); leave one of them out."
            )
