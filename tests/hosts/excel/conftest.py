"""xlwings on a stub of pywin32, for the tests of this folder that ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.hosts.excel import pywin32_stub


@pytest.fixture(scope="module")
def xlwings() -> Iterator[Any]:
    """The real xlwings as it is on Windows; taken back after the module's tests."""
    with pywin32_stub.installed() as module:
        yield module
