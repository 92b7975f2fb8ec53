"""What stands for an argument that is left out: the engine's own functions tell."""

from __future__ import annotations

import pytest

from tests.hosts.overrides.sheets import Sheet
from xlrisk.hosts.engine.prepare.omitted import instead_of_nothing

CELLS = {"A1": 1, "A2": 3, "B1": "x", "B2": "y"}


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("CONCAT", ('"a"', "", '"b"'), "ab"),
        ("CONCATENATE", ('"a"', "", '"b"'), "ab"),
        ("REPLACE", ('"abc"', "1", "1", ""), "bc"),
        ("SUBSTITUTE", ('"abc"', '"b"', ""), "ac"),
        ("TEXTJOIN", ("", "TRUE", '"a"', '"b"'), "ab"),
        ("TEXTJOIN", ('","', "TRUE", '"a"', "", '"b"'), "a,b"),
        ("TEXTJOIN", ('","', "", '"a"', "", '"b"'), "a,,b"),
        ("XLOOKUP", ("2", "A1:A2", "B1:B2", "", "-1"), "x"),
        ("XLOOKUP", ("0", "A1:A2", "B1:B2", "", "-1"), "#N/A"),
        # stored by Excel in the calc tests GCD_LCM and MROUND_TRUNC_INT
        ("GCD", ("", "5"), "#N/A"),
        ("LCM", ("", "5"), "#N/A"),
        ("MROUND", ("", "5"), "#N/A"),
        ("MROUND", ("5", ""), "#N/A"),
    ],
)
def test_functions_with_an_argument_left_out(
    name: str, arguments: tuple[str, ...], expected: str
) -> None:
    written = [
        argument or instead_of_nothing(name, place) for place, argument in enumerate(arguments)
    ]
    formula = f"=_xlfn.{name}({','.join(written)})"
    assert Sheet(CELLS).value(formula) == expected
    assert Sheet(CELLS, {}).value(formula.replace("_xlfn.", "")) == expected


def test_most_arguments_may_stay_left_out() -> None:
    assert instead_of_nothing("ROUND", 1) == ""
    assert instead_of_nothing("XLOOKUP", 4) == ""
    assert instead_of_nothing("TEXTJOIN", 1) == ""
