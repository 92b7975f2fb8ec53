"""The add-in as it is shipped, in a file that LibreOffice opens as a workbook.

The VBA project stays as it is, byte for byte. An add-in (.xlam) is no document to LibreOffice, so
the content type of its main part is that of a workbook with macros, and its window is shown.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

_OTHERWISE = {
    "[Content_Types].xml": (
        b"ms-excel.addin.macroEnabled.main",
        b"ms-excel.sheet.macroEnabled.main",
    ),
    "xl/workbook.xml": (b' visibility="hidden"', b""),
}


def as_workbook(add_in: Path, workbook: Path) -> None:
    """Write the add-in as a workbook with macros."""
    with zipfile.ZipFile(add_in) as parts, zipfile.ZipFile(workbook, "w") as copy:
        for part in parts.infolist():
            was, becomes = _OTHERWISE.get(part.filename, (b"", b""))
            content = parts.read(part)
            if part.filename == "[Content_Types].xml" and was not in content:
                raise ValueError(f"{add_in} is no add-in: its main part has another content type")
            copy.writestr(part.filename, content.replace(was, becomes) if was else content)
