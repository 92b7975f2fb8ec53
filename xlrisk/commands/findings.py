"""What `xlrisk check` has found, as other programs read it, and what of it is to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

Findings: TypeAlias = Mapping[str, Any]
LISTS = (
    "stale",
    "cell_errors",
    "disagreements",
    "not_recalculated",
    "hidden_functions",
    "cut_tables",
    "broken_links",
)


def amiss(found: Findings) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is to be mended, each with its kind.

    An error that the workbook was saved with is none of it: whoever saved it saw it there, and
    nothing is hidden. It may be meant, as in a list of examples.
    """
    for kind in LISTS:
        yield from ((kind, one) for one in found[kind] if not one.get("as_saved"))


def saved_errors(found: Findings) -> list[dict[str, Any]]:
    """The cells that show the error that they were saved with."""
    return [one for one in found["cell_errors"] if one["as_saved"]]
