"""What VBA asks of the modules of a project; `xlrisk build` writes nothing that breaks a rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ...functions.naming import VBA_WORDS
from .vba_project import ENCODING, Module

LONGEST_LINE = 1023
MOST_CONTINUATIONS = 24
_LONGEST_NAME = 31  # of a module
_LONGEST_MODULE = 60_000  # characters; one of 64 K no longer loads in every version

# What the VBA around a function calls; an argument of the same name would hide it.
_CALLED_BY_WRAPPERS = frozenset({"application", "err", "xlpy"})

_PUBLIC = re.compile(r"^Public (?:Sub|Function) (\w+)", re.MULTILINE)
_PROCEDURE = re.compile(r"^(?:Public |Private )?(?:Sub|Function) \w+\((.*)\)", re.MULTILINE)
_PARAMETER = re.compile(r"(?:Optional |ByVal |ByRef )*(\w+)(?: As \w+)?")


def broken_rules(project: str, modules: Sequence[Module]) -> list[str]:
    """One sentence for each rule that a module breaks."""
    found = list(_of_the_names(project, modules))
    for module in modules:
        found += _of_the_lines(module)
        found += _of_the_procedures(module)
    return found


def _of_the_names(project: str, modules: Sequence[Module]) -> Iterator[str]:
    """VBA does not tell upper from lower case; a module and a function share their names."""
    names = [project, *(module.name for module in modules)]
    for module in modules:
        names += [name for name in _PUBLIC.findall(module.text) if module.kind == "standard"]
    for name, count in Counter(name.lower() for name in names).items():
        if count > 1:
            yield f"{count} modules or procedures are named {name}, case apart."
    for name in names:
        if name.lower() in VBA_WORDS:
            yield f"{name} is a word of VBA."
    for module in modules:
        if len(module.name) > _LONGEST_NAME:
            yield f"The name of the module {module.name} is longer than {_LONGEST_NAME} characters."


def _of_the_lines(module: Module) -> Iterator[str]:
    if len(module.source) > _LONGEST_MODULE:
        yield f"The module {module.name} has more than {_LONGEST_MODULE} characters."
    continuations = 0
    for number, line in enumerate(module.text.split("\n"), start=1):
        where = f"Line {number} of {module.name}"
        if len(line) > LONGEST_LINE:
            yield f"{where} is longer than {LONGEST_LINE} characters."
        if unknown := _unknown_characters(line):
            yield f"{where} has a character that VBA cannot write: {unknown}."
        if line.lstrip().startswith("#"):
            yield f"{where} is for a compiler that LibreOffice does not have."
        if line.endswith("_") and not line.endswith(" _"):
            yield f"{where} ends in an underscore without a blank before it."
        continuations = continuations + 1 if line.endswith(" _") else 0
        if continuations > MOST_CONTINUATIONS:
            yield f"{where} is continued more than {MOST_CONTINUATIONS} times."


def _unknown_characters(line: str) -> str:
    return "".join(
        character
        for character in line
        if not character.encode(ENCODING, "ignore")
        or (character < " " and character != "\t")
        or character == "\x7f"
    )


def _of_the_procedures(module: Module) -> Iterator[str]:
    for parameters in _PROCEDURE.findall(module.text):
        names = list(_parameters(parameters))
        for name in names:
            if name.lower() in VBA_WORDS | _CALLED_BY_WRAPPERS:
                yield f"{name} in {module.name} is a word of VBA, or hides what is called there."
        if len(set(map(str.lower, names))) < len(names):
            yield f"A procedure of {module.name} has two parameters of one name: {parameters}."


def _parameters(parameters: str) -> Iterable[str]:
    for parameter in filter(None, parameters.split(", ")):
        if match := _PARAMETER.fullmatch(parameter):
            yield match[1]
