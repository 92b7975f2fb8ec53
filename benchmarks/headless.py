"""`python -m benchmarks.headless`: what a recalculation costs, against reading the same workbook.

Without stored values every formula is calculated and written, so that is what is measured. Each
time is compared with one of the same run: that of python-calamine, which reads all cells and
calculates nothing, or that of a LibreOffice that is running already and loads, calculates and
saves the workbook. It does not know our functions, and is the faster for it.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import python_calamine

from xlrisk.recalculation import Options, SecondOpinion, recalculated
from xlrisk.recalculation.source import SheetSource, Source
from xlrisk.workbook.package import Package
from xlrisk.workbook.patch import patched
from xlrisk.workbook.values import Cell

from . import books, memory, office
from .__main__ import Ratio, Run, measured, seconds

_OPINIONS: tuple[SecondOpinion, ...] = ("never", "auto")
_MIB = 1 << 20


@dataclass(frozen=True)
class Line:
    """A figure with its bound."""

    name: str
    sides: str
    figure: float
    bound: float | None = None
    is_least: bool = False  # the bound is the least that the figure should be, not the most

    @property
    def is_over(self) -> bool:
        if self.bound is None:
            return False
        return self.figure < self.bound if self.is_least else self.figure > self.bound

    def __str__(self) -> str:
        bound = "" if self.bound is None else f"{self.bound:,.7g}"
        mark = "  OVER" if self.is_over else ""
        return f"{self.name:69} {self.sides:25} {self.figure:9,.1f} {bound:>8}{mark}"


def small_book() -> Iterator[Line]:
    book = books.small()
    for opinion in _OPINIONS:
        name = f"{len(book) / 1e3:.0f} kB, second opinion {opinion}"
        ours, other = measured(_against_reading(book, opinion, rounds=51))
        yield Line(f"{name} / read by calamine", _times(ours, other), ours / other)
        yield Line(f"{name}, milliseconds", _times(ours), ours * 1e3, 6)


def returns_book() -> Iterator[Line]:
    book = books.returns()
    for opinion in _OPINIONS:
        ours, other = measured(_against_reading(book, opinion))
        name = f"252,000 returns, 605 formulas, second opinion {opinion} / read by calamine"
        yield Line(name, _times(ours, other), ours / other, 2.2)


def large_book() -> Iterator[Line]:
    book = books.large()
    for opinion in _OPINIONS:
        ours, other = measured(_against_reading(book, opinion))
        name = f"101,001 formulas, second opinion {opinion} / read by calamine"
        yield Line(name, _times(ours, other), ours / other, 14)
    ours, other = measured(_against_reading(books.shared(), "never"))
    name = "the same as Excel writes them, with shared texts / read by calamine"
    yield Line(name, _times(ours, other), ours / other)
    if not office.is_here():
        print("LibreOffice or its bridge to Python is missing: not compared with it.")
        return
    with office.Office() as running, tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.xlsx")
        path.write_bytes(book)
        for opinion in _OPINIONS:
            ratio = Ratio(
                f"101,001 formulas, second opinion {opinion} / by warm LibreOffice",
                _recalculation(book, opinion),
                partial(running.recalculate, path),
                bound=1,
                rounds=5,
            )
            ours, other = measured(ratio)
            yield Line(ratio.name, _times(ours, other), ours / other, ratio.bound)


def shared_market() -> Iterator[Line]:
    """Each BETA_OF gets its ranges anew: what that costs beside a function of the engine's own."""
    ratio = Ratio(
        "500 BETA_OF of 520 rows over one market column / 500 SLOPE",
        _recalculation(books.slopes("BETA_OF"), "never"),
        _recalculation(books.slopes("SLOPE"), "never"),
        bound=0,
        rounds=5,
    )
    ours, other = measured(ratio)
    yield Line(ratio.name, _times(ours, other), ours / other)


def patching() -> Iterator[Line]:
    """Another number, or a text, in each of 100,000 cells with formulas of a sheet in memory."""
    source = Source(Package(books.large()))
    sheet = source.sheet(0)
    numbers = {(row, column): row + column / 7 for row, column in sheet.index.formulas}
    texts = {cell: f"text {number}" for cell, number in numbers.items()}
    kinds: dict[str, Mapping[tuple[int, int], Cell]] = {"numbers": numbers, "texts": texts}
    for kind, values in kinds.items():
        run = partial(_patched, sheet, values)
        ours = statistics.median(seconds(run) for _ in range(7))
        name = f"patch {len(values):,} {kind}, cells a second"
        yield Line(name, _times(ours), len(values) / ours, 100_000, is_least=True)


def peaks() -> Iterator[Line]:
    """The most memory of a whole run against the XML of the sheets; a second engine has its own."""
    made = {
        "252,000 returns": books.returns,
        "101,001 formulas": books.large,
        "1,000,000 rows": books.million,
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, make in made.items():
            book = make()
            path = Path(folder, "book.xlsx")
            path.write_bytes(book)
            xml = books.size_of_sheets(book)
            for opinion in _OPINIONS:
                most = memory.peak(path, opinion)
                sides = f"{most / _MIB:8,.1f} MiB {xml / _MIB:8,.1f} MiB"
                label = f"peak memory, {name}, second opinion {opinion} / XML of the sheets"
                yield Line(label, sides, most / xml, 4)


def _against_reading(book: bytes, opinion: SecondOpinion, rounds: int = 5) -> Ratio:
    return Ratio("", _recalculation(book, opinion), partial(_read, book), bound=0, rounds=rounds)


def _recalculation(book: bytes, opinion: SecondOpinion) -> Run:
    return partial(recalculated, book, Options(second_opinion=opinion))


def _read(book: bytes) -> object:
    workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(book))
    return [workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names]


def _patched(sheet: SheetSource, values: Mapping[tuple[int, int], Cell]) -> bytes:
    return patched(sheet.xml, sheet.index, values)


def _times(*sides: float) -> str:
    return " ".join(f"{side * 1e3:9,.1f} ms" for side in sides)


def main() -> None:
    over = False
    print(f"{'ours / other':69} {'ours':>12} {'other':>12} {'figure':>9} {'bound':>8}")
    for group in (small_book, returns_book, large_book, shared_market, patching, peaks):
        for line in group():
            over |= line.is_over
            print(line, flush=True)
    sys.exit(over)


if __name__ == "__main__":
    main()
