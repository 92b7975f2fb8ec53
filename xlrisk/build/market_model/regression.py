"""One stock against the market, point by point."""

from __future__ import annotations

from ..book import Book, Sheet
from ..prices import Prices
from .charts import insert_regression
from .inputs import FLATTERED_ALPHAS
from .layout import (
    BETAS,
    FIRST_PERIOD,
    MARKET,
    PERIODS,
    REGRESSION,
    column_of_stocks,
    define_names,
    spilled,
    stocks,
    weeks,
)

_FIRST, _LAST = 7, 2006  # of the points in the chart: 38 years of weeks
_SHOWN = "AAPL"
_NAMES = column_of_stocks(BETAS, "A")


def write_regression(book: Book, prices: Prices) -> None:
    sheet = book.sheet(REGRESSION, {"A": 30, "B": 26, "C": 3, "D:M": 9, "O:S": 12})
    sheet.write("A1", "A stock against the market", "title")
    sheet.write("A2", "Choose a stock in the yellow cell.", "hint")
    sheet.write("A3", '=B7&" against "&market_used', "heading")
    sheet.write("A5", "Stock")
    sheet.write("B5", _SHOWN, "input text")
    sheet.worksheet.data_validation(
        "B5", {"validate": "list", "source": f"={_NAMES}", "error_type": "warning"}
    )
    _results(sheet)
    _points(sheet, weeks(prices) - 1)
    define_names(book, REGRESSION, {"shown_stock": "$P$4"})
    insert_regression(book, sheet, "D4", _LAST)
    sheet.worksheet.print_area("A1:M28")


def _results(sheet: Sheet) -> None:
    sheet.write(
        "A6",
        f'=IF(ISNUMBER(MATCH(B5,{_NAMES},0)),"Its regression:",'
        'B5&" has no prices; the first stock:")',
        "hint",
    )
    rows = [
        ("Shown", "A", "text"),
        ("Beta", "C", "fine"),
        ("Standard error", "D", "fine"),
        ("Lower", "E", "fine"),
        ("Upper", "F", "fine"),
        ("Class", "B", "text"),
        ("R squared", "K", "fine"),
        ("Alpha a period", "I", "fine percent"),
    ]
    for row, (label, column, style) in enumerate(rows, _FIRST):
        sheet.write(f"A{row}", label)
        sheet.write(
            f"B{row}",
            f"=INDEX({column_of_stocks(BETAS, column)},shown_stock)",
            (style, "0.00%;-0.00%") if style == "fine percent" else style,
        )
    sheet.write("A16", "Excel's own SLOPE of the points")
    sheet.write("B16", f"=SLOPE(P{_FIRST}:P{_LAST},O{_FIRST}:O{_LAST})", "fine")
    sheet.write("A17", "Difference from the beta above")
    sheet.write("B17", "=ROUND(B8-B16,9)", "fine")
    sheet.merge(
        "A19:B22",
        f'=XLRISK_EXPLAIN("BETA_OF",{spilled("P7")},{spilled("O7")},period_risk_free)',
        "check",
    )
    sheet.merge("A24:B27", FLATTERED_ALPHAS, "check")


def _points(sheet: Sheet, returns: int) -> None:
    """What the chart shows, beside what is printed."""
    sheet.write("O2", "What the chart shows", "heading")
    sheet.write("O3", "Price column", "hint")
    sheet.write("P3", f"=INDEX({PERIODS}!$C$3:${_last_column()}$3,shown_stock)", "text")
    sheet.write("O4", "Row of the stock", "hint")
    sheet.write("P4", f"=IFERROR(MATCH(B5,{_NAMES},0),1)", "text")
    sheet.write("O6", '="Return of "&market_used', "header")
    sheet.write("P6", '="Return of "&B7', "header")
    last = _FIRST + returns - 1
    sheet.spill(
        f"O{_FIRST}:O{last}",
        f"=RETURNS_OF({spilled(f'{PERIODS}!{MARKET}{FIRST_PERIOD}')})",
        "fine percent",
    )
    sheet.spill(
        f"P{_FIRST}:P{last}",
        "=RETURNS_OF(INDEX(PERIOD_PRICES(price_dates,INDEX(price_columns,0,P3),period),0,2))",
        "fine percent",
    )
    sheet.write_row(6, "R", ["Line: market", "Line: stock"], "header")
    for row, end in ((7, "MIN"), (8, "MAX")):
        sheet.write(f"R{row}", f"={end}(O{_FIRST}:O{_LAST})", "fine percent")
        sheet.write(
            f"S{row}", f"=period_risk_free+$B$14+$B$8*(R{row}-period_risk_free)", "fine percent"
        )


def _last_column() -> str:
    *_, last = stocks()
    return last.column
