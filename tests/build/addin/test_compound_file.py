"""Compound files, read back by olefile, which looks for defects; and what it does not look at."""

from __future__ import annotations

import hashlib
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import olefile
import pytest

from xlrisk.build.addin.compound_file import Tree, compound_file

NONE = 0xFFFF_FFFF
RED = 0


@dataclass
class Entry:
    name: str
    colour: int
    left: int
    right: int
    child: int


def opened(tree: Tree) -> olefile.OleFileIO:
    """The file of this tree; any defect is an error."""
    return olefile.OleFileIO(
        io.BytesIO(compound_file(tree)), raise_defects=olefile.DEFECT_POTENTIAL
    )


def streams(tree: Tree, *folders: str) -> Iterator[tuple[list[str], bytes]]:
    for name, content in tree.items():
        if isinstance(content, bytes):
            yield [*folders, name], content
        else:
            yield from streams(content, *folders, name)


def tree_of(*sizes: int) -> Tree:
    """Streams of these sizes, some of them in a storage."""
    named = {
        f"stream{number}": hashlib.shake_128(bytes([number])).digest(size)
        for number, size in enumerate(sizes)
    }
    return {"VBA": dict(list(named.items())[1:]), "PROJECT": named["stream0"]}


@pytest.mark.parametrize(
    "sizes",
    [
        (0,),
        (1,),
        (0, 0, 0),
        (63, 64, 65),
        (4095, 4096, 4097),
        (511, 512, 513, 5000, 8192),
        tuple(range(1, 60)),
        (100_000, 3, 70_000),
        (4_000_000,),
    ],
)
def test_streams_come_back(sizes: tuple[int, ...]) -> None:
    tree = tree_of(*sizes)
    with opened(tree) as file:
        assert file.parsing_issues == []
        assert sorted(file.listdir()) == sorted(path for path, _ in streams(tree))
        for path, content in streams(tree):
            assert file.openstream(path).read() == content


@pytest.mark.parametrize("count", range(1, 40))
def test_the_directory_is_a_red_black_tree_in_order(count: int) -> None:
    names = [f"{'x' * (number % 7)}{number}" for number in range(count)]
    entries = directory(compound_file(dict.fromkeys(names, b"1")))
    top = entries[0].child
    assert entries[top].colour != RED

    def walk(number: int, parent_is_red: bool) -> tuple[list[str], int]:
        """The names below an entry in order, and how many black entries lie on every way down."""
        if number == NONE:
            return [], 0
        entry = entries[number]
        is_red = entry.colour == RED
        assert not (is_red and parent_is_red)
        left, black_left = walk(entry.left, is_red)
        right, black_right = walk(entry.right, is_red)
        assert black_left == black_right
        return [*left, entry.name, *right], black_left + (not is_red)

    found, _ = walk(top, parent_is_red=False)
    assert found == sorted(names, key=lambda name: (len(name), name.upper()))


def directory(file: bytes) -> list[Entry]:
    """The entries, read by the offsets of [MS-CFB] 2.6.1."""
    sector = struct.unpack_from("<I", file, 48)[0]
    table = struct.unpack_from("<128I", file, 512 * (struct.unpack_from("<I", file, 76)[0] + 1))
    content = b""
    while sector < 0xFFFF_FFFA:
        content += file[512 * (sector + 1) : 512 * (sector + 2)]
        sector = table[sector]
    entries = []
    for start in range(0, len(content), 128):
        length = struct.unpack_from("<H", content, start + 64)[0]
        left, right, child = struct.unpack_from("<3I", content, start + 68)
        name = content[start : start + max(0, length - 2)].decode("utf-16-le")
        entries.append(Entry(name, content[start + 67], left, right, child))
    return entries


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="not foreseen"):
        compound_file({"stream": bytes(8_000_000)})
