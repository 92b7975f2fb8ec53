"""What in a formula reaches out of its workbook: to the web, to programs, to other workbooks.

Freeze keeps formulas as texts inside the workbook, and Thaw enters them again. Who gets a workbook
by mail would have Thaw enter what Excel warns of where it stands in a cell. So a formula is kept,
and comes back, only where everything that it calls is known to stay within the workbook: functions
of Excel that only calculate, and ours. The names that it uses count with it, as the workbook
brings those, too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..functions import FUNCTIONS
from ..functions.naming import built_in_names
from ..hosts.engine.prepare.spellings import plain_name
from ..hosts.engine.prepare.tokens import Call, Expression, Kind, NotUnderstoodError, tree
from .own_formulas import reads_closed_workbook

Names = Mapping[str, Sequence[str]]  # what each name means, without regard to case and sheets

_NAMES = """
    CALL COPILOT DDE DETECTLANGUAGE FILTERXML HYPERLINK IMAGE IMPORTCSV IMPORTTEXT PY REGISTER.ID
    RTD SQL.REQUEST STOCKHISTORY TRANSLATE WEBSERVICE
"""
_REACHING_OUT = frozenset(_NAMES.split())
_CUBE = "CUBE"  # begins the functions that ask a data source
# a cell of the grid, as what lies beyond it may be a name: XFE1
_CELL = re.compile(
    r"(?<![\w.$])\$?(?:[A-W]?[A-Z]{1,2}|X[A-E][A-Z]|XF[A-D])\$?[1-9]\d{0,5}(?![\w.(])"
)
# [Book.xlsx]Sheet!A1, also behind a colon, and Book.xlsx!name; no sheet has a bracket in its name
_ANOTHER_WORKBOOK = re.compile(r"\[.*!|\.(?:xl\w+|ods|csv)'?!", re.IGNORECASE | re.DOTALL)
# a text, or a sheet as formulas name it, without the signs that no name of a sheet may have
_QUOTED = re.compile(r"""\"[^"]*"|'((?:[^'\[\]:?*/\\]|'')*)'!""")


@dataclass(frozen=True)
class _Used:
    """What a formula uses, in capital letters."""

    calls: tuple[str, ...]
    operands: tuple[str, ...]


def reach(formula: str, names: Names | None = None) -> str:
    """How a formula with its "=" reaches out, as a clause; "" where it does not."""
    looked_at: set[str] = set()
    texts = [formula]
    while texts:
        text = texts.pop()
        # wide letters, as keyboards of East Asia have them, may count as plain ones
        for spelled in dict.fromkeys((text, unicodedata.normalize("NFKC", text))):
            used = _used(_CELL.sub("A1", spelled.removeprefix("=")))
            if reason := _of_the_text(spelled) or _of_what_is_used(used):
                return reason
            for name in _names_in(used, names or {}):
                if name not in looked_at:
                    looked_at.add(name)
                    texts += (names or {})[name]
    return ""


def sheets_with_bar(formula: str) -> list[str]:
    """The sheets that a formula names and whose names have a bar, as those of programs do."""
    names = (found[1] for found in _QUOTED.finditer(formula))
    return [name.replace("''", "'") for name in names if name and "|" in name]


def _of_the_text(formula: str) -> str:
    if _names_program(formula):
        return "the formula names another program (DDE)"
    return "the formula reads another workbook" if reads_closed_workbook(formula) else ""


def _of_what_is_used(used: _Used | None) -> str:
    if used is None:
        return "the formula is none that xlrisk can take apart"
    for name in (*used.calls, *used.operands):  # MAP(A1:A9,WEBSERVICE) calls it, too
        if name in _REACHING_OUT or name.startswith(_CUBE):
            return f"the formula uses {name}, which reaches out of the workbook"
    for name in used.calls:
        if name not in FUNCTIONS and name not in built_in_names():
            return f"the formula calls {name}, which is no function of Excel or xlrisk"
    if any(map(_ANOTHER_WORKBOOK.search, used.operands)):
        return "the formula reads another workbook"
    return ""


def _names_in(used: _Used | None, names: Names) -> Iterator[str]:
    for operand in used.operands if used else ():
        name = operand.rpartition("!")[2].casefold()
        if name in names:
            yield name


@lru_cache(maxsize=1024)  # a thousand rows of a column differ by their cells only
def _used(formula: str) -> _Used | None:
    """What a formula without its "=" uses; None where it cannot be taken apart."""
    calls: list[str] = []
    operands: list[str] = []
    try:
        _gather(tree(formula), calls, operands)
    except NotUnderstoodError:
        return None
    return _Used(tuple(dict.fromkeys(calls)), tuple(dict.fromkeys(operands)))


def _gather(expression: Expression, calls: list[str], operands: list[str]) -> None:
    before = ""  # a name that a parenthesis would make a call, also behind white space
    for node in expression:
        if isinstance(node, Call):
            calls += filter(None, [plain_name(node.name).strip() or before])
            before = ""
            for argument in node.arguments:
                _gather(argument, calls, operands)
        elif node.kind is Kind.OPERAND:
            before = plain_name(node.text).strip()
            operands.append(before)
        elif node.kind is not Kind.SPACE:
            before = ""


def _names_program(formula: str) -> bool:
    """Where there is a bar, no quotation mark may be left over, which could hide what is quoted."""
    rest = _QUOTED.sub("", formula)
    return "|" in formula and ("|" in rest or "'" in rest or '"' in rest)
