"""The cells of a sheet that call our functions, found without looking at each cell by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from ..functions import FUNCTIONS
from ..workbook.addresses import Area, address
from ..workbook.values import Cell, ErrorText
from .book import Sheet
from .repair import repaired

_CELLS_AT_ONCE = 50_000  # in one answer of another process
_TEXT = re.compile(r'"[^"]*"')
_NAME = rf"(?:_xll\.|_xlfn\.|_xludf\.|_xldudf_XLRISK_|XLRISK\.)?(?:{'|'.join(FUNCTIONS)})"
_CALL = re.compile(rf"(?:^|[^\w.]){_NAME}\s?\(", re.IGNORECASE)
_BEGINS_WITH_OURS = re.compile(rf"=[\s@+-]*{_NAME}\s?\(", re.IGNORECASE)
# 'C:\Folder\[Book.xlsx]Sheet'!A1, '\\server\Book.xlsx'!name; of a workbook that is open Excel
# shows no folder, and no name of a sheet has a slash
_CLOSED_WORKBOOK = re.compile(r"'[^']*[\\/](?:[^']|'')*'!")
CLOSED_WORKBOOK = "it reads a workbook that is not open; open that first"


@dataclass(frozen=True)
class OwnFormula:
    """A formula that calls a function of ours, and what it shows."""

    row: int
    column: int
    text: str
    value: Cell

    @property
    def mended(self) -> str:
        """The formula without broken links."""
        return "=" + repaired(self.text[1:])

    @property
    def is_broken(self) -> bool:
        """Whether it reaches our function through a link to a file."""
        return self.mended != self.text

    @property
    def shows_unknown(self) -> bool:
        """Whether the program says that it does not know which function is meant."""
        return isinstance(self.value, ErrorText) and self.value == "#NAME?"

    @property
    def may_hide(self) -> bool:
        """Whether it may show something else than #NAME? while our function is not bound.

        Any function around ours may see to that (IFERROR, IF, LET, COUNT ...); operators do not.
        """
        return not _BEGINS_WITH_OURS.match(self.mended)

    @property
    def tells_when_calculated(self) -> bool:
        """Whether calculating shows if it is bound, and entering it mends it then."""
        if self.may_hide or self.is_broken or self.shows_unknown:
            return False
        return not reads_closed_workbook(self.text)


def calls_ours(formula: str) -> bool:
    """Whether a formula calls one of our functions, however Excel spells it."""
    return bool(_CALL.search(_TEXT.sub('""', formula)))


def reads_closed_workbook(formula: str) -> bool:
    """Whether entering a formula would have Excel look for a file, or ask for one.

    Texts stay in: without them, a name with a quotation mark in it could hide what follows.
    """
    return bool(_CLOSED_WORKBOOK.search(formula))


def own_formulas(
    sheet: Sheet, areas: Iterable[Area], is_interrupted: Callable[[], bool] = lambda: False
) -> list[OwnFormula]:
    """Those in some areas of a sheet; not all of them where the search is interrupted."""
    found: dict[tuple[int, int], OwnFormula] = {}
    for area in areas:
        for block in blocks(area, _CELLS_AT_ONCE):
            if is_interrupted():
                return list(found.values())
            found |= {(one.row, one.column): one for one in _in_block(sheet, block)}
    return list(found.values())


def cells_of(area: Area) -> Iterator[tuple[int, int]]:
    """Row by row."""
    return product(range(area.top, area.bottom + 1), range(area.left, area.right + 1))


def blocks(area: Area, most: int) -> Iterator[Area]:
    """An area in blocks of whole rows with at most so many cells."""
    height = max(1, most // area.columns)
    for top in range(area.top, area.bottom + 1, height):
        yield Area(top, area.left, min(top + height - 1, area.bottom), area.right)


def gathered(cells: Iterable[tuple[int, int]], most: int) -> Iterator[Area]:
    """Single cells as blocks that hold these and no others, of at most so many rows."""
    columns: dict[int, list[int]] = {}
    for row, column in sorted(cells):
        columns.setdefault(column, []).append(row)
    runs: dict[tuple[int, int], list[int]] = {}  # the columns that have a run of rows
    for column, rows in sorted(columns.items()):
        for run in _runs(rows, most):
            runs.setdefault(run, []).append(column)
    for (top, bottom), across in runs.items():
        width = max(1, most // (bottom - top + 1))
        for left, right in _runs(across, width):
            yield Area(top, left, bottom, right)


def named(sheet: Sheet, row: int, column: int) -> str:
    """A cell as reports name it."""
    return f"{sheet.name}!{address(row, column)}"


def _runs(numbers: list[int], most: int) -> Iterator[tuple[int, int]]:
    """Ascending numbers as runs without gaps."""
    first = last = numbers[0]
    for number in numbers[1:]:
        if number > last + 1 or number - first >= most:
            yield first, last
            first = number
        last = number
    yield first, last


def _in_block(sheet: Sheet, block: Area) -> Iterator[OwnFormula]:
    formulas, values = sheet.read(block)
    for row, (texts, shown) in enumerate(zip(formulas, values, strict=True), block.top):
        for column, text in enumerate(texts, block.left):
            if text and calls_ours(text):
                yield OwnFormula(row, column, text, shown[column - block.left])
