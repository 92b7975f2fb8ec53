"""Whatever happens to the bytes of a workbook, it is refused with a sentence or opened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.packages import good_book, packed, parts_of
from xlrisk.workbook.guard import Refused
from xlrisk.workbook.package import Package
from xlrisk.workbook.shared_strings import shared_strings
from xlrisk.workbook.structure import structure_of


def open_all(data: bytes) -> bool:
    """Everything that may be done to a workbook; False where it is refused."""
    try:
        package = Package(data)
        found = structure_of(package)
        shared_strings(package, found)
        package.check()
    except Refused:
        return False
    part = found.sheets[0].part or "[Content_Types].xml"
    assert package.rewritten({}) == data
    again = Package(package.rewritten({part: package.read(part)}))
    assert {name: again.read(name) for name in again.names} == {
        name: package.read(name) for name in package.names
    }
    return True


@st.composite
def corrupted(draw: st.DrawFn, content: bytes) -> bytes:
    """A content with bytes flipped, cut, doubled and inserted."""
    changed = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(changed)))
        length = draw(st.integers(1, 60))
        match draw(st.sampled_from(["flip", "set", "cut", "double", "insert", "end"])):
            case "flip" if start < len(changed):
                changed[start] ^= 1 << draw(st.integers(0, 7))
            case "set" if start < len(changed):
                changed[start] = draw(st.sampled_from([0, 1, 8, 0x20, 0x3C, 0x7F, 0x80, 0xFF]))
            case "cut":
                del changed[start : start + length]
            case "double":
                changed[start:start] = changed[start : start + length]
            case "insert":
                changed[start:start] = draw(st.binary(max_size=20))
            case "end":
                del changed[start:]
    return bytes(changed)


SMALL = packed(parts_of(good_book()))
DIRECTORY = SMALL.index(b"PK\1\2")


@given(corrupted(SMALL))
def test_corrupted_bytes_are_refused_or_harmless(data: bytes) -> None:
    open_all(data)


@given(corrupted(SMALL[DIRECTORY:]))
def test_a_corrupted_directory_is_refused_or_harmless(directory: bytes) -> None:
    open_all(SMALL[:DIRECTORY] + directory)


PARSED = [
    *("[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"),
    *("xl/workbook.xml", "xl/tables/table1.xml", "xl/sharedStrings.xml"),
]


@pytest.mark.parametrize("part", PARSED)
@given(data=st.data())
def test_corrupted_parts_are_refused_or_harmless(part: str, data: st.DataObject) -> None:
    parts = parts_of(good_book())
    open_all(packed({**parts, part: data.draw(corrupted(parts[part]))}))
