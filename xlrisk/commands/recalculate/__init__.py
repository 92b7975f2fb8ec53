"""One workbook, recalculated without Excel: right, or left alone with a reason.

read (guard, structure, formulas) -> verify (phase A) -> update (phase B) -> patch -> report
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ...hosts.engine import Calculation, EngineError
from ...hosts.engine.prepare import Prepared
from ...workbook.guard import Limits
from ...workbook.package import Package
from ...workbook.patch import Spill, patched
from ...workbook.values import Cell
from .dependencies import CellSet, Dependencies, Position
from .feeding import Block, Feed, feed
from .opinions import Opinions, judged
from .report import Outcome, Report, reported
from .source import Source
from .update import Results, changed, follow, results_of, stored_results
from .verify import Verification, verify

Stored = Literal["auto", "trust", "ignore"]
SecondOpinion = Literal["auto", "always", "never"]


@dataclass(frozen=True)
class Options:
    """How a workbook is recalculated."""

    inputs: Mapping[str, Any] = field(default_factory=dict)  # values by reference
    blocks: Mapping[str, Block] = field(default_factory=dict)  # tables of data by reference
    grow: bool = False  # tables may take more rows than they have
    stored: Stored = "auto"
    second_opinion: SecondOpinion = "auto"
    now: datetime.datetime | None = None
    limits: Limits = field(default_factory=Limits)


def recalculated(data: bytes, options: Options) -> tuple[bytes, Report]:
    """The workbook with its risk formulas calculated, and what was done to it.

    The same bytes come back where nothing changed. Raises FileError where it is refused.
    """
    source = Source(Package(data, options.limits))
    fed = feed(source, options.inputs, options.blocks, grow=options.grow)
    if fed.parts:  # tables that have grown: formulas that use them read more cells
        source = Source(Package(source.package.rewritten(fed.parts), options.limits))
    recalculation = _Recalculation(source, fed, options)
    outcome = recalculation.outcome()
    changes_nothing = not (outcome.results or fed.constants or fed.parts)
    content = data if changes_nothing else recalculation.written(outcome.results)
    return content, reported(source, outcome)


class _Recalculation:
    """The two phases for one workbook."""

    def __init__(self, source: Source, fed: Feed, options: Options) -> None:
        self._source = source
        self._fed = fed
        self._options = options
        self._now = options.now or datetime.datetime.now()
        self._dependencies = Dependencies(source.formulas, source.reads)
        prepared = source.prepared
        self._blocked = {p: one.reason for p, one in prepared.items() if one.formula is None}
        for position in source.formulas:
            if source.is_rich(position):
                self._blocked[position] = "its value is more than the cell shows"
        free = prepared.keys() - self._blocked.keys()
        self._ours = {p for p in free if prepared[p].ours}
        self._clocks = {p for p in free if prepared[p].clock} - self._ours
        self._built_in = free - self._ours - self._clocks
        if not source.structure.full_precision:
            reason = "the workbook calculates with precision as displayed"
            self._blocked |= dict.fromkeys(self._built_in, reason)
            self._built_in = set()

    def outcome(self) -> Outcome:
        """Both phases; without the formulas that an engine gives up on, where it does."""
        try:
            return self._both_phases()
        except EngineError:
            prepared = self._source.prepared
            risky = {p for p in self._built_in if _is_risky(prepared[p])}
            if not risky:
                raise
            self._built_in -= risky
            self._blocked |= dict.fromkeys(
                risky, "the engine gives up on INDIRECT, OFFSET or #REF!"
            )
            return self._both_phases()

    def _both_phases(self) -> Outcome:
        source = self._source
        is_stored = _has_oracle(source, self._options.stored)
        known = {p for p in self._built_in if is_stored and source.formulas[p].has_value}
        constants = self._ours | self._clocks | self._blocked.keys()
        # without stored values nothing would tell when the engine's own functions are wrong
        calculation = source.calculation(constants, mended=not is_stored)
        checked = Verification()
        if known:
            checked = verify(source, calculation, self._dependencies, known)
            self._blocked |= checked.blocked
        before = stored_results(source, self._ours | self._clocks | (self._built_in - known))
        before |= results_of(source, calculation, checked.verified)
        calculation = self._set_free(calculation, checked, is_stored=is_stored)
        for position, value in self._fed.constants.items():
            calculation.set_value(*source.named(position), value)
        calculation.set_clock(self._now)
        calculation.run()
        opinions = self._opinions(calculation, self._built_in - known, checked)
        self._blocked |= opinions.blocked
        after = results_of(source, calculation, before.keys() - self._blocked.keys())
        helpless = {p: reason for p in after if (reason := _helpless(after[p]))}
        self._blocked |= helpless
        moved_formulas = changed(before, after) - helpless.keys()
        results = {p: after[p] for p in moved_formulas}
        left_alone = opinions.blocked.keys() | helpless.keys()
        fed = self._fed.constants.keys()
        update = follow(source, self._dependencies, results, fed, self._blocked, left_alone)
        update.results = {
            p: found
            for p, found in update.results.items()
            if p not in known or changed(stored_results(source, [p]), {p: found})
        }
        moved = CellSet([*fed, *(cell for p in results for cell in source.extent(p))])
        return Outcome(
            oracle="stored" if is_stored else "none",
            verified=len(checked.verified),
            now=self._now,
            fed=len(fed),
            calculation=calculation,
            ours=self._ours,
            results=update.results,
            stale=update.stale,
            disagreements=[*checked.disagreements, *opinions.disagreements],
            function_changes=[
                p
                for p in self._ours & update.results.keys()
                if source.formulas[p].has_value and not self._dependencies.reads_one_of(p, moved)
            ],
        )

    def _set_free(
        self, calculation: Calculation, checked: Verification, *, is_stored: bool
    ) -> Calculation:
        """The engine with our functions and the clock as formulas, on top of what was pinned."""
        source = self._source
        waiting = self._ours | self._clocks
        if any(source.formulas[p].kind == "array" for p in waiting):
            # the cells that an array has filled would stand in its way: load without them
            values = {c: source.stored(c) for p in checked.blocked for c in source.extent(p)}
            pinned = self._blocked.keys() - checked.blocked.keys()
            return source.calculation(pinned, values, mended=not is_stored)
        for position in waiting:
            calculation.set_formula(
                *source.named(position), source.prepared[position].formula or ""
            )
        return calculation

    def _opinions(
        self, calculation: Calculation, unproved: set[Position], checked: Verification
    ) -> Opinions:
        wish = self._options.second_opinion
        candidates = unproved | checked.verified if wish == "always" else unproved
        return judged(
            self._source,
            calculation,
            candidates,
            constants=self._ours | self._clocks | self._blocked.keys(),
            ask=wish != "never",
        )

    def written(self, results: Mapping[Position, Results]) -> bytes:
        """The package with these results and the cells that were fed, and nothing else changed."""
        source, constants = self._source, self._fed.constants
        parts = {}
        for number in {position[0] for position in [*results, *constants]}:
            sheet = source.sheet(number)
            values: dict[tuple[int, int], Cell] = {}
            spills = []
            for (on, row, column), rows in results.items():
                if on != number:
                    continue
                if source.formulas[on, row, column].kind == "array":
                    spills.append(Spill(row, column, rows))
                else:
                    values[row, column] = rows[0][0]
            on_sheet = {p[1:]: value for p, value in constants.items() if p[0] == number}
            xml = patched(sheet.xml, sheet.index, values, spills, on_sheet)
            if xml is not sheet.xml:
                parts[sheet.part] = xml
        return source.package.rewritten(parts)


def _helpless(results: Results) -> str:
    """Why what the engine has found is nothing that Excel would show."""
    if any(value in ("#CIRC!", "#NIMPL!") for row in results for value in row):
        return "it is in a cycle, or the engine cannot calculate it"
    return ""


def _is_risky(one: Prepared) -> bool:
    """A formula whose precedents are found only while it is calculated, or that has lost one."""
    return one.volatile or "#REF!" in (one.formula or "")


def _has_oracle(source: Source, stored: Stored) -> bool:
    if stored != "auto":
        return stored == "trust"
    structure = source.structure
    if structure.full_calc_on_load or not structure.calc_completed:
        return False
    if structure.manual and not structure.calc_on_save:
        return False
    return any(formula.has_value for formula in source.formulas.values())
