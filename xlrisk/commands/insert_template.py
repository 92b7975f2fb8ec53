"""A template as a new workbook in the running program."""

from __future__ import annotations

import tempfile
from pathlib import Path

from . import templates
from .book import Desktop
from .refresh import refresh
from .refreshed import Refreshed


def insert_template(desktop: Desktop, template: str) -> Refreshed:
    """Open a new workbook made from a template, and bind its formulas, which a program wrote.

    None of them says that it is not bound: each shows the value of the file. The program copies
    the file while it opens it, so that it may be gone afterwards.
    """
    with tempfile.TemporaryDirectory(prefix="xlrisk") as folder:
        path = Path(folder, f"{template}.xlsx")
        templates.new(template, path)
        book = desktop.new_book(path)
    return refresh(book, "workbook", all_anew=True)
