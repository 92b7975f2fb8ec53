"""The engine, run for a command of the ribbon in a child process with bounds.

In Excel's own process of Python a workbook that takes for ever, or a panic of the engine, would
cost every formula of every open workbook.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from ..child import Bounds, Children, Failure
from ..errors import FileError

BOUNDS = Bounds()
SECONDS_TO_START = 30.0
_T = TypeVar("_T")


def apart(name: str, verb: str, work: Callable[..., _T], *arguments: Any) -> _T:
    """What a function that a child can import finds in a workbook of this name.

    Raises FileError where it finds nothing; `verb` of the command line does the same to a file.
    """
    with Children(BOUNDS) as children:
        call = children.submit(work, *arguments)
        found = children.outcome(call, within=BOUNDS.seconds + SECONDS_TO_START)
    if isinstance(found, Failure):
        logging.getLogger("xlrisk").error("%s: %s\n%s", name, found.reason, found.traceback)
        raise FileError(_told(name, verb, found))
    return found


def _told(name: str, verb: str, failure: Failure) -> str:
    """The sentence with the next step of who works in Excel, and has no options there."""
    in_a_prompt = f"Save it, and run `xlrisk {verb}` on the file in a command prompt, with a larger"
    if failure.status == "refused":
        return failure.reason
    if failure.status == "timed out":
        sentence = f"{name} takes longer than {BOUNDS.seconds:g} s, and xlrisk has stopped."
        return f"{sentence} {in_a_prompt} --timeout."
    if failure.traceback:
        return (
            f"xlrisk itself failed on {name}. Please report it with the file xlrisk.log, which is"
            " in the folder that Settings opens."
        )
    return (
        f"The process that worked on {name} has ended, as it does where memory is short."
        f" {in_a_prompt} --memory; if it ends there, too, please report it."
    )
