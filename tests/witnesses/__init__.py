"""Programs of others that bear witness; each is optional, and its absence is said aloud."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Witness:
    name: str
    program: Path | None
    how_to_get: str

    def require(self) -> Path:
        """The program; the test is skipped where it is missing."""
        if self.program is None:
            pytest.skip(f"{self.name} not found; {self.how_to_get}")
        return self.program


def _which(*names: str) -> Path | None:
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def _validator() -> Path | None:
    script = _HERE / "node_modules/@ooxml-tools/validate/dist/npm/bin/ooxml-validate.js"
    return script if script.exists() and _which("node") else None


LIBREOFFICE = Witness(
    "LibreOffice", _which("soffice"), "install it (Debian: apt-get install libreoffice-calc)"
)
OPEN_XML_SDK = Witness(
    "The Open XML SDK", _validator(), "run `npm install --prefix tests/witnesses` (needs node)"
)
ALL = (LIBREOFFICE, OPEN_XML_SDK)


def complaints(workbook: Path) -> list[str]:
    """What Microsoft's Open XML SDK finds wrong with a workbook."""
    command = ["node", str(OPEN_XML_SDK.require()), str(workbook), "--of", "json"]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return [str(finding) for finding in json.loads(run.stdout)]


def recalculated(workbook: Path, folder: Path) -> Path:
    """A copy of a workbook with every formula calculated anew by LibreOffice.

    A hard recalculation: cached values are not trusted, whoever wrote them.
    """
    soffice = LIBREOFFICE.require()
    profile = folder / "profile"
    settings = profile / "user/registrymodifications.xcu"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    command = [str(soffice), f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    subprocess.run([*command, str(workbook)], capture_output=True, check=True, timeout=180)
    return folder / "out" / workbook.name


_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
