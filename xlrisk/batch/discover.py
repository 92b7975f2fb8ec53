"""The workbooks that paths name, and where the result of each goes.

A path is a file, a folder (with all folders in it) or a glob. Below the output folder results lie
as their workbooks do below the path that named them: below the folder, or below the part of a glob
that has no wildcard yet.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import FileError

_ENDINGS = (".xlsx", ".xlsm")
_OWNER = "~$"  # how the files begin by which Excel says that a workbook is open
_WILDCARD = re.compile(r"[*?\[]")


class PathError(FileError):
    """Paths that do not say which workbooks are meant, or where their results go."""


@dataclass(frozen=True)
class Job:
    """A workbook, and the file for its result; the same file in place, None for no result."""

    path: Path
    target: Path | None


def jobs(paths: Iterable[str], output: Path | None = None, *, in_place: bool = False) -> list[Job]:
    """The workbooks of all paths, each once, in the order of the paths.

    Raises PathError where a path names no workbook, where two workbooks have one target, and where
    a target is itself one of the workbooks.
    """
    found: dict[tuple[str, str], Job] = {}
    for path in paths:
        for base, file in _found(path, output):
            target = output / file.relative_to(base) if output else file if in_place else None
            job = Job(file, target)
            found.setdefault((_identity(file), _spelling(target) if output else ""), job)
    result = list(found.values())
    if not result:
        raise PathError("There is no workbook among the paths; Excel's own ~$ files do not count.")
    if output:
        _check_targets(result)
    return result


def _found(text: str, output: Path | None) -> Iterator[tuple[Path, Path]]:
    """The workbooks of one path, each with the folder that its place is seen from."""
    path = Path(text)
    found: list[tuple[Path, Path]] = []
    if path.name.startswith(_OWNER):
        return  # a shell has found it by a wildcard of its own
    if path.is_dir():
        found = [(path, file) for file in _below(path, output)]
    elif path.exists():
        if not _is_workbook(path):
            raise PathError(f"{path} is no workbook; give a file that ends in .xlsx or .xlsm.")
        found = [(path.parent, path)]
    elif _WILDCARD.search(text):
        base = _fixed_part(path)
        for match in sorted(map(Path, glob.glob(text, recursive=True))):  # noqa: PTH207  (`text` may be absolute)
            if match.is_dir():
                found += [(base, file) for file in _below(match, output)]
            elif _is_workbook(match):
                found.append((base, match))
    else:
        raise PathError(f"{path} does not exist; give a file, a folder or a glob.")
    if not found:
        raise PathError(f"{path} holds no workbook; .xlsx and .xlsm files are looked for.")
    yield from found


def _below(folder: Path, output: Path | None) -> Iterator[Path]:
    """The workbooks in a folder and in those below it, the results of earlier runs left out."""
    seen = {_identity(folder)} | ({_identity(output)} if output else set())
    for place, folders, files in os.walk(folder, onerror=_unreadable, followlinks=True):
        for name in list(folders):  # a link may lead to where we have been
            identity = _identity(Path(place, name))
            if identity in seen:
                folders.remove(name)
            seen.add(identity)
        folders.sort()
        yield from (file for name in sorted(files) if _is_workbook(file := Path(place, name)))


def _unreadable(error: OSError) -> None:
    raise PathError(f"The folder {error.filename} cannot be read: {error.strerror}.")


def _is_workbook(path: Path) -> bool:
    name = path.name
    return name.lower().endswith(_ENDINGS) and not name.startswith(_OWNER) and path.is_file()


def _fixed_part(path: Path) -> Path:
    """The folders of a glob before its first wildcard."""
    parts = path.parts[:-1]
    wild = (number for number, part in enumerate(parts) if _WILDCARD.search(part))
    return Path(*parts[: next(wild, len(parts))])


def _check_targets(found: list[Job]) -> None:
    sources = {_identity(job.path): job.path for job in found}
    taken: dict[str, Path] = {}
    for job in found:
        if job.target is None:
            continue
        if (source := sources.get(_identity(job.target))) is not None:
            raise PathError(
                f"The result of {job.path} would overwrite {source}; choose another folder, or "
                "ask for it by --in-place."
            )
        other = taken.setdefault(_spelling(job.target), job.path)
        if other is not job.path:
            raise PathError(
                f"{other} and {job.path} would both be written to {job.target}; recalculate them "
                "into two folders."
            )


def _identity(path: Path) -> str:
    """Where a file really is: the same for all links to it."""
    return os.path.normcase(path.resolve())


def _spelling(path: Path | None) -> str:
    """What two names of one file have in common where it is not there yet."""
    return os.path.normcase(os.path.abspath(path)) if path else ""  # noqa: PTH100  (as ".." reads)
