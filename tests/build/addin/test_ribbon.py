"""The ribbon's XML and the VBA that it calls."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from xlrisk.build import addin
from xlrisk.build.addin.ribbon import custom_ui
from xlrisk.hosts.excel.ribbon import COMMANDS, TAB, TAB_KEY_TIP

SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"


@pytest.fixture(scope="module")
def root() -> ElementTree.Element:
    return ElementTree.fromstring(custom_ui(TAB, TAB_KEY_TIP, COMMANDS))  # noqa: S314 (our own)


def controls(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [entry for group in root.iter(f"{SPACE}group") for entry in group]


def test_every_command_has_one_control(root: ElementTree.Element) -> None:
    assert [control.get("tag") for control in controls(root)] == [
        command.identifier for command in COMMANDS
    ]


def test_identifiers_are_unique(root: ElementTree.Element) -> None:
    found = [entry.get("id") for entry in root.iter() if entry.get("id")]
    assert len(found) == len(set(found))


def test_groups_stand_together(root: ElementTree.Element) -> None:
    labels = [group.get("label") for group in root.iter(f"{SPACE}group")]
    assert labels == list(dict.fromkeys(command.group for command in COMMANDS))


def test_key_tips_lead_to_one_control_each(root: ElementTree.Element) -> None:
    tips = [str(control.get("keytip")) for control in controls(root)]
    assert not any(
        one.startswith(other)
        for place, one in enumerate(tips)
        for other in tips[:place] + tips[place + 1 :]
    )


def test_every_control_has_its_texts_and_its_picture(root: ElementTree.Element) -> None:
    for control in controls(root):
        texts = [control.get(name) for name in ("label", "screentip", "supertip", "imageMso")]
        assert all(texts)
        assert all(len(str(text)) <= 1024 for text in texts)


def test_commands_that_need_a_workbook_are_grey_without_one(root: ElementTree.Element) -> None:
    asked = {control.get("tag") for control in controls(root) if control.get("getEnabled")}
    assert asked == {command.identifier for command in COMMANDS if command.needs_workbook}


def test_a_choice_of_a_gallery_is_named_as_the_vba_takes_it_apart(
    root: ElementTree.Element,
) -> None:
    for command, control in zip(COMMANDS, controls(root), strict=True):
        chosen = [str(item.get("id")).partition(".")[2] for item in control]
        runs = tuple(f"{control.get('tag')}:{item}" for item in chosen) or (control.get("tag"),)
        assert runs == command.runs


CALLBACKS = {
    "onLoad": r"\w+ As IRibbonUI",
    "onAction": r"control As IRibbonControl",
    "getEnabled": r"control As IRibbonControl, ByRef \w+ As Variant",
}
OF_A_GALLERY = r"control As IRibbonControl, \w+ As String, \w+ As Integer"


def test_every_callback_is_in_the_vba_with_the_parameters_that_office_gives(
    root: ElementTree.Element,
) -> None:
    text = next(module.text for module in addin.modules() if module.name == "xlrisk_ribbon")
    assert "Option Private Module" not in text
    for entry in root.iter():
        for attribute, parameters in CALLBACKS.items():
            if name := entry.get(attribute):
                given = OF_A_GALLERY if entry.tag == f"{SPACE}gallery" else parameters
                if attribute == "getEnabled":
                    given = parameters
                assert re.search(rf"^Public Sub {name}\({given}\)$", text, re.MULTILINE)
