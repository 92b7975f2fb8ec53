"""Broken add-in links back to plain names, and nothing else."""

from __future__ import annotations

import pytest

from tests.commands.broken_links import FORMULAS, SHEET, repaired_xml, with_broken_links
from tests.workbook.packages import packed, parts_of
from tests.workbook.rich import rich_workbook
from xlrisk.commands.repair import repair, repaired
from xlrisk.errors import FileError
from xlrisk.recalculation import Options, recalculated
from xlrisk.workbook.guard import Limits


@pytest.mark.parametrize(("formula", "plain"), FORMULAS.items())
def test_formulas(formula: str, plain: str) -> None:
    assert repaired(formula) == plain
    assert repaired(plain) == plain


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_only_the_texts_of_formulas_change(encoding: str) -> None:
    book = with_broken_links(encoding=encoding)
    before = parts_of(book)
    content, count = repair(book, Limits())
    after = parts_of(content)
    assert count == 8
    assert after[SHEET].decode(encoding) == repaired_xml(before[SHEET].decode(encoding))
    assert {**after, SHEET: b""} == {**before, SHEET: b""}
    assert repair(content, Limits()) == (content, 0)


def test_a_repaired_workbook_is_calculated_by_the_plain_names() -> None:
    content, _ = repair(with_broken_links(), Limits())
    calculated, report = recalculated(content, Options())
    assert report["functions"]["BETA_OF"] == 9
    assert b'<c r="C1"><f>BETA_OF(A1:A3,B1:B3)</f><v>2</v></c>' in parts_of(calculated)[SHEET]


def test_a_workbook_without_broken_links_stays_as_it_is() -> None:
    book = rich_workbook()
    content, count = repair(book, Limits())
    assert content is book
    assert count == 0


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(FileError, match="is empty"):
        repair(b"", Limits())
    parts = parts_of(with_broken_links())
    with pytest.raises(FileError, match="not well-formed"):
        repair(packed({**parts, SHEET: parts[SHEET].replace(b"</row>", b"</raw>", 1)}), Limits())
