"""The cells that SUMIF adds up."""

from __future__ import annotations

import pytest

from tests.hosts.overrides.sheets import Sheet
from xlrisk.hosts.engine.prepare.laid_over import laid_over


@pytest.mark.parametrize(
    ("compared", "added", "expected"),
    [
        ("L2:L8", "M2", "M2:M8"),
        ("$L$2:$L$8", "$M$2:$M$4", "M2:M8"),
        ("L2:L8", "M2:P90", "M2:M8"),
        ("A1:C1", "A5", "A5:C5"),
        ("A1:A3", "'My sheet'!B7", "'My sheet'!B7:B9"),
        # as it is: the same size, no area, beyond the sheet
        ("$L$2:$L$8", "$M$2:$M$8", "$M$2:$M$8"),
        ("L2:L8", "OFFSET(M2,0,0)", "OFFSET(M2,0,0)"),
        ("INDIRECT(A1)", "M2", "M2"),
        ("L2:L8", "M1048576", "M1048576"),
        ("A1:C1", "XFD1", "XFD1"),
    ],
)
def test_as_large_as_what_is_compared(compared: str, added: str, expected: str) -> None:
    assert laid_over(compared, added) == expected


def test_example_of_microsoft() -> None:
    """SUMIF with one cell to begin with, in the engine and with our version."""
    cells = {"A1": 100000, "A2": 200000, "A3": 300000, "B1": 7000, "B2": 14000, "B3": 21000}
    formula = f'=SUMIF(A1:A3,">160000",{laid_over("A1:A3", "B1")})'
    assert Sheet(cells).value(formula) == Sheet(cells, {}).value(formula) == 35000
