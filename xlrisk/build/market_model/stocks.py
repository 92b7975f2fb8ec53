"""One row for each stock: its beta, its risk, and what it is worth at the own forecast."""

from __future__ import annotations

from ..book import Book, Sheet, Style
from .charts import insert_line_of_securities, insert_stacked_risk
from .inputs import FLATTERED_ALPHAS
from .layout import (
    BETAS,
    FIRST,
    HEADER,
    HOLDINGS,
    LAST,
    MARKET_RETURNS,
    PERIODS,
    RISK,
    SERIES_HEADER,
    VALUATION,
    column_of_stocks,
    stocks,
)
from .rows import unless_empty, write_head, write_row

_APART: Style = ("text", '"  "@')  # from the number before it
_STATISTICS = [
    "Beta",
    "Standard error",
    "Lower",
    "Upper",
    "t against 0",
    "t against 1",
    "Alpha a period",
    "Alpha error",
    "R squared",
    "Residual sd",
    "Durbin-Watson",
    "Periods",
]


def write_betas(book: Book) -> None:
    sheet = book.sheet(BETAS, {"A": 16, "B": 28, "C:N": 10.5})
    sheet.write("A1", "Betas", "title")
    sheet.write(
        "A2",
        '="Least squares on the returns of "&market_used&", both less the risk-free rate.'
        ' Lower and upper bound the beta at a confidence of "&TEXT(confidence,"0%")&"."',
        "hint",
    )
    sheet.write(
        "A3",
        "The class keeps to these bounds: a beta is not distinguishable from 1, or from 0, where"
        " that lies between them; where both do, the nearer one is said.",
        "hint",
    )
    sheet.write("A4", FLATTERED_ALPHAS, "hint")
    write_head(sheet, ["Stock", "Class", *_STATISTICS])
    for stock in stocks():
        row = stock.row
        sheet.write(f"A{row}", f"={PERIODS}!{stock.column}${SERIES_HEADER}")
        classified = f"BETA_CLASS(C{row},{_error_as_in_bounds(row)},confidence)"
        sheet.write(f"B{row}", unless_empty(row, classified), _APART)
        statistics = f"BETA_STATS({stock.returns},{MARKET_RETURNS},period_risk_free,confidence)"
        sheet.spill(
            f"C{row}:N{row}",
            unless_empty(row, f"TRANSPOSE(INDEX({statistics},0,2))"),
            [_STYLES_OF_STATISTICS],
        )
    sheet.worksheet.freeze_panes(HEADER, 1)
    sheet.worksheet.print_area(f"A1:N{LAST}")


def _error_as_in_bounds(row: int) -> str:
    """BETA_CLASS takes the normal quantile of an error, and the bounds are Student's t: so wide."""
    return f"(F{row}-C{row})/NORMSINV((1+confidence)/2)"


_STYLES_OF_STATISTICS = [
    *["number", "fine", "number", "number", "number", "number"],
    *["fine percent", "fine percent", "number", "fine percent", "number", "text"],
]


def write_risk(book: Book) -> None:
    sheet = book.sheet(RISK, {"A": 16, "B:J": 11.5, "K": 3, "L:U": 9})
    sheet.write("A1", "Risk of each stock: the market's part, and its own", "title")
    sheet.write(
        "A2",
        "A year. Variances add up, standard deviations do not: the last two columns split the"
        " total risk by the shares of the variance.",
        "hint",
    )
    sheet.write("A3", "The own part is what diversification can remove.", "hint")
    sheet.write("A4", '="Volatility of "&market_used', "text")
    sheet.write("C4", "=market_volatility", "percent")
    write_head(
        sheet,
        [
            "Stock",
            "Beta",
            "Total risk",
            "Systematic risk",
            "Specific risk",
            "Systematic share",
            "Specific share",
            "Relative volatility",
            "The market's part",
            "Its own part",
        ],
    )
    for stock in stocks():
        row = stock.row
        arguments = f"({stock.returns},{MARKET_RETURNS},period_risk_free,freq)"
        formulas = {
            "B": (f"{BETAS}!C{row}", "number"),
            "C": (f"TOTAL_RISK{arguments}", "percent"),
            "D": (f"SYSTEMATIC_RISK{arguments}", "percent"),
            "E": (f"SPECIFIC_RISK{arguments}", "percent"),
            "F": (f"(D{row}/C{row})^2", "percent"),
            "G": (f"(E{row}/C{row})^2", "percent"),
            "H": (f"INDEX(RISK_SPLIT{arguments},8,2)", "number"),
            "I": (f"C{row}*F{row}", "percent"),
            "J": (f"C{row}*G{row}", "percent"),
        }
        write_row(sheet, row, formulas)
    sheet.worksheet.freeze_panes(HEADER, 1)
    insert_stacked_risk(book, sheet, f"L{HEADER}", RISK, "Total risk a year", ("I", "J"))
    sheet.worksheet.print_area(f"A1:U{LAST + 4}")


def write_valuation(book: Book) -> None:
    sheet = book.sheet(VALUATION, {"A": 16, "B:E": 12, "F": 16, "G": 3, "H:S": 10})
    sheet.write("A1", "What each stock must earn, and what you expect of it", "title")
    sheet.write(
        "A2",
        '="At a risk-free rate of "&TEXT(risk_free,"0.0%")&" and a market return of "'
        '&TEXT(market_return,"0.0%")&" a year; an alpha within ± "&TEXT(fair_band,"0.0%")'
        '&" is fair."',
        "hint",
    )
    sheet.write("A3", "Own forecasts come from Holdings; the ones shipped are made up.", "hint")
    sheet.write("A4", "In the chart, forecasts are green, and required returns blue.", "hint")
    write_head(sheet, ["Stock", "Beta", "Required return", "Own forecast", "Alpha", "Signal"])
    for stock in stocks():
        row = stock.row
        forecast = f"AVERAGEIF({HOLDINGS}[Stock],$A{row},{HOLDINGS}[Own forecast])"
        rates = f"(D{row},risk_free,B{row},market_return"
        formulas = {
            "B": (f"{BETAS}!C{row}", "number"),
            "C": (f"CAPM_RETURN(risk_free,B{row},market_return)", "percent"),
            "D": (f'IFERROR({forecast},"none")', "percent"),
            "E": (f'IF(ISNUMBER(D{row}),CAPM_ALPHA{rates}),"")', "percent"),
            "F": (
                f'IF(ISNUMBER(D{row}),VALUATION_SIGNAL{rates},fair_band),"no forecast")',
                _APART,
            ),
        }
        write_row(sheet, row, formulas)
    _points(sheet)
    sheet.worksheet.freeze_panes(HEADER, 1)
    insert_line_of_securities(book, sheet, f"H{HEADER}")
    sheet.worksheet.print_area(f"A1:S{LAST + 6}")


def _points(sheet: Sheet) -> None:
    """What the chart shows, beside what is printed; #N/A leaves a point out."""
    sheet.worksheet.set_column("T:Y", 12)
    sheet.write("T4", "What the chart shows", "heading")
    sheet.write_row(HEADER, "T", ["Beta", "Required", "Forecast or required"], "header")
    for stock in stocks():
        row = stock.row
        has_beta = f"=IF(ISNUMBER($B{row}),"
        sheet.write(f"T{row}", f"{has_beta}B{row},NA())", "number")
        sheet.write(f"U{row}", f"{has_beta}C{row},NA())", "percent")
        sheet.write(f"V{row}", f"{has_beta}IF(ISNUMBER(D{row}),D{row},C{row}),NA())", "percent")
    betas = column_of_stocks(VALUATION, "B")
    sheet.write_row(HEADER, "X", ["Line: beta", "Line: required"], "header")
    sheet.write(f"X{FIRST}", f'=MIN(0,_xlfn.MINIFS({betas},{betas},">-1E+300"))', "number")
    sheet.write(
        f"X{FIRST + 1}", f'=MAX(1.5,_xlfn.MAXIFS({betas},{betas},">-1E+300")+0.1)', "number"
    )
    for row in (FIRST, FIRST + 1):
        sheet.write(f"Y{row}", f"=CAPM_RETURN(risk_free,X{row},market_return)", "percent")
