"""Cells and rows that a sheet does not have yet, put in where they belong."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from . import editing
from .addresses import Area, address
from .cells import Position, SheetIndex
from .locating import Gap, Located
from .splicing import Edit, opened, tag_at, with_attribute
from .styles import DEFAULT, Styles
from .values import Cell


class NewCell(NamedTuple):
    position: Position
    value: Cell
    constant: bool  # otherwise it is the result of a formula
    style: str | None = None  # None for that of the row or the column, as Excel shows the cell


def inserted(
    xml: bytes, index: SheetIndex, where: Located, cells: Iterable[NewCell]
) -> Iterator[Edit]:
    """Insert those of the cells that have a value, and a gap to go to."""
    styles = Styles(xml, where.prefix)
    new = sorted(cell for cell in cells if cell.value is not None and cell.position in where.gaps)
    for gap, together in itertools.groupby(new, key=lambda cell: where.gaps[cell.position]):
        looks = (_styled(cell, styles, gap) for cell in together)
        yield _in_gap(xml, where.prefix, gap, looks)
    if new:
        yield from _dimension(xml, index, [cell.position for cell in new])


def _styled(cell: NewCell, styles: Styles, gap: Gap) -> NewCell:
    return cell if cell.style else cell._replace(style=styles.of(cell.position, gap))


def _in_gap(xml: bytes, prefix: bytes, gap: Gap, cells: Iterable[NewCell]) -> Edit:
    content = b"".join(_cells(prefix, cells) if gap.in_row else _rows(prefix, cells))
    if gap.opens is None:
        return (gap.at, gap.at, content)
    start_tag, end_tag = opened(tag_at(xml, gap.opens))
    return (gap.opens, gap.at, start_tag + content + end_tag)


def _rows(prefix: bytes, cells: Iterable[NewCell]) -> Iterator[bytes]:
    for row, together in itertools.groupby(cells, key=lambda cell: cell.position[0]):
        content = b"".join(_cells(prefix, together))
        yield b'<%brow r="%d">%b</%brow>' % (prefix, row, content, prefix)


def _cells(prefix: bytes, cells: Iterable[NewCell]) -> Iterator[bytes]:
    for cell in cells:
        kind, content = editing.content(prefix, cell.value, constant=cell.constant)
        style = f' s="{cell.style}"' if cell.style != DEFAULT else ""
        of_kind = f' t="{kind}"' if kind else ""
        attributes = f'r="{address(*cell.position)}"{style}{of_kind}'.encode()
        yield b"<%bc %b>%b</%bc>" % (prefix, attributes, content, prefix)


def _dimension(xml: bytes, index: SheetIndex, positions: list[Position]) -> Iterator[Edit]:
    """Extend what the sheet says of its size, where it says so."""
    if index.dimension is None:
        return
    rows, columns = zip(*positions, strict=True)
    extended = index.dimension.joined(Area(min(rows), min(columns), max(rows), max(columns)))
    if extended != index.dimension:
        tag = tag_at(xml, index.dimension_start)
        start = index.dimension_start
        yield (start, start + len(tag), with_attribute(tag, "ref", str(extended)))
