"""What is derived from the catalogue and checked in is up to date, and said to be stale if not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import xlrisk
from xlrisk import build
from xlrisk.errors import FileError


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the built files, in which they can be spoiled."""
    root = Path(xlrisk.__file__).parents[1]
    (tmp_path / "pyproject.toml").touch()
    for artefact in build.artefacts():
        (tmp_path / artefact).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / artefact, tmp_path / artefact)
    monkeypatch.setattr(xlrisk, "__file__", str(tmp_path / "xlrisk" / "__init__.py"))
    return tmp_path


def test_everything_checked_in_is_up_to_date() -> None:
    assert list(build.stale_artefacts()) == []


def test_a_spoiled_and_a_missing_file_are_built_again(checkout: Path) -> None:
    spoiled, missing = Path("xlrisk/__init__.pyi"), Path("workbook_templates/capm_table.xlsx")
    (checkout / spoiled).write_text("spoiled")
    (checkout / missing).unlink()
    assert set(build.stale_artefacts()) == {spoiled, missing}
    assert set(build.build()) == {spoiled, missing}
    assert build.stale_artefacts() == {}
    assert build.build() == []


def test_outside_a_checkout_it_says_where_to_go(checkout: Path) -> None:
    (checkout / "pyproject.toml").unlink()
    with pytest.raises(FileError, match="works in a checkout"):
        build.stale_artefacts()
