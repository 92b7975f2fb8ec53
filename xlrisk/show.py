"""How results look on a terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from .commands.demo import Demo, Row
from .commands.findings import amiss, saved_errors
from .functions.catalogue import Function
from .functions.describe import argument_facts, formula, result, shown
from .wording import counted
from .workbook.shown_values import shown as shown_value
from .workbook.shown_values import shown_apart

_BAR = 20
_WIDE = 78  # columns of a terminal that has room for the bars


def show_demo(demo: Demo) -> None:
    """The stocks, the portfolio, and where the workbook is."""
    console = Console()
    wide = console.width >= _WIDE
    headings = ["Stock", "Beta ± error", "R squared", "CAPM return", "Systematic share of risk"]
    if not wide:
        headings = ["Stock", "Beta", "CAPM", "Share"]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        right = wide and heading not in (headings[0], headings[-1])
        table.add_column(heading, justify="right" if right else "left", no_wrap=True)
    for row in demo.stocks:
        table.add_row(*_cells(row, console))
    table.add_section()
    table.add_row(*_cells(demo.portfolio, console), style="bold")
    console.print(table)
    console.print(
        f"{counted(len(demo.stocks), 'stock')} against the S&P 500,"
        f" {counted(demo.weeks, 'weekly return')}, equal"
        f" weights; shares of the variance. {demo.portfolio.systematic_share:.0%} of the"
        " portfolio's is the market's, the rest is specific to its stocks. ± is one standard"
        " error.",
        highlight=False,
    )
    console.print(
        f"Wrote {demo.path} with live formulas in {demo.seconds:.1f} s.",
        highlight=False,
        soft_wrap=True,
    )


def _cells(row: Row, console: Console) -> tuple[str, ...]:
    """One line of the table; on a narrow terminal the bar and what the share says again go."""
    beta, required = f"{row.beta:.2f} ± {row.error:.2f}", f"{row.capm_return:.1%}"
    share = f"{row.systematic_share:4.0%}"
    if console.width < _WIDE:
        return row.name, beta, required, share
    full, rest = "█░" if console.encoding.startswith("utf") else "#."
    filled = round(row.systematic_share * _BAR)
    bar = full * filled + rest * (_BAR - filled)
    return row.name, beta, f"{row.r_squared:.2f}", required, f"{share} {bar}"


def show_functions(functions: list[Function]) -> None:
    """All functions, by category."""
    console = Console()
    for category, members in groupby(functions, key=lambda function: function.category):
        table = Table(
            title=category, title_justify="left", title_style="bold", box=None, show_header=False
        )
        table.add_column(style="cyan", no_wrap=True)
        table.add_column()
        for function in members:
            table.add_row(function.name, escape(function.summary))
        console.print(table)
        console.print()
    console.print("`xlrisk functions NAME` shows one of them in full.", highlight=False)


def show_card(function: Function) -> None:
    """The reference card of one function."""
    console = Console(highlight=False)
    console.print(f"[bold cyan]{escape(function.signature)}[/]\n")
    for paragraph in (function.summary, *function.details):
        console.print(escape(paragraph))
    if function.formula:
        console.print(f"\n[bold]Formula[/]   {escape(function.formula)}")
    console.print(f"[bold]Source[/]    {escape(function.source)}")
    _section(
        console,
        "Arguments",
        [(a.name, f"{a.full_text}\n({argument_facts(function, a)})") for a in function.arguments],
    )
    console.print("\n[bold]Result[/]")
    console.print(f"  {escape(result(function))}")
    _section(console, "Errors", list(function.errors))
    console.print("\n[bold]Examples[/]")
    for example in function.examples:
        console.print(f"  {escape(formula(function, example))}", style="cyan")
        console.print(f"    {escape(shown(example.result))}   [dim]{escape(example.about)}[/]")
    if function.see_also:
        console.print(f"\n[bold]See also[/]  {', '.join(function.see_also)}")


def _section(console: Console, title: str, rows: list[tuple[str, str]]) -> None:
    if not rows:
        return
    console.print(f"\n[bold]{title}[/]")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column()
    for name, text in rows:
        table.add_row(escape(name), escape(text))
    console.print(table)


# the verbs that work on workbooks; their reports are those of `--json`

_STYLES = {"done": "green", "unchanged": "dim", "clean": "green", "partial": "yellow"}
_STYLES["findings"] = "yellow"
_FAILED = "bold red"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Lines:
    """The lines of a run: on a terminal in colour and over a progress bar, otherwise plain."""

    def __init__(self, total: int) -> None:
        self._out = Console(highlight=False, soft_wrap=True)
        watched = self._out if self._out.is_terminal else Console(stderr=True)
        self._bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(),
            console=watched,
            transient=True,
            disable=total < 2 or not watched.is_terminal,
        )
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Lines:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, lines: Iterable[Text | str]) -> None:
        """Show what is to be said of the next workbook."""
        for line in lines:
            if self._out.is_terminal:
                self._out.print(line if isinstance(line, Text) else Text(line))
            else:
                click.echo(str(line))
        self._bar.advance(self._task)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "")


def recalculation(report: Mapping[str, Any]) -> Text:
    """What has become of a workbook."""
    counts = (
        (report["cells_changed"], "cell", "changed"),
        (len(report["cell_errors"]), "cell", "in error"),
        (len(report["not_recalculated"]), "cell", "not recalculated"),
        (len(report["disagreements"]), "disagreement", ""),
    )
    return _line(report, [counted(count, thing, rest) for count, thing, rest in counts if count])


def changes(report: Mapping[str, Any]) -> Iterator[str]:
    """The cells that a dry run would change."""
    for one in report.get("changes", ()):
        stored, computed = shown_apart(one["stored"], one["computed"])
        yield _harmless(f"  {one['cell']}: {stored} -> {computed}")


def repairs(report: Mapping[str, Any]) -> Text:
    """What has become of a workbook that was to be repaired."""
    count = report["repaired"]
    return _line(report, [counted(count, "formula", "repaired")] if count else [])


def findings(report: Mapping[str, Any]) -> Iterator[Text | str]:
    """What is wrong with a workbook, each in a sentence with the next step.

    Errors that it was saved with are told, too, and counted by themselves.
    """
    found = [_TELL[kind](one) for kind, one in amiss(report)]
    errors = [_TELL["cell_errors"](one) for one in saved_errors(report)]
    facts = [counted(len(errors), "cell", "in error as saved")] if errors else []
    if left := report.get("tables_not_looked_at"):
        facts.append(counted(left, "formula", "not looked at for cut tables"))
    yield _line(report, facts, counted(len(found), "finding") if found else "")
    for sentence in (*found, *errors):
        yield f"  {_harmless(sentence)}"


def _stale(one: Mapping[str, Any]) -> str:
    stored, computed = shown_apart(one["stored"], one["computed"])
    return f"{one['cell']} is stale: {stored} in the file, {computed} recalculated"


def _failing(one: Mapping[str, Any]) -> str:
    return f"{one['cell']} shows {one['code']}" + (f": {one['message']}" if one["message"] else ".")


def _disagreeing(one: Mapping[str, Any]) -> str:
    stored, computed = shown_apart(one["stored"], one["computed"])
    beside = " and what stands beside it" if stored == computed else ""  # an array differs there
    return (
        f"{one['cell']} {one['formula']} keeps {stored}{beside}, where xlrisk's engine finds"
        f" {'something else' if beside else computed}; recalculate it in Excel."
    )


_TELL: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "stale": _stale,
    "cell_errors": _failing,
    "disagreements": _disagreeing,
    "not_recalculated": lambda one: (
        f"{one['cell']} cannot be recalculated here: {one['reason']}; recalculate it in Excel."
    ),
    "hidden_functions": lambda one: (
        f"The {one['kind']} {one['name']} hides the function of that name; rename it."
    ),
    "cut_tables": lambda one: (
        f"{one['cell']} shows 1 of {_size(one)}: re-enter {one['formula']} as a dynamic array."
    ),
    "broken_links": lambda one: (
        f"{one['cell']} calls through a broken add-in link, {one['formula']}; `xlrisk repair`"
        " gives it the plain name."
    ),
}


def summary(tally: Counter[str], seconds: float) -> str:
    """A run in one line; what counts others than workbooks is a thing and what became of it."""
    others = {name: count for name, count in tally.items() if name in _OTHERS and count}
    statuses = {name: count for name, count in tally.items() if name not in _OTHERS and count}
    words = ", ".join(f"{count:,} {_OF_BOOKS.get(name, name)}" for name, count in statuses.items())
    parts = [f"{counted(sum(statuses.values()), 'workbook')}{': ' if words else ''}{words}"]
    parts += [counted(count, *_OTHERS[name]) for name, count in others.items()]
    return f"{'; '.join(parts)}; {seconds:.1f} s."


_OF_BOOKS = {"findings": "with findings"}
_OTHERS = {
    "cells changed": ("cell", "changed"),
    "cells in error": ("cell", "in error"),
    "formulas repaired": ("formula", "repaired"),
}


def show_explained(found: Mapping[str, Any]) -> None:
    """What stands behind one cell."""
    console = Console(highlight=False, soft_wrap=True)
    if found["formula_cell"] != found["cell"]:
        console.print(Text(f"{found['cell']} is filled by the formula in {found['formula_cell']}."))
    formula = Text.assemble(
        (found["formula_cell"], "bold cyan"), f"  {_harmless(found['formula'])}\n"
    )
    console.print(formula)
    sentence = found["sentence"] or "The formula calls no function of xlrisk."
    console.print(Text(_harmless(sentence)))
    for what, name in (("Result      ", "computed"), ("In the file ", "stored")):
        console.print(Text.assemble((what, "bold"), _harmless(shown_value(found[name]))))
    if found["not_recalculated"]:
        console.print(Text(f"Not recalculated: {found['not_recalculated']}."))


def _line(report: Mapping[str, Any], facts: Iterable[str], status: str = "") -> Text:
    """Path, status (in other words, where they are given), and what else there is to say."""
    style = _STYLES.get(report["status"], _FAILED)
    line = Text.assemble(f"{_harmless(report['path'])}: ", (status or report["status"], style))
    if report["reason"]:
        return line.append(f": {_harmless(report['reason'])}")
    line.append("".join(f", {fact}" for fact in facts))
    if output := report.get("output"):
        line.append(f" -> {_harmless(output)}")
    return line.append(f" ({report['seconds']:.2f} s)")


def _harmless(text: str) -> str:
    """A text out of a file without what a terminal would obey, in one line."""
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def _size(table: Mapping[str, Any]) -> str:
    rows, columns = counted(table["rows"], "row"), counted(table["columns"], "column")
    if table["columns"] == 1:
        return rows
    return columns if table["rows"] == 1 else f"{rows} and {columns}"
