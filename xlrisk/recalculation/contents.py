"""What the cells of a workbook hold, as far as it tells where the engine may be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from ..hosts.engine.prepare.doubts import Doubt, has_awkward_texts, raised_by
from ..workbook.values import Cell, Strings
from .formulas import BookFormulas

_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_INLINE = b"inlineStr"
_MARKS = ((b't="e"', Doubt.IF_ERRORS), (b't="b"', Doubt.IF_BOOLEANS), (_INLINE, Doubt.IF_TEXTS))
_ANY_OF_THEM = Doubt.IF_ERRORS | Doubt.IF_BOOLEANS | Doubt.IF_TEXTS


def raised_by_constants(xml: bytes) -> Doubt:
    """The doubts that cells of a sheet raise, but for those that share their texts with others."""
    if b"'" in xml and b" t='" in xml:  # a single character is found ten times as fast
        return _ANY_OF_THEM
    raised = Doubt.NONE
    for mark, doubt in _MARKS:
        if mark in xml:
            raised |= doubt
    return raised


class Contents:
    """Looked at when a formula depends on it: in no cell there is more than this says.

    `constants` are the doubts that the cells of the sheets raise.
    """

    def __init__(self, constants: Doubt, strings: Strings, formulas: BookFormulas) -> None:
        self._constants, self._strings, self._formulas = constants, strings, formulas

    @cached_property
    def are_awkward(self) -> bool:
        """Whether there are texts for which even plain lookups are doubtful."""
        if Doubt.IF_TEXTS in self._constants:
            return True
        return has_awkward_texts([*self._strings(), *self._literals()])

    def raises(self, calculated: Iterable[Cell]) -> Doubt:
        """The doubts that constants, and these values of formulas, raise."""
        return self._constants | raised_by(self._strings()) | raised_by(calculated)

    def _literals(self) -> Iterator[str]:
        for text in self._formulas.with_literals():
            yield from _LITERAL.findall(text)
