"""Securities that are sold at a discount or pay at their maturity: DISC, RECEIVED, PRICEMAT..."""

from __future__ import annotations

from collections.abc import Callable

from ._bodies import overrides_of
from ._calendar import day_of
from ._cells import Body, Fault, Value, strict_number
from ._day_counts import basis_of, year_fraction


def _of_two_numbers(result: Callable[[float, float, float], float]) -> Body:
    """By the part of a year from the settlement to the maturity, and two positive numbers."""

    def body(
        settlement: Value, maturity: Value, first: Value, second: Value, basis: Value = None
    ) -> float:
        years = _years(_day(settlement), _day(maturity), basis_of(basis))
        one, other = strict_number(first), strict_number(second)
        if one <= 0 or other <= 0:
            raise Fault("Num")
        return result(years, one, other)

    return body


def _received(years: float, investment: float, discount: float) -> float:
    rest = 1 - discount * years
    if rest <= 0:
        raise Fault("Num")
    return investment / rest


def pricemat(
    settlement: Value,
    maturity: Value,
    issue: Value,
    rate: Value,
    interest: Value,
    basis: Value = None,
) -> float:
    """The price, per 100 of face value, of a security that pays its interest at the end."""
    earned, owed, left = _periods(settlement, maturity, issue, basis)
    coupon, wanted = strict_number(rate), strict_number(interest)
    if coupon < 0 or wanted < 0:
        raise Fault("Num")
    return (1 + earned * coupon) / (1 + left * wanted) * 100 - owed * coupon * 100


def yieldmat(
    settlement: Value, maturity: Value, issue: Value, rate: Value, price: Value, basis: Value = None
) -> float:
    """The yield of such a security."""
    earned, owed, left = _periods(settlement, maturity, issue, basis)
    coupon, paid = strict_number(rate), strict_number(price)
    if coupon < 0 or paid <= 0:
        raise Fault("Num")
    given = paid / 100 + owed * coupon
    return (1 + earned * coupon - given) / given / left


def _periods(
    settlement: Value, maturity: Value, issue: Value, basis: Value
) -> tuple[float, float, float]:
    """Parts of years: issue to maturity, issue to settlement, settlement to maturity."""
    settled, due, issued, counted = _day(settlement), _day(maturity), _day(issue), basis_of(basis)
    if issued > settled:
        raise Fault("Num")
    owed = year_fraction(issued, settled, counted)
    return year_fraction(issued, due, counted), owed, _years(settled, due, counted)


def _years(settled: int, due: int, basis: int) -> float:
    if settled >= due:
        raise Fault("Num")
    return year_fraction(settled, due, basis)


def _day(value: Value) -> int:
    return day_of(strict_number(value))


_BODIES: dict[str, tuple[Body, int, int]] = {
    "DISC": (_of_two_numbers(lambda years, price, back: (1 - price / back) / years), 4, 5),
    "PRICEDISC": (_of_two_numbers(lambda years, rate, back: back - rate * back * years), 4, 5),
    "PRICEMAT": (pricemat, 5, 6),
    "RECEIVED": (_of_two_numbers(_received), 4, 5),
    "YIELDDISC": (_of_two_numbers(lambda years, price, back: (back / price - 1) / years), 4, 5),
    "YIELDMAT": (yieldmat, 5, 6),
}

OVERRIDES = overrides_of(_BODIES)
