"""The VBA function behind each worksheet function, and its texts for the function wizard.

A formula calls the VBA function, which hands its cells to Python and gives back what comes from
there. The call has the form that xlwings' own generator of wrappers writes; around it stand
XR_Arguments, which cuts whole columns, and XR_Result, which makes error values of texts. Where
Python cannot be reached, the cell shows #VALUE!, which is CVErr(2015).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...functions.catalogue import Argument, Function
from .texts import quoted

FUNCTIONS_MODULE = "xlrisk.hosts.excel.functions"


def wrappers(functions: Iterable[Function]) -> str:
    """The module of the functions that cells call."""
    head = "Option Explicit\n\n'Written by `xlrisk build` from the catalogue of functions.\n"
    return "\n".join([head, *(_wrapper(function) for function in functions)])


def wizard(functions: Iterable[Function]) -> str:
    """The module that gives the function wizard its texts, and our VBA the names."""
    functions = list(functions)
    names = "".join(f"    XR_Names = XR_Names & {quoted(f'{one.name} ')}\n" for one in functions)
    calls = "".join(f"    Describe_{function.name}\n" for function in functions)
    head = _WIZARD.replace("@calls@", calls).replace("@names@", names)
    return "\n".join([head, *map(_description, functions)])


def _wrapper(function: Function) -> str:
    parameters = ", ".join(map(_parameter, function.arguments))
    cells = ", ".join(argument.name for argument in function.arguments)
    name, module = quoted(function.name), quoted(FUNCTIONS_MODULE)
    call = f"XLPy.CallUDF({module}, {name}, XR_Arguments(Array({cells}))"
    return f"""\
Public Function {function.name}({parameters}) As Variant
Attribute {function.name}.VB_Description = {quoted(function.summary)}
Attribute {function.name}.VB_ProcData.VB_Invoke_Func = " \\n14"
    On Error GoTo failed
    {function.name} = XR_Result({call}, XR_Book(), Application.Caller))
    Exit Function
failed:
    {function.name} = CVErr(2015)
End Function
"""


def _parameter(argument: Argument) -> str:
    return f"{'Optional ' if argument.optional else ''}{argument.name} As Variant"


def _description(function: Function) -> str:
    """A procedure of its own: VBA limits the size of one."""
    lines = [
        f"Private Sub Describe_{function.name}()",
        f"    Application.MacroOptions Macro:=XR_Macro({quoted(function.name)}), _",
        f"        Description:={quoted(function.summary)}, _",
        f"        Category:={quoted(f'xlrisk: {function.category}')}",
    ]
    if function.arguments:
        lines[-1] += ", _"
        lines.append(f"        ArgumentDescriptions:=Array({','.join(_texts(function))})")
    return "\n".join([*lines, "End Sub", ""])


def _texts(function: Function) -> Iterator[str]:
    """The text of each argument, on a line of its own."""
    for argument in function.arguments:
        yield f" _\n            {quoted(argument.full_text)}"


_WIZARD = """\
Option Explicit
Option Private Module

'Written by `xlrisk build` from the catalogue of functions.

Private described As Boolean

Public Sub XR_Describe()
    'Excel refuses while no workbook is visible; it is tried again when there is one.
    If described Then Exit Sub
    On Error GoTo later
@calls@    described = True
    ThisWorkbook.Saved = True
later:
End Sub

Public Function XR_Names() As String
    'The names of all functions, each between blanks.
    XR_Names = " "
@names@End Function

Private Function XR_Macro(called As String) As String
    XR_Macro = "'" & ThisWorkbook.Name & "'!" & called
End Function
"""
