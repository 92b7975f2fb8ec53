"""Interest of securities and treasury bills."""

from __future__ import annotations

import math

from ._bodies import overrides_of
from ._calendar import day_of, months_later
from ._cells import Body, Fault, Override, Value, boolean, strict_number, whole
from ._day_counts import basis_of, days_between, year_fraction

_FREQUENCIES = {1, 2, 4}
_TRUE = 1.0


def accrint(
    issue: Value,
    first_interest: Value,
    settlement: Value,
    rate: Value,
    par: Value,
    frequency: Value,
    basis: Value = None,
    from_issue: Value = _TRUE,
) -> float:
    """Interest that a security with coupons has earned at its settlement.

    Found from results that Excel stored: the part of the first coupon, whole coupons, and the
    days since the coupon before; the last may be negative, where settlement comes early.
    """
    issued, first, settled = _day(issue), _day(first_interest), _day(settlement)
    coupon, value = strict_number(rate), strict_number(par)
    counted, per_year = basis_of(basis), whole(strict_number(frequency))
    if coupon <= 0 or value <= 0 or per_year not in _FREQUENCIES or issued >= settled:
        raise Fault("Num")
    months = 12 // per_year
    starts = _coupon_starts(issued, max(first, settled), first, months)
    last = len(starts) - 2 if settled <= first else len(starts) - 1
    last_start = starts[last]
    length = _length(starts, last, counted, months)
    if last == 0:
        coupons = days_between(issued, settled, counted) / length
    else:
        head = days_between(issued, starts[1], counted) / _length(starts, 0, counted, months)
        tail = days_between(last_start, settled, counted) / length
        coupons = head + tail + (last - 1 if boolean(from_issue) else 0)
    if settled > first and not boolean(from_issue):
        coupons = last - starts.index(first) + days_between(last_start, settled, counted) / length
    return value * coupon / per_year * coupons


def accrintm(
    issue: Value, settlement: Value, rate: Value, par: Value, basis: Value = None
) -> float:
    """Interest of a security that pays at its maturity."""
    issued, settled, counted = _day(issue), _day(settlement), basis_of(basis)
    yearly, value = strict_number(rate), strict_number(par)
    if yearly <= 0 or value <= 0 or issued >= settled:
        raise Fault("Num")
    return value * yearly * year_fraction(issued, settled, counted)


def intrate(
    settlement: Value, maturity: Value, investment: Value, redemption: Value, basis: Value = None
) -> float:
    """The yearly interest of a security that is fully invested."""
    settled, due, counted = _day(settlement), _day(maturity), basis_of(basis)
    paid, back = strict_number(investment), strict_number(redemption)
    if paid <= 0 or back <= 0 or settled >= due:
        raise Fault("Num")
    return (back - paid) / paid / year_fraction(settled, due, counted)


def tbillprice(settlement: Value, maturity: Value, discount: Value) -> float:
    """The price of a treasury bill per 100 of face value."""
    days, rate = _days_to_maturity(settlement, maturity), _positive(discount)
    price = 100 * (1 - rate * days / 360)
    if price < 0:
        raise Fault("Num")
    return price


def tbilleq(settlement: Value, maturity: Value, discount: Value) -> float:
    """The yield of a bond that equals a treasury bill."""
    days, rate = _days_to_maturity(settlement, maturity), _positive(discount)
    if days <= 182:
        price = 360 - rate * days
        if price <= 0:
            raise Fault("Num")
        return 365 * rate / price
    price = 1 - rate * days / 360
    if price <= 0:
        raise Fault("Num")
    part = days / (366 if days == 366 else 365)
    root = math.sqrt(part**2 - (2 * part - 1) * (1 - 1 / price))
    return 2 * (root - part) / (2 * part - 1)


def tbillyield(settlement: Value, maturity: Value, price: Value) -> float:
    """The yield of a treasury bill."""
    days, paid = _days_to_maturity(settlement, maturity), _positive(price)
    return (100 - paid) / paid * 360 / days


def _day(value: Value) -> int:
    return day_of(strict_number(value))


def _positive(value: Value) -> float:
    found = strict_number(value)
    if found <= 0:
        raise Fault("Num")
    return found


def _days_to_maturity(settlement: Value, maturity: Value) -> int:
    """Days of a treasury bill, which runs a year at most."""
    settled, due = _day(settlement), _day(maturity)
    if settled >= due or due > months_later(settled, 12):
        raise Fault("Num")
    return due - settled


def _coupon_starts(issued: int, end: int, first: int, months: int) -> list[int]:
    """Coupon days counted from the first interest: from the issue's coupon to beyond the end."""
    before = [first]
    while before[-1] > issued:
        before.append(months_later(first, -months * len(before)))
    after: list[int] = []
    while (following := months_later(first, months * (len(after) + 1))) <= end:
        after.append(following)
    return [*reversed(before), *after]


def _length(starts: list[int], place: int, basis: int, months: int) -> float:
    """The days of a coupon: actual ones where the basis says so."""
    if basis == 1:
        start = starts[place]
        last = place + 1 == len(starts)
        end = months_later(start, months) if last else starts[place + 1]
        return end - start
    return (365 if basis == 3 else 360) * months / 12


_BODIES: dict[str, tuple[Body, int, int]] = {
    "ACCRINT": (accrint, 6, 8),
    "ACCRINTM": (accrintm, 4, 5),
    "INTRATE": (intrate, 4, 5),
    "TBILLPRICE": (tbillprice, 3, 3),
    "TBILLEQ": (tbilleq, 3, 3),
    "TBILLYIELD": (tbillyield, 3, 3),
}

OVERRIDES: dict[str, Override] = overrides_of(_BODIES)
