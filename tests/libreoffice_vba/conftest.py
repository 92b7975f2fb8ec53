"""The running Calc that all tests here share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.libreoffice_vba.calc import Calc

ADD_IN = Path(__file__).parents[2] / "workbook_templates" / "xlrisk.xlam"


@pytest.fixture(scope="session")
def calc() -> Iterator[Calc]:
    """LibreOffice with the add-in as it is checked in."""
    with Calc(ADD_IN) as running:
        yield running
