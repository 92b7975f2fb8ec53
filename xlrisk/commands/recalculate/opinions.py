"""Formulas without a stored value: a second engine confirms them, or a list of functions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ...hosts.engine import Calculation
from ...hosts.engine.second_opinion import second_opinion
from ...hosts.engine.trusted import TRUSTED
from ...workbook.patch import Spill, patched
from ...workbook.sheet import index_of, with_formulas
from ...workbook.values import Cell
from .agreement import agrees
from .dependencies import Position
from .source import Source
from .verify import Disagreement, told_again

_CALL = re.compile(r"([A-Za-z_][\w.]*)\(")


@dataclass
class Opinions:
    """The formulas that may not be written, with the reason, and those on which engines differ."""

    blocked: dict[Position, str] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)


def judged(
    source: Source,
    calculation: Calculation,
    candidates: Collection[Position],
    constants: Collection[Position],
    *,
    ask: bool,
) -> Opinions:
    """Which of these formulas a second engine confirms; without one, those of trusted functions.

    `constants` are the formulas that stand in the second engine with the first one's values: ours,
    and those that neither can calculate.
    """
    result = Opinions()
    if not candidates:
        return result
    opinions = (_opinions(source, calculation, constants) if ask else None) or {}
    differing: dict[Position, Cell] = {}
    for position in candidates:
        if calculation.value(*source.named(position)) in ("#CIRC!", "#NIMPL!"):
            continue  # the caller leaves these alone
        opinion = opinions.get(source.named(position))
        if opinion is None:
            if untrusted := _untrusted(source, position):
                result.blocked[position] = (
                    f"nothing confirms it, and {untrusted} is not on the list of trusted functions"
                )
        elif not agrees(calculation.value(*source.named(position)), opinion, lambda: 0.0):
            differing[position] = opinion
    for position in differing.keys() - _agree_in_a_second_try(source, calculation, differing):
        computed = calculation.value(*source.named(position))
        result.disagreements.append(Disagreement(position, differing[position], computed))
        result.blocked[position] = "two engines differ on it"
    return result


def _agree_in_a_second_try(
    source: Source, calculation: Calculation, opinions: Mapping[Position, Cell]
) -> set[Position]:
    """Those of these formulas that agree when the engine is told them in another way."""
    tried = told_again(source, calculation, opinions)
    agreeing = set()
    for position in tried:
        computed = calculation.value(*source.named(position))
        if agrees(computed, opinions[position], lambda: 0.0):
            agreeing.add(position)
        else:
            calculation.set_formula(
                *source.named(position), source.prepared[position].formula or ""
            )
    if agreeing != tried.keys():
        calculation.run()
    return agreeing


def _untrusted(source: Source, position: Position) -> str:
    """A function that the formula calls and that is not trusted."""
    formula = source.formulas[position].text
    names = {name.upper().removeprefix("_XLFN.") for name in _CALL.findall(formula)}
    return min(names - TRUSTED, default="")


def _opinions(
    source: Source, calculation: Calculation, constants: Collection[Position]
) -> Mapping[tuple[str, int, int], Cell] | None:
    first: dict[tuple[str, int, int], Cell] = {}
    spilling: dict[tuple[str, int, int], str] = {}
    for position, formula in source.formulas.items():
        for cell in source.extent(position):
            first[source.named(cell)] = calculation.value(*source.named(cell))
        if formula.dynamic and position not in constants:
            spilling[source.named(position)] = source.prepared[position].formula or formula.text
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
        changes = {
            cell: None if (number, *cell) in constants else source.prepared[number, *cell].formula
            for cell in index.formulas
        }
        parts[sheet.part] = with_formulas(xml, index, changes)
    return source.package.rewritten(parts, level=0)
