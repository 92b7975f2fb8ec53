"""What was done to a workbook, cell by cell, as other programs read it."""

from __future__ import annotations

import datetime
import functools
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeAlias

from ..hosts.engine import Calculation
from ..hosts.engine.prepare.formula_text import shown
from ..workbook.addresses import address
from ..workbook.values import Cell, ErrorText
from .dependencies import Position
from .messages import MOST, sentences
from .results import Results, cells_of
from .source import Source
from .verify import Disagreement

Report: TypeAlias = dict[str, Any]
_PACKAGES = ("xlrisk", "formualizer", "ironcalc")


@dataclass(frozen=True)
class Outcome:
    """What the two phases came to."""

    oracle: str
    fed: int  # cells that were given other values
    now: datetime.datetime
    calculation: Calculation
    ours: Collection[Position]
    results: Results  # as written
    stale: Mapping[Position, str]
    disagreements: Collection[Disagreement]
    function_changes: Collection[Position]
    verified: int


def reported(source: Source, outcome: Outcome) -> Report:
    """The report, without the paths and the time that the caller knows."""
    incomplete = bool(outcome.stale or outcome.disagreements)
    status = "partial" if incomplete else "done"
    if not outcome.results and not outcome.fed:
        status = "partial" if outcome.stale else "unchanged"
    return failed(status, "") | {
        "formulas": len(source.formulas),
        "functions": dict(
            Counter(name for p in outcome.ours for name in sorted(source.special[p].ours))
        ),
        "cells_changed": outcome.fed
        + sum(
            len(result) * len(result[0]) if isinstance(result, list) else 1
            for result in outcome.results.values()
        ),
        "cell_errors": _cell_errors(source, outcome),
        "not_recalculated": [
            {"cell": where(source, position), "reason": reason}
            for position, reason in sorted(outcome.stale.items())
        ],
        "disagreements": [
            {
                "cell": where(source, one.position),
                "formula": shown(source.formulas[one.position]),
                "stored": one.stored,
                "computed": one.computed,
            }
            for one in sorted(outcome.disagreements, key=lambda one: one.position)
        ],
        "function_changes": [
            {
                "cell": where(source, position),
                "stored": source.stored(position),
                "computed": cells_of(outcome.results[position])[0][0],
            }
            for position in sorted(outcome.function_changes)
        ],
        "oracle": outcome.oracle,
        "verified": outcome.verified,
        "now": outcome.now.isoformat(timespec="seconds"),
        "stale_charts": source.structure.charts + source.structure.pivot_caches
        if outcome.results
        else 0,
        "signature_broken": source.structure.is_signed and bool(outcome.results),
    }


def where(source: Source, position: Position) -> str:
    """A cell as a formula would name it."""
    name, row, column = source.named(position)
    plain = name.replace("_", "").isalnum() and not name[0].isdigit()
    quoted = name if plain else "'" + name.replace("'", "''") + "'"
    return f"{quoted}!{address(row, column)}"


def _cell_errors(source: Source, outcome: Outcome) -> list[dict[str, str]]:
    """Our cells that show an error value, with the sentence behind it."""
    failing: dict[Position, str] = {}
    for position in sorted(outcome.ours):
        if position in outcome.stale:
            continue
        value: Cell = outcome.calculation.value(*source.named(position))
        if isinstance(value, ErrorText):
            failing[position] = value
    messages = sentences(source, outcome.calculation, failing)
    not_asked = dict.fromkeys(
        list(failing)[MOST:],
        f"sentences are given for the first {MOST} of {len(failing):,} cells in error; explain"
        " this cell to see its own.",
    )
    messages |= not_asked
    return [
        {"cell": where(source, position), "code": code, "message": messages.get(position, "")}
        for position, code in failing.items()
    ]


@functools.cache
def _versions() -> Mapping[str, str]:
    return {name: version(name) for name in _PACKAGES}


def failed(status: str, reason: str) -> Report:
    """The report of a workbook that was left alone."""
    return {
        "status": status,
        "reason": reason,
        "formulas": 0,
        "functions": {},
        "cells_changed": 0,
        "cell_errors": [],
        "not_recalculated": [],
        "disagreements": [],
        "function_changes": [],
        "oracle": "none",
        "verified": 0,
        "now": "",
        "stale_charts": 0,
        "signature_broken": False,
        "versions": dict(_versions()),
    }
