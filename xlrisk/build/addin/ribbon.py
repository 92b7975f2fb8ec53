"""The ribbon's tab as Office reads it: customUI14.xml, out of the table of commands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree

from ...hosts.excel.ribbon import Command
from .texts import xml

_NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"


def custom_ui(tab: str, key_tip: str, commands: Sequence[Command]) -> bytes:
    """The tab; commands of one group stand together in the table.

    Identifiers must be unique among the controls of the file; the name of the command that a
    control runs is its tag, and a choice of a gallery is what follows the dot.
    """
    root = ElementTree.Element("customUI", xmlns=_NAMESPACE, onLoad="XR_RibbonLoaded")
    tabs = ElementTree.SubElement(ElementTree.SubElement(root, "ribbon"), "tabs")
    whole = ElementTree.SubElement(tabs, "tab", id="xlrisk_tab", label=tab, keytip=key_tip)
    for label, members in groupby(commands, key=lambda command: command.group):
        identifier = f"xlrisk_group_{label.lower().replace(' ', '_')}"
        group = ElementTree.SubElement(whole, "group", id=identifier, label=label)
        for command in members:
            _add(group, command)
    return xml(root)


def _add(group: ElementTree.Element, command: Command) -> None:
    """A button, or a gallery with its items."""
    attributes = {
        "id": f"xlrisk_{command.identifier}",
        "label": command.label,
        "imageMso": command.image,
        "size": command.size,
        "keytip": command.key_tip,
        "screentip": command.screentip,
        "supertip": command.supertip,
        "tag": command.identifier,
        "onAction": "XR_Choose" if command.items else "XR_Press",
    }
    control = ElementTree.SubElement(group, "gallery" if command.items else "button", attributes)
    if command.needs_workbook:
        control.set("getEnabled", "XR_IsEnabled")
    for item in command.items:
        ElementTree.SubElement(
            control,
            "item",
            id=f"xlrisk_{command.identifier}.{item.identifier}",
            label=item.label,
            imageMso=item.image,
            screentip=item.screentip,
            supertip=item.supertip,
        )
