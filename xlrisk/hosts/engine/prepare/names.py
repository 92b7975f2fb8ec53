"""Defined names: which one a formula means, and what it stands for in a cell."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ....workbook.shared_formulas import SharedFormula
from .references import reference

if TYPE_CHECKING:
    from ....workbook.structure import DefinedName

_LAMBDA = re.compile(r"\s*(?:_xlfn\.)*LAMBDA\s*\(", re.IGNORECASE)
_THIS_SHEET = re.compile(r"(?<![\w.'\]!])!(?=[$A-Za-z])")  # the sheet of the formula


class Names:
    """The defined names of a workbook; case does not count."""

    def __init__(self, names: Iterable[DefinedName]) -> None:
        self._names = {(name.name.casefold(), name.sheet): name for name in names}
        self._texts: dict[int, SharedFormula] = {}

    def find(self, name: str, sheet: int | None) -> DefinedName | None:
        """The name as a sheet sees it: its own before those of the workbook."""
        key = name.casefold()
        return self._names.get((key, sheet)) or self._names.get((key, None))

    def text(self, name: DefinedName, row: int, column: int) -> str:
        """What a name stands for in a cell: its relative references are counted from A1."""
        shared = self._texts.get(id(name))
        if shared is None:
            text = _THIS_SHEET.sub("", name.text.strip().removeprefix("="))
            shared = self._texts[id(name)] = SharedFormula(text, 1, 1)
        return shared.at(row, column)

    def is_relative(self, name: DefinedName) -> bool:
        """Whether a name means something else in another cell."""
        return self.text(name, 1, 1) != self.text(name, 2, 2)


def is_lambda(name: DefinedName) -> bool:
    """Whether a name is a function that its workbook defines."""
    return bool(_LAMBDA.match(name.text))


def is_area(name: DefinedName) -> bool:
    return reference(name.text) is not None
