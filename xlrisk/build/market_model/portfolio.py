"""The holdings together: their beta, their return, and whose risk it is."""

from __future__ import annotations

from ..book import Book, Sheet, Style
from .charts import insert_stacked_risk
from .layout import (
    ALL_RETURNS,
    BETAS,
    FIRST,
    FIRST_RETURN,
    HEADER,
    HOLDINGS,
    LAST,
    LAST_FIGURE,
    LAST_PRICE,
    PORTFOLIO,
    RETURNS,
    RISK,
    ROOM,
    TOTAL,
    VALUATION,
    column_of_stocks,
    stocks,
)
from .rows import write_head, write_row

_WEIGHTS, _NAMES = f"$B${FIRST}:$B${LAST}", f"$A${FIRST}:$A${LAST}"


def write_portfolio(book: Book) -> None:
    sheet = book.sheet(PORTFOLIO, {"A": 16, "B:I": 12, "J": 3, "K": 34, "L": 16, "M": 3})
    sheet.write("A1", "The portfolio: whose risk is it?", "title")
    sheet.merge("A3:L3", _IN_WORDS, "result")
    sheet.worksheet.set_row(2, 34)
    _holdings(sheet)
    _split(sheet)
    _totals(sheet)
    chart_row = TOTAL + 2
    insert_stacked_risk(
        book,
        sheet,
        f"A{chart_row}",
        PORTFOLIO,
        "What each holding adds to the volatility",
        ("F", "G"),
    )
    sheet.worksheet.print_area(f"A1:L{chart_row + 22}")
    sheet.worksheet.fit_to_pages(1, 1)


_IN_WORDS = (
    '=IFERROR(TEXT(L16,"0%")&" of the variance is the market\'s, and "&TEXT(L17,"0%")'
    '&" is the holdings\' own. The volatility is "&TEXT(L13,"0.0%")&" a year, "'
    '&TEXT(L19,"0.00")&" times that of "&market_used&", at a beta of "&TEXT(L7,"0.00")&".",'
    '"See the checks on Start.")'
)


def _holdings(sheet: Sheet) -> None:
    headers = [
        "Stock",
        "Weight",
        "Beta",
        "Required return",
        "Own forecast",
        "The market's part",
        "Own part",
        "Together",
        "Share of the variance",
    ]
    sheet.write("A4", "Parts are what a holding adds to the volatility a year.", "hint")
    write_head(sheet, headers)
    for stock in stocks():
        row = stock.row
        weight = f"SUMIF({HOLDINGS}[Stock],$A{row},{HOLDINGS}[Weight])"
        formulas: dict[str, tuple[str, Style]] = {
            # a weight that has no prices would be lost
            "B": (f"IF(lost_holdings>0,NA(),{weight})", "percent"),
            "C": (f"{BETAS}!C{row}", "number"),
            "D": (f"{VALUATION}!C{row}", "percent"),
            "E": (f"{VALUATION}!D{row}", "percent"),
            "F": (f"R{row}/$L$13", "fine percent"),
            "G": (f"S{row}/$L$13", "fine percent"),
            "H": (f"T{row}/$L$13", "fine percent"),
            "I": (f"H{row}/$L$13", "percent"),
        }
        write_row(sheet, row, formulas)
    sheet.write(f"A{TOTAL}", "Portfolio", "total text")
    sheet.write(f"B{TOTAL}", f"=SUM({_WEIGHTS})", "total percent")
    sheet.write(f"C{TOTAL}", "=L7", "total number")
    sheet.write(f"D{TOTAL}", "=L9", "total percent")
    sheet.write(f"E{TOTAL}", "=L10", "total percent")
    for column in "FGH":
        total = f"=SUM({column}{FIRST}:{column}{LAST})"
        sheet.write(f"{column}{TOTAL}", total, "total fine percent")
    sheet.write(f"I{TOTAL}", f"=SUM(I{FIRST}:I{LAST})", "total percent")


def _split(sheet: Sheet) -> None:
    """The function's own table of variances, beside what is printed."""
    sheet.worksheet.set_column("O:T", 12)
    sheet.write("O4", "PORTFOLIO_RISK_SPLIT: variances a year", "heading")
    sheet.spill(
        f"O{HEADER}:T{TOTAL}",
        f"=PORTFOLIO_RISK_SPLIT({_WEIGHTS},{ALL_RETURNS},{_MARKET},period_risk_free,freq,{_NAMES},"
        '"full",weights_policy)',
        [["header"] * 6, *[_STYLES_OF_SPLIT] * (ROOM + 1)],
    )


_RIGHT: Style = ("text", "* @")  # spaces fill the cell up to the text
_VARIANCE: Style = ("text", "0.00000")
_DIVISOR = f'IF(LOWER(weights_policy)="normalize",ABS(SUM({_WEIGHTS})),1)'
_VOLATILITIES = column_of_stocks(RISK, "C")
# without the columns that have no stock: a row would have to be complete in them, too
_FROM_COVARIANCES = (
    f"=PORTFOLIO_VOLATILITY($B${FIRST}:INDEX({_WEIGHTS},stock_columns),COVARIANCE_MATRIX("
    f"{RETURNS}!$C${FIRST_RETURN}:INDEX({ALL_RETURNS},{LAST_PRICE - FIRST_RETURN + 1},"
    f"stock_columns),freq))/{_DIVISOR}"
)
_STYLES_OF_SPLIT: list[Style] = ["text", "percent", "number", *[_VARIANCE] * 3]
_MARKET = f"{RETURNS}!$B${FIRST_RETURN}:$B${LAST_PRICE}"  # as many cells as the stocks' returns


def _totals(sheet: Sheet) -> None:
    betas, required = f"$C${FIRST}:$C${LAST}", f"$D${FIRST}:$D${LAST}"
    forecasts = f"$E${FIRST}:$E${LAST}"
    sheet.write_row(HEADER, "K", ["Portfolio", ""], "header")
    policy = "weights_policy"
    rows: list[tuple[str, str, Style]] = [
        ("Beta", f"=PORTFOLIO_BETA({_WEIGHTS},{betas},{policy})", "number"),
        ("Class", "=BETA_CLASS(L7)", _RIGHT),
        (
            "Required return a year",
            f"=PORTFOLIO_RETURN({_WEIGHTS},{required},{policy},risk_free)",
            "fine percent",
        ),
        (
            "Own forecast a year",
            (
                f'=IF(missing_forecasts>0,"forecasts missing",'
                f"PORTFOLIO_RETURN({_WEIGHTS},{forecasts},{policy},risk_free))"
            ),
            "fine percent",
        ),
        (
            "Alpha",
            '=IF(ISNUMBER(L10),CAPM_ALPHA(L10,risk_free,L7,market_return),"")',
            "fine percent",
        ),
        (
            "Signal",
            (
                "=IF(ISNUMBER(L10),VALUATION_SIGNAL(L10,risk_free,L7,market_return,fair_band),"
                '"no forecast")'
            ),
            _RIGHT,
        ),
        ("Volatility a year", _root("T"), "fine percent"),
        ("Systematic risk a year", _root("R"), "fine percent"),
        ("Specific risk a year", _root("S"), "fine percent"),
        ("Systematic share of the variance", "=(L14/L13)^2", "percent"),
        ("Specific share of the variance", "=(L15/L13)^2", "percent"),
        ("Volatility of the market then", f"=L14/ABS($Q${TOTAL})", "fine percent"),
        ("Relative volatility", "=L13/L18", "number"),
        (
            "Weighted mean of volatilities",
            f"=SUMPRODUCT({_WEIGHTS},{_VOLATILITIES})/{_DIVISOR}",
            "fine percent",
        ),
        ("Volatility from all covariances", _FROM_COVARIANCES, "fine percent"),
        ("Difference", "=ROUND(L13-L21,9)", "fine percent"),
    ]
    places = range(FIRST, LAST_FIGURE + 1)
    for row, (label, formula, style) in zip(places, rows, strict=True):
        sheet.write(f"K{row}", label)
        sheet.write(f"L{row}", formula, style)


def _root(column: str) -> str:
    """A standard deviation from the last row of the split, or the error in the split's place."""
    return f"=IF(ISNUMBER({column}{TOTAL}),SQRT({column}{TOTAL}),$O${HEADER})"
