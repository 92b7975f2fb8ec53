"""What each command of the ribbon runs: VBA calls `run` with the identifier of a button.

The identifier is looked up and never run as code, as a shape in any workbook can call the add-in's
VBA with a text of its own. Nothing is raised, and nothing is shown from here, as Excel waits
meanwhile: what the user has to read is given back, and VBA shows it.
"""

from __future__ import annotations

import contextlib
import logging
import platform
from collections.abc import Callable, Iterator
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


def run(command: str, desktop: Desktop | None = None) -> str:
    """Run the command of a button, or of an item of a gallery ("insert_template:capm_table").

    "opened" is what the add-in says of a workbook that was just opened. Gives the text that the
    user has to read, "" where there is none.
    """
    identifier, _, item = command.partition(":")
    log = logging.getLogger("xlrisk")
    try:
        if desktop is None:
            from ..hosts.excel.desktop import calling_excel

            desktop = calling_excel()
        if identifier in ON_BOOK:
            return _on(desktop.active_book(), ON_BOOK[identifier])
        if identifier in ON_OPENING:
            return _on(desktop.calling_book(), ON_OPENING[identifier])
        if identifier in ON_DESKTOP:
            return ON_DESKTOP[identifier](desktop, item)
    except XlriskError as error:
        log.warning("the command %s: %s", command, error)
        return str(error)
    except BaseException as error:  # nothing may end the process that every formula needs
        log.exception("the command %s failed", command)
        return f"xlrisk itself failed ({type(error).__name__}: {error}). Please report it."
    return f"This xlrisk has no command {identifier}; run `xlrisk excel install` once more."


def opened(book: Book) -> str:
    """Bind the formulas of a workbook that was just opened; silent where all are bound."""
    done = refreshing.bind_opened(book)
    book.status(f"xlrisk: {done}" if done.reentered or done.failures else "")
    return ""


def refresh_selection(book: Book) -> str:
    return _refresh(book, "selection")


def refresh_sheet(book: Book) -> str:
    return _refresh(book, "sheet")


def refresh_workbook(book: Book) -> str:
    return _refresh(book, "workbook")


def freeze(book: Book) -> str:
    return freezing.freeze(book).told


def thaw(book: Book) -> str:
    return thawing.thaw(book).told


def check_workbook(book: Book) -> str:
    return check_book.check_workbook(book)


def explain_cell(book: Book) -> str:
    return check_book.explain_cell(book)


def insert_template(desktop: Desktop, item: str) -> str:
    return insert(desktop, item).told


def function_reference(desktop: Desktop, _: str) -> str:
    """A new workbook that lists all functions."""
    rows = [["Function", "Category", "What it gives", "Arguments", "Example"]]
    for one in FUNCTIONS.values():
        arguments = "\n".join(f"{a.name}: {a.full_text}" for a in one.arguments)
        example = typed(one, one.examples[0]) if one.examples else ""
        rows.append([one.signature, one.category, one.summary, arguments, example])
    desktop.new_book().add_sheet("xlrisk functions", rows)
    return ""


def settings(desktop: Desktop, _: str) -> str:
    folder = configuration_file().parent
    if not folder.is_dir():
        return f"There is no folder {folder}; run `xlrisk excel install`."
    desktop.open_folder(folder)
    return ""


def about(_desktop: Desktop, _: str) -> str:
    return (
        f"xlrisk {__version__}, {len(FUNCTIONS)} functions\n"
        f"xlwings {version('xlwings')}, Python {platform.python_version()}\n\n"
        "`xlrisk doctor` in a command window checks the installation."
    )


ON_BOOK: dict[str, Callable[[Book], str]] = {
    function.__name__: function
    for function in (
        *(refresh_selection, refresh_sheet, refresh_workbook),
        *(freeze, thaw, check_workbook, explain_cell),
    )
}
ON_OPENING: dict[str, Callable[[Book], str]] = {opened.__name__: opened}  # which has no button
ON_DESKTOP: dict[str, Callable[[Desktop, str], str]] = {
    function.__name__: function
    for function in (insert_template, function_reference, settings, about)
}


def _on(book: Book | None, command: Callable[[Book], str]) -> str:
    if book is None:
        return _NO_WORKBOOK
    with _status_bar_of(book):
        return command(book)


@contextlib.contextmanager
def _status_bar_of(book: Book) -> Iterator[None]:
    """A command that fails leaves no "calculating ..." behind."""
    try:
        yield
    except BaseException:
        with contextlib.suppress(Exception):
            book.status("")
        raise


def _refresh(book: Book, scope: Scope) -> str:
    if settings_in(configuration_file()).get("refresh_data_connections", "").lower() == "true":
        book.status("xlrisk: waiting for data connections ...")
        book.refresh_connections()
    return refreshing.refresh(book, scope).told
