"""Every bad situation made up: the sentence names it, and there is one next step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.commands.excel.conftest import Excel
from tests.commands.excel.made_up_machine import (
    APP_PATH,
    OFFICE,
    POLICIES,
    MadeUpMachine,
    program,
)
from xlrisk.commands import templates
from xlrisk.commands.configuration import configuration_file
from xlrisk.commands.doctor import Finding, examine, examine_in_excel, kind_of_program
from xlrisk.commands.excel_install import install, installed_addin
from xlrisk.commands.machine import Hive, ThisMachine
from xlrisk.errors import FileError
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.describe import formula as typed
from xlrisk.hosts.excel.trial import shown_in_excel
from xlrisk.workbook.values import Cell, ErrorText


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeUpMachine:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "xlrisk.xlam").write_bytes(b"the add-in")
    monkeypatch.setattr(templates, "folder", lambda: tmp_path / "package")
    machine = MadeUpMachine(tmp_path)
    install(machine)
    return machine


def profile(machine: MadeUpMachine) -> Path:
    assert machine.profile is not None
    return machine.profile


def problem(machine: MadeUpMachine) -> Finding:
    """The only one there is."""
    (found,) = [finding for finding in examine(machine) if not finding.is_well]
    assert found.sentence.endswith(".")
    assert found.next_step.endswith(".")
    return found


def test_all_is_well(machine: MadeUpMachine) -> None:
    findings = examine(machine)
    assert all(finding.is_well for finding in findings)
    assert [finding.subject for finding in findings] == [
        *("Excel", "Add-in", "Copies", "Python", "xlwings", "Library", "Trust", "Crashes"),
    ]


def test_excel_of_32_bits_needs_the_other_library(machine: MadeUpMachine) -> None:
    program(machine.excel, "32")
    found = problem(machine)
    assert found.sentence.startswith("xlwings32-0.37.8.dll, which an Excel of 32 bits loads, is")
    assert "--force-reinstall xlwings==0.37.8" in found.next_step
    program(machine.environment / "xlwings32-0.37.8.dll", "32")
    assert all(finding.is_well for finding in examine(machine))


def test_a_library_of_the_wrong_kind(machine: MadeUpMachine) -> None:
    program(machine.library, "32")
    assert "is a library of 32 bits, and Excel has 64" in problem(machine).sentence


def test_a_library_beside_python_itself(machine: MadeUpMachine) -> None:
    machine.library.rename(machine.interpreter.with_name(machine.library.name))
    assert all(finding.is_well for finding in examine(machine))


def test_excel_for_arm(machine: MadeUpMachine) -> None:
    program(machine.excel, "ARM")
    program(machine.environment / "xlwingsARM-0.37.8.dll", "ARM")
    assert "ARM edition" in problem(machine).sentence


def test_a_missing_library(machine: MadeUpMachine) -> None:
    machine.library.unlink()
    assert "xlwings64-0.37.8.dll" in problem(machine).sentence


def test_a_library_that_pip_has_installed_for_one_user(machine: MadeUpMachine) -> None:
    """As it does by itself where the Python is one for all users."""
    folder = profile(machine) / "Python"
    folder.mkdir()
    machine.library.rename(folder / machine.library.name)
    assert all(finding.is_well for finding in examine(machine))


@pytest.mark.parametrize(
    ("is_virtual", "step"),
    [
        (True, 'Run `"{python}" -m pip install --force-reinstall xlwings==0.37.8`.'),
        (
            False,
            (
                "Install xlrisk in a virtual environment, which has it in the right place: make one"
                ' by `"{python}" -m venv %USERPROFILE%\\xlrisk`, install xlrisk with its Python,'
                " and run its `xlrisk excel install`."
            ),
        ),
    ],
)
def test_where_the_library_is_to_come_from(
    machine: MadeUpMachine, is_virtual: bool, step: str
) -> None:
    """Installed anew for all users it would be missing again."""
    machine.library.unlink()
    if not is_virtual:
        (machine.environment / "pyvenv.cfg").unlink()
    python = machine.interpreter.with_name("python.exe")  # pythonw.exe would show nothing
    assert problem(machine).next_step == step.format(python=python)


def test_no_excel(machine: MadeUpMachine) -> None:
    del machine.keys["HKLM", APP_PATH]
    assert problem(machine).sentence == "Excel is not installed on this computer."


def test_not_installed(machine: MadeUpMachine) -> None:
    installed_addin(profile(machine)).unlink()
    assert "`xlrisk excel install`" in problem(machine).next_step


def test_an_addin_of_another_version(machine: MadeUpMachine) -> None:
    installed_addin(profile(machine)).write_bytes(b"an older one")
    assert "belongs to another version" in problem(machine).sentence


def test_the_mark_of_the_web(machine: MadeUpMachine) -> None:
    machine.zones[installed_addin(profile(machine))] = 3
    found = problem(machine)
    assert "as coming from the internet; Excel may block it." in found.sentence
    assert "Unblock" in found.next_step


def test_an_addin_that_was_ticked_in_excel_too(machine: MadeUpMachine) -> None:
    copy = r"C:\Users\Zoë Müller\AppData\Roaming\Microsoft\AddIns\xlrisk.xlam"
    machine.keys["HKCU", rf"{OFFICE}\Excel\Options"] = {
        "OPEN": r'/R "C:\Tools\other.xlam"',
        "OPEN1": f'"{copy}"',
    }
    found = problem(machine)
    assert found.sentence == f"Excel opens the add-in a second time, from {copy}."


def test_the_installed_addin_ticked_in_excel_is_no_other(machine: MadeUpMachine) -> None:
    ticked = {"OPEN": f'"{installed_addin(profile(machine))}"'}
    machine.keys["HKCU", rf"{OFFICE}\Excel\Options"] = {**ticked}
    assert all(finding.is_well for finding in examine(machine))


@pytest.mark.parametrize("where", ["Office16/XLSTART", "Alternate"])
def test_an_addin_in_another_start_folder(machine: MadeUpMachine, where: str) -> None:
    folder = machine.folder / where
    folder.mkdir(parents=True)
    (folder / "xlrisk.xlam").write_bytes(b"")
    machine.keys["HKCU", rf"{OFFICE}\Excel\Options"] = {
        "AltStartup": str(machine.folder / "Alternate")
    }
    assert str(folder / "xlrisk.xlam") in problem(machine).sentence


def test_python_has_moved(machine: MadeUpMachine) -> None:
    configured = machine.interpreter
    machine.environment.rename(machine.environment.with_name("Moved"))
    machine.interpreter = machine.folder / "Meine Programme" / "Moved" / "Scripts" / "pythonw.exe"
    found = next(finding for finding in examine(machine) if not finding.is_well)
    assert found.sentence == f"The Python that Excel is to start is no longer at {configured}."
    install(machine)
    assert all(finding.is_well for finding in examine(machine))


def test_excel_starts_another_python(machine: MadeUpMachine) -> None:
    machine.interpreter = program(machine.folder / "Python" / "pythonw.exe", "64")
    found = problem(machine)
    assert str(machine.environment) in found.sentence
    assert str(machine.interpreter) in found.sentence


def test_no_configuration(machine: MadeUpMachine) -> None:
    configuration_file(profile(machine)).unlink()
    assert "names no Python" in problem(machine).sentence


def test_another_version_of_xlwings(machine: MadeUpMachine) -> None:
    machine.packages["xlwings"] = "0.40.0"
    machine.library.rename(machine.environment / "xlwings64-0.40.0.dll")
    found, library = [finding for finding in examine(machine) if not finding.is_well]
    assert library.sentence.startswith("xlwings64-0.37.8.dll, ")  # which the add-in is made for
    assert found.sentence == "xlwings 0.40.0 is installed, and the add-in needs xlwings 0.37.8."
    assert "pip install xlwings==0.37.8" in found.next_step


@pytest.mark.parametrize("package", ["xlwings", "pywin32"])
def test_a_missing_package(machine: MadeUpMachine, package: str) -> None:
    del machine.packages[package]
    found = next(finding for finding in examine(machine) if not finding.is_well)
    assert f"{package} is not installed" in found.sentence
    assert f'python.exe" -m pip install {package}' in found.next_step


def test_nobody_knows_which_xlwings_is_needed(machine: MadeUpMachine) -> None:
    machine.packages, machine.needed = {}, ""
    found = problem(machine)
    assert found.sentence == "xlwings is not installed, and the add-in needs it."
    assert found.next_step.endswith('python.exe" -m pip install xlwings`.')


@pytest.mark.parametrize("root", [OFFICE, POLICIES])
@pytest.mark.parametrize("hive", ["HKCU", "HKLM"])
@pytest.mark.parametrize(
    ("key", "values", "words"),
    [
        (r"\Common", {"VBAOff": 1}, "turn VBA off"),
        (r"\Excel\Security", {"DisableAllAddins": 1}, "disable all add-ins"),
        (r"\Excel\Security", {"RequireAddinSig": 1}, "allow signed add-ins only"),
        (
            r"\Excel\Security\Trusted Locations",
            {"AllLocationsDisabled": 1},
            "disable all trusted locations",
        ),
    ],
)
def test_settings_of_trust(
    machine: MadeUpMachine, root: str, hive: Hive, key: str, values: dict[str, int], words: str
) -> None:
    machine.keys[hive, root + key] = dict(values)
    found = problem(machine)
    whose = "Your company's policies" if root == POLICIES else "Excel's settings"
    assert found.sentence.startswith(f"{whose} {words}")
    assert ("administrators" in found.next_step) is (root == POLICIES)


def test_macros_in_other_places_are_another_matter(machine: MadeUpMachine) -> None:
    machine.keys["HKCU", rf"{OFFICE}\Excel\Security"] = {"VBAWarnings": 4}
    assert all(finding.is_well for finding in examine(machine))


def test_an_addin_that_excel_has_disabled(machine: MadeUpMachine) -> None:
    value = b"\x02\0\0\0" + r"c:\...\XLSTART\XLRISK.XLAM".lower().encode("utf-16-le")
    machine.keys["HKCU", rf"{OFFICE}\Excel\Resiliency\DisabledItems"] = {"A1B2": value}
    assert "disabled the add-in after a crash" in problem(machine).sentence


@pytest.mark.parametrize("system", ["Darwin", "Linux"])
def test_elsewhere_there_is_nothing_to_mend(machine: MadeUpMachine, system: str) -> None:
    machine.system = system
    (found,) = examine(machine)
    assert found.is_well
    assert "works on the command line" in found.sentence


def test_without_a_profile(machine: MadeUpMachine) -> None:
    machine.profile = None
    assert "%APPDATA%" in problem(machine).sentence


def test_python_of_the_microsoft_store(machine: MadeUpMachine) -> None:
    machine.is_from_the_store = True
    assert "Python of the Microsoft Store" in problem(machine).sentence
    assert "python.org" in problem(machine).next_step


def test_files_that_are_no_programs(tmp_path: Path) -> None:
    path = tmp_path / "EXCEL.EXE"
    assert kind_of_program(path) == ""
    for content in (b"", b"MZ", bytes(200)):
        path.write_bytes(content)
        assert kind_of_program(path) == ""


def test_this_machine(tmp_path: Path) -> None:
    machine = ThisMachine()
    assert machine.interpreter.is_file()
    assert machine.version_of("xlwings") == machine.version_needed("xlwings")
    assert machine.version_of("no such package") is None
    assert machine.version_needed("no such package") is None
    (tmp_path / "a.xlam:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n")
    assert machine.zone(tmp_path / "a.xlam") == 3
    assert machine.zone(tmp_path / "b.xlam") == 0


# in Excel itself


def right(formulas: Sequence[str]) -> list[Cell]:
    """What a working Excel would show."""
    shown: dict[str, Cell] = {}
    for function in FUNCTIONS.values():
        for example in function.examples:
            result = example.result
            while isinstance(result, list):
                result = result[0]
            shown[typed(function, example)] = ErrorText(result) if example.fails else result
    return [shown[formula] for formula in formulas]


def test_functions_are_typed_into_excel(machine: MadeUpMachine, excel: Excel) -> None:
    asked: list[str] = []

    def shown(formulas: Sequence[str]) -> list[Cell]:
        asked.extend(formulas)
        excel.results |= dict(zip(formulas, right(formulas), strict=True))
        return shown_in_excel(excel.app, formulas)

    assert examine_in_excel(machine, shown).is_well
    assert len(asked) == len(FUNCTIONS)
    assert excel.app.ActiveWorkbook is not None
    assert excel.app.ActiveWorkbook.closed is False  # not saved


def test_a_function_that_excel_does_not_know(machine: MadeUpMachine) -> None:
    found = examine_in_excel(machine, lambda formulas: [ErrorText("#NAME?")] * len(formulas))
    assert "shows #NAME? in Excel, and should show" in found.sentence
    assert "xlrisk.log" in found.next_step


def test_an_excel_that_does_not_start(machine: MadeUpMachine) -> None:
    def shown(_: Sequence[str]) -> list[Cell]:
        raise FileError("Excel cannot run the add-in.")

    assert not examine_in_excel(machine, shown).is_well
