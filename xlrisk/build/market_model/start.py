"""The first sheet: inputs, checks, and the results at a glance."""

from __future__ import annotations

from ..book import Book, Sheet, Style
from .checks import NAMES as NAMES_OF_CHECKS
from .checks import write_checks
from .layout import (
    BETAS,
    FIRST_PRICE,
    LAST_PRICE,
    MARKET_RETURNS,
    PORTFOLIO,
    PRICE_HEADER,
    RETURNS,
    ROOM,
    START,
    TOTAL,
    VALUATION,
    column_of_stocks,
    define_names,
)

_RISK_FREE, _MARKET_RETURN, _BAND, _CONFIDENCE = 0.03, 0.10, 0.01, 0.95
_PERIODS = {"week": 52, "month": 12, "quarter": 4}
_POLICIES = ["strict", "normalize", "cash"]
_RIGHT: Style = ("text", "* @")  # spaces fill the cell up to the text
_DATE: Style = ("text", "yyyy-mm-dd")
_BETAS, _STOCKS = column_of_stocks(BETAS, "C"), column_of_stocks(BETAS, "A")
_SIGNALS = column_of_stocks(VALUATION, "F")


def write_start(book: Book) -> None:
    sheet = book.sheet(START, {"A": 34, "B": 16, "C": 92, "D": 3, "E": 34, "F": 60})
    sheet.write("A1", "Market model: how much of the risk is the market's?", "title")
    sheet.write("A2", "Yellow cells are inputs; all others are calculated.", "hint")
    sheet.merge(
        "A3:C3",
        f'=IF(MIN(B27:B30)<0,"Something is wrong: see the checks below.",{PORTFOLIO}!A3)',
        "result",
    )
    sheet.worksheet.set_row(2, 34)
    _inputs(sheet)
    _derived(sheet)
    write_checks(sheet)
    _results(sheet)
    _instructions(sheet)
    define_names(book, START, {**_NAMES, **NAMES_OF_CHECKS})
    sheet.worksheet.print_area("A1:C50")
    sheet.worksheet.fit_to_pages(1, 1)


_NAMES = {
    "risk_free": "$B$6",
    "market_return": "$B$7",
    "fair_band": "$B$8",
    "period": "$B$9",
    "weights_policy": "$B$11",
    "confidence": "$B$12",
    "market_name": "$B$15",
    "market_column": "$B$16",
    "stock_columns": "$B$17",
    "freq": "$B$21",
    "period_risk_free": "$B$22",
    "market_volatility": "$B$23",
}


def _inputs(sheet: Sheet) -> None:
    _lines(
        sheet,
        5,
        "Inputs",
        [
            ("Risk-free rate a year", _RISK_FREE, "input percent", "What a safe loan earns."),
            (
                "Market return a year",
                _MARKET_RETURN,
                "input percent",
                "What you expect of the market, from now on.",
            ),
            (
                "Fair band",
                _BAND,
                "input percent",
                "Alphas within ± this band are fairly valued.",
            ),
            (
                "Period of the returns",
                "week",
                ("input text", "* @"),
                "week, month or quarter",
            ),
            (
                "Market",
                "",
                ("input text", "* @"),
                "The name over its column in Prices. Empty: the last column.",
            ),
            (
                "Weights that do not sum to 100%",
                "strict",
                ("input text", "* @"),
                "strict: an error. normalize: shares of their sum. cash: the rest is lent.",
            ),
            (
                "Confidence",
                _CONFIDENCE,
                "input percent",
                "Of the bounds of the betas, and of their classes.",
            ),
        ],
    )
    for cell, choices in (("B9", list(_PERIODS)), ("B11", _POLICIES)):
        sheet.worksheet.data_validation(cell, {"validate": "list", "source": choices})


def _derived(sheet: Sheet) -> None:
    freq = "NA()"
    for period, number in reversed(_PERIODS.items()):
        freq = f'IF(period="{period}",{number},{freq})'
    _lines(
        sheet,
        14,
        "What follows from them",
        [
            ("Market", '=INDEX(price_names,market_column)&""', _RIGHT, ""),
            (
                "Its column of prices",
                '=IF(B27<0,NA(),IF(B10="",stock_columns+1,MATCH(B10,price_names,0)))',
                ("text", "0"),
                "",
            ),
            ("Stocks", "=COUNTA(price_names)-1", ("text", "0"), ""),
            ("First date", "=MIN(price_dates)", _DATE, ""),
            ("Last date", "=MAX(price_dates)", _DATE, "The last period may not be complete."),
            ("Returns of the market", f"=COUNT({_RETURNS})", ("text", "0"), ""),
            ("Periods a year", f"={freq}", ("text", "0"), ""),
            ("Risk-free rate a period", "=(1+risk_free)^(1/freq)-1", ("text", "0.0000%"), ""),
            (
                "Volatility of the market a year",
                f"=ANNUAL_VOLATILITY({MARKET_RETURNS},freq)",
                "fine percent",
                "",
            ),
            (
                "Mean return of the market a year",
                f"=ANNUAL_RETURN({MARKET_RETURNS},freq)",
                "fine percent",
                "Of these prices: the past. The market return above is your own view.",
            ),
        ],
    )


_RETURNS = f"{RETURNS}!$B${FIRST_PRICE}:$B${LAST_PRICE}"


def _lines(
    sheet: Sheet, row: int, heading: str, lines: list[tuple[str, object, Style, str]]
) -> None:
    """A heading, and below it labels, values and remarks."""
    sheet.write(f"A{row}", heading, "heading")
    for below, (label, content, style, remark) in enumerate(lines, row + 1):
        sheet.write(f"A{below}", label)
        sheet.write(f"B{below}", content, style)
        sheet.write(f"C{below}", remark, "check")


def _results(sheet: Sheet) -> None:
    highest, lowest = f"MAX({_BETAS})", f"MIN({_BETAS})"

    def who(beta: str) -> str:
        return f"=INDEX({_STOCKS},MATCH({beta},{_BETAS},0))"

    portfolio = f"{PORTFOLIO}!$L$"
    _lines(
        sheet,
        32,
        "Results at a glance",
        [
            ("Highest beta", f"={highest}", "number", who(highest)),
            ("Lowest beta", f"={lowest}", "number", who(lowest)),
            (
                "Undervalued stocks",
                f'=COUNTIF({_SIGNALS},"undervalued")',
                ("text", "0"),
                "At your own forecasts: Valuation",
            ),
            ("Overvalued stocks", f'=COUNTIF({_SIGNALS},"overvalued")', ("text", "0"), ""),
            ("Beta of the portfolio", f"={portfolio}7", "number", "Portfolio"),
            (
                "Required return of the portfolio",
                f"={portfolio}9",
                "percent",
                "By the capital asset pricing model",
            ),
            ("Own forecast", f"={portfolio}10", "percent", ""),
            ("Volatility of the portfolio", f"={portfolio}13", "percent", ""),
            (
                "Relative volatility",
                f"={portfolio}19",
                "number",
                "Times the market's. It is larger than the beta by what is specific.",
            ),
            (
                "Systematic share of the variance",
                f"={portfolio}16",
                "percent",
                "The market's part, which other stocks do not diversify away",
            ),
            (
                "Specific share of the variance",
                f"={portfolio}17",
                "percent",
                f"The holdings' own part. Row by row: Portfolio, rows 7 to {TOTAL}",
            ),
        ],
    )


def _instructions(sheet: Sheet) -> None:
    sheet.write("A45", "With your own prices", "heading")
    lines = [
        (
            f"1. Prices: clear everything from A{PRICE_HEADER} on; paste dates, oldest first, and"
            f" up to {ROOM} stocks and the market, with their names on top."
        ),
        "2. Holdings: the names of what you hold, weights and forecasts. Names are as in Prices.",
        "3. Here: the inputs above, and a look at the checks.",
        (
            "Without Excel: xlrisk recalc market_model.xlsx --data Prices=prices.csv"
            " --data Holdings=holdings.csv -o out"
        ),
    ]
    for row, line in enumerate(lines, 46):
        sheet.write(f"A{row}", line)
