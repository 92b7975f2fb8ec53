"""CEILING, FLOOR and their variants, MROUND."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.overrides.sheets import Sheet, agrees, called

# what Excel stored in the calc tests FLOOR_CEILING and MROUND_TRUNC_INT of the corpus
STORED = [
    ("=FLOOR(10,0.21)", 9.87),
    ("=FLOOR(-10,0.21)", -10.08),
    ("=FLOOR(-10,-0.21)", -9.87),
    ("=FLOOR(-10,7)", -14),
    ("=FLOOR(7.9,0.1)", 7.9),
    ("=FLOOR(10,0)", "#DIV/0!"),
    ("=FLOOR(10,-1)", "#NUM!"),
    ("=FLOOR(0,0)", 0),
    ("=FLOOR(-1E-12,1)", -1),
    ("=FLOOR(9999999999999,7)", 9999999999997),
    ("=FLOOR(10,A1)", "#DIV/0!"),
    ("=FLOOR(A1,0)", 0),
    ('=FLOOR(10,"")', "#VALUE!"),
    ('=FLOOR("8","7.0e0")', 7),
    ('=FLOOR(" 10 ",TRUE)', 10),
    ('=FLOOR(10,"--8")', "#VALUE!"),
    ("=FLOOR(10,A2)", "#DIV/0!"),
    ('=FLOOR("",A2)', "#VALUE!"),
    ('=FLOOR("2024-01-10",7)', 45297),
    ('=FLOOR(" 2024-01-10 ",7)', "#VALUE!"),
    ("=CEILING(-1E-307,-1E-12)", -1e-12),
    ("=FLOOR.MATH(10,A1)", 0),
    ("=CEILING.PRECISE(10,FALSE)", 0),
    ("=MROUND(2.675,0.01)", 2.68),
    ("=MROUND(10.3,0.5)", 10.5),
    ("=MROUND(7.5,5)", 10),
    ("=MROUND(-7.5,-5)", -10),
    ("=MROUND(7.5,-5)", "#NUM!"),
    ("=MROUND(10,1E-100)", 10),
    ("=MROUND(1E+100,1E+50)", 1e100),
    ("=MROUND(5,9.99999E+307)", 0),
    ("=MROUND(5,0)", 0),
    ("=MROUND(TRUE,2)", "#VALUE!"),
    ("=MROUND(2,FALSE)", "#VALUE!"),
]
# the examples of Microsoft's pages on the functions
DOCUMENTED = [
    ("=CEILING(2.5,1)", 3),
    ("=CEILING(-2.5,-2)", -4),
    ("=CEILING(-2.5,2)", -2),
    ("=CEILING(1.5,0.1)", 1.5),
    ("=CEILING(0.234,0.01)", 0.24),
    ("=FLOOR(3.7,2)", 2),
    ("=FLOOR(-2.5,-2)", -2),
    ("=FLOOR(2.5,-2)", "#NUM!"),
    ("=FLOOR(1.58,0.1)", 1.5),
    ("=FLOOR(0.234,0.01)", 0.23),
    ("=CEILING.MATH(24.3,5)", 25),
    ("=CEILING.MATH(6.7)", 7),
    ("=CEILING.MATH(-8.1,2)", -8),
    ("=CEILING.MATH(-5.5,2,-1)", -6),
    ("=FLOOR.MATH(24.3,5)", 20),
    ("=FLOOR.MATH(6.7)", 6),
    ("=FLOOR.MATH(-8.1,2)", -10),
    ("=FLOOR.MATH(-5.5,2,-1)", -4),
    ("=CEILING.PRECISE(4.3)", 5),
    ("=CEILING.PRECISE(-4.3)", -4),
    ("=CEILING.PRECISE(4.3,-2)", 6),
    ("=ISO.CEILING(-4.3,2)", -4),
    ("=ISO.CEILING(-4.3,-2)", -4),
    ("=FLOOR.PRECISE(-3.2,-1)", -4),
    ("=FLOOR.PRECISE(3.2,-1)", 3),
    ("=FLOOR.PRECISE(3.2)", 3),
    ("=MROUND(10,3)", 9),
    ("=MROUND(-10,-3)", -9),
    ("=MROUND(1.3,0.2)", 1.4),
]


@pytest.mark.parametrize(("formula", "expected"), STORED + DOCUMENTED)
def test_as_excel(formula: str, expected: Any) -> None:
    found = Sheet({"A2": "#DIV/0!"}).value(formula)
    assert agrees(found, expected), found


@pytest.mark.parametrize("spelling", ["CEILING", "_xlfn.FLOOR.MATH", "MROUND"])
def test_arrays_in_single_places_are_lifted(spelling: str) -> None:
    sheet = Sheet([[4.0, 9.0], [1.0, "x"]])
    assert sheet.value(f"=SUM({spelling}(A1:B1,1))") == 13.0
    assert sheet.value(f"=ISERROR(INDEX({spelling}(A1:B2,1),2,2))") is True


steps = st.integers(1, 10**6).map(lambda n: n / 1000)
values = st.integers(-(10**9), 10**9).map(lambda n: n / 1000)


@given(values, steps)
def test_up_and_down_enclose_the_value_by_at_most_a_step(value: float, step: float) -> None:
    above, below = called("CEILING.MATH", value, step), called("FLOOR.MATH", value, step)
    slack = 1e-12 * (abs(value) + step)
    assert below - slack <= value <= above + slack
    assert above - below <= step + slack


@given(values, steps)
def test_what_is_rounded_stays(value: float, step: float) -> None:
    for name in ("CEILING", "FLOOR", "CEILING.MATH", "FLOOR.MATH", "FLOOR.PRECISE"):
        once = called(name, value, step)
        assert agrees(called(name, once, step), once)
