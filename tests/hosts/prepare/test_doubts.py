"""Calls that are not doubted give the same in the engine and in our own versions."""

from __future__ import annotations

import math

import pytest

from tests.hosts.overrides.sheets import Sheet
from tests.hosts.prepare.calls_to_compare import DIV, MAKERS, Answers, Book, Call
from xlrisk.hosts.engine.prepare.doubts import (
    Doubt,
    doubt,
    has_awkward_texts,
    raised_by,
)
from xlrisk.hosts.engine.prepare.joined import with_joins
from xlrisk.workbook.values import Cell, ErrorText

DIFFERENT = 1e-12  # beside the largest number that is read, as where values are compared


def _is_doubted(call: Call, *, errors_hidden: bool) -> bool:
    texts = [c for c in call.cells if isinstance(c, str) and not isinstance(c, ErrorText)]
    found = doubt(call.name, call.arguments, arrays=False, errors_hidden=errors_hidden)
    joins = with_joins(call.formula, "JOIN") != call.formula  # numbers to texts: joined.py
    return joins or has_awkward_texts(texts) or bool(found & raised_by(call.cells))


def _same(engines: Cell, ours: Cell, call: Call, *, errors_hidden: bool) -> bool:
    """Whether two answers agree; unless errors are hidden, they are tried again anyway."""
    if isinstance(engines, ErrorText):
        return engines == ours if errors_hidden else True
    if type(engines) is type(ours) is float:
        numbers = [abs(cell) for cell in call.cells if type(cell) is float]
        if call.name == "MOD" and max(numbers) >= 2**53:
            return True  # neither is a remainder of whole numbers any more
        close = math.isclose(engines, ours, rel_tol=DIFFERENT)
        return close or abs(engines - ours) <= DIFFERENT * max(numbers, default=0.0)
    return type(engines) is type(ours) and engines == ours


def _wrong(answers: Answers, *, errors_hidden: bool) -> list[tuple[str, object]]:
    return [
        (call.formula, (call.cells, engines, ours))
        for call, engines, ours in answers
        if not _same(engines, ours, call, errors_hidden=errors_hidden)
    ]


@pytest.fixture(scope="module", params=MAKERS)
def answers(request: pytest.FixtureRequest) -> Answers:
    make, rounds = MAKERS[request.param]
    book = Book(seed=1)
    make(book, rounds)
    return list(book.calculated())


@pytest.mark.parametrize("errors_hidden", [False, True])
def test_calls_without_doubt(answers: Answers, *, errors_hidden: bool) -> None:
    sure = [one for one in answers if not _is_doubted(one[0], errors_hidden=errors_hidden)]
    assert len(sure) > len(answers) / 25
    assert _wrong(sure, errors_hidden=errors_hidden) == []


def test_the_comparison_finds_what_is_doubted(answers: Answers) -> None:
    assert len(_wrong(answers, errors_hidden=False)) > 10


def test_nothing_is_sure_of_arrays_and_of_omitted_arguments() -> None:
    assert doubt("ABS", ["A1"], arrays=False) == Doubt.NONE
    assert doubt("ABS", ["A1:A9"], arrays=True) == Doubt.ALWAYS | Doubt.ARRAYS
    assert doubt("ROUND", ["A1", ""], arrays=False) == Doubt.ALWAYS
    assert doubt("VLOOKUP", ["A1", "B1:C9", "2", " "], arrays=False) == Doubt.ALWAYS


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("VLOOKUP", ["A1", "$B$1:$C$9", "2", "FALSE"], Doubt.NONE),
        ("VLOOKUP", [" A1", "'My sheet'!B1:C9", "2", "0"], Doubt.NONE),
        ("VLOOKUP", ["A1&B1", "B1:C9", "2", "0"], Doubt.NONE),
        ("VLOOKUP", ["A1", "B1:C9", "2"], Doubt.ALWAYS),
        ("VLOOKUP", ["A1", "B1:C9", "2", "TRUE"], Doubt.ALWAYS),
        ("VLOOKUP", ["A1", "B1:C9", "D1", "0"], Doubt.ALWAYS),
        ("VLOOKUP", ["A1+B1", "B1:C9", "2", "0"], Doubt.ALWAYS),
        ("VLOOKUP", ["(A1/3)", "B1:C9", "2", "0"], Doubt.ALWAYS),
        ("VLOOKUP", ['"a?"', "B1:C9", "2", "0"], Doubt.ALWAYS),
        ("VLOOKUP", ["A1", "INDIRECT(D1)", "2", "0"], Doubt.ALWAYS),
        ("MATCH", ["MAX(A1:A9)", "A1:A9", "0"], Doubt.NONE),
        ("MATCH", ["A1", "A1:B9", "0"], Doubt.ALWAYS),
        ("MATCH", ["A1", "A1:A9"], Doubt.ALWAYS),
        ("XLOOKUP", ["A1", "B1:B9", "C1:C9"], Doubt.NONE),
        ("XLOOKUP", ["A1", "B1:B9", "C1:C9", '"none"', "0"], Doubt.NONE),
        ("XLOOKUP", ["A1", "B1:B9", "C1:C9", "0", "-1"], Doubt.ALWAYS),
        ("XLOOKUP", ["A1", "B1:B9", "C1:C9", "", "0"], Doubt.ALWAYS),
        ("XLOOKUP", ["A1", "B1:B9", "C1:C8"], Doubt.ALWAYS),
        ("COUNTIF", ["A1:A9", '"north"'], Doubt.NONE),
        ("COUNTIF", ["A1:A9", '">=0.5"'], Doubt.NONE),
        ("COUNTIF", ["A1:A9", '"<>"'], Doubt.NONE),
        ("COUNTIF", ["A1:A9", "B1"], Doubt.IF_TEXTS),
        ("COUNTIF", ["A1:A9", '"<>"&B1'], Doubt.IF_TEXTS),
        ("COUNTIF", ["A1:A9", '">"&B1+1'], Doubt.IF_TEXTS),
        ("COUNTIF", ["A1:A9", '">"&TODAY()'], Doubt.IF_TEXTS),
        ("COUNTIF", ["A1:A9", '"*"&B1&"*"'], Doubt.IF_TEXTS),
        ("COUNTIF", ["A1:A9", '">"&B1'], Doubt.ALWAYS),
        ("COUNTIF", ["A1:A9", '"2024-"&B1'], Doubt.ALWAYS),
        ("COUNTIF", ["A1:A9", '"2024-01-15"'], Doubt.ALWAYS),
        ("COUNTIF", ["A1:A9", 'TEXT(B1,"yyyy-mm-dd")'], Doubt.ALWAYS),
        ("COUNTIF", ["A1:A9", '"a?"'], Doubt.ALWAYS),
        ("COUNTIFS", ["A1:A9", '"a"', "B1:B8", '"b"'], Doubt.ALWAYS),
        ("SUMIF", ["A1:A9", '"a"', "B1:B9"], Doubt.IF_ERRORS),
        ("SUMIF", ["A1:A9", '"a"', "B1"], Doubt.ALWAYS),
        ("SUMIFS", ["B1:B9", "A1:A9", "C1"], Doubt.IF_ERRORS | Doubt.IF_TEXTS),
        ("SUMIFS", ["B1:B8", "A1:A9", '"a"'], Doubt.IF_ERRORS | Doubt.ALWAYS),
        ("MAXIFS", ["B1:B9", "A1:A9", '"a"'], Doubt.NONE),
        ("SUMPRODUCT", ["(A1:A9=C1)*B1:B9"], Doubt.NONE),
        ("SUMPRODUCT", ["(A1:A9=C1)"], Doubt.ALWAYS),
        (
            "SUMPRODUCT",
            ["A1:A9", "B1:B9"],
            Doubt.IF_TEXTS | Doubt.IF_ERRORS | Doubt.IF_BOOLEANS,
        ),
        ("SUMPRODUCT", ["A1:A9", "B1:B8"], Doubt.ALWAYS),
        ("LARGE", ["A1:A9", "2"], Doubt.NONE),
        ("LARGE", ["A1:A9", "C1"], Doubt.ALWAYS),
        ("MOD", ["A1", "7"], Doubt.NONE),
        ("MOD", ["A1", "0.1"], Doubt.ALWAYS),
        ("POWER", ["A1", "2"], Doubt.NONE),
        ("POWER", ["A1", "B1"], Doubt.ALWAYS),
        ("NORM.S.DIST", ["A1", "TRUE"], Doubt.NONE),
        ("NORM.S.DIST", ["A1", "B1"], Doubt.ALWAYS),
        ("FIND", ['" "', "A1"], Doubt.NONE),
        ("FIND", ['"."', "A1"], Doubt.ALWAYS),
        ("DATE", ["2024", "1", "31"], Doubt.ALWAYS),
        ("LEFT", ["A1", "2"], Doubt.ALWAYS),
        ("SUMXMY2", ["A1:A9", "B1:B9"], Doubt.ALWAYS),
    ],
)
def test_doubts_of_calls(name: str, arguments: list[str], expected: Doubt) -> None:
    assert doubt(name, arguments, arrays=False) == expected


def test_errors_that_are_hidden() -> None:
    """The engine takes "$5" for no number: seen as an error, but not behind IFERROR."""
    assert doubt("ROUND", ["A1", "2"], arrays=False) == Doubt.NONE
    assert doubt("ROUND", ["A1", "2"], arrays=False, errors_hidden=True) == Doubt.ALWAYS
    lookup = ["A1", "B1:C9", "2", "0"]
    assert doubt("VLOOKUP", lookup, arrays=False, errors_hidden=True) == Doubt.NONE


def test_doubts_raised_by_cells() -> None:
    assert raised_by([1.0, "north", None, ""]) == Doubt.ALWAYS
    assert raised_by([True]) == Doubt.ALWAYS | Doubt.IF_BOOLEANS
    assert raised_by([DIV]) == Doubt.ALWAYS | Doubt.IF_ERRORS
    for text in ("12", "5%", "2024-01-15", "10:30", "true", "#N/A", ">5", "=", "<>x", "(5)"):
        assert raised_by([text]) == Doubt.ALWAYS | Doubt.IF_TEXTS, text


def test_awkward_texts() -> None:
    assert not has_awkward_texts(["north", "straße", "a*", "x" * 255])
    assert not has_awkward_texts(["what?", "that!"])
    for texts in (["~"], ["x" * 256], ["\N{GRINNING FACE}"], ["what?", "straße"]):
        assert has_awkward_texts(texts)


def test_a_doubt_that_is_not_raised() -> None:
    """In the engine an exact lookup finds a number that is almost equal; ours does as Excel."""
    assert doubt("MATCH", ["A1", "B1:B1", "0"], arrays=False) == Doubt.NONE
    sheet = {"A1": 0.1 + 0.2, "B1": 0.3}
    assert Sheet(sheet, {}).value("=MATCH(A1,B1:B1,0)") == 1.0
    assert Sheet(sheet).value("=MATCH(A1,B1:B1,0)") == "#N/A"
