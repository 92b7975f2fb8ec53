"""The Python process behind Excel: how it begins, and what it must never do.

The add-in's VBA starts it by

    pythonw -P -B -c "import xlrisk.hosts.excel.server as server; server.serve('$(CLSID)')"

where -P keeps the folder that Excel happens to be in, and so the files beside a mailed workbook,
off the path. xlwings answers Excel's calls until Excel lets go of it.
"""

from __future__ import annotations

import atexit
import logging
import logging.handlers
import os
from pathlib import Path
from typing import Any

_LOG_SIZE = 1 << 20


def serve(class_identifier: str) -> None:
    """Answer Excel's calls; ends when Excel does."""
    from xlwings import com_server

    prepare()
    com_server.serve(class_identifier)  # type: ignore[no-untyped-call]


def prepare() -> None:
    """What is to be done in a process that has xlwings, before the first call."""
    leave_other_excels_alone()
    _load_functions()
    _keep_a_log()


def leave_other_excels_alone() -> None:
    """Have xlwings end no Excel at all.

    At exit, and whenever it quits an Excel, it ends every Excel of the user that has no workbook
    open: another program's, or one that is just starting.
    """
    from xlwings import _xlwindows

    atexit.unregister(_xlwindows.cleanup)
    apps: Any = _xlwindows.Apps
    apps.cleanup = staticmethod(lambda: None)


def handshake(addin: str, addin_xlwings: str) -> str:
    """Why the add-in and the package do not go together, and what to do; "" where they do."""
    import xlwings

    from ... import __version__

    if addin != __version__:
        return (
            f"The add-in is of xlrisk {addin}, the package of xlrisk {__version__}. Close Excel,"
            " run `xlrisk excel install`, and start Excel again."
        )
    if addin_xlwings != xlwings.__version__:
        return (
            f"The add-in is made for xlwings {addin_xlwings}; installed is xlwings"
            f" {xlwings.__version__}. Close Excel, run `python -m pip install"
            f" xlwings=={addin_xlwings}`, and start Excel again."
        )
    return ""


def _load_functions() -> None:
    """Load the functions for good.

    xlwings would do it at the first call, refusing where a sheet of the calling workbook has a name
    like "x.py", and would load the module again when its file changes.
    """
    from xlwings import udfs

    from . import functions

    udfs.udf_modules[functions.__name__] = {
        "filename": functions.__file__,
        "filetime": None,
        "module": functions,
    }


def _keep_a_log() -> None:
    """What fails goes into a file beside the user's settings, as this process has no console."""
    folder = Path(os.environ.get("APPDATA", "")) / "xlrisk"
    if "APPDATA" not in os.environ or not folder.is_dir():
        return  # nothing is installed there
    handler = logging.handlers.RotatingFileHandler(
        folder / "xlrisk.log", maxBytes=_LOG_SIZE, backupCount=1, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger("xlrisk").addHandler(handler)
