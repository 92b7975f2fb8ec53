"""The zip archive of a workbook, its directory read strictly.

Programs read a zip file in different ways where it contradicts itself, so that one may check what
another does not open. Here every statement is held against the others, and a file with two meanings
is refused. The zipfile module takes such files, reads a directory of any length, and does not give
the records that a byte for byte copy needs; so they are looked at here, and inflated by zlib.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from struct import Struct
from typing import NamedTuple, TypeAlias

from . import guard
from .guard import DEFLATED, STORED, Limits, Refused, damaged

Data: TypeAlias = bytes | bytearray | memoryview | mmap.mmap

END = Struct("<4s4H2IH")
END_64 = Struct("<4sQ2H2I4Q")
LOCATOR = Struct("<4sIQI")  # says where END_64 stands
RECORD = Struct("<4s6H3I5H2I")
LOCAL = Struct("<4s5H3I2H")
FIELD = Struct("<2H")
NARROW, WIDE = Struct("<I"), Struct("<Q")
UNSAID_SHORT, UNSAID = 0xFFFF, 0xFFFF_FFFF  # instead of a number that is said in 64 bits elsewhere
WIDE_NUMBERS = 1  # the extra field where a member says them
ENCRYPTED, IN_UTF_8, SIZES_FOLLOW = 0x2041, 0x800, 0x8  # flags


class Record(NamedTuple):
    """A record of the directory; name, extra fields and comment follow it."""

    signature: bytes
    made_by: int
    needs: int
    flags: int
    method: int
    time: int
    date: int
    checksum: int
    packed: int
    size: int
    name: int  # these three are lengths
    extra: int
    comment: int
    disk: int
    internal: int
    external: int
    start: int


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the archive as the directory has it."""

    name: str
    method: int
    checksum: int
    packed: int
    size: int
    start: int
    record: slice  # of the file: the record in the directory
    raw_name: bytes
    place_of_start: tuple[int, Struct]  # where in the record `start` is written, and how wide

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/") and not self.size


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the directory begins and ends, how many members it has, and where END stands."""

    start: int
    end: int
    count: int
    last: int

    @property
    def is_wide(self) -> bool:
        """Whether its numbers are said in 64 bits, too."""
        return self.last != self.end


class Archive:
    """A zip archive in memory, its members in the order of the directory."""

    def __init__(self, data: Data, limits: Limits) -> None:
        self.data = memoryview(data)
        self.directory = _directory(self.data)
        limits.check_count(self.directory.count)
        self.members = tuple(_members(self.data, self.directory))
        for member in self.members:
            limits.check_part(member.name, member.packed, member.size)
        limits.check_total(sum(member.size for member in self.members))
        self._contents = {
            member.start: _content(self.data, member, end) for member, end in self.spans()
        }

    def spans(self) -> Iterator[tuple[Member, int]]:
        """Members in the order of their bytes, each with the start of what follows it."""
        ordered = sorted(self.members, key=lambda member: member.start)
        ends = chain((member.start for member in ordered[1:]), [self.directory.start])
        return zip(ordered, ends, strict=False)

    def read(self, member: Member) -> bytes:
        """The content of a member."""
        packed = self.data[self._contents[member.start]]
        return guard.unpacked(member.name, packed, member.method, member.size, member.checksum)


def _directory(data: memoryview) -> Directory:
    last = _last(data)
    _, *said, _ = END.unpack_from(data, last)
    end, numbers = last, said
    locator = last - LOCATOR.size
    if locator >= 0 and bytes(data[locator : locator + 4]) == b"PK\6\7":
        end, numbers = _said_in_64_bits(data, locator)
        unsaid = [UNSAID_SHORT] * 4 + [UNSAID] * 2
        if any(a not in (b, c) for a, b, c in zip(said, numbers, unsaid, strict=True)):
            raise damaged("its directory says two different things about itself")
    *disks, count_here, count, size, start = numbers
    if any(disks) or count_here != count:
        raise Refused("The file is one piece of a zip archive in several; put them together first.")
    if start + size != end:
        raise damaged("its directory is not where it says, as if bytes were missing or added")
    return Directory(start, end, count, last)


def _last(data: memoryview) -> int:
    """Where END stands: its comment, which is mostly empty, reaches to the end of the file."""
    begin = max(0, len(data) - END.size - 0xFFFF)
    tail = bytes(data[begin:])
    found = []
    place = tail.find(b"PK\5\6")
    while 0 <= place <= len(tail) - END.size:
        *_, comment = END.unpack_from(tail, place)
        if place + END.size + comment == len(tail):
            found.append(begin + place)
        place = tail.find(b"PK\5\6", place + 1)
    if len(found) > 1:
        raise damaged("it ends in two ways")
    if not found:
        raise guard.not_a_package(data)
    return found[0]


def _said_in_64_bits(data: memoryview, locator: int) -> tuple[int, list[int]]:
    """Where END_64 stands, and the numbers of END as it says them."""
    _, _, place, _ = LOCATOR.unpack_from(data, locator)
    if place + END_64.size <= locator:
        signature, length, _, _, *numbers = END_64.unpack_from(data, place)
        if signature == b"PK\6\6" and place + 12 + length == locator:
            return place, numbers
    raise damaged("its directory is not where it says, as if bytes were missing or added")


def _members(data: memoryview, directory: Directory) -> Iterator[Member]:
    position = directory.start
    for _ in range(directory.count):
        if position + RECORD.size > directory.end:
            raise damaged("its directory has fewer parts than it says")
        record = Record(*RECORD.unpack_from(data, position))
        following = position + RECORD.size + record.name + record.extra + record.comment
        if record.signature != b"PK\1\2" or following > directory.end:
            raise damaged("its directory cannot be read")
        yield _member(data, slice(position, following), record)
        position = following
    if position != directory.end:
        raise damaged("its directory has more parts than it says")


def _member(data: memoryview, place: slice, record: Record) -> Member:
    raw = bytes(data[place])
    extra = RECORD.size + record.name
    raw_name = raw[RECORD.size : extra]
    name = guard.part_name(raw_name, is_utf8=bool(record.flags & IN_UTF_8))
    if record.flags & ENCRYPTED:
        raise Refused(f"{name} is encrypted; save the workbook without a password.")
    if record.method not in (STORED, DEFLATED):
        raise Refused(
            f"{name} is packed in a way that workbooks do not use (method {record.method}); "
            "open the file in Excel and save it."
        )
    if record.disk:
        raise damaged(f"{name} is said to be in another file")
    (size, packed, start), place_of_start = _numbers(name, raw, record)
    return Member(
        name, record.method, record.checksum, packed, size, start, place, raw_name, place_of_start
    )


def _numbers(name: str, raw: bytes, record: Record) -> tuple[list[int], tuple[int, Struct]]:
    """Size, packed size and start of a member, and where in its record the start is written."""
    numbers = [record.size, record.packed, record.start]
    place_of_start = (RECORD.size - NARROW.size, NARROW)
    if UNSAID not in numbers:
        return numbers, place_of_start
    extra = RECORD.size + record.name
    fields = extra_fields(raw[extra : extra + record.extra])
    position, end = next(
        ((extra + start, extra + end) for field, start, end in fields if field == WIDE_NUMBERS),
        (0, 0),
    )
    for which, number in enumerate(numbers):
        if number == UNSAID:  # only these are there, one behind the other
            if position + WIDE.size > end:
                raise damaged(f"{name} does not say how large it is or where it stands")
            (numbers[which],) = WIDE.unpack_from(raw, position)
            if which == 2:
                place_of_start = (position, WIDE)
            position += WIDE.size
    return numbers, place_of_start


def extra_fields(extra: bytes) -> Iterator[tuple[int, int, int]]:
    """Extra fields as identifier, start and end of their content; what is none is left out."""
    end = 0
    while end + FIELD.size <= len(extra):
        identifier, length = FIELD.unpack_from(extra, end)
        start = end + FIELD.size
        end = start + length
        if end <= len(extra):
            yield identifier, start, end


def _content(data: memoryview, member: Member, end: int) -> slice:
    """Where the packed content of a member is: behind its local header, before what follows."""
    name_start = member.start + LOCAL.size
    if name_start > end:
        raise damaged(f"{member.name} and another part overlap")
    signature, _, flags, method, _, _, *said, name, extra = LOCAL.unpack_from(data, member.start)
    start = name_start + name + extra
    if start + member.packed > end:
        raise damaged(f"{member.name} and another part overlap")
    meant = (member.checksum, member.packed, member.size)
    if (
        signature != b"PK\3\4"
        or data[name_start : name_start + name] != member.raw_name
        or method != member.method
        or flags & ENCRYPTED
        or (
            not flags & SIZES_FOLLOW
            and any(a not in (b, UNSAID) for a, b in zip(said, meant, strict=True))
        )
    ):
        raise damaged(f"{member.name} is not what the directory says of it")
    return slice(start, start + member.packed)
