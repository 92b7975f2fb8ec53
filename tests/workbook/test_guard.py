"""Hostile, broken and foreign files are refused, with one sentence that says why."""

from __future__ import annotations

import codecs
import io
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.packages import (
    END,
    LOCAL,
    RECORD,
    behind_other_data,
    good_book,
    in_64_bits,
    local_at,
    packed,
    record_at,
    says,
    streamed,
)
from xlrisk.errors import FileError
from xlrisk.workbook import guard
from xlrisk.workbook.guard import MIB, Limits, Refused
from xlrisk.workbook.package import Package

TWO = packed({"a.xml": b"<a>" + b"x" * 500 + b"</a>", "b.xml": b"<b/>"})
LAST = len(TWO) - 22
ZEROS = bytes(3 * MIB)
OLE = guard.OLE + bytes(504)


def refusal(data: bytes, limits: Limits | None = None) -> str:
    """The sentence by which a file is refused when its parts are read."""
    with pytest.raises(Refused) as caught:
        Package(data, limits or Limits()).check()
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_a_refusal_is_an_error_of_a_file() -> None:
    assert issubclass(Refused, FileError)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"", "The file is empty", id="empty"),
        pytest.param(b"a;b\n1;2\n", "is not a workbook: .xlsx and .xlsm", id="text"),
        pytest.param(b"<html></html>", "is not a workbook: .xlsx and .xlsm", id="HTML"),
        pytest.param(OLE, "the format of Excel 97 to 2003", id="xls"),
        pytest.param(OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", id="password"),
        pytest.param(TWO[:-1], "cut off, or other data follow", id="last byte missing"),
        pytest.param(TWO[:-30], "cut off, or other data follow", id="end missing"),
        pytest.param(TWO + b"\0", "cut off, or other data follow", id="a byte behind"),
        pytest.param(TWO[4:], "is not where it says", id="start missing"),
        pytest.param(b"MZ" + TWO, "is not where it says", id="other data before"),
        pytest.param(TWO[:50] + TWO[60:], "is not where it says", id="bytes missing within"),
    ],
)
def test_files_that_are_no_packages(data: bytes, reason: str) -> None:
    assert reason in refusal(data)


def contradictions() -> list[object]:
    """Archives that say two things."""

    def directory(index: int = 0, **numbers: int) -> bytes:
        return says(TWO, record_at(TWO, index), RECORD, **numbers)

    def local(index: int = 0, **numbers: int) -> bytes:
        return says(TWO, local_at(TWO, index), LOCAL, **numbers)

    def end(**numbers: int) -> bytes:
        return says(TWO, LAST, END, **numbers)

    def both(**numbers: int) -> bytes:
        return says(directory(**numbers), local_at(TWO), LOCAL, **numbers)

    behind = local_at(TWO, 1)
    wide = in_64_bits(TWO)
    comment_ends_again = packed({"a": b""}, comment=TWO[LAST:])
    return [
        pytest.param(data, reason, id=name)
        for name, data, reason in [
            ("two ends", comment_ends_again, "ends in two ways"),
            ("piece of several", end(disk=1), "one piece of a zip archive"),
            ("counts differ", end(count_here=1), "one piece of a zip archive"),
            ("fewer members than counted", end(count=3, count_here=3), "fewer parts than it says"),
            ("more members than counted", end(count=1, count_here=1), "more parts than it says"),
            ("directory elsewhere", end(start=5), "is not where it says"),
            ("no record", TWO.replace(b"PK\1\2", b"PK\1\3"), "cannot be read"),
            ("member in another file", directory(disk=1), "in another file"),
            ("encrypted", directory(flags=1), "a.xml is encrypted"),
            ("encrypted in the local header", local(flags=1), "not what the directory says"),
            ("LZMA", both(method=14), "a.xml is packed in a way"),
            ("another method in the local header", local(method=0), "not what the directory says"),
            ("other sizes in the local header", local(size=5), "not what the directory says"),
            ("another checksum there", local(checksum=5), "not what the directory says"),
            ("another name there", TWO.replace(b"a.xml", b"c.xml", 1), "not what the directory"),
            ("no local header", b"PX" + TWO[2:], "not what the directory says"),
            ("local header elsewhere", directory(start=4), "overlap"),
            ("local header behind the end", directory(start=1 << 30), "overlap"),
            ("two members in one place", directory(1, start=0), "overlap"),
            ("a member that reaches over another", both(packed=behind), "overlap"),
            ("declares less than it holds", both(size=10), "more than the 10 bytes"),
            ("declares more than it holds", both(size=1000), "less than the 1,000 bytes"),
            ("declares nothing", both(size=0), "more than the 0 bytes"),
            ("packed content cut", both(packed=4), "does not end where it should"),
            ("packed content too long", _longer_packed(), "does not end where it should"),
            ("stored content of another size", _stored_of_another_size(), "more than the 2 bytes"),
            ("wrong checksum", both(checksum=1), "the checksum of a.xml is wrong"),
            ("nothing that can be inflated", _not_inflatable(), "cannot be unpacked"),
            ("64 bits: not said", directory(size=0xFFFFFFFF), "does not say how large"),
            ("64 bits: another count", _wide_says(wide, "count", 1), "two different things"),
            ("64 bits: another start", _wide_says(wide, "start", 7), "two different things"),
            ("64 bits: elsewhere", wide.replace(b"PK\6\6", b"PK\6\5"), "not where it says"),
            ("64 bits: a size that lies", _wide_size(wide, 1 << 40), "--max-size MIB"),
        ]
    ]


def _wide_says(wide: bytes, what: str, number: int) -> bytes:
    return says(wide, len(wide) - 22, END, **{what: number})


def _wide_size(wide: bytes, size: int) -> bytes:
    place = wide.index(struct.pack("<HHQ", 1, 24, 507)) + 4
    return wide[:place] + struct.pack("<Q", size) + wide[place + 8 :]


def _longer_packed() -> bytes:
    """Bytes behind the end of what is inflated, which belong to the member."""
    content = zlib.compress(b"<a/>", 6, -15) + b"more"
    stored = packed({"a.xml": content}, method=zipfile.ZIP_STORED)
    numbers = {"method": 8, "checksum": zlib.crc32(b"<a/>"), "size": 4}
    return says(says(stored, record_at(stored), RECORD, **numbers), 0, LOCAL, **numbers)


def _not_inflatable() -> bytes:
    stored = packed({"a.xml": b"\xff" * 9}, method=zipfile.ZIP_STORED)
    return says(says(stored, record_at(stored), RECORD, method=8), 0, LOCAL, method=8)


def _stored_of_another_size() -> bytes:
    stored = packed({"a.xml": b"<a/>"}, method=zipfile.ZIP_STORED)
    return says(says(stored, record_at(stored), RECORD, size=2), 0, LOCAL, size=2)


@pytest.mark.parametrize(("data", "reason"), contradictions())
def test_archives_that_contradict_themselves(data: bytes, reason: str) -> None:
    assert reason in refusal(data)


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../a.xml", "xl/../../a.xml", "..\\a.xml", "C:/a.xml", "a//b.xml", "./a.xml"],
)
def test_names_that_lead_out_of_the_package(name: str) -> None:
    assert "a name that leads out of it" in refusal(packed({name: b""}))


@pytest.mark.parametrize(
    ("raw", "flags"), [(b"a\nb.c", 0), (b"a\0b.c", 0), (b"\xff\xfeb.c", 0x800)]
)
def test_names_that_cannot_be_read(raw: bytes, flags: int) -> None:
    data = says(packed({"a.xml": b""}), record_at(packed({"a.xml": b""})), RECORD, flags=flags)
    assert "cannot be read" in refusal(data.replace(b"a.xml", raw))


@pytest.mark.parametrize(
    ("first", "second"),
    [("xl/a.xml", "XL/A.xml"), ("a b.xml", "a%20b.xml"), ("xl/a.xml", "xl\\a.xml")],
)
def test_names_that_mean_one_part(first: str, second: str) -> None:
    assert "two parts that are named" in refusal(packed({first: b"", second: b""}))


def test_equal_names() -> None:
    assert "two parts that are named" in refusal(TWO.replace(b"b.xml", b"a.xml"))


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (
            Limits(entries=1),
            "has 2 parts, and 1 are allowed; if you trust it, allow more by --max-parts N",
        ),
        (Limits(part=506), "a.xml takes 1 MiB unpacked, and 1 MiB are allowed"),
        (Limits(part=506), "--max-size MIB"),
        (Limits(total=510), "The workbook takes 1 MiB unpacked"),
        (Limits(total=510), "--max-size MIB"),
    ],
)
def test_a_limit_names_the_flag_that_changes_it(limits: Limits, reason: str) -> None:
    assert reason in refusal(TWO, limits)


def test_limits_are_reached_before_they_refuse() -> None:
    Package(TWO, Limits(entries=2, part=507, total=511)).check()


def test_too_many_entries_are_refused_by_their_count_alone() -> None:
    many = packed({f"{k}.xml": b"" for k in range(5_001)}, method=zipfile.ZIP_STORED)
    assert "has 5,001 parts, and 5,000 are allowed" in refusal(many)
    # nor does a directory of a million records get read that says it has two
    assert "more parts than it says" in refusal(
        says(many, len(many) - 22, END, count=2, count_here=2)
    )


def test_a_part_that_grows_250_fold_is_a_bomb_unless_a_size_was_chosen() -> None:
    bomb = packed({"a.xml": ZEROS})
    assert "a.xml grows more than 250-fold" in refusal(bomb)
    assert "--max-size MIB" in refusal(bomb)
    Package(bomb, Limits.chosen(max_size=3)).check()
    assert "3 MiB unpacked, and 2 MiB are allowed" in refusal(bomb, Limits.chosen(max_size=2))


def test_exactly_250_fold_is_allowed() -> None:
    Limits().check_part("a.xml", MIB, 250 * MIB)
    with pytest.raises(Refused, match="250-fold"):
        Limits().check_part("a.xml", MIB, 250 * MIB + 1)


def test_small_parts_may_compress_well() -> None:
    Package(packed({"a.xml": bytes(MIB)})).check()


def test_bombs_do_not_hide_in_stored_or_nested_members() -> None:
    nested = packed({"inner.zip": packed({"a": ZEROS})})
    Package(nested).check()  # nothing in it is unpacked but once
    several = packed({f"{k}.bin": bytes(MIB) for k in range(4)})
    assert "4 MiB unpacked, and 3 MiB are allowed" in refusal(several, Limits(total=3 * MIB))


def test_a_bomb_that_lies_about_its_size_is_inflated_no_further() -> None:
    bomb = packed({"a.xml": ZEROS})
    small = says(says(bomb, record_at(bomb), RECORD, size=4), 0, LOCAL, size=4)
    assert "holds more than the 4 bytes" in refusal(small)
    content = guard._inflated("a.xml", memoryview(zlib.compress(ZEROS, 9, -15)), 4)
    assert len(content) == 5


def test_the_limits_without_a_choice() -> None:
    assert Limits() == Limits(entries=5_000, part=536_870_912, total=1_073_741_824, ratio=250)


def test_chosen_limits() -> None:
    assert Limits.chosen() == Limits()
    assert Limits.chosen(max_parts=7) == Limits(entries=7)
    assert Limits.chosen(max_size=7).total == Limits.chosen(max_size=7).part == 7 * MIB


DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
DECLARED = '<?xml version="1.0" encoding="{}"?>'
ENCODED = [
    pytest.param(DOCTYPE.encode(), id="UTF-8"),
    pytest.param(codecs.BOM_UTF8 + DOCTYPE.encode(), id="UTF-8 with a mark"),
    pytest.param(codecs.BOM_UTF16_LE + DOCTYPE.encode("utf-16-le"), id="UTF-16 little-endian"),
    pytest.param(codecs.BOM_UTF16_BE + DOCTYPE.encode("utf-16-be"), id="UTF-16 big-endian"),
    pytest.param(DOCTYPE.encode("utf-16-le"), id="UTF-16 without a mark"),
    pytest.param((DECLARED.format("iso-8859-1") + DOCTYPE).encode(), id="Latin"),
    pytest.param(b"<!-- " + b" " * 5000 + b"-->" + DOCTYPE.encode(), id="behind a comment"),
]


@pytest.mark.parametrize("xml", ENCODED)
def test_a_document_type_is_seen_before_any_parser_and_by_ours(xml: bytes) -> None:
    assert "a.xml declares a document type (DOCTYPE)" in refusal(packed({"a.xml": xml}))
    with pytest.raises(Refused, match="declares a document type"):
        guard.parse(xml, "a.xml", lambda *_: None)


def test_pictures_and_attachments_may_have_a_document_type_until_they_are_parsed() -> None:
    package = Package(packed({"xl/media/a.svg": DOCTYPE.encode()}))
    package.check()
    with pytest.raises(Refused, match="declares a document type"):
        package.read("xl/media/a.svg")


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (b"", "no well-formed XML"),
        (b"<a>", "no well-formed XML"),
        (b"<a>\n</b>", "line 2"),
        (b"<a>&lol;</a>", "no well-formed XML"),
        (b"<a>\0</a>", "no well-formed XML"),
        (b"<a>\xff</a>", "no well-formed XML"),
        (b"<p:a/>", "no well-formed XML"),
        (DECLARED.format("rot13").encode() + b"<a/>", "the encoding 'rot13'"),
        (DECLARED.format("unicode_escape").encode() + b"<a/>", "the encoding 'unicode_escape'"),
        (DECLARED.format("utf-7").encode() + b"<a/>", "the encoding 'utf-7'"),
    ],
)
def test_xml_that_cannot_be_parsed(xml: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=r"a\.xml") as caught:
        guard.parse(xml, "a.xml", lambda *_: None)
    assert reason in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "us-ascii"])
def test_xml_in_the_encodings_of_packages(encoding: str) -> None:
    seen: list[str] = []
    xml = (DECLARED.format(encoding.upper()) + '<a xmlns="urn:x">text</a>').encode(encoding)
    guard.parse(xml, "a.xml", lambda name, _: seen.append(name), seen.append, seen.append)
    assert seen == ["urn:x a", "text", "urn:x a"]


def test_an_error_of_ours_while_parsing_is_not_taken_for_one_of_the_file() -> None:
    def start(*_: object) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        guard.parse(b"<a/>", "a.xml", start)


def _with_local_numbers_in_64_bits(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(packed, id="plain"),
        pytest.param(lambda parts: packed(parts, comment=b"PK\5\6 comment"), id="comment"),
        pytest.param(lambda parts: packed(parts, method=zipfile.ZIP_STORED), id="stored"),
        pytest.param(lambda parts: in_64_bits(packed(parts, b"comment")), id="64 bits"),
        pytest.param(_with_local_numbers_in_64_bits, id="64 bits in local headers"),
        pytest.param(streamed, id="sizes that follow"),
        pytest.param(behind_other_data, id="other data in front"),
        pytest.param(lambda parts: memoryview(packed(parts)), id="memoryview"),
    ],
)
@pytest.mark.parametrize("mark", [b"", b"PK\5\6", b"PK\6\7" * 9, packed({"x": b""})])
def test_unusual_archives_that_are_true(
    write: Callable[[dict[str, bytes]], bytes], mark: bytes
) -> None:
    parts = {"xl/a.xml": mark * 3, "é.xml": b"", "last.bin": mark}
    package = Package(write(parts))
    assert {name: package.read(name) for name in package.names} == parts


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}/[a-z]{1,8}", fullmatch=True), st.binary()))
def test_any_archive_is_read_as_by_zipfile(parts: dict[str, bytes]) -> None:
    package = Package(packed(parts))
    assert package.names == tuple(parts)
    assert {name: package.read(name) for name in parts} == parts


def test_the_good_workbook_is_let_through() -> None:
    Package(good_book()).check()
