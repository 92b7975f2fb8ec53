"""Sums over arrays cell by cell: SUMPRODUCT, SUMX2PY2 and its like."""

from __future__ import annotations

import math
from collections.abc import Callable

from ._cells import Body, Fault, Override, Value, checked, flat, guarded, size_of


def sumproduct(*arrays: Value) -> float:
    """Texts, booleans and empty cells count as 0; a single text is no array."""
    factors = [_factors(array) for array in arrays]
    if len({size_of(array) for array in arrays}) != 1:
        raise Fault("Value")
    return math.fsum(map(math.prod, zip(*factors, strict=True)))


def _of_pairs(term: Callable[[float, float], float]) -> Body:
    """A sum over the pairs in which both are numbers."""

    def body(left: Value, right: Value) -> float:
        lefts, rights = flat(left), flat(right)
        if len(lefts) != len(rights):
            raise Fault("Na")
        terms = [
            term(x, y)
            for x, y in zip(lefts, rights, strict=True)
            if type(checked(x)) is type(checked(y)) is float
        ]
        if not terms:
            raise Fault("Div")
        return math.fsum(terms)

    return guarded(body)


def _factors(array: Value) -> list[float]:
    if isinstance(array, str):
        raise Fault("Value")
    return [cell if type(checked(cell)) is float else 0.0 for cell in flat(array)]


OVERRIDES: dict[str, Override] = {
    "SUMPRODUCT": Override(guarded(sumproduct), 1, None, reads_ranges=True),
    "SUMX2PY2": Override(_of_pairs(lambda x, y: x * x + y * y), 2, 2),
    "SUMX2MY2": Override(_of_pairs(lambda x, y: x * x - y * y), 2, 2),
    "SUMXMY2": Override(_of_pairs(lambda x, y: (x - y) ** 2), 2, 2),
}
