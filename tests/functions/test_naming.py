"""The catalogue keeps the rules of its hosts, and each rule bites."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from openpyxl.utils import FORMULAE

from xlrisk.functions import FUNCTIONS, naming
from xlrisk.functions.catalogue import REQUIRED, Argument, Example, Function

# A real record with required and optional arguments and an option, its references cut off, so that
# it makes a catalogue on its own.
GOOD = replace(FUNCTIONS["BETA_OF"], see_also=())
LETTERS_ONLY = "is not a letter followed by letters, digits and underscores."

Change = Callable[[], Function]


def test_the_catalogue_breaks_no_rule() -> None:
    assert naming.violations(FUNCTIONS) == []


def with_argument(which: str, /, **changes: Any) -> Function:
    """The good record, one of its arguments changed."""

    def changed(argument: Argument) -> Argument:
        return replace(argument, **changes) if argument.name == which else argument

    return replace(GOOD, arguments=tuple(map(changed, GOOD.arguments)))


def with_meaning(meaning: str) -> Function:
    (method,) = (argument for argument in GOOD.arguments if argument.name == "method")
    choices = MappingProxyType({**method.kind.choices, "ols": meaning})
    return with_argument("method", kind=replace(method.kind, choices=choices))


def with_example(result: Any, about: str) -> Function:
    return replace(GOOD, examples=(*GOOD.examples, Example(((),), result, about)))


async def asynchronous() -> float:
    return 0.0


NAMES = [
    ("beta_of", ["beta_of is not in upper case."]),
    ("B_", ["B_ has fewer than 3 characters."]),
    ("BETA.OF", [f"BETA.OF {LETTERS_ONLY}"]),
    ("BETA-OF", [f"BETA-OF {LETTERS_ONLY}"]),
    ("_BETA", [f"_BETA {LETTERS_ONLY}"]),
    ("2BETAS", [f"2BETAS {LETTERS_ONLY}"]),
    ("BÊTA", [f"BÊTA {LETTERS_ONLY}"]),
    ("TAX2026", ["TAX2026 is a cell address."]),
    ("R1C1", ["R1C1 is a cell address."]),
    ("SLOPE", ["SLOPE is a built-in function of Excel or LibreOffice."]),
    ("PIVOTBY", ["PIVOTBY is a built-in function of Excel or LibreOffice."]),
    ("EASTERSUNDAY", ["EASTERSUNDAY is a built-in function of Excel or LibreOffice."]),
    ("ASSERT", ["ASSERT is a Python keyword in lower case."]),
    (
        "MATCH",  # a soft keyword
        [
            "MATCH is a built-in function of Excel or LibreOffice.",
            "MATCH is a Python keyword in lower case.",
        ],
    ),
    ("LOOP", ["LOOP is a word of VBA."]),
    ("CALLER", ["CALLER is a name that the VBA wrapper uses."]),
]

ARGUMENT_NAMES = [
    ("Market", ["Market of BETA_OF is not in lower case."]),
    ("lambda", ["lambda of BETA_OF is a Python keyword."]),
    ("beta_of", ["beta_of of BETA_OF is the name of a function."]),
    ("market.returns", [f"market.returns of BETA_OF {LETTERS_ONLY}"]),
    ("_market", [f"_market of BETA_OF {LETTERS_ONLY}"]),
    ("tax2026", ["tax2026 of BETA_OF is a cell address."]),
    ("r1c1", ["r1c1 of BETA_OF is a cell address."]),
    ("next", ["next of BETA_OF is a word of VBA."]),
    ("caller", ["caller of BETA_OF is a name that the VBA wrapper uses."]),
    ("k", ["k of BETA_OF is a name that the VBA wrapper uses."]),
    ("asset_returns", ["2 arguments of BETA_OF are named asset_returns, case apart."]),
]

RECORDS: dict[str, tuple[Change, list[str]]] = {
    "a required argument after an optional one": (
        lambda: with_argument("asset_returns", default=None),
        ["market_returns of BETA_OF is required and follows asset_returns, which is optional."],
    ),
    "an option with another default": (
        lambda: with_argument("method", default="robust"),
        ["method of BETA_OF has the default robust, not its first choice ols."],
    ),
    "an option without a default text": (
        lambda: with_argument("method", default=None),
        ["method of BETA_OF has the default None, not its first choice ols."],
    ),
    "one example": (
        lambda: replace(GOOD, examples=GOOD.examples[-1:]),
        ["BETA_OF has fewer than 2 examples."],
    ),
    "an example with more arguments than there are": (
        lambda: replace(
            GOOD, examples=(*GOOD.examples, Example((0.1,) * 5, "#VALUE!", "five arguments"))
        ),
        ["BETA_OF has the example five arguments, which no program accepts."],
    ),
    "no example that fails": (
        lambda: replace(GOOD, examples=GOOD.examples[:3]),
        ["BETA_OF has no example that fails."],
    ),
    "a reference to nothing": (
        lambda: replace(GOOD, see_also=("BETA_OFF",)),
        ["BETA_OF points to BETA_OFF, which is not declared."],
    ),
    "an unknown code among the errors": (
        lambda: replace(GOOD, errors=(("#OOPS!", "never"),)),
        ["BETA_OF gives #OOPS!, which is no error value."],
    ),
    "an unknown code in an example": (
        lambda: with_example("#SPILL!", "not one of the seven"),
        ["BETA_OF gives #SPILL!, which is no error value."],
    ),
    "an asynchronous body": (
        lambda: replace(GOOD, body=asynchronous),
        ["BETA_OF is asynchronous."],
    ),
}

# The text in its place, and what a sentence calls it. A formula alone may be empty.
TEXTS: dict[str, Callable[[str], Function]] = {
    "The category": lambda text: replace(GOOD, category=text),
    "The summary": lambda text: replace(GOOD, summary=text),
    "The source": lambda text: replace(GOOD, source=text),
    "Paragraph 1": lambda text: replace(GOOD, details=(text,)),
    "The note of example 6": lambda text: with_example(1.0, text),
    "The text of market_returns": lambda text: with_argument("market_returns", text=text),
}


@pytest.mark.parametrize(("name", "sentences"), NAMES, ids=[name for name, _ in NAMES])
def test_names_of_functions(name: str, sentences: list[str]) -> None:
    assert naming.violations({name: replace(GOOD, name=name)}) == sentences


@pytest.mark.parametrize(
    ("name", "sentences"), ARGUMENT_NAMES, ids=[name for name, _ in ARGUMENT_NAMES]
)
def test_names_of_arguments(name: str, sentences: list[str]) -> None:
    assert naming.violations({"BETA_OF": with_argument("market_returns", name=name)}) == sentences


@pytest.mark.parametrize("name", ["x", "lower", "average", "match"])
def test_an_argument_may_be_short_and_named_like_a_built_in(name: str) -> None:
    assert naming.violations({"BETA_OF": with_argument("market_returns", name=name)}) == []


def test_names_alike_but_for_case() -> None:
    functions = {"BETA_OF": GOOD, "Beta_Of": replace(GOOD, name="Beta_Of")}
    assert naming.violations(functions) == [
        "2 functions are named BETA_OF, case apart.",
        "Beta_Of is not in upper case.",
    ]


def test_arguments_alike_but_for_case() -> None:
    assert naming.violations({"BETA_OF": with_argument("method", name="Asset_Returns")}) == [
        "2 arguments of BETA_OF are named asset_returns, case apart.",
        "Asset_Returns of BETA_OF is not in lower case.",
    ]


@pytest.mark.parametrize(("record", "sentences"), RECORDS.values(), ids=RECORDS)
def test_records(record: Change, sentences: list[str]) -> None:
    assert naming.violations({"BETA_OF": GOOD}) == []
    assert naming.violations({"BETA_OF": record()}) == sentences


@pytest.mark.parametrize("default", [None, 0, 0.95, -1])
def test_the_default_of_a_number_is_free(default: float | None) -> None:
    record = with_argument("period_risk_free", default=default)
    assert naming.violations({"BETA_OF": record}) == []


def test_an_option_may_be_required() -> None:
    *others, method = with_argument("method", default=REQUIRED).arguments
    record = replace(GOOD, arguments=(method, *others))
    assert naming.violations({"BETA_OF": record}) == []


@pytest.mark.parametrize(("what", "record"), TEXTS.items(), ids=TEXTS)
def test_texts_fit_and_are_there(what: str, record: Callable[[str], Function]) -> None:
    too_long = f"{what} of BETA_OF has 256 characters, more than 255."
    assert naming.violations({"BETA_OF": record("x" * 255)}) == []
    assert naming.violations({"BETA_OF": record("x" * 256)}) == [too_long]
    assert naming.violations({"BETA_OF": record(" ")}) == [f"{what} of BETA_OF is empty."]


def test_a_formula_fits_and_may_be_missing() -> None:
    assert naming.violations({"BETA_OF": replace(GOOD, formula="")}) == []
    assert naming.violations({"BETA_OF": replace(GOOD, formula="x" * 256)}) == [
        "The formula of BETA_OF has 256 characters, more than 255."
    ]


def test_an_error_line_counts_with_its_code() -> None:
    def errors(when: str) -> dict[str, Function]:
        return {"BETA_OF": replace(GOOD, errors=(("#N/A", when),))}

    assert naming.violations(errors("x" * 250)) == []
    assert naming.violations(errors("x" * 251)) == [
        "Error line 1 of BETA_OF has 256 characters, more than 255."
    ]
    assert naming.violations(errors("")) == ["Error line 1 of BETA_OF is empty."]


def test_the_text_of_an_argument_counts_with_its_choices() -> None:
    (sentence,) = naming.violations({"BETA_OF": with_argument("method", text="x" * 200)})
    assert sentence.startswith("The text of method of BETA_OF has ")


def test_the_meaning_of_a_choice_fits_and_is_there() -> None:
    assert naming.violations({"BETA_OF": with_meaning("")}) == [
        'The meaning of "ols" (method) of BETA_OF is empty.'
    ]
    too_long = 'The meaning of "ols" (method) of BETA_OF has 256 characters, more than 255.'
    assert too_long in naming.violations({"BETA_OF": with_meaning("x" * 256)})


@pytest.mark.parametrize(
    "name", ["A1", "xfd1048576", "TAX2026", "AB01", "R1C1", "RC", "R", "C2", "r1c", "RC2024"]
)
def test_cell_addresses(name: str) -> None:
    assert naming.is_cell_address(name)


@pytest.mark.parametrize("name", ["XFE1", "A1048577", "A0", "BETA1", "R1C1S", "RATE1", "x", "M2_M"])
def test_no_cell_addresses(name: str) -> None:
    assert not naming.is_cell_address(name)


def test_hidden_names() -> None:
    names = ["Prices", "Beta_Of", "BETA_OFF", "capm_return", "Sheet1"]
    assert naming.hidden_names(names, FUNCTIONS) == ["Beta_Of", "capm_return"]


def reserved_lines() -> list[str]:
    return (resources.files("xlrisk.functions") / "reserved_names.txt").read_text().splitlines()


def test_reserved_names_are_sorted_upper_case_and_without_duplicates() -> None:
    names = [line for line in reserved_lines() if not line.startswith("#")]
    assert names == sorted({name.strip().upper() for name in names})
    assert set(names) == naming.built_in_names()


KNOWN_NAMES = """
    SUM SLOPE STDEV.S CUBEVALUE XLOOKUP LET LAMBDA FILTER GROUPBY PIVOTBY TRIMRANGE REGEXTEST IMAGE
    STOCKHISTORY PY EASTERSUNDAY ROT13 OPT_BARRIER MULTIPLE.OPERATIONS
"""


@pytest.mark.parametrize("name", KNOWN_NAMES.split())
def test_reserved_names_hold(name: str) -> None:
    assert name in naming.built_in_names()


def test_reserved_names_hold_all_that_openpyxl_knows() -> None:
    assert set(FORMULAE) <= naming.built_in_names()


# Runs in a Python that has LibreOffice's `uno`: starts an office with a profile of its own, prints
# the names of its functions, and ends it. Arguments: the office, the folder for the profile.
ASK_FOR_NAMES = """
import pathlib, subprocess, sys, time, uno
office, folder = sys.argv[1], pathlib.Path(sys.argv[2])
pipe = "names" + uno.generateUuid().value.hex()
process = subprocess.Popen(
    [office, "--headless", "--norestore", "--nologo",
     "-env:UserInstallation=" + folder.as_uri(), "--accept=pipe,name=" + pipe + ";urp;"],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
context = uno.getComponentContext()
resolver = context.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
while True:
    try:
        remote = resolver.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.2)
services = remote.ServiceManager
functions = services.createInstance("com.sun.star.sheet.FunctionDescriptions")
for position in range(functions.Count):
    print(next(p.Value for p in functions.getByIndex(position) if p.Name == "Name"))
services.createInstanceWithContext("com.sun.star.frame.Desktop", remote).terminate()
process.wait()
"""


def python_with_uno(office: str) -> str | None:
    """A Python that can talk to the office: its own where it brings one, else the system's."""
    beside = Path(office).resolve().with_name("python")
    for candidate in (str(beside), "/usr/bin/python3", shutil.which("python3")):
        if candidate and Path(candidate).exists():
            found = subprocess.run(
                [candidate, "-c", "import uno"], check=False, capture_output=True
            )
            if found.returncode == 0:
                return candidate
    return None


def test_reserved_names_hold_all_that_libreoffice_has(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not installed: its function names are NOT checked")
    python = python_with_uno(office)
    if not python:
        pytest.skip("no Python has LibreOffice's uno: its function names are NOT checked")
    process = subprocess.Popen(
        [python, "-c", ASK_FOR_NAMES, office, str(tmp_path / "profile")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},  # names are English in an English office
        start_new_session=True,
    )
    try:
        output, complaint = process.communicate(timeout=120)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the office is a grandchild, in this group
        process.wait()
    assert process.returncode == 0, complaint
    names = set(output.split())
    assert len(names) > 400
    assert sorted(names - naming.built_in_names()) == []
