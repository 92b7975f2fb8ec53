"""The most memory that a recalculation takes, measured in a process of its own.

The system's own figure is read (VmHWM, Linux only): it is that of this process alone, while
`ru_maxrss` also holds what the process that started it had.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import cast

from xlrisk.recalculation import Options, SecondOpinion, recalculated

from . import books

_ROOT = Path(__file__).parents[1]


def peak(book: Path, opinion: SecondOpinion, result: Path | None = None) -> int:
    """Bytes by which a fresh process grows at most while it recalculates a workbook.

    What comes of it is written to `result`. A process of the second engine is not counted.
    """
    command = [
        sys.executable,
        "-m",
        __name__,
        opinion,
        str(book),
        *([str(result)] if result else []),
    ]
    run = subprocess.run(command, cwd=_ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return int(run.stdout)


def _most() -> int:
    """The most memory that this process has had, in bytes."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def _main(opinion: SecondOpinion, book: Path, *results: Path) -> None:
    # what is loaded once, and stays, is not counted
    recalculated(books.small(rows=60, assets=2), Options(second_opinion=opinion))
    before = _most()
    content, _ = recalculated(book.read_bytes(), Options(second_opinion=opinion))
    print(_most() - before)
    for result in results:
        result.write_bytes(content)


if __name__ == "__main__":
    _main(cast("SecondOpinion", sys.argv[1]), *map(Path, sys.argv[2:]))
