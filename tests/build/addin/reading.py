"""oletools, which reads what the add-in's writer writes."""

from __future__ import annotations

import warnings
from typing import Any

with warnings.catch_warnings():
    # of pyparsing, whose old names oletools uses when it is imported
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools import olevba


def decompressed(container: bytes) -> bytes:
    """The content of a compressed stream."""
    return bytes(olevba.decompress_stream(bytearray(container)))


def modules(file: bytes) -> dict[str, str]:
    """The source text of each module of a workbook's VBA project."""
    parser: Any = olevba.VBA_Parser("xlrisk.xlam", data=file)
    return {stream.split("/")[-1]: code for _, stream, _, code in parser.extract_macros()}
