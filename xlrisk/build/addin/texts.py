"""Texts as VBA writes them, and XML as a file."""

from __future__ import annotations

from xml.etree import ElementTree


def quoted(text: str) -> str:
    """A string literal; a line break ends a VBA line, so it becomes a blank."""
    return '"' + " ".join(text.split("\n")).replace('"', '""') + '"'


def xml(root: ElementTree.Element) -> bytes:
    """An XML file that a person can read, too."""
    ElementTree.indent(root)
    content = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{content}\n'.encode()
