"""xlrisk/__init__.pyi: the public Python API as type checkers and editors see it."""

from __future__ import annotations

import textwrap

from ..functions import FUNCTIONS
from ..functions.catalogue import Argument, Function
from ..functions.describe import docstring

_HEAD = '''\
# Written by `xlrisk build` from the catalogue of functions; do not edit.
"""xlrisk: how much of your risk is the market's, and how much your own doing."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from .errors import CellError as CellError
from .errors import FileError as FileError
from .errors import XlriskError as XlriskError
from .functions.catalogue import Function
from .functions.evaluate import evaluate as evaluate
from .functions.explain import Explanation as Explanation
from .functions.explain import explain as explain

__version__: str
__all__: list[str]
FUNCTIONS: Mapping[str, Function]

Values: TypeAlias = ArrayLike | pd.Series[Any] | pd.DataFrame | list[Any]
Array: TypeAlias = NDArray[np.float64]
'''


def stubs() -> bytes:
    """The whole file."""
    return "\n".join([_HEAD, *map(_stub, FUNCTIONS.values())]).encode()


def _stub(function: Function) -> str:
    """One function; two where single numbers give one value and ranges many."""
    many = _many_type(function)
    lifts = any(a.kind.lifts for a in function.arguments) and not function.result.is_table
    document = textwrap.indent(f'"""{docstring(function)}\n"""', "    ")
    if not lifts:
        return f"{_signature(function, many, lifted=False)}\n{document}\n"
    one = _signature(function, _one_type(function), lifted=False)
    several = _signature(function, f"{_one_type(function)} | {many}", lifted=True)
    return f"@overload\n{one}\n{document}\n\n@overload\n{several} ...\n"


def _signature(function: Function, result: str, *, lifted: bool) -> str:
    if not function.arguments:
        return f"def {function.name.lower()}() -> {result}:"
    arguments = "".join(f"    {_argument(a, lifted=lifted)},\n" for a in function.arguments)
    return f"def {function.name.lower()}(\n{arguments}) -> {result}:"


def _argument(argument: Argument, *, lifted: bool) -> str:
    default = f" = {argument.default!r}" if argument.optional else ""
    return f"{argument.name}: {_type(argument, lifted=lifted)}{default}".replace("'", '"')


def _type(argument: Argument, *, lifted: bool) -> str:
    match argument.kind.form:
        case "option":
            return f"Literal[{', '.join(map(repr, argument.kind.choices))}]"
        case "text":
            return "str"
        case "number" | "whole number" if not lifted:
            return "int" if argument.kind.form == "whole number" else "float"
        case "cells":
            return "Any"
        case _:
            return "Values"


def _one_type(function: Function) -> str:
    is_text = function.body.__annotations__["return"].startswith("Annotated[str")
    return "str" if is_text else "float"


def _many_type(function: Function) -> str:
    """What several values come back as."""
    if function.result.labels:
        return "pd.Series[float]"
    if function.result.columns:
        return "pd.DataFrame"
    if function.result.dimensions[:1] == ("",):
        return "Array | pd.Series[float]"
    if function.result.dimensions:
        return "Array | pd.Series[float] | pd.DataFrame"
    if any(argument.kind.lifts for argument in function.arguments):
        return "Array | pd.Series[float]"
    return _one_type(function)
