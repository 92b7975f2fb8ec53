"""The file xlrisk.xlam: valid, reproducible, and telling nobody which Python to run."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from tests.witnesses import complaints
from xlrisk import __version__
from xlrisk.build import addin
from xlrisk.build.addin.package import package
from xlrisk.build.addin.ribbon import custom_ui
from xlrisk.hosts.excel.ribbon import COMMANDS, TAB, TAB_KEY_TIP

RIBBON = "customUI/customUI14.xml"


@pytest.fixture(scope="module")
def file() -> bytes:
    return addin.add_in()


@pytest.fixture
def path(file: bytes, tmp_path: Path) -> Path:
    target = tmp_path / "xlrisk.xlam"
    target.write_bytes(file)
    return target


def part(file: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        return parts.read(name).decode("utf-8")


def changed(file: bytes, old: str, new: str) -> bytes:
    """The add-in with another ribbon."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as parts, zipfile.ZipFile(stream, "w") as copy:
        for name in parts.namelist():
            content = parts.read(name)
            if name == RIBBON:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            copy.writestr(name, content)
    return stream.getvalue()


def test_microsofts_validator_accepts_the_add_in(path: Path) -> None:
    assert complaints(path) == []


def test_openxml_audit_accepts_the_add_in(path: Path) -> None:
    result = OpenXmlValidator().validate(str(path))
    assert result.is_valid, result.errors


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('tag="thaw"', 'tag="thaw" nonsense="1"'),
        ('size="large"', 'size="huge"'),
        ('keytip="S"', 'keytip="LONG"'),
        ('id="xlrisk_thaw"', 'id="xlrisk thaw"'),
        ('onAction="XR_Press"', 'onAction=""'),
        ('label="Thaw"', f'label="{"x" * 1025}"'),
    ],
)
def test_microsofts_validator_knows_the_schema_of_the_ribbon(
    file: bytes, path: Path, old: str, new: str
) -> None:
    """So its silence above says that the ribbon is valid against customUI14."""
    path.write_bytes(changed(file, old, new))
    assert len(complaints(path)) == 1


def test_two_builds_are_equal_in_another_process_too(file: bytes) -> None:
    program = (
        "import hashlib; from xlrisk.build import addin;"
        "print(hashlib.sha256(addin.add_in()).hexdigest())"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == hashlib.sha256(file).hexdigest()


def test_it_is_an_add_in_without_a_window(file: bytes) -> None:
    assert "vnd.ms-excel.addin.macroEnabled.main+xml" in part(file, "[Content_Types].xml")
    assert '<workbookView visibility="hidden" ' in part(file, "xl/workbook.xml")
    assert "fullCalcOnLoad" not in part(file, "xl/workbook.xml")


def test_the_same_can_be_written_as_a_workbook_that_shows_itself(tmp_path: Path) -> None:
    ribbon = custom_ui(TAB, TAB_KEY_TIP, COMMANDS)
    target = tmp_path / "xlrisk.xlsm"
    project = addin.project(addin.modules())
    target.write_bytes(package(project, ribbon, b"<help/>", addin.settings(), add_in=False))
    assert "visibility" not in part(target.read_bytes(), "xl/workbook.xml")
    assert complaints(target) == []


def test_the_names_of_objects_are_those_of_the_modules(file: bytes) -> None:
    documents = [module.name for module in addin.modules() if module.kind != "standard"]
    names = re.findall(
        r'codeName="(\w+)"',
        part(file, "xl/workbook.xml").split("<workbookPr")[1]
        + part(file, "xl/worksheets/sheet1.xml"),
    )
    assert names == documents


def test_the_sheet_says_for_which_versions_the_add_in_is() -> None:
    shown = package(b"", b"", b"", addin.settings(), add_in=False)  # openpyxl opens no add-in
    book = openpyxl.load_workbook(io.BytesIO(shown))
    assert book.sheetnames == ["xlrisk.conf"]
    rows = dict(book["xlrisk.conf"].iter_rows(values_only=True))
    assert rows == {"version": __version__, "xlwings": version("xlwings"), "interpreter": None}


def test_the_library_of_the_version_of_xlwings_is_called() -> None:
    text = next(module.text for module in addin.modules() if module.name == "xlrisk_python")
    assert set(re.findall(r"xlwings(?:32|64)-([\d.]+)\.dll", text)) == {version("xlwings")}
    assert "@" not in text


def test_no_workbook_of_the_user_has_a_say_in_what_runs() -> None:
    """Only the sheet of the add-in itself and the file in the user's profile are read."""
    texts = {module.name: module.text for module in addin.modules()}
    code = re.sub(r"'.*", "", texts["xlrisk_configuration"])
    assert re.findall(r"\w*Workbook\b", code) == ["ThisWorkbook"]
    for text in texts.values():
        assert "ADD_WORKBOOK_TO_PYTHONPATH" not in text
        assert "PYTHONPATH" not in text
    assert " -P " in texts["xlrisk_python"]  # nor has the folder that Excel happens to be in


def test_the_help_texts_are_inside_and_beside(file: bytes) -> None:
    beside = addin.artefacts()[Path("workbook_templates/xlrisk.intellisense.xml")]
    assert part(file, "customXml/item1.xml") == beside.decode()


def test_the_add_in_and_its_help_stand_side_by_side() -> None:
    places = list(addin.artefacts())
    assert places == [
        Path("workbook_templates/xlrisk.xlam"),
        Path("workbook_templates/xlrisk.intellisense.xml"),
    ]
