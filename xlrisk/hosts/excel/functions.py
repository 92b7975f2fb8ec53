"""The worksheet functions as xlwings calls them: what VBA names in `XLPy.CallUDF`.

Made from the catalogue when this module is imported, each by the name that it has in cells. What a
cell is, is decided in `evaluate` alone, so arguments and results pass xlwings as they are: its own
converters would make an empty text an empty cell.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from typing import Any

import xlwings

from ...errors import CellError
from ...functions import FUNCTIONS
from ...functions.catalogue import Function
from ...functions.evaluate import Value, evaluate
from . import cells

_UserFunction = Callable[..., list[list[Value]]]


class _AsItIs(xlwings.conversion.Accessor):
    """An argument as Excel has it: of a range the plain numbers, not their formats.

    Excel rounds a cell with the format of a currency to 4 decimals where it is read by `Value`, as
    xlwings does, and a date to milliseconds.
    """

    @classmethod
    def reader(cls, _: Any) -> Any:
        def read(context: Any) -> None:
            if context.range is not None:
                context.value = context.range.api.Value2

        return xlwings.conversion.Pipeline([read])


def _user_function(function: Function) -> _UserFunction:
    """A function with the name, the arguments and the texts that xlwings reads off it."""

    def call(*given: Any) -> list[list[Value]]:
        return cells.rows(_shown(function.name, given))

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.summary
    call.__annotations__ = {}  # xlwings would choose converters by them
    call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(
                argument.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD,
                # left out arrives as empty, for which `evaluate` has the default
                default=None if argument.optional else inspect.Parameter.empty,
            )
            for argument in function.arguments
        ]
    )
    decorated: Any = xlwings.ret("raw")(call)
    for argument in function.arguments:
        decorated = xlwings.arg(argument.name, _AsItIs, doc=argument.full_text)(decorated)
    made: _UserFunction = xlwings.func(category=function.category)(decorated)  # undone if not last
    return made


def _shown(name: str, given: tuple[Any, ...]) -> Value | list[list[Value]]:
    """What the cell shows; every failure is the text of an error value."""
    try:
        return evaluate(name, *map(cells.plain, given))
    except CellError as error:
        return error.code
    except Exception:  # VBA would show #VALUE! all the same, and nobody would know why
        logging.getLogger("xlrisk").exception("%s failed; please report it", name)
        return "#VALUE!"


globals().update((function.name, _user_function(function)) for function in FUNCTIONS.values())
