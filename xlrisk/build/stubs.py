"""xlrisk/__init__.pyi: the public Python API as type checkers and editors see it."""

from __future__ import annotations

import textwrap

from ..functions import FUNCTIONS
from ..functions.catalogue import Argument, Function
from ..functions.describe import docstring
from ..functions.kinds import Result

_HEAD = '''\
# Written by `xlrisk build` from the catalogue of functions; do not edit.
"""xlrisk: how much of your risk is the market's, and how much your own doing."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from .batch.workbooks import recalculate as recalculate
from .errors import CellError as CellError
from .errors import CellWarning as CellWarning
from .errors import FileError as FileError
from .errors import XlriskError as XlriskError
from .functions.catalogue import Function
from .functions.evaluate import evaluate as evaluate
from .functions.explain import Explanation as Explanation

__version__: str
__all__: list[str]
FUNCTIONS: Mapping[str, Function]

Array: TypeAlias = NDArray[np.float64]
Plain: TypeAlias = NDArray[Any] | Sequence[Any]
Values: TypeAlias = ArrayLike | Sequence[Any] | pd.Series[Any] | pd.DataFrame

def explain(name: str, *positional: Any, **named: Any) -> Explanation:
    """Explain what a function gives for these arguments, or why it gives an error.

    Takes what `xlrisk.beta_of` and the others take, by position or by name. Whoever gives cells, as
    `xlrisk.evaluate` takes them, is told of cells.
    """
'''


def stubs() -> bytes:
    """The whole file."""
    return "\n".join([_HEAD, *map(_stub, FUNCTIONS.values())]).encode()


def _stub(function: Function) -> str:
    """One function; overloads where what comes back depends on what goes in."""
    document = textwrap.indent(f'"""{docstring(function)}\n"""', "    ")
    signatures = [_signature(function, given, result) for given, result in _overloads(function)]
    if len(signatures) == 1:
        return f"{signatures[0]}\n{document}\n"
    first, *others = signatures
    overloads = [f"@overload\n{first}\n{document}\n"]
    overloads += [f"@overload\n{signature} ...\n" for signature in others]
    return "\n".join(overloads)


def _overloads(function: Function) -> list[tuple[str, str]]:
    """What stands in the place of single numbers or of the table, and what comes back for it."""
    if function.result.is_table:
        return _overloads_of_a_table(function.result)
    one = "str" if function.result.is_text else "float"
    if any(argument.kind.lifts for argument in function.arguments):
        return [("float", one), ("Values", "Any")]
    return [("Values", one)]


def _overloads_of_a_table(result: Result) -> list[tuple[str, str]]:
    frame, series = "pd.DataFrame", "pd.Series[Any]"
    if result.labels:
        return [("Values", "pd.Series[float]")]
    if result.columns:
        return [("Values", frame)]
    if result.is_matrix:
        return [(frame, frame), (f"Plain | {series}", "Array")]
    if not result.rows:
        return [(f"{frame} | {series}", "pd.Series[float]"), ("Plain", "Array")]
    if len(result.across) > 1:
        return [(f"{frame} | {series}", frame), ("Plain", "Array")]
    return [(frame, frame), (series, "pd.Series[float]"), ("Plain", "Array")]


def _signature(function: Function, given: str, result: str) -> str:
    if not function.arguments:
        return f"def {function.name.lower()}() -> {result}:"
    arguments = "".join(f"    {_argument(function, a, given)},\n" for a in function.arguments)
    return f"def {function.name.lower()}(\n{arguments}) -> {result}:"


def _argument(function: Function, argument: Argument, given: str) -> str:
    type_ = _type(function, argument, given)
    if not argument.optional:
        return f"{argument.name}: {type_}"
    if type_ != "Any":
        type_ += " | None"
    return f"{argument.name}: {type_} = {argument.default!r}".replace("'", '"')


def _type(function: Function, argument: Argument, given: str) -> str:
    match argument.kind.form:
        case "option":
            words = ", ".join(f'"{word}"' for word in argument.kind.choices)
            return f"Literal[{words}]"
        case "number" | "whole number" if function.result.is_table:
            return "int" if argument.kind.form == "whole number" else "float"
        case "number" | "whole number" | "table":
            return given
        case form:
            return _ALWAYS.get(form, "Values")


_ALWAYS = {"text": "str", "cells": "Any", "dates": "Values | pd.Index[Any]"}
