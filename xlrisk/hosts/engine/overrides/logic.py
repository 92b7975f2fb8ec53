"""NOT. AND, OR and XOR of the engine are right for cells and conditions.

They refuse "TRUE" and "" written into the formula, which Excel takes or passes over; a body in
Python could not tell these from the text of a cell, which Excel treats otherwise.
"""

from __future__ import annotations

from ._bodies import overrides_of
from ._cells import Override, Value, boolean


def not_(value: Value) -> bool:
    """The opposite of a condition."""
    return not boolean(value)


OVERRIDES: dict[str, Override] = overrides_of({"NOT": (not_, 1, 1)})
