"""One workbook, recalculated without Excel: right, or left alone with a reason.

read (guard, structure, formulas) -> verify (phase A) -> update (phase B) -> patch -> report
"""

from __future__ import annotations

import datetime
import gc
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from ..hosts.engine import Calculation, EngineError
from ..hosts.engine.prepare import Prepared
from ..workbook.guard import Limits
from ..workbook.package import Package
from ..workbook.patch import Spill, patched
from ..workbook.values import Cell
from .dependencies import CellSet, Dependencies, Position
from .doubts import results_without_doubt
from .feeding import Block, Feed, feed
from .opinions import Opinions, judged
from .report import Outcome, Report, reported
from .results import Result, Results, cells_of, changed, differ, results_of, stored_result
from .source import Source
from .source import Stored as Stored
from .update import follow
from .verify import Disagreement, Verification, verify

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
    with _collecting_no_garbage():
        return _recalculated(data, options)


@contextmanager
def _collecting_no_garbage() -> Iterator[None]:
    """A formula is a handful of small objects: looking through all of them takes most of the time,

    and finds nothing, since none of them holds another one in a circle.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _recalculated(data: bytes, options: Options) -> tuple[bytes, Report]:
    source = Source(Package(data, options.limits), options.stored)
    fed = feed(source, options.inputs, options.blocks, grow=options.grow)
    if fed.parts:  # tables that have grown: formulas that use them read more cells
        source = Source(
            Package(source.package.rewritten(fed.parts), options.limits), options.stored
        )
    recalculation = _Recalculation(source, fed, options)
    outcome = recalculation.outcome()
    changes_nothing = not (outcome.results or fed.constants or fed.parts)
    report, results = reported(source, outcome), outcome.results
    del outcome  # and the engine: what is written takes as much room
    return (data if changes_nothing else recalculation.written(results)), report


class _Recalculation:
    """The two phases for one workbook."""

    def __init__(self, source: Source, fed: Feed, options: Options) -> None:
        self._source = source
        self._fed = fed
        self._options = options
        self._now = options.now or datetime.datetime.now()
        self._dependencies = Dependencies(source.formulas.positions, source.reads)
        special = source.special
        self._blocked = {p: one.reason for p, one in special.items() if one.formula is None}
        self._blocked |= dict.fromkeys(source.rich(), "its value is more than the cell shows")
        blocked = self._blocked.keys()
        self._ours = {p for p, one in special.items() if one.ours} - blocked
        self._clocks = {p for p, one in special.items() if one.clock} - self._ours - blocked
        apart = self._ours | self._clocks | blocked
        self._built_in = [p for p in source.formulas.positions if p not in apart]
        self._left_out: set[Position] = set()
        if not source.structure.full_precision:
            reason = "the workbook calculates with precision as displayed"
            self._blocked |= dict.fromkeys(self._built_in, reason)
            self._built_in = []
            # ours are listed, too: Excel would round their results as the cells show them
            self._left_out = self._ours | self._clocks
            self._blocked |= dict.fromkeys(self._left_out, reason)
            self._ours, self._clocks = set(), set()

    def outcome(self) -> Outcome:
        """Both phases; without the formulas that an engine gives up on, where it does."""
        try:
            return self._both_phases()
        except EngineError:
            risky = {p for p in self._built_in if _is_risky(self._source.prepared(p))}
            if not risky:
                raise
            self._built_in = [p for p in self._built_in if p not in risky]
            self._blocked |= dict.fromkeys(
                risky, "the engine gives up on INDIRECT, OFFSET or #REF!"
            )
            return self._both_phases()

    def _phase_a(self, known: Collection[Position]) -> tuple[Calculation, Verification]:
        """The engine with all that it has to prove itself on, and what came of that.

        Where it is nothing, our functions and the clock are formulas from the beginning.
        """
        source = self._source
        if not known:
            return source.calculation(self._blocked.keys()), Verification()
        calculation = source.calculation(self._ours | self._clocks | self._blocked.keys())
        checked = verify(source, calculation, self._dependencies, known)
        self._blocked |= checked.blocked
        return calculation, checked

    def _both_phases(self) -> Outcome:
        source, fed = self._source, self._fed.constants
        known, unproved = self._with_and_without_proof()
        calculation, checked = self._phase_a(known)
        verified = results_of(source, calculation, [p for p in known if p in checked.verified])
        calculation = self._set_free(calculation, checked) if known else calculation
        for position, value in fed.items():
            calculation.set_value(*source.named(position), value)
        calculation.set_clock(self._now)
        calculation.run()
        after, disagreements = self._phase_b(calculation, unproved, verified)
        results = changed(source, verified, after)
        update = follow(source, self._dependencies, results, fed, self._blocked, self._left_out)
        # what moved away from Excel's value within the tolerance, and came back to it
        for position in verified.keys() & update.results.keys():
            if not differ(stored_result(source, position), update.results[position]):
                del update.results[position]
        return Outcome(
            oracle="stored" if source.has_oracle else "none",
            verified=len(checked.verified),
            now=self._now,
            fed=len(fed),
            calculation=calculation,
            ours=self._ours,
            results=update.results,
            stale=update.stale,
            disagreements=[*checked.disagreements, *disagreements],
            function_changes=self._function_changes(update.results, results),
        )

    def _with_and_without_proof(self) -> tuple[list[Position], list[Position]]:
        """The built-in formulas with a value that the engine has to confirm, and all others."""
        if not self._source.has_oracle:
            return [], self._built_in
        stored = self._source.formulas.stored
        known = [p for p in self._built_in if stored[p] is not None]
        return known, [p for p in self._built_in if stored[p] is None]

    def _phase_b(
        self, calculation: Calculation, unproved: Collection[Position], verified: Results
    ) -> tuple[Results, list[Disagreement]]:
        """What may be written of what the engine shows now, and where a second engine differs."""
        source = self._source
        calculated = [*self._ours, *self._clocks, *unproved, *verified]
        after = results_without_doubt(
            source, calculation, self._dependencies, calculated, verified, self._fed.constants
        )
        opinions = self._opinions(calculation, after, unproved, verified)
        if opinions.told_again:
            after = results_of(source, calculation, calculated)
        helpless = {
            position: reason
            for position, result in after.items()
            if not isinstance(result, float) and (reason := _helpless(result))
        }
        self._blocked |= opinions.blocked | helpless
        self._left_out |= opinions.blocked.keys() | helpless.keys()
        if self._blocked:
            after = {p: result for p, result in after.items() if p not in self._blocked}
        return after, opinions.disagreements

    def _function_changes(self, written: Results, changed: Results) -> list[Position]:
        """Formulas of ours that had another value, though nothing that they read has changed."""
        source = self._source
        candidates = self._ours & written.keys() if source.has_oracle else set()
        if not candidates:
            return []
        fed = self._fed.constants
        moved = CellSet([*fed, *(cell for p in changed for cell in source.extent(p))])
        return [
            position
            for position in candidates
            if source.formulas.stored[position] is not None
            and not self._dependencies.reads_one_of(position, moved)
        ]

    def _set_free(self, calculation: Calculation, checked: Verification) -> Calculation:
        """The engine with our functions and the clock as formulas, on top of what was pinned."""
        source = self._source
        waiting = self._ours | self._clocks
        if not waiting.isdisjoint(source.formulas.arrays):
            # the cells that an array has filled would stand in its way: load without them
            values = {c: source.stored(c) for p in checked.blocked for c in source.extent(p)}
            pinned = self._blocked.keys() - checked.blocked.keys()
            return source.calculation(pinned, values)
        for position in waiting:
            calculation.set_formula(*source.named(position), source.for_engine(position) or "")
        return calculation

    def _opinions(
        self,
        calculation: Calculation,
        after: Results,
        unproved: Collection[Position],
        verified: Collection[Position],
    ) -> Opinions:
        """What is known of the formulas that no stored value proves."""
        wish = self._options.second_opinion
        asked = [*unproved, *verified] if wish == "always" else unproved
        return judged(
            self._source,
            calculation,
            {position: after[position] for position in asked} if len(asked) < len(after) else after,
            constants=self._ours | self._clocks | self._blocked.keys(),
            ask=wish != "never",
        )

    def written(self, results: Results) -> bytes:
        """The package with these results and the cells that were fed, and nothing else changed."""
        source = self._source
        values: dict[int, dict[tuple[int, int], Cell]] = defaultdict(dict)
        spills: dict[int, list[Spill]] = defaultdict(list)
        constants: dict[int, dict[tuple[int, int], Cell]] = defaultdict(dict)
        for (number, row, column), result in results.items():
            if isinstance(result, list):
                spills[number].append(Spill(row, column, result))
            else:
                values[number][row, column] = result
        for (number, row, column), value in self._fed.constants.items():
            constants[number][row, column] = value
        styles: dict[int, dict[tuple[int, int], str]] = defaultdict(dict)
        for (number, row, column), style in self._fed.styles.items():
            styles[number][row, column] = style
        parts = {}
        for number in values.keys() | spills.keys() | constants.keys():
            sheet = source.sheet(number)
            xml = patched(
                sheet.xml,
                sheet.index,
                values[number],
                spills[number],
                constants[number],
                styles[number],
            )
            if xml is not sheet.xml:
                parts[sheet.part] = xml
        return source.package.rewritten(parts)


def _helpless(result: Result) -> str:
    """Why what the engine has found is nothing that Excel would show."""
    if any(value in ("#CIRC!", "#NIMPL!") for row in cells_of(result) for value in row):
        return "it is in a cycle, or the engine cannot calculate it"
    return ""


def _is_risky(one: Prepared) -> bool:
    """A formula whose precedents are found only while it is calculated, or that has lost one."""
    return one.volatile or "#REF!" in (one.formula or "")
