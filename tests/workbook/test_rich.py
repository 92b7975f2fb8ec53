"""The rich workbook is what it claims: many kinds of parts, valid, and with right values."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator
from xlsxwriter.utility import xl_cell_to_rowcol

from tests.helpers import agrees
from tests.witnesses import complaints, recalculated
from tests.workbook.rich import EXTERNAL, Entry, entries, rich_workbook
from xlrisk.functions import FUNCTIONS
from xlrisk.hosts import engine
from xlrisk.workbook.values import ErrorText

KINDS = (
    "calcChain charts/ chartsheets/ comments customXml/ docProps/core docProps/custom"
    " drawings/drawing externalLinks/ media/ metadata persons/ pivotCache/pivotCacheDefinition"
    " pivotCache/pivotCacheRecords pivotTables/ printerSettings/ sharedStrings slicerCaches/"
    " slicers/ styles tables/ theme/ threadedComments/ vbaProject vmlDrawing workbook worksheets/"
)
FEATURES = {
    "xl/workbook.xml": """<definedName> <externalReferences> <pivotCaches> slicerCaches
        localSheetId= state="hidden" state="veryHidden" calcId="191029" """,
    "xl/worksheets/sheet1.xml": """<sheetProtection <dataValidation< <conditionalFormatting<
        <mergeCell< <hyperlink< <legacyDrawing< <legacyDrawingHF< <pane< sparkline dataBar iconSet
        t="shared" t="array" cm="1" t="b" t="e" t="str" outlineLevel=""",
    "xl/worksheets/sheet2.xml": "<tablePart< slicerList",
    "xl/worksheets/sheet3.xml": "<autoFilter< <pageSetup< r:id=",
    "xl/sharedStrings.xml": """<rPr> _x005F_x0041_ xml:space="preserve" """,
}
every_state = pytest.mark.parametrize("stale", [False, True], ids=["right values", "stale values"])


def parts(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as members:
        return {name: members.read(name) for name in members.namelist()}


@pytest.fixture
def path(stale: bool, tmp_path: Path) -> Path:
    target = tmp_path / "rich.xlsm"
    target.write_bytes(rich_workbook(stale=stale))
    return target


@pytest.mark.parametrize("stale", [False])  # it takes long, and the other differs in values only
def test_microsofts_validator_accepts_it(path: Path) -> None:
    assert complaints(path) == []


@every_state
def test_openxml_audit_accepts_it(path: Path) -> None:
    result = OpenXmlValidator().validate(str(path))
    assert result.is_valid
    assert list(result.errors) == []


@every_state
def test_two_builds_are_equal_byte_for_byte(stale: bool) -> None:
    assert rich_workbook(stale=stale) == rich_workbook(stale=stale)


def test_it_has_parts_of_every_kind() -> None:
    names = list(parts(rich_workbook()))
    assert len(names) >= 50
    for kind in KINDS.split():
        assert any(kind in name for name in names), kind


@pytest.mark.parametrize("part", FEATURES)
def test_its_parts_have_what_rich_workbooks_have(part: str) -> None:
    text = parts(rich_workbook())[part].decode("utf-8")
    for feature in FEATURES[part].split():
        assert feature.rstrip("<>") in text, feature


def test_every_relationship_leads_to_a_part() -> None:
    content = parts(rich_workbook())
    for name in content:
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            text = content[name].decode("utf-8")
            for target in re.findall(r'Target="([^"]+)"/>', text):
                found = Path("/", folder, target).resolve() if target[0] != "/" else Path(target)
                assert str(found)[1:] in content or target.startswith("http"), (name, target)


def test_a_stale_workbook_differs_in_values_only() -> None:
    right, stale = parts(rich_workbook()), parts(rich_workbook(stale=True))
    assert right.keys() == stale.keys()
    different = [name for name in right if right[name] != stale[name]]
    chart = "xl/charts/chart1.xml"  # it holds the values that it shows
    assert different == ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet5.xml", chart]
    for name in different[:2]:
        one, other = (re.sub(rb"<v>[^<]*</v>", b"", book[name]) for book in (right, stale))
        assert one == other


def test_exactly_what_depends_on_our_functions_is_stale() -> None:
    right, stale = entries(), entries(stale=True)
    for sheet, formulas in right.items():
        for cell, entry in formulas.items():
            assert (entry.value != stale[sheet][cell].value) == entry.depends, cell
            assert entry.depends or not any(name in entry.formula for name in FUNCTIONS)


# Tables and other workbooks are unknown to the bare engine; the preparation is tested elsewhere.
BEYOND_THE_ENGINE = {"B17", "B18", "B19"}


def test_the_engine_finds_the_values_of_the_file() -> None:
    calculation = engine.load(without_what_the_engine_cannot_do())
    calculation.run()
    for sheet, formulas in entries().items():
        for cell, entry in formulas.items():
            if cell not in BEYOND_THE_ENGINE:
                row, column = (index + 1 for index in xl_cell_to_rowcol(cell))
                height, width = size(entry)
                found = calculation.block(sheet, row, column, height, width)
                value = entry.value if isinstance(entry.value, list) else [[entry.value]]
                assert agrees(found, value, digits=14), f"{sheet}!{cell}"


def size(entry: Entry) -> tuple[int, int]:
    return (len(entry.value), len(entry.value[0])) if isinstance(entry.value, list) else (1, 1)


def without_what_the_engine_cannot_do() -> bytes:
    """No external reference, and nothing where arrays spill: see the engine's host."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in parts(rich_workbook()).items():
            text: Any = content
            if name == "xl/worksheets/sheet1.xml":
                text = content.decode("utf-8").replace("<f>[1]Prices!$A$1*2</f>", "")
                children = "|".join(f"{c}{r}" for c in "FGHIJK" for r in range(5, 10))
                children = children.replace("F5|", "") + "|B21|B22"
                text = re.sub(rf'<c r="({children})"[^>]*><v>[^<]*</v></c>', "", text)
            target.writestr(name, text)
    return stream.getvalue()


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_libreoffice_finds_the_built_in_values_of_the_file(tmp_path: Path) -> None:
    """It knows tables; our functions are #NAME? to it, and so is what depends on them."""
    path = tmp_path / "rich.xlsx"
    path.write_bytes(rich_workbook())
    sheet = openpyxl.load_workbook(recalculated(path, tmp_path), data_only=True)["Main"]
    checked = 0
    for cell, entry in entries()["Main"].items():
        if not entry.depends and entry.value != EXTERNAL * 2 and not isinstance(entry.value, list):
            assert agrees(sheet[cell].value, plain(entry.value)), cell
            checked += 1
    assert checked == 5


def plain(value: Any) -> Any:
    """An error as openpyxl reads it, a text like others."""
    return str(value) if isinstance(value, ErrorText) else value
