"""Array formulas fill their cells: what is missing repeats or is #N/A, what is over goes."""

from __future__ import annotations

from typing import Any

import pytest

from xlrisk.hosts.engine.prepare.arrays import exact_extent

NA = {"type": "Error", "kind": "Na"}


@pytest.mark.parametrize(
    ("result", "rows", "columns", "expected"),
    [
        (7.0, 2, 2, [[7.0, 7.0], [7.0, 7.0]]),
        ("text", 1, 1, [["text"]]),
        (NA, 1, 2, [[NA, NA]]),
        ([[1.0], [2.0]], 2, 1, [[1.0], [2.0]]),
        ([[1.0], [2.0]], 1, 1, [[1.0]]),
        ([[1.0], [2.0]], 3, 2, [[1.0, 1.0], [2.0, 2.0], [NA, NA]]),
        ([[1.0, 2.0]], 2, 3, [[1.0, 2.0, NA], [1.0, 2.0, NA]]),
        ([[1.0, 2.0], [3.0, 4.0]], 3, 1, [[1.0], [3.0], [NA]]),
        ([[5.0]], 2, 2, [[5.0, 5.0], [5.0, 5.0]]),
    ],
)
def test_extent(result: Any, rows: float, columns: float, expected: Any) -> None:
    assert exact_extent(result, rows, columns) == expected
