"""A small workbook for the tests of preparation, made by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import formualizer

from xlrisk.hosts.engine.prepare import ENGINE_FUNCTIONS, Prepared, arrays, prepared
from xlrisk.workbook.addresses import area, cell
from xlrisk.workbook.cells import Kind, Place
from xlrisk.workbook.formulas import Formulas
from xlrisk.workbook.sheet import Formula
from xlrisk.workbook.structure import DefinedName, Sheet, Structure, Table

SHEETS = ("Data", "Second", "Third", "It's 4")
NAMES = (
    DefinedName("rate", "Data!$B$1", None),
    DefinedName("column", "Data!$A$1:$A$9", None),
    DefinedName("Whole", "Data!$A:$A", None),
    DefinedName("beside", "Data!A1", None),
    DefinedName("to_the_left", "Data!XFD1", None),
    DefinedName("here", "!$C$3", None),
    DefinedName("dynamic", "OFFSET(Data!$A$1,0,0,COUNT(Data!$A$1:$A$9),1)", None),
    DefinedName("percent", "0.05", None),
    DefinedName("greeting", '"hello"', None),
    DefinedName("product", "rate*percent", None),
    DefinedName("doubled", "Data!$A$1:$A$3*2", None),
    DefinedName("two_areas", "Data!$A$1:$A$2,Data!$B$1:$B$2", None),
    DefinedName("local", "Second!$C$1", 1),
    DefinedName("local", "Data!$D$1", None),
    DefinedName("circle", "round", None),
    DefinedName("round", "circle", None),
    DefinedName("plus_a1", "_xlfn.LAMBDA(_xlpm.x,_xlpm.x+Data!$A$1)", None),
    DefinedName("forever", "_xlfn.LAMBDA(_xlpm.x,forever(_xlpm.x))", None),
    DefinedName("linked", "[1]Rates!$A$1", None),
    *(DefinedName(f"laugh{i}", f"laugh{i + 1}&laugh{i + 1}", None) for i in range(30)),
)
ODD = (
    *(" ", "  ", "Net ", "Net", "Two\nlines", "#", "#Data", "@home", "[", "]", "'", "'[]"),
    *("a,b", "a:b", "Net (%)", "été"),
)
TABLES = (
    Table("Odd", 2, 1, 1, 9, len(ODD), 1, 0, ODD, ""),
    Table("Sales", 0, 10, 1, 15, 4, 1, 1, ("Item", "Unit Price", "Qty", "a'[b]#"), ""),
    Table("NoHeader", 1, 1, 1, 3, 2, 0, 0, ("x", "y"), ""),
)
VALUES: dict[str, Any] = {
    **{f"A{i}": float(i) for i in range(1, 10)},
    **{f"B{i}": 10.0 * i for i in range(1, 10)},
    "A10": "Item",
    "B10": "Unit Price",
    "C10": "Qty",
    "D10": "a'[b]#",
    **{f"B{i}": i / 10 for i in range(11, 15)},
    **{f"C{i}": float(i) for i in range(11, 15)},
    "D1": 7.0,
    "Second!A1": 100.0,
    "Second!B2": 5.0,
    "Second!C1": 8.0,
    "Third!A1": 1000.0,
}


def structure() -> Structure:
    return Structure(
        sheets=tuple(Sheet(name, "", "worksheet", "visible") for name in SHEETS),
        names=NAMES,
        tables=TABLES,
        shared_strings=None,
        strict=False,
        date1904=False,
        full_calc_on_load=False,
        calc_completed=True,
        manual=False,
        calc_on_save=True,
        full_precision=True,
        iterate=False,
        external_links=0,
        has_macros=False,
        is_signed=False,
        charts=0,
        pivot_caches=0,
    )


def formula(
    text: str, at: str = "F2", kind: Kind = "plain", fills: str = "", *, dynamic: bool = False
) -> Formula:
    place = Place(0, 0, 0, 0, 0, "")
    extent = area(fills) if fills else None
    return Formula(*cell(at), text, kind, extent, dynamic, False, False, None, place)


def prepare(
    text: str,
    at: str = "F2",
    kind: Kind = "plain",
    fills: str = "",
    *,
    dynamic: bool = False,
    sheet: int = 0,
    others: Mapping[str, Formula] | None = None,
) -> Prepared:
    """One formula of the workbook, prepared; the last used cell of the workbook is AD20."""
    formulas = {cell(address): other for address, other in (others or {}).items()}
    formulas[cell(at)] = formula(text, at, kind, fills, dynamic=dynamic)
    book = prepared(
        structure(), {sheet: Formulas(formulas)}, ENGINE_FUNCTIONS, last_row=20, last_column=30
    )
    return book.special[sheet].get(cell(at), Prepared(text))


def calculate(text: str | None, at: str = "F2") -> Any:
    """What the engine gives for a formula of the first sheet."""
    config = formualizer.EvaluationConfig()
    config.cycle_detection = "runtime"
    book = formualizer.Workbook(config=formualizer.WorkbookConfig(eval_config=config))
    book.register_function(arrays.NAME, arrays.exact_extent, min_args=3, max_args=3)
    for name in SHEETS:
        book.add_sheet(name)
    for address, value in VALUES.items():
        sheet, _, place = address.rpartition("!")
        book.set_value(sheet or SHEETS[0], *cell(place), value)
    book.set_formula(SHEETS[0], *cell(at), f"={text}")
    book.evaluate_all()
    value = book.get_value(SHEETS[0], *cell(at))
    return value["kind"] if isinstance(value, dict) else value
