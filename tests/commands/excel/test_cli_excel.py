"""The command line's words about Excel, on a made-up computer and on this one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.commands.excel.made_up_machine import MadeUpMachine
from xlrisk.cli import cli
from xlrisk.commands import doctor, excel_install, templates
from xlrisk.commands.machine import ThisMachine
from xlrisk.errors import FileError


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeUpMachine:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "xlrisk.xlam").write_bytes(b"the add-in")
    monkeypatch.setattr(templates, "folder", lambda: tmp_path / "package")
    machine = MadeUpMachine(tmp_path)
    for module in (excel_install, doctor):
        monkeypatch.setattr(module, "ThisMachine", lambda: machine)
    return machine


def test_installing_and_uninstalling(machine: MadeUpMachine) -> None:
    assert machine.profile is not None
    shown = CliRunner().invoke(cli, ["excel", "install", "--dry-run"])
    assert shown.exit_code == 0
    assert "Would write" in shown.output
    assert not list(machine.profile.iterdir())
    shown = CliRunner().invoke(cli, ["excel", "install"])
    assert f"Wrote {machine.profile / 'xlrisk' / 'xlrisk.conf'}" in shown.output
    assert "type =BETA_OF(" in shown.output
    assert shown.exit_code == 0
    shown = CliRunner().invoke(cli, ["excel", "uninstall"])
    assert "Removed" in shown.output
    assert not list(machine.profile.iterdir())
    shown = CliRunner().invoke(cli, ["excel", "uninstall"])
    assert shown.output == "The add-in is not installed for this user.\n"


@pytest.mark.parametrize("missing", ["xlwings", "pywin32", "library"])
def test_installing_says_what_python_lacks(machine: MadeUpMachine, missing: str) -> None:
    """Excel would show #VALUE! in every cell."""
    if missing == "library":
        machine.library.unlink()
    else:
        del machine.packages[missing]
    shown = CliRunner().invoke(cli, ["excel", "install"])
    assert shown.exit_code == 1
    assert "Start Excel" not in shown.output
    *_, last = shown.output.splitlines()
    assert last.startswith("Next step: ")
    assert 'python.exe" -m pip install ' in last


def test_the_doctor_names_the_first_step_last(machine: MadeUpMachine) -> None:
    shown = CliRunner().invoke(cli, ["doctor"])
    assert shown.exit_code == 1
    assert shown.output.count("Next step:") == 1
    assert shown.output.endswith("Next step: Run `xlrisk excel install`, then start Excel again.\n")
    CliRunner().invoke(cli, ["excel", "install"])
    shown = CliRunner().invoke(cli, ["doctor"])
    assert shown.exit_code == 0
    assert all(line.startswith("ok  ") for line in shown.output.splitlines())


def test_on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ThisMachine, "system", "Linux")
    shown = CliRunner().invoke(cli, ["doctor", "--excel"])
    assert shown.exit_code == 0
    assert "There is no Excel on Linux" in shown.output
    refused = CliRunner().invoke(cli, ["excel", "install"])
    assert isinstance(refused.exception, FileError)
