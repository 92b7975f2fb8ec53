"""Plain statistics with Excel's errors for samples that are too small."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Sequence

from ._cells import Fault


def average(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) / _at_least(1, numbers)


def variance(numbers: Sequence[float]) -> float:
    """Of a sample."""
    return _squares(numbers) / (_at_least(2, numbers) - 1)


def variance_of_all(numbers: Sequence[float]) -> float:
    """Of a whole population."""
    return _squares(numbers) / _at_least(1, numbers)


def deviation(numbers: Sequence[float]) -> float:
    return math.sqrt(variance(numbers))


def deviation_of_all(numbers: Sequence[float]) -> float:
    return math.sqrt(variance_of_all(numbers))


def largest(numbers: Sequence[float]) -> float:
    return max(numbers, default=0.0)


def smallest(numbers: Sequence[float]) -> float:
    return min(numbers, default=0.0)


def product(numbers: Sequence[float]) -> float:
    return math.prod(numbers) if numbers else 0.0


def median(numbers: Sequence[float]) -> float:
    return statistics.median(_not_empty(numbers))


def modes(numbers: Sequence[float]) -> list[float]:
    """The most frequent numbers in the order of their first appearance; none occurs once."""
    counts = Counter(numbers)
    most = max(counts.values(), default=0)
    if most < 2:
        raise Fault("Na")
    return [value for value, count in counts.items() if count == most]


def at_rank(numbers: Sequence[float], rank: float) -> float:
    """The rank-th smallest number, counted from 1."""
    place = math.ceil(rank)
    if not 1 <= place <= len(numbers):
        raise Fault("Num")
    return sorted(numbers)[place - 1]


def percentile(numbers: Sequence[float], share: float) -> float:
    """Both ends included, as PERCENTILE.INC."""
    if not 0 <= share <= 1:
        raise Fault("Num")
    return _between(_not_empty(numbers), share * (len(numbers) - 1))


def percentile_without_ends(numbers: Sequence[float], share: float) -> float:
    """Both ends excluded, as PERCENTILE.EXC."""
    place = share * (len(numbers) + 1) - 1
    if not 0 <= place <= len(numbers) - 1:
        raise Fault("Num")
    return _between(numbers, place)


def _between(numbers: Sequence[float], place: float) -> float:
    """The number at a place between two others, counted from 0."""
    ordered = sorted(numbers)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def _squares(numbers: Sequence[float]) -> float:
    if not numbers:
        raise Fault("Div")
    centre = math.fsum(numbers) / len(numbers)
    return math.fsum((value - centre) ** 2 for value in numbers)


def _at_least(count: int, numbers: Sequence[float]) -> int:
    if len(numbers) < count:
        raise Fault("Div")
    return len(numbers)


def _not_empty(numbers: Sequence[float]) -> Sequence[float]:
    if not numbers:
        raise Fault("Num")
    return numbers
