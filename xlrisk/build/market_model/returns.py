"""From daily prices to those of periods, and to returns: one formula for each column."""

from __future__ import annotations

from ..book import Book, Sheet
from ..prices import Prices
from .layout import (
    COMMON,
    FIRST_PERIOD,
    FIRST_RETURN,
    HELD,
    LAST_PRICE_COLUMN,
    MARKET,
    PERIODS,
    PORTFOLIO,
    RETURNS,
    SERIES_HEADER,
    spilled,
    stocks,
    weeks,
)

_COLUMNS = [MARKET, *(stock.column for stock in stocks())]
_PRINTED = 64  # rows: the rest looks the same


def write_periods(book: Book, prices: Prices) -> None:
    sheet = _sheet(book, PERIODS, "Prices at the end of each period", LAST_PRICE_COLUMN)
    sheet.write(
        "A2",
        "The last price of each week or other period, as chosen on Start; the market comes first.",
        "hint",
    )
    sheet.write("A3", "Price column", "hint")
    sheet.write(f"{MARKET}3", "=market_column", "hint")
    for stock in stocks():  # all columns of Prices but the market's
        number = stock.number
        sheet.write(f"{stock.column}3", f"=IF({number}<${MARKET}$3,{number},{number + 1})", "hint")
    last = FIRST_PERIOD + weeks(prices) - 1
    sheet.spill(
        f"A{FIRST_PERIOD}:A{last}",
        "=INDEX(PERIOD_PRICES(price_dates,price_dates,period),0,1)",
        "date",
    )
    for column in _COLUMNS:
        name = f"{column}{SERIES_HEADER}"
        sheet.write(name, f'=INDEX(price_names,{column}$3)&""', "header")
        sheet.spill(
            f"{column}{FIRST_PERIOD}:{column}{last}",
            f'=IF({column}${SERIES_HEADER}="","",'
            f"INDEX(PERIOD_PRICES(price_dates,INDEX(price_columns,0,{column}$3),period),0,2))",
            "price",
        )


def write_returns(book: Book, prices: Prices) -> None:
    sheet = _sheet(book, RETURNS, "Returns", COMMON)
    sheet.write(
        "A2", "Simple returns from one period to the next. The first date has none.", "hint"
    )
    last = FIRST_PERIOD + weeks(prices) - 1
    sheet.spill(
        f"A{FIRST_PERIOD}:A{last}",
        "=INDEX(PERIOD_PRICES(price_dates,price_dates,period),0,1)",
        "date",
    )
    for column in _COLUMNS:
        name = f"{PERIODS}!{column}${SERIES_HEADER}"
        sheet.write(f"{column}{SERIES_HEADER}", f"={name}", "header")
        sheet.spill(
            f"{column}{FIRST_RETURN}:{column}{last}",
            f'=IF({name}="","",RETURNS_OF({spilled(f"{PERIODS}!{column}{FIRST_PERIOD}")}))',
            "fine percent",
        )
    _write_common(sheet, last)


def _write_common(sheet: Sheet, last: int) -> None:
    """The sample of the portfolio: figures of other periods would not fit together."""
    sheet.worksheet.set_column(f"{COMMON}:{COMMON}", 12)
    sheet.write(
        "A3",
        '="In common: the returns of "&market_used&" in the periods in which all that is held has'
        ' a return. These are the periods of the portfolio."',
        "hint",
    )
    sheet.write(f"{COMMON}{SERIES_HEADER}", "In common", "header")
    # An empty text where a period is not in common: it is no error, and the functions take it as
    # missing. A column that is not in use is one cell, and counts for no period.
    of_held = "+".join(
        f"{PORTFOLIO}!$V${stock.row}*ISNUMBER({stock.returns})" for stock in stocks()
    )
    market = f"RETURNS_OF({spilled(f'{PERIODS}!{MARKET}{FIRST_PERIOD}')})"
    sheet.spill(
        f"{COMMON}{FIRST_RETURN}:{COMMON}{last}",
        f'=IF({of_held}=SUM({HELD}),IFERROR({market},""),"")',
        "fine percent",
    )


def _sheet(book: Book, name: str, title: str, last_column: str) -> Sheet:
    sheet = book.sheet(name, {"A": 12, f"B:{LAST_PRICE_COLUMN}": 9.5})
    sheet.write("A1", title, "title")
    sheet.write(f"A{SERIES_HEADER}", "Date", "header")
    sheet.worksheet.freeze_panes(SERIES_HEADER, 2)
    sheet.worksheet.print_area(f"A1:{last_column}{_PRINTED}")
    return sheet
