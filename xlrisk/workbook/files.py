"""Files written whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from ..errors import FileError

_BINARY = getattr(os, "O_BINARY", 0)  # Windows turns line ends without it


def write(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Write a file so that nobody ever sees half of it.

    Raises FileError where the file is there already and may not be overwritten, or cannot be
    written.
    """
    try:
        if path.is_dir():
            raise FileError(f"{path} is a folder; give the name of a file.")
        if path.exists() and not overwrite:
            raise FileExistsError
        if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
            raise FileError(f"{path} is read-only; choose another name, or make it writable.")
        _replace(path, content, overwrite=overwrite)
    except FileExistsError:
        raise FileError(f"{path} is there already; choose another name, or add --force.") from None
    except FileNotFoundError:
        raise FileError(f"The folder {path.parent} does not exist; create it first.") from None
    except NotADirectoryError:
        raise FileError(f"{path.parent} is not a folder; choose another name.") from None
    except PermissionError:
        raise FileError(f"{path} cannot be written: permission denied.") from None
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}.") from None


def _replace(path: Path, content: bytes, *, overwrite: bool) -> None:
    """Through a temporary file beside it, so that the last step is one rename."""
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(8)}")
    # created by the system's own call, which applies the mask for new files
    handle = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            temporary.chmod(path.stat().st_mode)
        if overwrite:
            temporary.replace(path)
        else:
            _publish(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


def _publish(temporary: Path, path: Path) -> None:
    """Give a file its name unless another has it by now."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        temporary.replace(path)
