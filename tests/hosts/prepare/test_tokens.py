"""The tree of a formula keeps every character, and what needs no rewriting comes back as it was."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.prepare.books import prepare
from xlrisk.hosts.engine.prepare.tokens import Call, Kind, NotUnderstoodError, Piece, text_of, tree

cells = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["", "$"]),
    st.sampled_from(["A", "BC", "XFD"]),
    st.sampled_from(["", "$"]),
    st.integers(1, 1_048_575),
)
sheets = st.sampled_from(["", "Second!", "'It''s 4'!"])
references = st.builds("{}{}".format, sheets, cells)
areas = st.builds("{}$A$1:C{}".format, sheets, st.integers(1, 99))
texts = st.text(st.sampled_from('ab |[]{}#@!":'), max_size=6).map(
    lambda text: '"' + text.replace('"', '""') + '"'
)
literals = st.one_of(
    st.integers(0, 10**9).map(str),
    st.sampled_from(["1.5E-3", ".5", "TRUE", "#N/A", "#DIV/0!"]),
    texts,
)
spaces = st.sampled_from(["", " ", "\n  "])


def calls(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    aggregates = st.builds("{}({})".format, st.sampled_from(["SUM", "MAX", "_xlfn.STDEV.S"]), areas)
    scalars = st.builds("{}({}{})".format, st.sampled_from(["ABS", "LEN"]), spaces, values)
    conditions = st.builds("IF({},{},{})".format, values, values, values)
    operations = st.builds(
        "{}{}{}{}{}".format,
        values,
        spaces,
        st.sampled_from(["+", "-", "*", "/", "^", "&", "<=", "<>"]),
        spaces,
        values,
    )
    others = st.builds("({})".format, values), st.builds("-{}%".format, values)
    return st.one_of(aggregates, scalars, conditions, operations, *others)


formulas = st.recursive(st.one_of(references, literals), calls, max_leaves=12)


@given(formulas)
def test_a_formula_without_anything_to_rewrite_comes_back(text: str) -> None:
    found = prepare(text, "XFC1048576")
    assert (found.formula, found.reason, found.ours) == (text, "", frozenset())


@given(formulas)
def test_the_tree_gives_the_formula_back(text: str) -> None:
    assert text_of(tree(text)) == text


@given(st.text(st.sampled_from("AB1$:,;(){}[]'\"!#@ \n+-*%<>=T.\\|_"), max_size=25))
def test_any_text_is_taken_apart_or_refused(text: str) -> None:
    prepare(text)
    with contextlib.suppress(NotUnderstoodError):
        assert text_of(tree(text)) == text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("A1:B2", [Kind.OPERAND]),
        ("A1:(B2)", [Kind.OPERAND, Kind.RANGE, Call]),
        ("A1:INDEX(B1:B9,1)", [Kind.OPERAND, Kind.RANGE, Call]),
        ("INDEX(A1:A9,1):B2", [Call, Kind.RANGE, Kind.OPERAND]),
        ("@A1:A3*2", [Kind.SINGLE, Kind.OPERAND, Kind.OPERATOR, Kind.LITERAL]),
        ("@INDEX(A1:A3,0)", [Kind.SINGLE, Call]),
        ("A1#", [Kind.OPERAND]),
        ("A1 B2", [Kind.OPERAND, Kind.SPACE, Kind.OPERAND]),
        ("B1\n+B2", [Kind.OPERAND, Kind.SPACE, Kind.OPERATOR, Kind.OPERAND]),
        ("{1,2;3,4}", [Kind.LITERAL]),
        ("#SPILL!", [Kind.LITERAL]),
        ("true", [Kind.LITERAL]),
        ("nan", [Kind.OPERAND]),
        ("T[[#This Row],[a']b]]", [Kind.OPERAND]),
        ("Second:Third!A1", [Kind.OPERAND]),
        ("'C:\\x.xlam'!F(1)", [Call]),
    ],
)
def test_pieces(text: str, kinds: list[object]) -> None:
    found = [node.kind if isinstance(node, Piece) else type(node) for node in tree(text)]
    assert found == kinds
