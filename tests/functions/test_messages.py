"""Sentences behind errors: in the words of who has cells, and of who has arrays; and true."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.functions import data_shapes
from tests.helpers import failure, outcome
from xlrisk.functions import FUNCTIONS, messages
from xlrisk.functions.catalogue import Function

ALL = {name: one for name, one in vars(messages).items() if isinstance(one, messages.Message)}
OF_CELLS = r"\bcells?\b|\branges?\b|\bDATEVALUE\b|\bINT\b|\b[A-Z]{2,}_[A-Z]+\b"
OF_PYTHON = r"\bpandas\b|\bnumpy\b|\barrays?\b|\blists?\b|\bPython\b|\[\["

NUMBERS = (-2, -1, -0.5, 0, 1e-9, 0.5, 1 - 1e-9, 1, 1.5, 300)  # around every bound


def words(template: str) -> str:
    """A sentence without its places."""
    return re.sub(r"\{[^{}]*\}", "", template)


@pytest.mark.parametrize("name", ALL)
def test_who_has_arrays_is_told_nothing_of_cells(name: str) -> None:
    one = ALL[name]
    if one is not messages.NOT_ROWS:  # who calls `evaluate` gives cells
        assert not re.search(OF_CELLS, words(one.for_arrays or one.text))


@pytest.mark.parametrize("name", ALL)
def test_who_has_cells_is_told_nothing_of_python(name: str) -> None:
    if ALL[name] not in messages.ONLY_PYTHON:
        assert not re.search(OF_PYTHON, words(ALL[name].text))


BOUNDED = [
    (function, position)
    for function in FUNCTIONS.values()
    for position, argument in enumerate(function.arguments)
    if argument.kind.between
]


def with_number(function: Function, position: int, number: float) -> list[Any]:
    """A call that works but for this number."""
    arguments = [data_shapes.working(function, k) for k in range(len(function.arguments))]
    arguments[position] = number
    return arguments


def is_allowed(number: float, sentence: str) -> bool:
    """Whether a sentence counts a number among those to give."""
    words = sentence.partition("; give ")[2].removesuffix(".")
    numbers = [float(word) for word in words.split() if re.fullmatch(r"-?[\d.]+", word)]
    if words.startswith("a number between"):
        return numbers[0] < number < numbers[1]
    if words.startswith("a number above"):
        return number > numbers[0]
    return number >= numbers[0]


@pytest.mark.parametrize(
    ("function", "position"),
    BOUNDED,
    ids=[f"{function.name} {function.arguments[k].name}" for function, k in BOUNDED],
)
def test_what_a_sentence_allows_is_accepted_and_nothing_else(
    function: Function, position: int
) -> None:
    argument = function.arguments[position]
    error = failure(function.name, *with_number(function, position, -7.5))
    assert error.code == "#NUM!"
    assert error.message.startswith(f"{argument.name} is -7.5; give ")
    if argument.optional:
        assert is_allowed(argument.default, error.message)
    for number in NUMBERS:
        is_left_out = argument.optional and number == 0  # which every optional argument may be
        arguments = with_number(function, position, number)
        is_accepted = outcome(function.name, *arguments) != "#NUM!"
        assert is_accepted == (is_allowed(number, error.message) or is_left_out), number


def test_bounds_are_found() -> None:
    found = {function.arguments[position].name for function, position in BOUNDED}
    assert found == {"annual_rate", "freq", "level", "band", "standard_error"}
