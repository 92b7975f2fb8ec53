"""CONCAT and TEXTJOIN, with numbers as Excel writes them: 15 digits, where the engine has 17."""

from __future__ import annotations

import itertools

from ._cells import Fault, Override, Value, boolean, checked, flat, guarded, text

_LONGEST = 32767  # characters of a cell


def concat(*values: Value) -> str:
    return _fitting("".join(text(cell) for value in values for cell in flat(value)))


def textjoin(delimiter: Value, ignore_empty: Value, *values: Value) -> str:
    """Texts with a delimiter between them; of several delimiters each in turn."""
    between = itertools.cycle([text(cell) for cell in flat(delimiter)])
    leaves_out = boolean(checked(ignore_empty))
    texts = [text(cell) for value in values for cell in flat(value)]
    if leaves_out:
        texts = [one for one in texts if one]
    pieces = texts[:1] + [next(between) + one for one in texts[1:]]
    return _fitting("".join(pieces))


def _fitting(value: str) -> str:
    if len(value) > _LONGEST:
        raise Fault("Value")
    return value


OVERRIDES: dict[str, Override] = {
    "CONCAT": Override(guarded(concat), 1, None, reads_ranges=True),
    "TEXTJOIN": Override(guarded(textjoin), 3, None, reads_ranges=True),
}
