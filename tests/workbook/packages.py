"""Packages for tests: a small good workbook, and archives with one thing wrong."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from functools import cache

import xlsxwriter

# where a record of the directory, a local header and the end of the directory say what
RECORD = {
    "flags": 8,
    "method": 10,
    "checksum": 16,
    "packed": 20,
    "size": 24,
    "disk": 34,
    "start": 42,
}
LOCAL = {"flags": 6, "method": 8, "checksum": 14, "packed": 18, "size": 22}
END = {"disk": 4, "count here": 8, "count": 10, "size": 12, "start": 16, "comment": 20}
_SHORT = {"flags", "method", "disk", "count here", "count", "comment"}


def packed(
    parts: Mapping[str, bytes], comment: bytes = b"", method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip archive of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.comment = comment
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The members of an archive, as the zipfile module reads them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def streamed(parts: dict[str, bytes]) -> bytes:
    """Written to where nothing can be mended: sizes follow the content."""

    class Stream(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def behind_other_data(parts: dict[str, bytes]) -> bytes:
    """Other data in front, which the directory counts."""
    stream = io.BytesIO(b"MZ other data")
    with zipfile.ZipFile(stream, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@cache
def good_book() -> bytes:
    """A workbook with two sheets, names, a table, a chart and texts."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream)
    main, other = workbook.add_worksheet("Main"), workbook.add_worksheet("It's & other")
    main.write("A1", "text")
    main.write_rich_string("A2", "half ", workbook.add_format({"bold": True}), "bold")
    main.write("A3", "two\r\nlines")
    main.write_formula("B1", "=SUM(Prices[Value])", None, 6)
    columns = [{"header": "Day"}, {"header": "Value", "total_function": "sum"}]
    table = {"name": "Prices", "total_row": True, "columns": columns}
    other.add_table("B2:C6", {**table, "data": [[1, 1], [2, 2], [3, 3]]})
    other.hide()
    chart = workbook.add_chart({"type": "line"})
    chart.add_series({"values": "='It''s & other'!$C$3:$C$5"})
    main.insert_chart("D1", chart)
    workbook.define_name("Rate", "=0.02")
    workbook.define_name("Main!Local", "=Main!$A$1")
    workbook.close()
    return stream.getvalue()


def replaced(part: str, old: str, new: str) -> bytes:
    """The good workbook with a text replaced in one part, where it must be."""
    parts = parts_of(good_book())
    assert old.encode() in parts[part]
    parts[part] = parts[part].replace(old.encode(), new.encode())
    return packed(parts)


def without(name: str) -> bytes:
    """The good workbook without a part."""
    parts = parts_of(good_book())
    del parts[name]
    return packed(parts)


def record_at(data: bytes, index: int = 0) -> int:
    """Where the record of a member stands in the directory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        position = archive.start_dir
    for _ in range(index):
        position = data.index(b"PK\1\2", position + 1)
    return position


def local_at(data: bytes, index: int = 0) -> int:
    """Where the local header of a member stands."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.infolist()[index].header_offset


def says(data: bytes, position: int, fields: Mapping[str, int], **numbers: int) -> bytes:
    """An archive that says other numbers in the structure at this position."""
    changed = bytearray(data)
    for field, number in numbers.items():
        name = field.replace("_", " ")
        struct.pack_into("<H" if name in _SHORT else "<I", changed, position + fields[name], number)
    return bytes(changed)


def in_64_bits(data: bytes) -> bytes:
    """An archive whose directory says all its numbers in 64 bits, as large ones must."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start, count, comment = archive.start_dir, len(archive.infolist()), archive.comment
    position, directory = start, b""
    for _ in range(count):
        record = data[position : position + 46]
        packed_size, size, name, extra, remark = struct.unpack_from("<IIHHH", record, 20)
        (place,) = struct.unpack_from("<I", record, 42)
        rest = data[position + 46 : position + 46 + name + extra + remark]
        wide = struct.pack("<HH3Q", 1, 24, size, packed_size, place)
        record = record[:20] + b"\xff" * 8 + struct.pack("<HHH", name, len(wide) + extra, remark)
        record += data[position + 34 : position + 42] + b"\xff" * 4
        directory += record + rest[:name] + wide + rest[name:]
        position += 46 + len(rest)
    end = struct.pack("<4sQ2H2I", b"PK\6\6", 44, 45, 45, 0, 0)
    end += struct.pack("<4Q", count, count, len(directory), start)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, start + len(directory), 1)
    last = struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, len(comment)
    )
    return data[:start] + directory + end + locator + last + comment
