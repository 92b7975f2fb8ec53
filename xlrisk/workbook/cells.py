"""What is known of the cells of a worksheet that are calculated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from .addresses import Area
from .values import Cell, Strings

if TYPE_CHECKING:
    from .formulas import Formulas

Kind: TypeAlias = Literal["plain", "array", "data table"]
Position: TypeAlias = tuple[int, int]  # row and column, both from 1


class Place(NamedTuple):
    """Where the parts of a cell stand in the bytes of the sheet (as UTF-8).

    A part that is missing begins and ends at 0.
    """

    start: int
    formula: int
    formula_end: int
    value: int  # <v>, or <is> of an inline string
    value_end: int
    kind: str  # the t attribute, "" where there is none


class Formula(NamedTuple):
    """A cell with a formula."""

    row: int
    column: int
    text: str  # as this cell shows it, without "="; "" for a data table
    kind: Kind
    area: Area | None  # what an array or a data table fills
    dynamic: bool  # an array that takes as many cells as it has values
    rich: bool  # its value is more than the cell shows: a data type, say, or a picture
    shared: bool  # its text stands in another cell, or is taken from here by others
    stored: Cell
    place: Place

    @property
    def has_value(self) -> bool:
        return self.stored is not None


class Child(NamedTuple):
    """A cell that shows a value of an array formula in another cell."""

    anchor: Position
    rich: bool
    stored: Cell
    place: Place


@dataclass(frozen=True)
class SheetIndex:
    """What there is to know of a worksheet in order to calculate and to patch it."""

    formulas: Formulas
    children: dict[Position, Child]
    merged: tuple[Area, ...]
    dimension: Area | None
    dimension_start: int  # where the tag begins that says so
    strings: Strings
    date1904: bool
