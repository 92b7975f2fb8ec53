"""A zip archive with other contents for some members, and every other byte as it was."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

from .archive import (
    END_64,
    FIELD,
    IN_UTF_8,
    LOCAL,
    LOCATOR,
    NARROW,
    RECORD,
    UNSAID,
    WIDE,
    WIDE_NUMBERS,
    Archive,
    Directory,
    Member,
    Record,
    extra_fields,
)
from .guard import DEFLATED, Refused

LARGEST = UNSAID - 1
_NEEDS_INFLATING = 20  # the version of the format


def repacked(archive: Archive, contents: Mapping[int, bytes], level: int) -> bytes:
    """The archive with other contents for the members that start at these bytes.

    Bytes that belong to no member (before the first one, in gaps, the comment) stay, but for a gap
    behind a member that is replaced.
    """
    data = archive.data
    position = min(member.start for member in archive.members)
    pieces: list[bytes | memoryview] = [data[:position]]
    records = {}
    for member, end in archive.spans():
        its_pieces: list[bytes | memoryview]
        if member.start in contents:
            *its_pieces, record = _replaced(data, member, contents[member.start], level)
            NARROW.pack_into(record, RECORD.size - NARROW.size, position)
        else:
            its_pieces, record = [data[member.start : end]], bytearray(data[member.record])
            place, width = member.place_of_start
            width.pack_into(record, place, position)
        pieces += its_pieces
        records[member.start] = record
        position = _checked(position + sum(map(len, its_pieces)))
    directory = b"".join(records[member.start] for member in archive.members)
    tail = _tail(data, archive.directory, position, len(directory))
    _checked(position + len(directory) + len(tail))
    return b"".join([*pieces, directory, tail])


def _replaced(
    data: memoryview, member: Member, content: bytes, level: int
) -> tuple[bytes, bytes, bytearray]:
    """The local header of a member, another content, and its record without a place."""
    packed = zlib.compress(content, level, -zlib.MAX_WBITS)
    old = Record(*RECORD.unpack_from(data, member.record.start))
    behind_name = bytes(data[member.record])[RECORD.size + old.name :]
    extra = _without_wide_numbers(behind_name[: old.extra])
    comment = behind_name[old.extra :]
    record = old._replace(
        needs=_NEEDS_INFLATING,
        flags=old.flags & IN_UTF_8,
        method=DEFLATED,
        checksum=zlib.crc32(content),
        packed=_checked(len(packed)),
        size=_checked(len(content)),
        extra=len(extra),
        start=0,
    )
    shared = record[2:11]  # needs ... name are said in both places
    local = LOCAL.pack(b"PK\3\4", *shared, 0) + member.raw_name
    return local, packed, bytearray(RECORD.pack(*record) + member.raw_name + extra + comment)


def _without_wide_numbers(extra: bytes) -> bytes:
    for field, start, end in extra_fields(extra):
        if field == WIDE_NUMBERS:
            return extra[: start - FIELD.size] + extra[end:]
    return extra


def _tail(data: memoryview, directory: Directory, start: int, size: int) -> bytes:
    """What stands behind the directory, for one that begins here and has this size."""
    tail = bytearray(data[directory.end :])
    last = directory.last - directory.end
    if directory.is_wide:
        WIDE.pack_into(tail, END_64.size - 2 * WIDE.size, size)
        WIDE.pack_into(tail, END_64.size - WIDE.size, start)
        WIDE.pack_into(tail, last - LOCATOR.size + 8, start + size)
    for place, number in ((last + 12, size), (last + 16, start)):
        if NARROW.unpack_from(tail, place) != (UNSAID,):
            NARROW.pack_into(tail, place, number)
    return bytes(tail)


def _checked(size: int) -> int:
    if size > LARGEST:
        raise Refused(
            "The workbook would become larger than 4 GiB, which is more than its package can hold; "
            "split it into several workbooks."
        )
    return size
