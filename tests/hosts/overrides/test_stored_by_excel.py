"""Values that Excel stored for these functions, in the workbooks of a neighbour's tests.

Each formula is calculated alone: all other cells hold what Excel stored. Where the overrides
cannot agree the cell is pinned with its reason, and an unexpected agreement fails too.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from tests.hosts.overrides.corpus import sheets_of
from tests.hosts.overrides.sheets import Sheet, agrees
from xlrisk.hosts.engine.overrides import (
    annuities,
    arrays,
    cash_flows,
    dates,
    distributions,
    elementwise,
    information,
    logic,
    matrices,
    number_systems,
    numbers_from_texts,
    securities,
    text_formats,
    text_splits,
    texts,
    trigonometry,
    units,
    workdays,
)

MODULES: tuple[ModuleType, ...] = (
    annuities,
    arrays,
    cash_flows,
    dates,
    distributions,
    elementwise,
    information,
    logic,
    matrices,
    number_systems,
    numbers_from_texts,
    securities,
    text_formats,
    text_splits,
    texts,
    trigonometry,
    units,
    workdays,
)
OVERRIDES = {name: override for module in MODULES for name, override in module.OVERRIDES.items()}
TAKE_RANGES = matrices.OVERRIDES.keys() | cash_flows.OVERRIDES.keys() | arrays.OVERRIDES.keys()
_CALL = re.compile(r"(?:_xlfn\.)?([A-Z][A-Z0-9.]*)\(")
_ASIDE = "ZZ2000"

OMITTED = "an omitted argument and a 0 arrive alike"
LOCALE = "the author's computer puts the day before the month"
SIGN = "a currency sign after the number"
STEEP = "near a pole, where the last bit of the angle decides"
WORKBOOKS: dict[str, dict[str, str]] = {
    "DATE_AND_TIME__DATE": {},
    "DATE_AND_TIME__DATE_DAY_MONTH_YEAR": {},
    "DATE_AND_TIME__DATE_TIME": {},
    "DATE_AND_TIME__DAYS_DAYS360": {},
    "DATE_AND_TIME__EOMONTH": {},
    "DATE_AND_TIME__TIME_HOUR_MINUTE_SECOND": {},
    "ENGINEERING__BITs": {},
    "ENGINEERING__CONVERT": {},
    "ENGINEERING__ERFs": {},
    "ENGINEERING__GESTEP_DELTA": {},
    "ENGINEERING__NUMBER_SYSTEMS": {},
    "FINANCIAL__ACCRINTM": {},
    "FINANCIAL__ACCRINT_ACCRINTM": {},
    "FINANCIAL__FV": {},
    "FINANCIAL__FVSCHEDULE": {},
    "FINANCIAL__INTRATE": {},
    "FINANCIAL__IPMT_PPMT": {},
    "FINANCIAL__MIRR": {},
    "FINANCIAL__PMT": {},
    "FINANCIAL__TBILLs": {},
    "FINANCIAL__XNPV": {},
    "LOOKUP_AND_REFERENCE__WRAPCOLS_ROWS": {},
    "MATH_AND_TRIGONOMETRY__ATAN2_POWER": {},
    "MATH_AND_TRIGONOMETRY__EXP_SIGN": {"EXP_SIGN!B49": SIGN, "EXP_SIGN!C49": SIGN},
    "MATH_AND_TRIGONOMETRY__FACT_DOUBLEFACT": {},
    "MATH_AND_TRIGONOMETRY__TRIGONOMETRIC": {
        "COT_CSC_SEC!B33": STEEP,
        "COT_CSC_SEC!C33": STEEP,
        "COT_CSC_SEC!D34": STEEP,
        "COT_CSC_SEC!D35": STEEP,
    },
    "STATISTICAL__BETADIST_BETAINV": {},
    "STATISTICAL__BINOM": {},
    "STATISTICAL__CHISQ": {},
    "STATISTICAL__NORM_DIST": {},
    "STATISTICAL__PERMUT_PERMUTATIONA": {},
    "TEXT__EXACT": {},
    "TEXT__REPT": {},
    "TEXT__SUBSTITUTE": {},
    "TEXT__TEXTBEFORE_TEXTAFTER": {"Sheet1!G10": OMITTED, "Sheet1!I10": OMITTED},
    "TEXT__T_VALUE_VALUETOTEXT": {"Sheet1!I5": LOCALE, "Sheet1!C15": LOCALE},
    "TEXT__UPPER_LOWER": {},
    "simple_functions": {},
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_values_stored_by_excel(name: str) -> None:
    default = Path(__file__).parents[4] / "shared" / "corpus"
    folder = Path(os.environ.get("XLRISK_CORPUS", default))
    if not folder.is_dir():
        pytest.skip(f"no corpus in {folder}; set XLRISK_CORPUS to its folder")
    workbook = folder / "ironcalc" / f"xlsx__tests__calc_tests__{name}.xlsx"
    wrong = {}
    compared = 0
    for title, content in sheets_of(workbook).items():
        for address, formula, found, stored in _results(content):
            compared += 1
            if not _same(found, stored):
                wrong[f"{title}!{address}"] = (formula, stored, found)
    assert compared
    assert wrong.keys() == WORKBOOKS[name].keys(), wrong


def _results(content: dict[str, list[Any]]) -> list[tuple[str, str, Any, Any]]:
    """Address, formula, result and stored value of the formulas that call these functions."""
    sheet = Sheet(overrides=OVERRIDES)
    stored = {}
    for row, column, kind, value in content["cells"]:
        stored[row, column] = value
        if kind == "e":
            sheet.put_error(row, column, value)
        elif isinstance(value, str):
            sheet.put_text(row, column, value)
        else:
            sheet.put(row, column, value)
    return [
        (
            f"{get_column_letter(column)}{row}",
            formula,
            sheet.value(formula, at=_ASIDE),
            stored[row, column],
        )
        for row, column, formula in content["formulas"]
        if _is_of_ours(formula)
    ]


def _is_of_ours(formula: str) -> bool:
    """A call of these functions that is a matter of them alone, not of preparing formulas."""
    called = set(_CALL.findall(formula))
    prepared = called & {"SINGLE", "ANCHORARRAY", "FORMULATEXT", "LET", "SEQUENCE"}
    return (
        bool(called & OVERRIDES.keys())
        and not prepared
        and "!" not in formula
        and (":" not in formula or bool(called & TAKE_RANGES))
    )


def _same(found: Any, stored: Any) -> bool:
    first = found[0][0] if isinstance(found, list) else found
    if isinstance(first, float) and isinstance(stored, (int, float)):
        return not isinstance(stored, bool) and first == pytest.approx(stored, rel=1e-9, abs=1e-15)
    return agrees(first, stored) or (first in {None, 0.0} and stored in {"", 0})
