"""What one cell of the fake holds, and what typing a text makes of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xlrisk.hosts.excel.cells import error_text
from xlrisk.workbook.addresses import LAST_ROW, Area, letters

Position = tuple[int, int]
MANUAL, AUTOMATIC = -4135, -4105
WORKSHEET, CHART = -4167, -4100
ERRORS = {error_text(-2146828288 + number): -2146828288 + number for number in range(2000, 2051)}


class ComError(Exception):
    """As pywin32 raises it."""

    def __init__(self, words: str) -> None:
        details = (0, "Microsoft Excel", words, "xlmain11.chm", 0, -2146827284)
        super().__init__(-2147352567, "Exception occurred.", details, None)
        self.hresult = -2147352567


@dataclass
class Cell:
    value: Any = None  # None, float, str, bool; an error as its integer
    formula: str | None = None
    bound: bool = True
    text_format: bool = False
    prefix: str = ""


def absolute(area: Area) -> str:
    if (area.top, area.bottom) == (1, LAST_ROW):
        return f"${letters(area.left)}:${letters(area.right)}"
    first = f"${letters(area.left)}${area.top}"
    last = f"${letters(area.right)}${area.bottom}"
    return first if first == last else f"{first}:{last}"


def positions(area: Area) -> Iterator[Position]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column


def as_typed(text: str) -> Any:
    if text in ERRORS:
        return ERRORS[text]
    if text.upper() in {"TRUE", "FALSE"}:
        return text.upper() == "TRUE"
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})", text):
        month, day = int(found[1]), int(found[2])
        return float((datetime.date(2026, month, day) - datetime.date(1899, 12, 30)).days)
    try:
        return float(text)
    except ValueError:
        return text or None
