"""Bodies of functions that take single values."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from ._cells import Body, Override, Value, checked, lifted

Bodies = Mapping[str, tuple[Body, int, int | None]]


def overrides_of(bodies: Bodies) -> dict[str, Override]:
    """Functions by name, with the least and the most arguments, lifted over arrays.

    The first error among the arguments is the result, whatever the other arguments are.
    """
    return {
        name: Override(lifted(_propagating(body)), least, most)
        for name, (body, least, most) in bodies.items()
    }


def _propagating(function: Body) -> Body:
    @functools.wraps(function)
    def body(*values: Value) -> Value:
        for value in values:
            checked(value)
        return function(*values)

    return body
