"""Parts are found as packages name them, and rewriting changes nothing but what it is given."""

from __future__ import annotations

import io
import mmap
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.packages import (
    RECORD,
    behind_other_data,
    good_book,
    in_64_bits,
    local_at,
    packed,
    parts_of,
    record_at,
    says,
    streamed,
)
from xlrisk.workbook import repack
from xlrisk.workbook.archive import Archive, Member
from xlrisk.workbook.guard import Refused
from xlrisk.workbook.package import (
    Package,
    Relationship,
    content_types,
    relationships,
)

PARTS = {"a.xml": b"<a/>" * 99, "xl/B.xml": b"<b/>", "c.bin": bytes(range(256))}
FACTS = (
    *("filename", "date_time", "compress_type", "CRC", "compress_size", "file_size", "flag_bits"),
    *("create_system", "create_version", "extract_version", "volume", "internal_attr"),
    *("external_attr", "comment", "extra"),
)


def local_bytes(data: bytes) -> dict[str, bytes]:
    """The bytes of every member from its header to what follows it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = sorted(archive.infolist(), key=lambda member: member.header_offset)
        ends = [member.header_offset for member in members[1:]] + [archive.start_dir]
    return {m.filename: data[m.header_offset : end] for m, end in zip(members, ends, strict=True)}


def facts(data: bytes) -> dict[str, list[Any]]:
    """What the directory says of every member, but where it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {m.filename: [getattr(m, fact) for fact in FACTS] for m in archive.infolist()}
    for member in members.values():
        if member[-1].startswith(b"\1\0\x18\0"):  # 64-bit numbers, of which the last is the place
            member[-1] = member[-1][:20] + member[-1][28:]
    return members


def with_every_fact(parts: dict[str, bytes]) -> bytes:
    """An archive where members have times, remarks, extra fields, attributes, other methods."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.comment = b"of the archive"
        for k, (name, content) in enumerate(parts.items()):
            member = zipfile.ZipInfo(name, (1999, 12, 31, 23, 59, 58 - 2 * k))
            member.comment, member.extra = b"remark %d" % k, b"\x99\x99\2\0hi"
            member.external_attr, member.internal_attr, member.create_system = 0o640 << 16, 1, 3
            archive.writestr(member, content, 8 * (k % 2))
    return stream.getvalue()


def in_another_order(parts: dict[str, bytes]) -> bytes:
    """An archive whose directory has another order than its members."""
    data = packed(parts)
    start, second, third = record_at(data), record_at(data, 1), record_at(data, 2)
    return data[:start] + data[second:third] + data[start:second] + data[third:]


ARCHIVES = [
    pytest.param(packed, id="plain"),
    pytest.param(with_every_fact, id="every fact"),
    pytest.param(in_another_order, id="another order"),
    pytest.param(behind_other_data, id="other data in front"),
    pytest.param(lambda parts: in_64_bits(with_every_fact(parts)), id="64 bits"),
]


def test_names_compare_without_case_and_with_either_slash() -> None:
    package = Package(packed({"xl/Work book.xml": b"1", "xl\\sheets\\S.xml": b"2", "xl/": b""}))
    assert package.names == ("xl/Work book.xml", "xl/sheets/S.xml")
    for name in ("XL/WORK BOOK.XML", "/xl/work%20book.xml", "xl\\Work book.xml"):
        assert name in package
        assert package.read(name) == b"1"
        assert package.spelled(name) == "xl/Work book.xml"
    assert package.read("xl/sheets/s.xml") == b"2"
    assert "xl/other.xml" not in package
    assert package.spelled("xl/other.xml") == "xl/other.xml"


def test_a_missing_part() -> None:
    with pytest.raises(Refused, match=r"a\.xml is missing"):
        Package(packed({})).read("a.xml")


def test_a_file_mapped_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(good_book())
    with path.open("rb") as file:
        package = Package(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        assert package.rewritten({}) == good_book()
        assert package.read("xl/workbook.xml") == parts_of(good_book())["xl/workbook.xml"]


def test_check_guards_what_was_not_read() -> None:
    parts = {"good.xml": b"<a/>", "bad.xml": b"<!DOCTYPE a><a/>"}
    package = Package(packed(parts))
    assert package.read("good.xml") == b"<a/>"
    for _ in range(2):  # it stays so
        with pytest.raises(Refused, match=r"bad\.xml declares"):
            package.check()


def test_check_unpacks_no_part_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[str] = []
    read = Archive.read

    def counted(archive: Archive, member: Member) -> bytes:
        unpacked.append(member.name)
        return read(archive, member)

    monkeypatch.setattr(Archive, "read", counted)
    package = Package(packed(PARTS))
    package.read("A.XML")
    package.check()
    package.check()
    assert unpacked == list(PARTS)


@pytest.mark.parametrize("write", ARCHIVES)
def test_rewriting_nothing_gives_the_same_bytes(write: Callable[[dict[str, bytes]], bytes]) -> None:
    data = write(PARTS)
    assert Package(data).rewritten({}) == data


@pytest.mark.parametrize("write", ARCHIVES)
@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("level", [0, 6])
def test_rewriting_one_part_leaves_every_byte_of_the_others(
    write: Callable[[dict[str, bytes]], bytes], name: str, level: int
) -> None:
    data, new = write(PARTS), b"<new>" * 1000
    result = Package(data).rewritten({name.upper(): new}, level)
    assert parts_of(result) == {**parts_of(data), name: new}
    assert list(facts(result)) == list(facts(data))  # the order
    before, after = local_bytes(data), local_bytes(result)
    for other in PARTS:
        if other != name:
            assert after[other] == before[other]
            assert facts(result)[other] == facts(data)[other]
    with zipfile.ZipFile(io.BytesIO(result)) as now, zipfile.ZipFile(io.BytesIO(data)) as then:
        assert now.comment == then.comment
        assert now.testzip() is None
    assert result.startswith(data[: data.index(b"PK\3\4")])
    assert Package(result).read(name) == new
    assert len(result) > len(data) + 4000 or level


@pytest.mark.parametrize("name", PARTS)
def test_a_replaced_part_keeps_its_facts(name: str) -> None:
    data = with_every_fact(PARTS)
    old, new = facts(data)[name], facts(Package(data).rewritten({name: b"<new/>"}))[name]
    differing = {fact for fact, a, b in zip(FACTS, old, new, strict=True) if a != b}
    assert differing <= {"compress_type", "CRC", "compress_size", "file_size"}


def test_a_part_that_moves_says_its_place_in_64_bits_if_it_did() -> None:
    result = Package(in_64_bits(packed(PARTS))).rewritten({"a.xml": bytes(range(256)) * 9})
    record = result[record_at(result, 1) :]
    assert record[42:46] == b"\xff" * 4
    (place,) = struct.unpack_from("<Q", record, 46 + len("xl/B.xml") + 4 + 16)
    assert place == local_at(result, 1)


def test_a_replaced_part_says_its_sizes_in_32_bits() -> None:
    data = in_64_bits(with_every_fact(PARTS))
    result = Package(data).rewritten({"a.xml": b"<new/>"})
    old, new = facts(data), facts(result)
    extra = FACTS.index("extra")
    assert (len(old["a.xml"][extra]), new["a.xml"][extra]) == (26, b"\x99\x99\2\0hi")
    assert new["xl/B.xml"][:extra] == old["xl/B.xml"][:extra]


def test_a_replaced_part_whose_sizes_followed_it_says_them_before() -> None:
    data = streamed(PARTS)
    assert facts(data)["a.xml"][FACTS.index("flag_bits")] == 8
    result = Package(data).rewritten({"a.xml": b"<new/>"})
    assert facts(result)["a.xml"][FACTS.index("flag_bits")] == 0
    assert result.startswith(b"PK\3\4\x14\0\0\0\x08\0")
    packed_part = zlib.compress(b"<new/>", 6, -15)
    assert local_bytes(result)["a.xml"][30:] == b"a.xml" + packed_part  # and none behind
    assert local_bytes(result)["c.bin"] == local_bytes(data)["c.bin"]


def test_rewriting_is_deterministic_and_can_be_repeated() -> None:
    package = Package(good_book())
    content = package.read("xl/worksheets/sheet1.xml") + b" "
    once = package.rewritten({"xl/worksheets/sheet1.xml": content})
    assert package.rewritten({"xl/worksheets/sheet1.xml": content}) == once
    assert Package(once).rewritten({"xl/worksheets/sheet1.xml": content}) == once


def test_the_largest_result_needs_no_numbers_of_64_bits() -> None:
    assert repack.LARGEST == 0xFFFF_FFFE


def test_a_part_that_is_not_there_cannot_be_replaced() -> None:
    with pytest.raises(KeyError):
        Package(packed(PARTS)).rewritten({"other.xml": b""})


@pytest.mark.parametrize("largest", [400, 600])  # a part is too large, the directory passes it
def test_a_result_over_4_gib_is_refused(largest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    package = Package(packed(PARTS))
    result = package.rewritten({"a.xml": b"x" * 400})
    monkeypatch.setattr(repack, "LARGEST", len(result))
    assert package.rewritten({"a.xml": b"x" * 400}) == result
    monkeypatch.setattr(repack, "LARGEST", min(largest, len(result) - 1))
    with pytest.raises(Refused, match="larger than 4 GiB"):
        package.rewritten({"a.xml": b"x" * 401})


@given(st.data())
def test_any_parts_of_any_archive_are_rewritten_as_zipfile_reads_them(data: st.DataObject) -> None:
    names = st.from_regex(r"[a-z]{1,4}\.xml", fullmatch=True)
    parts = data.draw(st.dictionaries(names, st.binary(), min_size=1))
    method = data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))
    comment = data.draw(st.text("comment", max_size=30)).encode()
    new = data.draw(st.dictionaries(st.sampled_from(sorted(parts)), st.binary()))
    wide = data.draw(st.booleans())
    book = packed(parts, comment, method)
    result = Package(in_64_bits(book) if wide else book).rewritten(new)
    assert parts_of(result) == {**parts, **new}
    package = Package(result)
    assert {name: package.read(name) for name in package.names} == {**parts, **new}


RELATIONSHIPS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(
    target: str, source: str = "xl/workbook.xml", kind: str = f"{OFFICE}/worksheet", more: str = ""
) -> Relationship:
    """The relationship of a part whose relationships have one element."""
    element = f'<Relationship Id="r" Type="{kind}" Target="{target}" {more}/>'
    folder, _, name = source.rpartition("/")
    path = f"{folder}/_rels/{name}.rels".lstrip("/")
    package = Package(
        packed({path: RELATIONSHIPS.format(element).encode(), "xl/Sheets/A b.xml": b""})
    )
    return relationships(package, source)["r"]


@pytest.mark.parametrize(
    ("source", "target", "part"),
    [
        ("xl/workbook.xml", "sheets/1.xml", "xl/sheets/1.xml"),
        ("xl/workbook.xml", "/xl/sheets/1.xml", "xl/sheets/1.xml"),
        ("xl/workbook.xml", "./sheets/1.xml", "xl/sheets/1.xml"),
        ("xl/sheets/1.xml", "../tables/t.xml", "xl/tables/t.xml"),
        ("xl/sheets/1.xml", "../../../../t.xml", "t.xml"),
        ("xl/workbook.xml", "\\xl\\sheets\\1.xml", "xl/sheets/1.xml"),
        ("xl/workbook.xml", "//xl/1.xml", "xl/1.xml"),
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("workbook.xml", "1.xml", "1.xml"),
        ("xl/workbook.xml", "SHEETS/a%20B.xml", "xl/Sheets/A b.xml"),
    ],
)
def test_targets_are_relative_to_their_source_or_absolute(
    source: str, target: str, part: str
) -> None:
    assert related(target, source) == Relationship("worksheet", part, external=False)


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        (f"{OFFICE}/table", "table"),
        ("http://purl.oclc.org/ooxml/officeDocument/relationships/table", "table"),
        ("http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet", "xlMacrosheet"),
        ("urn:other/table", "urn:other/table"),
    ],
)
def test_types_are_the_same_in_strict_files(uri: str, kind: str) -> None:
    assert related("1.xml", kind=uri).type == kind


def test_external_targets_stay_as_they_are() -> None:
    found = related("file:///C:/other.xlsx", more='TargetMode="External"')
    assert found == Relationship("worksheet", "file:///C:/other.xlsx", external=True)


def test_a_part_without_relationships() -> None:
    assert relationships(Package(packed({"a.xml": b""})), "a.xml") == {}


def test_two_relationships_of_one_identifier() -> None:
    with pytest.raises(Refused, match=r"xl/_rels/workbook\.xml\.rels has two relationships 'r'"):
        related("a.xml", more='/><Relationship Id="r"')


def test_content_types_by_name_and_by_extension() -> None:
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="XML" ContentType="text/xml"/>'
        '<Override PartName="/xl/A.xml" ContentType="special"/>'
        '<Override PartName="/xl/gone.xml" ContentType="special"/></Types>'
    )
    names = {"[Content_Types].xml": types.encode(), "XL/a.xml": b"", "b.xml": b"", "c.bin": b""}
    assert content_types(Package(packed(names))) == {
        "[Content_Types].xml": "text/xml",
        "XL/a.xml": "special",
        "b.xml": "text/xml",
        "c.bin": "",
    }


def test_an_archive_whose_flags_announce_utf_8_in_one_place_only() -> None:
    data = says(packed(PARTS), record_at(packed(PARTS)), RECORD, flags=0x800)
    assert Package(data).read("a.xml") == PARTS["a.xml"]
    assert parts_of(Package(data).rewritten({"a.xml": b"<new/>"}))["a.xml"] == b"<new/>"
