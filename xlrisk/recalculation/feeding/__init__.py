"""Other values for the inputs of a workbook.

Constants only: nothing that is calculated, merged away or more than it shows is ever replaced, and
data that others would not see in full is refused.

    targets (where)  ->  placing (headers, constants, users, tables)  ->  checks  ->  Feed
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import FileError
from ...workbook.addresses import Area
from ...workbook.values import Cell
from ..dependencies import Position
from ..source import Source
from .blocks import Block as Block
from .blocks import read_block as read_block
from .checks import checked
from .placing import placed
from .styles import styles_below
from .targets import Targets, label
from .typed import parsed as parsed
from .values import cell_of


@dataclass(frozen=True)
class Feed:
    """What differs in a workbook after it was fed."""

    constants: Mapping[Position, Cell] = field(default_factory=dict)  # None empties a cell
    parts: Mapping[str, bytes] = field(default_factory=dict)  # tables that grow with their data
    styles: Mapping[Position, str] = field(default_factory=dict)  # of constants in new cells


def feed(
    source: Source,
    inputs: Mapping[str, Any],
    blocks: Mapping[str, Block],
    *,
    grow: bool = False,
) -> Feed:
    """The values that change where these are put into cells and blocks of cells.

    A reference is a cell or an area ('Sheet 1'!B2), a defined name, or a table; `grow` lets tables
    take more rows. Raises FileError where a value has no place, or would destroy something.
    """
    targets = Targets(source.structure)
    values: dict[Position, Cell] = {}
    parts: dict[str, bytes] = {}
    data: list[tuple[int, Area]] = []
    for text, value in inputs.items():
        target = targets.cell(text)
        try:
            cell = cell_of(value, date1904=source.structure.date1904)
        except ValueError as error:
            raise FileError(f"{text} cannot hold {error}.") from None
        position = (target.sheet, target.area.top, target.area.left)
        _refuse_twice(source, values, [position])
        values[position] = cell
    for text, block in blocks.items():
        place = placed(source, targets.block(text), block, grow=grow)
        _refuse_twice(source, values, place.values)
        values |= place.values
        parts |= place.parts
        data.append((place.sheet, place.data))
    on_sheets = checked(source, values)
    constants = {
        (sheet, *cell): value
        for sheet, on_sheet in on_sheets.items()
        for cell, value in on_sheet.changes.items()
    }
    styles = {
        (sheet, *cell): style
        for sheet, area in data
        for cell, style in styles_below(source.sheet(sheet), on_sheets[sheet], area)
    }
    return Feed(constants, parts, styles)


def _refuse_twice(
    source: Source, values: Mapping[Position, Cell], more: Iterable[Position]
) -> None:
    for position in more:
        if position in values:
            sheet, row, column = position
            cell = label(source.structure, sheet, Area(row, column, row, column))
            raise FileError(f"{cell} is given two values; leave one of them out.")
