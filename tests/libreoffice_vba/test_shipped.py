"""What LibreOffice runs is what is shipped."""

from __future__ import annotations

import pytest

from tests.libreoffice_vba.calc import Calc
from tests.libreoffice_vba.doubles import with_doubles
from xlrisk.build.addin import modules
from xlrisk.build.addin.vba_project import Module

_OWN_LINES = ("Attribute ", "Rem Attribute ", "Option VBASupport", "Option ClassModule")


def lines(text: str) -> list[str]:
    """A module without the lines that an editor of VBA does not show, or that are LibreOffice's."""
    return [line for line in text.strip().splitlines() if not line.startswith(_OWN_LINES)]


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_module_is_read_from_the_file_as_it_was_written(calc: Calc, module: Module) -> None:
    assert lines(calc.modules[module.name]) == lines(module.text)


def test_one_procedure_and_one_name_are_replaced(calc: Calc) -> None:
    doubles = with_doubles(calc.modules)
    replaced = {name.partition(".")[0] for name in doubles} & calc.modules.keys()
    assert replaced == {"xlrisk_python", "xlrisk_opening"}
    shipped, changed = calc.modules["xlrisk_python"], doubles["xlrisk_python.bas"]
    assert without_xlpy(shipped) == without_xlpy(changed)
    assert len(shipped) - len(changed) == len(xlpy(shipped)) - len(xlpy(changed)) > 0
    opening = doubles["xlrisk_opening.bas"].replace("python.CallMethod(", "python.Call(")
    assert opening == calc.modules["xlrisk_opening"]


def xlpy(text: str) -> str:
    """The procedure that loads xlwings' library."""
    begin = text.index("Public Function XLPy() As Object")
    return text[begin : text.index("End Function", begin)]


def without_xlpy(text: str) -> str:
    return text.replace(xlpy(text), "")
