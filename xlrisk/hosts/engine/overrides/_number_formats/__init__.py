"""Excel's number formats: a value and a format code become the text that a cell would show."""

from __future__ import annotations

from .sections import Section, sections_of
from .values import formatted_number, formatted_text

__all__ = ["Section", "formatted_number", "formatted_text", "sections_of"]
