"""The results at a glance: cards, a chart, and who is at the ends."""

from __future__ import annotations

from ..book import Book, Sheet, Style
from .charts import insert_stacked_risk
from .layout import BETAS, PORTFOLIO, VALUATION, column_of_stocks

_BETAS, _STOCKS = column_of_stocks(BETAS, "C"), column_of_stocks(BETAS, "A")
_SIGNALS = column_of_stocks(VALUATION, "F")
_TOTALS = f"{PORTFOLIO}!$L$"
_PERCENT = "0.0%"
# two rows of cards: label, result, its number format, remark
_CARDS = [
    [
        ("Volatility a year", f"={_TOTALS}13", _PERCENT, "of the portfolio"),
        ("The market's share", f"={_TOTALS}16", "0%", "of the variance"),
        ("Beta", f"={_TOTALS}7", "0.00", "of the portfolio"),
    ],
    [
        ("Required return", f"={_TOTALS}9", _PERCENT, "by the CAPM"),
        ("Own forecast", f"={_TOTALS}10", _PERCENT, "yours, in Holdings"),
        ("Alpha", f"={_TOTALS}11", "+0.0%;-0.0%;0.0%", "forecast less required"),
    ],
]
_FIRST_CARD, _ROWS_OF_CARD = 6, 4
_CHART = (435, 310)  # pixels: three columns, and the rows of the checks


def write_glance(book: Book, sheet: Sheet, *, beside_checks: int, beside_derived: int) -> None:
    sheet.write(f"E{_FIRST_CARD - 1}", "The portfolio at a glance", "heading")
    for number, cards in enumerate(_CARDS):
        top = _FIRST_CARD + number * _ROWS_OF_CARD
        for column, (label, result, number_format, remark) in zip("EFG", cards, strict=True):
            sheet.write(f"{column}{top}", label, "card head")
            card: Style = ("card", number_format)
            sheet.merge(f"{column}{top + 1}:{column}{top + 2}", result, card)
            sheet.write(f"{column}{top + 3}", remark, "card foot")
    insert_stacked_risk(
        book,
        sheet,
        f"E{beside_checks}",
        PORTFOLIO,
        "What each holding adds to the volatility",
        ("F", "G"),
        _CHART,
    )
    _write_ends(sheet, beside_derived)


def _write_ends(sheet: Sheet, first: int) -> None:
    # among those that have a beta
    highest, lowest = (f'_xlfn.{end}({_BETAS},{_BETAS},">-1E+300")' for end in ("MAXIFS", "MINIFS"))

    def who(beta: str) -> str:
        return f'=IFERROR(INDEX({_STOCKS},MATCH({beta},{_BETAS},0)),"")'

    def signals(signal: str) -> str:
        return f'=IF(COUNT({_BETAS})=0,NA(),COUNTIF({_SIGNALS},"{signal}"))'

    lines: list[tuple[str, str, str, str]] = [
        ("Highest beta", f"={highest}", "0.00", who(highest)),
        ("Lowest beta", f"={lowest}", "0.00", who(lowest)),
        ("Undervalued stocks", signals("undervalued"), "0", "at your own forecasts"),
        ("Overvalued stocks", signals("overvalued"), "0", "at your own forecasts"),
        ("Relative volatility", f"={_TOTALS}19", "0.00", "times the market's"),
        ("Specific share", f"={_TOTALS}17", _PERCENT, "of the variance"),
    ]
    sheet.write(f"E{first - 1}", "Results", "heading")
    for row, (label, formula, number_format, remark) in enumerate(lines, first):
        sheet.write(f"E{row}", label)
        sheet.write(f"F{row}", formula, ("text", number_format))
        sheet.write(f"G{row}", remark, "check")
