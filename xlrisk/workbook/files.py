"""Files written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from ..errors import FileError


def write(path: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Write a file so that nobody ever sees half of it.

    Raises FileError where the file is there already and may not be overwritten, or cannot be
    written.
    """
    try:
        if path.is_dir():
            raise FileError(f"{path} is a folder; give the name of a file.")
        if path.exists() and not overwrite:
            raise FileError(f"{path} is there already; choose another name, or add --force.")
        if path.exists() and not path.stat().st_mode & stat.S_IWUSR:
            raise FileError(f"{path} is read-only; choose another name, or make it writable.")
        _replace(path, content)
    except FileNotFoundError:
        raise FileError(f"The folder {path.parent} does not exist; create it first.") from None
    except NotADirectoryError:
        raise FileError(f"{path.parent} is not a folder; choose another name.") from None
    except PermissionError:
        raise FileError(f"{path} cannot be written: permission denied.") from None
    except OSError as error:
        raise FileError(f"{path} cannot be written: {error.strerror}.") from None


def _replace(path: Path, content: bytes) -> None:
    """Through a temporary file beside it, so that the last step is one rename."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The mode that new files get; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
