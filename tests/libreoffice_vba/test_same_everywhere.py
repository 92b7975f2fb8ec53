"""One table of examples, and four ways to it: the results are equal, to the last bit.

Python calls `evaluate`; the headless engine calculates a workbook; the xlwings layer answers as it
answers VBA, on a stub of pywin32; LibreOffice runs the VBA that is shipped. None of them is Excel.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.helpers import agrees, outcome
from tests.hosts.excel import pywin32_stub
from tests.hosts.test_engine import calculate
from tests.hosts.test_engine import result as shown_by_engine
from tests.libreoffice_vba.calc import Calc, as_libreoffice_shows
from tests.libreoffice_vba.test_examples import EXAMPLES, shape, typed
from xlrisk.functions.catalogue import Example, Function


@pytest.fixture(scope="module")
def xlwings_layer() -> Iterator[None]:
    with pywin32_stub.installed():
        yield


def by_xlwings(name: str, example: Example) -> Any:
    """What VBA gets from xlwings: a value or an array, of one dimension where it is one row."""
    given = (pywin32_stub.Range(cells) for cells in example.cells)
    result = pywin32_stub.call_udf(name, *given)
    flat = isinstance(result, list) and not isinstance(result[0], list)
    return [result] if flat else result


def by_engine(name: str, example: Example) -> Any:
    places = ",".join(f"{{{i}}}" for i in range(len(example.arguments)))
    return shown_by_engine(calculate(f"={name}({places})", *example.cells))


@pytest.mark.parametrize(("function", "example"), EXAMPLES)
@pytest.mark.usefixtures("xlwings_layer")
def test_example_is_the_same_everywhere(calc: Calc, function: Function, example: Example) -> None:
    python = outcome(function.name, *example.cells)
    rows, columns = shape(python)
    typed_in_calc = calc.show(typed(function, example), *example.cells, rows=rows, columns=columns)
    assert agrees(python, example.result)
    assert by_engine(function.name, example) == python
    assert by_xlwings(function.name, example) == python
    assert typed_in_calc == as_libreoffice_shows(python)
