"""`python -m benchmarks`: every ratio, with the bound that it should stay under.

Timings drift from run to run and from machine to machine, so nothing is compared with a figure of
the past: both sides of a ratio are run in turn, and the medians are compared.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

import xlrisk

ROWS = 2520  # ten years of daily returns
Run = Callable[[], object]


@dataclass(frozen=True)
class Ratio:
    name: str
    ours: Run
    other: Run
    bound: float
    rounds: int = 21


def measured(ratio: Ratio) -> tuple[float, float]:
    """Median seconds of both sides, run in turn after a warm-up."""
    ours, other = [], []
    for run in (ratio.ours, ratio.other):
        run()
    for _ in range(ratio.rounds):
        ours.append(seconds(ratio.ours))
        other.append(seconds(ratio.other))
    return statistics.median(ours), statistics.median(other)


def seconds(run: Run) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def betas_of(columns: int, missing: float, bound: float) -> Ratio:
    """BETAS_OF on a block of float64 against adding the same bytes up once."""
    rng = np.random.default_rng(columns)
    market = rng.normal(0.0004, 0.01, ROWS)
    returns = market[:, None] * rng.uniform(0.5, 2, columns) + rng.normal(0, 0.02, (ROWS, columns))
    full = returns.copy()
    returns[rng.random(returns.shape) < missing] = np.nan
    return Ratio(
        f"BETAS_OF {ROWS:,} x {columns:,}, {missing:.0%} missing / np.sum",
        lambda: xlrisk.betas_of(returns, market),
        lambda: np.sum(full),
        bound,
    )


def beta_of_cells() -> Ratio:
    """BETA_OF on cells as a host delivers them against their mere conversion."""
    rng = np.random.default_rng(1)
    market = rng.normal(0, 0.01, (ROWS, 1)).tolist()
    asset = rng.normal(0, 0.01, (ROWS, 1)).tolist()
    return Ratio(
        f'evaluate("BETA_OF") on 2 x {ROWS:,} cells / np.array(rows, float)',
        lambda: xlrisk.evaluate("BETA_OF", asset, market),
        lambda: (np.array(asset, float), np.array(market, float)),
        0.8,
        rounds=201,
    )


def importing(module: str, bound: float) -> Ratio:
    """A fresh interpreter that imports a module of ours against one that imports numpy."""
    return Ratio(
        f"import {module} / import numpy",
        lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True),
        lambda: subprocess.run([sys.executable, "-c", "import numpy"], check=True),
        bound,
        rounds=15,
    )


RATIOS: tuple[Callable[[], Ratio], ...] = (
    lambda: betas_of(5000, 0.0, 3),
    lambda: betas_of(500, 0.0, 3),
    lambda: betas_of(5000, 0.05, 20),
    lambda: betas_of(500, 0.05, 20),
    beta_of_cells,
    lambda: importing("xlrisk", 1.6),
    lambda: importing("xlrisk.functions.evaluate", 1.6),
)


def main() -> None:
    over = False
    print(f"{'ours / other':62} {'ours':>10} {'other':>10} {'ratio':>6} {'bound':>6}")
    for make in RATIOS:
        ratio = make()
        ours, other = measured(ratio)
        is_over = ours / other > ratio.bound
        over |= is_over
        print(
            f"{ratio.name:62} {ours * 1e3:7.2f} ms {other * 1e3:7.2f} ms"
            f" {ours / other:6.2f} {ratio.bound:6.1f}{'  OVER' if is_over else ''}"
        )
    sys.exit(over)


if __name__ == "__main__":
    main()
