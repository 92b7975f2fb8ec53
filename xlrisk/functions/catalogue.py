"""The record of every worksheet function, made once from its declaration.

Signature, annotations and docstring carry everything but the examples, which stand beside them.
All hosts, the Python API, the reference and the tests are derived from these records.
"""

from __future__ import annotations

import difflib
import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from . import messages
from .kinds import Kind, Result

LONGEST_TEXT = 255  # of what Excel's function wizard, or an argument of a VBA call, can hold
REQUIRED: Any = inspect.Parameter.empty


@dataclass(frozen=True)
class Example:
    """Cells, and what the function gives for them: a value, a table or an error code.

    A list of plain values stands for a column; a list of lists for a block.
    """

    arguments: tuple[Any, ...]
    result: Any
    about: str

    @property
    def cells(self) -> tuple[Any, ...]:
        """The arguments as a host passes them: ranges as lists of rows."""
        return tuple(
            [row if isinstance(row, list) else [row] for row in argument]
            if isinstance(argument, list)
            else argument
            for argument in self.arguments
        )

    @property
    def fails(self) -> bool:
        return isinstance(self.result, str) and self.result.startswith("#")


@dataclass(frozen=True)
class Argument:
    name: str
    text: str
    kind: Kind
    default: Any = REQUIRED

    @property
    def optional(self) -> bool:
        return self.default is not REQUIRED

    @property
    def full_text(self) -> str:
        """The text with unit and choices, as the function wizard and the reference show it."""
        parts = [self.text]
        if self.kind.choices:
            parts.append(
                " ".join(f'"{word}": {meaning};' for word, meaning in self.kind.choices.items())
            )
        return " ".join(parts).rstrip(";")


@dataclass(frozen=True)
class Function:
    name: str
    category: str
    summary: str
    details: tuple[str, ...]
    formula: str
    source: str
    errors: tuple[tuple[str, str], ...]
    arguments: tuple[Argument, ...]
    result: Result
    examples: tuple[Example, ...]
    see_also: tuple[str, ...]
    body: Callable[..., Any]

    @cached_property
    def signature(self) -> str:
        """The call as Excel users write it: optional arguments in brackets."""
        names = (f"[{a.name}]" if a.optional else a.name for a in self.arguments)
        return f"{self.name}({', '.join(names)})"

    @cached_property
    def is_per_period(self) -> bool:
        """Takes a rate per period together with the number of periods in a year."""
        return {"period_risk_free", "freq"} <= {argument.name for argument in self.arguments}

    def lifts(self, argument: Argument) -> bool:
        """Whether a range in the place of this number gives a result for each of its cells."""
        return argument.kind.lifts and not self.result.is_table


FUNCTIONS: dict[str, Function] = {}


def find(name: str) -> Function:
    """The record of a function, its name in any case."""
    function = FUNCTIONS.get(str(name).upper())
    if function is None:
        near = difflib.get_close_matches(str(name).upper(), FUNCTIONS, n=1)
        next_step = f"the nearest is {near[0]}" if near else "`xlrisk functions` lists them"
        raise messages.UNKNOWN_FUNCTION(name=str(name)[:40], next_step=next_step)
    return function


Body = TypeVar("Body", bound=Callable[..., Any])


def worksheet_function(
    *, category: str, examples: tuple[Example, ...], see_also: tuple[str, ...] = ()
) -> Callable[[Body], Body]:
    """Declare the decorated function a worksheet function; the body stays as it is."""

    def declare(body: Body) -> Body:
        name = body.__name__.upper()
        if name in FUNCTIONS:
            raise TypeError(f"{name} is declared twice")
        hints = get_type_hints(body, include_extras=True)
        document = _sections(inspect.cleandoc(body.__doc__ or ""))
        FUNCTIONS[name] = Function(
            name=name,
            category=category,
            summary=document["Summary"][0],
            details=document.get("Details", ()),
            formula=" ".join(document.get("Formula", ())),
            source=" ".join(document["Source"]),
            errors=tuple(_error(line) for line in document["Errors"]),
            arguments=tuple(
                Argument(parameter.name, *_annotation(hints[parameter.name]), parameter.default)
                for parameter in inspect.signature(body).parameters.values()
            ),
            result=next(x for x in get_args(hints["return"]) if isinstance(x, Result)),
            examples=examples,
            see_also=see_also,
            body=body,
        )
        return body

    return declare


def _annotation(hint: Any) -> tuple[str, Kind]:
    """The text and the kind out of `Annotated[..., Kind(...), "Text."]`."""
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{hint} is not Annotated with a Kind and a text")
    extras = get_args(hint)[1:]
    text = next(x for x in extras if isinstance(x, str))
    return text, next(x for x in extras if isinstance(x, Kind))


def _sections(document: str) -> dict[str, tuple[str, ...]]:
    """A docstring's parts: its first line, its paragraphs, and what follows each heading.

    An indented line goes on with the line above it.
    """
    unwrapped = re.sub(r"\n[ \t]+", " ", document)
    summary, _, rest = unwrapped.partition("\n")
    parts: dict[str, tuple[str, ...]] = {"Summary": (summary,)}
    for block in re.split(r"\n\s*\n|\n(?=Formula:|Errors:|Source:)", rest.strip()):
        heading, colon, text = block.partition(":")
        if colon and heading in ("Formula", "Errors", "Source"):
            parts[heading] = tuple(re.split(r";\s+(?=#)", text.strip()))
        elif block.strip():
            parts["Details"] = (*parts.get("Details", ()), block.replace("\n", " ").strip())
    return parts


def _error(line: str) -> tuple[str, str]:
    code, _, when = line.partition(" ")
    return code, when
