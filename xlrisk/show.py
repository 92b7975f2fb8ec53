"""How results look on a terminal."""

from __future__ import annotations

from itertools import groupby

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .commands.demo import Demo, Row
from .functions.catalogue import Function
from .functions.describe import argument_facts, formula, result, shown

_BAR = 20


def show_demo(demo: Demo) -> None:
    """The stocks, the portfolio, and where the workbook is."""
    table = Table(box=box.SIMPLE_HEAD, show_footer=False, pad_edge=False)
    table.add_column("Stock")
    for heading in ("Beta ± error", "R squared", "CAPM return"):
        table.add_column(heading, justify="right")
    table.add_column("Systematic share of risk")
    for row in demo.stocks:
        table.add_row(*_cells(row))
    table.add_section()
    table.add_row(*_cells(demo.portfolio), style="bold")
    console = Console()
    console.print(table)
    console.print(
        f"{len(demo.stocks)} stocks against the S&P 500, {demo.weeks} weekly returns, equal"
        f" weights; shares of the variance. {demo.portfolio.systematic_share:.0%} of the"
        " portfolio's is the market's, the rest is specific to its stocks.",
        highlight=False,
    )
    console.print(
        f"Wrote {demo.path} with live formulas in {demo.seconds:.1f} s.",
        highlight=False,
        soft_wrap=True,
    )


def _cells(row: Row) -> tuple[str, ...]:
    filled = round(row.systematic_share * _BAR)
    return (
        row.name,
        f"{row.beta:.2f} ± {row.error:.2f}",
        f"{row.r_squared:.2f}",
        f"{row.capm_return:.1%}",
        f"{row.systematic_share:4.0%} {'█' * filled}{'░' * (_BAR - filled)}",
    )


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
        [(a.name, f"{a.full_text}\n({argument_facts(a)})") for a in function.arguments],
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
