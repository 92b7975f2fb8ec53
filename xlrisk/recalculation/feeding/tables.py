"""Tables that grow with the data that they are given."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from ...workbook.addresses import area
from ...workbook.guard import damaged
from ...workbook.splicing import spliced, tag_at, with_attribute
from ...workbook.structure import Table
from ...workbook.transcoding import utf8


def grown(xml: bytes, table: Table, bottom: int) -> bytes:
    """The part of a table with this last row, for the table and its filter."""
    text, encoding = utf8(xml)
    edits = []
    for start, reference in _references(text, table.part):
        tag = tag_at(text, start)
        new = str(area(reference)._replace(bottom=bottom))
        edits.append((start, start + len(tag), with_attribute(tag, "ref", new)))
    return encoding.of(spliced(text, edits))


def _references(xml: bytes, part: str) -> list[tuple[int, str]]:
    """Where the tags of the table and of its filter begin, and what they refer to."""
    found: list[tuple[int, str]] = []
    open_elements: list[str] = []
    parser: Any = expat.ParserCreate("utf-8", " ")

    def start(element: str, attributes: dict[str, str]) -> None:
        word = element.rpartition(" ")[2]
        if "ref" in attributes and [*open_elements, word] in (["table"], ["table", "autoFilter"]):
            found.append((parser.CurrentByteIndex, attributes["ref"]))
        open_elements.append(word)

    def end(_: str) -> None:
        open_elements.pop()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise damaged(f"{part} is no well-formed XML ({error})") from None
    return found
