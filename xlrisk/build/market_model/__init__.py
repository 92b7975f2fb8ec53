"""workbook_templates/market_model.xlsx: from daily prices to betas, risk, value and the portfolio.

    Prices → Periods → Returns → Betas → Regression, Risk, Valuation → Portfolio
    Holdings ─────────────────────────────────────────── Valuation → Portfolio

The sheets take other prices of up to 20 stocks, in columns of any order and under any names.
"""

from __future__ import annotations

from ..book import Book
from ..notes import write_notes
from ..prices import daily
from .inputs import write_holdings, write_prices
from .portfolio import write_portfolio
from .regression import write_regression
from .returns import write_periods, write_returns
from .start import write_start
from .stocks import write_betas, write_risk, write_valuation


def make(book: Book) -> None:
    prices = daily()
    book.properties("Market model", "Betas, risk and value of stocks, and of a portfolio of them")
    write_start(book)
    write_prices(book, prices)
    write_holdings(book, prices)
    write_periods(book, prices)
    write_returns(book, prices)
    write_betas(book)
    write_regression(book, prices)
    write_risk(book)
    write_valuation(book)
    write_portfolio(book)
    write_notes(book, "market_model")
