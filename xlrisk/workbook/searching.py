"""The formulas of a sheet as far as searching its bytes finds them, and which are left to a parser.

The sheet is searched piece by piece, so that little more than what is found is in memory at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .rows import Rows
from .scanning import Scan, joined, scan

_LARGEST = np.iinfo(np.int32).max  # bytes that can be counted
_ATTRIBUTES = re.compile(rb'(?: [a-z]+="[^"<&]*")*')
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_FORMULA = re.compile(rb'<f((?: [a-z]+="[^"<&]*")+)(/?)>')
_MORE = frozenset({"cm", "vm"})  # of cells with a dynamic array, and with more than they show


@dataclass(frozen=True)
class Search:
    """What was found; a usual formula is known by its number."""

    usual: Scan
    kinds: Sequence[str]  # the t attributes of their cells
    shared: Mapping[int, Mapping[str, str]]  # what the tags say of those that share a text
    unusual: Sequence[int]  # where the formulas begin that a parser has to read


def search(xml: bytes, rows: Rows) -> Search | None:
    """The formulas of these rows; None where a parser has to read the whole sheet."""
    if len(xml) > _LARGEST:
        return None
    if rows.has_prefix:
        return Search(joined([]), [], {}, list(rows.formulas()))
    searching = _Searching(xml)
    for start, end in rows.pieces():
        if not _is_utf8(xml, start, end):
            return None
        searching.piece(start, end)
    usual = joined(searching.usual)
    if not usual.ascend():
        return None
    return Search(usual, searching.kinds, searching.shared, searching.unusual)


def _is_utf8(xml: bytes, start: int, end: int) -> bool:
    try:
        xml[start:end].decode()
    except UnicodeDecodeError:
        return False
    return True


class _Searching:
    """Goes through a sheet from piece to piece."""

    def __init__(self, xml: bytes) -> None:
        self._xml = xml
        self._kind_of = _Kinds()
        self._empty_tags: dict[bytes, Mapping[str, str] | None] = {}
        self.usual: list[Scan] = []
        self.kinds: list[str] = []
        self.shared: dict[int, Mapping[str, str]] = {}
        self.unusual: list[int] = []

    def piece(self, start: int, end: int) -> None:
        """Take the formulas of these rows."""
        cells, unusual = scan(self._xml, start, end)
        kinds = self._kinds(cells)
        is_usual = np.array([kind is not None for kind in kinds], bool)
        text, tags = cells.text.copy(), {}
        starts, ends = cells.formula.data, cells.formula_end.data
        for number in np.flatnonzero(text == 0).tolist():
            found = self._tag(starts[number], ends[number])
            if found is None:
                is_usual[number] = False
            else:
                tags[number], text[number] = found
        before = len(self.kinds)
        numbers = np.cumsum(is_usual) + (before - 1)
        for number, tag in tags.items():
            if is_usual[number] and tag.get("t") == "shared":
                self.shared[int(numbers[number])] = tag
        self.kinds += [
            kind for kind, taken in zip(kinds, is_usual, strict=True) if taken and kind is not None
        ]
        self.usual.append(replace(cells, text=text).of(is_usual))
        self.unusual += np.sort(np.concatenate([unusual, cells.formula[~is_usual]])).tolist()

    def _tag(self, start: int, end: int) -> tuple[Mapping[str, str], int] | None:
        """What the tag of a formula says, and where its text begins; None for a parser.

        Nearly all of them are the same few: <f t="shared" si="0"/>.
        """
        tag = self._xml[start:end]
        if not tag.endswith(b"/>"):
            return _tag(self._xml, start, end)
        if tag not in self._empty_tags:
            found = _tag(tag, 0, len(tag))
            self._empty_tags[tag] = found[0] if found else None
        attributes = self._empty_tags[tag]
        return None if attributes is None else (attributes, end)

    def _kinds(self, cells: Scan) -> list[str | None]:
        """The t attributes of the cells; None where there is more to say of one."""
        xml, kind_of = self._xml, self._kind_of
        ends = cells.formula - len(b">")
        if (cells.attributes == ends).all():  # none of them has a style
            return [""] * len(ends)
        return [
            kind_of[xml[start:end]]
            for start, end in zip(cells.attributes.tolist(), ends.tolist(), strict=True)
        ]


class _Kinds(dict[bytes, "str | None"]):
    """The t attribute by all attributes of a cell; None where there is more to say of it."""

    def __missing__(self, attributes: bytes) -> str | None:
        kind = None
        if _ATTRIBUTES.fullmatch(attributes):
            given = dict(_ATTRIBUTE.findall(attributes.decode()))
            kind = given.get("t", "") if _MORE.isdisjoint(given) else None
        self[attributes] = kind
        return kind


def _tag(xml: bytes, start: int, end: int) -> tuple[Mapping[str, str], int] | None:
    """What the tag of a formula says, and where its text begins.

    None where a parser has to read it: an array, say, or a text that begins with a space.
    """
    found = _FORMULA.match(xml, start, end)
    if found is None:
        return None
    attributes = dict(_ATTRIBUTE.findall(found[1].decode()))
    if attributes.get("t", "normal") not in {"normal", "shared"}:
        return None
    if found[2]:
        return (attributes, end) if found.end() == end and "t" in attributes else None
    has_text = xml.endswith(b"</f>", found.end(), end) and xml[found.end()] > ord(" ")
    return (attributes, found.end()) if has_text and xml[found.end()] != ord("<") else None
