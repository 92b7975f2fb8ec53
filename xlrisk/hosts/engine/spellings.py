"""The names under which workbooks call our functions.

Excel writes the add-in's place before the name when a workbook travels, and other add-in kinds
have prefixes of their own; the engine knows a function only by the name it was registered with.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterable

# [1]!NAME, 'C:\\..\\xlrisk.xlam'!NAME, xlrisk.xlam!NAME, _xll.NAME, _xldudf_XLRISK_NAME,
# XLRISK.NAME
_PREFIX = r"(?:\[\d+\]!|'(?:[^'<>]|'')*'!|[\w.]+!|_xll\.|_xldudf_XLRISK_|XLRISK\.)"
_PARTS_WITH_FORMULAS = re.compile(r"xl/(workbook\.xml|worksheets/[^/]+\.xml)")


def spellings(formulas: str, names: Iterable[str]) -> dict[str, str]:
    """Each spelling in the text of formulas, with the plain name it stands for."""
    call = re.compile(rf"({_PREFIX}({'|'.join(names)}))(?=\()", re.IGNORECASE)
    return {spelling: name.upper() for spelling, name in call.findall(formulas)}


def spellings_in(package: bytes, names: Iterable[str]) -> dict[str, str]:
    """Each spelling in the formulas of an .xlsx package."""
    found: dict[str, str] = {}
    with zipfile.ZipFile(io.BytesIO(package)) as members:
        for member in filter(_PARTS_WITH_FORMULAS.fullmatch, members.namelist()):
            text = html.unescape(members.read(member).decode("utf-8", "replace"))
            found |= spellings(text, names)
    return found
