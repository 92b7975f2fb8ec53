"""An error of VBA that nothing handles fails the test in which it happens, and no other."""

from __future__ import annotations

import pytest

from tests.libreoffice_vba.calc import Calc

_FAILS = """
Public Function Fails() As Variant
    Fails = Application.NoSuchThing
End Function
"""


def test_an_error_that_nothing_handles_is_told_each_time(calc: Calc) -> None:
    for _ in range(3):
        calc.put_modules({"Failing.bas": _FAILS})
        with pytest.raises(RuntimeError, match="error that no `On Error` handles"):
            calc.run("Failing.Fails")
