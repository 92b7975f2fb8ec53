"""The user's file of settings: what is set anew changes, and every other line stays as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.excel.made_up_machine import MadeUpMachine
from xlrisk.commands.configuration import configuration_file, settings_in, text_with
from xlrisk.commands.excel_install import install, uninstall
from xlrisk.commands.machine import ThisMachine
from xlrisk.errors import FileError

OURS = {"interpreter": "C:/new/pythonw.exe", "created": "XLSTART"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "xlrisk.conf"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            b"# of mine\r\n\r\nInterpreter = old\r\nMy Own=1\r\n",
            "# of mine\r\n\r\nInterpreter =C:/new/pythonw.exe\r\nMy Own=1\r\ncreated=XLSTART\r\n",
        ),
        (
            b"interpreter=first\ninterpreter=second\ncreated=Excel",
            "interpreter=C:/new/pythonw.exe\ninterpreter=second\ncreated=XLSTART",
        ),
        (
            b"\xef\xbb\xbfinterpreter=old\n; interpreter=never",
            "\ufeffinterpreter=C:/new/pythonw.exe\n; interpreter=never\ncreated=XLSTART\n",
        ),
        (
            b"",
            "interpreter=C:/new/pythonw.exe\nrefresh_data_connections=false\ncreated=XLSTART\n",
        ),
    ],
    ids=["comments and CRLF", "twice", "BOM", "empty"],
)
def test_other_lines_stay(file: Path, before: bytes, after: str) -> None:
    file.write_bytes(before)
    assert text_with(file, OURS) == after
    file.write_bytes(after.encode())
    assert settings_in(file)["interpreter"] == OURS["interpreter"]
    assert text_with(file, OURS) == after


def test_a_new_file(file: Path) -> None:
    lines = text_with(file, {"interpreter": "python"}).splitlines()
    assert lines == ["interpreter=python", "refresh_data_connections=false"]


def test_installing_keeps_what_the_user_has_written(tmp_path: Path) -> None:
    machine = MadeUpMachine(tmp_path)
    file = configuration_file(machine.profile)
    file.parent.mkdir()
    file.write_bytes(b"# Z\xc3\xbcrich\r\nRefresh_Data_Connections=true\r\n")
    install(machine)
    assert file.read_bytes().startswith(b"# Z\xc3\xbcrich\r\nRefresh_Data_Connections=true\r\n")


@pytest.mark.parametrize("content", ["# Zürich\n".encode("cp1252"), "a=1".encode("utf-16")])
def test_a_file_in_another_encoding_is_not_touched(tmp_path: Path, content: bytes) -> None:
    machine = MadeUpMachine(tmp_path)
    file = configuration_file(machine.profile)
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(FileError, match="is not written in UTF-8; open it in an editor"):
        install(machine)
    assert file.read_bytes() == content
    assert machine.profile is not None
    assert [path.name for path in machine.profile.iterdir()] == ["xlrisk"]


def test_a_file_that_cannot_be_read_is_not_overwritten(file: Path) -> None:
    file.mkdir()
    with pytest.raises(FileError, match="cannot be read"):
        text_with(file, OURS)


def test_python_of_the_store_installs_nothing(tmp_path: Path) -> None:
    machine = MadeUpMachine(tmp_path, is_from_the_store=True)
    for command in (install, uninstall):
        with pytest.raises(FileError, match=r"Excel cannot see\. Install Python from python\.org"):
            command(machine)
    assert machine.profile is not None
    assert list(machine.profile.iterdir()) == []


@pytest.mark.parametrize(
    ("base", "is_so"),
    [
        (r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.13_qbz5n2kfra8p0", True),
        (r"C:\Users\Zoë\AppData\Local\Programs\Python\Python313", False),
    ],
)
def test_where_this_python_comes_from(
    monkeypatch: pytest.MonkeyPatch, base: str, is_so: bool
) -> None:
    monkeypatch.setattr("sys.base_prefix", base)
    assert ThisMachine().is_from_the_store is is_so
