"""Values that Excel stored, function by function, in the workbooks of a neighbour's tests.

Each formula is calculated alone: all other cells hold what Excel stored. Where the overrides
cannot agree the cell is pinned with its reason, and an unexpected agreement fails too.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from tests.hosts.overrides.corpus import sheets_of
from tests.hosts.overrides.sheets import Sheet, agrees
from xlrisk.hosts.engine.overrides import (
    aggregate,
    criteria,
    databases,
    divisors,
    lookups,
    modes,
    rounding,
    sums,
)
from xlrisk.hosts.engine.prepare.omitted import instead_of_nothing
from xlrisk.hosts.engine.prepare.spellings import plain_name
from xlrisk.hosts.engine.prepare.tokens import Node, Piece, tree

OVERRIDES = {
    name: override
    for module in (aggregate, criteria, databases, divisors, lookups, modes, rounding, sums)
    for name, override in module.OVERRIDES.items()
}
_CALL = re.compile(r"(?:_xlfn\.)?([A-Z][A-Z0-9.]*)\(")
_WHOLE_COLUMNS = re.compile(r"(?<![\w$])(\$?[A-Z]{1,3}):(\$?[A-Z]{1,3})(?![\w(])")
_WHOLE_ROWS = re.compile(r"(?<![\w$])(\$?\d+):(\$?\d+)(?![\w(])")
_ASIDE = "ZZ2000"  # for the formula: away from the cells of all workbooks here

BLANKS = "a whole column or row is cut at the last used one, and its empty cells count"
RAISED = "the engine does not call a function whose argument is an error of CONCAT"

PINNED = {
    "LOOKUP_AND_REFERENCE__XLOOKUP": {
        "what is looked for is left out, and taken for 0": "Errors!N1"
    },
    "STATISTICAL__COUNTIF": {
        BLANKS: (
            "Rows!R2 W2 R3 AL3 R4 AD4 AL4 R5 AC5 AL5 R6 AL6 R7 AL7 R8 AL10 "
            "Columns!B12 C12 D12 E12 F12 G12 H12 B21 E29 D30 C38 D38 E38 F38 G38 "
            "J38"
        ),
        RAISED: "Rows!AB2 AB3 AD2 AD3 Columns!B28 C28 B30 C30",
    },
}
WORKBOOKS = [
    *PINNED,
    "MATH_AND_TRIGONOMETRY__GCD_LCM",
    "MATH_AND_TRIGONOMETRY__LCM_GCD",
    "MATH_AND_TRIGONOMETRY__MROUND_TRUNC_INT",
    "DATABASE__DVAR_DVARP_DSTDEV_DSTDEVP",
    "MATH_AND_TRIGONOMETRY__FLOOR_CEILING",
    "MATH_AND_TRIGONOMETRY__SUMIFS",
    "MATH_AND_TRIGONOMETRY__SUMIF_AVERAGE_IF",
    "STATISTICAL__MODE",
    "simple_functions",
]


@pytest.fixture(scope="module")
def corpus() -> Path:
    default = Path(__file__).parents[4] / "shared" / "corpus"
    folder = Path(os.environ.get("XLRISK_CORPUS", default))
    if not folder.is_dir():
        pytest.skip(f"no corpus in {folder}; set XLRISK_CORPUS to its folder")
    return folder


@pytest.mark.parametrize("name", WORKBOOKS)
def test_values_stored_by_excel(corpus: Path, name: str) -> None:
    sheets = sheets_of(corpus / "ironcalc" / f"xlsx__tests__calc_tests__{name}.xlsx")
    verdicts = {
        f"{sheet}!{address}": agreed
        for sheet in sheets
        for address, agreed in _verdicts(sheets[sheet]).items()
    }
    assert verdicts
    assert {cell for cell, agreed in verdicts.items() if not agreed} == _pinned(name)


def _pinned(name: str) -> set[str]:
    cells = set()
    for listed in PINNED.get(name, {}).values():
        sheet = ""
        for word in listed.split():
            before, _, address = word.rpartition("!")
            sheet = before or sheet
            cells.add(f"{sheet}!{address}")
    return cells


def _verdicts(content: dict[str, list[Any]]) -> dict[str, bool]:
    """Whether the overrides agree with Excel, by the address of the formula."""
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
    last_row = max((row for row, _ in stored), default=1) + 1
    last_column = max((column for _, column in stored), default=1) + 1
    verdicts = {}
    for row, column, formula in content["formulas"]:
        if _is_of_ours(formula):
            found = sheet.value(_cut(_complete(formula), last_row, last_column), at=_ASIDE)
            address = f"{get_column_letter(column)}{row}"
            verdicts[address] = _same(found, stored[row, column])
    return verdicts


def _complete(formula: str) -> str:
    """The formula with what prepare/omitted.py writes for arguments that are left out."""
    return "=" + "".join(map(_node, tree(formula.removeprefix("="))))


def _node(node: Node) -> str:
    if isinstance(node, Piece):
        return node.text
    texts = ["".join(map(_node, argument)) for argument in node.arguments]
    if len(texts) > 1:
        name = plain_name(node.name)
        texts = [text.strip() or instead_of_nothing(name, n) for n, text in enumerate(texts)]
    return f"{node.name}({','.join(texts)})"


def _is_of_ours(formula: str) -> bool:
    """A call of an override that needs no implicit intersection, which is a matter of preparing."""
    called = set(_CALL.findall(formula))
    intersects = "SINGLE" in called or (called & rounding.OVERRIDES.keys() and ":" in formula)
    return bool(called & OVERRIDES.keys()) and not intersects


def _cut(formula: str, last_row: int, last_column: int) -> str:
    """Whole columns and rows up to the last used ones, as they are prepared for the engine."""
    formula = _WHOLE_COLUMNS.sub(rf"\g<1>1:\g<2>{last_row}", formula)
    return _WHOLE_ROWS.sub(rf"A\1:{get_column_letter(last_column)}\2", formula)


def _same(found: Any, stored: Any) -> bool:
    first = found[0][0] if isinstance(found, list) else found
    return agrees(first, stored) or (first in {None, 0.0} and stored in {"", 0})
