"""A formula as Excel shows it, which is what FORMULATEXT gives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ....workbook.sheet import Formula

_TEXT = re.compile(r'("(?:[^"]|"")*")')
_PREFIX = re.compile(r"_xl(?:fn|ws|pm|udf)\.", re.IGNORECASE)
_SPILL = re.compile(r"\bANCHORARRAY\(([^()]*)\)", re.IGNORECASE)
_SINGLE = re.compile(r"\bSINGLE\(([^()]*)\)", re.IGNORECASE)
_THIS_ROW_OF_ONE = re.compile(r"\[\[#This Row\],(\[[^\[\]#@' ]*\])\]", re.IGNORECASE)
_THIS_ROW = re.compile(r"\[\[#This Row\],((?:[^\[\]]|\[[^\[\]]*\])*)\]", re.IGNORECASE)
_WHOLE_ROW = re.compile(r"\[#This Row\]", re.IGNORECASE)


def shown(formula: Formula) -> str:
    """The text of a formula in its cell."""
    parts = _TEXT.split(formula.text)
    parts[::2] = map(_shown_outside_texts, parts[::2])  # every other one is a text
    text = "=" + "".join(parts)
    return f"{{{text}}}" if formula.kind == "array" and not formula.dynamic else text


def _shown_outside_texts(part: str) -> str:
    if "_xl" in part:
        part = _PREFIX.sub("", part)
        part = _SPILL.sub(r"\1#", part)
        part = _SINGLE.sub(r"@\1", part)
    if "[" in part:
        part = _THIS_ROW_OF_ONE.sub(lambda found: f"[@{found[1][1:-1]}]", part)
        part = _THIS_ROW.sub(r"[@\1]", part)
        part = _WHOLE_ROW.sub("[@]", part)
    return part
