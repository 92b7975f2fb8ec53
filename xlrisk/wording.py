"""What sentences have in common, whoever says them."""

from __future__ import annotations


def counted(count: int, thing: str, rest: str = "") -> str:
    """A number of things: "1 cell", "2 other dates", "2,520 rows under its header"."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}{rest and f' {rest}'}"
