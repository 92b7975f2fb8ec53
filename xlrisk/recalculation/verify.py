"""Phase A: every workbook carries its own oracle, and the engine must pass it before it may write.

With all inputs as stored the engine calculates the built-in formulas. One whose value differs from
the stored one, while everything it reads agrees, is a disagreement: it keeps the stored value, and
the cells after it are tried again on top of that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from ..hosts.engine import Calculation, second_try
from ..workbook.addresses import Area
from ..workbook.values import Cell
from .agreement import agrees
from .dependencies import CellSet, Dependencies, Position
from .results import Result, results_of, size_of
from .source import Source

_ROUNDS = 6
_CELLS_LOOKED_AT = 1_000_000  # for the largest number that a formula reads


@dataclass(frozen=True)
class Disagreement:
    """A formula on which the engine and the stored value, or a second engine, differ."""

    position: Position
    stored: Cell
    computed: Cell


@dataclass
class Verification:
    """What is known of the built-in formulas."""

    verified: set[Position] = field(default_factory=set)
    blocked: dict[Position, str] = field(default_factory=dict)  # why a cell may not be written
    disagreements: list[Disagreement] = field(default_factory=list)


def verify(
    source: Source,
    calculation: Calculation,
    dependencies: Dependencies,
    cells: Collection[Position],
) -> Verification:
    """Compare these formula cells with their stored values; what differs is pinned to them."""
    result = Verification()
    candidates = set(cells)
    for _ in range(_ROUNDS):
        differing = _differing(source, calculation, candidates)
        roots = _roots(source, dependencies, differing) or _cycles(
            source, calculation, dependencies, differing
        )
        if not roots:
            break
        for position in roots - _confirmed_by_second_try(source, calculation, roots):
            computed = calculation.value(*source.named(position))
            stored = source.stored(position)
            if computed == "#CIRC!" and source.structure.iterate:
                result.blocked[position] = "it is in a cycle, which Excel calculates step by step"
            else:
                result.disagreements.append(Disagreement(position, stored, computed))
                result.blocked[position] = _reason(computed)
            pin(source, calculation, position)
            candidates.discard(position)
    else:
        differing = _differing(source, calculation, candidates)
    for position in differing:
        result.blocked[position] = "it could not be verified, as it reads cells that could not"
        pin(source, calculation, position)
    calculation.run()
    result.verified = candidates - differing
    return result


def _differing(
    source: Source, calculation: Calculation, candidates: Collection[Position]
) -> set[Position]:
    calculation.run()
    found = results_of(source, calculation, candidates)
    return {
        position
        for position, result in found.items()
        if not _is_confirmed(source, calculation, position, result)
    }


def _confirmed_by_second_try(
    source: Source, calculation: Calculation, cells: Collection[Position]
) -> set[Position]:
    """Those of these formulas that agree when the engine is told them in another way.

    That is with our versions of functions; without them, where it was told them at once.
    """
    texts = {}
    for position in cells:
        told, plain = source.for_engine(position) or "", source.prepared(position).formula
        texts[position] = second_try(told) or (plain if plain != told else None)
    tried = _told(source, calculation, texts)
    found = results_of(source, calculation, tried)
    confirmed = {p for p in tried if _is_confirmed(source, calculation, p, found[p])}
    source.second_tries |= {position: tried[position] for position in confirmed}
    return confirmed


def told_again(
    source: Source, calculation: Calculation, cells: Collection[Position]
) -> dict[Position, str]:
    """Tell the engine these formulas with our versions of functions, and calculate them."""
    texts = {position: second_try(source.for_engine(position) or "") for position in cells}
    return _told(source, calculation, texts)


def _told(
    source: Source, calculation: Calculation, texts: Mapping[Position, str | None]
) -> dict[Position, str]:
    """Calculate these formulas with other texts, where there are such."""
    tried = {position: text for position, text in texts.items() if text is not None}
    for position, text in tried.items():
        calculation.set_formula(*source.named(position), text)
    if tried:
        calculation.run()
    return tried


def pin(source: Source, calculation: Calculation, position: Position) -> None:
    """Let a formula cell stand in the engine with its stored value."""
    for cell in source.extent(position):
        calculation.set_value(*source.named(cell), source.stored(cell))


def _reason(computed: Cell) -> str:
    match computed:
        case "#CIRC!":
            return "it is in a cycle"
        case "#NIMPL!":
            return "the engine cannot calculate it"
        case _:
            return "the engine disagrees with the stored value"


def _is_confirmed(
    source: Source, calculation: Calculation, position: Position, result: Result
) -> bool:
    if not isinstance(result, list):
        stored = source.formulas.stored[position]
        if result == stored and type(result) is type(stored):
            return True
        return agrees(result, stored, lambda: largest_input(source, calculation, position))
    formula = source.formulas[position]
    area = formula.area
    if formula.dynamic and area is not None and size_of(result) != (area.rows, area.columns):
        return False
    values = chain.from_iterable(result)
    return all(
        agrees(value, source.stored(cell), lambda: largest_input(source, calculation, position))
        for value, cell in zip(values, source.extent(position), strict=True)
    )


def largest_input(source: Source, calculation: Calculation, position: Position) -> float:
    """The largest number among the cells that a formula reads."""
    largest = 0.0
    for sheet, area in source.reads(position):
        if area.rows * area.columns > _CELLS_LOOKED_AT:
            continue
        name = source.structure.sheets[sheet].name
        block = calculation.block(name, area.top, area.left, area.rows, area.columns)
        for value in chain.from_iterable(block):
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                largest = max(largest, abs(value))
    return largest


def _cycles(
    source: Source,
    calculation: Calculation,
    dependencies: Dependencies,
    differing: Collection[Position],
) -> set[Position]:
    """Those that the engine finds in a cycle, without what only reads one."""
    circular = {p for p in differing if calculation.value(*source.named(p)) == "#CIRC!"}
    while circular:
        inner = CellSet(
            cell
            for reader in circular
            for sheet, area in dependencies.precedents(reader)
            for cell in _cells_among(circular, sheet, area)
        )
        read = {p for p in circular if inner.meets(p[0], Area(p[1], p[2], p[1], p[2]))}
        if read == circular:
            break
        circular = read
    return circular


def _cells_among(cells: Collection[Position], sheet: int, area: Area) -> Iterator[Position]:
    return (cell for cell in cells if cell[0] == sheet and area.holds(*cell[1:]))


def _roots(
    source: Source, dependencies: Dependencies, differing: Collection[Position]
) -> set[Position]:
    """Those that differ while everything they read agrees."""
    wrong = CellSet(cell for position in differing for cell in source.extent(position))
    return {p for p in differing if not dependencies.reads_one_of(p, wrong)}
