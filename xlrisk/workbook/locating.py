"""Where cells stand that the index of a sheet does not hold, and where missing ones belong."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from ..errors import FileError
from .addresses import LAST_ROW
from .cell_pass import CellPass
from .cells import Place, Position, SheetIndex
from .rows import plain_rows
from .splicing import prefix_of
from .values import Cell

_END: Position = (LAST_ROW + 1, 0)


class Found(NamedTuple):
    """A cell that is there."""

    rich: bool
    stored: Cell
    place: Place


class Gap(NamedTuple):
    """Where a cell belongs that is not there."""

    at: int  # before this byte
    in_row: bool  # otherwise in a row of its own
    opens: int | None  # where an empty element (<row/>, <sheetData/>) begins that has to take it


class Located(NamedTuple):
    found: dict[Position, Found]
    gaps: dict[Position, Gap]
    prefix: bytes  # of the namespace of rows and cells, with its colon


def located(xml: bytes, index: SheetIndex, positions: Collection[Position]) -> Located:
    """Each of the positions, found or as a gap; nothing is parsed where there are none."""
    if not positions:
        return Located({}, {}, b"")
    locating = _LocatingPass(xml, index, positions)
    try:
        return locating.run()
    finally:
        locating.close()


class _LocatingPass(CellPass):
    """Goes along the cells of the sheet and along the positions, both in ascending order."""

    listens = True

    def __init__(self, xml: bytes, index: SheetIndex, positions: Collection[Position]) -> None:
        super().__init__(xml, index.strings, date1904=index.date1904)
        self._ascending = sorted(positions)
        self._following = iter(self._ascending)
        self._next = next(self._following, _END)  # the position looked for
        self._is_wanted = False
        self._row_start = self._sheet_data_start = 0
        self._result = Located({}, {}, b"")

    def run(self) -> Located:
        rows = plain_rows(self.xml)
        if rows is None:
            self.feed(0, len(self.xml))
        else:
            for start, end in rows.numbered(row for row, _ in self._ascending):
                self.feed(start, end)
        return self._result

    def row_begins(self) -> None:
        self._row_start = self.position()
        self._pass_over((self.row, 0), Gap(self._row_start, in_row=False, opens=None))
        self.watching = self._next[0] == self.row

    def row_was(self, row: int) -> None:
        raise FileError(
            f"Row {self.row} of a sheet has cells of row {row}; "
            "open the workbook in Excel, let it repair the file, and save it."
        )

    def wants(self) -> bool:
        position = self.address()
        if position[0] != self.row:
            self.row_was(position[0])
        if self._next < position:
            self._pass_over(position, Gap(self.start, in_row=True, opens=None))
        self._is_wanted = self._next == position
        return self._is_wanted

    def takes(self) -> None:
        if self._is_wanted:
            found = Found(self.is_rich(), self.stored(), self.place())
            self._result.found[self._next] = found
            self._next = next(self._following, _END)
            self._is_wanted = False

    def other_begins(self, name: str, _: dict[str, str]) -> None:
        if name == "sheetData":
            self._sheet_data_start = self.position()
            prefix = prefix_of(self.xml, self._sheet_data_start)
            self._result = self._result._replace(prefix=prefix)

    def ends(self, name: str) -> None:
        if name == "row" and self.watching:
            self._pass_over((self.row + 1, 0), self._end_of(self._row_start, in_row=True))
            self.watching = False
        elif name == "sheetData":
            end = self._end_of(self._sheet_data_start, in_row=False)
            self._pass_over(_END, end)

    def _end_of(self, start: int, *, in_row: bool) -> Gap:
        """The end of a row, or of all rows."""
        return Gap(self.position(), in_row, start if self.is_one_tag(start) else None)

    def _pass_over(self, position: Position, gap: Gap) -> None:
        """The positions before this one are not there."""
        while self._next < position:
            self._result.gaps[self._next] = gap
            self._next = next(self._following, _END)
