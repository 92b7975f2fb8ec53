"""Formulas without a stored value: a second engine confirms them, or a list of functions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field

from ..hosts.engine import Calculation
from ..hosts.engine.second_opinion import second_opinion
from ..hosts.engine.trusted import NEVER_CONFIRMED, TRUSTED
from ..workbook.patch import Spill, patched
from ..workbook.sheet import index_of, with_formulas
from ..workbook.values import Cell
from .agreement import agrees
from .dependencies import Position
from .results import Results, cells_of
from .source import Source
from .verify import Disagreement, largest_input, told_again

_LARGEST = 64 << 20  # bytes of worksheets, beyond which the second engine would run out of time
_DIGITS = bytes.maketrans(b"123456789", b"0" * 9)
_CALL = re.compile(r"([A-Za-z_][\w.]*)\(")


@dataclass
class Opinions:
    """The formulas that may not be written, with the reason, and those on which engines differ."""

    blocked: dict[Position, str] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)
    told_again: bool = False  # other formulas than before stand in the engine


def judged(
    source: Source,
    calculation: Calculation,
    found: Results,
    constants: Collection[Position],
    *,
    ask: bool,
) -> Opinions:
    """Which of these results a second engine confirms; without one, those of trusted functions.

    `constants` are the formulas that stand in the second engine with the first one's values: ours,
    and those that neither can calculate.
    """
    result = Opinions()
    if not found:
        return result
    ask = ask and source.size <= _LARGEST
    opinions = (_opinions(source, calculation, constants) if ask else None) or {}
    trust = _Trust(source)
    differing: dict[Position, Cell] = {}
    asked = found.keys() if opinions else trust.doubtful(found.keys())
    for position in asked:
        computed = found[position]
        if computed in ("#CIRC!", "#NIMPL!"):
            continue  # the caller leaves these alone
        opinion = opinions.get(source.named(position)) if opinions else None
        if opinion is None or trust.errs_alike(position):
            if untrusted := trust.untrusted(position):
                result.blocked[position] = (
                    f"nothing confirms it, and {untrusted} is not on the list of trusted functions"
                )
        elif not _agree(source, calculation, position, cells_of(computed)[0][0], opinion):
            differing[position] = opinion
    agreeing = _agree_in_a_second_try(source, calculation, differing)
    result.told_again = bool(agreeing)
    for position in differing.keys() - agreeing:
        computed = calculation.value(*source.named(position))
        result.disagreements.append(Disagreement(position, differing[position], computed))
        result.blocked[position] = "two engines differ on it"
    return result


def _agree(
    source: Source, calculation: Calculation, position: Position, computed: Cell, opinion: Cell
) -> bool:
    return agrees(computed, opinion, lambda: largest_input(source, calculation, position))


def _agree_in_a_second_try(
    source: Source, calculation: Calculation, opinions: Mapping[Position, Cell]
) -> set[Position]:
    """Those of these formulas that agree when the engine is told them in another way."""
    tried = told_again(source, calculation, opinions)
    agreeing = set()
    for position in tried:
        computed = calculation.value(*source.named(position))
        if _agree(source, calculation, position, computed, opinions[position]):
            agreeing.add(position)
        else:
            calculation.set_formula(*source.named(position), source.for_engine(position) or "")
    if agreeing != tried.keys():
        calculation.run()
    return agreeing


class _Trust:
    """Which formulas call functions that are not trusted; formulas alike are looked at once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._of_all = source.preparation.functions  # but of the special ones
        self._known: dict[bytes, frozenset[str]] = {}

    def doubtful(self, positions: Set[Position]) -> Set[Position]:
        """Those of these formulas that may call a function that is not trusted."""
        return positions & self._source.special.keys() if self._of_all <= TRUSTED else positions

    def untrusted(self, position: Position) -> str:
        """A function that the formula calls and that is not trusted."""
        if self._of_all <= TRUSTED and position not in self._source.special:
            return ""
        return min(self._functions(position) - TRUSTED, default="")

    def errs_alike(self, position: Position) -> bool:
        """Whether the formula calls a function on which both engines are wrong."""
        if self._of_all.isdisjoint(NEVER_CONFIRMED) and position not in self._source.special:
            return False
        return not self._functions(position).isdisjoint(NEVER_CONFIRMED)

    def _functions(self, position: Position) -> frozenset[str]:
        formula = self._source.prepared(position).formula or ""
        key = formula.encode(errors="surrogatepass").translate(_DIGITS)
        if key not in self._known:
            names = (name.upper().removeprefix("_XLFN.") for name in _CALL.findall(formula))
            self._known[key] = frozenset(names)
        return self._known[key]


def _opinions(
    source: Source, calculation: Calculation, constants: Collection[Position]
) -> Mapping[tuple[str, int, int], Cell] | None:
    first: dict[tuple[str, int, int], Cell] = {}
    spilling: dict[tuple[str, int, int], str] = {}
    for position in source.formulas:
        for cell in source.extent(position):
            first[source.named(cell)] = calculation.value(*source.named(cell))
    for position, formula in source.formulas.unusual.items():
        if formula.dynamic and position not in constants:
            spilling[source.named(position)] = source.prepared(position).formula or formula.text
    return second_opinion(_package(source, calculation, constants), first, spilling)


def _package(source: Source, calculation: Calculation, constants: Collection[Position]) -> bytes:
    """The package for the second engine: what it is not asked for stands as constants."""
    parts = {}
    for number in {position[0] for position in source.formulas}:
        sheet = source.sheet(number)
        values, spills = {}, []
        for position in constants:
            formula = source.formulas[position]
            if position[0] != number or formula.rich:
                continue
            if formula.kind == "array" and formula.area is not None:
                area = formula.area
                block = calculation.block(sheet.name, area.top, area.left, area.rows, area.columns)
                spills.append(Spill(area.top, area.left, block))
            elif formula.kind == "plain":
                values[position[1:]] = calculation.value(*source.named(position))
        xml = patched(sheet.xml, sheet.index, values, spills)
        index = index_of(xml, sheet.index.strings, date1904=source.structure.date1904)
        changes: dict[tuple[int, int], str | None] = dict.fromkeys(
            position[1:] for position in constants if position[0] == number
        )
        for position, one in source.special.items():
            if position[0] == number and position not in constants:
                changes[position[1:]] = one.formula
        parts[sheet.part] = with_formulas(xml, index, changes)
    return source.package.rewritten(parts, level=0)
