"""The verbs of the command line about Excel on this computer: excel install, uninstall, doctor."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .running import HELP

if TYPE_CHECKING:
    from ..commands.doctor import Finding


@click.group(context_settings=HELP)
def excel() -> None:
    """The add-in for Excel on Windows: worksheet functions and a tab in the ribbon."""


_dry_run = click.option("--dry-run", is_flag=True, help="Change nothing; say what would be done.")


@excel.command(context_settings=HELP)
@_dry_run
def install(dry_run: bool) -> None:
    """Let Excel open the add-in whenever it starts, with this Python.

    Everything that is written is listed; nothing is written outside of your own settings, and
    nothing into the registry. Run it again after an update, or when Python has moved.

    Exit code: 0 all well, 1 installed, and something is missing that the add-in needs of Python.
    """
    from ..commands import doctor, excel_install

    steps = excel_install.install(dry_run=dry_run)
    for step in steps:
        click.echo(step.told(dry_run=dry_run))
    if not dry_run:
        _tell(doctor.needs())
        click.echo("Start Excel and type =BETA_OF( into a cell; `xlrisk doctor` helps if it fails.")


@excel.command(context_settings=HELP)
@_dry_run
def uninstall(dry_run: bool) -> None:
    """Take the add-in away again, with everything that `install` has written."""
    from ..commands import excel_install

    steps = excel_install.uninstall(dry_run=dry_run)
    for step in steps:
        click.echo(step.told(dry_run=dry_run))
    if not steps:
        click.echo("The add-in is not installed for this user.")


@click.command(context_settings=HELP)
@click.option("--excel", "in_excel", is_flag=True, help="Also start Excel and type into cells.")
def doctor(in_excel: bool) -> None:
    """What keeps xlrisk from working in Excel here, and the one next step.

    Exit code: 0 all well, 1 something is to be done.
    """
    from ..commands import doctor as command

    findings = command.examine()
    if in_excel and all(finding.is_well for finding in findings):
        findings.append(command.examine_in_excel())
    _tell(findings)


def _tell(findings: list[Finding]) -> None:
    """Show what was found; ends with the first next step and the exit code 1 where there is one."""
    for finding in findings:
        mark = "ok" if finding.is_well else "!!"
        click.echo(f"{mark}  {finding.subject}: {finding.sentence}")
    first = next((finding for finding in findings if not finding.is_well), None)
    if first:
        click.echo(f"Next step: {first.next_step}")
        sys.exit(1)


COMMANDS = (excel, doctor)
