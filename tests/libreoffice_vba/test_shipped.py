"""What LibreOffice runs is what is shipped."""

from __future__ import annotations

import pytest

from tests.libreoffice_vba.calc import Calc
from tests.libreoffice_vba.doubles import DOUBLES, with_doubles, without
from xlrisk.build.addin import modules
from xlrisk.build.addin.vba_project import Module

_OWN_LINES = ("Attribute ", "Rem Attribute ", "Option VBASupport", "Option ClassModule")


def lines(text: str) -> list[str]:
    """A module without the lines that an editor of VBA does not show, or that are LibreOffice's."""
    return [line for line in text.strip().splitlines() if not line.startswith(_OWN_LINES)]


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.name)
def test_module_is_read_from_the_file_as_it_was_written(calc: Calc, module: Module) -> None:
    assert lines(calc.modules[module.name]) == lines(module.text)


def test_doubles_and_names_are_all_that_is_replaced(calc: Calc) -> None:
    doubles = with_doubles(calc.modules)
    replaced = {name.partition(".")[0] for name in doubles} & calc.modules.keys()
    assert replaced == {"xlrisk_python", "xlrisk_opening"}
    for name in replaced:
        shipped, changed = calc.modules[name], doubles[f"{name}.bas"]
        assert shipped != changed
        assert without(shipped, DOUBLES) == without(changed, DOUBLES)


def test_a_double_of_no_procedure_is_refused(calc: Calc) -> None:
    with pytest.raises(ValueError, match="XR_Nowhere"):
        with_doubles(calc.modules, ["Public Sub XR_Nowhere()\nEnd Sub"])
