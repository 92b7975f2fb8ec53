"""Functions whose calls are rewritten in ways of their own.

What can be said from the formula alone is written as a value: the engine would take the cells that
ROWS, ROW or CELL only name for precedents, and see cycles where Excel sees none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from . import open_ended, pins
from .formula_text import shown
from .parameter_classes import CELL, TokenClass, classified, parameter, returned
from .references import Reference, absolute, reference
from .rewrite import Rewriting
from .spellings import plain_name
from .tokens import Call, Expression, Kind, Piece, text_of, without_space
from .writing import Slot, Written, marked_single

_JOINED_LITERALS = re.compile(
    r"""\s*(?:"[^"&]*"|\d+(?:[+-]\d+)*)\s*(?:&\s*(?:"[^"&]*"|\d+(?:[+-]\d+)*)\s*)*"""
)
_SIGNED = re.compile(r"[+-]?\d+")
_NEVER_ZERO = frozenset({"MATCH", "XMATCH", "ROW", "ROWS", "COLUMN", "COLUMNS"})


def _special(*names: str) -> Callable[[_Way], _Way]:
    def registered(way: _Way) -> _Way:
        Rewriting.specials |= dict.fromkeys(names, way)
        return way

    return registered


_Way = Callable[[Rewriting, Call, Slot], "Written | None"]


class _Single(NamedTuple):
    """The one area that an argument refers to."""

    reference: Reference
    sheet: int


def _single_area(rewriting: Rewriting, argument: Expression, slot: Slot) -> _Single | None:
    areas = rewriting.areas(argument, slot.scope) if without_space(argument) else None
    if areas is None or len(areas) != 1:
        return None
    sheet = rewriting.book.sheet(areas[0].sheet) if areas[0].sheet else rewriting.sheet
    return None if sheet is None else _Single(areas[0], sheet)


def _constant(rewriting: Rewriting, text: object) -> Written:
    rewriting.plain = False
    return Written(str(text))


@_special("SINGLE")
def _implicit_intersection(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    return rewriting.single(call.arguments[0], slot) if len(call.arguments) == 1 else None


@_special("ANCHORARRAY")
def _spilled(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    """`A1#`: the engine knows what spills there, unless the formula in A1 keeps its values."""
    found = _single_area(rewriting, call.arguments[0], slot)
    rewriting.plain = False
    if found is None:
        return None
    row, column = found.reference.area[:2]
    formula = rewriting.book.formula(found.sheet, row, column)
    if formula is None or formula.area is None:
        return None
    if not rewriting.book.is_pinned(found.sheet, row, column):
        return Written(text_of([call]), many=True)
    return Written(str(Reference(found.reference.sheet, formula.area)), many=True)


@_special("ROWS", "COLUMNS")
def _size(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    found = _single_area(rewriting, call.arguments[0], slot)
    if found is None or len(call.arguments) != 1:
        return None
    area = found.reference.area
    return _constant(rewriting, area.rows if plain_name(call.name) == "ROWS" else area.columns)


@_special("ROW", "COLUMN")
def _place(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    if not without_space(call.arguments[0]):
        return Written(text_of([call]))
    found = _single_area(rewriting, call.arguments[0], slot)
    if found is None:
        written = rewriting.common_call(call, plain_name(call.name), slot)
        return replace(written, many=True)
    area = found.reference.area
    is_row = plain_name(call.name) == "ROW"
    token, _ = classified(slot.letters, TokenClass.VALUE, slot.context)
    one = (area.rows if is_row else area.columns) == 1
    if one or (slot.scope.intersects and token is TokenClass.VALUE):
        return _constant(rewriting, area.top if is_row else area.left)
    return Written(text_of([call]), many=True)


@_special("AREAS")
def _number_of_areas(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    areas = rewriting.areas(call.arguments[0], slot.scope)
    return None if areas is None else _constant(rewriting, len(areas))


@_special("SHEET")
def _sheet(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    if not without_space(call.arguments[0]):
        return _constant(rewriting, rewriting.sheet + 1)
    found = _single_area(rewriting, call.arguments[0], slot)
    return None if found is None else _constant(rewriting, found.sheet + 1)


@_special("SHEETS")
def _sheets(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    if not without_space(call.arguments[0]):
        return _constant(rewriting, len(rewriting.book.sheet_names))
    areas = rewriting.areas(call.arguments[0], slot.scope)
    if areas is None:
        return None
    return _constant(rewriting, len({area.sheet.casefold() for area in areas}))


@_special("FORMULATEXT", "ISFORMULA")
def _formula_of_a_cell(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    found = _single_area(rewriting, call.arguments[0], slot)
    if found is None:
        return None
    area = found.reference.area
    if not slot.scope.intersects and not area.rows == area.columns == 1:
        return None
    formula = rewriting.book.formula(found.sheet, area.top, area.left)
    if plain_name(call.name) == "ISFORMULA":
        return _constant(rewriting, "FALSE" if formula is None else "TRUE")
    if formula is None or formula.kind == "data table":
        return _constant(rewriting, "#N/A")
    return _constant(rewriting, '"' + shown(formula).replace('"', '""') + '"')


@_special("CELL")
def _cell_information(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    texts = [text_of(argument) for argument in call.arguments]
    pins.check_cell_information(texts)
    found = _single_area(rewriting, call.arguments[1], slot)
    about = texts[0].strip().lower()
    if found is None or about in {'"contents"', '"type"'}:
        return None
    area = found.reference.area
    if about != '"address"':
        return _constant(rewriting, area.top if about == '"row"' else area.left)
    if found.sheet != rewriting.sheet:
        raise pins.Pin("CELL gives the workbook's name with an address on another sheet")
    return _constant(rewriting, f'"{absolute(area.top, area.left)}"')


@_special("INDEX")
def _index(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    arguments = call.arguments
    if len(arguments) == 4:
        return _index_of_several(rewriting, call, slot)
    name = call.name
    written = rewriting.common_call(call, "INDEX", slot)
    places = arguments[1:]
    uncertain = len(places) == 0 or any(map(_may_be_zero, places))
    many = written.many or uncertain
    if many and slot.wants_value:
        rewriting.plain = False
        return marked_single(Written(written.text, many=True), [Call(name)])
    return Written(written.text, many)


def _index_of_several(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    """`INDEX((first, second), row, column, which)`, of which the engine takes one area only."""
    areas = rewriting.areas(call.arguments[0], slot.scope)
    which = text_of(call.arguments[3]).strip()
    if areas is None or not which.isdecimal():
        return None
    if not 1 <= int(which) <= len(areas):
        return _constant(rewriting, "#REF!")
    area: Expression = [Piece(str(areas[int(which) - 1]), Kind.OPERAND)]
    rewriting.plain = False
    return _index(rewriting, Call(call.name, [area, *call.arguments[1:3]]), slot)


def _may_be_zero(place: Expression) -> bool:
    """Whether a row or column for INDEX may be 0, which is the whole row or column."""
    core = without_space(place)
    if not core:
        return True
    if len(core) == 1 and isinstance(core[0], Piece):
        literal = core[0].kind is Kind.LITERAL
        return not literal or core[0].text.strip("0.") == ""
    return not any(isinstance(node, Call) and plain_name(node.name) in _NEVER_ZERO for node in core)


@_special("INDIRECT")
def _indirect(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    """A reference as text, which may be known before calculating: `INDIRECT("A"&ROW())`."""
    argument = rewriting.expression(call.arguments[0], Slot("VR", CELL, slot.scope)).text
    text = _folded(argument.replace("ROW()", str(rewriting.row)))
    if len(call.arguments) > 1 or text is None or reference(text) is None:
        return _reference_at_run_time(rewriting, call, slot)
    rewriting.plain = False
    rewriting.depends_on_cell = rewriting.depends_on_cell or "ROW()" in argument
    return rewriting.expression([Piece(text, Kind.OPERAND)], slot)


def _folded(text: str) -> str | None:
    """The value of texts and whole numbers that are joined with "&"; None for anything else."""
    if not _JOINED_LITERALS.fullmatch(text):
        return None
    parts = [part.strip() for part in text.split("&")]
    return "".join(
        part[1:-1] if part.startswith('"') else str(sum(map(int, _SIGNED.findall(part))))
        for part in parts
    )


@_special("OFFSET", "XLOOKUP")
def _reference_at_run_time(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    name = plain_name(call.name)
    written = rewriting.common_call(call, name, slot)
    many = Written(written.text, many=True)
    if name != "XLOOKUP":
        rewriting.plain, rewriting.volatile = False, True
    if name == "OFFSET" and len(call.arguments) <= 3 and not written.many:
        base = _single_area(rewriting, call.arguments[0], slot)
        if base and base.reference.area.rows == base.reference.area.columns == 1:
            return written
    return marked_single(many, [call]) if slot.wants_value else many


@_special("LET")
def _let(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    return _with_variables(rewriting, call, slot, call.arguments[:-1:2])


@_special("LAMBDA")
def _lambda(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    return _with_variables(rewriting, call, slot, call.arguments[:-1])


def _with_variables(
    rewriting: Rewriting, call: Call, slot: Slot, declared: list[Expression]
) -> Written:
    names = {text_of(argument).strip().casefold() for argument in declared}
    scope = replace(slot.scope, variables=slot.scope.variables | names)
    rewriting.plain = False
    return rewriting.common_call(call, plain_name(call.name), replace(slot, scope=scope))


@_special("COUNTBLANK", "COUNTIF", "COUNTIFS")
def _count_of_empty_cells(rewriting: Rewriting, call: Call, slot: Slot) -> Written | None:
    """Cells that were cut off a whole column are empty, and may count."""
    name = plain_name(call.name)
    written = rewriting.common_call(call, name, slot)
    criteria = [text_of(argument) for argument in call.arguments[1::2]]
    ranges = call.arguments[::2]
    if not all(map(open_ended.can_match_empty, criteria)):
        return written
    cut_off: list[tuple[int, str]] = []
    for argument in ranges:
        found = _single_area(rewriting, argument, slot)
        if found is None:
            return written
        area = found.reference.area
        rest = open_ended.cells_cut_off(area, rewriting.cut(area))
        if rest is None:
            return written
        cut_off.append((rest[0], str(Reference(found.reference.sheet, rest[1]))))
    if len({times for times, _ in cut_off}) != 1:
        return written
    _, context = classified(slot.letters, returned(name), slot.context)
    texts = [
        cut_off[index // 2][1]
        if index % 2 == 0
        else rewriting.expression(argument, Slot(parameter(name, index), context, slot.scope)).text
        for index, argument in enumerate(call.arguments)
    ]
    again = f"{call.name}({','.join(texts)})"
    return Written(f"({written.text}+{cut_off[0][0]}*{again})", written.many)
