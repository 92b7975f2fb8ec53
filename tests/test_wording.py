"""Counts in sentences."""

from __future__ import annotations

import pytest

from xlrisk.wording import counted


@pytest.mark.parametrize(
    ("count", "what", "words"),
    [
        (0, ("cell",), "0 cells"),
        (1, ("cell",), "1 cell"),
        (2, ("cell",), "2 cells"),
        (2520, ("other date",), "2,520 other dates"),
        (1, ("row", "under its header"), "1 row under its header"),
        (2, ("row", "under its header"), "2 rows under its header"),
    ],
)
def test_counts_in_words(count: int, what: tuple[str, ...], words: str) -> None:
    assert counted(count, *what) == words
