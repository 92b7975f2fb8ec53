"""One pass over the cells of a sheet, by a real XML parser that knows where their bytes stand.

A pass reads in full only the cells that it wants: a call from the parser costs more than all that
the parser does itself. Positions are those of the sheet in UTF-8.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from ..errors import FileError
from .addresses import cell
from .cells import Place
from .splicing import tag_at
from .values import Cell, Strings, decoded

# A cell from its formula on, as most are: without an attribute, an entity, CDATA or a comment.
_USUAL = re.compile(rb"<f>([^<&\r]+)</f><v>([^<&\r]*)</v></c>")
_NOTHING: dict[str, str] = {}
_REPAIR = "open the workbook in Excel, let it repair the file, and save it"


class CellPass:
    """Walks over the cells of a sheet; a subclass says which cells it wants, and takes them.

    Cells with a formula are always taken.
    """

    listens = False  # whether `ends` is called

    def __init__(self, xml: bytes, strings: Strings, *, date1904: bool) -> None:
        self.xml, self.strings, self.date1904 = xml, strings, date1904
        self.watching = False  # whether `wants` is asked about the next cell
        self.row = 0
        self.attributes = _NOTHING  # of the present cell
        self.start = 0
        self._row_is_given = True
        self._reference: str | None = None  # of the last cell of the row that has one
        self._after_reference = 0  # how many cells without one have followed
        self._texts: list[str] = []
        self._string: list[str] = []
        self._phonetic = False
        self._reading = False  # whether everything in the present cell is heard of
        self._fed = 0
        self._offset = 0  # how many bytes before the present position the parser has not seen
        self._parser: Any = expat.ParserCreate("utf-8", " ")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._root_begins
        self._parser.EndElementHandler = self._ends if self.listens else None
        self._parser.StartDoctypeDeclHandler = _refuse_document_type

    # what a subclass decides

    def wants(self) -> bool:
        """Whether the cell that begins here is read; asked only while `watching`."""
        raise NotImplementedError

    def takes(self) -> None:
        """The cell that was read has ended."""
        raise NotImplementedError

    def row_begins(self) -> None:
        """A row begins."""

    def row_was(self, row: int) -> None:
        """The last row had no number, and its cells say another one than its place does."""
        self.row = row

    def other_begins(self, name: str, attributes: dict[str, str]) -> None:
        """An element that is neither a row nor part of a cell begins."""

    def ends(self, name: str) -> None:
        """A row, or an element that is not part of a cell, ends."""

    # the parser

    def feed(self, start: int, end: int) -> None:
        """Parse these bytes next; those between them and the last ones are passed over."""
        self._offset += start - self._fed
        self._fed = end
        try:
            self._parser.Parse(memoryview(self.xml)[start:end], end == len(self.xml))
        except expat.ExpatError as error:
            raise FileError(f"A sheet is not well-formed XML ({error}); {_REPAIR}.") from None

    def close(self) -> None:
        """Let go of the parser and of the sheet, which hold each other."""
        del self._parser

    def position(self) -> int:
        """Where the present tag begins; where it ends, if it is the end of an empty element."""
        return int(self._parser.CurrentByteIndex) + self._offset

    def is_one_tag(self, start: int) -> bool:
        """Whether the element that began at `start` and ends here is an empty one (<v/>)."""
        end = self.position()
        return self.xml[end - 2 : end] == b"/>" and start + len(tag_at(self.xml, start)) == end

    def _root_begins(self, name: str, _: dict[str, str]) -> None:
        """The namespace of the root tells the two kinds of sheets, transitional and strict."""
        namespace, space, _tag = name.rpartition(" ")
        prefix = self._prefix = namespace + space
        self._row_tag, self._c, self._f, self._v = (prefix + tag for tag in ("row", "c", "f", "v"))
        self._is, self._t, self._phonetic_run = (prefix + tag for tag in ("is", "t", "rPh"))
        self._parser.StartElementHandler = self._begins

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._c:
            self.attributes = attributes
            self.start = self._parser.CurrentByteIndex + self._offset
            reference = attributes.get("r")
            if reference is None:
                self._after_reference += 1
            else:
                self._reference, self._after_reference = reference, 0
            if self.watching and self.wants():
                self._read()
        elif name == self._v:
            if self._reading:
                self._value = self._parser.CurrentByteIndex + self._offset
                self._texts.clear()
        elif name == self._f:
            if not (attributes or self._reading) and self._takes_at_once():
                return
            self._read()
            self.formula_attributes = attributes
            self._formula = self._parser.CurrentByteIndex + self._offset
            self._texts.clear()
        elif name == self._row_tag:
            self._row_begins(attributes)
        else:
            self._other_begins(name, attributes)

    def _other_begins(self, name: str, attributes: dict[str, str]) -> None:
        if self._reading:
            self._string_begins(name)
        elif name.startswith(self._prefix):
            self.other_begins(name[len(self._prefix) :], attributes)

    def _ends(self, name: str) -> None:
        if not self._reading:
            self.ends(name.removeprefix(self._prefix))
        elif name == self._c:
            self.takes()
            self._reading = False
            self._parser.CharacterDataHandler = None
            if not self.listens:
                self._parser.EndElementHandler = None
        elif name == self._v:
            self._value_end = self._behind(self._value)
            self._value_text = "".join(self._texts)
        elif name == self._f:
            self._formula_end = self._behind(self._formula)
            self.formula_text = "".join(self._texts)
        else:
            self._string_ends(name)

    def _behind(self, start: int) -> int:
        """The first byte behind the element that began at `start` and ends here."""
        end: int = self._parser.CurrentByteIndex + self._offset
        if self.xml[end - 2 : end] == b"/>" and self.is_one_tag(start):
            return end
        return self.xml.index(b">", end) + 1

    # rows and addresses

    def _row_begins(self, attributes: dict[str, str]) -> None:
        if not self._row_is_given and self._reference and self.address()[0] != self.row:
            self.row_was(self.address()[0])
        number = attributes.get("r", "")
        self._row_is_given = number.isdecimal()
        self.row = int(number) if self._row_is_given else self.row + 1
        self._reference, self._after_reference = None, 0
        self.row_begins()

    def address(self) -> tuple[int, int]:
        """Row and column of the present cell; one that does not say so follows the last one."""
        if self._reference is None:
            return self.row, self._after_reference
        try:
            row, column = cell(self._reference)
        except ValueError as error:
            raise FileError(f"In a sheet {error}; {_REPAIR}.") from None
        return row, column + self._after_reference

    # the present cell

    def place(self) -> Place:
        return Place(
            self.start,
            self._formula,
            self._formula_end,
            self._value,
            self._value_end,
            self.attributes.get("t", ""),
        )

    def stored(self) -> Cell:
        if not self._value:
            return None
        kind = self.attributes.get("t", "")
        return decoded(kind, self._value_text, self.strings, date1904=self.date1904)

    def is_rich(self) -> bool:
        return "vm" in self.attributes

    def _takes_at_once(self) -> bool:
        """Take the present cell without hearing of its parts, which is faster by a third."""
        found = _USUAL.match(self.xml, self._parser.CurrentByteIndex + self._offset)
        if found is None:
            return False
        self._formula, self._value_end = found.start(), found.end() - len(b"</c>")
        self._formula_end = self._value = found.end(1) + len(b"</f>")
        self.formula_attributes = _NOTHING
        # what is no UTF-8 the parser has yet to see, and will not let pass
        self.formula_text = found[1].decode(errors="replace")
        self._value_text = found[2].decode(errors="replace")
        self.takes()
        return True

    def _read(self) -> None:
        if not self._reading:
            self._reading = True
            self._formula = self._formula_end = self._value = self._value_end = 0
            self.formula_attributes = _NOTHING
            self.formula_text = self._value_text = ""
            self._parser.EndElementHandler = self._ends
            self._parser.CharacterDataHandler = self._texts.append

    def _string_begins(self, name: str) -> None:
        """Part of an inline string; what says how it is pronounced does not count."""
        if name == self._is:
            self._value = self.position()
            self._string.clear()
        elif name == self._t:
            self._texts.clear()
        elif name == self._phonetic_run:
            self._phonetic = True

    def _string_ends(self, name: str) -> None:
        if name == self._t and not self._phonetic:
            self._string.append("".join(self._texts))
        elif name == self._phonetic_run:
            self._phonetic = False
        elif name == self._is:
            self._value_end = self._behind(self._value)
            self._value_text = "".join(self._string)


def _refuse_document_type(*_: object) -> None:
    raise FileError(
        "A sheet declares a document type, as no spreadsheet program does, and is not read."
    )
