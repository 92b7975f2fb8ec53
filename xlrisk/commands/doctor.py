"""What keeps xlrisk from working in Excel on this computer: a sentence and a next step for each.

Each check looks at one thing, through a `Machine`, so that every situation can be made up.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from .. import __version__
from ..errors import FileError
from .configuration import configuration_file, settings_in
from .excel_install import ADDIN, installed_addin, not_here, packaged_addin
from .excel_trial import Shown, differences, in_excel
from .machine import NOT_OF_THE_STORE, Hive, Machine, ThisMachine, with_console

_OFFICE = r"Software\Microsoft\Office\16.0"
_POLICIES = r"Software\Policies\Microsoft\Office\16.0"
_INSTALL = "Run `xlrisk excel install`, then start Excel again."
_TRUST_CENTER = "File > Options > Trust Center > Trust Center Settings"
_KINDS = {0x14C: "32", 0x8664: "64", 0xAA64: "ARM"}  # of programs, as their headers say it
_FROM_THE_INTERNET = 3


@dataclass(frozen=True)
class Finding:
    """What one check has found; the next step is "" where all is well."""

    subject: str
    sentence: str
    next_step: str = ""

    @property
    def is_well(self) -> bool:
        return not self.next_step


def examine(machine: Machine | None = None) -> list[Finding]:
    """All findings; the first with a next step is what to do first."""
    machine = machine or ThisMachine()
    if sentence := not_here(machine):
        return [Finding("xlrisk", f"xlrisk {__version__} works on the command line. {sentence}")]
    if machine.profile is None:
        step = "Sign in as the user who works with Excel."
        return [Finding("Windows", "The folder for settings (%APPDATA%) is not there.", step)]
    if machine.is_from_the_store:  # the files that it would look at are not those of Excel
        return [Finding("Python", *NOT_OF_THE_STORE)]
    return [check(machine, machine.profile) for check in CHECKS]


def needs(machine: Machine | None = None) -> list[Finding]:
    """Whether all is there that the installed add-in needs of Python."""
    machine = machine or ThisMachine()
    return [check(machine, machine.profile) for check in NEEDS] if machine.profile else []


def examine_in_excel(machine: Machine | None = None, shown: Shown | None = None) -> Finding:
    """Start Excel, type an example of each function, and compare; not yet run in Excel."""
    machine = machine or ThisMachine()
    if not_here(machine):
        return Finding("In Excel", "There is no Excel here to try the functions in.")
    try:
        wrong = differences(shown or in_excel(machine))
    except FileError as error:
        return Finding("In Excel", str(error), _INSTALL)
    if wrong:
        step = "Send this output, and the file xlrisk.log beside xlrisk.conf, with your report."
        return Finding("In Excel", " ".join(wrong), step)
    return Finding("In Excel", "Every function, typed into Excel, shows what it should.")


def excel_program(machine: Machine) -> Path | None:
    """Excel itself, as Windows knows it."""
    key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    for hive in _hives():
        if path := machine.registry(hive, key).get(""):
            return Path(str(path).strip('"'))
    return None


def kind_of_program(path: Path) -> str:
    """ "64" or "32" (bits), or "ARM"; "" where the file does not say."""
    try:
        with path.open("rb") as file:
            (start,) = struct.unpack("<I", file.read(0x40)[0x3C:])
            file.seek(start)
            signature, machine = struct.unpack("<4sH", file.read(6))
    except (OSError, struct.error):
        return ""
    return _KINDS.get(machine, "") if signature == b"PE\0\0" else ""


def _excel(machine: Machine, _: Path) -> Finding:
    path = excel_program(machine)
    if path is None:
        step = "Install Microsoft 365, or Excel 2016 or later."
        return Finding("Excel", "Excel is not installed on this computer.", step)
    kind = kind_of_program(path)
    if kind == "ARM":
        step = "Install the 64-bit (x64) edition of Office, which Windows on ARM runs, too."
        return Finding("Excel", "xlwings has no library for the ARM edition of Excel.", step)
    return Finding("Excel", f"Excel ({kind or '?'} bits) is at {path}.")


def _addin(machine: Machine, profile: Path) -> Finding:
    path = installed_addin(profile)
    if not path.is_file():
        return Finding("Add-in", "The add-in is not installed for this user.", _INSTALL)
    if path.read_bytes() != packaged_addin():
        sentence = f"The add-in at {path} belongs to another version than xlrisk {__version__}."
        return Finding("Add-in", sentence, f"Close Excel. {_INSTALL}")
    if machine.zone(path) >= _FROM_THE_INTERNET:
        sentence = f"Windows has marked {path} as coming from the internet; Excel may"
        sentence += " block it."
        step = "Right-click the file, Properties, tick Unblock; or run `xlrisk excel install` again"
        return Finding("Add-in", sentence, f"{step} after `xlrisk excel uninstall`.")
    return Finding("Add-in", f"The add-in of xlrisk {__version__} is at {path}.")


def _other_copies(machine: Machine, profile: Path) -> Finding:
    copies = [str(path) for path in _copies(machine, profile)]
    if copies:
        sentence = f"Excel opens the add-in a second time, from {copies[0]}."
        step = "Untick it under Developer > Excel Add-ins, delete this file, and start Excel again."
        return Finding("Copies", sentence, step)
    return Finding("Copies", "Excel opens the add-in once.")


def _copies(machine: Machine, profile: Path) -> Iterator[Path | PureWindowsPath]:
    """Other places from which Excel would open the add-in."""
    for name, value in machine.registry("HKCU", rf"{_OFFICE}\Excel\Options").items():
        path = PureWindowsPath(str(value).removeprefix("/R ").strip().strip('"'))
        is_ours = path == PureWindowsPath(installed_addin(profile))
        if name.upper().startswith("OPEN") and path.name.lower() == ADDIN and not is_ours:
            yield path
    program = excel_program(machine)
    if program and (copy := program.parent / "XLSTART" / ADDIN).is_file():
        yield copy
    alternate = machine.registry("HKCU", rf"{_OFFICE}\Excel\Options").get("AltStartup")
    other = Path(str(alternate)) / ADDIN if alternate else None
    if other and other.is_file() and other != installed_addin(profile):
        yield other


def _python(machine: Machine, profile: Path) -> Finding:
    file = configuration_file(profile)
    interpreter = settings_in(file).get("interpreter", "")
    if not interpreter:
        return Finding("Python", f"{file} names no Python for Excel to start.", _INSTALL)
    if not Path(interpreter).is_file():
        sentence = f"The Python that Excel is to start is no longer at {interpreter}."
        return Finding("Python", sentence, f"{_INSTALL} Do so with the Python that has xlrisk.")
    if Path(interpreter) != machine.interpreter:
        sentence = f"Excel starts {interpreter}, and this is {machine.interpreter}."
        step = f"To use this one in Excel, close Excel and do this: {_INSTALL}"
        return Finding("Python", sentence, step)
    return Finding("Python", f"Excel starts {interpreter}.")


def _packages(machine: Machine, _: Path) -> Finding:
    found, needed = machine.version_of("xlwings"), _version_needed(machine)
    missing = "" if machine.version_of("pywin32") else "pywin32"
    sentence = "pywin32 is not installed, by which Python talks to Excel."
    if not found or found != needed:
        have = f"xlwings {found} is installed" if found else "xlwings is not installed"
        missing = f"xlwings=={needed}" if needed else "xlwings"
        sentence = f"{have}, and the add-in needs {f'xlwings {needed}' if needed else 'it'}."
    if missing:
        python = with_console(machine.interpreter)
        return Finding("xlwings", sentence, f'Run `"{python}" -m pip install {missing}`.')
    return Finding("xlwings", f"xlwings {found} and pywin32 are installed.")


def _library(machine: Machine, profile: Path) -> Finding:
    program, version = excel_program(machine), _version_needed(machine)
    if not version:
        return Finding("Library", "Which library Excel loads is known once xlwings is installed.")
    bits = (kind_of_program(program) if program else "") or "64"
    python = _configured(machine, profile)
    # beside Python; above it, in a virtual environment; and where pip puts it for one user, as it
    # does by itself where it may not write to a Python for all users
    folders = (python.parent, python.parent.parent, profile / "Python")
    name = f"xlwings{bits}-{version}.dll"
    for folder in folders:
        if (folder / name).is_file():
            kind = kind_of_program(folder / name)
            if kind and kind != bits:
                sentence = f"{folder / name} is a library of {kind} bits, and Excel has {bits}."
                break
            return Finding("Library", f"Excel loads {folder / name}.")
    else:
        first, second, third = folders
        places = f"neither in {first} nor in {second} nor in {third}"
        sentence = f"{name}, which an Excel of {bits} bits loads, is {places}."
    console = with_console(python)
    if (python.parent.parent / "pyvenv.cfg").is_file():
        step = f'Run `"{console}" -m pip install --force-reinstall xlwings=={version}`.'
    else:
        step = (
            "Install xlrisk in a virtual environment, which has it in the right place: make one by"
            f' `"{console}" -m venv %USERPROFILE%\\xlrisk`, install xlrisk with its Python, and run'
            " its `xlrisk excel install`."
        )
    return Finding("Library", sentence, step)


def _configured(machine: Machine, profile: Path) -> Path:
    """The Python that Excel starts, or would."""
    return Path(settings_in(configuration_file(profile)).get("interpreter") or machine.interpreter)


def _version_needed(machine: Machine) -> str:
    """Of xlwings; "" where nobody knows it."""
    return machine.version_needed("xlwings") or machine.version_of("xlwings") or ""


def _trust(machine: Machine, _: Path) -> Finding:
    for root, whose in ((_POLICIES, "Your company's policies"), (_OFFICE, "Excel's settings")):
        if problem := _distrust(machine, root):
            sentence, where = problem
            step = f"{_TRUST_CENTER} > {where}."
            if root == _POLICIES:
                step = f"Ask the administrators to allow it ({where}); you cannot change it."
            return Finding("Trust", f"{whose} {sentence}", step)
    return Finding("Trust", "Excel trusts its start folder and may run the add-in.")


def _distrust(machine: Machine, root: str) -> tuple[str, str] | None:
    """Why the add-in's macros may not run, and where that is set."""
    values: dict[str, dict[str, object]] = {"common": {}, "security": {}, "locations": {}}
    for hive in _hives():
        values["common"] |= machine.registry(hive, rf"{root}\Common")
        values["security"] |= machine.registry(hive, rf"{root}\Excel\Security")
        values["locations"] |= machine.registry(hive, rf"{root}\Excel\Security\Trusted Locations")
    if values["common"].get("VBAOff") == 1:
        return "turn VBA off in all of Office.", "VBA for Office applications"
    if values["security"].get("DisableAllAddins") == 1:
        return "disable all add-ins.", "Add-ins, untick Disable all Application Add-ins"
    if values["security"].get("RequireAddinSig") == 1:
        return (
            "allow signed add-ins only, and this one is not signed.",
            "Add-ins, untick Require Application Add-ins to be signed",
        )
    untrusted = values["locations"].get("AllLocationsDisabled") == 1
    # 1 runs all macros, 2 asks (the default); 3 wants a signature, 4 runs none
    if untrusted and values["security"].get("VBAWarnings", 2) != 1:
        return (
            "disable all trusted locations, Excel's start folder among them.",
            "Trusted Locations, untick Disable all Trusted Locations",
        )
    return None


def _disabled(machine: Machine, _: Path) -> Finding:
    key = rf"{_OFFICE}\Excel\Resiliency\DisabledItems"
    needle = ADDIN.encode("utf-16-le")
    for value in machine.registry("HKCU", key).values():
        if isinstance(value, bytes) and needle in value.lower():
            step = (
                "File > Options > Add-ins > Manage: Disabled Items > Go, enable it, restart Excel."
            )
            return Finding("Crashes", "Excel has disabled the add-in after a crash.", step)
    return Finding("Crashes", "Excel has not disabled the add-in.")


def _hives() -> tuple[Hive, Hive]:
    return "HKCU", "HKLM"


_Check = Callable[[Machine, Path], Finding]
NEEDS: tuple[_Check, ...] = (_packages, _library)
CHECKS: tuple[_Check, ...] = (*(_excel, _addin, _other_copies, _python, *NEEDS, _trust, _disabled),)
