"""Files read whole, and results saved beside or in the place of what was read."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from typing import NamedTuple

from ..errors import FileError
from ..workbook.files import write


class Read(NamedTuple):
    """The content of a file, and what tells whether it is still the same."""

    path: Path
    content: bytes
    state: tuple[int, int]  # size and time of the last change

    def check_unchanged(self) -> None:
        """Refuse a file that somebody else has changed meanwhile."""
        if _state(self.path) != self.state:
            raise FileError(
                f"{self.path} was changed while it was worked on; run it again when nobody else "
                "writes it."
            )


def read(path: Path) -> Read:
    """A file's content; FileError where it cannot be read or changes meanwhile."""
    try:
        before = _state(path)
        found = Read(path, path.read_bytes(), before)
        found.check_unchanged()
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from None
    return found


def save(source: Read, content: bytes, target: Path, *, backup: bool = False) -> None:
    """Save a result, whole or not at all; a target that is a link stays one.

    With `backup`, the source stays beside it, with .bak after its name. Raises FileError.
    """
    place = target.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"The folder {place.parent} cannot be made: {error.strerror}.") from None
    if place == source.path.resolve():
        source.check_unchanged()  # nobody's work is overwritten
    copy = _backed_up(source, place) if backup else None
    try:
        write(place, content, overwrite=True)
    except FileError:
        if copy:
            copy.unlink(missing_ok=True)  # of what did not change
        raise
    _settle(place.parent)


def _backed_up(source: Read, place: Path) -> Path:
    copy = place.with_name(f"{place.name}.bak")
    write(copy, source.content, overwrite=True)
    with contextlib.suppress(OSError):  # a file system without modes or times
        shutil.copystat(place, copy)
    return copy


def _settle(folder: Path) -> None:
    """Have the new name of a file survive a loss of power, on systems that sync folders."""
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sweep(target: Path) -> None:
    """Remove what a process that died in `write` has left beside its target."""
    place = target.resolve()
    left = f".{place.name[:100]}."  # and a token, as `write` names its temporary files
    with contextlib.suppress(OSError):
        for file in place.parent.iterdir():
            token = file.name.removeprefix(left)
            if token != file.name and len(token) == 16 and token.isalnum():
                file.unlink()


def _state(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_size, status.st_mtime_ns
