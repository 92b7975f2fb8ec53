"""Engines that a child runs in the place of ours, for tests: each does what its name says."""

from __future__ import annotations

from typing import Any, NoReturn

from tests.batch import works
from xlrisk.errors import FileError


def refuses(*_: Any) -> NoReturn:
    raise FileError("Its structure is not sound; save it in Excel once more.")


def panics(*_: Any) -> NoReturn:
    raise works.Panic("index out of bounds")


def hangs(*_: Any) -> None:
    works.hang()


def dies(*_: Any) -> None:
    works.die()


def eats(*_: Any) -> None:
    bytearray(1 << 50)
