"""Looking values up: MATCH, VLOOKUP, HLOOKUP, LOOKUP, XMATCH, XLOOKUP."""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence

from ._cells import (
    Fault,
    Override,
    Rows,
    Value,
    boolean,
    checked,
    flat,
    guarded,
    lifted,
    number,
    rows_of,
    size_of,
    whole,
)
from ._matching import Test, has_wildcards, pattern

_LONGEST = 255
_BLANK_RANK = 5
_OMITTED = object()
_DEFAULTS: list[Value] = [_OMITTED, 0.0, 1.0]  # of XLOOKUP: if not found, match and search mode


# -- MATCH and the functions of old -----------------------------------------------------------


def match(wanted: Value, cells: Value, kind: Value = 1.0) -> Value:
    if min(size_of(cells)) > 1:
        raise Fault("Na")
    line = flat(cells)
    return lifted(lambda value, how: _place(value, line, number(how)) + 1.0)(wanted, kind)


def vlookup(wanted: Value, table: Value, column: Value, approximate: Value = True) -> Value:
    return _in_table(wanted, rows_of(table), column, approximate)


def hlookup(wanted: Value, table: Value, row: Value, approximate: Value = True) -> Value:
    return _in_table(wanted, _turned(rows_of(table)), row, approximate)


def lookup(wanted: Value, cells: Value, *results: Value) -> Value:
    """The vector form, and the array form, which searches the longer side and gives the last."""
    rows = rows_of(cells)
    if len(rows[0]) > len(rows):
        rows = _turned(rows)
    line = [row[0] for row in rows]
    given = flat(results[0]) if results else [row[-1] for row in rows]

    def one(value: Value) -> Value:
        place = _below(_searched(value), line)
        if place >= len(given):
            raise Fault("Na")
        return given[place]

    return lifted(one)(wanted)


def _in_table(wanted: Value, rows: Rows, column: Value, approximate: Value) -> Value:
    """The cell of a column in the row whose first cell matches."""
    line = [row[0] for row in rows]

    def one(value: Value, position: Value, ordered: Value) -> Value:
        index = math.floor(number(position))
        if index < 1:
            raise Fault("Value")
        if index > len(rows[0]):
            raise Fault("Ref")
        return rows[_place(value, line, 1.0 if boolean(ordered) else 0.0)][index - 1]

    return lifted(one)(wanted, column, approximate)


def _place(wanted: Value, line: Sequence[Value], kind: float) -> int:
    """The place of a value as MATCH finds it; #N/A where there is none."""
    value = _searched(wanted)
    if kind > 0:
        return _below(value, line)
    if kind < 0:
        return _above(value, line)
    return _first(_same(value, wildcards=True), range(len(line)), line)


def _searched(wanted: Value) -> Value:
    """What is looked for: an empty cell is 0."""
    value = checked(wanted)
    if isinstance(value, str) and len(value) > _LONGEST:
        raise Fault("Value")
    return 0.0 if value is None else value


def _below(wanted: Value, line: Sequence[Value]) -> int:
    """The last value that is not above the wanted one, by bisection as Excel does it.

    On cells that are in order this is what one expects; on others it is what Excel gives. Cells
    of other types are stepped over.
    """
    key = _rank(wanted)
    low, high = -1, len(line)
    while high - low > 1:
        middle = (low + high) // 2
        place = _comparable(line, middle, high, key[0])
        if place is None:
            high = middle
            continue
        found = _rank(line[place])
        if found == key:
            return _end_of_run(line, place, high, key)
        if found > key:
            # nothing comparable stands between the middle and this place
            high = middle
        else:
            low = place
    if low < 0:
        raise Fault("Na")
    return low


def _comparable(line: Sequence[Value], start: int, end: int, rank: int) -> int | None:
    """The first place from the start on whose cell has the wanted type."""
    return next((place for place in range(start, end) if _rank(line[place])[0] == rank), None)


def _end_of_run(line: Sequence[Value], place: int, end: int, key: tuple[int, Value]) -> int:
    while place + 1 < end and _rank(line[place + 1]) == key:
        place += 1
    return place


def _above(wanted: Value, line: Sequence[Value]) -> int:
    """The last of the descending values before one that is below the wanted one."""
    key = _rank(wanted)
    best = None
    for place, cell in enumerate(line):
        rank = _rank(cell)
        if rank[0] != key[0]:
            continue
        if rank == key:
            return place
        if rank < key:
            break
        best = place
    if best is None:
        raise Fault("Na")
    return best


# -- XMATCH and XLOOKUP ---------------------------------------------------------------------------


def xmatch(wanted: Value, cells: Value, match_mode: Value = 0.0, search_mode: Value = 1.0) -> Value:
    if min(size_of(cells)) > 1:
        raise Fault("Value")
    line = flat(cells)
    modes = whole(match_mode), whole(search_mode)
    return lifted(lambda value: _search(checked(value), line, *modes) + 1.0)(wanted)


def xlookup(wanted: Value, cells: Value, results: Value, *options: Value) -> Value:
    if_not_found, match_mode, search_mode = [*options, *_DEFAULTS[len(options) :]]
    rows = rows_of(results)
    height, width = size_of(cells)
    if width == 1 and len(rows) == height:
        given = [[row] for row in rows]
    elif height == 1 and len(rows[0]) == width:
        given = [[[cell] for cell in column] for column in _turned(rows)]
    else:
        raise Fault("Value")
    line = flat(cells)
    modes = whole(match_mode), whole(search_mode)

    def one(value: Value) -> Value:
        try:
            found = given[_search(checked(value), line, *modes)]
        except Fault as fault:
            if fault.kind != "Na" or isinstance(value, dict) or if_not_found is _OMITTED:
                raise
            return if_not_found
        return found if size_of(found) != (1, 1) else found[0][0]

    if isinstance(wanted, list):  # of each result only the first cell has a place
        return lifted(lambda value: rows_of(one(value))[0][0])(wanted)
    return one(wanted)


def _search(wanted: Value, line: Sequence[Value], match_mode: int, search_mode: int) -> int:
    """The place of a value; match_mode -1, 0, 1, 2 and search_mode 1, -1, 2, -2 as XMATCH's."""
    search_mode = search_mode or 1  # an omitted argument arrives as 0
    if match_mode not in {-1, 0, 1, 2} or search_mode not in {1, -1, 2, -2}:
        raise Fault("Value")
    if match_mode == 2 and abs(search_mode) == 2:
        raise Fault("Value")
    size = len(line)
    if search_mode == 2:
        return _bisected(wanted, line, match_mode)
    if search_mode == -2:
        return size - 1 - _bisected(wanted, line[::-1], match_mode)
    places = range(size) if search_mode == 1 else range(size - 1, -1, -1)
    try:
        return _first(_same(wanted, wildcards=match_mode == 2), places, line)
    except Fault:
        if match_mode not in {-1, 1}:
            raise
    return _nearest(wanted, places, line, match_mode)


def _bisected(wanted: Value, line: Sequence[Value], match_mode: int) -> int:
    """In ascending cells: the first equal one, else its neighbour on the side that is asked for."""
    key = _rank(wanted)
    place = bisect.bisect_left(line, key, key=_rank)
    if place < len(line) and _rank(line[place]) == key:
        return place
    if match_mode == -1 and place > 0:
        return place - 1
    if match_mode == 1 and place < len(line) and line[place] is not None:
        return place
    raise Fault("Na")


def _nearest(wanted: Value, places: Sequence[int], line: Sequence[Value], side: int) -> int:
    """The first of the nearest values below (-1) or above (1); numbers < texts < booleans."""
    key = _rank(wanted)
    ranks = {place: _rank(line[place]) for place in places if line[place] is not None}
    if side < 0:
        beside = [place for place in ranks if ranks[place] < key]
        best = max(beside, key=ranks.__getitem__, default=None)
    else:
        beside = [place for place in ranks if ranks[place] > key]
        best = min(beside, key=ranks.__getitem__, default=None)
    if best is None:
        raise Fault("Na")
    return best


# -- comparing cells ------------------------------------------------------------------------------


def _rank(cell: Value) -> tuple[int, Value]:
    """The place of a cell in Excel's order: numbers, texts, FALSE, TRUE, errors, empty cells."""
    match cell:
        case bool():
            return 3, cell
        case float() | int():
            return 1, cell
        case str():
            return 2, cell.lower()
        case None:
            return _BLANK_RANK, 0
        case _:
            return 4, 0


def _same(wanted: Value, *, wildcards: bool) -> Test:
    """Equality within one type; texts without regard to case."""
    if isinstance(wanted, str):
        if wildcards and has_wildcards(wanted):
            matches = pattern(wanted).fullmatch
            return lambda cell: isinstance(cell, str) and matches(cell) is not None
        lower = wanted.lower()
        return lambda cell: isinstance(cell, str) and cell.lower() == lower
    if wanted is None or isinstance(wanted, bool):
        return lambda cell: cell is wanted
    return lambda cell: cell == wanted and not isinstance(cell, bool)


def _first(test: Test, places: Sequence[int], line: Sequence[Value]) -> int:
    for place in places:
        if test(line[place]):
            return place
    raise Fault("Na")


def _turned(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


OVERRIDES: dict[str, Override] = {
    "MATCH": Override(guarded(match), 2, 3, reads_ranges=True),
    "VLOOKUP": Override(guarded(vlookup), 3, 4, reads_ranges=True),
    "HLOOKUP": Override(guarded(hlookup), 3, 4, reads_ranges=True),
    "LOOKUP": Override(guarded(lookup), 2, 3, reads_ranges=True),
    "XMATCH": Override(guarded(xmatch), 2, 4, reads_ranges=True),
    "XLOOKUP": Override(guarded(xlookup), 3, 6, reads_ranges=True),
}
