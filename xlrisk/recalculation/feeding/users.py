"""What in a workbook is built on an area of fixed size, and would not see data beyond it."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator

from ...errors import FileError
from ...hosts.engine.prepare import Precedents
from ...hosts.engine.prepare.references import prefix
from ...wording import counted
from ...workbook import guard
from ...workbook.addresses import Area
from ...workbook.package import content_types
from ..source import Source
from .targets import label

_CHARTS = ("drawingml.chart+xml", "chartex+xml")  # how their content types end
_PIVOT_TABLES = "pivotCacheDefinition+xml"
_OF_EXCEL = "_xlnm."  # names that say what is printed or filtered


def check_users(source: Source, sheet: int, old: Area | None, new: Area) -> None:
    """Refuse a block that takes more room than before where others count on the old size.

    Structured references grow with their table, and whole columns need not: neither counts.
    """
    users: dict[Area, Counter[str]] = defaultdict(Counter)
    for kind, areas in _readers(source):
        users_of = {area for on, area in areas if on == sheet and _is_outgrown(area, old, new)}
        for area in users_of:
            users[area][kind] += 1
    if users:
        area, kinds = max(users.items(), key=lambda item: item[1].total())
        is_longer = new.bottom > area.bottom
        size = counted(new.rows, "row") if is_longer else counted(new.columns, "column")
        mend = "use whole columns or a table" if is_longer else "take in all columns"
        raise FileError(
            f"{label(source.structure, sheet, area)} is used by {_listed(kinds)}, "
            f"and the data has {size}; let them {mend}, or give less data."
        )


def _is_outgrown(used: Area, old: Area | None, new: Area) -> bool:
    """Whether an area held the old data to their last row, or column, and does not hold the new."""
    if old is None:
        return used.rows > 1 and used.meets(new) and used.bottom < new.bottom
    if not used.meets(old):
        return False
    # one cell stands for all rows where each row has its formula, which ends with the last one
    has_rows = used.rows > 1 or old.rows > 1
    return (has_rows and old.bottom <= used.bottom < new.bottom) or (
        used.columns > 1 and old.right <= used.right < new.right
    )


def _readers(source: Source) -> Iterator[tuple[str, list[tuple[int, Area]]]]:
    """Formulas, names, charts, pivot tables, each with the areas of fixed size that it reads."""
    # where no tables are known, structured references mean nothing
    fixed = Precedents(dataclasses.replace(source.structure, tables=()))
    for position in source.formulas:
        yield "formula", fixed.of(source.formulas.text(position), position[0])
    for name in source.structure.names:
        if not name.name.startswith(_OF_EXCEL):
            yield "name", fixed.of(name.name, name.sheet or 0)
    for part, kind in content_types(source.package).items():
        if kind.endswith(_CHARTS):
            texts = _references_of_chart(source.package.read(part), part)
            yield "chart", [area for text in texts for area in fixed.of(text, 0)]
        elif kind.endswith(_PIVOT_TABLES):
            references = _references_of_pivot_table(source.package.read(part), part)
            yield "pivot table", [area for text in references for area in fixed.of(text, 0)]


def _references_of_chart(xml: bytes, part: str) -> list[str]:
    texts: list[list[str]] = []
    is_reference = False

    def start(element: str, _: dict[str, str]) -> None:
        nonlocal is_reference
        is_reference = element.endswith(" f")
        if is_reference:
            texts.append([])

    def end(_: str) -> None:
        nonlocal is_reference
        is_reference = False

    def characters(text: str) -> None:
        if is_reference:
            texts[-1].append(text)

    guard.parse(xml, part, start, end, characters)
    return ["".join(text) for text in texts]


def _references_of_pivot_table(xml: bytes, part: str) -> list[str]:
    found: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element.endswith(" worksheetSource") and {"ref", "sheet"} <= attributes.keys():
            found.append(f"{prefix(attributes['sheet'])}{attributes['ref']}")

    guard.parse(xml, part, start)
    return found


def _listed(kinds: Counter[str]) -> str:
    *others, last = [counted(count, kind) for kind, count in kinds.items()]
    return f"{', '.join(others)} and {last}" if others else last
