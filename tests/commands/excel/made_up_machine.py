"""A computer with Windows, Excel and Python that is nothing but a folder."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

from xlrisk.commands.machine import Hive, RegistryValue

OFFICE = r"Software\Microsoft\Office\16.0"
POLICIES = r"Software\Policies\Microsoft\Office\16.0"
APP_PATH = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
KINDS = {"32": 0x14C, "64": 0x8664, "ARM": 0xAA64}


def program(path: Path, kind: str) -> Path:
    """A file whose header says for which processor it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        struct.pack("<60xI", 128) + bytes(64) + b"PE\0\0" + struct.pack("<H", KINDS[kind])
    )
    return path


@dataclass
class MadeUpMachine:
    folder: Path
    system: str = "Windows"
    packages: dict[str, str] = field(
        default_factory=lambda: {"xlwings": "0.37.8", "pywin32": "311"}
    )
    needed: str = "0.37.8"
    keys: dict[tuple[str, str], dict[str, RegistryValue]] = field(default_factory=dict)
    zones: dict[Path, int] = field(default_factory=dict)
    is_from_the_store: bool = False

    def __post_init__(self) -> None:
        roaming = self.folder / "Users" / "Zoë Müller" / "AppData" / "Roaming"
        roaming.mkdir(parents=True)
        self.profile: Path | None = roaming
        # a virtual environment, in a path with blanks and letters beyond ASCII
        self.environment = self.folder / "Meine Programme" / "Überblick"
        self.interpreter = program(self.environment / "Scripts" / "pythonw.exe", "64")
        (self.environment / "pyvenv.cfg").touch()
        self.excel = program(self.folder / "Office16" / "EXCEL.EXE", "64")
        self.keys["HKLM", APP_PATH] = {"": str(self.excel)}
        self.library = program(self.environment / "xlwings64-0.37.8.dll", "64")

    def version_of(self, package: str) -> str | None:
        return self.packages.get(package)

    def version_needed(self, package: str) -> str | None:
        return self.needed or None if package == "xlwings" else None

    def registry(self, hive: Hive, key: str) -> dict[str, RegistryValue]:
        return dict(self.keys.get((hive, key), {}))

    def zone(self, path: Path) -> int:
        return self.zones.get(path, 0)
