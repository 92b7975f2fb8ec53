from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("xlrisk", deadline=None)  # no test depends on the time it takes
settings.load_profile("xlrisk")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data, which is no part of the repository."""
    default = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("XLRISK_SHARED_DATA", default))
    if not folder.is_dir():
        pytest.skip(f"no real data in {folder}; set XLRISK_SHARED_DATA to their folder")
    return folder
