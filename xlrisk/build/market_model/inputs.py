"""What the user gives: prices, and what is held and expected."""

from __future__ import annotations

from ..book import Book
from ..prices import SOURCE, Prices
from .layout import (
    FIRST_PRICE,
    HOLDINGS,
    LAST_PRICE,
    LAST_PRICE_COLUMN,
    PRICE_HEADER,
    PRICES,
    ROOM,
)

# weight, and return that is expected a year: made up, to have something to show
HELD = {
    "AAPL": (0.08, 0.115),
    "AMD": (0.03, 0.160),
    "BAC": (0.04, 0.105),
    "BBY": (0.03, 0.120),
    "CVX": (0.04, 0.090),
    "GE": (0.03, 0.085),
    "HD": (0.05, 0.100),
    "JNJ": (0.06, 0.080),
    "JPM": (0.06, 0.110),
    "KO": (0.05, 0.065),
    "LLY": (0.05, 0.095),
    "MRK": (0.05, 0.085),
    "MSFT": (0.09, 0.125),
    "PEP": (0.04, 0.090),
    "PFE": (0.04, 0.060),
    "PG": (0.06, 0.060),
    "RRC": (0.02, 0.130),
    "UNH": (0.07, 0.105),
    "WMT": (0.05, 0.050),
    "XOM": (0.06, 0.095),
}
FLATTERED_ALPHAS = (
    "Alphas of the prices shipped look better than they were, by about 2% a year at a beta of 1:"
    " the stocks are with dividends, the index is without."
)
_PRINTED = 64  # rows: the rest looks the same


def write_prices(book: Book, prices: Prices) -> None:
    sheet = book.sheet(PRICES, {"A": 12, f"B:{LAST_PRICE_COLUMN}": 9.5})
    sheet.write("A1", "Prices", "title")
    sheet.write(
        "A2",
        f"Clear everything from A{PRICE_HEADER} on and paste your own: dates, oldest first, then"
        f" one column for each of up to {ROOM} stocks and for the market, with their names on top."
        f" Those shipped are from: {SOURCE}.",
        "hint",
    )
    sheet.write_row(PRICE_HEADER, "A", ["Date", *prices.names], "header")
    for row, (date, on_date) in enumerate(zip(prices.dates, prices.rows, strict=True), FIRST_PRICE):
        sheet.write(f"A{row}", date, "date")
        sheet.write_row(row, "B", list(on_date), "price")
    sheet.worksheet.freeze_panes(PRICE_HEADER, 1)
    sheet.worksheet.print_area(f"A1:{LAST_PRICE_COLUMN}{_PRINTED}")
    last = f"${LAST_PRICE_COLUMN}$"
    area = f"={PRICES}!$B${FIRST_PRICE}:{last}{LAST_PRICE}"
    # the names are a part of what `--data Prices=prices.csv` replaces; a table would keep its own
    book.name("Prices", f"={PRICES}!$A${PRICE_HEADER}:{last}{LAST_PRICE}")
    book.name("price_names", f"={PRICES}!$B${PRICE_HEADER}:{last}{PRICE_HEADER}")
    book.name("price_dates", f"={PRICES}!$A${FIRST_PRICE}:$A${LAST_PRICE}")
    book.name("price_columns", area)


def write_holdings(book: Book, prices: Prices) -> None:
    sheet = book.sheet(HOLDINGS, {"A": 22, "B:C": 16})
    sheet.write("A1", "Holdings", "title")
    sheet.write("A2", "What you hold, and what you expect of it a year. Any order.", "hint")
    sheet.write("A3", "The weights and forecasts here are made up: put in your own.", "hint")
    columns = [
        {"header": "Stock", "format": book.style("input text")},
        {"header": "Weight", "format": book.style("input percent")},
        {"header": "Own forecast", "format": book.style("input percent")},
    ]
    rows = [[stock, *HELD[stock]] for stock in prices.names[:-1]]
    sheet.worksheet.add_table(
        f"A5:C{5 + len(rows)}",
        {
            "name": HOLDINGS,
            "columns": [{**column, "header_format": book.style("header")} for column in columns],
            "data": rows,
            "autofilter": False,
            "style": "Table Style Light 1",
            "banded_rows": False,
        },
    )
    for column, most, example in (
        ("B", 10, "8%, rather than 8"),
        ("C", 0.99, "12%, rather than 12"),
    ):
        sheet.worksheet.data_validation(
            f"{column}6:{column}{5 + len(rows)}",
            {
                "validate": "decimal",
                "criteria": "between",
                "minimum": -most,
                "maximum": most,
                "error_title": "Not in range",
                "error_message": f"Give a number between {-most:.0%} and {most:.0%}: {example}.",
            },
        )
    sheet.worksheet.freeze_panes(5, 0)
