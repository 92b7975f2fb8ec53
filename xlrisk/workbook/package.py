"""A workbook as a package of parts (Open Packaging Conventions).

Parts are read one by one, guarded; those that are replaced are packed anew, and all other bytes of
the file stay as they are.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from . import guard
from .archive import Archive, Data, Member
from .guard import Limits, damaged
from .repack import repacked

_STANDARD = Limits()
_OTHER_DOCUMENTS = (".svg", ".html", ".htm", ".bin")  # pictures, attachments: may have a DOCTYPE
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONSHIP = f"{_PACKAGE}/relationships Relationship"
_RELATIONSHIP_TYPES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",  # Strict
    "http://schemas.microsoft.com/office/2006/relationships/",  # macro sheets
)


class Package:
    """The parts of a workbook; their names compare case-insensitively.

    Raises Refused where the file is no package, contradicts itself or exceeds a limit. Contents are
    guarded as they are read; call `check` before another program reads the package.
    """

    def __init__(self, data: Data, limits: Limits = _STANDARD) -> None:
        self._archive = Archive(data, limits)
        self._members: dict[str, Member] = {}
        for member in self._archive.members:
            if not member.is_folder:
                key = _key(member.name)
                if key in self._members:
                    raise damaged(f"it has two parts that are named {member.name}")
                self._members[key] = member
        self._unread = dict(self._members)
        self.names = tuple(member.name for member in self._members.values())

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def spelled(self, name: str) -> str:
        """The name of a part as the package spells it; as it is, if there is no such part."""
        member = self._members.get(_key(name))
        return member.name if member else name

    def read(self, name: str) -> bytes:
        """The content of a part; refused where it is missing, damaged or has a DOCTYPE."""
        key = _key(name)
        if key not in self._members:
            raise damaged(f"{name} is missing")
        member = self._members[key]
        content = self._archive.read(member)
        guard.refuse_doctype(member.name, content)
        self._unread.pop(key, None)
        return content

    def check(self) -> None:
        """Guard the contents of all parts that were not read yet."""
        for key, member in tuple(self._unread.items()):
            content = self._archive.read(member)
            if not key.endswith(_OTHER_DOCUMENTS):
                guard.refuse_doctype(member.name, content)
            del self._unread[key]

    def rewritten(self, parts: Mapping[str, bytes], level: int = 4) -> bytes:
        """The package with other contents for these parts; nothing else in it changes.

        `level` is that of zlib: 4 takes half the time of its default for a tenth more bytes, and 0
        does not compress, which suits a package that is not kept.
        """
        if not parts:
            return bytes(self._archive.data)
        contents = {self._members[_key(name)].start: parts[name] for name in parts}
        return repacked(self._archive, contents, level)


def _key(name: str) -> str:
    """What two names of one part have in common."""
    return unquote(name).replace("\\", "/").lstrip("/").lower()


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part says of another one, or of something outside of the package.

    `type` is the last word of a type that Office defines ("worksheet"), the same in Transitional
    and Strict files; of others, the whole. `target` is the name of a part, or an address outside.
    """

    type: str
    target: str
    external: bool


def relationships(package: Package, part: str) -> dict[str, Relationship]:
    """The relationships of a part by their identifiers; those of the package itself are of ""."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, Relationship] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == _RELATIONSHIP:
            identifier = attributes.get("Id", "")
            if identifier in found:
                raise damaged(f"{source} has two relationships {identifier!r}")
            found[identifier] = _relationship(package, folder, attributes)

    if source in package:
        guard.parse(package.read(source), source, start)
    return found


def _relationship(package: Package, folder: str, attributes: dict[str, str]) -> Relationship:
    kind, target = attributes.get("Type", ""), attributes.get("Target", "")
    for prefix in _RELATIONSHIP_TYPES:
        kind = kind.removeprefix(prefix)
    if attributes.get("TargetMode") == "External":
        return Relationship(kind, target, external=True)
    # a target is relative to the folder of its source, or absolute
    path = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/")))
    return Relationship(kind, package.spelled(path.lstrip("/")), external=False)


def content_types(package: Package) -> dict[str, str]:
    """The content type of every part that has one, by its name."""
    by_extension: dict[str, str] = {}
    by_name: dict[str, str] = {}

    def start(element: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "")
        if element == f"{_PACKAGE}/content-types Default":
            by_extension[attributes.get("Extension", "").lower()] = kind
        elif element == f"{_PACKAGE}/content-types Override":
            by_name[_key(attributes.get("PartName", ""))] = kind

    guard.parse(package.read("[Content_Types].xml"), "[Content_Types].xml", start)
    types = {}
    for name in package.names:
        key = _key(name)
        types[name] = by_name.get(key) or by_extension.get(key.rpartition(".")[2], "")
    return types
