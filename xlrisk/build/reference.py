"""docs/functions: the reference of all worksheet functions, one page per category."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..functions import FUNCTIONS
from ..functions.catalogue import REQUIRED, Argument, Example, Function
from ..functions.describe import result
from ..functions.kinds import DATE
from ..workbook.addresses import Area, letters
from .markdown import anchor, block, code, document, paragraph, prose, table
from .worked import (
    COMMA,
    SEMICOLON,
    Placed,
    Separators,
    by_category,
    call,
    date,
    placed,
    result_formats,
    result_rows,
)

FOLDER = Path("docs/functions")
INDEX = "README.md"
_DIGITS = 6  # of a result, as _INTRODUCTION says
_WRITTEN = "<!-- Written by `xlrisk build` from the catalogue of functions; do not edit. -->"
_INTRODUCTION = """\
Every worksheet function of xlrisk, by category. The same functions serve cells in Excel, workbooks
that are recalculated without Excel (`xlrisk recalc`), and Python, where their names are in lower
case (`xlrisk.beta_of`).

- Arguments in brackets may be left out; 0, an empty cell and nothing at all mean the same.
- Formulas are shown twice where they differ: with `,` between the arguments, and with `;` where
  Excel writes decimals with a comma.
- Returns, rates and weights are decimals: 0.012 is 1.2 %. Series run oldest first.
- Examples show the cells that a formula refers to, with the names of the arguments in row 1.
  Results are rounded to six digits.
- What counts, what is missing and which errors there are: [conventions](../conventions.md).
- All examples as live formulas: `xlrisk new function_tour`."""


def pages() -> dict[Path, bytes]:
    """Every page, by its place in a checkout."""
    written = {INDEX: _index()}
    for category, functions in by_category(list(FUNCTIONS.values())):
        written[page_of(category)] = _page(category, functions)
    return {FOLDER / name: text.encode() for name, text in written.items()}


def page_of(category: str) -> str:
    return f"{anchor(category)}.md"


def _index() -> str:
    parts = [_WRITTEN, "# Functions", _INTRODUCTION]
    for category, functions in by_category(list(FUNCTIONS.values())):
        parts += [f"## [{category}]({page_of(category)})", _overview(functions, category)]
    return document(*parts)


def _page(category: str, functions: list[Function]) -> str:
    head = f"[All functions]({INDEX}), [conventions](../conventions.md)"
    described = (_described(function) for function in functions)
    return document(_WRITTEN, f"# {category}", head, _overview(functions), *described)


def _overview(functions: list[Function], category: str = "") -> str:
    """A table of functions; on the page of another category their links lead to their own."""
    page = page_of(category) if category else ""
    return table(
        ["Function", "Gives"],
        [
            [f"[{function.name}]({page}#{anchor(function.name)})", prose(function.summary)]
            for function in functions
        ],
    )


def _described(function: Function) -> str:
    names = [argument.name for argument in function.arguments]
    lifted = [argument.name for argument in function.arguments if argument.kind.lifts]
    parts = [
        f"## {function.name}",
        paragraph(prose(function.summary)),
        block(*dict.fromkeys(_signature(function, one) for one in (COMMA, SEMICOLON))),
        *(paragraph(prose(text)) for text in function.details),
        _arguments(function) if names else "There are no arguments.",
        *(_choices(one) for one in function.arguments if one.kind.choices),
        paragraph(f"**Gives** {prose(result(function))}"),
    ]
    if lifted and not function.result.is_table:
        parts.append(
            paragraph(f"A range in the place of {_either(lifted)} gives a range of results.")
        )
    if function.formula:
        parts += ["**Formula**", block(*_equations(function.formula))]
    parts += [
        "**Errors**",
        table(["Error", "When"], [[code(error), prose(when)] for error, when in function.errors]),
        *_examples(function),
        paragraph(f"**Source** {prose(function.source)}"),
    ]
    if function.see_also:
        parts.append(paragraph(f"**See also** {', '.join(map(_link, function.see_also))}"))
    return "\n\n".join(parts)


def _signature(function: Function, separators: Separators) -> str:
    names = (f"[{one.name}]" if one.optional else one.name for one in function.arguments)
    return f"={function.name}({separators.list.join(names)})"


def _arguments(function: Function) -> str:
    return table(
        ["Argument", "What", "Shape", "Unit", "Default"],
        [
            [
                code(one.name),
                prose(one.text),
                one.kind.size + (", or a range" if function.lifts(one) else ""),
                one.kind.unit or ("text" if one.kind.choices else ""),
                _default(one),
            ]
            for one in function.arguments
        ],
    )


def _default(argument: Argument) -> str:
    match argument.default:
        case default if default is REQUIRED:
            return "required"
        case None:
            return "left out"
        case str() as text:
            return code(f'"{text}"')
        case number:
            return code(f"{number:g}")


def _choices(argument: Argument) -> str:
    lines = (f'- `"{word}"`: {prose(meaning)}' for word, meaning in argument.kind.choices.items())
    return f"{code(argument.name)} is one of\n\n" + "\n".join(lines)


def _either(names: list[str]) -> str:
    *others, last = map(code, names)
    return f"{', '.join(others)} or {last}" if others else last


def _equations(formula: str) -> Iterator[str]:
    """A formula line by line: its parts stand between semicolons."""
    *others, last = formula.split("; ")
    yield from (f"{part};" for part in others)
    yield last


def _link(name: str) -> str:
    return f"[{name}]({page_of(FUNCTIONS[name].category)}#{anchor(name)})"


def _examples(function: Function) -> Iterator[str]:
    for number, example in enumerate(function.examples, 1):
        yield f"**Example {number}**: {prose(example.about)}"
        arguments = placed(function, example, 2, 1, numbers_in_cells=False)
        in_cells = [argument for argument in arguments if argument.in_cells]
        if in_cells:
            yield _cells(in_cells)
        yield block(*dict.fromkeys(call(function, arguments, one) for one in (COMMA, SEMICOLON)))
        yield from _result(function, example, in_cells)


def _cells(arguments: list[Placed]) -> str:
    """The cells of the arguments as a sheet shows them, their names in row 1."""
    height = max(argument.area.bottom for argument in arguments)
    sheet = [[""] * arguments[-1].area.right for _ in range(height)]
    for argument in arguments:
        area = argument.area
        sheet[0][area.left - 1] = argument.name
        for row, cells in enumerate(argument.rows, area.top - 1):
            formats = [DATE if argument.holds_dates else ""] * len(cells)
            sheet[row][area.left - 1 : area.right] = map(_shown, cells, formats)
    return _sheet(Area(1, 1, height, arguments[-1].area.right), sheet)


def _result(function: Function, example: Example, in_cells: list[Placed]) -> Iterator[str]:
    rows = result_rows(example)
    formats = result_formats(function, rows)
    shown = [
        [_shown(*cell, digits=_DIGITS) for cell in zip(*line, strict=True)]
        for line in zip(rows, formats, strict=True)
    ]
    if (len(rows), len(rows[0])) == (1, 1):
        yield f"gives {code(shown[0][0])}"
        return
    # one column free beside the arguments, where a user would type it
    left = in_cells[-1].area.right + 2 if in_cells else 1
    area = Area(2, left, 1 + len(rows), left + len(rows[0]) - 1)
    yield f"in {letters(left)}2 fills {area}:"
    yield _sheet(area, shown)


def _sheet(area: Area, rows: list[list[str]]) -> str:
    """A table under the letters of columns, beside the numbers of rows."""
    columns = [letters(column) for column in range(area.left, area.right + 1)]
    numbered = zip(range(area.top, area.bottom + 1), rows, strict=True)
    lines = [[str(row), *map(prose, cells)] for row, cells in numbered]
    numeric = {
        position
        for position, column in enumerate(zip(*rows, strict=True), 1)
        if any(map(_is_number, column))
    }
    return table(["", *columns], lines, numeric)


def _is_number(shown: str) -> bool:
    try:
        float(shown)
    except ValueError:
        return False
    return True


def _shown(value: Any, number_format: str = "", digits: int = 15) -> str:
    """A value as a cell with room for this many digits shows it."""
    if number_format == DATE and (day := date(value)):
        return day.isoformat()
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case str():
            return value
        case _:
            return f"{value:.{digits}g}"
