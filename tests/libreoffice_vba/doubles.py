"""What stands in for Windows and for time in the shipped VBA: what it declares, and two procedures.

All that needs Windows is in the module `xlrisk_python`. Its declarations of what is in libraries of
Windows and of xlwings are taken out; MadeUpWindows.bas has functions of the same names, and objects
for `CreateObject` and a value for `Environ`, so that any computer can be made up. `XR_Show` notes
its messages, and `XR_Later`, through which all timers go, notes them: no test waits, and none is
met by the timer of another. The rest runs as it is shipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

FILES = Path(__file__).parent / "vba"
XR_SHOW = """\
Public Sub XR_Show(message As String)
    NoteMessage message
End Sub"""
XR_LATER = """\
Public Sub XR_Later(procedure As String, seconds As Long)
    NoteTimer procedure, seconds
End Sub"""
# for tests that ask for it: LibreOffice has no LinkSources, and 0 for errors in a range
NEEDS_REENTERING = """\
Public Function XR_NeedsReentering(book As Object) As Boolean
    XR_NeedsReentering = True
End Function"""
DOUBLES = (XR_SHOW, XR_LATER)
_DECLARATION = re.compile(r"^Private Declare .*\n", re.MULTILINE)
_NAMES = {
    "CreateObject(": "MadeUpObject(",
    "Environ(": "MadeUpEnviron(",
    "Application.OperatingSystem": "MadeUpSystem()",  # which LibreOffice does not have
    # LibreOffice has no methods with the name of a statement
    "python.Call(": "python.CallMethod(",
    "stream.Open": "stream.OpenStream",
    "stream.Close": "stream.CloseStream",
}


def with_doubles(shipped: Mapping[str, str], more: Iterable[str] = ()) -> dict[str, str]:
    """The modules to put into the document, by the names of their files.

    A double is a whole procedure, which takes the place of the one with the same first line.
    """
    changed = dict(shipped)
    for double in (*DOUBLES, *more):
        name = _module_of(double, changed)
        before, after = _procedure(double).split(changed[name])
        changed[name] = before + double + after
    modules = {file.name: file.read_text("utf-8") for file in sorted(FILES.iterdir())}
    for name, text in changed.items():
        named = _DECLARATION.sub("", text)
        for shipped_name, ours in _NAMES.items():
            named = named.replace(shipped_name, ours)
        if named != shipped[name]:
            modules[f"{name}.bas"] = named
    return modules


def without(text: str, doubles: Iterable[str]) -> str:
    """A module without what has doubles, by the names that it is shipped with."""
    text = _DECLARATION.sub("", text)
    for shipped_name, ours in _NAMES.items():
        text = text.replace(ours, shipped_name)
    for double in doubles:
        text = _procedure(double).sub("", text)
    return text


def _module_of(double: str, modules: Mapping[str, str]) -> str:
    found = [name for name, text in modules.items() if len(_procedure(double).findall(text)) == 1]
    if len(found) != 1:
        raise ValueError(f"{double.splitlines()[0]}, which is replaced here, is not in one module")
    return found[0]


def _procedure(double: str) -> re.Pattern[str]:
    """Finds the procedure with the first and the last line of a double."""
    first, *_, last = map(re.escape, double.splitlines())
    return re.compile(f"^{first}$.*?^{last}$", re.DOTALL | re.MULTILINE)
