"""A VBA project as source text: the vbaProject.bin of a workbook, [MS-OVBA].

Written without a performance cache, as the specification prescribes for writers; Excel compiles
the modules when it loads them. The add-ins that xlwings ships have the same form.
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .compound_file import compound_file
from .compression import compressed

ENCODING = "cp1252"
_CODE_PAGE = 1252
_ENGLISH = 0x409
_VERSION = (1_700_000_000, 1)  # of the project; any fixed number does
_SEED = 0x5D  # of the obfuscation of the protection state, which is none

_REFERENCES = {
    "stdole": "*\\G{00020430-0000-0000-C000-000000000046}#2.0#0#"
    "C:\\Windows\\System32\\stdole2.tlb#OLE Automation",
    "Office": "*\\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
    "C:\\Program Files\\Common Files\\Microsoft Shared\\OFFICE16\\MSO.DLL"
    "#Microsoft Office 16.0 Object Library",
}
_BASES = {
    "workbook": "0{00020819-0000-0000-C000-000000000046}",
    "sheet": "0{00020820-0000-0000-C000-000000000046}",
}


@dataclass(frozen=True)
class Module:
    """A module and its text; `workbook` and `sheet` are the modules of these objects."""

    name: str
    text: str
    kind: Literal["standard", "workbook", "sheet"] = "standard"

    @property
    def source(self) -> str:
        """The text as it stands in the project, with the attributes that belong to its kind."""
        attributes = [f'VB_Name = "{self.name}"']
        if self.kind != "standard":
            attributes += [
                f'VB_Base = "{_BASES[self.kind]}"',
                "VB_GlobalNameSpace = False",
                "VB_Creatable = False",
                "VB_PredeclaredId = True",
                "VB_Exposed = True",
                "VB_TemplateDerived = False",
                "VB_Customizable = True",
            ]
        head = "".join(f"Attribute {attribute}\n" for attribute in attributes)
        return (head + self.text).replace("\n", "\r\n")


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """The bytes of vbaProject.bin."""
    streams = {module.name: compressed(module.source.encode(ENCODING)) for module in modules}
    streams["_VBA_PROJECT"] = bytes.fromhex("cc61ffff000100")
    streams["dir"] = compressed(_directory(name, modules))
    names = b"".join(
        f"{module.name}\0".encode(ENCODING) + f"{module.name}\0".encode("utf-16-le")
        for module in modules
    )
    return compound_file(
        {
            "VBA": streams,
            "PROJECT": _properties(name, modules).encode(ENCODING),
            "PROJECTwm": names + b"\0\0",
        }
    )


def _directory(name: str, modules: Sequence[Module]) -> bytes:
    """The dir stream, [MS-OVBA] 2.3.4.2."""
    records = [
        _number(0x01, 1),  # 32-bit Windows; read by 64-bit Excel, too
        _number(0x02, _ENGLISH),
        _number(0x14, _ENGLISH),
        _record(0x03, struct.pack("<H", _CODE_PAGE)),
        _record(0x04, name.encode(ENCODING)),
        *(_record(0x05, b""), _record(0x40, b"")),  # no description
        *(_record(0x06, b""), _record(0x3D, b"")),  # no help file
        *(_number(0x07, 0), _number(0x08, 0)),
        struct.pack("<HIIH", 0x09, 4, *_VERSION),
        *(_record(0x0C, b""), _record(0x3C, b"")),  # no constants
    ]
    for library, identity in _REFERENCES.items():
        text = identity.encode(ENCODING)
        records += _texts(0x16, 0x3E, library)
        records.append(_record(0x0D, struct.pack("<I", len(text)) + text + bytes(6)))
    records += [_record(0x0F, struct.pack("<H", len(modules))), _record(0x13, b"\xff\xff")]
    for module in modules:
        records += [
            *_texts(0x19, 0x47, module.name),
            *_texts(0x1A, 0x32, module.name),  # the stream
            *_texts(0x1C, 0x48, ""),
            *(_number(0x31, 0), _number(0x1E, 0)),  # the text begins at 0; no help
            _record(0x2C, b"\xff\xff"),
            _record(0x21 if module.kind == "standard" else 0x22, b""),
            _record(0x2B, b""),
        ]
    return b"".join([*records, _record(0x10, b"")])


def _record(identifier: int, content: bytes) -> bytes:
    return struct.pack("<HI", identifier, len(content)) + content


def _number(identifier: int, number: int) -> bytes:
    return _record(identifier, struct.pack("<I", number))


def _texts(identifier: int, in_unicode: int, text: str) -> list[bytes]:
    """A text in the code page, and once more in Unicode."""
    return [
        _record(identifier, text.encode(ENCODING)),
        _record(in_unicode, text.encode("utf-16-le")),
    ]


def _properties(name: str, modules: Sequence[Module]) -> str:
    """The PROJECT stream, [MS-OVBA] 2.3.1."""
    identity = f"{{{str(uuid.uuid5(uuid.NAMESPACE_DNS, name)).upper()}}}"
    lines = [f'ID="{identity}"']
    for module in modules:
        if module.kind == "standard":
            lines.append(f"Module={module.name}")
        else:
            lines.append(f"Document={module.name}/&H00000000")
    lines += [
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{_obfuscated(bytes(4), identity)}"',  # not protected
        f'DPB="{_obfuscated(bytes(1), identity)}"',  # no password
        f'GC="{_obfuscated(bytes([0xFF]), identity)}"',  # visible
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _obfuscated(data: bytes, identity: str) -> str:
    """[MS-OVBA] 2.4.3.2; hides nothing, Excel wants it so."""
    key = sum(identity.encode("ascii")) & 0xFF
    coded = [_SEED, _SEED ^ 2, _SEED ^ key]
    before = key
    filler = bytes([7] * ((_SEED & 6) // 2))
    for byte in filler + struct.pack("<I", len(data)) + data:
        coded.append(byte ^ ((coded[-2] + before) & 0xFF))
        before = byte
    return bytes(coded).hex().upper()
