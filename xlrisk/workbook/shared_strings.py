"""The texts that cells of a workbook share, and refer to by number."""

from __future__ import annotations

from . import guard
from .package import Package
from .structure import STRICT, TRANSITIONAL, Structure
from .values import unescaped

_ITEM, _TEXT, _PHONETIC_RUN = (
    (f"{TRANSITIONAL} {word}", f"{STRICT} {word}") for word in ("si", "t", "rPh")
)


def shared_strings(package: Package, structure: Structure) -> list[str]:
    """The shared texts; of rich ones the letters only, and without their pronunciation."""
    texts = _Texts()
    if part := structure.shared_strings:
        guard.parse(package.read(part), part, texts.start, texts.end, texts.characters)
    return texts.found


class _Texts:
    """The texts of a part while it is parsed."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._runs: list[str] = []
        self._is_phonetic = self._is_text = False

    def start(self, element: str, _: dict[str, str]) -> None:
        if element in _TEXT:
            self._is_text = not self._is_phonetic
        elif element in _PHONETIC_RUN:
            self._is_phonetic = True

    def end(self, element: str) -> None:
        if element in _TEXT:
            self._is_text = False
        elif element in _PHONETIC_RUN:
            self._is_phonetic = False
        elif element in _ITEM:
            self.found.append(unescaped("".join(self._runs)))
            self._runs.clear()

    def characters(self, text: str) -> None:
        if self._is_text:
            self._runs.append(text)
