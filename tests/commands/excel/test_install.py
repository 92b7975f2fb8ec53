"""Installing into a made-up profile: everything is told, and nothing stays behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.excel.made_up_machine import MadeUpMachine
from xlrisk.commands import excel_install, templates
from xlrisk.commands.configuration import configuration_file, settings_in
from xlrisk.commands.excel_install import install, installed_addin, uninstall
from xlrisk.errors import FileError
from xlrisk.workbook.files import write


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MadeUpMachine:
    package = tmp_path / "package"
    package.mkdir()
    (package / "xlrisk.xlam").write_bytes(b"the add-in")
    monkeypatch.setattr(templates, "folder", lambda: package)
    return MadeUpMachine(tmp_path)


def profile(machine: MadeUpMachine) -> Path:
    assert machine.profile is not None
    return machine.profile


def tree(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def test_the_addin_lies_where_excel_opens_it(machine: MadeUpMachine) -> None:
    install(machine)
    assert sorted(tree(profile(machine))) == [
        "Microsoft",
        "Microsoft/Excel",
        "Microsoft/Excel/XLSTART",
        "Microsoft/Excel/XLSTART/xlrisk.xlam",
        "xlrisk",
        "xlrisk/xlrisk.conf",
    ]
    assert installed_addin(profile(machine)).read_bytes() == b"the add-in"


def test_the_configuration_names_the_python_of_the_virtual_environment(
    machine: MadeUpMachine,
) -> None:
    install(machine)
    file = configuration_file(profile(machine))
    first, second, _ = file.read_text("utf-8").splitlines()
    assert first == f"interpreter={machine.interpreter}"
    assert "Meine Programme/Überblick/Scripts/pythonw.exe" in first
    assert second == "refresh_data_connections=false"


def test_a_second_time_changes_nothing(machine: MadeUpMachine) -> None:
    install(machine)
    before = tree(profile(machine))
    assert [step.verb for step in install(machine)] == ["keep", "keep"]
    assert tree(profile(machine)) == before


def test_after_an_update_or_a_move_it_is_as_it_should_be(machine: MadeUpMachine) -> None:
    install(machine)
    file = configuration_file(profile(machine))
    file.write_text(file.read_text("utf-8").replace("=false", "=true") + "my own=1\n", "utf-8")
    installed_addin(profile(machine)).write_bytes(b"an old add-in")
    machine.interpreter = machine.folder / "Python" / "pythonw.exe"
    assert [step.verb for step in install(machine)] == ["write", "write"]
    assert settings_in(file) == {
        "interpreter": str(machine.interpreter),
        "refresh_data_connections": "true",
        "created": "Microsoft|Excel|XLSTART",
        "my own": "1",
    }
    uninstall(machine)
    assert tree(profile(machine)) == {}


def test_everything_written_is_told(machine: MadeUpMachine) -> None:
    before = tree(profile(machine))
    told = [step.told(dry_run=False) for step in install(machine)]
    for path in tree(profile(machine)).keys() - before.keys():
        assert any(line.endswith(str(profile(machine) / path)) for line in told)


def test_a_dry_run_tells_the_same_and_does_nothing(machine: MadeUpMachine) -> None:
    before = tree(machine.folder)
    planned = install(machine, dry_run=True)
    assert tree(machine.folder) == before
    assert all(step.told(dry_run=True).startswith("Would ") for step in planned)
    assert install(machine) == planned
    before = tree(machine.folder)
    planned = uninstall(machine, dry_run=True)
    assert tree(machine.folder) == before
    assert uninstall(machine) == planned


def test_nothing_is_left_behind(machine: MadeUpMachine) -> None:
    install(machine)
    (configuration_file(profile(machine)).parent / "xlrisk.log").write_text("of the add-in")
    (configuration_file(profile(machine)).parent / "xlrisk.log.1").write_text("an older one")
    before = {"Microsoft", "xlrisk"}
    assert {path.name for path in profile(machine).iterdir()} == before
    steps = uninstall(machine)
    assert tree(profile(machine)) == {}
    assert [step.verb for step in steps] == ["remove"] * 8
    assert uninstall(machine) == []


def test_what_was_there_stays(machine: MadeUpMachine) -> None:
    start = profile(machine) / "Microsoft" / "Excel" / "XLSTART"
    start.mkdir(parents=True)
    (start / "PERSONAL.XLSB").write_bytes(b"of the user")
    before = tree(profile(machine))
    install(machine)
    uninstall(machine)
    assert tree(profile(machine)) == before


def test_folders_of_excel_stay_although_they_are_empty(machine: MadeUpMachine) -> None:
    (profile(machine) / "Microsoft" / "Excel").mkdir(parents=True)
    install(machine)
    uninstall(machine)
    assert sorted(tree(profile(machine))) == ["Microsoft", "Microsoft/Excel"]


def test_what_others_have_put_into_our_folder_stays(machine: MadeUpMachine) -> None:
    install(machine)
    (profile(machine) / "xlrisk" / "notes.txt").write_text("mine")
    *_, last = [step for step in uninstall(machine) if step.path.name == "xlrisk"]
    assert last.told(dry_run=False).endswith("xlrisk stays: it holds notes.txt, not of xlrisk.")


def test_settings_cannot_have_other_folders_removed(machine: MadeUpMachine) -> None:
    install(machine)
    precious = profile(machine) / "Precious"
    precious.mkdir()
    file = configuration_file(profile(machine))
    file.write_text(f"created=Precious|{precious}|..|Microsoft|Excel|XLSTART\n")
    uninstall(machine)
    assert list(tree(profile(machine))) == ["Precious"]


def test_an_open_excel_is_named_as_the_reason(
    machine: MadeUpMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(path: Path, content: bytes, *, overwrite: bool) -> None:
        if path.suffix == ".xlam":
            raise FileError(f"{path} cannot be written: permission denied.")
        write(path, content, overwrite=overwrite)

    monkeypatch.setattr(excel_install, "write", held)
    with pytest.raises(FileError, match="Close Excel first, then run the command again"):
        install(machine)
    monkeypatch.setattr(excel_install, "write", write)
    install(machine)
    assert settings_in(configuration_file(profile(machine)))["created"]  # by the first attempt

    def locked(path: Path) -> None:
        raise PermissionError(13, "used by another process", str(path))

    monkeypatch.setattr(Path, "unlink", locked)
    with pytest.raises(FileError, match=r"used by another process\. Close Excel first"):
        uninstall(machine)


@pytest.mark.parametrize(
    ("system", "words"),
    [("Darwin", "Excel on macOS cannot run"), ("Linux", "There is no Excel on Linux")],
)
def test_elsewhere_it_says_what_is_to_be_had(
    machine: MadeUpMachine, system: str, words: str
) -> None:
    machine.system = system
    for command in (install, uninstall):
        with pytest.raises(FileError, match=words) as refused:
            command(machine)
        assert "`xlrisk recalc` calculates workbooks" in str(refused.value)
    assert tree(profile(machine)) == {}


def test_without_a_profile(machine: MadeUpMachine) -> None:
    machine.profile = None
    with pytest.raises(FileError, match="sign in as the user"):
        install(machine)


def test_a_package_without_the_addin(machine: MadeUpMachine) -> None:
    (machine.folder / "package" / "xlrisk.xlam").unlink()
    with pytest.raises(FileError, match="install it anew"):
        install(machine)
