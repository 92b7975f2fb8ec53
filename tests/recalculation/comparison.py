"""The engine's values against those that Excel stored, in workbooks whose values are believed.

`compared` looks at what the engine calculates, and `unaided` at what is written when the stored
values are not to be believed.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from xlrisk.hosts.engine import Calculation, EngineError
from xlrisk.recalculation import Options, recalculated
from xlrisk.recalculation.agreement import agrees
from xlrisk.recalculation.dependencies import Dependencies, Position
from xlrisk.recalculation.report import where
from xlrisk.recalculation.source import Source
from xlrisk.recalculation.verify import Disagreement, verify
from xlrisk.workbook.package import Package
from xlrisk.workbook.values import Cell, ErrorText

GIVES_UP = "the engine gives up on the whole workbook"
NO_BEGINNING = "cells that read each other, as it seems"
_ERRORS = frozenset(
    [
        *("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"),
        *("#SPILL!", "#CALC!", "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#BUSY!"),
        *("#PYTHON!", "#EXTERNAL!", "#TIMEOUT!"),
    ]
)
_LARGE = 1_000_000  # cells of an area in which no largest number is looked for
_BY_EXCEL = re.compile(rb">Microsoft (?:Macintosh )?Excel<")
_TEXTS = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALL = re.compile(r"([A-Za-z_][\w.]*)\(")


@dataclass(frozen=True)
class Difference:
    """A formula with another value than the stored one, though all that it reads agrees."""

    cell: str
    formula: str
    stored: str
    computed: str
    cause: str  # the functions that it calls


@dataclass(frozen=True)
class Comparison:
    """The formula cells of a workbook whose stored values are believed."""

    by_excel: bool
    right: int
    wrong: int
    differences: tuple[Difference, ...]
    not_compared: dict[str, int]  # formulas by the reason why they keep their values


@dataclass(frozen=True)
class Unaided:
    """What a recalculation did that ignored the stored values, against these values."""

    right: int
    left_alone: int
    wrong: tuple[Difference, ...]
    foreign: tuple[str, ...]  # cells with an error value that no Excel knows


def unaided(data: bytes, options: Options) -> Unaided:
    """A workbook recalculated as if nothing in it were to be believed.

    Cells that depend on the day of the run are not compared.
    """
    content, report = recalculated(data, replace(options, stored="ignore"))
    before, after = Source(Package(data)), Source(Package(content))
    listed = {one["cell"] for one in report["not_recalculated"]}
    right, left_alone, wrong = 0, 0, []
    for position in _comparable(before) - _after_the_clock(before):
        stored, found = before.stored(position), after.stored(position)
        if where(before, position) in listed:
            left_alone += 1
        elif agrees(found, stored, lambda: 1.0):
            right += 1
        else:
            wrong.append(Disagreement(position, stored, found))
    return Unaided(
        right,
        left_alone,
        tuple(_difference(before, one) for one in sorted(wrong, key=lambda one: one.position)),
        foreign_errors(before, after),
    )


def foreign_errors(before: Source, after: Source) -> tuple[str, ...]:
    """The cells of formulas that now show an error value which Excel does not know."""
    return tuple(
        f"{where(after, position)} {formula.stored}"
        for position, formula in after.formulas.items()
        if isinstance(formula.stored, ErrorText)
        and formula.stored not in _ERRORS
        and formula.stored != before.formulas[position].stored
    )


def _comparable(source: Source) -> set[Position]:
    return source.formulas.keys() - _not_compared(source).keys()


def _after_the_clock(source: Source) -> set[Position]:
    clocks = [position for position, one in source.special.items() if one.clock]
    return Dependencies(source.formulas, source.reads).dependents(clocks, source.extent)


def compared(data: bytes) -> Comparison:
    """A workbook calculated in one go: a wrong value makes all wrong that comes after it.

    What the rule of the oracle pins counts as an input, and is not compared: unknown functions,
    links, random numbers, our functions, the clock.
    """
    source = Source(Package(data))
    reasons = _not_compared(source)
    cells = source.formulas.keys() - reasons.keys()
    wrong, differences = _wrong(source, set(reasons), cells) if cells else (0, ())
    return Comparison(
        _is_by_excel(source.package),
        len(cells) - wrong,
        wrong,
        differences,
        dict(Counter(reasons.values())),
    )


def _not_compared(source: Source) -> dict[Position, str]:
    reasons = {}
    for position in source.formulas:
        one = source.prepared(position)
        if one.formula is None:
            reasons[position] = one.reason
        elif one.ours:
            reasons[position] = "calls a function of xlrisk"
        elif one.clock:
            reasons[position] = "depends on the day or the time"
        elif not source.formulas[position].has_value:
            reasons[position] = "has no stored value"
        elif not source.structure.full_precision:
            reasons[position] = "is calculated with precision as displayed"
    return reasons


def _wrong(
    source: Source, pinned: set[Position], cells: set[Position]
) -> tuple[int, tuple[Difference, ...]]:
    """How many of these cells differ, and those with which it begins."""
    dependencies = Dependencies(source.formulas, source.reads)
    try:
        verification = verify(source, source.calculation(pinned), dependencies, cells)
        calculation = source.calculation(pinned)  # formulas as they were verified
        calculation.run()
    except EngineError as error:
        return len(cells), (Difference("", "", "", str(error), GIVES_UP),)
    wrong = {position for position in cells if not _agrees(source, calculation, position)}
    found = sorted(verification.disagreements, key=lambda one: one.position)
    differences = [_difference(source, _shown_by(source, calculation, one)) for one in found]
    if wrong and not differences:
        first = min(wrong)
        values = source.stored(first), calculation.value(*source.named(first))
        one = _difference(source, Disagreement(first, *values))
        differences = [replace(one, cause=NO_BEGINNING)]
    return len(wrong), tuple(differences)


def _shown_by(source: Source, calculation: Calculation, found: Disagreement) -> Disagreement:
    """With the values of the first cell that differs of those that an array formula fills."""
    for cell in source.extent(found.position):
        stored, computed = source.stored(cell), calculation.value(*source.named(cell))
        if not agrees(computed, stored, lambda: 0.0):
            return Disagreement(found.position, stored, computed)
    return found


def _agrees(source: Source, calculation: Calculation, position: Position) -> bool:
    def largest() -> float:
        numbers = [0.0]
        for sheet, area in source.reads(position):
            name = source.structure.sheets[sheet].name
            if area.rows * area.columns <= _LARGE:
                block = calculation.block(name, area.top, area.left, area.rows, area.columns)
                numbers += [abs(v) for row in block for v in row if isinstance(v, (float, int))]
        return max(numbers)

    return all(
        agrees(calculation.value(*source.named(cell)), source.stored(cell), largest)
        for cell in source.extent(position)
    )


def _is_by_excel(package: Package) -> bool:
    part = "docProps/app.xml"
    return part in package and bool(_BY_EXCEL.search(package.read(part)))


def _difference(source: Source, found: Disagreement) -> Difference:
    formula = source.formulas[found.position].text
    stored, computed = shown(found.stored), shown(found.computed)
    return Difference(where(source, found.position), formula, stored, computed, cause(formula))


def cause(formula: str) -> str:
    """The functions that a formula calls, by which the differences are counted."""
    names = {name.upper() for name in _CALL.findall(_TEXTS.sub("", formula))}
    plain = {name.removeprefix("_XLFN.").removeprefix("_XLWS.") for name in names}
    return ", ".join(sorted(plain)) or "no function"


def shown(value: Cell) -> str:
    """A value as it stands in a table: texts in quotes, numbers to 15 digits."""
    match value:
        case None:
            return "empty"
        case bool():
            return str(value).upper()
        case ErrorText():
            return str(value)
        case str():
            return f'"{value}"'
        case _:
            return f"{value:.15g}"
