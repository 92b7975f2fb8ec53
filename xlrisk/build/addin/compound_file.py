"""A compound file, the container of a VBA project: streams in storages, as in a small file system.

Written as [MS-CFB] has it in version 3: sectors of 512 bytes, chained by a table; streams below
4096 bytes stand in mini sectors of 64. The libraries that write such files at all work on folders
of the disk and are at 0.0.6, so the little that is needed stands here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Tree: TypeAlias = Mapping[str, "bytes | Tree"]

_SECTOR, _MINI_SECTOR, _SMALLEST_STREAM = 512, 64, 4096
_ENTRY = struct.Struct("<64sHBB3I16sI2QIQ")
_IN_A_SECTOR = _SECTOR // 4  # numbers of sectors
_IN_THE_HEADER = 109
_FREE, _END, _TABLE, _NONE = 0xFFFF_FFFF, 0xFFFF_FFFE, 0xFFFF_FFFD, 0xFFFF_FFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_RED, _BLACK = 0, 1


@dataclass
class _Entry:
    """A storage or a stream in the directory; children are a balanced tree of entries."""

    name: str
    kind: int
    data: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0
    colour: int = _BLACK


@dataclass
class _Sectors:
    """Sectors of one size, and the table that says which one follows each."""

    size: int
    content: bytearray = field(default_factory=bytearray)
    table: list[int] = field(default_factory=list)

    def put(self, data: bytes) -> int:
        """Append a chain of sectors, and give the number of its first."""
        if not data:
            return _END
        start, count = len(self.table), -(-len(data) // self.size)
        self.content += data.ljust(count * self.size, b"\0")
        self.table += [*range(start + 1, start + count), _END]
        return start


def compound_file(tree: Tree) -> bytes:
    """The file that holds this tree: bytes are streams, mappings are storages."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add(entries, tree)
    sectors, mini = _Sectors(_SECTOR), _Sectors(_MINI_SECTOR)
    for entry in entries:
        if entry.kind == _STREAM:
            small = len(entry.data) < _SMALLEST_STREAM
            entry.start = (mini if small else sectors).put(entry.data)
    entries[0].data = bytes(mini.content)
    entries[0].start = sectors.put(entries[0].data)
    mini_table = _numbers(mini.table)
    mini_start = sectors.put(mini_table)
    directory_start = sectors.put(_directory(entries))
    tables = _append_the_table(sectors)
    header = struct.pack(
        "<8s16x5H6x9I",
        bytes.fromhex("d0cf11e0a1b11ae1"),
        *(0x3E, 3, 0xFFFE, 9, 6),  # version, byte order, sizes of the sectors as powers of 2
        *(0, len(tables), directory_start, 0, _SMALLEST_STREAM),
        *(mini_start, len(mini_table) // _SECTOR, _END, 0),
    )
    header += struct.pack(f"<{len(tables)}I", *tables).ljust(4 * _IN_THE_HEADER, b"\xff")
    return header + bytes(sectors.content)


def _add(entries: list[_Entry], tree: Tree) -> int:
    """Append what a storage holds, and give the entry at the top of its tree."""
    members = []
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        content = tree[name]
        members.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _STREAM, content))
        else:
            entries.append(storage := _Entry(name, _STORAGE))
            storage.child = _add(entries, content)
    return _balanced(entries, members, len(members).bit_length())


def _balanced(entries: list[_Entry], members: Sequence[int], levels: int) -> int:
    """A red-black tree of sorted entries: its last level is red, all above it is black."""
    if not members:
        return _NONE
    middle = len(members) // 2
    top = entries[members[middle]]
    for part, side in ((members[:middle], "left"), (members[middle + 1 :], "right")):
        if part:
            setattr(top, side, _balanced(entries, part, levels - 1))
            if levels == 2:
                entries[getattr(top, side)].colour = _RED
    return members[middle]


def _directory(entries: list[_Entry]) -> bytes:
    return b"".join(_entries(entries))


def _entries(entries: list[_Entry]) -> Iterator[bytes]:
    for entry in entries:
        name = f"{entry.name}\0".encode("utf-16-le")
        yield _ENTRY.pack(
            *(name, len(name), entry.kind, entry.colour),
            *(entry.left, entry.right, entry.child),
            *(b"", 0, 0, 0),  # class, state and times
            *(entry.start, len(entry.data)),
        )
    for _ in range(-len(entries) * _ENTRY.size % _SECTOR // _ENTRY.size):
        yield _ENTRY.pack(b"", 0, 0, _RED, _NONE, _NONE, _NONE, b"", 0, 0, 0, 0, 0)


def _append_the_table(sectors: _Sectors) -> list[int]:
    """Append the table of sectors, which lists itself, too, and give the numbers of its sectors."""
    count = 0
    while count * _IN_A_SECTOR < len(sectors.table) + count:
        count += 1
    if count > _IN_THE_HEADER:
        raise ValueError("a VBA project of more than 7 MB is not foreseen")
    first = len(sectors.table)
    sectors.table += [_TABLE] * count
    sectors.content += _numbers(sectors.table)
    return list(range(first, first + count))


def _numbers(table: list[int]) -> bytes:
    """A table of sector numbers as it stands in sectors."""
    return struct.pack(f"<{len(table)}I", *table) + b"\xff" * (-4 * len(table) % _SECTOR)
