"""What VBA cannot read is refused, with the place."""

from __future__ import annotations

import pytest

from xlrisk.build import addin
from xlrisk.build.addin.rules import broken_rules
from xlrisk.build.addin.vba_project import Module
from xlrisk.errors import FileError


def test_the_add_in_breaks_no_rule() -> None:
    assert broken_rules(addin.PROJECT, addin.modules()) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x" * 1024, "Line 1 of module is longer than 1023 characters."),
        ("\nbeta = \u03b2", "Line 2 of module has a character that VBA cannot write: \u03b2."),
        ("a\x0bb", "Line 1 of module has a character that VBA cannot write: \x0b."),
        ("#If Win64 Then", "Line 1 of module is for a compiler that LibreOffice does not have."),
        ("x = Array(_", "Line 1 of module ends in an underscore without a blank before it."),
        ("x = 1 + _\n" * 25, "Line 25 of module is continued more than 24 times."),
        ("'" + "x" * 1000 + "\n", ""),
        ("'x\n" * 30_000, "The module module has more than 60000 characters."),
        (
            "Public Sub A(input As Long)\nEnd Sub",
            "input in module is a word of VBA, or hides what is called there.",
        ),
        (
            "Public Function A(x As Long, Optional err As Variant) As Long\nEnd Function",
            "err in module is a word of VBA, or hides what is called there.",
        ),
        (
            "Private Sub A(one As Long, One As Long)\nEnd Sub",
            "A procedure of module has two parameters of one name: one As Long, One As Long.",
        ),
        ("Public Sub Select()\nEnd Sub", "Select is a word of VBA."),
        ("Public Sub Module()\nEnd Sub", "2 modules or procedures are named module, case apart."),
    ],
)
def test_a_broken_rule_is_told(text: str, sentence: str) -> None:
    found = broken_rules("xlrisk", [Module("module", text)])
    assert [one for one in found if one != "module is a word of VBA."][:1] == (
        [sentence] if sentence else []
    )


def test_names_are_unique_in_all_of_the_project() -> None:
    function = "Public Function BETA_OF() As Long\nEnd Function\n"
    modules = [Module("one", function), Module("Beta_Of", ""), Module("XLRISK", "")]
    assert broken_rules("xlrisk", modules) == [
        "2 modules or procedures are named xlrisk, case apart.",
        "2 modules or procedures are named beta_of, case apart.",
    ]


def test_a_long_name_of_a_module() -> None:
    (sentence,) = broken_rules("xlrisk", [Module("x" * 32, "")])
    assert sentence.endswith("is longer than 31 characters.")


def test_nothing_is_built_that_breaks_a_rule() -> None:
    with pytest.raises(FileError, match=r"breaks its rules\. Line 1 of one is longer"):
        addin.project([Module("one", "x" * 1024)])
