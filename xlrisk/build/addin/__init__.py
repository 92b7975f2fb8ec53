"""xlrisk.xlam, the add-in for Excel on Windows, written without Excel.

Its VBA is text files in `vba`, and modules made of the catalogue of functions. The file passes
Microsoft's validator, and LibreOffice runs its VBA; it has not yet been run in Excel.
"""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from ... import __version__
from ...errors import FileError
from ...functions import FUNCTIONS
from ...hosts.excel.ribbon import COMMANDS, TAB, TAB_KEY_TIP
from .intellisense import intellisense
from .package import SHEET, package
from .ribbon import custom_ui
from .rules import broken_rules
from .vba_project import Module, vba_project
from .wrappers import wizard, wrappers

PROJECT = "xlrisk"
_FOLDER = Path("workbook_templates")
_WRITTEN_BY_HAND = (
    "xlrisk_opening",
    "xlrisk_workbooks",
    "xlrisk_python",
    "xlrisk_configuration",
    "xlrisk_arguments",
    "xlrisk_results",
    "xlrisk_ribbon",
)


def artefacts() -> dict[Path, bytes]:
    """The add-in, and its help texts as a file, for one that is called otherwise than xlrisk."""
    return {
        _FOLDER / "xlrisk.xlam": add_in(),
        _FOLDER / "xlrisk.intellisense.xml": intellisense(FUNCTIONS.values()),
    }


def add_in() -> bytes:
    """The bytes of xlrisk.xlam; the same for each build."""
    ribbon = custom_ui(TAB, TAB_KEY_TIP, COMMANDS)
    return package(project(modules()), ribbon, intellisense(FUNCTIONS.values()), settings())


def project(modules: list[Module]) -> bytes:
    """A VBA project of these modules; raises FileError where they break a rule of VBA."""
    if broken := broken_rules(PROJECT, modules):
        raise FileError("The VBA of the add-in breaks its rules. " + " ".join(broken))
    return vba_project(PROJECT, modules)


def modules() -> list[Module]:
    """The modules of the add-in; all that needs Windows is in `xlrisk_python`."""
    return [
        Module("ThisWorkbook", _text("ThisWorkbook.cls"), "workbook"),
        Module(SHEET, "Option Explicit\n", "sheet"),
        *(Module(name, _text(f"{name}.bas")) for name in _WRITTEN_BY_HAND),
        Module("xlrisk_wizard", wizard(FUNCTIONS.values())),
        Module("xlrisk_functions", wrappers(FUNCTIONS.values())),
    ]


def settings() -> dict[str, str]:
    """What the add-in's own sheet says; who hands it to a team may fill in the interpreter."""
    return {"version": __version__, "xlwings": version("xlwings"), "interpreter": ""}


def _text(name: str) -> str:
    """A module written by hand, for the version of xlwings that this one is built with."""
    text = files(__name__).joinpath("vba").joinpath(name).read_text("utf-8")
    return text.replace("@xlwings@", version("xlwings"))
