"""The witnesses notice what is wrong: a witness that nods at everything proves nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.witnesses import complaints, recalculated


def test_libreoffice_does_not_believe_stored_values(tmp_path: Path) -> None:
    path = tmp_path / "wrong.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet().write_formula("A1", "=1+1", None, 3)
    assert (
        openpyxl.load_workbook(recalculated(path, tmp_path), data_only=True).active["A1"].value == 2
    )


def test_the_open_xml_sdk_finds_a_wrong_attribute(tmp_path: Path) -> None:
    path, spoiled = tmp_path / "good.xlsx", tmp_path / "spoiled.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet().write("A1", 1)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(spoiled, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            target.writestr(member, content.replace(b'<c r="A1"', b'<c r="A1" t="wrong"'))
    assert complaints(path) == []
    assert complaints(spoiled) != []
