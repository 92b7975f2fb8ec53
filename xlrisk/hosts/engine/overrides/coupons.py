"""Days of coupons, and bonds that pay them: COUPNUM, PRICE, YIELD, DURATION and their like."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from ._bodies import overrides_of
from ._calendar import date_of, day_of, days_in, months_later
from ._cells import Body, Fault, Value, strict_number, whole
from ._day_counts import basis_of, days_between

_FREQUENCIES = {1, 2, 4}
_PAR = 100.0
_STEPS = 100
_CLOSE = 1e-13


@dataclass(frozen=True)
class _Bond:
    """A bond at its settlement: the coupon that is running, and those to come."""

    settled: int
    previous: int  # the last coupon day that is not after the settlement
    following: int
    number: int  # of coupons to come
    frequency: int
    basis: int

    @property
    def days(self) -> float:
        """The days of the running coupon."""
        if self.basis == 1:
            return float(self.following - self.previous)
        return (365 if self.basis == 3 else 360) / self.frequency

    @property
    def passed(self) -> int:
        return days_between(self.previous, self.settled, self.basis)

    @property
    def left(self) -> float:
        """The days to the next coupon, of which COUPDAYSNC thinks otherwise."""
        return self.days - self.passed

    def price(self, rate: float, interest: float, redemption: float) -> float:
        """Without the interest that has accrued, per 100 of face value."""
        coupon = _PAR * rate / self.frequency
        accrued = coupon * self.passed / self.days
        first = self.left / self.days
        if self.number == 1:
            return (redemption + coupon) / (1 + interest / self.frequency * first) - accrued
        per_coupon = 1 + interest / self.frequency
        coupons = math.fsum(coupon / per_coupon ** (place + first) for place in range(self.number))
        last = per_coupon ** (self.number - 1 + first)
        return float(redemption / last + coupons - accrued)

    def duration(self, rate: float, interest: float) -> float:
        """The mean time to the payments in years, weighted by what they are worth."""
        coupon, per_coupon = _PAR * rate / self.frequency, 1 + interest / self.frequency
        times = [place + self.left / self.days for place in range(self.number)]
        values = [coupon / per_coupon**time for time in times]
        values[-1] += _PAR / per_coupon ** times[-1]
        weighted = math.fsum(map(math.prod, zip(times, values, strict=True)))
        return weighted / math.fsum(values) / self.frequency


def _bond(settlement: Value, maturity: Value, frequency: Value, basis: Value) -> _Bond:
    settled, due = day_of(strict_number(settlement)), day_of(strict_number(maturity))
    per_year, counted = whole(strict_number(frequency)), basis_of(basis)
    if per_year not in _FREQUENCIES or settled >= due:
        raise Fault("Num")
    months = 12 // per_year
    year, month, day = date_of(due)
    at_the_end = day == days_in(year, month)  # of its month, and so are all coupon days
    number, following = 1, due
    while (previous := months_later(due, -months * number, end=at_the_end)) > settled:
        number, following = number + 1, previous
    return _Bond(settled, previous, following, number, per_year, counted)


def _of_coupons(result: Callable[[_Bond], float]) -> Body:
    def body(settlement: Value, maturity: Value, frequency: Value, basis: Value = None) -> float:
        return float(result(_bond(settlement, maturity, frequency, basis)))

    return body


def _to_the_next(bond: _Bond) -> float:
    """Days as the basis counts them; with months of 30 days those of the coupon that are left."""
    return bond.left if bond.basis == 0 else days_between(bond.settled, bond.following, bond.basis)


def price(
    settlement: Value,
    maturity: Value,
    rate: Value,
    interest: Value,
    redemption: Value,
    frequency: Value,
    basis: Value = None,
) -> float:
    """The price of a bond, per 100 of face value, by its yield."""
    bond = _bond(settlement, maturity, frequency, basis)
    coupons, wanted, back = map(strict_number, (rate, interest, redemption))
    if coupons < 0 or wanted < 0 or back <= 0:
        raise Fault("Num")
    return bond.price(coupons, wanted, back)


def interest_of(
    settlement: Value,
    maturity: Value,
    rate: Value,
    paid: Value,
    redemption: Value,
    frequency: Value,
    basis: Value = None,
) -> float:
    """The yield of a bond by its price."""
    bond = _bond(settlement, maturity, frequency, basis)
    coupons, cost, back = map(strict_number, (rate, paid, redemption))
    if coupons < 0 or cost <= 0 or back <= 0:
        raise Fault("Num")
    if bond.number == 1:
        coupon = _PAR * coupons / bond.frequency
        given = cost + coupon * bond.passed / bond.days
        return (back + coupon - given) / given * bond.frequency * bond.days / bond.left
    return _root(lambda guess: bond.price(coupons, guess, back) - cost, -bond.frequency)


def _root(excess: Callable[[float], float], lowest: float) -> float:
    """Where a falling function is 0, above the lowest number by any distance."""
    low, high = lowest * (1 - 1e-9), 1.0
    while excess(high) > 0:
        low, high = high, high * 2
        if high > 1e9:
            raise Fault("Num")
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if excess(middle) > 0:
            low = middle
        else:
            high = middle
        if high - low <= _CLOSE * max(1.0, abs(high)):
            break
    return (low + high) / 2


def duration(
    settlement: Value,
    maturity: Value,
    coupon: Value,
    interest: Value,
    frequency: Value,
    basis: Value = None,
) -> float:
    """Macaulay's duration."""
    return _duration(settlement, maturity, coupon, interest, frequency, basis)[0]


def modified_duration(
    settlement: Value,
    maturity: Value,
    coupon: Value,
    interest: Value,
    frequency: Value,
    basis: Value = None,
) -> float:
    """By how much the price falls with the yield."""
    found, per_coupon = _duration(settlement, maturity, coupon, interest, frequency, basis)
    return found / per_coupon


def _duration(
    settlement: Value,
    maturity: Value,
    coupon: Value,
    interest: Value,
    frequency: Value,
    basis: Value,
) -> tuple[float, float]:
    bond = _bond(settlement, maturity, frequency, basis)
    rate, wanted = strict_number(coupon), strict_number(interest)
    if rate < 0 or wanted < 0:
        raise Fault("Num")
    return bond.duration(rate, wanted), 1 + wanted / bond.frequency


_BODIES: dict[str, tuple[Body, int, int]] = {
    "COUPDAYBS": (_of_coupons(lambda bond: bond.passed), 3, 4),
    "COUPDAYS": (_of_coupons(lambda bond: bond.days), 3, 4),
    "COUPDAYSNC": (_of_coupons(_to_the_next), 3, 4),
    "COUPNCD": (_of_coupons(lambda bond: bond.following), 3, 4),
    "COUPNUM": (_of_coupons(lambda bond: bond.number), 3, 4),
    "COUPPCD": (_of_coupons(lambda bond: bond.previous), 3, 4),
    "PRICE": (price, 6, 7),
    "YIELD": (interest_of, 6, 7),
    "DURATION": (duration, 5, 6),
    "MDURATION": (modified_duration, 5, 6),
}

OVERRIDES = overrides_of(_BODIES)
