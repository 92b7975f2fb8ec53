"""Esc is for Python while VBA waits for it: nothing is torn apart half way."""

from __future__ import annotations

import re

import pytest

from tests.libreoffice_vba.calc import Calc
from tests.libreoffice_vba.doubles import NEEDS_REENTERING

_ENTRIES = [
    ("xlrisk_ribbon", "XR_Command", ("about",)),
    ("xlrisk_opening", "XR_Opened", ()),
    ("xlrisk_opening", "XR_Reenter", ()),
]


@pytest.mark.parametrize(("module", "procedure", "arguments"), _ENTRIES)
@pytest.mark.parametrize("has_python", [True, False])
def test_esc_is_off_while_python_is_asked_and_on_afterwards(
    calc: Calc, module: str, procedure: str, arguments: tuple[str, ...], has_python: bool
) -> None:
    with calc.with_more_doubles(NEEDS_REENTERING):
        if not has_python:
            calc.disconnect()
        calc.run("Events.WorkbookOpened", "xlrisk.xlsm")
        calc.run("PythonConnection.WatchEsc")
        calc.asked()
        calc.run(f"{module}.{procedure}", *arguments)
        assert bool(calc.asked()) is has_python
        assert calc.run("PythonConnection.EscWasHeard") is False
        assert calc.run("PythonConnection.EscIsHeard") is True


@pytest.mark.parametrize(("module", "procedure"), sorted({entry[:2] for entry in _ENTRIES}))
def test_esc_is_off_first_of_all_and_on_last_of_all(
    calc: Calc, module: str, procedure: str
) -> None:
    text = calc.modules[module]
    body = re.search(rf"^Public Sub {procedure}\(.*?\)\n(.*?)\nEnd Sub$", text, re.DOTALL | re.M)
    assert body
    lines = [line.strip() for line in body[1].splitlines()]
    first, *between, last = [line for line in lines if not line.startswith(("'", "Dim ", "Rem "))]
    assert first.startswith("Application.EnableCancelKey = 0")
    assert last.startswith("Application.EnableCancelKey = 1")
    assert not any(re.search(r"\bExit Sub\b|\bOn Error\b", line) for line in between)
