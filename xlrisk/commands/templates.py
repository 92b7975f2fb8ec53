"""The workbooks to start from."""

from __future__ import annotations

import difflib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from ..errors import FileError
from ..workbook.files import write


def names() -> list[str]:
    """Names of the templates, without their ending."""
    return sorted(
        entry.name.removesuffix(".xlsx")
        for entry in folder().iterdir()
        if entry.name.endswith(".xlsx")
    )


_ABOUT = {
    "capm_table": "the example table: required returns, the portfolio's beta and return",
    "function_tour": "every example of every function: inputs, formula, result, documented value",
    "market_model": "prices of 20 stocks to betas, risk in two parts, value, and the portfolio",
}


def listed() -> list[tuple[str, str]]:
    """Each template with what it is in a few words."""
    return [(name, _ABOUT[name]) for name in names()]


def new(template: str, path: Path, *, overwrite: bool = False) -> None:
    """Write a fresh workbook from a template."""
    name = template.removesuffix(".xlsx")
    if name not in names():
        near = difflib.get_close_matches(name, names(), n=1)
        suggestion = f"the nearest is {near[0]}" if near else f"choose {' or '.join(names())}"
        raise FileError(f"There is no template {template}; {suggestion}.")
    write(path, (folder() / f"{name}.xlsx").read_bytes(), overwrite=overwrite)


def folder() -> Traversable:
    """Where templates and the add-in are: in an installed package, or beside it in a checkout."""
    inside = files("xlrisk") / "_templates"
    return inside if inside.is_dir() else files("xlrisk") / ".." / "workbook_templates"
