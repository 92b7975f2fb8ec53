"""The command line: arguments in, sentences and tables out; what is done stands in commands."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from .. import __version__
from ..errors import CellError, XlriskError
from .excel import COMMANDS as _EXCEL_COMMANDS
from .headless import COMMANDS
from .running import HELP, end_without_reader

_SHELLS = ("bash", "zsh", "fish")


def main() -> None:
    """Run, and end with a sentence instead of a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a sign that the terminal lacks is no failure
    try:
        cli(prog_name="xlrisk", standalone_mode=False)
    except click.exceptions.Exit as exit_:
        sys.exit(exit_.exit_code)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _end("Interrupted.", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        end_without_reader()
    except Exception as error:
        if "XLRISK_TRACEBACK" in os.environ:
            raise
        _end(f"Error: {_sentence(error)}", 1)


def _sentence(error: Exception) -> str:
    match error:
        case CellError():
            return error.message
        case XlriskError():
            return str(error)
        case OSError():
            return f"{error.filename or 'The output'}: {error.strerror}."
        case _:
            return (
                f"xlrisk itself failed ({type(error).__name__}: {error}). Please report it with"
                " what the same command prints under XLRISK_TRACEBACK=1."
            )


def _end(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)


def _workbook_name(path: Path | None) -> Path | None:
    """Excel opens a workbook by the ending of its name."""
    if path and path.suffix.lower() != ".xlsx" and not path.is_dir():
        raise click.UsageError(f"{path} is no name for a workbook; let it end in .xlsx.")
    return path


def _complete_functions(_: Any, __: Any, incomplete: str) -> list[str]:
    from ..functions import FUNCTIONS

    return [name for name in FUNCTIONS if name.startswith(incomplete.upper())]


def _complete_templates(_: Any, __: Any, incomplete: str) -> list[str]:
    from ..commands import templates

    return [name for name in templates.names() if name.startswith(incomplete)]


@click.group(context_settings=HELP)
@click.version_option(__version__, message="xlrisk %(version)s")
def cli() -> None:
    """How much of your risk is the market's, and how much your own doing.

    Worksheet functions for Excel, and for servers without it. Start with `xlrisk demo`.
    """


for _command in (*COMMANDS, *_EXCEL_COMMANDS):
    cli.add_command(_command)


@cli.command(context_settings=HELP)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The workbook to write. [xlrisk-demo.xlsx]",
)
@click.option("--force", is_flag=True, help="Overwrite the workbook if it is there.")
def demo(output: Path | None, force: bool) -> None:
    """Risk of 20 stocks from real prices: a workbook with live formulas, and its results."""
    from ..commands import demo as command
    from ..show import show_demo

    show_demo(command.run(_workbook_name(output), overwrite=force))


@cli.command(context_settings=HELP)
@click.argument("template", required=False, shell_complete=_complete_templates)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The workbook to write.")
@click.option("--list", "list_", is_flag=True, help="List the templates.")
@click.option("--force", is_flag=True, help="Overwrite the workbook if it is there.")
def new(template: str | None, output: Path | None, list_: bool, force: bool) -> None:
    """A workbook from a template."""
    from ..commands import templates

    if list_:
        for name, about in templates.listed():
            click.echo(f"{name:14} {about}")
        return
    if template is None:
        raise click.UsageError("Name a template; `xlrisk new --list` lists them.")
    path = _workbook_name(output) or Path(f"{template.removesuffix('.xlsx')}.xlsx")
    templates.new(template, path, overwrite=force)
    click.echo(f"Wrote {path}.")


@cli.command(context_settings=HELP)
@click.argument("name", required=False, shell_complete=_complete_functions)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
def functions(name: str | None, as_json: bool) -> None:
    """All worksheet functions, or the reference card of one."""
    from ..functions import FUNCTIONS
    from ..functions.catalogue import find
    from ..functions.describe import record
    from ..show import show_card, show_functions

    chosen = [find(name)] if name else list(FUNCTIONS.values())
    if as_json:
        records = [record(function) for function in chosen]
        click.echo(json.dumps(records[0] if name else records, indent=2, ensure_ascii=False))
    elif name:
        show_card(chosen[0])
    else:
        show_functions(chosen)


@cli.command(context_settings=HELP)
@click.option("--check", is_flag=True, help="Write nothing; fail if a file is out of date.")
def build(check: bool) -> None:
    """Build what follows from the catalogue: templates, reference, type stubs (in a checkout)."""
    from .. import build as builder

    if not check:
        for path in builder.build():
            click.echo(f"Wrote {path}.")
        return
    stale = builder.stale_artefacts()
    for path in stale:
        click.echo(f"{path} is out of date.", err=True)
    if stale:
        raise XlriskError("Run `xlrisk build` and commit what it writes.")
    click.echo("Everything built is up to date.")


@cli.command(context_settings=HELP)
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Script that completes xlrisk's commands in a shell.

    For bash add this line to ~/.bashrc:  eval "$(xlrisk completion bash)"
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    if maker is not None:
        click.echo(maker(cli, {}, "xlrisk", "_XLRISK_COMPLETE").source())
