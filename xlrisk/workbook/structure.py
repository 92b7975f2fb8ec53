"""What a workbook consists of: sheets, names, tables, and how it is calculated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from . import guard
from .addresses import area
from .guard import Refused, damaged
from .package import Package, Relationship, content_types, relationships
from .values import unescaped

SheetKind = Literal["worksheet", "chartsheet", "dialogsheet", "macrosheet", "missing"]

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_IDENTIFIERS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
_SHEET_KINDS: dict[str, SheetKind] = {
    "worksheet": "worksheet",
    "chartsheet": "chartsheet",
    "dialogsheet": "dialogsheet",
    "xlMacrosheet": "macrosheet",
    "xlIntlMacrosheet": "macrosheet",
}
_BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
_CHARTS = (
    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "application/vnd.ms-office.chartex+xml",
)
_PIVOT_CACHE = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
)
_MACROS = "application/vnd.ms-office.vbaProject"
_SIGNATURE = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; one of kind "missing" has a place among the sheets, but no part."""

    name: str
    part: str
    kind: SheetKind
    state: str  # "visible", "hidden" or "veryHidden"


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name; `sheet` is the index of the sheet that it belongs to, None for the workbook's."""

    name: str
    text: str
    sheet: int | None


@dataclass(frozen=True, slots=True)
class Table:
    """A table on the sheet of this index; its area includes header and total rows."""

    name: str
    sheet: int
    top: int
    left: int
    bottom: int
    right: int
    header_rows: int
    total_rows: int
    columns: tuple[str, ...]
    part: str


@dataclass(frozen=True, slots=True)
class Structure:
    """A workbook without its cells."""

    sheets: tuple[Sheet, ...]
    names: tuple[DefinedName, ...]
    tables: tuple[Table, ...]
    shared_strings: str | None  # the part
    strict: bool
    date1904: bool
    full_calc_on_load: bool
    calc_completed: bool
    manual: bool
    calc_on_save: bool
    full_precision: bool
    iterate: bool
    external_links: int
    has_macros: bool
    is_signed: bool
    charts: int
    pivot_caches: int


@dataclass
class _Workbook:
    """The workbook part as it is parsed."""

    part: str
    namespace: str = ""
    sheets: list[dict[str, str]] = field(default_factory=list)
    names: list[tuple[dict[str, str], list[str]]] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    calculation: dict[str, str] = field(default_factory=dict)
    external_links: int = 0
    in_name: bool = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        namespace, _, word = element.rpartition(" ")
        if not self.namespace:
            if namespace not in (TRANSITIONAL, STRICT) or word != "workbook":
                raise not_a_workbook(f"{self.part} holds a {word} of {namespace or 'no namespace'}")
            self.namespace = namespace
        if namespace != self.namespace:
            return
        match word:
            case "sheet":
                self.sheets.append(attributes)
            case "definedName":
                self.names.append((attributes, []))
                self.in_name = True
            case "workbookPr":
                self.properties = attributes
            case "calcPr":
                self.calculation = attributes
            case "externalReference":
                self.external_links += 1

    def end(self, _: str) -> None:
        self.in_name = False

    def text(self, text: str) -> None:
        if self.in_name:
            self.names[-1][1].append(text)


def not_a_workbook(why: str) -> Refused:
    return Refused(
        f"The file is not a workbook: {why}; open it in the program that wrote it and save it "
        "as .xlsx."
    )


def structure_of(package: Package) -> Structure:
    """The structure of a workbook. Raises Refused where the package is none."""
    types = content_types(package)
    part = _workbook_part(package, types)
    workbook = _Workbook(part)
    guard.parse(package.read(part), part, workbook.start, workbook.end, workbook.text)
    related = relationships(package, part)
    sheets = tuple(_sheet(package, attributes, related) for attributes in workbook.sheets)
    if not sheets:
        raise not_a_workbook(f"{part} has no sheets")
    _check_once(sheet.part for sheet in sheets)
    calculation = workbook.calculation
    count = Counter(types.values())
    return Structure(
        sheets=sheets,
        names=tuple(_names(workbook)),
        tables=tuple(_tables(package, sheets)),
        shared_strings=_target(related, "sharedStrings"),
        strict=workbook.namespace == STRICT,
        date1904=_is_true(workbook.properties.get("date1904"), default=False),
        full_calc_on_load=_is_true(calculation.get("fullCalcOnLoad"), default=False),
        calc_completed=_is_true(calculation.get("calcCompleted"), default=True),
        manual=calculation.get("calcMode") == "manual",
        calc_on_save=_is_true(calculation.get("calcOnSave"), default=True),
        full_precision=_is_true(calculation.get("fullPrecision"), default=True),
        iterate=_is_true(calculation.get("iterate"), default=False),
        external_links=workbook.external_links,
        has_macros=count[_MACROS] > 0 or any(sheet.kind == "macrosheet" for sheet in sheets),
        is_signed=count[_SIGNATURE] > 0,
        charts=sum(count[kind] for kind in _CHARTS),
        pivot_caches=count[_PIVOT_CACHE],
    )


def _workbook_part(package: Package, types: dict[str, str]) -> str:
    """The part that the package says is its document."""
    part = _target(relationships(package, ""), "officeDocument")
    if part is None:
        raise not_a_workbook("the package has no main part")
    if types.get(part) == _BINARY:
        raise Refused(
            "The workbook is a binary one (.xlsb); open it in Excel and save it as .xlsx."
        )
    return part


def _target(related: dict[str, Relationship], kind: str) -> str | None:
    """The part of the first relationship of this type."""
    return next((r.target for r in related.values() if r.type == kind and not r.external), None)


def _is_true(value: str | None, *, default: bool) -> bool:
    return default if value is None else value.strip() in {"1", "true"}


def _sheet(package: Package, attributes: dict[str, str], related: dict[str, Relationship]) -> Sheet:
    if not (name := attributes.get("name")):
        raise damaged("a sheet has no name")
    identifier = next((attributes[key] for key in _IDENTIFIERS if key in attributes), "")
    state = attributes.get("state", "visible")
    relationship = related.get(identifier)
    if relationship and not relationship.external and relationship.target in package:
        kind = _SHEET_KINDS.get(relationship.type, "missing")
        return Sheet(name, relationship.target if kind != "missing" else "", kind, state)
    return Sheet(name, "", "missing", state)


def _names(workbook: _Workbook) -> Iterator[DefinedName]:
    for attributes, text in workbook.names:
        name, sheet = attributes.get("name", ""), attributes.get("localSheetId")
        index = None if sheet is None else _whole_number(sheet, "localSheetId", workbook.part)
        # Excel drops a name whose sheet is gone
        if index is None or index < len(workbook.sheets):
            yield DefinedName(name, "".join(text), index)


def _whole_number(text: str, what: str, part: str) -> int:
    if not (text.strip().isdecimal() and len(text) < 10):
        raise damaged(f"in {part}, {what} is {text[:20]!r} instead of a whole number")
    return int(text)


def _tables(package: Package, sheets: tuple[Sheet, ...]) -> Iterator[Table]:
    parts = [
        (relationship.target, index)
        for index, sheet in enumerate(sheets)
        if sheet.kind == "worksheet"
        for relationship in relationships(package, sheet.part).values()
        if relationship.type == "table" and not relationship.external
    ]
    _check_once(part for part, _ in parts)
    return (_table(package, part, sheet) for part, sheet in parts)


def _check_once(parts: Iterable[str]) -> None:
    """No part is read for two: a small file could otherwise ask for endless work."""
    for part, times in Counter(filter(None, parts)).items():
        if times > 1:
            raise damaged(f"{part} is used {times:,} times, and may be used once")


def _table(package: Package, part: str, sheet: int) -> Table:
    table: dict[str, str] = {}
    columns: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        namespace, _, word = element.rpartition(" ")
        if namespace in (TRANSITIONAL, STRICT):
            if word == "table":
                table.update(attributes)
            elif word == "tableColumn":
                columns.append(unescaped(attributes.get("name", "")))

    guard.parse(package.read(part), part, start)
    name = table.get("displayName") or table.get("name", "")
    try:
        place = area(table.get("ref", ""))
    except ValueError:
        raise damaged(f"{part} does not say where the table {name} is") from None
    return Table(
        name,
        sheet,
        *place,
        header_rows=_whole_number(table.get("headerRowCount", "1"), "headerRowCount", part),
        total_rows=_whole_number(table.get("totalsRowCount", "0"), "totalsRowCount", part),
        columns=tuple(columns),
        part=part,
    )
