"""The demo's workbook: real prices → returns → betas → CAPM → portfolio, every step a formula."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name

from .book import Book, Sheet
from .prices import WEEKLY_SOURCE, Prices

RISK_FREE, MARKET_RETURN = 0.03, 0.10
FIRST_ROW = 7  # of the stocks on the Risk sheet
COLUMNS = {
    "ticker": "A",
    "beta": "B",
    "error": "C",
    "r squared": "D",
    "capm return": "E",
    "systematic share": "F",
    "specific share": "G",
    "weight": "H",
}
RISK, RETURNS, PRICES = "Risk", "Returns", "Prices"
_FIRST_RETURN = 5  # row of the first return on the Returns sheet


class Demo:
    """The workbook for these prices; `make` writes it."""

    def __init__(self, prices: Prices) -> None:
        self.prices = prices
        self.stocks = prices.names[:-1]
        self.last_row = FIRST_ROW + len(self.stocks) - 1
        self.total_row = self.last_row + 1
        self._market = xl_col_to_name(len(self.stocks) + 1)
        self._portfolio = xl_col_to_name(len(self.stocks) + 2)
        self._last_return = _FIRST_RETURN + len(prices.rows) - 2

    def make(self, book: Book) -> None:
        book.properties("xlrisk demo", "How much of the risk of 20 stocks is the market's")
        risk = book.sheet(RISK, {"A": 22, "B:H": 13})
        self._returns(book.sheet(RETURNS, {"A": 12, f"B:{self._portfolio}": 10}))
        self._prices(book.sheet(PRICES, {"A": 12, f"B:{self._market}": 10}))
        self._risk(risk)
        self._chart(book, risk)

    def _series(self, column: str) -> str:
        """The returns in one column of the Returns sheet."""
        return f"{RETURNS}!${column}${_FIRST_RETURN}:${column}${self._last_return}"

    def _prices(self, sheet: Sheet) -> None:
        sheet.write("A1", "Prices", "title")
        sheet.write("A2", f"Source: {WEEKLY_SOURCE}.", "text")
        sheet.write_row(4, "A", ["Date", *self.prices.names], "header")
        for row, (date, prices) in enumerate(
            zip(self.prices.dates, self.prices.rows, strict=True), 5
        ):
            sheet.write(f"A{row}", date, "date")
            sheet.write_row(row, "B", list(prices), "price")
        sheet.worksheet.freeze_panes(4, 1)

    def _returns(self, sheet: Sheet) -> None:
        last_stock = xl_col_to_name(len(self.stocks))
        sheet.write("A1", "Weekly returns", "title")
        sheet.write("A2", "Weight", "text")
        for position in range(len(self.stocks)):
            cell = f"{xl_col_to_name(position + 1)}2"
            sheet.write(cell, f"={RISK}!$H${FIRST_ROW + position}", "percent")
        sheet.write_row(4, "A", ["Date", *self.prices.names, "Portfolio"], "header")
        # a formula in each cell: LibreOffice recalculates formulas that fill several on opening
        for row in range(_FIRST_RETURN, self._last_return + 1):
            sheet.write(f"A{row}", f"={PRICES}!A{row + 1}", "date")
            for position in range(len(self.prices.names)):
                column = xl_col_to_name(position + 1)
                prices = f"{PRICES}!{column}{row}:{column}{row + 1}"
                sheet.write(f"{column}{row}", f"=RETURNS_OF({prices})", "fine percent")
            sheet.write(
                f"{self._portfolio}{row}",
                f"=SUMPRODUCT($B$2:${last_stock}$2,B{row}:{last_stock}{row})",
                "fine percent",
            )
        sheet.worksheet.freeze_panes(4, 1)

    def _risk(self, sheet: Sheet) -> None:
        sheet.write("A1", "How much of the risk is the market's?", "title")
        sheet.write("A2", "Yellow cells are inputs; all others are calculated.", "hint")
        sheet.write("A3", "Risk-free rate a year", "text")
        sheet.write("B3", RISK_FREE, "input percent")
        sheet.write("A4", "Market return a year", "text")
        sheet.write("B4", MARKET_RETURN, "input percent")
        headers = [
            "Stock",
            "Beta",
            "± error",
            "R squared",
            "CAPM return",
            "Systematic share",
            "Specific share",
            "Weight",
        ]
        sheet.write_row(FIRST_ROW - 1, "A", headers, "header")
        sheet.worksheet.set_row(FIRST_ROW - 2, 32)
        for position, stock in enumerate(self.stocks):
            row = FIRST_ROW + position
            returns = self._series(xl_col_to_name(position + 1))
            sheet.write(f"A{row}", stock)
            sheet.write(f"B{row}", f"=BETA_OF({returns},{self._series(self._market)})", "number")
            sheet.write(f"E{row}", f"=CAPM_RETURN($B$3,B{row},$B$4)", "percent")
            self._shares(sheet, row, returns, "")
            sheet.write(f"H{row}", 1 / len(self.stocks), "input percent")
        weights = f"H{FIRST_ROW}:H{self.last_row}"
        total = self.total_row
        sheet.write(f"A{total}", "Portfolio", "total text")
        sheet.write(
            f"B{total}",
            f"=PORTFOLIO_BETA({weights},B{FIRST_ROW}:B{self.last_row})",
            "total number",
        )
        sheet.write(
            f"E{total}",
            f"=PORTFOLIO_RETURN({weights},E{FIRST_ROW}:E{self.last_row})",
            "total percent",
        )
        self._shares(sheet, total, self._series(self._portfolio), "total ")
        sheet.write(f"H{total}", f"=SUM({weights})", "total percent")

    def _shares(self, sheet: Sheet, row: int, returns: str, style: str) -> None:
        """Error and fit of the beta, and the split of the variance, reckoned independently."""
        market = self._series(self._market)
        sheet.write(f"C{row}", f"=INDEX(BETA_STATS({returns},{market}),2,2)", f"{style}fine")
        sheet.write(f"D{row}", f"=INDEX(BETA_STATS({returns},{market}),9,2)", f"{style}fine")
        sheet.write(f"F{row}", f"=B{row}^2*VAR({market})/VAR({returns})", f"{style}percent")
        sheet.write(f"G{row}", f"=1-F{row}", f"{style}percent")

    def _chart(self, book: Book, sheet: Sheet) -> None:
        chart = book.chart("bar", "percent_stacked")
        for column, color in (("F", "#1F3864"), ("G", "#F4B183")):
            chart.add_series(
                {
                    "name": f"={RISK}!${column}${FIRST_ROW - 1}",
                    "categories": f"={RISK}!$A${FIRST_ROW}:$A${self.total_row}",
                    "values": f"={RISK}!${column}${FIRST_ROW}:${column}${self.total_row}",
                    "fill": {"color": color},
                    "gap": 40,
                }
            )
        chart.set_title(
            {"name": "Share of the variance that is the market's", "name_font": {"size": 13}}
        )
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis(
            {"num_format": "0%", "major_gridlines": {"visible": True, "line": {"color": "#E7E6E6"}}}
        )
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 560, "height": 520})
        sheet.worksheet.insert_chart(
            f"J{FIRST_ROW - 1}", chart, {"description": "Systematic and specific share of risk"}
        )
