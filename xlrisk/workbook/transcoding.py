"""Any encoding of an XML part as UTF-8 and back, so that all else works on UTF-8 bytes.

What is decoded and encoded again is the same byte for byte; only what was spliced differs.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from ..errors import FileError

_DECLARATION = re.compile(
    rb"""<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]*)["'][^>]*\?>"""
)
_MARKS = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_PLAIN = frozenset({"utf-8", "ascii"})


class Encoding(NamedTuple):
    """How a part was encoded."""

    codec: str
    mark: bytes = b""

    def of(self, utf8: bytes) -> bytes:
        """The bytes of a part in its own encoding again."""
        if self.codec == "utf-8":
            return utf8
        # a character that the encoding lacks is written as a reference to it
        return self.mark + utf8.decode().encode(self.codec, "xmlcharrefreplace")


_UTF8 = Encoding("utf-8")


def utf8(xml: bytes) -> tuple[bytes, Encoding]:
    """The part in UTF-8 (the same object where it is already), and how to go back."""
    encoding = _encoding(xml)
    if encoding.codec == "utf-8":
        return xml, encoding
    try:
        text = xml[len(encoding.mark) :].decode(encoding.codec).encode()
        is_reversible = encoding.of(text) == xml
    except (UnicodeError, LookupError):  # a LookupError says that the codec is none of texts
        is_reversible = False
    if not is_reversible:
        raise FileError(
            f"A part of the workbook is not the {encoding.codec} text that it says it is; "
            "open the workbook in Excel and save it again."
        )
    return text, encoding


def _encoding(xml: bytes) -> Encoding:
    start = xml[:2]
    for mark, codec in _MARKS:
        if start == mark:
            return Encoding(codec, mark)
    for beginning, codec in _UNMARKED:
        if start == beginning:
            return Encoding(codec)
    declaration = _DECLARATION.match(xml)
    return _declared(declaration[1].decode()) if declaration else _UTF8


def _declared(name: str) -> Encoding:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        raise FileError(
            f'A part of the workbook is in the encoding "{name}", which is not known; '
            "open the workbook in Excel and save it again."
        ) from None
    # a declaration that can be read byte by byte rules UTF-16 out, whatever it says
    return _UTF8 if codec in _PLAIN or codec.startswith(("utf-16", "utf-32")) else Encoding(codec)
