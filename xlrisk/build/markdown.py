"""Texts and tables as GitHub shows them, which read well without being shown, too."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Collection, Sequence

_LINE = 100
# what would begin a list, a heading or a quotation at the beginning of a line
_BEGINS = r"(?:[-+=>]+|#{1,6}|[0-9]+[.)])(?:\s|$)"
_MARKUP = re.compile(r"([\\`*<>\[\]$~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")


def prose(text: str) -> str:
    """A text that means nothing to Markdown, so that every character of it is shown."""
    return _MARKUP.sub(r"\\\1", text)


def paragraph(text: str) -> str:
    """Markdown in lines of the usual length, none of which begins anything."""
    glued = re.sub(rf" (?={_BEGINS})", "\0", text)
    lines = textwrap.fill(glued, _LINE, break_long_words=False, break_on_hyphens=False)
    return lines.replace("\0", " ")


def code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def block(*lines: str) -> str:
    """Lines as they stand, in letters of one width."""
    return "\n".join(["```text", *lines, "```"])


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> str:
    """A table whose columns stand one below the other in the source, too.

    `right` are the columns set to the right, as numbers are, counted from 0.
    """
    lines = [[cell.replace("|", r"\|") for cell in row] for row in (header, *rows)]
    widths = [max(3, *map(len, column)) for column in zip(*lines, strict=True)]
    rule = [
        "-" * (width - 1) + ":" if position in right else "-" * width
        for position, width in enumerate(widths)
    ]
    head, *body = (
        [
            cell.rjust(width) if position in right else cell.ljust(width)
            for position, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        for line in lines
    )
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, rule, *body))


def anchor(heading: str) -> str:
    """What GitHub makes of a heading for links to it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def document(*parts: str) -> str:
    """Paragraphs, tables and headings, an empty line between each two."""
    return "\n\n".join(part for part in parts if part) + "\n"
