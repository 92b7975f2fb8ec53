"""Sums that are exact, in any order."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrisk.finance import adding_up
from xlrisk.finance.arrays import Array

PART = st.floats(-1, 1) | st.floats(-1e-6, 1e-6) | st.just(0.0)
TABLE = st.lists(st.tuples(PART, PART), min_size=1, max_size=60)


def columns(rows: list[tuple[float, float]]) -> tuple[Array, Array]:
    first, second = np.array(rows).T
    return first, second


@given(TABLE, st.randoms(use_true_random=False), st.integers(-60, 60))
def test_all_sums_are_exact(rows: list[tuple[float, float]], random: Random, scale: int) -> None:
    first, second = (np.ldexp(column, scale) for column in columns(rows))
    a, b = adding_up.rounded(first, second)
    total = a + b
    for column in (a, b, total):
        assert sum(column.tolist()) == math.fsum(column.tolist())
    for x, y, z in zip(a.tolist(), b.tolist(), total.tolist(), strict=True):
        assert Fraction(x) + Fraction(y) == Fraction(z)
    assert sum(a.tolist()) + sum(b.tolist()) == sum(total.tolist())
    (positive,) = adding_up.rounded(np.abs(first))
    values = positive.tolist()
    random.shuffle(values)
    assert sum(values) == sum(positive.tolist())


@given(TABLE)
def test_no_sum_and_no_row_is_off_by_more_than_a_unit(rows: list[tuple[float, float]]) -> None:
    given_columns = columns(rows)
    found = adding_up.rounded(*given_columns)
    exact = [[Fraction(v) for v in column.tolist()] for column in given_columns]
    totals = [x + y for x, y in zip(*exact, strict=True)]
    largest = max(
        max(abs(sum(column[: k + 1], Fraction(0))), abs(column[k]))
        for column in (*exact, totals)
        for k in range(len(rows))
    )
    unit = Fraction(math.ulp(float(largest))) * (1 + Fraction(1, 10**6))
    for column, rounded in zip(exact, found, strict=True):
        assert abs(sum(map(Fraction, rounded.tolist()), Fraction(0)) - sum(column)) <= unit
        for x, y in zip(column, rounded.tolist(), strict=True):
            assert abs(x - Fraction(y)) <= unit
            assert x or not y


def test_thousand_rows_are_rounded_once() -> None:
    rows = np.full(1000, 0.001 / 3)
    naive = sum(rows.tolist())
    (found,) = adding_up.rounded(rows)
    exact = float(1000 * Fraction(rows[0]))
    assert naive != exact
    assert sum(found.tolist()) == exact
    assert found == pytest.approx(rows, rel=1e-12)


def test_nothing_to_round() -> None:
    zeros, infinite = np.zeros(3), np.array([1.0, np.inf])
    assert adding_up.rounded(zeros, zeros)[0].tolist() == [0, 0, 0]
    assert adding_up.rounded(infinite)[0].tolist() == [1.0, np.inf]
