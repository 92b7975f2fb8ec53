"""Equal payments: PMT, IPMT, PPMT, PV, FV, NPER."""

from __future__ import annotations

import math

from ._bodies import overrides_of
from ._cells import Body, Fault, Override, Value, number


def pmt(
    rate: Value, periods: Value, present: Value, future: Value = None, due: Value = None
) -> float:
    """The payment of a period."""
    per_period, count, now, later = map(number, (rate, periods, present, future))
    return _payment(per_period, count, now, later, _due(due))


def ipmt(
    rate: Value,
    period: Value,
    periods: Value,
    present: Value,
    future: Value = None,
    due: Value = None,
) -> float:
    """The interest in the payment of a period."""
    per_period, place, count = map(number, (rate, period, periods))
    return _interest(per_period, place, count, number(present), number(future), _due(due))


def ppmt(
    rate: Value,
    period: Value,
    periods: Value,
    present: Value,
    future: Value = None,
    due: Value = None,
) -> float:
    """What the payment of a period pays back."""
    interest = ipmt(rate, period, periods, present, future, due)
    return pmt(rate, periods, present, future, due) - interest


def pv(
    rate: Value, periods: Value, payment: Value, future: Value = None, due: Value = None
) -> float:
    """What payments are worth today."""
    per_period, count, paid, later = map(number, (rate, periods, payment, future))
    if per_period == 0:
        return -later - paid * count
    growth = _growth(per_period, count)
    return (-later - paid * (1 + per_period * _due(due)) * (growth - 1) / per_period) / growth


def fv(
    rate: Value, periods: Value, payment: Value, present: Value = None, due: Value = None
) -> float:
    """What payments have grown to at their end."""
    per_period, count, paid, now = map(number, (rate, periods, payment, present))
    return _future(per_period, count, paid, now, _due(due))


def nper(
    rate: Value, payment: Value, present: Value, future: Value = None, due: Value = None
) -> float:
    """How many payments it takes."""
    per_period, paid, now, later = map(number, (rate, payment, present, future))
    if per_period == 0:
        if paid == 0:
            raise Fault("Num")
        return -(now + later) / paid
    level = paid * (1 + per_period * _due(due))
    ratio = _quotient(level - later * per_period, level + now * per_period)
    if ratio <= 0 or per_period <= -1:
        raise Fault("Num")
    return math.log(ratio) / math.log1p(per_period)


def _due(value: Value) -> int:
    """1 where payments are made at the beginning of periods."""
    return int(number(value) != 0)


def _quotient(over: float, under: float) -> float:
    if under == 0:
        raise Fault("Num")
    return over / under


def _growth(rate: float, periods: float) -> float:
    """(1 + rate) to the power of periods."""
    base = 1 + rate
    if base == 0 and periods < 0:
        raise Fault("Div")
    growth = base**periods
    if isinstance(growth, complex):
        raise Fault("Num")
    return float(growth)


def _payment(rate: float, periods: float, present: float, future: float, due: int) -> float:
    if rate <= -1 or periods == 0:
        raise Fault("Num")
    if rate == 0:
        return -(present + future) / periods
    growth = _growth(rate, periods)
    return -rate * (present * growth + future) / ((1 + rate * due) * (growth - 1))


def _future(rate: float, periods: float, payment: float, present: float, due: int) -> float:
    if rate == 0:
        return -(present + payment * periods)
    growth = _growth(rate, periods)
    return -present * growth - payment * (1 + rate * due) * (growth - 1) / rate


def _interest(
    rate: float, period: float, periods: float, present: float, future: float, due: int
) -> float:
    if period < 1 or period >= periods + 1:
        raise Fault("Num")
    if due and period == 1:
        return 0.0  # the first payment is made before there is interest
    payment = _payment(rate, periods, present, future, due)
    owed = _future(rate, period - 1, payment, present, due)
    return owed * rate / (1 + rate * due)


_BODIES: dict[str, tuple[Body, int, int]] = {
    "PMT": (pmt, 3, 5),
    "IPMT": (ipmt, 4, 6),
    "PPMT": (ppmt, 4, 6),
    "PV": (pv, 3, 5),
    "FV": (fv, 3, 5),
    "NPER": (nper, 3, 5),
}

OVERRIDES: dict[str, Override] = overrides_of(_BODIES)
