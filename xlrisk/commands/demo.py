"""From real prices to the portfolio's risk, as a workbook whose formulas are live."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from ..build import demo
from ..build.book import Values, written
from ..build.prices import weekly
from ..workbook.files import write
from ..workbook.values import Cell


@dataclass(frozen=True)
class Row:
    """A stock, or the portfolio; rates a year, shares of the variance."""

    name: str
    beta: float
    error: float
    r_squared: float
    capm_return: float
    systematic_share: float


@dataclass(frozen=True)
class Demo:
    path: Path
    stocks: tuple[Row, ...]
    portfolio: Row
    weeks: int
    seconds: float


def run(path: Path | None = None, *, overwrite: bool = False) -> Demo:
    """Write the workbook and read its results from it; without a path, under a free name."""
    start = time.perf_counter()
    prices = weekly()
    workbook = demo.Demo(prices)
    package, values = written(workbook.make)
    target = path or _free(package)
    if path or not target.exists():
        write(target, package, overwrite=overwrite)
    rows = [_row(values, row) for row in range(demo.FIRST_ROW, workbook.total_row + 1)]
    return Demo(
        path=target,
        stocks=tuple(rows[:-1]),
        portfolio=rows[-1],
        weeks=len(prices.rows) - 1,
        seconds=time.perf_counter() - start,
    )


def _free(package: bytes) -> Path:
    """A name in this folder that is free, or holds this very workbook."""
    number = 1
    while True:
        path = Path(f"xlrisk-demo{f'-{number}' if number > 1 else ''}.xlsx")
        if not path.exists() or (path.is_file() and path.read_bytes() == package):
            return path
        number += 1


def _row(values: Values, row: int) -> Row:
    cells = values.block(demo.RISK, row, 1, 1, len(demo.COLUMNS))[0]
    at: dict[str, Cell] = dict(zip(demo.COLUMNS, cells, strict=True))
    return Row(
        name=str(at["ticker"]),
        beta=_number(at["beta"]),
        error=_number(at["error"]),
        r_squared=_number(at["r squared"]),
        capm_return=_number(at["capm return"]),
        systematic_share=_number(at["systematic share"]),
    )


def _number(cell: Cell) -> float:
    if not isinstance(cell, (int, float)):
        raise TypeError(f"a result of the demo is {cell!r}, not a number")
    return float(cell)
