"""What stands in for Windows in the shipped VBA: one procedure, and a name.

All that needs Windows is in the module `xlrisk_python`, and of that only `XLPy` is replaced, which
loads xlwings' DLL. The rest runs as it is shipped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

FILES = Path(__file__).parent / "vba"
_XLPY = re.compile(
    r"^Public Function XLPy\(\) As Object$.*?^End Function$", re.DOTALL | re.MULTILINE
)
_DOUBLE_OF_XLPY = """\
Public Function XLPy() As Object
    Dim server As New PythonServer
    Set XLPy = server
End Function"""
# LibreOffice has no methods with the name of a statement
_SHIPPED_NAME, _OUR_NAME = "python.Call(", "python.CallMethod("


def with_doubles(shipped: Mapping[str, str]) -> dict[str, str]:
    """The modules to put into the document, by the names of their files."""
    modules = {file.name: file.read_text("utf-8") for file in sorted(FILES.iterdir())}
    changed, times = _XLPY.subn(_DOUBLE_OF_XLPY, shipped["xlrisk_python"])
    if times != 1:
        raise ValueError("XLPy, which is replaced here, is not in the module xlrisk_python")
    modules["xlrisk_python.bas"] = changed
    opening = shipped["xlrisk_opening"]
    modules["xlrisk_opening.bas"] = opening.replace(_SHIPPED_NAME, _OUR_NAME)
    return modules
