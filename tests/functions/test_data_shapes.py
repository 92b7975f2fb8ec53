"""The table of data shapes is what the functions do, and what they do is documented."""

from __future__ import annotations

import pytest

from tests.functions import data_shapes
from tests.functions.data_shapes import Line
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Function

WRITTEN = data_shapes.read()
EACH_FUNCTION = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda f: f.name)


@EACH_FUNCTION
def test_every_shape_gives_what_is_written(function: Function) -> None:
    """Where a change is meant: `python -m tests.functions` writes the table anew."""
    written = [line for line in WRITTEN if line.function == function.name]
    assert data_shapes.lines(function) == written


def test_no_line_is_of_another_function() -> None:
    assert {line.function for line in WRITTEN} == set(FUNCTIONS)


@EACH_FUNCTION
def test_errors_are_documented_or_stand_in_a_cell(function: Function) -> None:
    declared = {code for code, _ in function.errors}
    undeclared = [
        line
        for line in WRITTEN
        if line.function == function.name and line.gives.startswith("#") and line.gives != "#..."
        if line.gives not in declared and not _stands_in_a_cell(line)
    ]
    assert not undeclared


def _stands_in_a_cell(line: Line) -> bool:
    return all(shape in (line.gives, "a newer error") for shape in line.shapes.split(", "))


def test_every_sentence_is_one_and_fits_a_cell() -> None:
    for line in WRITTEN:
        assert line.sentence[-1:] == ".", line
        assert len(line.sentence) <= 255, line


def test_sentences_of_errors_name_the_argument_that_is_to_mend() -> None:
    unnamed = [
        line
        for line in WRITTEN
        if line.gives.startswith("#") and not line.argument.startswith("(")
        if line.argument.removesuffix("s") not in line.sentence
    ]
    assert not unnamed
