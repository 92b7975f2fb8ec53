"""What each command of the ribbon runs: VBA calls `run` with the identifier of a button.

Nothing is raised: whatever goes wrong is told in a sentence.
"""

from __future__ import annotations

import logging
import platform
from collections.abc import Callable
from importlib.metadata import version

from .. import __version__
from ..errors import XlriskError
from ..functions import FUNCTIONS
from ..functions.describe import formula as typed
from . import check_book
from . import freeze as freezing
from . import refresh as refreshing
from . import thaw as thawing
from .book import Book, Desktop, Scope
from .configuration import configuration_file, settings_in
from .insert_template import insert_template as insert

_NO_WORKBOOK = "No workbook is open for editing; open one, or leave Protected View, and try again."


def run(command: str, desktop: Desktop | None = None) -> None:
    """Run the command of a button, or of an item of a gallery ("insert_template:capm_table").

    "opened" is what the add-in says of a workbook that was just opened.
    """
    if command == "opened":
        opened(desktop)
        return
    identifier, _, item = command.partition(":")
    tell = _log
    try:
        if desktop is None:
            from ..hosts.excel.desktop import calling_excel

            desktop = calling_excel()
        tell = desktop.tell
        if identifier in ON_BOOK:
            book = desktop.active_book()
            if book is None:
                tell(_NO_WORKBOOK)
                return
            ON_BOOK[identifier](desktop, book)
        elif identifier in ON_DESKTOP:
            ON_DESKTOP[identifier](desktop, item)
        else:
            tell(f"This xlrisk has no command {identifier}; run `xlrisk excel install` once more.")
    except XlriskError as error:
        tell(str(error))
    except Exception as error:
        logging.getLogger("xlrisk").exception("the command %s failed", command)
        tell(f"xlrisk itself failed ({type(error).__name__}: {error}). Please report it.")


def opened(desktop: Desktop | None = None) -> None:
    """Bind the formulas of the workbook that was just opened; silent where all are bound."""
    try:
        if desktop is None:
            from ..hosts.excel.desktop import calling_excel

            desktop = calling_excel()
        if book := desktop.active_book():
            done = refreshing.Refreshed()
            with book.quiet():
                refreshing.reenter(book, book.places("workbook"), done)
            book.status(f"xlrisk: {done}" if done.reentered or done.failures else "")
    except Exception:  # nobody has asked for anything, so nobody is disturbed
        logging.getLogger("xlrisk").exception("formulas of an opened workbook were not bound")


def refresh_selection(_: Desktop, book: Book) -> None:
    _refresh(book, "selection")


def refresh_sheet(_: Desktop, book: Book) -> None:
    _refresh(book, "sheet")


def refresh_workbook(_: Desktop, book: Book) -> None:
    _refresh(book, "workbook")


def freeze(_: Desktop, book: Book) -> None:
    freezing.freeze(book)


def thaw(_: Desktop, book: Book) -> None:
    thawing.thaw(book)


def check_workbook(desktop: Desktop, book: Book) -> None:
    desktop.tell(check_book.check_workbook(book))


def explain_cell(desktop: Desktop, book: Book) -> None:
    desktop.tell(check_book.explain_cell(book))


def insert_template(desktop: Desktop, item: str) -> None:
    insert(desktop, item)


def function_reference(desktop: Desktop, _: str) -> None:
    """A new workbook that lists all functions."""
    rows = [["Function", "Category", "What it gives", "Arguments", "Example"]]
    for one in FUNCTIONS.values():
        arguments = "\n".join(f"{a.name}: {a.full_text}" for a in one.arguments)
        example = typed(one, one.examples[0]) if one.examples else ""
        rows.append([one.signature, one.category, one.summary, arguments, example])
    desktop.new_book().add_sheet("xlrisk functions", rows)


def settings(desktop: Desktop, _: str) -> None:
    folder = configuration_file().parent
    if not folder.is_dir():
        desktop.tell(f"There is no folder {folder}; run `xlrisk excel install`.")
    else:
        desktop.open_folder(folder)


def about(desktop: Desktop, _: str) -> None:
    desktop.tell(
        f"xlrisk {__version__}, {len(FUNCTIONS)} functions\n"
        f"xlwings {version('xlwings')}, Python {platform.python_version()}\n\n"
        "`xlrisk doctor` in a command window checks the installation."
    )


ON_BOOK: dict[str, Callable[[Desktop, Book], None]] = {
    function.__name__: function
    for function in (
        *(refresh_selection, refresh_sheet, refresh_workbook),
        *(freeze, thaw, check_workbook, explain_cell),
    )
}
ON_DESKTOP: dict[str, Callable[[Desktop, str], None]] = {
    function.__name__: function
    for function in (insert_template, function_reference, settings, about)
}


def _refresh(book: Book, scope: Scope) -> None:
    if settings_in(configuration_file()).get("refresh_data_connections", "").lower() == "true":
        book.status("xlrisk: waiting for data connections ...")
        book.refresh_connections()
    refreshing.refresh(book, scope)


def _log(text: str) -> None:
    logging.getLogger("xlrisk").error(text)
