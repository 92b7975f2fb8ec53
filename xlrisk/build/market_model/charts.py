"""The native charts of the workbook."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart

from ..book import Book, Sheet
from .layout import FIRST, HEADER, LAST, REGRESSION, VALUATION, column_of_stocks, stocks

_DARK, _BLUE, _ORANGE, _GREEN = "#1F3864", "#2E75B6", "#F4B183", "#548235"
_GRID = {"visible": True, "line": {"color": "#E7E6E6"}}
_NO_GRID = {"visible": False}
_LOW = "low"  # labels at the edge, where an axis crosses in the middle


def insert_line_of_securities(book: Book, sheet: Sheet, place: str) -> None:
    """The security market line, the stocks on it, and where the own forecasts put them."""
    chart = book.chart("scatter")
    line = f"={VALUATION}!${{0}}${FIRST}:${{0}}${FIRST + 1}"
    points = f"={VALUATION}!${{0}}${FIRST}:${{0}}${LAST}"
    chart.add_series(
        {
            "name": "Security market line",
            "categories": line.format("X"),
            "values": line.format("Y"),
            "line": {"color": _DARK, "width": 2},
            "marker": {"type": "none"},
        }
    )
    chart.add_series(
        {
            "name": "Required return",
            "categories": points.format("T"),
            "values": points.format("U"),
            "marker": _marker("circle", 5, _DARK, _DARK),
        }
    )
    for stock in stocks():  # a series each, so that its name stands beside the point
        point = f"={VALUATION}!${{0}}${stock.row}"
        chart.add_series(
            {
                "name": point.format("A"),
                "categories": point.format("T"),
                "values": point.format("V"),
                "marker": _marker("circle", 7, _GREEN, "#FFFFFF"),
                "data_labels": {
                    "series_name": True,
                    "value": False,
                    "position": "right" if stock.number % 2 else "left",
                    "font": {"size": 8},
                },
            }
        )
    _finish(chart, "Above the line: more than the beta asks for", (820, 540))
    chart.set_legend({"none": True})
    chart.set_x_axis({"name": "Beta", "num_format": "0.0", "major_gridlines": _NO_GRID})
    chart.set_y_axis(
        {"name": "Return a year", "num_format": "0%", "major_gridlines": _GRID, "min": 0}
    )
    sheet.worksheet.insert_chart(place, chart, {"description": "The security market line"})


def insert_regression(book: Book, sheet: Sheet, cell: str, last: int) -> None:
    """Returns of one stock against the market's, and the line through them."""
    chart = book.chart("scatter")
    chart.add_series(
        {
            "name": f"={REGRESSION}!$P$6",
            "categories": f"={REGRESSION}!$O$7:$O${last}",
            "values": f"={REGRESSION}!$P$7:$P${last}",
            "marker": _marker("circle", 4, _BLUE, "#FFFFFF"),
        }
    )
    chart.add_series(
        {
            "name": "Regression line",
            "categories": f"={REGRESSION}!$R$7:$R$8",
            "values": f"={REGRESSION}!$S$7:$S$8",
            "line": {"color": "#C55A11", "width": 2.25},
            "marker": {"type": "none"},
        }
    )
    _finish(chart, "Returns of the stock against the market", (640, 440))
    chart.set_x_axis(
        {
            "name": "Return of the market",
            "num_format": "0%",
            "major_gridlines": _NO_GRID,
            "label_position": _LOW,
        }
    )
    chart.set_y_axis(
        {
            "name": "Return of the stock",
            "num_format": "0%",
            "major_gridlines": _GRID,
            "label_position": _LOW,
        }
    )
    sheet.worksheet.insert_chart(cell, chart, {"description": "Regression on the market"})


def insert_stacked_risk(
    book: Book,
    sheet: Sheet,
    cell: str,
    source: str,
    title: str,
    columns: tuple[str, str],
    size: tuple[int, int] = (640, 440),
) -> None:
    """The market's part and the own part of each stock, one on top of the other.

    The two columns are on the sheet `source`, which need not be the one that shows the chart.
    """
    chart = book.chart("column", "stacked")
    for column, color in zip(columns, (_DARK, _ORANGE), strict=True):
        chart.add_series(
            {
                "name": f"={source}!${column}${HEADER}",
                "categories": f"={column_of_stocks(source, 'A')}",
                "values": f"={column_of_stocks(source, column)}",
                "fill": {"color": color},
                "gap": 40,
            }
        )
    _finish(chart, title, size)
    chart.set_x_axis({"num_font": {"rotation": -90, "size": 9}})
    chart.set_y_axis({"num_format": "0%", "major_gridlines": _GRID})
    sheet.worksheet.insert_chart(cell, chart, {"description": title})


def _marker(kind: str, size: int, fill: str, border: str) -> dict[str, Any]:
    return {"type": kind, "size": size, "fill": {"color": fill}, "border": {"color": border}}


def _finish(chart: Chart, title: str, size: tuple[int, int]) -> None:
    chart.set_title({"name": title, "name_font": {"size": 13}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": size[0], "height": size[1]})
