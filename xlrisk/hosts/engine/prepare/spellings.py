"""The names under which workbooks call functions, and the plain ones that the engine knows.

Excel writes the add-in's place before the name when a workbook travels, and other kinds of
add-ins have prefixes of their own: `[1]!BETA_OF`, `'C:\\..\\xlrisk.xlam'!BETA_OF`,
`xlrisk.xlam!BETA_OF`, `_xll.BETA_OF`, `_xldudf_XLRISK_BETA_OF`, `XLRISK.BETA_OF`.
"""

from __future__ import annotations

import functools
import re

from ....functions import FUNCTIONS

_OURS = re.compile(
    rf"""(?: \[[^\[\]]*\][^!\[\]]*! | '[^']*'! | [\w.\-]+! | _xll\. | _xlfn\. | _xludf\.
         | _xldudf_XLRISK_ | XLRISK\. )* ({"|".join(FUNCTIONS)})""",
    re.VERBOSE | re.IGNORECASE,
)
_PREFIXES = re.compile(r"(?:_xlfn\.|_xlws\.|_xludf\.)+", re.IGNORECASE)
_CALLED = re.compile(r"([^\s(),;{}\"+*/^&=<>%:]+)\(")


@functools.lru_cache(maxsize=4096)
def own_name(spelling: str) -> str | None:
    """The plain name of one of our functions, or None."""
    found = _OURS.fullmatch(spelling)
    return found[1].upper() if found else None


@functools.lru_cache(maxsize=4096)
def plain_name(spelling: str) -> str:
    """A function's name as Excel shows it."""
    return _PREFIXES.sub("", spelling).upper()


def own_functions_in(formula: str) -> frozenset[str]:
    """The functions of ours that a text seems to call, where it cannot be taken apart."""
    names = (own_name(spelling) for spelling in _CALLED.findall(formula))
    return frozenset(name for name in names if name)
