"""The style of a cell that is not there yet: that of its row, or else that of its column."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any
from xml.parsers import expat

from .cells import Position
from .locating import Gap
from .rows import plain_rows
from .splicing import tag_at

DEFAULT = "0"
_STYLE = re.compile(rb"""\ss\s*=\s*["']\s*([0-9]+)\s*["']""")
_COUNTS = re.compile(rb"""\scustomFormat\s*=\s*["']\s*(?:1|true)\s*["']""")


def style_at(xml: bytes, start: int) -> str:
    """The style of the cell or row whose tag begins here."""
    found = _STYLE.search(tag_at(xml, start))
    return found[1].decode() if found else DEFAULT


class Styles:
    """What the rows and columns of a sheet say of cells that are not there."""

    def __init__(self, xml: bytes, prefix: bytes) -> None:
        self._xml, self._prefix = xml, prefix
        self._of_rows: dict[int, str | None] = {}

    def of(self, position: Position, gap: Gap) -> str:
        """The style of a cell that goes into this gap."""
        row, column = position
        if row not in self._of_rows:
            self._of_rows[row] = self._of_row(gap)
        style = self._of_rows[row]
        return self._of_column(column) if style is None else style

    def _of_row(self, gap: Gap) -> str | None:
        if not gap.in_row:
            return None
        start = gap.opens
        if start is None and self._is_plain:
            start = self._xml.rfind(b"<%brow" % self._prefix, 0, gap.at)
        # in a sheet that is not plain, what is found may stand in a comment
        if start is None or not _COUNTS.search(tag_at(self._xml, start)):
            return None
        return style_at(self._xml, start)

    def _of_column(self, column: int) -> str:
        styles = (style for first, last, style in self._columns if first <= column <= last)
        return next(styles, DEFAULT)

    @cached_property
    def _is_plain(self) -> bool:
        return plain_rows(self._xml) is not None

    @cached_property
    def _columns(self) -> list[tuple[int, int, str]]:
        """First and last column, and style, of the columns that have one."""
        found: list[tuple[int, int, str]] = []

        def start(element: str, attributes: dict[str, str]) -> None:
            if element.rpartition(" ")[2] == "col":
                first, last, style = (attributes.get(key, "") for key in ("min", "max", "style"))
                if first.isdecimal() and last.isdecimal() and style.isdecimal():
                    found.append((int(first), int(last), style))

        parser: Any = expat.ParserCreate("utf-8", " ")
        parser.StartElementHandler = start
        parser.Parse(self._xml[: self._xml.find(b"sheetData")], False)  # columns stand before rows
        return found
