"""Payments of different size: MIRR, XNPV, XIRR, FVSCHEDULE."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ._calendar import day_of
from ._cells import Fault, Override, Value, checked, flat, guarded, is_error, number, strict_number

_YEAR = 365
_HALVINGS = 27  # after which Excel's XIRR stops
_HIGHEST_RATE = 1e6


def mirr(values: Value, finance_rate: Value, reinvest_rate: Value) -> float:
    """The return where payments cost one rate, and receipts earn another."""
    flows = [cell for cell in map(checked, flat(values)) if type(cell) is float]
    cost, gain = 1 + number(finance_rate), 1 + number(reinvest_rate)
    last = len(flows) - 1
    paid = -math.fsum(flow / cost**k for k, flow in enumerate(flows) if flow < 0)
    earned = math.fsum(flow * gain ** (last - k) for k, flow in enumerate(flows) if flow > 0)
    if last < 1 or paid == 0:
        raise Fault("Div")
    growth = (earned / paid) ** (1 / last)
    if isinstance(growth, complex):
        raise Fault("Num")
    return float(growth) - 1


def xnpv(rate: Value, values: Value, dates: Value) -> float:
    """What payments on given days are worth on the first of these days."""
    yearly = strict_number(rate)
    flows = [cell for cell in map(checked, flat(values)) if type(cell) is float]
    days = [day_of(strict_number(cell)) for cell in flat(dates)]
    if yearly < 0 or len(flows) != len(days) or min(days) < days[0]:
        raise Fault("Num")
    return _net_present_value(yearly, flows, days)


def xirr(values: Value, dates: Value, guess: Value = 0.1) -> float:
    """The rate at which payments on given days are worth nothing on the first of these days."""
    flows, days = _flows(values), [day_of(strict_number(cell)) for cell in flat(dates)]
    if len(flows) != len(days) or min(days) < days[0]:
        raise Fault("Num")
    if not min(flows) < 0 < max(flows):
        raise Fault("Num")
    step = abs(strict_number(guess)) or 0.1
    low, high = _bracket(flows, days, step)
    rate = _halved(flows, days, low, high)
    if abs(_net_present_value(rate, flows, days)) > 1e-4 * max(map(abs, flows)):
        raise Fault("Num")
    return rate


def fvschedule(principal: Value, rates: Value) -> float:
    """A principal that grows with one rate after the other."""
    if any(isinstance(cell, (str, bool)) for cell in flat(rates) if not is_error(cell)):
        raise Fault("Value")
    return math.prod((1 + number(cell) for cell in flat(rates)), start=strict_number(principal))


def _flows(values: Value) -> list[float]:
    """Numbers, an empty cell as 0; a text or a boolean is #VALUE!."""
    flows = [0.0 if cell is None else cell for cell in map(checked, flat(values))]
    if any(type(flow) is not float for flow in flows):
        raise Fault("Value")
    return flows


def _net_present_value(rate: float, flows: Sequence[float], days: Sequence[int]) -> float:
    base = 1 + rate
    return math.fsum(
        flow * base ** ((days[0] - day) / _YEAR) for flow, day in zip(flows, days, strict=True)
    )


def _bracket(flows: Sequence[float], days: Sequence[int], guess: float) -> tuple[float, float]:
    """Two rates between which the value changes its sign.

    Excel's steps, found from results that it stored: the guess is doubled from 0 upwards, or the
    rate lies between -1 and the guess below 0.
    """
    at_zero = math.fsum(flows)
    if at_zero == 0:
        raise Fault("Num")
    high = guess
    while high < _HIGHEST_RATE:
        if _net_present_value(high, flows, days) * at_zero <= 0:
            return 0.0, high
        high *= 2
    if guess < 1 and _net_present_value(-guess, flows, days) * at_zero < 0:
        return -guess, 0.0
    return -1.0, -min(guess, 0.5)


def _halved(flows: Sequence[float], days: Sequence[int], low: float, high: float) -> float:
    """The middle of the last of a fixed number of halvings: where Excel's XIRR ends, to the bit.

    A better root would disagree with Excel in the eighth digit.
    """
    above = _net_present_value(high, flows, days) > 0
    middle = high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if (_net_present_value(middle, flows, days) > 0) == above:
            high = middle
        else:
            low = middle
    return middle


OVERRIDES: dict[str, Override] = {
    "MIRR": Override(guarded(mirr), 3, 3),
    "XNPV": Override(guarded(xnpv), 3, 3),
    "XIRR": Override(guarded(xirr), 2, 3),
    "FVSCHEDULE": Override(guarded(fvschedule), 2, 2),
}
