"""TEXTBEFORE and TEXTAFTER."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from ._cells import Body, Fault, Override, Value, flat, guarded, lifted, number, text, whole


def _beside_delimiter(*, after: bool) -> Body:
    """The text before or after a delimiter, of which there may be several at choice."""

    def body(
        value: Value,
        delimiters: Value,
        instance: Value = None,
        match_mode: Value = None,
        match_end: Value = None,
        *if_not_found: Value,
    ) -> Value:
        wanted = [text(cell) for cell in flat(delimiters)]

        def one(searched: Value, which: Value, ignore_case: Value, end: Value) -> Value:
            span = _span(text(searched), wanted, which, _flag(ignore_case), _flag(end))
            if span is None:
                return _substitute(if_not_found)
            return text(searched)[span[1] :] if after else text(searched)[: span[0]]

        return lifted(one)(value, instance, match_mode, match_end)

    return guarded(body)


def _flag(value: Value) -> bool:
    """0 or 1; nothing else."""
    flag = whole(value)
    if flag not in {0, 1}:
        raise Fault("Value")
    return flag == 1


def _substitute(if_not_found: Sequence[Value]) -> Value:
    """What stands in for a text without the delimiter."""
    if not if_not_found:
        raise Fault("Na")
    return "" if if_not_found[0] is None else if_not_found[0]


def _span(
    searched: str,
    delimiters: Sequence[str],
    instance: Value,
    ignore_case: bool,
    match_end: bool,
) -> tuple[int, int] | None:
    """Where the wanted delimiter begins and ends, counted from the end where it is negative.

    The engine passes an omitted argument as 0, which here means the first one; Excel refuses a
    0 that is written.
    """
    wanted = math.floor(number(instance)) or 1
    if instance and max(map(len, delimiters)) > len(searched):
        raise Fault("Value")
    if "" in delimiters:
        return (0, 0) if wanted > 0 else (len(searched), len(searched))
    alternatives = "|".join(re.escape(d) for d in sorted(delimiters, key=len, reverse=True))
    found = re.finditer(alternatives, searched, re.IGNORECASE if ignore_case else 0)
    spans = [match.span() for match in found]
    if match_end:
        end = (len(searched), len(searched)) if wanted > 0 else (0, 0)
        spans = [*spans, end] if wanted > 0 else [end, *spans]
    place = wanted - 1 if wanted > 0 else len(spans) + wanted
    return spans[place] if 0 <= place < len(spans) else None


OVERRIDES: dict[str, Override] = {
    "TEXTBEFORE": Override(_beside_delimiter(after=False), 2, 6),
    "TEXTAFTER": Override(_beside_delimiter(after=True), 2, 6),
}
