"""docs/agreement.md: how often the engine agrees with the values that Excel stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.recalculation.comparison import Comparison, Difference
from tests.recalculation.corpus_runs import Run

DOCUMENT = Path(__file__).parents[2] / "docs/agreement.md"
FILES_BOUND, CELLS_BOUND = 0.90, 0.97  # without the function tests of IronCalc
WRONG_BOUND = 0.01  # of the cells that are written without an oracle
_EXAMPLE = 110  # characters of a formula

_START = """\
# Agreement with Excel

Written by `python -m tests.recalculation`; the tests check that it is up to date.

Workbooks of other people, saved by Excel (docProps/app.xml says so), whose stored values are to be
believed. The engine calculates every formula in one go, and each value is compared with the stored
one: a wrong value makes all wrong that comes after it. When a workbook is recalculated, none of
these differences is written: the cell keeps Excel's value, and is listed.

A value agrees that is of the same type and equal; numbers within a relative 1e-9, or within 1e-12
of the largest number that the formula reads, as Excel snaps sums to 0. A file is right when all of
its cells are.
"""


@dataclass(frozen=True)
class Share:
    """Files and cells that are right, of all."""

    files: int
    right_files: int
    cells: int
    right_cells: int


def is_function_test(path: str) -> bool:
    """Whether a workbook is a test of one function by another engine."""
    return path.startswith("ironcalc/") and "calc_tests" in path


def comparisons(runs: Iterable[Run]) -> dict[str, Comparison]:
    """The comparable workbooks that Excel has saved."""
    return {
        run.path: found
        for run in runs
        if (found := run.comparison) and found.by_excel and found.right + found.wrong
    }


def share(found: Iterable[Comparison]) -> Share:
    every = list(found)
    right = sum(one.right for one in every)
    return Share(
        len(every),
        sum(not one.wrong for one in every),
        right + sum(one.wrong for one in every),
        right,
    )


def without_function_tests(found: dict[str, Comparison]) -> Share:
    return share(one for path, one in found.items() if not is_function_test(path))


def document(runs: Sequence[Run]) -> str:
    """The whole document."""
    found = comparisons(runs)
    not_compared: Counter[str] = Counter()
    for run in runs:
        if run.comparison and run.comparison.by_excel:
            not_compared.update(run.comparison.not_compared)
    lines = [
        _START,
        *_shares(found),
        "\n## What differs\n",
        "Formulas by the functions that they call; only those with which a difference begins.\n",
        *_causes(found),
        *_without_values(runs),
        "\n## What is not compared\n",
        "Formulas that keep their values, or that Excel itself would change.\n",
        "| formulas | reason |",
        "|-:|-|",
        *(f"| {count:,} | {reason} |" for reason, count in _ranked(not_compared)),
    ]
    return "\n".join(lines) + "\n"


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


def _shares(found: dict[str, Comparison]) -> Iterator[str]:
    by_folder: dict[str, list[Comparison]] = defaultdict(list)
    for path, one in found.items():
        tests = ", function tests" if is_function_test(path) else ""
        by_folder[path.partition("/")[0] + tests].append(one)
    yield "| workbooks of | files | right | | cells | right | |"
    yield "|-|-:|-:|-:|-:|-:|-:|"
    for name, of_folder in sorted(by_folder.items()):
        yield _row(name, share(of_folder))
    yield _row("**all**", share(found.values()))
    yield _row("**all but ironcalc's function tests**", without_function_tests(found))


def _row(name: str, of: Share) -> str:
    files, cells = of.right_files / of.files, of.right_cells / of.cells
    return (
        f"| {name} | {of.files:,} | {of.right_files:,} | {files:.1%}"
        f" | {of.cells:,} | {of.right_cells:,} | {cells:.1%} |"
    )


def _without_values(runs: Iterable[Run]) -> Iterator[str]:
    yield "\n## Without stored values\n"
    yield "The same workbooks with `--stored ignore`: two engines must agree, or the functions be"
    yield "trusted. Cells after TODAY and NOW are left out.\n"
    yield "| | files | cells |"
    yield "|-|-:|-:|"
    found = [run.unaided for run in runs if run.unaided]
    right, wrong = sum(one.right for one in found), sum(len(one.wrong) for one in found)
    yield _count("right", sum(bool(one.right) for one in found), right)
    left_alone = sum(one.left_alone for one in found)
    yield _count("left alone, and listed", sum(bool(one.left_alone) for one in found), left_alone)
    yield _count("wrong", sum(bool(one.wrong) for one in found), wrong)
    yield f"\nOf the cells that are written {wrong / (right + wrong):.2%} are wrong:\n"
    by_cause: dict[str, list[tuple[str, Difference]]] = defaultdict(list)
    for run in runs:
        for difference in run.unaided.wrong if run.unaided else ():
            by_cause[difference.cause].append((run.path, difference))
    yield from _table(by_cause)


def _count(what: str, files: int, cells: int) -> str:
    return f"| {what} | {files:,} | {cells:,} |"


def _causes(found: dict[str, Comparison]) -> Iterator[str]:
    by_cause: dict[str, list[tuple[str, Difference]]] = defaultdict(list)
    for path, one in found.items():
        for difference in one.differences:
            by_cause[difference.cause].append((path, difference))
    yield from _table(by_cause)


def _table(by_cause: dict[str, list[tuple[str, Difference]]]) -> Iterator[str]:
    """Causes by their number, with an example each."""
    yield "| formulas | files | functions | example | Excel | engine | where |"
    yield "|-:|-:|-|-|-|-|-|"
    ranked = sorted(by_cause.items(), key=lambda one: (-len(one[1]), one[0]))
    for cause, all_of_it in ranked:
        path, first = all_of_it[0]
        files = len({path for path, _ in all_of_it})
        cells = [f"{len(all_of_it):,}", str(files), cause, _code(f"={first.formula}")]
        cells += [_code(first.stored), _code(first.computed), f"{path} {first.cell}"]
        yield "| " + " | ".join(cells) + " |"


def _code(text: str) -> str:
    """A text as code in a table."""
    short = " ".join(text.split())
    if len(short) > _EXAMPLE:
        short = short[:_EXAMPLE] + "…"
    short = short.replace("|", "\\|").replace("`", "'")
    return f"`{short}`" if short not in {"", "="} else ""
