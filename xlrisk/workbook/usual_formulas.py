"""Formulas that are a text and a value, and no more: made only when somebody asks for one.

A large workbook has many of them. What is kept of each is where its parts stand in the sheet, and
its text where that stands in another cell.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeAlias
from xml.sax.saxutils import escape, unescape

import numpy as np

from .cells import Formula, Place, Position
from .scanning import Scan, Truths, joined
from .values import Cell, Strings, decoded

# where the cell stands, where its value begins and ends in the sheet, what it is, and will be
NewNumber: TypeAlias = tuple[Position, int, int, Cell, float]
_ONES = bytes.maketrans(b"23456789", b"1" * 8)
_QUOTES = {"&quot;": '"', "&apos;": "'"}


class UsualFormulas:
    """Formulas of one sheet by their numbers, in the order of their cells."""

    def __init__(
        self,
        xml: bytes,
        cells: Scan,
        kinds: Sequence[str],
        strings: Strings,
        shared: Mapping[int, str],
        *,
        date1904: bool,
    ) -> None:
        self._xml, self._cells, self._kinds = xml, cells, kinds
        self._shared = shared  # the texts of those that share one with others
        self._strings, self._date1904 = strings, date1904
        # asking them for one gives an integer of Python, and at once
        self._row, self._column = cells.row.data, cells.column.data
        self._cell, self._formula = cells.cell.data, cells.formula.data
        self._text, self._formula_end = cells.text.data, cells.formula_end.data
        self._value, self._value_end = cells.value.data, cells.value_end.data

    def __len__(self) -> int:
        return len(self._row)

    @cached_property
    def positions(self) -> list[Position]:
        return list(zip(self._row, self._column, strict=True))

    def chosen(self, which: Truths, shared: Mapping[int, str]) -> UsualFormulas:
        """Some of them, with numbers of their own, and with texts for those that share them."""
        cells, kinds = self._cells, self._kinds
        if not which.all():
            numbers = np.cumsum(which) - 1
            cells = cells.of(which)
            kinds = [kinds[number] for number in np.flatnonzero(which).tolist()]
            shared = {int(numbers[number]): text for number, text in shared.items()}
        return UsualFormulas(
            self._xml, cells, kinds, self._strings, shared, date1904=self._date1904
        )

    def position(self, number: int) -> Position:
        return self._row[number], self._column[number]

    def start(self, number: int) -> int:
        """Where the cell begins."""
        return self._cell[number]

    def formula(self, number: int) -> Formula:
        return Formula(
            self._row[number],
            self._column[number],
            self.text(number),
            "plain",
            None,
            dynamic=False,
            rich=False,
            shared=number in self._shared,
            stored=self._stored(number),
            place=self.place(number),
        )

    def text(self, number: int) -> str:
        if number in self._shared:
            return self._shared[number]
        text = self._xml[self._text[number] : self._formula_end[number] - len(b"</f>")]
        return _plain(text).removeprefix("=")

    def place(self, number: int) -> Place:
        return Place(
            self._cell[number],
            self._formula[number],
            self._formula_end[number],
            self._value[number],
            self._value_end[number],
            self._kinds[number],
        )

    @cached_property
    def stored(self) -> list[Cell]:
        """The values in the file."""
        xml, shown = self._xml, self._shown
        return [
            shown(xml[start + 3 : end - 4], kind) if start else None
            for start, end, kind in zip(self._value, self._value_end, self._kinds, strict=True)
        ]

    def _stored(self, number: int) -> Cell:
        start, end = self._value[number], self._value_end[number]
        content = self._xml[start + len(b"<v>") : end - len(b"</v>")]
        return self._shown(content, self._kinds[number]) if start else None

    def _shown(self, text: bytes, kind: str) -> Cell:
        if not kind:
            try:
                return float(text)
            except ValueError:
                pass  # nothing, or no number
        return decoded(kind, _plain(text), self._strings, date1904=self._date1904)

    def numbers(self, values: Mapping[Position, Cell]) -> list[NewNumber]:
        """Numbers among these values that take the place of others, with nothing else to do."""
        places = zip(self._value, self._value_end, self._kinds, strict=True)
        return [
            (position, start, end, stored, value)
            for position, stored, (start, end, kind) in zip(
                self.positions, self.stored, places, strict=True
            )
            if type(value := values.get(position)) is float
            and start
            and not kind
            and math.isfinite(value)
        ]

    def with_literals(self) -> Iterator[str]:
        """The texts that have a text in quotation marks."""
        having = {one for one in set(self.alike) if b'"' in one or b"&quot;" in one}
        if having:
            yield from (self.text(n) for n, one in enumerate(self.alike) if one in having)

    @cached_property
    def alike(self) -> list[bytes]:
        """The text of each, with a 1 for every digit but 0."""
        xml, one_of_all = self._xml, _OneOfAll()
        found = [
            one_of_all[xml[start : end - 4].translate(_ONES)]
            for start, end in zip(self._text, self._formula_end, strict=True)
        ]
        for number, text in self._shared.items():
            found[number] = one_of_all[digits_alike(text)]
        return found

    def sharing(self) -> Iterator[tuple[Position, int, int, str]]:
        """Those that share their texts with others: where, from byte to byte, and the text."""
        positions, starts, ends = self.positions, self._formula, self._formula_end
        for number, text in self._shared.items():
            yield positions[number], starts[number], ends[number], text


NO_FORMULAS = UsualFormulas(b"", joined([]), [], list, {}, date1904=False)


class _OneOfAll(dict[bytes, bytes]):
    """The same object for all that are equal."""

    def __missing__(self, text: bytes) -> bytes:
        self[text] = text
        return text


def digits_alike(text: str) -> bytes:
    """A formula as a sheet has it, with a 1 for every digit but 0."""
    return escape(text).encode(errors="surrogatepass").translate(_ONES)


def _plain(text: bytes) -> str:
    """A text of the sheet without XML's escapes."""
    plain = text.decode()
    return unescape(plain, _QUOTES) if "&" in plain else plain
