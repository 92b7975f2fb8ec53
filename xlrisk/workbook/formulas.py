"""All formulas of a worksheet."""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Mapping

from .cells import Formula, Place, Position
from .usual_formulas import NO_FORMULAS, NewNumber, UsualFormulas
from .values import Cell

_UNUSUAL = -1


class Formulas(Mapping[Position, Formula]):
    """The formulas of a worksheet, in the order of their cells where most of them are usual.

    Those that are unusual are arrays and data tables, those in cells that are more than they show,
    and all that are written in unusual ways; usual ones are made when they are asked for.
    """

    def __init__(
        self, unusual: Mapping[Position, Formula], usual: UsualFormulas = NO_FORMULAS
    ) -> None:
        self.unusual, self._usual = unusual, usual
        self._numbers = dict(zip(usual.positions, range(len(usual)), strict=True))
        if unusual:
            numbers = self._numbers | dict.fromkeys(unusual, _UNUSUAL)
            ascending = sorted(numbers) if self._numbers else numbers
            self._numbers = {position: numbers[position] for position in ascending}

    def __getitem__(self, position: Position) -> Formula:
        number = self._numbers[position]
        return self.unusual[position] if number == _UNUSUAL else self._usual.formula(number)

    def __iter__(self) -> Iterator[Position]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, position: object) -> bool:
        return position in self._numbers

    def keys(self) -> KeysView[Position]:
        return self._numbers.keys()

    def text(self, position: Position) -> str:
        """The text of a formula; no other part of it is made."""
        number = self._numbers[position]
        return self.unusual[position].text if number == _UNUSUAL else self._usual.text(number)

    def place(self, position: Position) -> Place:
        """Where the parts of a formula's cell are; no other part of it is made."""
        number = self._numbers[position]
        return self.unusual[position].place if number == _UNUSUAL else self._usual.place(number)

    def stored_values(self) -> Iterator[Cell]:
        """The values in the file, in the order of the formulas."""
        if not self.unusual:
            return iter(self._usual.stored)
        return (
            self.unusual[position].stored if number == _UNUSUAL else self._usual.stored[number]
            for position, number in self._numbers.items()
        )

    def numbers(self, values: Mapping[Position, Cell]) -> list[NewNumber]:
        """Numbers among these values that take the place of others, with nothing else to do."""
        return self._usual.numbers(values)

    def alike(self) -> Iterator[tuple[Position, bytes]]:
        """The usual ones with a text that is the same for those that differ in digits only."""
        return zip(self._usual.positions, self._usual.alike, strict=True)

    def sharing(self) -> Iterator[tuple[Position, int, int, str]]:
        """Those that share their texts with others: where, from byte to byte, and the text."""
        yield from self._usual.sharing()
        for position, one in self.unusual.items():
            if one.shared:
                yield position, one.place.formula, one.place.formula_end, one.text

    def with_literals(self) -> Iterator[str]:
        """The texts of formulas that hold a text in quotation marks."""
        yield from self._usual.with_literals()
        yield from (formula.text for formula in self.unusual.values() if '"' in formula.text)
