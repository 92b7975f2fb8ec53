"""A workbook with nearly everything that Excel puts into a file, for tests that nothing is lost.

XlsxWriter writes what it can; `rich_parts` adds the rest. Every formula carries its value, found
in Python, so that no engine is judge of its own cause.
"""

from __future__ import annotations

import base64
import datetime
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from tests.workbook.rich_parts import LEGACY_AUTHOR, LEGACY_TEXT, SHEETS, with_further_parts
from xlrisk.functions.evaluate import evaluate
from xlrisk.workbook.values import ErrorText

NAMES = ["Tech", "Utility", "Index <&> fund"]
SECTORS = ["Tech", "Power", "Tech"]
WEIGHTS = [0.4, 0.4, 0.2]
RISK_FREE, MARKET_RETURN = 0.03, 0.1
MARKET = [0.01, 0.02, -0.01, 0.03, -0.02, 0.015]
ASSETS = [
    [0.016, 0.029, -0.014, 0.046, -0.031, 0.022],
    [0.007, 0.015, -0.006, 0.02, -0.015, 0.011],
    [0.01, 0.02, -0.01, 0.03, -0.02, 0.015],
]
EXTERNAL = 42.0  # what the other workbook last showed

_CREATED = datetime.datetime(2026, 1, 1)
_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_MACROS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)  # nobody runs or reads them


@dataclass(frozen=True)
class Entry:
    """A formula of the workbook with its value; `depends` on one of our functions or is one."""

    formula: str
    value: Any
    depends: bool = True
    array: str = ""  # the cells that an array formula fills
    dynamic: bool = False


def entries(*, stale: bool = False) -> Mapping[str, Mapping[str, Entry]]:
    """Every formula by sheet and cell.

    The values of a stale workbook belong together: our functions gave other betas once, and
    everything that depends on them was calculated from those.
    """
    off = 0.25 if stale else 0.0
    market = _column(MARKET)
    betas: list[Any] = [evaluate("BETA_OF", _column(asset), market) for asset in ASSETS]
    betas = [beta + off for beta in betas]
    returns = [RISK_FREE + beta * (MARKET_RETURN - RISK_FREE) for beta in betas]
    beta = sum(w * b for w, b in zip(WEIGHTS, betas, strict=True))
    shares = [w * r for w, r in zip(WEIGHTS, returns, strict=True)]
    table: Any = evaluate(
        "CAPM_TABLE", _column(NAMES), _column(betas), _column(WEIGHTS), RISK_FREE, MARKET_RETURN
    )
    main: dict[str, Entry] = {}
    for row, column in enumerate("BCD", 5):
        main[f"B{row}"] = Entry(
            f"BETA_OF(Returns!{column}2:{column}7,Returns!A2:A7)", betas[row - 5]
        )
        main[f"C{row}"] = Entry(f"CAPM_RETURN(risk_free,B{row},market_return)", returns[row - 5])
        main[f"D{row}"] = Entry(f"C{row}*Data!C{row - 3}", shares[row - 5])
    main |= {
        "B8": Entry("PORTFOLIO_BETA(Data!C2:C4,B5:B7)", beta),
        "B9": Entry("SUMPRODUCT(Data!C2:C4,B5:B7)", beta),
        "B10": Entry(
            'IF(B8>1.2,"aggressive","moderate")', "aggressive" if beta > 1.2 else "moderate"
        ),
        "B11": Entry("B8>1.2", beta > 1.2),
        "B12": Entry('TEXT(B8,"0.00")&" <&> ""quoted"""', f'{beta:.2f} <&> "quoted"'),
        "B13": Entry("SUM(Data!C2:C4*B5:B7)", beta, array="B13"),
        "B14": Entry("SUM(D5:D7)", sum(shares)),
        "B15": Entry("1/0", ErrorText("#DIV/0!"), depends=False),
        "B16": Entry('IFERROR(B15,"none")', "none", depends=False),
        "B17": Entry("SUM(Holdings[Weight])", 1.0, depends=False),
        "B18": Entry('SUMIFS(Holdings[Weight],Holdings[Sector],"Tech")', 0.6, depends=False),
        "B19": Entry("[1]Prices!$A$1*2", EXTERNAL * 2, depends=False),
        "B20": Entry("Data!C2:C4*2", [[w * 2] for w in WEIGHTS], depends=False, array="B20:B22"),
        "B23": Entry("COUNTA(Data!A2:A4)", 3.0, depends=False),
        "F5": Entry(
            "CAPM_TABLE(Data!A2:A4,B5:B7,Data!C2:C4,risk_free,market_return)",
            table,
            array="F5:K9",
            dynamic=True,
        ),
        "F12": Entry("INDEX(_xlfn.ANCHORARRAY(F5),5,2)", table[-1][1]),
        "F13": Entry("SUM(G6:G8)", sum(betas)),
    }
    return {"Main": main, "Hidden": {"A1": Entry("Main!B8*100", beta * 100)}}


def rich_workbook(*, stale: bool = False) -> bytes:
    """The workbook as an .xlsm package; the same bytes every time."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    workbook.set_properties({"title": "Rich", "author": "xlrisk", "created": _CREATED})
    workbook.set_custom_property("Desk", "Equities")
    workbook.set_calc_mode("auto", 191029)
    workbook.calc_on_load = False
    workbook.add_vba_project(io.BytesIO(_MACROS), is_stream=True)
    sheets = {name: workbook.add_worksheet(name) for name in SHEETS}
    sheets["Hidden"].hide()
    sheets["Secret"].very_hidden()
    workbook.define_name("risk_free", "=Main!$B$2")
    workbook.define_name("market_return", "=Main!$B$3")
    workbook.define_name("Main!local_name", "=Main!$B$8")
    _fill(workbook, sheets)
    found = entries(stale=stale)
    for name, formulas in found.items():
        for cell, entry in formulas.items():
            _write(sheets[name], cell, entry)
    _decorate(workbook, sheets)
    workbook.close()
    cells = {name: list(formulas) for name, formulas in found.items()}
    return with_further_parts(stream.getvalue(), cells)


def _column(values: list[Any]) -> list[list[Any]]:
    return [[value] for value in values]


def _fill(workbook: xlsxwriter.Workbook, sheets: Mapping[str, Any]) -> None:
    bold, percent = workbook.add_format({"bold": True}), workbook.add_format({"num_format": 10})
    main, data, returns = sheets["Main"], sheets["Data"], sheets["Returns"]
    main.write_rich_string("A1", "Risk of the ", bold, "portfolio", " in one page")
    main.write_column("A2", ["Risk-free rate", "Market return"])
    main.write_column("B2", [RISK_FREE, MARKET_RETURN], percent)
    main.write_row("A4", ["Stock", "Beta", "Return", "Share"], bold)
    main.write_column("A5", NAMES)
    main.write("A8", "  spaces, a tab\t and _x0041_ as it is  ")
    main.write_boolean("A9", True)
    main.write_datetime("A10", _CREATED, workbook.add_format({"num_format": "yyyy-mm-dd"}))
    main.merge_range("A25:D25", "merged", bold)
    columns = [{"header": header} for header in ("Name", "Sector", "Weight")]
    data.add_table("A1:C4", {"name": "Holdings", "columns": columns})
    for row, holding in enumerate(zip(NAMES, SECTORS, WEIGHTS, strict=True), 1):
        data.write_row(row, 0, holding)
    returns.write_row("A1", ["Market", *NAMES], bold)
    for column, series in enumerate([MARKET, *ASSETS]):
        returns.write_column(1, column, series, percent)
    pivot = [["Row Labels", "Sum of Weight"], ["Power", 0.4], ["Tech", 0.6], ["Grand Total", 1]]
    for row, line in enumerate(pivot, 2):
        sheets["Pivot"].write_row(row, 0, line)


def _write(sheet: Any, cell: str, entry: Entry) -> None:
    if not entry.array:
        sheet.write_formula(cell, f"={entry.formula}", None, entry.value)
        return
    values = entry.value if isinstance(entry.value, list) else [[entry.value]]
    write = sheet.write_dynamic_array_formula if entry.dynamic else sheet.write_array_formula
    write(entry.array, f"={entry.formula}", None, values[0][0])
    top, left = xl_cell_to_rowcol(cell)
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            if (row, column) != (0, 0):
                sheet.write(top + row, left + column, value)


def _decorate(workbook: xlsxwriter.Workbook, sheets: Mapping[str, Any]) -> None:
    main = sheets["Main"]
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"categories": "=Main!$A$5:$A$7", "values": "=Main!$B$5:$B$7"})
    main.insert_chart("M2", chart)
    main.insert_image("M20", "dot.png", {"image_data": io.BytesIO(_PICTURE)})
    main.insert_textbox("M24", "A text box")
    main.insert_button("M28", {"macro": "refresh", "caption": "Refresh"})
    main.write_comment("B8", LEGACY_TEXT, {"author": LEGACY_AUTHOR})
    main.write_comment("C2", "A note", {"author": "An analyst"})
    main.data_validation(
        "B2", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
    )
    main.data_validation("C2", {"validate": "list", "source": ["strict", "cash"]})
    main.conditional_format("B5:B7", {"type": "data_bar", "data_bar_2010": True})
    main.conditional_format("C5:C7", {"type": "icon_set", "icon_style": "3_arrows"})
    main.conditional_format("D5:D7", {"type": "formula", "criteria": "=$D5>0.05"})
    main.add_sparkline("E5", {"range": "Returns!B2:B7"})
    main.set_header("&L&G&C&F", {"image_left": "dot.png", "image_data_left": io.BytesIO(_PICTURE)})
    main.write_url("A27", "https://example.org/", string="a link")
    main.protect("", {"format_cells": True})
    main.freeze_panes(4, 1)
    main.set_column("A:A", 24)
    main.outline_settings(True, True, True, False)
    main.set_row(26, None, None, {"level": 1})
    sheets["Returns"].set_landscape()
    sheets["Returns"].autofilter("A1:D7")
    sheets["Returns"].repeat_rows(0)
    sheets["Returns"].print_area("A1:D7")
    over = workbook.add_chartsheet("Chart")
    line = workbook.add_chart({"type": "line"})
    line.add_series({"values": "=Returns!$A$2:$A$7"})
    over.set_chart(line)
