"""The notes sheets: prose kept as text files, a "# " before each heading."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..book import Book

_CHARACTERS_PER_LINE = 118
_LINE_HEIGHT = 16


def text_of(template: str) -> str:
    """The notes of a template, an empty line between two paragraphs."""
    return files(__name__).joinpath(f"{template}.txt").read_text("utf-8").strip()


def write_notes(book: Book, template: str) -> None:
    """A sheet with the notes of a template."""
    sheet = book.sheet("Notes", {"A": 110})
    sheet.write("A1", "Notes", "title")
    for row, paragraph in enumerate(text_of(template).split("\n\n"), 3):
        is_heading = paragraph.startswith("# ")
        sheet.write(f"A{row}", paragraph.removeprefix("# "), "heading" if is_heading else "wrapped")
        lines = 1 + len(paragraph) // _CHARACTERS_PER_LINE
        sheet.worksheet.set_row(row - 1, _LINE_HEIGHT * lines + (12 if is_heading else 6))
