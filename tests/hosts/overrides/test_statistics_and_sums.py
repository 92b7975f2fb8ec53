"""AGGREGATE, MODE, SUMPRODUCT, SUMX2PY2 and its like, GCD and LCM."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.overrides.sheets import Sheet, agrees, called

SAMPLE = [15, 77, 30, 28, 31, 96, 77, 53, 34, 12.545454545454545, 91]


@pytest.mark.parametrize(
    ("function", "nothing_ignored", "k"),
    [
        # stored by Excel in functions-excel-2010, option 4
        (1, 49.50413223140495, ()),
        (2, 11, ()),
        (3, 11, ()),
        (4, 96, ()),
        (5, 12.545454545454545, ()),
        (6, 4.573698186081024e17, ()),
        (7, 30.643332458992404, ()),
        (8, 29.217271109464395, ()),
        (9, 544.5454545454545, ()),
        (10, 939.0138241923374, ()),
        (11, 853.6489310839429, ()),
        (12, 34, ()),
        (13, 77, ()),
        (14, 91, (2,)),
        (15, 15, (2,)),
        (16, 31, (0.4,)),
        (17, 29, (1,)),
        (18, 85.40000000000002, (0.8,)),
        (19, 28, (1,)),
    ],
)
def test_aggregate(function: int, nothing_ignored: float, k: tuple[float, ...]) -> None:
    column = [[value] for value in SAMPLE]
    assert agrees(called("AGGREGATE", function, 4, column, *k), nothing_ignored)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        # Microsoft's examples
        ("=_xlfn.AGGREGATE(4,6,A1:A11)", 96),
        ("=_xlfn.AGGREGATE(14,6,A1:A11,3)", 72),
        ("=_xlfn.AGGREGATE(15,6,A1:A11)", "#VALUE!"),
        ("=_xlfn.AGGREGATE(12,6,A1:A11,B1:B11)", 68),
        ("=_xlfn.AGGREGATE(4,4,A1:A11)", "#DIV/0!"),
        # what errors are for counts, and arguments that make no sense
        ("=AGGREGATE(2,4,A1:A11)", 9),
        ("=AGGREGATE(3,4,A1:A11)", 11),
        ("=AGGREGATE(3,6,A1:A11)", 9),
        ("=AGGREGATE(20,6,A1:A11)", "#VALUE!"),
        ("=AGGREGATE(0,6,A1:A11)", "#VALUE!"),
        ("=AGGREGATE(9,8,A1:A11)", "#VALUE!"),
        ("=AGGREGATE(14,6,A1:A11,10)", "#NUM!"),
        ("=AGGREGATE(16,6,A1:A11,2)", "#NUM!"),
        ("=AGGREGATE(18,6,A1:A11,0)", "#NUM!"),
        ("=AGGREGATE(1,6,C1:C3)", "#DIV/0!"),
        ("=AGGREGATE(12,6,C1:C3)", "#NUM!"),
        ("=AGGREGATE(13,6,A1:A11)", "#N/A"),
        ("=SUM(AGGREGATE(15,6,A1:A11/(B1:B11>90),{1,2}))", 63),
    ],
)
def test_aggregate_in_cells(formula: str, expected: Any) -> None:
    left = ["#DIV/0!", 72, 30, "#NUM!", 31, 96, 32, 81, 33, 53, 34]
    right = [82, 65, 95, 63, 53, 71, 55, 83, 100, 91, 89]
    assert agrees(Sheet(zip(left, right, strict=True)).value(formula), expected)


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        # stored by Excel in the calc tests of MODE and in POI's function tests
        ("MODE.SNGL", [[[1], [1], [1], [2], [2], [2]]], 1),
        ("MODE.SNGL", [[[2], [2], [2], [1], [1], [1], [3], [3]]], 2),
        ("MODE.SNGL", [[[1], [True], ["Munilla"], ["1"], [2]]], "#N/A"),
        ("MODE", [[[1], [True], ["x"], [1], [True]]], 1),
        ("MODE", [[[1, 1, 0], [2, 1, 0], [3, 1, 0], [4, 1, 0]], 0], 1),
        ("MODE", [1, "1", 2, 3], "#VALUE!"),
        ("MODE", ["1", 1, "#DIV/0!"], "#VALUE!"),
        ("MODE", [2, 2, None], "#VALUE!"),
        ("MODE", [2, 2, True], "#VALUE!"),
        ("MODE", [[[1], [1], ["#NUM!"]]], "#NUM!"),
        ("MODE.MULT", [[[1, 2, 3, 4]]], "#N/A"),
        ("MODE.MULT", [[[2], [1], [1], [2], [3]]], [[2.0], [1.0]]),
        # Microsoft's examples
        ("MODE", [[[5.6], [4], [4], [3], [2], [4]]], 4),
        ("MODE.MULT", [[[x] for x in (1, 2, 3, 4, 3, 2, 1, 2, 3, 5, 6, 1)]], [[1.0], [2.0], [3.0]]),
    ],
)
def test_modes(name: str, arguments: list[Any], expected: Any) -> None:
    assert agrees(called(name, *arguments), expected)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # stored by Excel in POI's function tests
        ([[[1], [2]]], 3),
        ([3, 534, 1.1], 1762.2),
        ([2, [[1], [3]]], "#VALUE!"),
        (["4", 2], "#VALUE!"),
        ([[[2, 3]], [["#REF!", 5]]], "#REF!"),
        # Microsoft: "SUMPRODUCT treats non-numeric array entries as if they were zeros"
        ([[["2", True, None, 5]], [[1, 1, 1, 2]]], 10),
        ([[[1, 2]], [[1], [2]]], "#VALUE!"),
    ],
)
def test_sumproduct(arguments: list[Any], expected: Any) -> None:
    assert agrees(called("SUMPRODUCT", *arguments), expected)


LEFT, RIGHT = [[2], [3], [9], [1], [8], [7], [5]], [[6], [5], [11], [7], [5], [4], [4]]


@pytest.mark.parametrize(
    ("name", "left", "right", "expected"),
    [
        # Microsoft's examples
        ("SUMX2MY2", LEFT, RIGHT, -55),
        ("SUMX2PY2", LEFT, RIGHT, 521),
        ("SUMXMY2", LEFT, RIGHT, 79),
        # stored by Excel in POI's function tests: pairs of numbers only, shapes may differ
        ("SUMX2MY2", [[1], [2], [534]], [[1.001, 2.999, 3.5]], 285138.753998),
        (
            "SUMX2MY2",
            [[1.001], [2.3456], ["x"], [4]],
            [[2.999], [3.4567], [3], [None]],
            -14.438935530000002,
        ),
        ("SUMXMY2", 2, 4, 4),
        ("SUMXMY2", [[None], [None]], [[1], [2]], "#DIV/0!"),
        ("SUMXMY2", [["1"], ["1.1"]], [[1], [2]], "#DIV/0!"),
        ("SUMXMY2", [[1], [2], [3]], [[1], [2]], "#N/A"),
        ("SUMX2MY2", [["#REF!"], [1]], [["#NAME?"], [1]], "#REF!"),
    ],
)
def test_sums_over_pairs(name: str, left: Any, right: Any, expected: Any) -> None:
    assert agrees(called(name, left, right), expected)


@pytest.mark.parametrize(
    ("cells", "common", "multiple"),
    [
        # stored by Excel in the calc tests of GCD and LCM
        ([10, 3, 6], 1, 30),
        ([7.5, 4.5, 7.7], 1, 28),
        ([-7.5, 5], "#NUM!", "#NUM!"),
        ([0, 5], 5, 0),
        ([0, 0], 0, 0),
        ([10, 3, None], 1, 30),
        ([None, None], "#VALUE!", "#VALUE!"),
        ([[[None, 5]]], 5, 0),
        ([[[None, None]]], 0, 0),
        ([2.675, 0.01], 2, 0),
        ([9999999999999, 10], 1, 99999999999990),
        (["8", 2], 2, 8),
        ([" 10 ", 3], 1, 30),
        ([[[4, "8", 12]]], 4, 24),
        (["eight", 2], "#VALUE!", "#VALUE!"),
        (["2024-01-10", 7], 1, 317107),
        ([True, 2], "#VALUE!", "#VALUE!"),
        ([[[4, True]]], "#VALUE!", "#VALUE!"),
        (["#DIV/0!", 5], "#DIV/0!", "#DIV/0!"),
        ([1e100, 1e50], "#NUM!", "#NUM!"),
        ([2147483647, 1073741823], 1, "#NUM!"),
        # Microsoft's examples
        ([24, 36], 12, 72),
        ([5, 0], 5, 0),
    ],
)
def test_divisors(cells: list[Any], common: Any, multiple: Any) -> None:
    assert agrees(called("GCD", *cells), common)
    assert agrees(called("LCM", *cells), multiple)


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=2))
def test_common_divisor_times_multiple_is_the_product(pair: list[int]) -> None:
    assert called("GCD", *pair) * called("LCM", *pair) == math.prod(pair)


samples = st.lists(st.integers(-100, 100).map(float), min_size=2)


@given(samples)
def test_statistics_agree_with_one_another(sample: list[float]) -> None:
    column = [[value] for value in sample]
    assert called("AGGREGATE", 14, 4, column, 1) == called("AGGREGATE", 4, 4, column)
    assert called("AGGREGATE", 15, 4, column, 1) == called("AGGREGATE", 16, 4, column, 0)
    assert called("AGGREGATE", 17, 4, column, 2) == pytest.approx(
        called("AGGREGATE", 12, 4, column)
    )
    assert called("AGGREGATE", 7, 4, column) ** 2 == pytest.approx(
        called("AGGREGATE", 10, 4, column)
    )
