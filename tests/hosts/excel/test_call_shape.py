"""The VBA functions of the add-in call Python as those do that xlwings' own generator writes."""

from __future__ import annotations

import importlib
import io
import re
from typing import Any

import pytest

from tests.hosts.excel.pywin32_stub import MODULE, Workbook
from xlrisk.build.addin.wrappers import wrappers
from xlrisk.functions import FUNCTIONS

pytestmark = pytest.mark.usefixtures("xlwings")


def declarations(vba: str) -> dict[str, str]:
    """The arguments of every function, as they are declared."""
    found = re.findall(r"^(?:Public )?Function (\w+)\((.*?)\)(?: As Variant)?$", vba, re.MULTILINE)
    return {name: arguments.replace(" As Variant", "") for name, arguments in found}


def calls(vba: str) -> dict[str, tuple[str, ...]]:
    """Module, function, cells and caller of the call in every function."""
    call = re.compile(
        r'^ *(\w+) = .*?XLPy\.CallUDF\("([\w.]+)", "(\w+)", (?:XR_Arguments\()?Array\((.*?)\)\)?,'
        r" (?:XR_Book\(\)|ActiveWorkbook), (Application\.Caller)\)\)?$",
        re.MULTILINE,
    )
    return {name: tuple(parts) for name, *parts in call.findall(vba)}


@pytest.fixture(scope="module")
def of_xlwings(xlwings: Any) -> str:
    udfs: Any = importlib.import_module("xlwings.udfs")
    written = io.StringIO()
    module = importlib.import_module(MODULE)
    udfs.generate_vba_wrapper(MODULE, module, written, Workbook("xlrisk.xlam"))
    return re.sub(r"#Else.*?#End If", "", written.getvalue(), flags=re.DOTALL)


def test_functions_are_declared_alike(of_xlwings: str) -> None:
    assert declarations(wrappers(FUNCTIONS.values())) == declarations(of_xlwings)
    assert set(declarations(of_xlwings)) == set(FUNCTIONS)


def test_functions_call_alike(of_xlwings: str) -> None:
    assert calls(wrappers(FUNCTIONS.values())) == calls(of_xlwings)
    assert set(calls(of_xlwings)) == set(FUNCTIONS)


def test_one_element_of_the_array_for_each_argument(of_xlwings: str) -> None:
    for name, (module, called, cells, caller) in calls(of_xlwings).items():
        assert (module, called, caller) == (MODULE, name, "Application.Caller")
        names = [argument.name for argument in FUNCTIONS[name].arguments]
        assert cells == ", ".join(names)
