"""A row for each stock, the same on every sheet that has them."""

from __future__ import annotations

from collections.abc import Mapping

from ..book import Sheet, Style
from .layout import BETAS, HEADER


def write_head(sheet: Sheet, headers: list[str]) -> None:
    sheet.write_row(HEADER, "A", headers, "header")
    sheet.worksheet.set_row(HEADER - 1, 32)


def write_row(sheet: Sheet, row: int, formulas: Mapping[str, tuple[str, Style]]) -> None:
    """The name of a stock, and formulas that are for rows that have one only."""
    sheet.write(f"A{row}", f"={BETAS}!A{row}")
    for column, (formula, style) in formulas.items():
        sheet.write(f"{column}{row}", unless_empty(row, formula), style)


def unless_empty(row: int, formula: str) -> str:
    return f'=IF($A{row}="","",{formula})'
