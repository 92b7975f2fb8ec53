"""What a command needs of a workbook, whichever program has it open.

`xlrisk.hosts.excel.book` implements all of it for Excel, `stored_book` the `Calculable` part for a
file. What a program refuses (a locked cell, half of an array) is a FileError with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, Protocol, TypeAlias

from ..workbook.addresses import Area
from ..workbook.values import Cell

Scope: TypeAlias = Literal["selection", "sheet", "workbook"]


class Sheet(Protocol):
    """A worksheet; it is read and written in blocks, as each call to another process costs time."""

    @property
    def name(self) -> str: ...

    @property
    def is_protected(self) -> bool: ...

    def used(self) -> Area | None:
        """The smallest area with everything that the sheet holds."""

    def read(self, area: Area) -> tuple[list[list[str]], list[list[Cell]]]:
        """Formulas, each with its "=" ("" where there is none), and values; errors as ErrorText."""

    def arrays(self, area: Area) -> list[tuple[Area, bool]]:
        """What array formulas fill that reach into an area, and whether each spills by itself.

        The formula stands in the first cell.
        """

    def calculate(self, area: Area) -> None:
        """Calculate the formulas of an area, and no others."""

    def set_formulas(self, area: Area, formulas: Sequence[Sequence[str]]) -> None:
        """Enter a formula into each cell, as if typed."""

    def set_array(self, area: Area, formula: str) -> None:
        """Enter one array formula for an area, as with Ctrl+Shift+Enter."""

    def set_values(self, area: Area, values: Sequence[Sequence[Cell]]) -> None:
        """Put constants into the cells: a text stays a text, whatever it looks like."""


class Calculable(Protocol):
    """A workbook that can be refreshed, checked and explained."""

    @property
    def name(self) -> str: ...

    @property
    def opening(self) -> str:
        """Tells this opening of the workbook from others; "" where all formulas are bound."""

    def places(self, scope: Scope) -> Sequence[tuple[Sheet, Sequence[Area]]]:
        """The used cells in a scope, sheet by sheet."""

    def quiet(self) -> AbstractContextManager[None]:
        """Nothing is drawn, calculated or triggered meanwhile; all is restored afterwards."""

    def calculate(self, scope: Scope) -> None:
        """Calculate every formula in a scope, whether or not its inputs have changed."""

    def status(self, text: str) -> None:
        """Show a text while a command is at work; "" gives the place back."""

    def is_interrupted(self) -> bool:
        """Whether the user has pressed Esc."""

    def content(self) -> bytes:
        """The workbook as it would be saved now."""


class Book(Calculable, Protocol):
    """A workbook that is open before a user."""

    def unchanged(self) -> AbstractContextManager[None]:
        """What is done meanwhile is no reason to ask whether to save the workbook."""

    def active_cell(self) -> str:
        """Reference of the active cell, with its sheet."""

    def refresh_connections(self) -> None:
        """Get the data of all connections anew, and wait for them."""

    def kept(self, namespace: str) -> str | None:
        """The XML of the workbook's own part with this namespace."""

    def keep(self, namespace: str, xml: str | None) -> None:
        """Replace that part; None removes it."""

    def marks(self, prefix: str) -> dict[str, tuple[str, Area] | None]:
        """Hidden names with a prefix, and what each means: it moves with its cells.

        None where its cells were deleted.
        """

    def names(self) -> dict[str, list[str]]:
        """What all names of the workbook and of its sheets mean, by the names in small letters."""

    def mark(self, name: str, sheet: str, area: Area) -> None:
        """Give an area a hidden name."""

    def unmark(self, name: str) -> None: ...

    def add_sheet(self, name: str, rows: Sequence[Sequence[str]]) -> str:
        """A new sheet behind the others with a table of texts; gives the name that was free."""


class Desktop(Protocol):
    """The program that shows workbooks to a user."""

    def active_book(self) -> Book | None: ...

    def calling_book(self) -> Book | None:
        """The workbook that a command is called for, which need not be the active one."""

    def new_book(self, template: Path | None = None) -> Book:
        """A new workbook, not yet saved: empty, or as a template has it."""

    def open_folder(self, folder: Path) -> None: ...
