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
        f"{len(demo.stocks)} stocks against the S&P 500, {demo.weeks} weekly returns, equal"
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
