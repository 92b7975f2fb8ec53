"""What of a workbook is not opened, and why: other people's files are hostile.

Nothing is believed that a file says of itself: what it declares is held against the limits, and
what it holds against what it declares. Everything stays in memory, and XML is parsed only where it
declares no document type, so that no entity can grow and no other file is read.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias
from xml.parsers import expat

from ..errors import FileError

MIB = 1 << 20
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the first bytes of the file format before zip packages
STORED, DEFLATED = 0, 8
_DOCTYPES = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_ENCODINGS = {"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"}

Start: TypeAlias = Callable[[str, dict[str, str]], Any]


class Refused(FileError):  # noqa: N818 (as the report of a run says it)
    """A workbook that is left alone; its text is the reason, one sentence for the user."""


@dataclass(frozen=True)
class Limits:
    """How much a workbook may hold; sizes are bytes after unpacking."""

    entries: int = 5_000
    part: int = 512 * MIB
    total: int = 1024 * MIB
    ratio: float = 250

    @staticmethod
    def chosen(max_size: int | None = None, max_parts: int | None = None) -> Limits:
        """The limits where the user chose a size in MiB or a number of parts.

        A chosen size holds for each part and for all together, and stands for itself: a high ratio
        is only a sign that a size was not expected.
        """
        standard = Limits()
        entries = standard.entries if max_parts is None else max_parts
        if max_size is None:
            return Limits(entries=entries)
        return Limits(entries, max_size * MIB, max_size * MIB, ratio=float("inf"))

    def check_count(self, count: int) -> None:
        """Refuse more parts than allowed."""
        if count > self.entries:
            raise Refused(
                f"The workbook has {count:,} parts, and {self.entries:,} are allowed; "
                "if you trust it, allow more by --max-parts N."
            )

    def check_part(self, name: str, packed: int, size: int) -> None:
        """Refuse a part that is too large, or suspiciously small where it is packed."""
        if size > self.part:
            raise Refused(
                f"{name} takes {_mib(size)} MiB unpacked, and {_mib(self.part)} MiB are allowed "
                "for a part; if you trust the workbook, allow more by --max-size MIB."
            )
        if size > MIB and size > self.ratio * packed:
            raise Refused(
                f"{name} grows more than {self.ratio:g}-fold when unpacked, as a zip bomb does; "
                "if you trust the workbook, say how large it may become by --max-size MIB."
            )

    def check_total(self, size: int) -> None:
        """Refuse parts that are too large together."""
        if size > self.total:
            raise Refused(
                f"The workbook takes {_mib(size)} MiB unpacked, and {_mib(self.total)} MiB are "
                "allowed; if you trust it, allow more by --max-size MIB."
            )


def _mib(size: int) -> str:
    """Rounded up, so that what is over a limit never looks equal to it."""
    return f"{-(-size // MIB):,}"


def damaged(what: str) -> Refused:
    """The refusal of a package that does not hold what it says."""
    return Refused(
        f"The package is damaged: {what}; fetch the file again, or repair it by opening it in "
        "Excel and saving it."
    )


def not_a_package(data: memoryview) -> Refused:
    """The refusal of a file that has no zip directory, by what it seems to be instead."""
    start = bytes(data[:8])
    if not start:
        return Refused("The file is empty; fetch it again.")
    if start == OLE:
        return _compound_file(bytes(data))
    if start.startswith(b"PK"):
        return damaged("it is cut off, or other data follow it")
    return Refused(
        "The file is not a workbook: .xlsx and .xlsm files are zip packages, and this is none; "
        "open it in the program that wrote it and save it as .xlsx."
    )


def _compound_file(content: bytes) -> Refused:
    """Streams of a compound file are named in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Refused(
            "The workbook is encrypted; open it in Excel, remove the password "
            "(File, Info, Protect Workbook, Encrypt with Password) and save it."
        )
    return Refused(
        "The file is not an .xlsx or .xlsm workbook but has the format of Excel 97 to 2003 (.xls); "
        "open it in Excel and save it as .xlsx."
    )


def part_name(raw: bytes, is_utf8: bool) -> str:
    """The name of a part, with slashes; refused where it leads out of the package."""
    try:
        name = raw.decode("utf-8" if is_utf8 else "cp437").replace("\\", "/")
    except UnicodeDecodeError:
        raise damaged(f"the name of the part {raw[:80]!r} cannot be read") from None
    segments = name.removesuffix("/").split("/")
    if not {"", ".", ".."}.isdisjoint(segments) or ":" in segments[0]:
        raise Refused(
            f"The package has a part {name[:80]!r}, a name that leads out of it, as no program "
            "for workbooks writes; don't open the file unless you know who made it."
        )
    if any(letter < " " for letter in name):
        raise damaged(f"the name of the part {name[:80]!r} cannot be read")
    return name


def unpacked(name: str, packed: memoryview, method: int, size: int, checksum: int) -> bytes:
    """The content of a part, never more bytes than it declares, and exactly as many."""
    content = bytes(packed) if method == STORED else _inflated(name, packed, size)
    if len(content) != size:
        which = "more" if len(content) > size else "less"
        raise damaged(f"{name} holds {which} than the {size:,} bytes that it declares")
    if zlib.crc32(content) != checksum:
        raise damaged(f"the checksum of {name} is wrong")
    return content


def _inflated(name: str, packed: memoryview, size: int) -> bytes:
    """The inflated bytes, or the first ones where they are more than this many."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        content = inflater.decompress(packed, size + 1)  # a bound of 0 would be none
    except zlib.error:
        raise damaged(f"{name} cannot be unpacked") from None
    if len(content) <= size and (not inflater.eof or inflater.unused_data):
        raise damaged(f"{name} does not end where it should")
    return content


def refuse_doctype(name: str, content: bytes) -> None:
    """Workbooks have no use for a document type, which can make a parser grow or read files."""
    if any(mark in content for mark in _DOCTYPES):
        raise _has_doctype(name)


def _has_doctype(name: str) -> Refused:
    return Refused(
        f"{name} declares a document type (DOCTYPE), which workbooks never do and attacks use; "
        "don't open the file unless you know who made it."
    )


def parse(
    xml: bytes,
    part: str,
    start: Start,
    end: Callable[[str], Any] | None = None,
    text: Callable[[str], Any] | None = None,
) -> None:
    """Parse a part for its elements; names come as "namespace name".

    Raises Refused where it is not well-formed, declares a document type or has an encoding that
    packages may not have.
    """

    def doctype(*_: object) -> None:
        raise _has_doctype(part)

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        # expat would look for others among the codecs of Python, some of which are no encodings
        if encoding and encoding.lower() not in _ENCODINGS:
            raise Refused(
                f"{part} has the encoding {encoding[:40]!r}, and parts of workbooks are in UTF-8 "
                "or UTF-16; open the file in Excel and save it."
            )

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.XmlDeclHandler = declaration
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise damaged(
            f"{part} is no well-formed XML ({expat.ErrorString(error.code)}, line {error.lineno})"
        ) from None
