"""The verbs of the command line that work on workbooks: recalc, check, explain and repair."""

from __future__ import annotations

import contextlib
import datetime
import json
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import click

from ..errors import XlriskError
from .excel_engine import excel_engine
from .running import (
    HELP,
    Report,
    bounded,
    bounds_of,
    end,
    jobs_of,
    limits_of,
    not_checked,
    not_recalculated,
    not_repaired,
    options_of,
    parted,
    reports_of,
    show_traceback,
    summarized,
    written_to,
)

_TIMES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]

_paths = click.argument("paths", nargs=-1, required=True, metavar="PATH...")
_json = click.option("--json", "as_json", is_flag=True, help="A line of JSON for each workbook.")


@click.command(context_settings=HELP)
@_paths
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="The folder for results."
)
@click.option("--in-place", is_flag=True, help="Write results into the workbooks themselves.")
@click.option("--backup", is_flag=True, help="With --in-place: keep the old file as NAME.xlsx.bak.")
@click.option(
    "--set", "values", multiple=True, metavar="REF=VALUE", help="Put a value into a cell."
)
@click.option("--data", multiple=True, metavar="REF=FILE", help="Put a CSV or Parquet file there.")
@click.option("--grow", is_flag=True, help="Let a table grow with the data put into it.")
@click.option(
    "--stored",
    type=click.Choice(["auto", "trust", "ignore"]),
    default="auto",
    help="Whether the values in the file are Excel's, to check against. [auto]",
)
@click.option(
    "--second-opinion",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When a second engine is asked. [auto: where the file has no values]",
)
@click.option(
    "--now",
    type=click.DateTime(_TIMES),
    metavar="TIME",
    help="What TODAY and NOW show: 2026-01-31, or 2026-01-31T16:30. [this moment]",
)
@click.option(
    "--engine",
    type=click.Choice(["xlrisk", "excel"]),
    default="xlrisk",
    help="excel: a real Excel, on Windows; not yet run in Excel. [xlrisk]",
)
@bounded
@click.option("--strict", is_flag=True, help="Exit with 3 where a risk formula shows an error.")
@click.option("--allow-partial", is_flag=True, help="Exit with 0 where cells were left alone.")
@click.option("--dry-run", is_flag=True, help="Write no workbook; list the changes.")
@_json
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the lines of JSON to a file.",
)
def recalc(
    paths: tuple[str, ...],
    output: Path | None,
    in_place: bool,
    backup: bool,
    values: tuple[str, ...],
    data: tuple[str, ...],
    grow: bool,
    stored: str,
    second_opinion: str,
    now: datetime.datetime | None,
    engine: str,
    strict: bool,
    allow_partial: bool,
    dry_run: bool,
    as_json: bool,
    report: Path | None,
    **bounds: Any,
) -> None:
    """Recalculate workbooks without Excel.

    PATH is a workbook (.xlsx, .xlsm), a folder with all folders in it, or a glob. Below the folder
    -o results lie as their workbooks do below PATH; with --in-place they replace them. Exit code:
    0 all well, 1 a workbook was left alone, 2 a mistake in the command, 3 cells were left alone
    (or, with --strict, show errors).
    """
    if output and in_place:
        raise click.UsageError("Results go to one place only: -o DIR or --in-place.")
    if not (output or in_place or dry_run):
        raise click.UsageError("Say where results go: a folder by -o DIR, or --in-place.")
    if backup and not in_place:
        raise click.UsageError("--backup is for --in-place; -o leaves the workbooks as they are.")
    from ..batch.workbooks import recalculate_file
    from ..show import changes, recalculation

    def lines(one: Report) -> list[Any]:
        line = json.dumps(one)
        write(line)
        return [line] if as_json else [recalculation(one), *changes(one)]

    options = options_of(
        bounds,
        inputs=parted(values, "--set"),
        blocks=parted(data, "--data"),
        grow=grow,
        stored=stored,
        second_opinion=second_opinion,
        now=now or datetime.datetime.now().replace(microsecond=0),
    )
    jobs = jobs_of(paths, output, in_place=in_place)
    own_engine = (
        partial(recalculate_file, options=options, backup=backup, dry_run=dry_run),
        not_recalculated,
    )
    chosen = (
        excel_engine(options, backup=backup)
        if engine == "excel"
        else contextlib.nullcontext(own_engine)
    )
    tally: Counter[str] = Counter()
    with chosen as (work, failed), summarized(tally), written_to(report) as write:
        for one in reports_of(jobs, work, failed, bounds, lines):
            tally[one["status"]] += 1
            tally["cells changed"] += one["cells_changed"]
            tally["cells in error"] += len(one["cell_errors"])
    incomplete = tally["partial"] and not allow_partial
    end(tally, 3 if incomplete or (strict and tally["cells in error"]) else 0)


@click.command(context_settings=HELP)
@_paths
@bounded
@click.option("--strict", is_flag=True, help="Exit with 1 where a risk formula shows an error.")
@_json
def check(paths: tuple[str, ...], strict: bool, as_json: bool, **bounds: Any) -> None:
    """Find what is wrong with workbooks: stale and failing cells, hidden functions, broken links.

    Nothing is written. A cell that shows the error that it was saved with is listed, with its
    reason, and is no finding. Exit code: 0 nothing found, 1 something found (or, with --strict, a
    cell shows an error), 2 a mistake in the command.
    """
    from ..batch.workbooks import check_file
    from ..show import findings

    def lines(one: Report) -> list[Any]:
        return [json.dumps(one)] if as_json else list(findings(one))

    work = partial(check_file, options=options_of(bounds))
    tally: Counter[str] = Counter()
    with summarized(tally):
        for one in reports_of(jobs_of(paths), work, not_checked, bounds, lines):
            tally[one["status"]] += 1
            tally["cells in error"] += len(one["cell_errors"])
    end(tally, 1 if tally["findings"] or (strict and tally["cells in error"]) else 0)


@click.command(context_settings=HELP)
@click.argument("book")
@click.argument("reference", metavar="REF")
@bounded
def explain(book: str, reference: str, **bounds: Any) -> None:
    """What stands behind a cell: its formula, the rows that count, the convention, the result.

    REF is a cell with its sheet (Sheet1!B4) or a defined name.
    """
    from ..batch.workbooks import explain_cell_of
    from ..child import Children, Failure
    from ..show import show_explained

    job, *others = jobs_of((book,))
    if others:
        raise click.UsageError(f"{book} is {len(others) + 1:,} workbooks; name one of them.")
    with Children(bounds_of(bounds)) as children:
        found = children.outcome(
            children.submit(explain_cell_of, job, reference, options_of(bounds))
        )
    if isinstance(found, Failure):
        show_traceback(found)
        raise XlriskError(found.reason)
    show_explained(found)


@click.command(context_settings=HELP)
@_paths
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    required=True,
    help="The folder for the repaired workbooks.",
)
@bounded
def repair(paths: tuple[str, ...], output: Path, **bounds: Any) -> None:
    """Broken add-in links in formulas back to plain names of functions.

    Nothing else in a workbook changes; `xlrisk recalc` then gives its cells their values.
    """
    from ..batch.workbooks import repair_file
    from ..show import repairs

    def lines(one: Report) -> list[Any]:
        return [repairs(one)]

    work = partial(repair_file, limits=limits_of(bounds))
    tally: Counter[str] = Counter()
    with summarized(tally):
        for one in reports_of(jobs_of(paths, output), work, not_repaired, bounds, lines):
            tally[one["status"]] += 1
            tally["formulas repaired"] += one["repaired"]
    end(tally, 0)


COMMANDS = (recalc, check, explain, repair)
