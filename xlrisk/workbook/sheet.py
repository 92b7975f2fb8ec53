"""The formulas of a worksheet: found in its XML, and replaced there for the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing

from . import editing
from .addresses import LAST_ROW
from .cells import Child as Child
from .cells import Formula as Formula
from .cells import Position as Position
from .cells import SheetIndex as SheetIndex
from .indexing import IndexPass
from .rows import plain_rows
from .splicing import Edit, spliced
from .transcoding import utf8
from .values import Strings

_ROW = re.compile(rb"""[<:]row(?:\s(?:[^>]*?\s)?r\s*=\s*["'](\d+)["'])?[^>]*>""")
_FORMULA = re.compile(rb"<f[\s/>]")
_FORMULA_WITH_PREFIX = re.compile(rb":f[\s/>]")


def has_formulas(xml: bytes) -> bool:
    """Whether a sheet may have formulas: a search, so that a sheet without is never parsed."""
    text, _ = utf8(xml)
    return bool(_FORMULA.search(text) or _FORMULA_WITH_PREFIX.search(text))


def last_row(xml: bytes) -> int:
    """The last row of a sheet that has anything in it; all rows, where it does not say."""
    text, _ = utf8(xml)
    end = len(text)
    while (start := max(text.rfind(b"<row", 0, end), text.rfind(b":row", 0, end))) >= 0:
        if found := _ROW.match(text, start):
            return int(found[1]) if found[1] else LAST_ROW
        end = start
    return 1


def index_of(xml: bytes, strings: Strings, *, date1904: bool = False) -> SheetIndex:
    """The formulas of a worksheet, and what belongs to them.

    Raises FileError where the XML is broken.
    """
    text, _ = utf8(xml)
    rows = plain_rows(text)
    if rows is not None:
        with closing(IndexPass(text, strings, date1904=date1904)) as index_pass:
            index = index_pass.searched(rows)
        if index is not None:
            return index
    with closing(IndexPass(text, strings, date1904=date1904)) as index_pass:
        return index_pass.parsed()


def with_formulas(xml: bytes, index: SheetIndex, formulas: Mapping[Position, str | None]) -> bytes:
    """The sheet with other formulas, for the engine.

    None leaves a formula out: its cached value, and those that its array has filled, stand as
    constants. Cells that other arrays have filled are emptied. A formula that is not named stays,
    written out where it was shared. Nothing else changes.
    """
    text, encoding = utf8(xml)
    return encoding.of(spliced(text, _edits(text, index, formulas)))


def _edits(
    xml: bytes, index: SheetIndex, formulas: Mapping[Position, str | None]
) -> Iterator[Edit]:
    for position in formulas.keys() & index.formulas.keys():
        new, place = formulas[position], index.formulas.place(position)
        if new is None:
            yield from editing.without_formula(place)
        else:
            yield from editing.with_formula(xml, place, new)
    for position, start, end, shared in index.formulas.sharing():
        if position not in formulas:
            yield editing.formula(xml, start, end, shared)
    for child in index.children.values():
        yield from editing.without_formula(child.place)
        if formulas.get(child.anchor, "") is not None:
            yield from editing.valued(xml, child.place, None)
