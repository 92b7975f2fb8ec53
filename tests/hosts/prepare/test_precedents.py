"""The areas that a formula reads."""

from __future__ import annotations

import pytest

from tests.hosts.prepare.books import structure
from xlrisk.hosts.engine.prepare import Precedents, precedents
from xlrisk.workbook.addresses import LAST_COLUMN, LAST_ROW, Area, area

SALES = area("A10:D15")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1+2", []),
        ("A1+A1", [(0, area("A1"))]),
        ("SUM($A$1:B2)*C3", [(0, area("A1:B2")), (0, area("C3"))]),
        ("Second!A1+'It''s 4'!B2:B3", [(1, area("A1")), (3, area("B2:B3"))]),
        ("SUM(Second!A1:Second!A3)", [(1, area("A1:A3"))]),
        ("SUM(Second:Third!A1)", [(1, area("A1")), (2, area("A1"))]),
        ("SUM('Second:Third'!A1)", [(1, area("A1")), (2, area("A1"))]),
        ("SUM(B:B,3:4)", [(0, Area(1, 2, LAST_ROW, 2)), (0, Area(3, 1, 4, LAST_COLUMN))]),
        ('"A1"&LOG10(A2)', [(0, area("A2"))]),
        ("A1:INDEX(A1:A9,B1)", [(0, area("A1")), (0, area("A1:A9")), (0, area("B1"))]),
        ("@INDEX(A1:A9,0)", [(0, area("A1:A9"))]),
        ("SUM(A1#)", [(0, area("A1"))]),
        ("_xlfn.LET(_xlpm.a1,3,_xlpm.a1+B1)", [(0, area("B1"))]),
        ("rate*2", [(0, area("B1"))]),
        ("Second!local", [(1, area("C1"))]),
        ("product", [(0, area("B1"))]),
        ("circle", []),
        ("beside", [(0, Area(1, 1, LAST_ROW, LAST_COLUMN))]),
        ("SUM(Sales[Qty])", [(0, SALES)]),
        ("[@Qty]+Sales", [(0, SALES)]),
        ("[1]Sheet1!A1+[1]!rate", []),
        ("'[Book.xlsx]Data'!A1", []),
        ("Nowhere!A1", []),
        ("DATA2024+XFE1", []),
    ],
)
def test_precedents(formula: str, expected: list[tuple[int, Area]]) -> None:
    assert precedents(formula, 0, structure()) == expected


def test_many_formulas_of_one_workbook() -> None:
    found = Precedents(structure())
    assert found.of("A1", 2) == [(2, area("A1"))]
    assert found.of("rate", 2) == [(0, area("B1"))]
