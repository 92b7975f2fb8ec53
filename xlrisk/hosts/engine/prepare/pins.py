"""Formulas that nobody can calculate without Excel, and why: their cells keep Excel's values."""

from __future__ import annotations

import re

from ....functions.naming import built_in_names
from .tokens import Expression, Kind, Piece


class Pin(Exception):  # noqa: N818  # it ends the preparation of a formula, and is no error
    """The cell keeps its stored value, for this reason."""


_LIVE_DATA = {
    "RTD": "reads a live data feed",
    "WEBSERVICE": "asks a web service",
    "STOCKHISTORY": "asks Microsoft for prices",
    "IMAGE": "loads a picture",
    "PY": "runs Python in Microsoft's cloud",
    "TRANSLATE": "asks Microsoft's translator",
    "DETECTLANGUAGE": "asks Microsoft's translator",
    "COPILOT": "asks a language model",
    "GETPIVOTDATA": "reads a pivot table",
    "FIELDVALUE": "reads a linked data type",
    "CALL": "runs code of a library",
    "REGISTER.ID": "runs code of a library",
    "SQL.REQUEST": "asks a database",
    "DDE": "reads live data from another program",
    "INFO": "depends on the computer it is calculated on",
    "RAND": "is random",
    "RANDBETWEEN": "is random",
    "RANDARRAY": "is random",
    "PHONETIC": "reads the readings that were typed with a text",
}
_OF_MACROS = {"EVALUATE", "FILES", "DOCUMENTS", "NAMES", "WINDOWS", "ACTIVE.CELL", "CALLER"}
# What CELL tells of the contents or the place of a cell; all else is format or environment.
_KNOWN_TO_CELL = {'"address"', '"col"', '"contents"', '"row"', '"type"'}
_DDE_LINK = re.compile(r"""(?:"(?:[^"]|"")*"|\[(?:[^\[\]]|\[[^\]]*\])*\]|[^"\[|])*?\|""")
# A workbook in brackets before the sheet ([1]Sheet!A1, '[Book.xlsx]Sheet'!A1), or a path in quotes
_LINK = re.compile(r"'(?:[^']|'')*\[(?:[^']|'')*'!|\[(?!0\])[^\[\]]+\][^\[\]!]*!|'[^']*\\[^']*'!")
_OWN_BOOK = re.compile(r"\[0\]!")

_LINK_SOMEWHERE = re.compile(r"\[(?!0\])[^\[\]]+\][^\[\]()!,]*!")

EXTERNAL = "refers to another workbook"


def check_text(formula: str) -> None:
    """Pin what the text alone gives away."""
    if "|" in formula and _DDE_LINK.match(formula):
        raise Pin("a DDE link reads live data from another program")


def check_passed_on(argument: Expression) -> None:
    """Refuse `A1:INDEX(...)` where IF and its like pass it on as an array: the engine loses it."""
    if any(isinstance(node, Piece) and node.kind is Kind.RANGE for node in argument):
        raise Pin("an area whose ends are known only when calculating, in IF of an array formula")


def check_function(name: str, known: bool) -> None:
    """Pin a call of a function that cannot be calculated here."""
    if name.startswith("CUBE"):
        raise Pin(f"{name} asks a data cube")
    if reason := _LIVE_DATA.get(name):
        raise Pin(f"{name} {reason}")
    if not known:
        if name in _OF_MACROS or name.startswith("GET."):
            raise Pin(f"{name} is a function of Excel 4 macros")
        if name in built_in_names():
            raise Pin(f"the engine does not know {name}")
        raise Pin(f"{name} is no function of Excel or xlrisk: an add-in's, or the workbook's VBA")


def check_cell_information(arguments: list[str]) -> None:
    """Pin CELL where it tells of formats or of the environment; the arguments are texts."""
    about = arguments[0].strip().lower() if arguments else ""
    if len(arguments) < 2 or about not in _KNOWN_TO_CELL:
        raise Pin("CELL depends on formats or on the computer it is calculated on")


def is_external(operand: str) -> bool:
    """Whether an operand, or the name of a function, is of another workbook."""
    return bool(_LINK.match(operand))


def mentions_external(formula: str) -> bool:
    """Whether a formula that cannot be taken apart seems to refer to another workbook."""
    return bool(_LINK_SOMEWHERE.search(formula))


def within_own_book(operand: str) -> str:
    """`[0]!Name`, which is how Excel writes its own workbook, as `Name`."""
    return _OWN_BOOK.sub("", operand, count=1)
