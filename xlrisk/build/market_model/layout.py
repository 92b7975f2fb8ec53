"""Where things stand in the workbook, for the sheets that refer to one another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from ..book import Book
from ..prices import Prices

START, PRICES, HOLDINGS, PERIODS, RETURNS = "Start", "Prices", "Holdings", "Periods", "Returns"
BETAS, REGRESSION, RISK, VALUATION = "Betas", "Regression", "Risk", "Valuation"
PORTFOLIO = "Portfolio"

# the choices of two inputs on Start
PERIODS_A_YEAR = {"week": 52, "month": 12, "quarter": 4}
POLICIES = ["strict", "normalize", "cash"]

# Prices has room for the market and 20 stocks, on as many dates as reach to its last row.
ROOM = 20
PRICE_HEADER, LAST_PRICE = 4, 6000
FIRST_PRICE = PRICE_HEADER + 1
LAST_PRICE_COLUMN = xl_col_to_name(ROOM + 1)

# Periods and Returns: dates in A, the market in B, then the stocks; the first date has no return.
SERIES_HEADER, FIRST_PERIOD, FIRST_RETURN = 4, 5, 6
MARKET = "B"

# Betas, Risk, Valuation and Portfolio: the same stock in the same row.
HEADER, FIRST, LAST = 6, 7, 6 + ROOM
TOTAL = LAST + 1
LAST_FIGURE = 23  # of those of the whole portfolio, in column L from the first row of stocks on


@dataclass(frozen=True)
class Stock:
    """One of the rows of stocks, and where its prices and returns stand."""

    number: int  # from 1

    @property
    def row(self) -> int:
        return FIRST + self.number - 1

    @property
    def column(self) -> str:
        """Of Periods and Returns."""
        return str(xl_col_to_name(self.number + 1))

    @property
    def returns(self) -> str:
        return spilled(f"{RETURNS}!{self.column}{FIRST_RETURN}")


def stocks() -> Iterator[Stock]:
    return map(Stock, range(1, ROOM + 1))


def spilled(cell: str) -> str:
    """All that the formula in a cell fills; Excel shows it as A1#."""
    return f"_xlfn.ANCHORARRAY({cell})"


MARKET_RETURNS = spilled(f"{RETURNS}!{MARKET}{FIRST_RETURN}")
ALL_RETURNS = f"{RETURNS}!$C${FIRST_RETURN}:${xl_col_to_name(ROOM + 1)}${LAST_PRICE}"

FEWEST_RETURNS = 3  # of a regression with its errors

# What the portfolio is made of, beside what is printed there: 1 for a stock that is held, or 0.
HELD = f"{PORTFOLIO}!$V${FIRST}:$V${LAST}"
# The portfolio's periods: the market's returns where all that is held has one, on Returns.
COMMON = xl_col_to_name(ROOM + 2)
COMMON_MARKET = f"{RETURNS}!${COMMON}${FIRST_RETURN}:${COMMON}${LAST_PRICE}"


def weeks(prices: Prices) -> int:
    """How many weeks have a price, the last one whole or not."""
    return len({date.isocalendar()[:2] for date in prices.dates})


def column_of_stocks(sheet: str, column: str) -> str:
    """The cells of all stocks in one column of a sheet."""
    return f"{sheet}!${column}${FIRST}:${column}${LAST}"


def define_names(book: Book, sheet: str, names: dict[str, str]) -> None:
    """Names of single cells on a sheet: {"risk_free": "$B$6"}."""
    for name, cell in names.items():
        book.name(name, f"={sheet}!{cell}")
