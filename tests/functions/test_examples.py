"""The examples that every function is documented with are true."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers import agrees, outcome
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Example, Function

EXAMPLES = [
    pytest.param(function.name, example, id=f"{function.name}: {example.about}")
    for function in FUNCTIONS.values()
    for example in function.examples
]


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_example_gives_what_is_documented(name: str, example: Example) -> None:
    found: Any = outcome(name, *example.cells)
    assert agrees(found, example.result), found


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
def test_function_has_examples_of_success_and_of_failure(function: Function) -> None:
    """One that takes no argument has nothing that could be wrong."""
    expected = {True, False} if function.arguments else {False}
    assert {example.fails for example in function.examples} == expected


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)
def test_failing_examples_show_declared_errors(function: Function) -> None:
    declared = {code for code, _ in function.errors}
    assert {example.result for example in function.examples if example.fails} <= declared
