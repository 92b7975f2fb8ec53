"""The VBA behind each function of the catalogue."""

from __future__ import annotations

import re

import pytest

from xlrisk.build import addin
from xlrisk.build.addin.intellisense import intellisense
from xlrisk.build.addin.texts import quoted
from xlrisk.functions import FUNCTIONS
from xlrisk.functions.catalogue import Function

MODULES = {module.name: module.text for module in addin.modules()}
every_function = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)


def procedure(module: str, name: str) -> list[str]:
    """The lines of a procedure, continued lines joined."""
    text = MODULES[module].replace(" _\n", " ")
    match = re.search(
        rf"^\w+ (?:Sub|Function) {name}\(.*?^End \w+$", text, re.MULTILINE | re.DOTALL
    )
    assert match, f"{name} is not in {module}"
    return [line.strip() for line in match[0].splitlines()]


def literals(line: str) -> list[str]:
    """The texts of a VBA line."""
    return [text.replace('""', '"') for text in re.findall(r'"((?:[^"]|"")*)"', line)]


@every_function
def test_a_wrapper_passes_every_argument_and_marks_the_optional_ones(function: Function) -> None:
    head, description, category, *body = procedure("xlrisk_functions", function.name)
    parameters = [
        f"{'Optional ' if argument.optional else ''}{argument.name} As Variant"
        for argument in function.arguments
    ]
    assert head == f"Public Function {function.name}({', '.join(parameters)}) As Variant"
    assert literals(description) == [function.summary]
    assert category.endswith('VB_Invoke_Func = " \\n14"')
    cells = ", ".join(argument.name for argument in function.arguments)
    call = (
        f'XLPy.CallUDF("xlrisk.hosts.excel.functions", "{function.name}",'
        f" XR_Arguments(Array({cells})), XR_Book(), Application.Caller)"
    )
    assert body == [
        "On Error GoTo failed",
        f"{function.name} = XR_Result({call})",
        "Exit Function",
        "failed:",
        f"{function.name} = CVErr(2015)",
        "End Function",
    ]


@every_function
def test_the_wizard_has_every_text(function: Function) -> None:
    _, call, _ = procedure("xlrisk_wizard", f"Describe_{function.name}")
    name, summary, category, *arguments = literals(call)
    assert (name, summary) == (function.name, function.summary)
    assert category == f"xlrisk: {function.category}"
    assert arguments == [argument.full_text for argument in function.arguments]
    assert max(map(len, literals(call))) <= 255
    assert ("ArgumentDescriptions" in call) == bool(function.arguments)


def test_the_wizard_describes_every_function_once() -> None:
    calls = procedure("xlrisk_wizard", "XR_Describe")
    assert [line[9:] for line in calls if line.startswith("Describe_")] == list(FUNCTIONS)


def test_vba_knows_the_name_of_every_function() -> None:
    names = [literals(line) for line in procedure("xlrisk_wizard", "XR_Names")]
    assert [name for (name,) in filter(None, names)][1:] == [f"{name} " for name in FUNCTIONS]


def test_only_functions_of_the_catalogue_show_in_the_function_wizard() -> None:
    """A public function is offered to the user, unless its module is private."""
    for name, text in MODULES.items():
        shown = re.findall(r"^Public Function (\w+)", text, re.MULTILINE)
        if name == "xlrisk_functions":
            assert shown == list(FUNCTIONS)
        elif "Option Private Module\n" not in text:
            assert shown == []


def test_quotes_and_breaks_in_texts() -> None:
    assert quoted('say "beta",\nplease') == '"say ""beta"", please"'


def test_help_while_typing_has_every_function_and_argument() -> None:
    from xml.etree import ElementTree

    root = ElementTree.fromstring(intellisense(FUNCTIONS.values()))  # noqa: S314 (our own)
    space = {"": "http://schemas.excel-dna.net/intellisense/1.0"}
    found = {
        entry.get("Name"): [argument.get("Description") for argument in entry]
        for entry in root.iterfind("FunctionInfo/Function", space)
    }
    assert found == {
        function.name: [argument.full_text for argument in function.arguments]
        for function in FUNCTIONS.values()
    }
