"""Blocks of values, and the files that they come from."""

from __future__ import annotations

import csv
import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import FileError
from ...wording import counted
from .typed import field

_PARQUET = {".parquet", ".pq"}


@dataclass(frozen=True)
class Block:
    """Rows of values, and the names of their columns where they have names.

    A row that is shorter than others ends with empty cells; an empty name stands for any.
    """

    rows: Sequence[Sequence[Any]]
    names: Sequence[Any] | None = None

    @property
    def columns(self) -> int:
        return max(map(len, [self.names or (), *self.rows]), default=0)


def read_block(path: Path) -> Block:
    """The block that a CSV or Parquet file holds.

    The first row of a CSV file is names if it has texts only, or if the text that it begins with
    stands above a column without texts ("Date" above dates). Raises FileError.
    """
    kind = path.suffix.lower()
    if kind not in {".csv", *_PARQUET}:
        raise FileError(f"{path} is neither .csv nor .parquet; save the data as one of the two.")
    try:
        block = _parquet(path) if kind in _PARQUET else _csv(path)
    except FileNotFoundError:
        raise FileError(f"{path} does not exist; check its name.") from None
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror or error}.") from None
    if not block.rows:
        raise FileError(f"{path} has no rows; check where it comes from.")
    return block


def _csv(path: Path) -> Block:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, strict=True))
    except UnicodeDecodeError:
        raise FileError(f"{path} is not in UTF-8; save it as CSV UTF-8.") from None
    except csv.Error as error:
        raise FileError(f"{path} is not a sound CSV file ({error}); export it again.") from None
    while lines and not any(lines[-1]):
        lines.pop()
    if not lines:
        return Block([])
    _check_fields(path, lines)
    rows = [[field(text) for text in line] for line in lines]
    return Block(rows[1:], rows[0]) if _has_names(rows) else Block(rows)


def _check_fields(path: Path, lines: list[list[str]]) -> None:
    first = lines[0]
    if len(first) == 1:
        for separator, name in ((";", "semicolons"), ("\t", "tabs")):
            if separator in first[0]:
                raise FileError(f"{path} has {name} between its fields; save it with commas.")
    for number, line in enumerate(lines, 1):
        if len(line) > len(first):
            raise FileError(
                f"Row {number:,} of {path} has {counted(len(line), 'field')}, and the first row "
                f"has {len(first)}; quote the fields that hold commas."
            )


def _has_names(rows: list[list[Any]]) -> bool:
    first = rows[0]
    given = [value for value in first if value is not None]
    if given and all(isinstance(value, str) for value in given):
        return True
    below = [row[0] for row in rows[1:] if row]
    return isinstance(first[0], str) and not any(isinstance(value, str) for value in below)


def _parquet(path: Path) -> Block:
    try:
        # not all have it, and it takes its time
        parquet = importlib.import_module("pyarrow.parquet")
    except ModuleNotFoundError:
        raise FileError(
            f"Reading {path} needs pyarrow; install it (pip install pyarrow), or give a .csv file."
        ) from None
    path.open("rb").close()  # a missing file is the system's error, all others are pyarrow's
    try:
        table = parquet.read_table(path)
        columns = {name: table.column(name).to_pylist() for name in table.column_names}
    except Exception as error:  # whatever pyarrow raises, it is about this file
        raise FileError(f"{path} is not a sound Parquet file ({error}); write it again.") from None
    names = _index_first(table.schema.pandas_metadata or {}, list(columns))
    rows = list(zip(*(columns[name] for name in names), strict=True))
    return Block(rows, [None if name.startswith("__index_level_") else name for name in names])


def _index_first(metadata: dict[str, Any], names: list[str]) -> list[str]:
    """pandas writes the index of a frame, the dates say, behind its columns."""
    index = [name for name in metadata.get("index_columns", ()) if name in names]
    return index + [name for name in names if name not in index]
