"""One run over the corpus, for all tests that ask what came of it."""

from __future__ import annotations

import pytest

from tests.recalculation.corpus_runs import Run, runs
from tests.workbook.corpus import folder


@pytest.fixture(scope="session")
def corpus() -> list[Run]:
    """What happened to each workbook of other people."""
    if not folder().is_dir():
        pytest.skip(
            f"no workbooks of other people in {folder()}; set XLRISK_CORPUS to their folder"
        )
    return list(runs())
