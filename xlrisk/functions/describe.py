"""A function in words: its docstring, its reference card, its examples as formulas."""

from __future__ import annotations

import textwrap
from typing import Any

from .catalogue import Argument, Example, Function


def docstring(function: Function) -> str:
    """What a programmer reads with `help(xlrisk.beta_of)`."""
    parts = [function.summary, *function.details]
    if function.arguments:
        parts.append(
            "Arguments:\n" + _indented(*(_argument(function, a) for a in function.arguments))
        )
    parts.append("Returns:\n" + _indented(result(function)))
    parts.append("Errors:\n" + _indented(*(f"{code}: {when}." for code, when in function.errors)))
    if any(map(function.lifts, function.arguments)):
        parts.append("An error among several results is NaN, and a CellWarning has its sentence.")
    if function.formula:
        parts.append(_wrapped(f"Formula: {function.formula}"))
    parts.append(_wrapped(f"Source: {function.source}"))
    return "\n\n".join(part if "\n" in part else _wrapped(part) for part in parts)


def argument_facts(function: Function, argument: Argument) -> str:
    """Shape, unit and default of an argument: "one cell per period, decimal per period"."""
    facts = [argument.kind.size]
    if function.lifts(argument):
        facts.append("a range gives a range of results")
    if argument.kind.unit:
        facts.append(argument.kind.unit)
    if argument.optional:
        default = argument.default
        if default is None:
            facts.append("optional")
        else:
            shown = f'"{default}"' if isinstance(default, str) else f"{default:g}"
            facts.append(f"default {shown}")
    return ", ".join(facts)


def result(function: Function) -> str:
    """What comes back, in words."""
    words = function.result.size
    if function.result.labels:
        return f"{words}: {', '.join(function.result.labels)}."
    if function.result.columns:
        return f"{words}: {', '.join(function.result.columns)}."
    return f"{words}."


def formula(function: Function, example: Example) -> str:
    """An example as it is typed into a cell; an empty cell of a range shows as nothing."""
    return f"={function.name}({', '.join(map(_typed, example.arguments))})"


def shown(value: Any) -> str:
    """A result of an example as a cell shows it; a table row by row."""
    return _typed(value) if not isinstance(value, str) else value


def record(function: Function) -> dict[str, Any]:
    """All of it as plain values, for other programs."""
    return {
        "name": function.name,
        "category": function.category,
        "signature": function.signature,
        "summary": function.summary,
        "details": list(function.details),
        "formula": function.formula,
        "source": function.source,
        "arguments": [
            {
                "name": argument.name,
                "text": argument.text,
                "size": argument.kind.size,
                "unit": argument.kind.unit,
                "optional": argument.optional,
                "default": argument.default if argument.optional else None,
                "choices": dict(argument.kind.choices),
            }
            for argument in function.arguments
        ],
        "result": result(function),
        "errors": [{"code": code, "when": when} for code, when in function.errors],
        "examples": [
            {
                "formula": formula(function, example),
                "arguments": list(example.arguments),
                "result": example.result,
                "about": example.about,
            }
            for example in function.examples
        ],
        "see_also": list(function.see_also),
    }


def _typed(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case str():
            return value if value.startswith("#") else f'"{value}"'
        case list():
            rows = [row if isinstance(row, list) else [row] for row in value]
            return "{" + "; ".join(", ".join(map(_typed, row)) for row in rows) + "}"
        case _:
            return f"{value:.6g}"


def _argument(function: Function, argument: Argument) -> str:
    return f"{argument.name}: {argument.full_text} ({argument_facts(function, argument)})"


def _indented(*items: str) -> str:
    return "\n".join(
        textwrap.fill(item, 92, initial_indent="    ", subsequent_indent="        ")
        for item in items
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 92)
