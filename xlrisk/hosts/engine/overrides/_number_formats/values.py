"""Which section a value takes, and how its kind of section is written."""

from __future__ import annotations

from collections.abc import Sequence

from .dates import date_text
from .fractions import fraction_text, is_fraction
from .general import general_text
from .numbers import number_text
from .sections import Section

_DATE_KINDS = ("date", "elapsed", "half")


def formatted_number(value: float, sections: Sequence[Section], later: int = 0) -> str:
    """A number in the section that is for it; as a date, some days later."""
    section = _section_for(value, sections[:3])
    if section.has(*_DATE_KINDS):
        return date_text(value + later if value >= 0 else value, section.tokens)
    covers_sign = section.condition is not None and section.condition.only_negative
    sign = "-" if value < 0 and not covers_sign else ""
    if section.has("text"):
        return _with_text(section, sign + general_text(abs(value)))
    return sign + _magnitude_text(abs(value), section)


def formatted_text(text: str, sections: Sequence[Section]) -> str:
    """A text in the section for texts: the fourth, or the only one where it has an @."""
    last = sections[-1]
    if len(sections) == 4 or last.has("text"):
        return _with_text(last, text)
    return text


def _magnitude_text(value: float, section: Section) -> str:
    if section.has("general"):
        return "".join(
            general_text(value) if token.kind == "general" else token.text
            for token in section.tokens
        )
    if is_fraction(section.tokens):
        return fraction_text(value, section.tokens)
    return number_text(value, section.tokens)


def _section_for(value: float, sections: Sequence[Section]) -> Section:
    for section in sections:
        if section.condition is None or section.condition.holds(value):
            return section
    return sections[-1]


def _with_text(section: Section, text: str) -> str:
    """The literals of a section, and the text in place of its @."""
    return "".join(
        text if token.kind == "text" else token.text
        for token in section.tokens
        if token.kind in {"text", "literal"}
    )
