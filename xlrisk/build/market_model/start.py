"""The first sheet: inputs, checks, and the results at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..book import Book, Sheet, Style
from .checks import FIRST_CHECK, STATUSES, write_checks
from .glance import write_glance
from .layout import (
    FIRST_PRICE,
    LAST_PRICE,
    MARKET_RETURNS,
    PERIODS_A_YEAR,
    POLICIES,
    PORTFOLIO,
    PRICE_HEADER,
    RETURNS,
    ROOM,
    START,
    define_names,
)

_FIRST_INPUT, _FIRST_DERIVED, _INSTRUCTIONS = 6, 24, 35
_WORD: Style = ("input text", "* @")  # spaces fill the cell up to the text
_RIGHT: Style = ("text", "* @")
_WHOLE: Style = ("text", "0")
_DATE: Style = ("text", "yyyy-mm-dd")


@dataclass(frozen=True)
class _Line:
    """A cell with its label, a remark, and the name that formulas and `--set` know it by."""

    label: str
    name: str
    content: Any
    style: Style
    remark: str = ""
    validation: dict[str, Any] | None = None


def write_start(book: Book) -> None:
    widths = {"A": 32, "B": 14, "C": 66, "D": 3, "E:G": 20, "H": 3, "I": 36, "J": 60}
    sheet = book.sheet(START, widths)
    sheet.write("A1", "Market model: how much of the risk is the market's?", "title")
    sheet.write("A2", "Yellow cells are inputs; all others are calculated.", "hint")
    wrong = "Something is wrong: see the checks below."
    sheet.merge("A3:G3", f'=IF(MIN({STATUSES})<0,"{wrong}",{PORTFOLIO}!A3)', "result")
    alarm = book.highlight({"font_color": "#9C0006", "bg_color": "#FFC7CE"})
    rule = {"type": "formula", "criteria": f"=MIN({STATUSES})<0", "format": alarm}
    sheet.worksheet.conditional_format("A3:G3", rule)
    sheet.worksheet.set_row(2, 34)
    _write_lines(book, sheet, "Inputs", _FIRST_INPUT, _inputs())
    write_checks(book, sheet)
    _write_lines(book, sheet, "What follows from the inputs", _FIRST_DERIVED, _derived())
    _write_instructions(sheet)
    write_glance(book, sheet, beside_checks=FIRST_CHECK, beside_derived=_FIRST_DERIVED)
    sheet.worksheet.print_area(f"A1:G{_INSTRUCTIONS + 4}")
    sheet.worksheet.fit_to_pages(1, 1)


def _write_lines(book: Book, sheet: Sheet, heading: str, first: int, lines: list[_Line]) -> None:
    sheet.write(f"A{first - 1}", heading, "heading")
    for row, line in enumerate(lines, first):
        sheet.write(f"A{row}", line.label)
        sheet.write(f"B{row}", line.content, line.style)
        sheet.write(f"C{row}", line.remark, "check")
        define_names(book, START, {line.name: f"$B${row}"})
        if line.validation:
            sheet.worksheet.data_validation(f"B{row}", line.validation)


def _inputs() -> list[_Line]:
    rate = _between(-0.99, 0.99, "Give a rate a year below 100%: 3%, rather than 3.")
    return [
        _Line(
            "Risk-free rate a year",
            "risk_free",
            0.03,
            "input percent",
            "What a safe loan earns.",
            rate,
        ),
        _Line(
            "Market return a year",
            "market_return",
            0.10,
            "input percent",
            "What you expect of the market, from now on.",
            rate,
        ),
        _Line(
            "Fair band",
            "fair_band",
            0.01,
            "input percent",
            "Alphas within ± this band are fairly valued.",
            _between(0, 0.99, "Give a width of 0% or more, and below 100%."),
        ),
        _Line(
            "Period of the returns",
            "period",
            "week",
            _WORD,
            "week, month or quarter",
            _one_of(list(PERIODS_A_YEAR)),
        ),
        _Line(
            "Market",
            "market_name",
            "",
            _WORD,
            "The name over its column in Prices. Empty: the last column.",
            _one_of("=price_names", or_none=True),
        ),
        _Line(
            "Weights that do not sum to 100%",
            "weights_policy",
            "strict",
            _WORD,
            "strict: an error. normalize: shares of their sum. cash: the rest is lent.",
            _one_of(POLICIES),
        ),
        _Line(
            "Confidence",
            "confidence",
            0.95,
            "input percent",
            "Of the bounds of the betas, and of their classes.",
            _between(0.0001, 0.9999, "Give a confidence between 0% and 100%, such as 95%."),
        ),
    ]


def _between(lowest: float, highest: float, message: str) -> dict[str, Any]:
    return {
        "validate": "decimal",
        "criteria": "between",
        "minimum": lowest,
        "maximum": highest,
        "ignore_blank": False,
        "error_title": "Not in range",
        "error_message": message,
    }


def _one_of(source: list[str] | str, *, or_none: bool = False) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "ignore_blank": or_none,
        "error_title": "None of the choices",
        "error_message": "Choose one from the list of the cell.",
    }


def _derived() -> list[_Line]:
    freq = "NA()"
    for period, number in reversed(PERIODS_A_YEAR.items()):
        freq = f'IF(period="{period}",{number},{freq})'
    returns = f"{RETURNS}!$B${FIRST_PRICE}:$B${LAST_PRICE}"
    column = 'IF(market_name="",stock_columns+1,MATCH(market_name,price_names,0))'
    return [
        _Line("Market that is used", "market_used", '=INDEX(price_names,market_column)&""', _RIGHT),
        _Line(
            "Its column of prices",
            "market_column",
            f'=IF(prices_problem="none",{column},NA())',
            _WHOLE,
        ),
        _Line("Stocks", "stock_columns", "=COUNTA(price_names)-1", _WHOLE),
        _Line("First date", "first_date", "=MIN(price_dates)", _DATE),
        _Line(
            "Last date",
            "last_date",
            "=MAX(price_dates)",
            _DATE,
            "The last period may not be complete.",
        ),
        _Line("Returns of the market", "market_returns", f"=COUNT({returns})", _WHOLE),
        _Line("Periods a year", "freq", f"={freq}", _WHOLE),
        _Line(
            "Risk-free rate a period",
            "period_risk_free",
            '=IF(inputs_problem="none",(1+risk_free)^(1/freq)-1,NA())',
            ("text", "0.0000%"),
        ),
        _Line(
            "Volatility of the market a year",
            "market_volatility",
            f"=ANNUAL_VOLATILITY({MARKET_RETURNS},freq)",
            "fine percent",
        ),
        _Line(
            "Mean return of the market a year",
            "market_mean",
            f"=ANNUAL_RETURN({MARKET_RETURNS},freq)",
            "fine percent",
            "Of these prices: the past. The market return above is your own view.",
        ),
    ]


def _write_instructions(sheet: Sheet) -> None:
    sheet.write(f"A{_INSTRUCTIONS}", "With your own prices", "heading")
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
    for row, line in enumerate(lines, _INSTRUCTIONS + 1):
        sheet.write(f"A{row}", line)
