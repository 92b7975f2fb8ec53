"""Files read whole and saved whole, and nobody's work overwritten."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from xlrisk.batch import saving
from xlrisk.errors import FileError


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(b"old")
    return path


def test_a_result_goes_into_folders_that_are_made(book: Path) -> None:
    target = book.parent / "out" / "deep" / "book.xlsx"
    saving.save(saving.read(book), b"new", target)
    assert target.read_bytes() == b"new"
    assert book.read_bytes() == b"old"


@pytest.mark.parametrize("backup", [False, True])
def test_in_place(backup: bool, book: Path) -> None:
    book.chmod(0o640)
    saving.save(saving.read(book), b"new", book, backup=backup)
    assert book.read_bytes() == b"new"
    assert book.stat().st_mode & 0o777 == 0o640
    copy = book.with_name("book.xlsx.bak")
    assert copy.exists() is backup
    if backup:
        assert copy.read_bytes() == b"old"
        assert copy.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(book: Path) -> None:
    link = book.with_name("link.xlsx")
    try:
        link.symlink_to(book)
    except OSError:
        pytest.skip("this system makes no links")
    saving.save(saving.read(link), b"new", link, backup=True)
    assert link.is_symlink()
    assert book.read_bytes() == b"new"
    assert book.with_name("book.xlsx.bak").read_bytes() == b"old"


def test_what_somebody_else_writes_is_not_overwritten(book: Path) -> None:
    source = saving.read(book)
    book.write_bytes(b"theirs")
    with pytest.raises(FileError, match="was changed while it was worked on"):
        saving.save(source, b"new", book, backup=True)
    assert book.read_bytes() == b"theirs"
    saving.save(source, b"new", book.with_name("other.xlsx"))  # its result is that of what was read
    assert sorted(path.name for path in book.parent.iterdir()) == ["book.xlsx", "other.xlsx"]


def test_what_changes_while_it_is_read_is_refused(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_bytes = Path.read_bytes

    def read_and_change(path: Path) -> bytes:
        content = read_bytes(path)
        path.write_bytes(b"longer")
        return content

    monkeypatch.setattr(Path, "read_bytes", read_and_change)
    with pytest.raises(FileError, match="was changed"):
        saving.read(book)


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"gone.xlsx cannot be read: No such file or directory\."):
        saving.read(tmp_path / "gone.xlsx")


@pytest.mark.parametrize("step", ["fsync", "replace", "read-only", "no folder"])
def test_what_cannot_be_written_leaves_everything_as_it_was(
    step: str, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target, sentence = book, "No space left on device"
    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    elif step == "read-only":
        book.chmod(0o444)
        sentence = "is read-only"
    else:
        target, sentence = book / "out" / "book.xlsx", "cannot be made"
    source = saving.read(book)
    with pytest.raises(FileError, match=sentence):
        saving.save(source, b"new", target, backup=True)
    assert book.read_bytes() == b"old"
    assert list(book.parent.iterdir()) == [book]


def test_sweeping_takes_only_what_was_left_beside_the_target(book: Path) -> None:
    names = [".book.xlsx.0123456789abcdef", ".book.xlsx.short", ".other.xlsx.0123456789abcdef"]
    for name in names:
        book.with_name(name).touch()
    saving.sweep(book)
    assert sorted(path.name for path in book.parent.iterdir()) == [*names[1:], "book.xlsx"]
    saving.sweep(book.parent / "missing" / "book.xlsx")
