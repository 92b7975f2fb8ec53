"""Nothing is lost: every byte stays but those of values that changed."""

from __future__ import annotations

import datetime
import io
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from tests.recalculation.books import Again, again, shown
from tests.recalculation.sheets import without_values
from tests.witnesses import complaints
from tests.workbook.packages import parts_of
from tests.workbook.rich import Entry, entries, rich_workbook
from tests.workbook.rich_parts import SHEETS
from xlrisk.commands import demo
from xlrisk.workbook.values import ErrorText, same

TEMPLATES = sorted(Path(__file__).parents[2].joinpath("workbook_templates").glob("*.xls*"))
NOW = datetime.datetime(2026, 3, 4)
PATCHED = {f"xl/worksheets/sheet{SHEETS.index(name) + 1}.xml" for name in ("Main", "Hidden")}


@cache
def recalculated() -> Again:
    return again(rich_workbook(stale=True), now=NOW)


def test_all_other_parts_are_equal() -> None:
    before, after = parts_of(recalculated().before), parts_of(recalculated().content)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == PATCHED


def test_what_the_archive_says_of_other_parts_is_equal() -> None:
    def members(data: bytes) -> dict[str, tuple[Any, ...]]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {
                member.filename: (
                    *(member.CRC, member.compress_size, member.compress_type, member.date_time),
                    *(member.flag_bits, member.extra, member.comment, member.create_system),
                    *(member.create_version, member.internal_attr, member.external_attr),
                )
                for member in archive.infolist()
                if member.filename not in PATCHED
            }

    assert members(recalculated().before) == members(recalculated().content)


@pytest.mark.parametrize("part", sorted(PATCHED))
def test_the_patched_sheets_are_equal_but_for_values(part: str) -> None:
    before, after = parts_of(recalculated().before)[part], parts_of(recalculated().content)[part]
    assert without_values(before) == without_values(after)


def test_every_value_is_the_one_that_belongs_there() -> None:
    """To 15 digits, as they were found in Python."""
    for name, formulas in entries(stale=False).items():
        values = shown(recalculated().content, SHEETS.index(name) + 1)
        wrong = {
            f"{name}!{cell}": (values.get(cell), value)
            for anchor, entry in formulas.items()
            for cell, value in cells_of(anchor, entry).items()
            if not same(values.get(cell), value)
        }
        assert wrong == {}


def cells_of(anchor: str, entry: Entry) -> dict[str, Any]:
    """The values of a formula by cell, errors as texts; a text in a filled cell is shared."""
    if not isinstance(entry.value, list):
        return {anchor: plain(entry.value)}
    top, left = xl_cell_to_rowcol(anchor)
    return {
        xl_rowcol_to_cell(top + row, left + column): value
        for row, line in enumerate(entry.value)
        for column, value in enumerate(line)
        if not isinstance(value, str)
    }


def plain(value: Any) -> Any:
    if isinstance(value, ErrorText):
        return str(value)
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_the_report_names_what_was_done() -> None:
    report = recalculated().report
    depend = [entry for of in entries().values() for entry in of.values() if entry.depends]
    assert report["status"] == "done"
    assert (report["disagreements"], report["not_recalculated"]) == ([], [])
    assert report["oracle"] == "stored"
    assert report["functions"] == {
        "BETA_OF": 3,
        "CAPM_RETURN": 3,
        "PORTFOLIO_BETA": 1,
        "CAPM_TABLE": 1,
    }
    assert {change["cell"] for change in report["function_changes"]} == {
        "Main!B5",
        "Main!B6",
        "Main!B7",
    }
    assert report["stale_charts"] >= 2
    assert len(depend) <= report["cells_changed"] <= len(depend) + 30  # a table of 5 x 6 cells


def test_a_second_run_changes_nothing() -> None:
    second = again(recalculated().content, now=NOW)
    assert second.status == "unchanged"
    assert second.content == recalculated().content


def test_right_values_stay_as_they_are() -> None:
    result = again(rich_workbook(), now=NOW)
    assert result.status == "unchanged"
    assert result.content == result.before


def test_microsofts_validator_finds_nothing_new(tmp_path: Path) -> None:
    path = tmp_path / "rich.xlsm"
    path.write_bytes(recalculated().content)
    assert complaints(path) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *(
            ('s="1"', 's="2"'),
            ("B1", "C1"),
            ('r="A1"', 'r="A2"'),
            ('w="1"', ""),
            ("<f>", "<f a='1'>"),
        ),
        *(("<v>a</v>", "<v>b</v>"), ('t="str"', "")),
    ],
)
def test_the_comparison_of_sheets_sees_everything_else(old: str, new: str) -> None:
    sheet = '<s xmlns="x"><c r="A1" s="1" t="str"><f>B1</f><v>a</v></c><d w="1"/></s>'
    assert old in sheet
    assert (without_values(sheet.encode()) == without_values(sheet.replace(old, new).encode())) is (
        old in {"<v>a</v>", 't="str"'}
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_is_unchanged(path: Path) -> None:
    result = again(path.read_bytes(), now=NOW)
    assert (result.status, result.stale, result.disagreements) == ("unchanged", {}, {})
    assert result.content == result.before


def test_there_are_templates() -> None:
    assert TEMPLATES


def test_the_workbook_of_the_demo_is_unchanged(tmp_path: Path) -> None:
    result = again(demo.run(tmp_path / "demo.xlsx").path.read_bytes(), now=NOW)
    assert (result.status, result.stale, result.disagreements) == ("unchanged", {}, {})
    assert result.content == result.before
