"""The user's settings: a file of plain lines "name=value" in UTF-8, which the add-in reads, too.

Nothing else is read: no sheet of a workbook, and no file beside one, can choose what runs.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from ..errors import FileError

FOLDER, FILE = "xlrisk", "xlrisk.conf"
_NEW = "interpreter=\nrefresh_data_connections=false\n"


def configuration_file(profile: Path | None = None) -> Path:
    """Where the settings are, in a user's folder for settings of programs."""
    return (profile or Path(os.environ.get("APPDATA", ""))) / FOLDER / FILE


def settings_in(path: Path) -> dict[str, str]:
    """The settings by their names in lower case; the first line counts, as in the add-in."""
    try:
        text = path.read_text("utf-8-sig", errors="replace")
    except OSError:
        return {}
    settings: dict[str, str] = {}
    for line in text.splitlines():
        if name := _name(line):
            settings.setdefault(name, line.partition("=")[2].strip())
    return settings


def text_with(path: Path, settings: Mapping[str, str]) -> str:
    """The file's text with other values of some settings; every other line stays as it is."""
    lines = _text(path).splitlines(keepends=True)
    line_end = "\r\n" if any(line.endswith("\r\n") for line in lines) else "\n"
    names = [_name(line) for line in lines]
    for name, value in settings.items():
        if name in names:
            number = names.index(name)  # the first counts
            line = lines[number]
            end = line[len(line.rstrip("\r\n")) :]
            lines[number] = f"{line.partition('=')[0]}={value}{end}"
        else:
            if lines and not lines[-1].endswith(("\r", "\n")):
                lines[-1] += line_end
            lines.append(f"{name}={value}{line_end}")
    return "".join(lines)


def _name(line: str) -> str:
    """What a line sets, in lower case; "" where it sets nothing."""
    name, equals, _ = line.removeprefix("\ufeff").partition("=")
    return name.strip().lower() if equals else ""


def _text(path: Path) -> str:
    """The file's own text, line ends and all; that of a new file where there is none."""
    try:
        return path.read_bytes().decode() or _NEW
    except FileNotFoundError:
        return _NEW
    except UnicodeDecodeError:
        raise FileError(
            f"{path} is not written in UTF-8; open it in an editor, save it as UTF-8 (Notepad asks"
            " for the encoding under Save As), and run the command again."
        ) from None
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from None
