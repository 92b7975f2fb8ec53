"""Where the rows of a sheet stand, found by searching its bytes.

Searching is many times as fast as parsing, and right where a "<" can be nothing but the beginning
of a tag, and a prefix stands for one namespace. Any other sheet has to be parsed whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import TypeAlias

_FIRST_ROW = re.compile(rb"<((?:[^\s<>/:]+:)?)row[\s/>]")
_NAMESPACES = (
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
)

_PIECE = 1 << 19  # bytes: more take more memory, and no less time

Spans: TypeAlias = Iterator[tuple[int, int]]


class Rows:
    """The rows of a plain sheet: its bytes from the first row to the end of the last one."""

    def __init__(self, xml: bytes, prefix: bytes, start: int, end: int) -> None:
        self._xml, self._start, self._end = xml, start, end
        self.has_prefix = bool(prefix)
        self._opening, self._closing = b"<%brow" % prefix, b"</%brow>" % prefix
        escaped = re.escape(prefix)
        self._formula = re.compile(rb"<%bf[\s/>]" % escaped)
        # a tag whose attributes are quoted otherwise counts as one without a number
        self._number = re.compile(rb'<%brow\s[^>\']*?(?<=\s)r="([0-9]+)"' % escaped)

    def pieces(self) -> Spans:
        """The bytes of all rows with formulas, and of some between them, in pieces."""
        done = self._start
        while formula := self._formula.search(self._xml, done, self._end):
            start = max(done, self._xml.rfind(self._opening, done, formula.start()))
            done = self._after(self._closing, max(formula.end(), min(start + _PIECE, self._end)))
            yield start, done

    def formulas(self) -> Iterator[int]:
        """Where formulas begin."""
        return (
            found.start() for found in self._formula.finditer(self._xml, self._start, self._end)
        )

    def with_formulas(self, formulas: Sequence[int], wants_next: Callable[[], bool]) -> Spans:
        """The bytes of all rows in which these formulas begin, and of what is no row.

        After each of these bytes have been parsed, `wants_next` says whether the row that follows
        is wanted too.
        """
        yield 0, self._start
        done = self._start
        while (following := bisect_left(formulas, done)) < len(formulas):
            formula = formulas[following]
            row = max(done, self._xml.rfind(self._opening, done, formula))
            done = yield from self._wanted(done, row, wants_next)
            # a row without a number takes it from those before it
            start = row if self._number.match(self._xml, row) else done
            done = self._after(self._closing, max(done, formula))
            yield start, done
        yield from self._wanted(done, self._end, wants_next)
        yield self._end, len(self._xml)

    def numbered(self, numbers: Iterable[int]) -> Spans:
        """The bytes of the rows of these ascending numbers, or of the next ones, and of no row."""
        yield 0, self._start
        ascending = iter(numbers)
        wanted = next(ascending, None)
        row, last_numbered = self._start, self._start
        while wanted is not None and row < self._end:
            found = self._number.match(self._xml, row)
            if found is None:  # a row without a number takes it from those before it
                yield last_numbered, self._end
                break
            following = self._before(self._opening, row + 1)
            last_numbered = row
            if int(found[1]) >= wanted:
                yield row, following
                last_numbered = following
                wanted = next((number for number in ascending if number > int(found[1])), None)
            row = following
        yield self._end, len(self._xml)

    def _wanted(
        self, start: int, end: int, wants_next: Callable[[], bool]
    ) -> Generator[tuple[int, int], None, int]:
        while start < end and wants_next():
            row, start = start, min(self._after(self._closing, start), end)
            yield row, start
        return start

    def _before(self, tag: bytes, start: int) -> int:
        found = self._xml.find(tag, start, self._end)
        return found if found >= 0 else self._end

    def _after(self, tag: bytes, start: int) -> int:
        found = self._xml.find(tag, start, self._end)
        return found + len(tag) if found >= 0 else self._end


def plain_rows(xml: bytes) -> Rows | None:
    """The rows of a sheet, where searching its bytes finds them and nothing else."""
    first = _FIRST_ROW.search(xml)
    if first is None:
        return None
    prefix, start = first[1], first.start()
    end = xml.rfind(b"</%bsheetData" % prefix, start)
    is_plain = (
        end >= 0
        and xml.find(b"<!", 0, end) < 0  # comments, CDATA
        and (xml.find(b"?", start, end) < 0 or xml.find(b"<?", start, end) < 0)  # instructions
        and xml.find(b"<?", 4, start) < 0
        and xml.find(b"xmlns", start, end) < 0
        and sum(xml.count(namespace, 0, start) for namespace in _NAMESPACES) == 1
    )
    return Rows(xml, prefix, start, end) if is_plain else None
