"""A sheet of a million rows: recalculated as a whole, in memory that its size bounds."""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from benchmarks import books, memory

ROWS = 1_000_000
# The sheet as it came, as the engine gets it and in the engine's package, and what the engine makes
# of it while it reads: 5.6 times. A call of ours over two whole columns takes about as much.
TIMES_THE_XML = 6


def values_in(book: Path) -> dict[str, float]:
    """The values of the formulas, which stand in the first rows."""
    with zipfile.ZipFile(book) as archive, archive.open("xl/worksheets/sheet1.xml") as sheet:
        start = sheet.read(10_000).decode()
    found = re.findall(r'<c r="(E\d+)"[^>]*><f>[^<]*</f><v>([^<]*)</v></c>', start)
    return {cell: float(value) for cell, value in found}


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell a process's peak")
def test_a_million_rows_take_memory_in_proportion(tmp_path: Path) -> None:
    path, result = tmp_path / "million.xlsx", tmp_path / "result.xlsx"
    path.write_bytes(content := books.million(ROWS))
    peak = memory.peak(path, "never", result)
    assert peak <= TIMES_THE_XML * books.size_of_sheets(content)
    asset, market, other = np.array(books.numbers(np.arange(1, ROWS + 1)))
    deviation = market - market.mean()
    beta = deviation @ asset / (deviation @ deviation)
    found = values_in(result)
    assert found == pytest.approx(
        {
            "E1": beta,
            "E2": ROWS,
            "E3": beta,
            "E4": asset.sum(),
            "E5": market.mean(),
            "E6": other.max(),
            "E7": other.sum(),
            "E8": 0,
            "E9": 0.02 + beta * 0.07,
            "E10": round(0.02 + beta * 0.07, 4),
        },
        rel=1e-9,
        abs=1e-12,
    )
