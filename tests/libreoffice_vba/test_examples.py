"""Every example of the catalogue, typed into cells: cell, VBA, xlwings, Python, and back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers import agrees
from tests.libreoffice_vba.calc import Calc, as_libreoffice_shows
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Example, Function

EXAMPLES = [
    pytest.param(function, example, id=f"{function.name}: {example.about}")
    for function in FUNCTIONS.values()
    for example in function.examples
]


def typed(function: Function, example: Example) -> str:
    """The formula, with places for the cells of the arguments; LibreOffice separates by ;."""
    places = ";".join(f"{{{i}}}" for i in range(len(example.arguments)))
    return f"={function.name}({places})"


def shape(result: Any) -> tuple[int, int]:
    return (len(result), len(result[0])) if isinstance(result, list) else (1, 1)


@pytest.mark.parametrize(("function", "example"), EXAMPLES)
def test_examples_typed_into_cells(calc: Calc, function: Function, example: Example) -> None:
    rows, columns = shape(example.result)
    shown = calc.show(typed(function, example), *example.cells, rows=rows, columns=columns)
    assert agrees(shown, as_libreoffice_shows(example.result)), shown
    (question,) = calc.asked()
    verb, module, name, arguments = question
    assert (verb, module, name) == ("CallUDF", "xlrisk.hosts.excel.functions", function.name)
    left_out = len(function.arguments) - len(example.arguments)
    given = [described[0] for described in arguments]
    assert given == ["a range"] * len(example.arguments) + ["missing"] * left_out


def test_tables_fill_their_own_shape_and_no_more(calc: Calc) -> None:
    weights, betas = [[0.6], [0.4]], [[1.0], [0.5]]
    shown = calc.show("=BETA_CONTRIBUTION({0};{1})", weights, betas, rows=4, columns=3)
    assert [row[2] for row in shown] == ["#N/A"] * 4
    assert shown[3] == ["#N/A"] * 3
    assert shown[0][:2] == ["contribution", "share"]
