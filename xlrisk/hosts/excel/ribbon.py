"""The commands of the ribbon's tab, as data.

`xlrisk build` makes the ribbon's XML and the VBA behind it of this table; `xlrisk.commands.ribbon`
has a function for every command in it. Texts promise nothing that the command does not do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Item:
    """One choice of a gallery; `Command.identifier:Item.identifier` is what is run."""

    identifier: str
    label: str
    image: str
    screentip: str
    supertip: str


@dataclass(frozen=True)
class Command:
    """A button, or a gallery where it has items."""

    identifier: str  # and the name of its function in xlrisk.commands.ribbon
    group: str
    label: str
    image: str  # the name of one of Office's own pictures: imageMso
    key_tip: str
    screentip: str
    supertip: str
    size: Literal["large", "normal"]
    needs_workbook: bool  # otherwise it works with no workbook open, too
    items: tuple[Item, ...] = ()

    @property
    def runs(self) -> tuple[str, ...]:
        """What the ribbon asks for: the command, or each choice of its gallery."""
        if not self.items:
            return (self.identifier,)
        return tuple(f"{self.identifier}:{item.identifier}" for item in self.items)


TAB, TAB_KEY_TIP = "xlrisk", "K"  # Excel's own tabs begin with other letters

COMMANDS = (
    Command(
        "refresh_sheet",
        "Calculate",
        "Refresh sheet",
        "Refresh",
        "S",
        "Refresh this sheet",
        "Re-enters the cells of this sheet whose xlrisk formulas show #NAME? or carry a broken"
        " link, then recalculates. The status bar says what was done. Esc stops it.",
        "large",
        needs_workbook=True,
    ),
    Command(
        "refresh_selection",
        "Calculate",
        "Refresh selection",
        "CalculateNow",
        "L",
        "Refresh the selected cells",
        "Re-enters the selected cells whose xlrisk formulas show #NAME? or carry a broken link,"
        " then recalculates the selection. Esc stops it.",
        "normal",
        needs_workbook=True,
    ),
    Command(
        "refresh_workbook",
        "Calculate",
        "Refresh workbook",
        "RefreshAll",
        "W",
        "Refresh all sheets of this workbook",
        "Re-enters, on every sheet that is not protected, the cells whose xlrisk formulas show"
        " #NAME? or carry a broken link, then recalculates. Esc stops it.",
        "normal",
        needs_workbook=True,
    ),
    Command(
        "freeze",
        "Calculate",
        "Freeze to values",
        "PasteValues",
        "F",
        "Put values in the place of xlrisk formulas",
        "For sending the workbook to someone without xlrisk. The formulas are kept inside the"
        " workbook; Thaw brings them back.",
        "normal",
        needs_workbook=True,
    ),
    Command(
        "thaw",
        "Calculate",
        "Thaw",
        "Undo",
        "T",
        "Put the formulas back that Freeze has kept",
        "Cells that were moved or changed since are left as they are, and named.",
        "normal",
        needs_workbook=True,
    ),
    Command(
        "insert_template",
        "Insert",
        "Template",
        "TableInsert",
        "N",
        "Start from a template",
        "Opens a new workbook with formulas that are ready to use.",
        "large",
        needs_workbook=False,
        items=(
            Item(
                "capm_table",
                "CAPM table",
                "TableInsert",
                "CAPM table",
                "Required returns of the holdings; beta and return of the portfolio.",
            ),
            Item(
                "market_model",
                "Market model",
                "TableInsert",
                "Market model",
                "From ten years of daily prices to whose risk a portfolio has.",
            ),
            Item(
                "function_tour",
                "Function tour",
                "FunctionWizard",
                "Function tour",
                "Every function with its examples, compared with what they should give.",
            ),
        ),
    ),
    Command(
        "check_workbook",
        "Check",
        "Check workbook",
        "ErrorChecking",
        "C",
        "Find failing and stale cells",
        "Adds a sheet that lists the cells with xlrisk formulas that fail or are stale, with a"
        " sentence for each.",
        "large",
        needs_workbook=True,
    ),
    Command(
        "explain_cell",
        "Check",
        "Explain cell",
        "FunctionWizard",
        "E",
        "What stands behind the active cell",
        "Shows the formula, the rows used and dropped, the convention and the result; or why it is"
        " an error, and what to mend.",
        "large",
        needs_workbook=True,
    ),
    Command(
        "function_reference",
        "Help",
        "Functions",
        "Help",
        "H",
        "All functions of xlrisk",
        "Lists every function with its arguments and examples.",
        "normal",
        needs_workbook=False,
    ),
    Command(
        "settings",
        "Help",
        "Settings",
        "PropertySheet",
        "G",
        "Open the settings of xlrisk",
        "Opens the folder of the file that says which Python xlrisk runs in.",
        "normal",
        needs_workbook=False,
    ),
    Command(
        "about",
        "Help",
        "About xlrisk",
        "Info",
        "A",
        "About xlrisk",
        "Shows the versions of xlrisk, xlwings and Python.",
        "normal",
        needs_workbook=False,
    ),
)
