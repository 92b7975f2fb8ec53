"""LibreOffice, started once and kept warm: loads, calculates and saves workbooks when asked.

Python's bridge to it (uno) belongs to the system's own Python, so this file is also the program
that runs there: it reads a path in and a path out from each line, and answers with a line.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO, cast

from tests.uno_bridge import connected, property_of

_REPOSITORY = Path(__file__).parents[1]
_SYSTEM_PYTHON = "/usr/bin/python3"
_SECONDS_TO_START = 60
# 1: what is loaded keeps its values until it is told to calculate, so it is calculated once
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""


_PROGRAM = shutil.which("soffice") or ""


def is_here() -> bool:
    """Whether LibreOffice and its bridge to Python are installed."""
    if not _PROGRAM or not Path(_SYSTEM_PYTHON).exists():
        return False
    return subprocess.run([_SYSTEM_PYTHON, "-c", "import uno"], check=False).returncode == 0


class Office:
    """A running LibreOffice with a profile of its own; a context manager that ends it."""

    def __enter__(self) -> Office:
        self._folder = tempfile.TemporaryDirectory(prefix="xlrisk-office-")
        folder = Path(self._folder.name)
        settings = folder / "profile/user/registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        address = f"pipe,name={folder.name};urp;"
        self._office = subprocess.Popen(
            [
                _PROGRAM,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                *("--headless", "--norestore", "--nologo", f"--accept={address}"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._bridge = subprocess.Popen(
            [_SYSTEM_PYTHON, "-m", "benchmarks.office", address],
            cwd=_REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def recalculate(self, book: Path) -> None:
        """Load a workbook, calculate all of its formulas, and save it as another .xlsx file."""
        questions = cast("IO[str]", self._bridge.stdin)
        answers = cast("IO[str]", self._bridge.stdout)
        questions.write(f"{book}\t{Path(self._folder.name, 'out.xlsx')}\n")
        questions.flush()
        if (answer := answers.readline()) != "done\n":
            raise RuntimeError(f"LibreOffice has not recalculated {book}: {answer!r}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._bridge.communicate()  # at the end of its questions it ends LibreOffice, and itself
        try:
            self._office.wait(_SECONDS_TO_START)
        except subprocess.TimeoutExpired:
            self._office.kill()
            self._office.wait()
        self._folder.cleanup()


def _serve(address: str) -> None:
    desktop = connected(address, _SECONDS_TO_START)
    for line in sys.stdin:
        source, target = (Path(path).as_uri() for path in line.rstrip("\n").split("\t"))
        document = desktop.loadComponentFromURL(source, "_blank", 0, (property_of("Hidden", True),))
        document.calculateAll()
        document.storeToURL(target, (property_of("FilterName", "Calc MS Excel 2007 XML"),))
        document.close(False)
        print("done", flush=True)
    desktop.terminate()


if __name__ == "__main__":
    _serve(sys.argv[1])
