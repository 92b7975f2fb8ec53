"""The VBA project of the add-in: what oletools reads is what was written, byte for byte."""

from __future__ import annotations

import io
import struct

import olefile
import pytest

from tests.build.addin import reading
from xlrisk.build import addin
from xlrisk.build.addin.vba_project import Module, vba_project


@pytest.fixture(scope="module")
def modules() -> list[Module]:
    return addin.modules()


@pytest.fixture(scope="module")
def file(modules: list[Module]) -> olefile.OleFileIO:
    return olefile.OleFileIO(io.BytesIO(addin.project(modules)))


def test_olevba_reads_every_module_back_from_the_add_in(modules: list[Module]) -> None:
    assert reading.modules(addin.add_in()) == {module.name: module.source for module in modules}


def test_the_bytes_of_a_module_are_windows_text(
    modules: list[Module], file: olefile.OleFileIO
) -> None:
    for module in modules:
        stream = file.openstream(["VBA", module.name]).read()
        assert reading.decompressed(stream) == module.source.encode("cp1252")
        assert "\n" not in module.source.replace("\r\n", "")
        assert module.source.endswith("\r\n")


def test_the_container_is_sound(modules: list[Module], file: olefile.OleFileIO) -> None:
    assert file.parsing_issues == []
    names = sorted(["_VBA_PROJECT", "dir", *(module.name for module in modules)])
    assert file.listdir() == [["PROJECT"], ["PROJECTwm"], *(["VBA", name] for name in names)]
    assert file.openstream(["VBA", "_VBA_PROJECT"]).read() == bytes.fromhex("cc61ffff000100")


def test_documents_are_the_objects_of_the_workbook(
    modules: list[Module], file: olefile.OleFileIO
) -> None:
    lines = file.openstream("PROJECT").read().decode("cp1252").split("\r\n")
    named = [line.split("=")[1] for line in lines if line.startswith(("Module=", "Document="))]
    assert named == [
        module.name if module.kind == "standard" else f"{module.name}/&H00000000"
        for module in modules
    ]
    assert 'Name="xlrisk"' in lines


def test_the_project_says_that_it_is_not_protected(file: olefile.OleFileIO) -> None:
    """The reverse of what the writer does, [MS-OVBA] 2.4.3.3."""
    lines = file.openstream("PROJECT").read().decode("cp1252").split("\r\n")
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    identity = values["ID"].strip('"')
    found = {name: plain(values[name].strip('"'), identity) for name in ("CMG", "DPB", "GC")}
    assert found == {"CMG": bytes(4), "DPB": b"\0", "GC": b"\xff"}


def plain(coded: str, identity: str) -> bytes:
    seed, version, key, *rest = bytes.fromhex(coded)
    assert seed ^ version == 2
    assert seed ^ key == sum(identity.encode()) & 0xFF
    before, last, last_but_one = seed ^ key, key, version
    decoded = []
    for byte in rest:
        before = byte ^ ((last_but_one + before) & 0xFF)
        decoded.append(before)
        last_but_one, last = last, byte
    data = bytes(decoded[(seed & 6) // 2 :])
    length = struct.unpack_from("<I", data)[0]
    assert length == len(data) - 4
    return data[4:]


def test_records_of_the_directory_follow_each_other_to_the_end(
    modules: list[Module], file: olefile.OleFileIO
) -> None:
    stream = reading.decompressed(file.openstream(["VBA", "dir"]).read())
    found: list[tuple[int, bytes]] = []
    place = 0
    while place < len(stream):
        identifier, size = struct.unpack_from("<HI", stream, place)
        size += 2 if identifier == 0x09 else 0  # the version has a size of its own kind
        found.append((identifier, stream[place + 6 : place + 6 + size]))
        place += 6 + size
    assert place == len(stream)
    assert [content.decode("cp1252") for identifier, content in found if identifier == 0x19] == [
        module.name for module in modules
    ]
    assert found[-1] == (0x10, b"")


def test_the_same_project_has_the_same_bytes(modules: list[Module]) -> None:
    assert vba_project("xlrisk", modules) == vba_project("xlrisk", modules)
