"""Fixtures for all tests, and the report on witnesses and on skipped tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests import witnesses

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


def pytest_report_header() -> list[str]:
    return [
        f"witness: {witness.name}: {witness.program or 'NOT FOUND, ' + witness.how_to_get}"
        for witness in witnesses.ALL
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what was not checked, and why."""
    absent = [witness for witness in witnesses.ALL if witness.program is None]
    skipped = len(terminalreporter.stats.get("skipped", []))
    if absent or skipped:
        terminalreporter.section("not everything was checked", red=True)
    for witness in absent:
        terminalreporter.line(f"{witness.name} was not found: {witness.how_to_get}.")
    if skipped:
        terminalreporter.line(f"{skipped} tests were skipped; `pytest -rs` gives their reasons.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything should be there, a skipped test is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if "XLRISK_NO_SKIPS" in os.environ and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
