"""The help texts that Excel-DNA's IntelliSense add-in, if installed, reads.

It looks for them inside an add-in and beside it, as xlrisk.intellisense.xml. Excel itself shows no
help on arguments while a function of an add-in is being typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree

from ...functions.catalogue import Function
from .texts import xml

_NAMESPACE = "http://schemas.excel-dna.net/intellisense/1.0"


def intellisense(functions: Iterable[Function]) -> bytes:
    """The names and texts of all functions and their arguments."""
    root = ElementTree.Element("IntelliSense", xmlns=_NAMESPACE)
    information = ElementTree.SubElement(root, "FunctionInfo")
    for function in functions:
        entry = ElementTree.SubElement(
            information, "Function", Name=function.name, Description=function.summary
        )
        for argument in function.arguments:
            name = f"[{argument.name}]" if argument.optional else argument.name
            ElementTree.SubElement(entry, "Argument", Name=name, Description=argument.full_text)
    return xml(root)
