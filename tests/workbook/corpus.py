"""Workbooks of other people: where they are, which are refused, and a look at each of them.

Run as a module it opens every one of them, and says in a line of JSON what happened. The files are
hostile, so tests run it as a process with bounds.
"""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from xlrisk.workbook.guard import Refused
from xlrisk.workbook.package import Package
from xlrisk.workbook.shared_strings import shared_strings
from xlrisk.workbook.structure import structure_of

REFUSED = {  # by the last part of their names
    "extenxls_pwd123": "is encrypted",
    "protected_sha512": "is encrypted",
    "58616": "is encrypted",
    "crash-9bf3cd4bd6f50a8a9339d363c2c7af14b536865c": "is encrypted",
    "POIXSSFFuzzer-5265527465181184": "is not what the directory says",
    "POIXSSFFuzzer-5937385319563264": "checksum",
    "POIXSSFFuzzer-6123461607817216": "cut off",
    "POIXSSFFuzzer-6419366255919104": "cut off",
    "POIXSSFFuzzer-6448258963341312": "is not where it says",
    "XLSX2CSVFuzzer-5025401116950528": "is not where it says",
    "XLSX2CSVFuzzer-5542865479270400": "cut off",
    "XLSX2CSVFuzzer-5636439151607808": "cut off",
    "duplicate-filename": "two parts",
    "poc-xmlbomb": "DOCTYPE",
    "poc-xmlbomb-empty": "DOCTYPE",
    "xlsx-corrupted": "no well-formed XML",
}
_MEMORY, _SECONDS = 2 << 30, 200


def folder() -> Path:
    """Where the workbooks are, which are no part of the repository."""
    return Path(os.environ.get("XLRISK_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))


def workbooks() -> Iterator[Path]:
    for path in sorted(folder().rglob("*.*")):
        if path.suffix in {".xlsx", ".xlsm", ".xltx", ".xltm"}:
            yield path


def reason_known(path: str) -> str:
    """Why a workbook must be refused; "" for one that must be opened."""
    ends = (reason for name, reason in REFUSED.items() if Path(path).stem.endswith(name))
    return next(ends, "")


def main() -> None:
    _bound()
    for path in workbooks():
        outcome = {"path": str(path), "refused": "", "lost": []}
        try:
            outcome["lost"] = _losses(path.read_bytes())
        except Refused as error:
            outcome["refused"] = str(error)
        sys.stdout.write(json.dumps(outcome) + "\n")


def _bound() -> None:
    """No more memory and time than this, where the system can bound them."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


def _losses(data: bytes) -> list[str]:
    """What is not as it was after the first sheet is written again, as it is."""
    package = Package(data)
    structure = structure_of(package)
    shared_strings(package, structure)
    package.check()
    if package.rewritten({}) != data:
        return ["bytes"]
    part = next(sheet.part for sheet in structure.sheets if sheet.part)
    result = package.rewritten({part: package.read(part)})
    before, after = _members(data), _members(result)
    if list(before) != list(after):
        return ["order of members"]
    lost = [
        name for name in before if name.replace("\\", "/") != part and before[name] != after[name]
    ]
    if Package(result).read(part) != package.read(part):
        lost.append(part)
    return lost


def _members(data: bytes) -> dict[str, tuple[object, ...]]:
    """Every member as zipfile finds it: its bytes, and what the directory says."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        starts = sorted(member.header_offset for member in members)
        ends = dict(zip(starts, [*starts[1:], archive.start_dir], strict=True))
        return {
            member.filename: (
                data[member.header_offset : ends[member.header_offset]],
                *(member.CRC, member.file_size, member.compress_size, member.compress_type),
                *(member.date_time, member.flag_bits, member.extra, member.comment),
                *(member.create_system, member.create_version, member.extract_version),
                *(member.internal_attr, member.external_attr),
            )
            for member in members
        }


if __name__ == "__main__":
    main()
