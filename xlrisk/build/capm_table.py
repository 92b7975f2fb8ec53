"""workbook_templates/capm_table.xlsx: the example table, its totals, and the misprint in them."""

from __future__ import annotations

from .book import Book, Sheet
from .notes import write_notes

STOCKS = (
    ("Aggressive Tech Inc.", 1.5, 0.4),
    ("Stable Utility Co.", 0.7, 0.4),
    ("Market Index ETF", 1.0, 0.2),
)
RISK_FREE, MARKET_RETURN = 0.03, 0.10
PUBLISHED_BETA, PUBLISHED_RETURN = 1.18, 0.1026

_TABLE = "CAPM table"
_HEADERS = [
    "Stock",
    "Beta (β)",
    "Assumed Risk-Free Rate",
    "Assumed Market Return",
    "CAPM Expected Return",
    "Portfolio Weight",
]
_LINE = "Line"
_POINTS = 5


def make(book: Book) -> None:
    book.properties("CAPM table", "Required returns and the portfolio's beta")
    sheet = book.sheet(_TABLE, {"A": 26, "B:F": 14, "G": 3, "H": 26, "I:K": 12, "L": 58})
    _table(sheet)
    _published(book, sheet)
    _sentence(sheet)
    _line(book.sheet(_LINE, {"A": 26, "B:C": 16}))
    _chart(book, sheet)
    write_notes(book, "capm_table")


def _table(sheet: Sheet) -> None:
    sheet.write("A1", "What a stock must earn for its beta", "title")
    sheet.write("A2", "Yellow cells are inputs; all others are calculated.", "hint")
    sheet.write_row(4, "A", _HEADERS, "header")
    sheet.worksheet.set_row(3, 32)
    for row, (stock, beta, weight) in enumerate(STOCKS, 5):
        sheet.write(f"A{row}", stock, "input text")
        sheet.write(f"B{row}", beta, "input number")
        sheet.write(f"C{row}", RISK_FREE, "input percent")
        sheet.write(f"D{row}", MARKET_RETURN, "input percent")
        sheet.write(f"E{row}", f"=CAPM_RETURN(C{row},B{row},D{row})", "percent")
        sheet.write(f"F{row}", weight, "input percent")
    sheet.worksheet.set_row(7, 20)
    sheet.write("A8", "Portfolio Total", "total text")
    sheet.write("B8", "=PORTFOLIO_BETA(F5:F7,B5:B7)", "total number")
    sheet.write("C8", "", "total text")
    sheet.write("D8", "", "total text")
    sheet.write("E8", "=PORTFOLIO_RETURN(F5:F7,E5:E7)", "total fine percent")
    sheet.write("F8", "=SUM(F5:F7)", "total percent")
    sheet.write(
        "A9",
        '="The weights sum to "&TEXT(F8,"0.0%")'
        '&IF(ABS(F8-1)>0.000001,": make them sum to 100% to see the totals.",".")',
        "hint",
    )


def _published(book: Book, sheet: Sheet) -> None:
    """The totals as they were published, and why they cannot be right."""
    headers = ["Portfolio Total", "Computed", "As published", "Difference", "Check"]
    sheet.write_row(4, "H", headers, "left header")
    sheet.write("H5", "Beta (β)")
    sheet.write("I5", "=B8", "number")
    sheet.write("J5", PUBLISHED_BETA, "published number")
    sheet.write("K5", "=J5-I5", "number")
    sheet.write("L5", _check("5", 0.005, "beta", "betas", "0.00", _EXAMPLE_BETA), "check")
    sheet.write("H6", "Expected return")
    sheet.write("I6", "=E8", "fine percent")
    sheet.write("J6", PUBLISHED_RETURN, "published percent")
    sheet.write("K6", "=J6-I6", "fine percent")
    sheet.write("L6", _check("6", 0.00005, "return", "returns", "0.00%", _EXAMPLE_RETURN), "check")
    sheet.write("H7", "Return at the published beta")
    sheet.write("I7", "=CAPM_RETURN(C5,J5,D5)", "fine percent")
    sheet.write("K7", "=J6-I7", "fine percent")
    sheet.write(
        "L7",
        '=IF(ABS(K7)<0.00005,"At the rates of the first stock the two published figures agree.",'
        '"At the rates of the first stock the two published figures contradict each other"'
        '&IFERROR(": a return of "&TEXT(J6,"0.00%")&" takes a beta of "'
        '&TEXT((J6-C5)/(D5-C5),"0.00"),"")&".")',
        "check",
    )
    for row in (5, 6, 7):
        sheet.worksheet.set_row(row - 1, 32)
    book.name("total_beta", f"='{_TABLE}'!$B$8")
    book.name("total_return", f"='{_TABLE}'!$E$8")
    book.name("published_beta", f"='{_TABLE}'!$J$5")
    book.name("published_return", f"='{_TABLE}'!$J$6")


# The totals of the example, from its own rows: as long as they stand, a difference is a misprint.
_EXAMPLE_BETA = "(0.4*1.5+0.4*0.7+0.2*1)"
_EXAMPLE_RETURN = "(0.4*0.135+0.4*0.079+0.2*0.1)"


def _check(row: str, tolerance: float, one: str, many: str, shape: str, example: str) -> str:
    """A formula that says whether a published total agrees, and if not, why."""
    computed, published = f'TEXT(I{row},"{shape}")', f'TEXT(J{row},"{shape}")'
    return (
        f'=IF(ABS(K{row})<{tolerance},"The published {one} agrees.",'
        f"IF(ABS(I{row}-{example})<{tolerance},"
        f'"Misprint: the weighted sum of the {many} is "&{computed}&", not "&{published}&".",'
        f'"The inputs are no longer those of the published example."))'
    )


def _sentence(sheet: Sheet) -> None:
    sheet.worksheet.set_row(9, 34)
    sheet.merge("A10:F10", _in_words("total_beta", "total_return", "The portfolio has a"), "result")
    sheet.merge("H10:L10", _in_words("published_beta", "published_return", "Published: a"), "check")


def _in_words(beta: str, expected_return: str, start: str) -> str:
    """A formula for the sentence with a beta and a return in it."""
    return (
        f'="{start} beta of "&TEXT({beta},"0.00")&": "&IF({beta}<0,"it moves against the market"'
        f',IF(ROUND({beta},2)=1,"as sensitive to the market as the market itself",'
        f'TEXT(ABS({beta}-1),"0%")&IF({beta}<1," less"," more")&" sensitive to the market than the'
        f' market itself"))&", with an expected return of "&TEXT({expected_return},"0.00%")&"."'
    )


def _line(sheet: Sheet) -> None:
    """What the chart shows: the security market line, the stocks on it, the portfolio."""
    sheet.write("A1", "The security market line", "title")
    sheet.write("A2", "Drawn at the rates of the first stock.", "hint")
    sheet.write_row(4, "A", ["Point", "Beta", "Required return"], "header")
    rates = f"'{_TABLE}'!$C$5", f"'{_TABLE}'!$D$5"
    for point in range(_POINTS):
        row = 5 + point
        sheet.write(f"A{row}", f"Line {point + 1}")
        share = point / (_POINTS - 1)
        sheet.write(f"B{row}", f"={share:g}*MAX(2,'{_TABLE}'!$B$5:$B$7)", "number")
        sheet.write(f"C{row}", f"={rates[0]}+B{row}*({rates[1]}-{rates[0]})", "fine percent")


def _chart(book: Book, sheet: Sheet) -> None:
    last = 4 + _POINTS
    chart = book.chart("scatter", "straight")
    chart.add_series(
        {
            "name": "Security market line",
            "categories": f"={_LINE}!$B$5:$B${last}",
            "values": f"={_LINE}!$C$5:$C${last}",
            "line": {"color": "#1F3864", "width": 2},
            "marker": {"type": "none"},
        }
    )
    for row in range(5, 9):  # a series each, so that its name stands beside the point
        is_portfolio = row == 8
        chart.add_series(
            {
                "name": f"='{_TABLE}'!$A${row}",
                "categories": f"='{_TABLE}'!$B${row}",
                "values": f"='{_TABLE}'!$E${row}",
                "line": {"none": True},
                "marker": {
                    "type": "diamond" if is_portfolio else "circle",
                    "size": 10 if is_portfolio else 9,
                    "fill": {"color": "#C55A11" if is_portfolio else "#2E75B6"},
                    "border": {"color": "#FFFFFF"},
                },
                "data_labels": {
                    "series_name": True,
                    "value": False,
                    "position": "left" if is_portfolio else "below",
                },
            }
        )
    chart.set_title({"name": "Security market line", "name_font": {"size": 13}})
    chart.set_x_axis(
        {"name": "Beta", "min": 0, "num_format": "0.0", "major_gridlines": {"visible": False}}
    )
    chart.set_y_axis(
        {
            "name": "Required return",
            "min": 0,
            "num_format": "0%",
            "major_gridlines": {"visible": True, "line": {"color": "#E7E6E6"}},
        }
    )
    chart.set_legend({"none": True})
    chart.set_size({"width": 760, "height": 400})
    sheet.worksheet.insert_chart("A12", chart, {"description": "The security market line"})
