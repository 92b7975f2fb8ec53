"""Calls of our functions through a broken add-in link, back to plain names.

A workbook that was saved where the add-in was not found, or that comes from another computer,
says `'C:\\..\\xlrisk.xlam'!BETA_OF(...)`, `[1]!BETA_OF(...)` or `_xll.BETA_OF(...)`. Only the
texts of such formulas change: shared formulas stay shared, cached values and link parts stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from ..functions import FUNCTIONS
from ..hosts.engine.prepare.spellings import own_name
from ..hosts.engine.prepare.tokens import Call, Expression, NotUnderstoodError, text_of, tree
from ..workbook.guard import Limits
from ..workbook.package import Package
from ..workbook.sheet import SheetIndex, has_formulas, index_of
from ..workbook.splicing import Edit, spliced, tag_at
from ..workbook.structure import structure_of
from ..workbook.transcoding import utf8
from ..workbook.values import escaped

_BEHIND_SOMETHING = re.compile(rf"[!._](?:{'|'.join(FUNCTIONS)})\(", re.IGNORECASE)


def repaired(formula: str) -> str:
    """The formula (without "=") with the plain names of our functions."""
    if not _BEHIND_SOMETHING.search(formula):
        return formula
    try:
        nodes = tree(formula)
    except NotUnderstoodError:
        return formula
    _rename(nodes)
    return text_of(nodes)


def repair(data: bytes, limits: Limits) -> tuple[bytes, int]:
    """The workbook with plain names, and how many formulas were changed.

    The same bytes come back where there are none. Raises FileError where the workbook is refused.
    """
    package = Package(data, limits)
    parts: dict[str, bytes] = {}
    count = 0
    for sheet in structure_of(package).sheets:
        if sheet.kind != "worksheet" or not has_formulas(xml := package.read(sheet.part)):
            continue
        index = index_of(xml, list)  # of values, only those in their cells are looked at
        text, encoding = utf8(xml)
        if edits := list(_edits(text, index)):
            parts[sheet.part] = encoding.of(spliced(text, edits))
            count += len(edits)
    return package.rewritten(parts) if parts else data, count


def _rename(nodes: Expression) -> None:
    for node in nodes:
        if isinstance(node, Call):
            plain = own_name(node.name)
            if plain and node.name.upper() != plain:
                node.name = plain
            for argument in node.arguments:
                _rename(argument)


def _edits(xml: bytes, index: SheetIndex) -> Iterator[Edit]:
    """The texts between the tags of formulas, where they change."""
    for formula in index.formulas.values():
        tag = tag_at(xml, formula.place.formula)
        start = formula.place.formula + len(tag)
        end = xml.rfind(b"</", start, formula.place.formula_end)
        if end <= start:  # the text stands in another cell, which shares it
            continue
        new = repaired(formula.text)
        if new != formula.text:
            yield (start, end, escape(escaped(new)).encode())
