"""Calls of functions that the engine has and we have too, on cells of all kinds."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, TypeAlias

import xlsxwriter

from xlrisk.hosts.engine import load, second_try
from xlrisk.hosts.engine.overrides import OVERRIDES
from xlrisk.hosts.engine.prepare.doubts import Doubt, doubt
from xlrisk.hosts.engine.prepare.engine_functions import ENGINE_FUNCTIONS
from xlrisk.workbook.addresses import letters
from xlrisk.workbook.values import Cell, ErrorText

NA, DIV = ErrorText("#N/A"), ErrorText("#DIV/0!")
NUMBERS: list[Cell] = [
    *(0.0, 1.0, 2.0, 3.0, -1.0, -2.0, 0.5, -0.5, 0.1, 0.3, 1.005, 2.675, 1e-9, 1e15, 12.0, 60.0),
    *(59.0, 61.0, 255.0, 45000.0, 45000.75, 45306.0, 2958465.0, 2958466.0, 1234.5678, -1.5, 2.5),
    *(1 / 3, 86.13809864694105, -80.40618184917369, 0.005833333333333334),  # more than 15 digits
    *(1e16, -45000.0, 0.99999999999, 170.0, 171.0, 2024.0, 0.07 / 12, 123456789012345678.0),
]
HUGE: list[Cell] = [1e300, -1e300, 1e308, 1e-300]  # "&" makes texts of 300 digits of them
WORDS: list[Cell] = [
    *("", "a", "A", "b", "ab", "abc", "a*", "*", "é", "É", "straße", "STRASSE", "ß", "日本", "İ"),
    *(" a", "a ", "a\nb", "north", "North", "x-y", "Q1", "Jan", "yes/no", "a, b", "hello world"),
]
LIKE_NUMBERS: list[Cell] = [
    *("1", "12", "-3", "1e3", "1,000", "12%", "$5", "(5)", "2024-01-15", "1/2/2024", "10:30"),
    *("TRUE", "false", "#N/A", " 7 ", "0.3", ">1", "<>", "=a", "<b", "1 1/2"),
]
OTHERS: list[Cell] = [True, False, None, None]
ERRORS: list[Cell] = [NA, DIV]
FIRST_OF_A_REFERENCE = re.compile(r"(?<![:A-Z])\$")


class Call(NamedTuple):
    name: str
    arguments: tuple[str, ...]
    cells: tuple[Cell, ...]  # what it may read

    @property
    def formula(self) -> str:
        prefix = "_xlfn." if "." in self.name or self.name in NEWER else ""
        return f"{prefix}{self.name}({','.join(self.arguments)})"


DOUBTED = 0.06  # of the calls that are doubted, these are made all the same
NEWER = {"XLOOKUP", "XMATCH", "MAXIFS", "MINIFS", "BITAND", "BITOR", "BITXOR", "ACOT", "SECH"}


Answers: TypeAlias = list[tuple[Call, Cell, Cell]]


class Book:
    """Tables of values below each other, and calls that read them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same cases in every run
        self.rows: list[Sequence[Cell]] = []
        self.calls: list[Call] = []

    def put(self, *rows: Sequence[Cell]) -> int:
        """The number of the first of these rows."""
        self.rows += rows
        return len(self.rows) - len(rows) + 1

    def one_of(self, *values: Any) -> Any:
        return self.random.choice(values)

    def mixture(self) -> list[Cell]:
        """A few values for cells to be alike: of all kinds, or without those that raise doubts."""
        draw = self.random.choice
        kinds = [NUMBERS, WORDS, OTHERS]
        kinds += [kind for kind in (LIKE_NUMBERS, ERRORS) if self.random.random() < 0.3]
        return [draw(draw(kinds)) for _ in range(self.random.randint(1, 9))]

    def calculated(self) -> Iterator[tuple[Call, Cell, Cell]]:
        """Every call, with the engine's answer and ours."""
        stream = io.BytesIO()
        options = {"strings_to_numbers": False, "strings_to_formulas": False}
        book = xlsxwriter.Workbook(stream, {**options, "strings_to_urls": False})
        cells, calls = book.add_worksheet("T"), book.add_worksheet("C")
        for row, values in enumerate(self.rows):
            for column, value in enumerate(values):
                _write(cells, row, column, value)
        for row, call in enumerate(self.calls):
            formula = FIRST_OF_A_REFERENCE.sub("T!$", call.formula)
            calls.write_formula(row, 0, f"={formula}")
            calls.write_formula(row, 1, f"={second_try(formula)}")
        book.close()
        calculation = load(stream.getvalue())
        calculation.run()
        answers = calculation.block("C", 1, 1, len(self.calls), 2)
        for call, (engines, ours) in zip(self.calls, answers, strict=True):
            yield call, engines, ours


def _write(sheet: Any, row: int, column: int, value: Cell) -> None:
    if isinstance(value, ErrorText):
        sheet.write_formula(row, column, "=NA()" if value == NA else f"={value}", None, value)
    elif value == "":
        sheet.write_formula(row, column, '=""', None, "")
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


def _literal(value: Cell) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, str) and not isinstance(value, ErrorText):
        return '"' + value.replace('"', '""') + '"'
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _single_values(book: Book, rounds: int) -> None:
    """Calls of functions that take single values, with arguments of all kinds; few are doubted."""
    everything = [*NUMBERS, *NUMBERS, *HUGE, *WORDS, *LIKE_NUMBERS, *OTHERS, *ERRORS]
    names = sorted(name for name in OVERRIDES.keys() & ENGINE_FUNCTIONS if name not in OF_RANGES)
    for name in names:
        override = OVERRIDES[name]
        for _ in range(rounds):
            most = override.min_args + 2 if override.max_args is None else override.max_args
            count = book.random.randint(override.min_args, most)
            pool = book.one_of(everything, NUMBERS, [*NUMBERS, *HUGE])
            values = [book.random.choice(pool) for _ in range(count)]
            if book.random.random() < 0.3:
                values[-1] = book.one_of(1.0, 2.0, 3.0, 7.0, 0.1, 0.3, True, False)
            if name in {"FIND", "SEARCH"} and book.random.random() < 0.5:
                values[0] = book.one_of(" ", "@", "/", "ab", "x", ", ", "-", "1", "5", "3")
            row = len(book.rows) + 1
            texts = tuple(
                f"${letters(column)}${row}"
                if value is None or book.random.random() < 0.6
                else _literal(value)
                for column, value in enumerate(values, 1)
            )
            is_sure = doubt(name, texts, arrays=False) == Doubt.NONE
            if is_sure or book.random.random() < DOUBTED:
                book.put(values)
                book.calls.append(Call(name, texts, tuple(values)))


def _lookups(book: Book, rounds: int) -> None:
    """Exact lookups, and some that are not, in columns and rows of mixed values."""
    for _ in range(rounds):
        pool = book.mixture()
        size = book.random.randint(1, 7)
        keys = [book.random.choice(pool) for _ in range(size)]
        others = [book.random.choice([*pool, 1.0, 2.0]) for _ in range(size)]
        wanted = book.one_of(*keys, *pool, book.one_of(*NUMBERS, *WORDS))
        top = book.put(*([key, other] for key, other in zip(keys, others, strict=True)), [wanted])
        across = book.put(keys, others)
        last = letters(size)
        column, table = f"$A${top}:$A${top + size - 1}", f"$A${top}:$B${top + size - 1}"
        results = f"$B${top}:$B${top + size - 1}"
        line, block = f"$A${across}:${last}${across}", f"$A${across}:${last}${across + 1}"
        cell = f"$A${top + size}"
        sought = cell if wanted is None else book.one_of(cell, _literal(wanted), f'{cell}&""')
        kind, exact = book.one_of("0", "1", "-1", "FALSE"), book.one_of("0", "FALSE", "TRUE", "1")
        cells = (*keys, *others, wanted)
        book.calls += [
            Call("MATCH", (sought, column, kind), cells),
            Call("MATCH", (sought, line, "0"), cells),
            Call("MATCH", (sought, table, "0"), cells),
            Call("VLOOKUP", (sought, table, book.one_of("1", "2", "3", "0"), exact), cells),
            Call("HLOOKUP", (sought, block, book.one_of("1", "2", "3"), exact), cells),
            Call("XMATCH", (sought, book.one_of(column, line)), cells),
            Call("XMATCH", (sought, column, kind), cells),
            Call("XLOOKUP", (sought, column, results), cells),
            Call("XLOOKUP", (sought, line, line), cells),
            Call("XLOOKUP", (sought, column, results, book.one_of('"none"', "0", cell)), cells),
            Call("XLOOKUP", (sought, column, results, '"none"', kind), cells),
            Call("XLOOKUP", (sought, column, results, "-1", "0", book.one_of("1", "-1")), cells),
        ]


def _criteria(book: Book, rounds: int) -> None:
    """Cells that meet criteria of all forms."""
    for _ in range(rounds):
        pool = book.mixture()
        size = book.random.randint(1, 7)
        keys = [book.random.choice(pool) for _ in range(size)]
        others = [book.random.choice([*pool, 1.0, 2.0, 10.0]) for _ in range(size)]
        wanted = book.one_of(*keys, *pool)
        top = book.put(*([key, other] for key, other in zip(keys, others, strict=True)), [wanted])
        column, results = f"$A${top}:$A${top + size - 1}", f"$B${top}:$B${top + size - 1}"
        shorter = f"$B${top}:$B${top + max(0, size - 2)}"
        cell = f"$A${top + size}"
        sign = book.one_of("<", ">", "<=", ">=", "<>", "=")
        forms = [
            cell,
            f'"{sign}{book.one_of("0", "1", "2", "0.5", "45000", "-1", "2024")}"',
            f'"{sign}{book.one_of("a", "ab", "north", "é", "x-y", "a*")}"',
            f'"{book.one_of("", "a", "north", "a*", "*", "12", "?", "straße", "=", "<>", ">")}"',
            book.one_of("1", "2", "0", "45000", "TRUE", "FALSE", "-1", "0.5"),
            f'"{sign}"&{cell}',
            f'"{sign}"&{cell}*1',
            f'"{sign}"&DATE(2024,1,15)',
            book.one_of(f'{cell}&"*"', f'"*"&{cell}&"*"', f"{cell}+1", f"{cell}&{cell}"),
        ]
        cells = (*keys, *others, wanted)
        for form in forms:
            other = book.one_of(results, shorter)
            book.calls += [
                Call("COUNTIF", (column, form), cells),
                Call("SUMIF", (column, form), cells),
                Call("SUMIF", (column, form, other), cells),
                Call("AVERAGEIF", (column, form, other), cells),
                Call("COUNTIFS", (column, form, results, forms[0]), cells),
                Call(book.one_of("SUMIFS", "AVERAGEIFS"), (other, column, form), cells),
                Call(book.one_of("MAXIFS", "MINIFS"), (other, column, form), cells),
            ]


def _numbers_of_ranges(book: Book, rounds: int) -> None:
    """SUMPRODUCT of areas and of what is calculated, LARGE, SMALL and the like."""
    for _ in range(rounds):
        pool = book.mixture()
        size = book.random.randint(1, 7)
        columns = [[book.random.choice(pool) for _ in range(size)] for _ in range(2)]
        wanted = book.one_of(*pool, 1.0)
        top = book.put(*zip(*columns, strict=True), [wanted])
        first, second = (f"${c}${top}:${c}${top + size - 1}" for c in "AB")
        cell = f"$A${top + size}"
        place = book.one_of("1", "2", "3", "1.5", cell)
        cells = (*columns[0], *columns[1], wanted)
        for arguments in (
            (first,),
            (first, second),
            (f"{first}*{second}",),
            (f"({first}={cell})*{second}",),
            (f"--({first}={cell})", second),
            (f"({first}>{cell})*({second}<>{cell})*{second}",),
            (f"({first}={cell})",),
            (f"{second}*{cell}",),
            (f"({first}-{second})^2",),
            (f"-{second}",),
            (cell,),
        ):
            book.calls.append(Call("SUMPRODUCT", arguments, cells))
        for name in ("LARGE", "SMALL"):
            area = book.one_of(first, second, f"$A${top}:$B${top + size - 1}")
            book.calls.append(Call(name, (area, place), cells))
        for name in ("SUMXMY2", "SUMX2PY2", "SUMX2MY2"):
            book.calls.append(Call(name, (first, second), cells))


OF_RANGES = {name for name, override in OVERRIDES.items() if override.reads_ranges}
MAKERS = {
    "single values": (_single_values, 200),
    "lookups": (_lookups, 300),
    "criteria": (_criteria, 150),
    "numbers of ranges": (_numbers_of_ranges, 200),
}
