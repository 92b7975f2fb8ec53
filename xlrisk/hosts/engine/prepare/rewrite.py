"""One formula, as the engine must have it to give Excel's answer.

A `Rewriting` walks the tree of a formula. It writes each part anew and says of it whether it may
be more than one value, which is what a formula from before dynamic arrays cannot show.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from . import open_ended, pins
from .areas import LONGEST, ErrorValue, Scope, range_ends, split_at, within_name
from .book import Book
from .doubts import HIDE_ERRORS, ONE_VALUE, Doubt, doubt
from .joined import joins_a_number
from .laid_over import LAY_OVER, laid_over
from .names import is_lambda
from .omitted import instead_of_nothing
from .parameter_classes import (
    CELL,
    CELL_PARAMETER,
    OPERAND_OF_OPERATOR,
    PASS_ON,
    RETURN_REFERENCES,
    TAKE_PARTS,
    TokenClass,
    classified,
    parameter,
    returned,
)
from .references import Reference, split_sheet
from .spellings import own_name, plain_name
from .tokens import (
    Call,
    Expression,
    Kind,
    NotUnderstoodError,
    Piece,
    text_of,
    tree,
    without_space,
)
from .writing import AreaWriter, Slot, Written, marked_single

_CLOCK = frozenset({"NOW", "TODAY"})
_SPREAD = frozenset({"VR", "VV", "VO"})  # a value for each element of the argument
_HIDES_ERRORS = re.compile(rf"\b(?:{'|'.join(map(re.escape, HIDE_ERRORS))})\(", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[^\W\d][\w.\\?]*")
_FUNCTION_OF_A_NAME = "xlr_function"


Special = Callable[["Rewriting", Call, Slot], "Written | None"]


class Rewriting(AreaWriter):
    """The rewriting of one formula in its cell, and what was learned on the way."""

    specials: ClassVar[dict[str, Special]] = {}  # functions with ways of their own: calls.py

    def __init__(self, book: Book, sheet: int, row: int, column: int) -> None:
        super().__init__(book, sheet, row, column)
        self.ours: set[str] = set()
        self.functions: set[str] = set()  # all others that it calls
        self.volatile = self.clock = False
        self.doubt = Doubt.NONE  # of the engine's own functions
        self.numbers_matter = False  # what is doubted depends on literals and on sizes of areas

    def formula(self, text: str, *, intersects: bool) -> Written:
        """The whole formula; `intersects` where it is neither an array nor a dynamic formula."""
        if len(text) > LONGEST:
            raise NotUnderstoodError("the formula is too long")
        pins.check_text(text)
        self.text = text
        nodes = tree(text)
        slot = Slot(CELL_PARAMETER, CELL, Scope(self.sheet, intersects))
        written = self.expression(nodes, slot)
        return marked_single(written, without_space(nodes)) if intersects else written

    # expressions and terms

    def expression(self, nodes: Expression, slot: Slot) -> Written:
        """Terms and the operators on values between them."""
        if len(nodes) == 1:
            return self._term(nodes, slot)
        if any(isinstance(node, Piece) and node.kind is Kind.OPERATOR for node in nodes):
            if self.book.mended_functions and joins_a_number(nodes):
                self.doubt |= Doubt.ALWAYS
            _, inner = classified(slot.letters, TokenClass.VALUE, slot.context)
            slot = Slot(OPERAND_OF_OPERATOR, inner, slot.scope, slot.empty_row)
        parts: list[Written] = []
        term: Expression = []
        for node in nodes:
            if isinstance(node, Piece) and node.kind is Kind.OPERATOR:
                parts += [self._term(term, slot), Written(node.text)]
                term = []
            else:
                term.append(node)
        parts.append(self._term(term, slot))
        return Written("".join([part.text for part in parts]), any(part.many for part in parts))

    def _term(self, nodes: Expression, slot: Slot) -> Written:
        core = without_space(nodes)
        if not core:
            return Written(text_of(nodes))
        if len(core) == len(nodes):
            return self._core(core, slot)
        start = nodes.index(core[0])
        written = self._core(core, slot)
        before, after = text_of(nodes[:start]), text_of(nodes[start + len(core) :])
        return Written(f"{before}{written.text}{after}", written.many)

    def _core(self, core: Expression, slot: Slot) -> Written:
        first = core[0]
        if isinstance(first, Piece) and first.kind is Kind.SINGLE:
            return self.single(core[1:], slot)
        if isinstance(first, Piece) and first.kind is Kind.LITERAL and len(core) == 1:
            return Written(first.text, many=first.text.startswith("{"))
        try:
            return self._reference_or_call(core, slot)
        except ErrorValue as error:
            self.plain = False
            return Written(str(error))

    def _reference_or_call(self, core: Expression, slot: Slot) -> Written:
        first = core[0]
        areas = self.areas(core, slot.scope)
        in_parentheses = len(core) == 1 and isinstance(first, Call)
        if areas is not None and not (in_parentheses and len(areas) == 1):
            return self.written_areas(core, areas, slot)
        if len(core) > 1:
            return self._reference_expression(core, slot)
        if isinstance(first, Call):
            return self._call(first, slot)
        return self._name(first.text, slot)

    def single(self, nodes: Expression, slot: Slot) -> Written:
        """`@x` or SINGLE(x): implicit intersection, whatever the formula is."""
        self.plain = False
        core = without_space(nodes)
        if not core:
            raise NotUnderstoodError("nothing after @")
        try:
            areas = self.areas(core, slot.scope)
        except ErrorValue as error:
            return Written(str(error))
        if areas is not None:
            return self.one_cell(areas)
        written = self.expression(core, replace(slot, letters="RO"))
        return marked_single(written, core)

    def _reference_expression(self, core: Expression, slot: Slot) -> Written:
        """`A1:INDEX(...)`, or the call of a LAMBDA where it stands: known when calculating."""
        self.plain = False
        match core:
            case [Call(name=name) as function, Call(name="") as call] if (
                plain_name(name) == "LAMBDA"
            ):
                written = self._call(function, replace(slot, letters="RA"))
                return self._applied(written.text, call, slot)
        kinds = {node.kind for node in core if isinstance(node, Piece)}
        if not kinds <= {Kind.OPERAND, Kind.RANGE}:
            raise pins.Pin("areas that are put together only when calculating")
        if slot.wants_value:
            raise pins.Pin("one cell of an area whose ends are known only when calculating")
        inner = replace(slot, letters="RO")
        parts = [
            node.text
            if isinstance(node, Piece) and node.kind is Kind.RANGE
            else self._core([node], inner).text
            for node in core
        ]
        return Written("".join(parts), many=True)

    def _name(self, text: str, slot: Slot) -> Written:
        """An operand that is no area: a formula under a name, a variable, or unknown."""
        self.plain = False
        if text.endswith("#") or text.lower().startswith("_xlpm."):
            return Written(text, many=True)
        if text.casefold() in slot.scope.variables:
            return Written(text, many=True)
        if ":" in text and (ends := range_ends(text)):
            return self._reference_expression(ends, slot)
        name = self.find_name(text, slot.scope)
        if name is None:
            sheet, _ = split_sheet(text) or ("", "")
            if "." in sheet and self.book.sheet(sheet) is None:  # Book.xlsx!Name
                raise pins.Pin(pins.EXTERNAL)
            # a name that nobody has defined; the engine refuses the whole formula for it
            return Written("#NAME?" if _PLAIN_NAME.fullmatch(text) else text)
        if name.name.casefold() in slot.scope.names:
            raise NotUnderstoodError("a name that stands for itself")
        nodes = without_space(tree(self.text_of_name(name)))
        inner = replace(slot, scope=within_name(name, slot.scope))
        written = self.expression(nodes, inner)
        alone = len(nodes) == 1
        text = written.text if alone else f"({written.text})"
        if slot.wants_value and alone and _gives_reference(nodes):
            return marked_single(written, nodes)
        return Written(text, written.many)

    # calls

    def _call(self, call: Call, slot: Slot) -> Written:
        if not call.name:
            inner = self.expression(call.arguments[0], slot)
            return Written(f"({inner.text})", inner.many)
        if call.name.casefold() in slot.scope.variables or call.name.lower().startswith("_xlpm."):
            self.plain = False
            return Written(f"{call.name}({self.arguments(call, slot)})", many=True)
        if ours := own_name(call.name):
            self.ours.add(ours)
            return Written(f"{ours}({self.arguments(call, slot, 'RO')})", many=True)
        name = plain_name(call.name)
        self.functions.add(name)
        if name not in self.book.known_functions and name not in self.specials:
            return self._unknown(call, name, slot)
        pins.check_function(name, known=True)
        if name in _CLOCK:
            self.plain, self.clock = False, True
        if special := self.specials.get(name):
            written = special(self, call, slot)
            if written is not None:
                return written
            pins.check_function(name, name in self.book.known_functions)
        return self.common_call(call, name, slot)

    def _unknown(self, call: Call, name: str, slot: Slot) -> Written:
        if pins.is_external(call.name) and not call.name.startswith("[0]"):
            raise pins.Pin("calls a function of another workbook or add-in")
        defined = self.find_name(call.name, slot.scope)
        if defined is None or not is_lambda(defined):
            pins.check_function(name.rpartition("!")[2], known=False)
            raise AssertionError
        self.plain = False
        if defined.name.casefold() in slot.scope.names:
            raise pins.Pin("a LAMBDA that calls itself")
        nodes = tree(self.text_of_name(defined))
        scope = within_name(defined, slot.scope)
        function = self.expression(nodes, replace(slot, letters="RA", scope=scope))
        return self._applied(function.text, call, slot)

    def _applied(self, function: str, call: Call, slot: Slot) -> Written:
        """A LAMBDA called; the engine calls it only under a name of LET."""
        name = _FUNCTION_OF_A_NAME
        return Written(f"LET({name},{function},{name}({self.arguments(call, slot)}))", many=True)

    def arguments(self, call: Call, slot: Slot, letters: str = "RA") -> str:
        """All arguments of a call, which are of one class."""
        _, context = classified(slot.letters, TokenClass.REFERENCE, slot.context)
        inner = Slot(letters, context, slot.scope)
        # in parentheses the tokenizer takes the commas between arguments for unions
        arguments = [
            part
            for argument in call.arguments
            for part in (split_at(argument, Kind.UNION) if not call.name else [argument])
        ]
        return ",".join([self.expression(argument, inner).text for argument in arguments])

    def common_call(self, call: Call, name: str, slot: Slot) -> Written:
        """A call of a function without ways of its own."""
        token, context = classified(slot.letters, returned(name), slot.context)
        texts: list[str] = []
        many = returned(name) is TokenClass.ARRAY
        arrays = False  # where one value is expected
        for index, argument in enumerate(call.arguments):
            letters = parameter(name, index)
            if name in PASS_ON and slot.scope.intersects and token is TokenClass.VALUE:
                letters = "VV"
            elif name in PASS_ON and not slot.scope.intersects:
                pins.check_passed_on(argument)
            inner = Slot(letters, context, slot.scope, name in open_ended.TAKE_AN_EMPTY_ROW)
            written = [self.expression(part, inner) for part in self._parts(name, argument, slot)]
            texts += [part.text for part in written]
            are_many = any(part.many for part in written)
            arrays = arrays or (letters in _SPREAD and are_many)
            if name in PASS_ON or letters in _SPREAD:
                many = many or are_many
        self._write_out(name, texts)
        if name in self.book.mended_functions:
            self.doubt |= self._doubt(name, texts, arrays=arrays)
            self.numbers_matter = self.numbers_matter or name not in ONE_VALUE
        return Written(f"{call.name}({','.join(texts)})", many)

    def _write_out(self, name: str, arguments: list[str]) -> None:
        """Write what Excel takes for granted, and the engine does not."""
        given = arguments.copy()
        if len(arguments) > 1:
            for place, text in enumerate(given):
                arguments[place] = text if text.strip() else instead_of_nothing(name, place) or text
        if name in LAY_OVER and len(arguments) > 2:
            arguments[2] = laid_over(arguments[0], arguments[2])
        self.plain = self.plain and arguments == given

    def _doubt(self, name: str, arguments: list[str], *, arrays: bool) -> Doubt:
        hidden = bool(self.ours) or _HIDES_ERRORS.search(self.text) is not None
        found = doubt(name, arguments, arrays=arrays, errors_hidden=hidden)
        if found is not Doubt.ALWAYS and self.book.contents.are_awkward:
            return Doubt.ALWAYS
        return found

    def _parts(self, name: str, argument: Expression, slot: Slot) -> list[Expression]:
        """The parts of an argument that is a union, for functions that take them apart."""
        core = without_space(argument)
        if name not in TAKE_PARTS or len(core) != 1:
            return [argument]
        node = core[0]
        if isinstance(node, Call):
            return self._parts_of_union(argument, node, slot) if not node.name else [argument]
        areas = self.areas(core, slot.scope) if node.kind is Kind.OPERAND else None
        return _separate(areas) if areas and len(areas) > 1 else [argument]

    def _parts_of_union(
        self, argument: Expression, parentheses: Call, slot: Slot
    ) -> list[Expression]:
        inside = parentheses.arguments[0]
        areas = self.areas(inside, slot.scope)
        if areas is not None:
            return _separate(areas) if len(areas) > 1 else [argument]
        if any(isinstance(node, Piece) and node.kind is Kind.OPERATOR for node in inside):
            return [argument]
        return split_at(inside, Kind.UNION)


def _separate(areas: list[Reference]) -> list[Expression]:
    return [[Piece(str(area), Kind.OPERAND)] for area in areas]


def _gives_reference(nodes: Expression) -> bool:
    return isinstance(nodes[0], Call) and plain_name(nodes[0].name) in RETURN_REFERENCES
