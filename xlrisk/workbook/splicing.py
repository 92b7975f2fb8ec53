"""Tags of a sheet as bytes, and edits of them."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable
from typing import TypeAlias
from xml.sax.saxutils import escape

_START, _END = operator.itemgetter(0), operator.itemgetter(1)
_TAG = re.compile(rb"""<([^\s/>]+)(?:[^>"']|"[^"]*"|'[^']*')*>""")
_PREFIX = re.compile(rb"<([^\s/>:]+:)")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=]+)\s*=\s*("[^"]*"|'[^']*')""")


Edit: TypeAlias = tuple[int, int, bytes]  # bytes to stand in place of those from start to end


def spliced(xml: bytes, edits: Iterable[Edit]) -> bytes:
    """The bytes after all edits; the same object where there are none."""
    result, view, done = bytearray(), memoryview(xml), 0
    # what is inserted at a place comes before what replaces the bytes there
    for start, end, content in sorted(sorted(edits, key=_END), key=_START):
        result += view[done:start]
        result += content
        done = end
    if not done and not result:
        return xml
    result += view[done:]
    return bytes(result)


def tag_at(xml: bytes, start: int) -> bytes:
    """The tag that begins here."""
    found = _TAG.match(xml, start)
    if found is None:
        raise ValueError(f"no tag begins at byte {start}")
    return found[0]


def prefix_of(xml: bytes, start: int) -> bytes:
    """The namespace prefix of the tag that begins here, with its colon."""
    found = _PREFIX.match(xml, start)
    return found[1] if found else b""


def with_attribute(tag: bytes, name: str, value: str | None) -> bytes:
    """The tag with this attribute, whose value needs no escapes; None leaves it out."""
    key = name.encode()
    new = f' {name}="{value}"'.encode() if value is not None else b""
    found = next((item for item in _ATTRIBUTE.finditer(tag) if item[1] == key), None)
    if found:
        return tag[: found.start()] + new + tag[found.end() :]
    end = -2 if tag.endswith(b"/>") else -1
    return tag[:end] + new + tag[end:]


def opened(tag: bytes) -> tuple[bytes, bytes]:
    """The tag of an empty element as a pair of tags."""
    found = _TAG.match(tag)
    name = found[1] if found else b""
    return tag[:-2].rstrip() + b">", b"</" + name + b">"


def element(prefix: bytes, name: str, text: str) -> bytes:
    """An element that holds a text, all of whose characters a parser gives back."""
    tag = prefix + name.encode()
    # white space at the edges, and nothing but white space, is otherwise free to be dropped
    space = b' xml:space="preserve"' if text != text.strip() else b""
    return b"<%b%b>%b</%b>" % (tag, space, escape(text).encode(), tag)
