"""Numbers at the edges of what a float holds: a result or an error value, and never a traceback."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlrisk.errors import CellError
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.evaluate import evaluate
from xlrisk.functions.explain import explain

MOST = 255  # characters that Excel takes from a function and shows in the wizard
EDGES = st.sampled_from(
    [sign * size for sign in (1.0, -1.0) for size in (1e150, 1e160, 1e200, 1e300, 1.7e308, 5e-324)]
)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_edges(name: str, data: st.DataObject) -> None:
    examples = [example.arguments for example in FUNCTIONS[name].examples]
    arguments = _with_edges(data.draw(st.sampled_from(examples)), data)
    with contextlib.suppress(CellError):
        evaluate(name, *arguments)
    if name != "XLRISK_EXPLAIN":
        assert len(str(explain(name, *arguments))) <= MOST


def _with_edges(value: Any, data: st.DataObject) -> Any:
    """An argument with edges in the place of some of its numbers."""
    if isinstance(value, (list, tuple)):
        return [_with_edges(one, data) for one in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool) and data.draw(st.booleans()):
        return data.draw(EDGES)
    return value
