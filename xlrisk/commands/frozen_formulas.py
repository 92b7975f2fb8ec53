"""Formulas that Freeze has replaced by values, as a custom XML part of the workbook keeps them.

The part may come from anybody, with the workbook: what is read is checked, and only formulas that
call our functions, and reach nothing outside of the workbook, come back.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, unescape

from ..errors import FileError
from ..workbook.addresses import Area
from ..workbook.addresses import area as area_of
from ..workbook.values import Cell, ErrorText
from .own_formulas import calls_ours
from .reaching_out import reach
from .repair import repaired

NAMESPACE = "urn:xlrisk:frozen-formulas:1"
MARK = "_xlrisk_frozen_"  # the hidden names that move with the cells of a sheet
_PART = re.compile(
    rf'\s*(?:<\?xml[^>]*\?>)?\s*<formulas xmlns=["\']{NAMESPACE}["\']>(.*)</formulas>\s*', re.DOTALL
)
_MARK = re.compile(rf"{MARK}(\d{{1,9}})_\d{{1,9}}")
_LONGEST_FORMULA = 8192
_NOT_OURS = (
    *(ValueError, TypeError, KeyError, IndexError, AttributeError),
    *(OverflowError, RecursionError),
)

Values = list[list[Cell]]


@dataclass(frozen=True)
class Frozen:
    """A formula, the cells that it filled, and the values that it left there."""

    sheet: str
    area: Area
    formula: str
    kind: str  # "plain", "spill" or "array"
    generation: int  # all that was frozen at once has one number
    values: Values


@dataclass(frozen=True)
class Kept:
    """All frozen formulas of a workbook, and where the sheets that they may read lay then."""

    formulas: tuple[Frozen, ...]
    sheets: dict[str, tuple[str, Area]]  # by the hidden name that each was given
    unread: tuple[Any, ...] = ()  # entries that are not as we write them, kept as they are

    def generation(self) -> int:
        """A number that is not in use."""
        return max((one.generation for one in self.formulas), default=0) + 1


def mark(generation: int, number: int) -> str:
    """The hidden name of a sheet."""
    return f"{MARK}{generation}_{number}"


def generation_of(name: str) -> int:
    """Of a hidden name; 0 where it is not as we write it."""
    found = _MARK.fullmatch(name)
    return int(found[1]) if found else 0


def to_xml(kept: Kept) -> str:
    """As XML; the content is JSON in ASCII, which nothing on the way changes."""
    content = {
        "formulas": [
            [
                f.sheet,
                str(f.area),
                f.formula,
                f.kind,
                f.generation,
                [[_coded(v) for v in row] for row in f.values],
            ]
            for f in kept.formulas
        ]
        + list(kept.unread),
        "sheets": {name: [sheet, str(area)] for name, (sheet, area) in kept.sheets.items()},
    }
    text = escape(json.dumps(content, separators=(",", ":")))
    return f'<formulas xmlns="{NAMESPACE}">{text}</formulas>'


def from_xml(xml: str) -> Kept:
    """Raises FileError where the part is not as we write it."""
    try:
        found = _PART.fullmatch(xml)
        content: Any = json.loads(unescape(found[1])) if found else None
        sheets = {
            name: (_text(sheet), area_of(area))
            for name, (sheet, area) in content["sheets"].items()
            if generation_of(name)
        }
        entries = [(_frozen_or_none(one), one) for one in content["formulas"]]
    except _NOT_OURS:
        raise FileError(
            "What the workbook keeps of its frozen formulas cannot be read; take the formulas from"
            " an older copy of the workbook."
        ) from None
    return Kept(
        tuple(frozen for frozen, _ in entries if frozen),
        sheets,
        tuple(one for frozen, one in entries if not frozen),
    )


def may_be_kept(formula: str) -> bool:
    """A call of ours that reaches nothing outside of its workbook."""
    if not formula.startswith("=") or len(formula) > _LONGEST_FORMULA:
        return False
    return calls_ours(formula) and not reach(formula)


def described(entry: Any, number: int) -> tuple[str, str]:
    """The cell and the formula of an entry that is not as we write it, as far as it tells."""
    texts = [str(part) for part in entry[:3]] if isinstance(entry, list) else []
    if len(texts) < 3:
        return f"kept entry {number}", str(entry)
    return f"{texts[0]}!{texts[1]}", texts[2]


def _frozen_or_none(one: Any) -> Frozen | None:
    try:
        return _frozen(one)
    except _NOT_OURS:
        return None


def _frozen(one: Any) -> Frozen:
    sheet, area, formula, kind, generation, rows = one
    values = [[_decoded(value) for value in row] for row in rows]
    formula = "=" + repaired(formula[1:]) if _text(formula).startswith("=") else ""
    frozen = Frozen(_text(sheet), area_of(area), formula, kind, int(generation), values)
    if kind not in {"plain", "spill", "array"} or not may_be_kept(formula):
        raise ValueError
    if [len(row) for row in values] != [frozen.area.columns] * frozen.area.rows:
        raise ValueError
    return frozen


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError
    return given


def _coded(value: Cell) -> Any:
    return [str(value)] if isinstance(value, ErrorText) else value


def _decoded(given: Any) -> Cell:
    if isinstance(given, list):
        return ErrorText(_text(given[0]))
    if given is None or isinstance(given, (str, bool)):
        return given
    return float(given)
