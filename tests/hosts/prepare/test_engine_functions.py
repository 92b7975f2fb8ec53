"""Which functions the engine knows, asked of the engine itself."""

from __future__ import annotations

import formualizer
from openpyxl.utils import FORMULAE

from xlrisk.hosts.engine.prepare import ENGINE_FUNCTIONS
from xlrisk.hosts.engine.prepare.parameter_classes import _PARAMETERS

NEWER = """ANCHORARRAY BYCOL BYROW EXPAND GROUPBY LAMBDA LET MAKEARRAY MAP REDUCE REGEXTEST SCAN
    TEXTSPLIT TRIMRANGE UNIQUE VSTACK WRAPROWS XLOOKUP XMATCH"""


def test_the_engine_knows_these_functions_and_no_others_of_excel() -> None:
    asked = sorted(ENGINE_FUNCTIONS | set(FORMULAE) | set(NEWER.split()) | set(_PARAMETERS))
    book = formualizer.Workbook()
    book.add_sheet("Calls")
    for row, name in enumerate(asked, 1):
        book.set_formula("Calls", row, 1, f"={name}()")
        book.set_formula("Calls", row, 2, f"=_xlfn.{name}()")
    book.evaluate_all()
    for column in (1, 2):
        values = [book.get_value("Calls", row, column) for row in range(1, len(asked) + 1)]
        known = {
            name
            for name, value in zip(asked, values, strict=True)
            if not (isinstance(value, dict) and value["kind"] == "Name")
        }
        assert known == ENGINE_FUNCTIONS
