"""The table of the ribbon's commands keeps the rules of Office and of our own texts."""

from __future__ import annotations

import re
from collections import Counter
from itertools import permutations

import pytest

from xlrisk.commands import templates
from xlrisk.hosts.excel.ribbon import COMMANDS, TAB, TAB_KEY_TIP, Command

# pictures that published ribbons use; which of them Excel has, only Excel can show
PICTURES = {
    "CalculateNow",
    "ErrorChecking",
    "FunctionWizard",
    "Help",
    "Info",
    "PasteValues",
    "PropertySheet",
    "Refresh",
    "RefreshAll",
    "TableInsert",
    "Undo",
}
TABS_OF_EXCEL = {"F", "H", "N", "P", "M", "A", "R", "W", "L", "X", "Y", "JI", "B"}


def test_commands_are_those_of_the_design() -> None:
    assert {command.identifier for command in COMMANDS} == {
        "refresh_selection",
        "refresh_sheet",
        "refresh_workbook",
        "freeze",
        "thaw",
        "insert_template",
        "check_workbook",
        "explain_cell",
        "function_reference",
        "settings",
        "about",
    }


def test_groups_stand_together() -> None:
    groups = [command.group for command in COMMANDS]
    assert list(dict.fromkeys(groups)) == ["Calculate", "Insert", "Check", "Help"]
    assert groups == sorted(groups, key=["Calculate", "Insert", "Check", "Help"].index)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.identifier)
def test_every_control_says_what_it_does(command: Command) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", command.identifier)
    assert re.fullmatch(r"[A-Z0-9]{1,3}", command.key_tip)
    for text in (command.label, command.screentip, command.supertip):
        assert text.isascii()  # VBA and old code pages
        assert 0 < len(text) <= 255
    assert len(command.label) <= 20
    assert not command.screentip.endswith(".")
    assert command.supertip.endswith(".")
    assert {command.image, *(item.image for item in command.items)} <= PICTURES


def test_key_tips_are_told_apart_by_their_first_letters() -> None:
    tips = [command.key_tip for command in COMMANDS]
    assert not [pair for pair in permutations(tips, 2) if pair[0].startswith(pair[1])]
    assert not any(TAB_KEY_TIP.startswith(one) for one in TABS_OF_EXCEL)
    assert TAB == "xlrisk"


def test_what_is_run_is_named_once() -> None:
    runs = Counter(name for command in COMMANDS for name in command.runs)
    assert set(runs.values()) == {1}
    assert "insert_template" not in runs
    assert "insert_template:capm_table" in runs


def test_the_gallery_shows_every_template() -> None:
    (gallery,) = (command for command in COMMANDS if command.items)
    assert sorted(item.identifier for item in gallery.items) == templates.names()
