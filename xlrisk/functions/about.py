"""About results, and about xlrisk."""

from __future__ import annotations

from typing import Annotated

from .. import __version__
from .catalogue import LONGEST_TEXT, Example, worksheet_function
from .kinds import TEXT, Cells, Result, Text


@worksheet_function(
    category="About the data",
    see_also=("XLRISK_VERSION",),
    examples=(
        Example(
            ("BETA_OF", [0.02, "n/a", None, 0.04, -0.02], [0.01, 0.03, 0.02, 0.02, -0.01]),
            "3 rows used, 2 dropped (1 text, 1 empty); ordinary least squares; 2.00.",
            "what a result rests on",
        ),
        Example(
            ("BETA_OF", [0.02, 0.04], [0.01, 0.02, -0.01]),
            "asset_returns has 2 cells, market_returns 3. Give ranges of the same size.",
            "why it is an error",
        ),
        Example(("",), "#VALUE!", "no function is named"),
    ),
)
def xlrisk_explain(
    function_name: Annotated[Text, "Name of the function to explain."],
    argument1: Annotated[Cells, "Its first argument."] = None,
    argument2: Annotated[Cells, "Its second argument."] = None,
    argument3: Annotated[Cells, "Its third argument."] = None,
    argument4: Annotated[Cells, "Its fourth argument."] = None,
    argument5: Annotated[Cells, "Its fifth argument."] = None,
    argument6: Annotated[Cells, "Its sixth argument."] = None,
    argument7: Annotated[Cells, "Its seventh argument."] = None,
    argument8: Annotated[Cells, "Its eighth argument."] = None,
) -> Annotated[str, Result(TEXT)]:
    """The sentence behind a result or an error of another function.

    Rows used and dropped, the convention, the result; or what to mend.

    Errors: #VALUE! function_name is empty or no text
    Source: xlrisk
    """
    from .explain import explain  # loads numpy, which a declaration does without

    arguments = [
        argument1, argument2, argument3, argument4, argument5, argument6, argument7, argument8
    ]  # fmt: skip
    while arguments and arguments[-1] is None:
        arguments.pop()
    message = explain(function_name, *arguments).message
    return message if len(message) <= LONGEST_TEXT else message[: LONGEST_TEXT - 3] + "..."


@worksheet_function(
    category="About the data",
    see_also=("XLRISK_EXPLAIN",),
    examples=(Example((), __version__, "the version installed"),),
)
def xlrisk_version() -> Annotated[str, Result(TEXT)]:
    """Version of xlrisk that calculates this workbook.

    Errors: #VALUE! an argument is given
    Source: xlrisk
    """
    return __version__
