"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from xlrisk.errors import FileError
from xlrisk.workbook.files import write


def test_a_new_file_has_the_mode_of_new_files(tmp_path: Path) -> None:
    target, plain = tmp_path / "new.xlsx", tmp_path / "plain"
    write(target, b"content")
    plain.touch()
    assert target.read_bytes() == b"content"
    assert target.stat().st_mode == plain.stat().st_mode


def test_a_file_that_is_there_stays_unless_overwriting_is_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "book.xlsx"
    target.write_bytes(b"mine")
    target.chmod(0o640)
    with pytest.raises(FileError, match="is there already"):
        write(target, b"new")
    assert target.read_bytes() == b"mine"
    write(target, b"new", overwrite=True)
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_folder_that_is_missing_or_is_none(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="does not exist; create it first"):
        write(tmp_path / "missing" / "book.xlsx", b"")
    (tmp_path / "file").touch()
    with pytest.raises(FileError, match="is not a folder"):
        write(tmp_path / "file" / "book.xlsx", b"")
    with pytest.raises(FileError, match="is a folder; give the name of a file"):
        write(tmp_path, b"")


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "book.xlsx"
    target.write_bytes(b"mine")
    target.chmod(0o444)
    with pytest.raises(FileError, match="is read-only"):
        write(target, b"new", overwrite=True)
    assert target.read_bytes() == b"mine"


def test_a_name_too_long_for_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="File name too long"):
        write(tmp_path / ("x" * 300), b"")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failing_disk_leaves_the_old_file_and_nothing_else(
    step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "book.xlsx"
    target.write_bytes(b"mine")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(FileError, match="No space left on device"):
        write(target, b"new", overwrite=True)
    assert target.read_bytes() == b"mine"
    assert list(tmp_path.iterdir()) == [target]
