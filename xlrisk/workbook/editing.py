"""Edits of the bytes of one cell."""

from __future__ import annotations

from collections.abc import Iterator

from .cells import Place
from .splicing import Edit, element, opened, prefix_of, tag_at, with_attribute
from .values import Cell, ErrorText, digits, encoded, escaped


def content(prefix: bytes, value: Cell, *, constant: bool) -> tuple[str, bytes]:
    """The t attribute and the element for a value, of a constant or of what is calculated."""
    if value is None:
        return "", b""
    if constant and isinstance(value, str) and not isinstance(value, ErrorText):
        item = element(prefix, "t", escaped(value))
        return "inlineStr", b"<%bis>%b</%bis>" % (prefix, item, prefix)
    kind, text = encoded(value)
    return kind, element(prefix, "v", text)


def valued(xml: bytes, place: Place, value: Cell, *, constant: bool = False) -> Iterator[Edit]:
    """Give a cell another value, and leave its formula and its style as they are."""
    kind, new = content(prefix_of(xml, place.start), value, constant=constant)
    behind = place.formula_end  # where a value belongs that is not there yet
    if kind != place.kind or not behind:
        tag = tag_at(xml, place.start)
        behind = behind or place.start + len(tag)
        retyped = tag
        if kind or place.kind not in {"", "n"}:
            retyped = with_attribute(tag, "t", kind or None)
        if tag.endswith(b"/>") and new:
            start_tag, end_tag = opened(retyped)
            yield (place.start, behind, start_tag + new + end_tag)
            return
        if retyped != tag:
            yield (place.start, place.start + len(tag), retyped)
    if place.value:
        yield (place.value, place.value_end, new)
    elif new:
        yield (behind, behind, new)


def number(value: float) -> bytes:
    """What `valued` writes for most cells of most workbooks, at a fraction of its price."""
    return f"<v>{digits(value)}</v>".encode()


def without_formula(place: Place) -> Iterator[Edit]:
    if place.formula:
        yield (place.formula, place.formula_end, b"")


def formula(xml: bytes, start: int, end: int, text: str) -> Edit:
    """Another formula between these bytes."""
    return start, end, element(prefix_of(xml, start), "f", escaped(text))


def with_formula(xml: bytes, place: Place, text: str) -> Iterator[Edit]:
    """Give a cell another formula, which fills this cell only and is shared with none."""
    yield formula(xml, place.formula, place.formula_end, text)


def with_area(xml: bytes, place: Place, area: str) -> Iterator[Edit]:
    """Say what an array formula fills."""
    tag = tag_at(xml, place.formula)
    new = with_attribute(tag, "ref", area)
    yield (place.formula, place.formula + len(tag), new)
