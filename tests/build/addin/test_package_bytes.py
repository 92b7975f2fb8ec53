"""The add-in has the same bytes on every system."""

from __future__ import annotations

import sys

import pytest

from xlrisk.build import addin


def test_windows_builds_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    here = addin.add_in()
    monkeypatch.setattr(sys, "platform", "win32")
    assert addin.add_in() == here
