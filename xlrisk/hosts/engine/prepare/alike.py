"""What is known of formulas that are alike, so that most of a workbook is not taken apart."""

from __future__ import annotations

from typing import NamedTuple

from . import shapes
from .doubts import Doubt
from .references import is_backwards


class Shape(NamedTuple):
    """What becomes of all formulas that differ in their rows and numbers only.

    Where numbers and the sizes of areas matter, it is one more look at the formula that tells.
    """

    before: str  # what the engine gets before and behind the formula
    behind: str
    ours: frozenset[str]
    doubt: Doubt
    is_nothing: bool  # but the formula as it is
    numbers_matter: bool


class _Digits(NamedTuple):
    """What is known of formulas whose `digits_alike` are the same."""

    shape: Shape
    places: shapes.Places


class Alike:
    """The shapes of formulas that have been taken apart."""

    def __init__(self) -> None:
        # `digits_alike` of formulas that the engine gets as they are: a look at them is enough
        self.nothing_special: set[bytes] = set()
        self._by_digits: dict[bytes, _Digits] = {}
        self._by_numbers: dict[tuple[object, ...], Shape] = {}
        self._by_pattern: dict[str, Shape] = {}

    def add(self, text: str, shape: Shape) -> None:
        """Keep the shape of a formula; it is that of others with the same pattern."""
        self._by_pattern[shapes.pattern(text)] = shape
        if shape.numbers_matter:
            self._by_pattern[shapes.pattern_with_numbers(text)] = shape

    def find(self, text: str, digits: bytes) -> Shape | None:
        """The shape of a formula, given its text and its `digits_alike`."""
        known = self._by_digits.get(digits)
        if known is None:
            return self._like_one_before(text, digits)
        if known.places.are_backwards(text):
            return None  # areas have to be turned round
        if not known.shape.numbers_matter:
            return known.shape
        key = (digits, *known.places.numbers(text))
        if key not in self._by_numbers:
            shape = self._by_pattern.get(shapes.pattern_with_numbers(text))
            if shape is None:
                return None
            self._by_numbers[key] = shape
        return self._by_numbers[key]

    def _like_one_before(self, text: str, digits: bytes) -> Shape | None:
        pattern = shapes.pattern(text)
        shape = self._by_pattern.get(pattern)
        if shape is None or is_backwards(text):
            return None
        if shapes.follows_from_digits(pattern):
            if shape.is_nothing and not shape.numbers_matter and ":" not in text:
                self.nothing_special.add(digits)
            else:
                self._by_digits[digits] = _Digits(shape, shapes.Places.of(text))
        if shape.numbers_matter:
            return self._by_pattern.get(shapes.pattern_with_numbers(text))
        return shape
