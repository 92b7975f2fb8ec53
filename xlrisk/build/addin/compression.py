"""The compression of the streams of a VBA project, [MS-OVBA] 2.4.1.

Chunks of 4096 bytes, each coded by itself: literal bytes, and copies of what came before in the
chunk. The copies need not be the longest; any decoder reads what is written here.
"""

from __future__ import annotations

import struct
from collections import defaultdict

_CHUNK = 4096
_SHORTEST = 3  # of a copy
_TRIES = 64
_COMPRESSED, _RAW = 0xB000, 0x3000


def compressed(data: bytes) -> bytes:
    """A compressed container."""
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return b"\x01" + b"".join(map(_coded, chunks))


def _coded(chunk: bytes) -> bytes:
    tokens = _tokens(chunk)
    if len(tokens) >= _CHUNK == len(chunk):
        return struct.pack("<H", _RAW | (_CHUNK - 1)) + chunk
    if len(tokens) > _CHUNK:
        raise ValueError("a VBA module ends in what cannot be compressed")
    return struct.pack("<H", _COMPRESSED | (len(tokens) - 1)) + tokens


def _tokens(chunk: bytes) -> bytes:
    """Groups of eight tokens, before each group a byte that says which of them are copies."""
    coded, position = bytearray(), 0
    places: defaultdict[bytes, list[int]] = defaultdict(list)
    while position < len(chunk):
        flags, group = 0, bytearray()
        for bit in range(8):
            if position == len(chunk):
                break
            offset_bits = max(4, (position - 1).bit_length())
            longest = (0xFFFF >> offset_bits) + _SHORTEST
            start, length = _copy(chunk, position, places, longest)
            if length:
                flags |= 1 << bit
                token = (position - start - 1) << (16 - offset_bits) | (length - _SHORTEST)
                group += struct.pack("<H", token)
            else:
                length = 1
                group.append(chunk[position])
            for passed in range(position, position + length):
                places[chunk[passed : passed + _SHORTEST]].append(passed)
            position += length
        coded.append(flags)
        coded += group
    return bytes(coded)


def _copy(
    chunk: bytes, position: int, places: dict[bytes, list[int]], longest: int
) -> tuple[int, int]:
    """Where what comes next stands before, and how much of it; (0, 0) if nowhere."""
    best = (0, 0)
    limit = min(longest, len(chunk) - position)
    if limit < _SHORTEST:
        return best
    for start in reversed(places[chunk[position : position + _SHORTEST]][-_TRIES:]):
        length = _SHORTEST
        while length < limit and chunk[start + length] == chunk[position + length]:
            length += 1
        if length > best[1]:
            best = (start, length)
        if length == limit:
            break
    return best
