"""What sentences have in common, whoever says them."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_LINES = 10  # of a list in a message: more do not fit on a screen
_LONGEST_LINE = 300


def counted(count: int, thing: str, rest: str = "") -> str:
    """A number of things: "1 cell", "2 other dates", "2,520 rows under its header"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}{rest and f' {rest}'}"


def at_most(lines: Sequence[str]) -> list[str]:
    """The first of some lines, none of them too long, and how many there are more."""
    shown = [
        line if len(line) <= _LONGEST_LINE else f"{line[: _LONGEST_LINE - 4]} ..."
        for line in lines[:_MOST_LINES]
    ]
    rest = len(lines) - len(shown)
    return [*shown, f"and {rest:,} more"] if rest else shown
