"""Everything that is derived from the catalogue and checked in."""

from __future__ import annotations

from pathlib import Path

import xlrisk

from ..errors import FileError
from ..functions import FUNCTIONS
from ..functions.naming import violations
from ..workbook.files import write


def build() -> list[Path]:
    """Write what is out of date, and give the files written."""
    root, stale = _root(), stale_artefacts()
    for path, content in stale.items():
        (root / path).parent.mkdir(exist_ok=True)
        write(root / path, content, overwrite=True)
    return list(stale)


def stale_artefacts() -> dict[Path, bytes]:
    """The files in the checkout that differ from what the catalogue says, and their contents."""
    root = _root()
    if broken := violations(FUNCTIONS):
        raise FileError("The catalogue breaks its rules. " + " ".join(broken))
    return {
        path: content
        for path, content in artefacts().items()
        if not (root / path).exists() or (root / path).read_bytes() != content
    }


def artefacts() -> dict[Path, bytes]:
    """Every file that is built, by its place in a checkout."""
    from . import addin, capm_table, function_tour, market_model, reference
    from .book import written
    from .stubs import stubs

    return {
        Path("xlrisk/__init__.pyi"): stubs(),
        Path("workbook_templates/capm_table.xlsx"): written(capm_table.make)[0],
        **addin.artefacts(),
        Path("workbook_templates/function_tour.xlsx"): written(function_tour.make)[0],
        Path("workbook_templates/market_model.xlsx"): written(market_model.make)[0],
        **reference.pages(),
    }


def _root() -> Path:
    """The checkout that xlrisk runs from."""
    root = Path(xlrisk.__file__).resolve().parents[1]
    if not (root / "pyproject.toml").exists():
        raise FileError(
            "xlrisk build works in a checkout of xlrisk: change to its folder and run"
            " `python -m xlrisk build`."
        )
    return root
