"""Arguments that are left out between commas: `XLOOKUP(A1,B:B,C:C,,-1)`.

The engine hands them to a function of ours as 0, which is not what Excel makes of them everywhere.
"""

from __future__ import annotations

_NOTHING = '""'
_NOT_AVAILABLE = "#N/A"
_ALL = frozenset(range(255))

# the places of arguments, from 0 on, that are something else than 0 when they are left out
_INSTEAD: dict[str, tuple[frozenset[int], str]] = {
    "CONCAT": (_ALL, _NOTHING),
    "CONCATENATE": (_ALL, _NOTHING),
    "REPLACE": (frozenset({0, 3}), _NOTHING),
    "SUBSTITUTE": (frozenset({0, 1, 2}), _NOTHING),
    "TEXTJOIN": (_ALL - {1}, _NOTHING),
    # these came with the Analysis ToolPak
    "GCD": (_ALL, _NOT_AVAILABLE),
    "LCM": (_ALL, _NOT_AVAILABLE),
    "MROUND": (_ALL, _NOT_AVAILABLE),
    # what XLOOKUP gives for a value that it does not find
    "XLOOKUP": (frozenset({3}), _NOT_AVAILABLE),
}


def instead_of_nothing(name: str, place: int) -> str:
    """What to write for an argument that is left out; "" where it may stay so.

    `name` is the plain upper-case name of a function, `place` that of the argument, from 0 on. A
    call without arguments at all, `ROW()`, has none that is left out.
    """
    places, instead = _INSTEAD.get(name, (frozenset[int](), ""))
    return instead if place in places else ""
