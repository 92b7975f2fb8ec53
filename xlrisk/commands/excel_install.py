"""The add-in put where Excel opens it, and taken away again without a trace.

It goes into the user's XLSTART folder: Excel opens what lies there at each start and trusts it, and
nothing has to be written into the registry. The file of help texts for Excel-DNA does not go there,
as Excel would open it, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import FileError
from ..workbook.files import write
from . import templates
from .configuration import configuration_file, settings_in, text_with
from .machine import NOT_OF_THE_STORE, Machine, ThisMachine

ADDIN = "xlrisk.xlam"
_EXCEL_OPENS = Path("Microsoft", "Excel", "XLSTART")
_LOGS = ("xlrisk.log", "xlrisk.log.1")
_CREATED = "created"  # the setting that says which folders were not there before

_NOT_HERE = {
    "Darwin": (
        "Excel on macOS cannot run xlrisk's functions or its ribbon: xlwings has worksheet"
        " functions on Windows only. Here `xlrisk recalc` calculates workbooks, and Python has all"
        " functions."
    ),
    "Linux": (
        "There is no Excel on Linux to install an add-in into. Here `xlrisk recalc` calculates"
        " workbooks, and Python has all functions; run `xlrisk excel install` on a computer with"
        " Windows and Excel."
    ),
}


@dataclass(frozen=True)
class Step:
    """One thing that was done to a file or folder, or would be."""

    verb: str  # "write", "keep", "create", "remove" or "leave"
    path: Path
    why: str = ""

    def told(self, *, dry_run: bool) -> str:
        """As the command line says it."""
        verbs = {"write": "Wrote", "create": "Created folder", "remove": "Removed"}
        if self.verb in verbs:
            words = f"Would {self.verb}" if dry_run else verbs[self.verb]
            return f"{words} {self.path}"
        return f"{self.path} {self.why}"


def install(machine: Machine | None = None, *, dry_run: bool = False) -> list[Step]:
    """Copy the add-in, and tell it which Python to start; what is as it should be stays."""
    machine = machine or ThisMachine()
    profile = _profile(machine)
    file, addin = configuration_file(profile), installed_addin(profile)
    content = packaged_addin()
    created = list(_missing_folders(addin.parent, profile))
    settings = text_with(file, _settings(machine, created))
    # what was created is noted first, so that it is also known after a failure
    return [
        *_created(_missing_folders(file.parent, profile), dry_run=dry_run),
        _written(file, settings.encode(), dry_run=dry_run),
        *_created(created, dry_run=dry_run),
        _written(addin, content, dry_run=dry_run),
    ]


def uninstall(machine: Machine | None = None, *, dry_run: bool = False) -> list[Step]:
    """Remove all that `install` has written, and what the add-in has written since."""
    profile = _profile(machine or ThisMachine())
    file = configuration_file(profile)
    created = settings_in(file).get(_CREATED, "").split("|")
    ours = [
        profile / _EXCEL_OPENS / ADDIN,
        *(file.with_name(name) for name in (*_LOGS, file.name)),
    ]
    steps = [Step("remove", path) for path in ours if path.is_file()]
    if not dry_run:
        for step in steps:
            _remove(step.path)
    gone = {step.path for step in steps}
    folders = [file.parent]
    folder = profile / _EXCEL_OPENS
    while folder != profile:
        if folder.name in created:
            folders.append(folder)
        folder = folder.parent
    for folder in folders:
        if not folder.is_dir():
            continue
        if others := sorted(set(folder.iterdir()) - gone):
            steps.append(Step("leave", folder, f"stays: it holds {others[0].name}, not of xlrisk."))
            continue
        steps.append(Step("remove", folder))
        gone.add(folder)
        if not dry_run:
            folder.rmdir()
    return steps


def installed_addin(profile: Path) -> Path:
    """Where the add-in is when it is installed."""
    return profile / _EXCEL_OPENS / ADDIN


def packaged_addin() -> bytes:
    """The add-in that belongs to this xlrisk."""
    try:
        return (templates.folder() / ADDIN).read_bytes()
    except FileNotFoundError:
        raise FileError(
            f"This xlrisk came without its add-in {ADDIN}; install it anew with"
            " `python -m pip install --force-reinstall xlrisk`."
        ) from None


def not_here(machine: Machine) -> str:
    """What is not to be had on this system, and what is; "" on Windows."""
    return "" if machine.system == "Windows" else _NOT_HERE.get(machine.system, _NOT_HERE["Linux"])


def _profile(machine: Machine) -> Path:
    if sentence := not_here(machine):
        raise FileError(sentence)
    if machine.is_from_the_store:
        raise FileError(" ".join(NOT_OF_THE_STORE))
    if machine.profile is None or not machine.profile.is_dir():
        raise FileError(
            "The folder for settings (%APPDATA%) is not there; sign in as the user who works with"
            " Excel and run the command again."
        )
    return machine.profile


def _settings(machine: Machine, created: list[Path]) -> dict[str, str]:
    """What the file is to say; all else in it is the user's."""
    settings = {"interpreter": str(machine.interpreter)}
    if created:
        settings[_CREATED] = "|".join(folder.name for folder in created)
    return settings


def _created(folders: Iterable[Path], *, dry_run: bool) -> list[Step]:
    steps = [Step("create", folder) for folder in folders]
    for step in steps:
        if not dry_run:
            step.path.mkdir()
    return steps


def _missing_folders(folder: Path, above: Path) -> Iterator[Path]:
    """Those to create, the outermost first."""
    if folder != above and not folder.is_dir():
        yield from _missing_folders(folder.parent, above)
        yield folder


def _written(path: Path, content: bytes, *, dry_run: bool) -> Step:
    if path.is_file() and path.read_bytes() == content:
        return Step("keep", path, "is up to date.")
    if not dry_run:
        try:
            write(path, content, overwrite=True)
        except FileError as error:
            raise FileError(f"{error} Close Excel first, then run the command again.") from None
    return Step("write", path)


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        raise FileError(
            f"{path} cannot be removed: {error.strerror}. Close Excel first, then run the command"
            " again."
        ) from None
