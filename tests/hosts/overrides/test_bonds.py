"""Bonds and securities at a discount: what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.hosts.overrides.sheets import called

DAYS = st.integers(36526, 47000)
LENGTHS = st.integers(1, 12000)
FREQUENCIES = st.sampled_from([1, 2, 4])
BASES = st.integers(0, 4)
RATES = st.floats(0.001, 0.2)


@given(DAYS, LENGTHS, FREQUENCIES, BASES)
def test_coupons_around_a_settlement(settled: int, length: int, frequency: int, basis: int) -> None:
    bond = (settled, settled + length, frequency, basis)
    previous, following = called("COUPPCD", *bond), called("COUPNCD", *bond)
    assert previous <= settled < following <= settled + length
    assert 27 * 12 / frequency <= following - previous <= 31 * 12 / frequency
    number = called("COUPNUM", *bond)
    assert number == 1 or number == 1 + called(
        "COUPNUM", following, settled + length, frequency, basis
    )
    if basis != 4:
        together = called("COUPDAYBS", *bond) + called("COUPDAYSNC", *bond)
        whole = following - previous if basis in {1, 2, 3} else called("COUPDAYS", *bond)
        assert together == pytest.approx(whole)


@given(DAYS, LENGTHS, RATES, RATES, FREQUENCIES, BASES)
def test_the_yield_is_that_of_the_price(
    settled: int, length: int, rate: float, interest: float, frequency: int, basis: int
) -> None:
    bond = (settled, settled + length)
    price = called("PRICE", *bond, rate, interest, 100, frequency, basis)
    assume(price > 1e-3)
    left = called("COUPDAYS", *bond, frequency, basis) - called(
        "COUPDAYBS", *bond, frequency, basis
    )
    assume(left > 0)  # 31 days of a month may be more than the basis gives a coupon
    found = called("YIELD", *bond, rate, price, 100, frequency, basis)
    assert found == pytest.approx(interest, rel=1e-6, abs=1e-8)


@given(DAYS, st.integers(800, 9000), RATES, st.floats(0.01, 0.2), FREQUENCIES)
def test_the_modified_duration_is_the_slope_of_the_price(
    settled: int, length: int, rate: float, interest: float, frequency: int
) -> None:
    bond = (settled, settled + length)
    step = 1e-5
    low, high = (
        called("PRICE", *bond, rate, interest + change, 100, frequency, 1)
        for change in (-step, step)
    )
    price = called("PRICE", *bond, rate, interest, 100, frequency, 1)
    passed = called("COUPDAYBS", *bond, frequency, 1) / called("COUPDAYS", *bond, frequency, 1)
    with_interest = price + 100 * rate / frequency * passed
    slope = (low - high) / (2 * step) / with_interest
    assert called("MDURATION", *bond, rate, interest, frequency, 1) == pytest.approx(slope, 1e-5)


@given(DAYS, st.integers(1, 3000), st.floats(0.001, 0.1), BASES)
def test_discounts_and_what_they_come_from(
    settled: int, length: int, rate: float, basis: int
) -> None:
    price = called("PRICEDISC", settled, settled + length, rate, 100, basis)
    assume(price > 0)
    if price == 100:  # the basis has no day between the two
        assert called("DISC", settled, settled + length, price, 100, basis) == "#DIV/0!"
        return
    found = called("DISC", settled, settled + length, price, 100, basis)
    assert found == pytest.approx(rate, rel=1e-6)
    received = called("RECEIVED", settled, settled + length, price, rate, basis)
    assert received == pytest.approx(100, rel=1e-9)
    interest = called("YIELDDISC", settled, settled + length, price, 100, basis)
    assert interest * price == pytest.approx(100 * rate, rel=1e-6)


@given(DAYS, st.integers(1, 3000), st.integers(0, 400), RATES, RATES)
def test_the_yield_of_a_security_that_pays_at_its_maturity(
    settled: int, length: int, since: int, rate: float, interest: float
) -> None:
    security = (settled, settled + length, settled - since)
    price = called("PRICEMAT", *security, rate, interest, 3)
    assert called("YIELDMAT", *security, rate, price, 3) == pytest.approx(interest, rel=1e-7)
