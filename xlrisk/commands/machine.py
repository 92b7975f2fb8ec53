"""What is to be known of this computer in order to install the add-in, or to say what is wrong.

Everything that only Windows can answer stands here, so that each answer can be made up in a test.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Literal, Protocol

Hive = Literal["HKCU", "HKLM"]
RegistryValue = str | int | bytes

# a sentence and the next step: Windows shows what such a Python writes to that Python alone
NOT_OF_THE_STORE = (
    "This is the Python of the Microsoft Store, whose files Excel cannot see.",
    "Install Python from python.org and run the command with it.",
)


class Machine(Protocol):
    """A computer, and the Python that this command runs in."""

    @property
    def system(self) -> str:
        """ "Windows", "Darwin" (macOS) or "Linux"."""

    @property
    def profile(self) -> Path | None:
        """The user's folder for settings of programs: %APPDATA%."""

    @property
    def interpreter(self) -> Path:
        """The Python that Excel is to start: without a console window, where there is one."""

    @property
    def is_from_the_store(self) -> bool:
        """Whether this Python comes from the Microsoft Store, a virtual environment of it, too."""

    def version_of(self, package: str) -> str | None:
        """The version installed here."""

    def version_needed(self, package: str) -> str | None:
        """The exact version that xlrisk asks for."""

    def registry(self, hive: Hive, key: str) -> dict[str, RegistryValue]:
        """The values of a key; none where it is not there."""

    def zone(self, path: Path) -> int:
        """Where a file came from, as Windows has marked it: 3 and more is the internet."""


def with_console(interpreter: Path) -> Path:
    """The same Python for a command window: pythonw.exe would show nothing there."""
    is_windowless = interpreter.name.lower() == "pythonw.exe"
    return interpreter.with_name("python.exe") if is_windowless else interpreter


class ThisMachine:
    """The computer that we run on."""

    system = platform.system()

    @property
    def profile(self) -> Path | None:
        folder = os.environ.get("APPDATA", "")
        return Path(folder) if self.system == "Windows" and folder else None

    @property
    def interpreter(self) -> Path:
        windowless = Path(sys.executable).with_name("pythonw.exe")
        return windowless if windowless.exists() else Path(sys.executable)

    @property
    def is_from_the_store(self) -> bool:
        return "windowsapps" in sys.base_prefix.lower()

    def version_of(self, package: str) -> str | None:
        try:
            return metadata.version(package)
        except metadata.PackageNotFoundError:
            return None

    def version_needed(self, package: str) -> str | None:
        for line in metadata.requires("xlrisk") or ():
            if found := re.match(rf"{package}\s*==\s*([\w.]+)", line, re.IGNORECASE):
                return found[1]
        return None

    def registry(self, hive: Hive, key: str) -> dict[str, RegistryValue]:
        values: dict[str, RegistryValue] = {}
        if sys.platform == "win32":
            import winreg

            root = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[hive]
            try:
                # a Python of 32 bits would be shown another part of the registry
                opened = winreg.OpenKey(root, key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
            except OSError:
                return values
            with opened:
                for number in range(winreg.QueryInfoKey(opened)[1]):
                    name, value, _ = winreg.EnumValue(opened, number)
                    values[name] = value
        return values

    def zone(self, path: Path) -> int:
        try:
            mark = Path(f"{path}:Zone.Identifier").read_text("utf-8", errors="replace")
        except OSError:
            return 0
        found = re.search(r"ZoneId\s*=\s*(\d)", mark)
        return int(found[1]) if found else 0
