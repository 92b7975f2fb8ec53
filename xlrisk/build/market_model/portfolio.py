"""The holdings together: their beta, their return, and whose risk it is.

All of it is of one sample: the periods in which the market and everything that is held have a
return. The sheets of single stocks take what each stock has, which may be more.
"""

from __future__ import annotations

from ..book import Book, Sheet, Style
from .charts import insert_stacked_risk
from .layout import (
    ALL_RETURNS,
    BETAS,
    COMMON_MARKET,
    FEWEST_RETURNS,
    FIRST,
    FIRST_RETURN,
    HEADER,
    HELD,
    HOLDINGS,
    LAST,
    LAST_FIGURE,
    LAST_PRICE,
    PORTFOLIO,
    RETURNS,
    ROOM,
    TOTAL,
    VALUATION,
    define_names,
    stocks,
)
from .rows import unless_empty, write_head, write_row

_WEIGHTS, _NAMES = f"$B${FIRST}:$B${LAST}", f"$A${FIRST}:$A${LAST}"


def write_portfolio(book: Book) -> None:
    sheet = book.sheet(PORTFOLIO, {"A": 16, "B:I": 12, "J": 3, "K": 34, "L": 16, "M": 3})
    sheet.write("A1", "The portfolio: whose risk is it?", "title")
    sheet.merge("A3:L3", _IN_WORDS, "result")
    sheet.worksheet.set_row(2, 34)
    _holdings(sheet)
    _split(sheet)
    _beside_the_split(book, sheet)
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
    '&TEXT(L19,"0.00")&" times that of "&market_used&", at a beta of "&TEXT(L7,"0.00")'
    '&", over the "&common_periods&" "&period&"s that all holdings share.",'
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
    sheet.write(
        "A5",
        '=IFERROR("Betas and all figures here are of the "&common_periods&" "&period&"s in which'
        ' the market and all holdings have a return; Betas takes all those of each stock.","")',
        "hint",
    )
    write_head(sheet, headers)
    for stock in stocks():
        row = stock.row
        weight = f"SUMIF({HOLDINGS}[Stock],$A{row},{HOLDINGS}[Weight])"
        formulas: dict[str, tuple[str, Style]] = {
            # a weight that has no prices would be lost
            "B": (f"IF(lost_holdings>0,NA(),{weight})", "percent"),
            "C": (_if_held(row, _of_split(f"Q{row}")), "number"),
            "D": (_if_held(row, f"CAPM_RETURN(risk_free,C{row},market_return)"), "percent"),
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
    sheet.worksheet.set_column("O:X", 12)
    sheet.write("O4", "PORTFOLIO_RISK_SPLIT: variances a year", "heading")
    sheet.spill(
        f"O{HEADER}:T{TOTAL}",
        f"=IF(common_periods<{FEWEST_RETURNS},NA(),PORTFOLIO_RISK_SPLIT({_WEIGHTS},{ALL_RETURNS},"
        f'{_MARKET},period_risk_free,freq,{_NAMES},"full",weights_policy))',
        [["header"] * 6, *[_STYLES_OF_SPLIT] * (ROOM + 1)],
    )


def _beside_the_split(book: Book, sheet: Sheet) -> None:
    """Who is held, how volatile in the portfolio's periods, and with how many of its own."""
    sheet.write_row(HEADER, "V", ["Held", "Volatility", "Own periods"], "header")
    for stock in stocks():
        row = stock.row
        sheet.write(f"V{row}", f'=IF($A{row}="",0,($B{row}<>0)*1)')
        returns = f"{RETURNS}!${stock.column}${FIRST_RETURN}:${stock.column}${LAST_PRICE}"
        volatility = f"TOTAL_RISK({returns},{COMMON_MARKET},period_risk_free,freq)"
        sheet.write(f"W{row}", unless_empty(row, _if_held(row, volatility)), "fine percent")
        sheet.write(f"X{row}", unless_empty(row, _if_held(row, f"{BETAS}!N{row}")))
    define_names(book, PORTFOLIO, {"common_periods": f"$L${LAST_FIGURE}"})


def _if_held(row: int, formula: str) -> str:
    """A stock that is not held has no part in the portfolio's periods, and may have no prices."""
    return f'IF($B{row}=0,"",{formula})'


_RIGHT: Style = ("text", "* @")  # spaces fill the cell up to the text
_VARIANCE: Style = ("text", "0.00000")
_DIVISOR = f'IF(LOWER(weights_policy)="normalize",ABS(SUM({_WEIGHTS})),1)'
# 0 for what is not held: its gaps would cost rows, and a row without a stock has no weight
_FROM_COVARIANCES = (
    f"PORTFOLIO_VOLATILITY(IF({HELD}=1,{_WEIGHTS},0),COVARIANCE_MATRIX("
    f"IF(ISNUMBER({COMMON_MARKET}),IF(TRANSPOSE({HELD})=1,{ALL_RETURNS},0),NA()),freq))/{_DIVISOR}"
)
_MAKES_A_TABLE = "Volatility from all covariances"
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
        (
            "Volatility of the market then",
            _with_the_split(f"ANNUAL_VOLATILITY({COMMON_MARKET},freq)"),
            "fine percent",
        ),
        ("Relative volatility", "=L13/L18", "number"),
        (
            "Weighted mean of volatilities",
            _with_the_split(f"SUMPRODUCT({_WEIGHTS},$W${FIRST}:$W${LAST})/{_DIVISOR}"),
            "fine percent",
        ),
        (_MAKES_A_TABLE, _with_the_split(_FROM_COVARIANCES), "fine percent"),
        ("Difference", "=ROUND(L13-L21,9)", "fine percent"),
        ("Periods in common", f"=IF(ISERROR(SUM({HELD})),NA(),COUNT({COMMON_MARKET}))", "text"),
    ]
    places = range(FIRST, LAST_FIGURE + 1)
    for row, (label, formula, style) in zip(places, rows, strict=True):
        sheet.write(f"K{row}", label)
        if label == _MAKES_A_TABLE:  # of returns, before it calls a function
            sheet.spill(f"L{row}", formula, style)
        else:
            sheet.write(f"L{row}", formula, style)


def _root(column: str) -> str:
    """A standard deviation from the last row of the split."""
    return f"=SQRT({_of_split(f'{column}{TOTAL}')})"


def _with_the_split(formula: str) -> str:
    """Nothing is calculated of a sample that the split refuses."""
    return f"=IF(ISNUMBER($L$13),{formula},$L$13)"


def _of_split(cell: str) -> str:
    """A number of the split, or the error in the split's place: then its other cells are empty."""
    return f"IF(ISNUMBER({cell}),{cell},$O${HEADER})"
