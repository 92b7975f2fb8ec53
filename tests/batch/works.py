"""What tests have a child do instead of recalculating: hang, die, print, start others."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from xlrisk.batch.discover import Job
from xlrisk.errors import FileError


def name(job: Job) -> dict[str, Any]:
    """A recalculation that goes well."""
    return {"path": str(job.path), "status": "done", "process": os.getpid()}


def by_name(job: Job) -> dict[str, Any]:
    """One that does what the name of its workbook says."""
    match job.path.stem:
        case "hangs":
            hang()
        case "dies":
            die()
        case "refuses":
            raise FileError("It is not to be.")
        case "fails":
            raise ValueError("a fault of ours\nin two lines")
        case "panics":
            raise Panic("in Rust")
        case "eats":
            bytearray(1 << 50)
        case "leaves":
            leave_a_temporary_file(job)
    return name(job)


class Panic(BaseException):
    """What no `except Exception` catches, and what cannot be read in another process."""

    def __reduce__(self) -> Any:
        raise TypeError("it cannot be pickled")


def hang() -> None:
    threading.Event().wait()


def hang_past_signals() -> None:
    """As an engine does that holds the interpreter's lock."""
    ctypes.PyDLL(None).pause()


def spin() -> None:
    """Use the processor, and ignore what asks to end."""
    while True:
        time.thread_time()


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def exit_at_once() -> None:
    os._exit(0)


def leave_a_temporary_file(job: Job) -> None:
    assert job.target
    job.target.with_name(f".{job.target.name}.{'0' * 16}").touch()
    die()


def talk() -> str:
    """Print past Python too."""
    sys.stdout.write("from Python\n")
    sys.stdout.flush()
    os.write(1, b"to the output\n")
    os.write(2, b"to the errors\n")
    return "said"


def read_from_the_terminal() -> str:
    return sys.stdin.read()


def start_another_and_hang(told: Path) -> None:
    """A grandchild that nobody waits for."""
    command = [sys.executable, "-c", "import threading; threading.Event().wait()"]
    process = subprocess.Popen(command)
    told.with_suffix(".part").write_text(str(process.pid))
    told.with_suffix(".part").rename(told)
    hang()


def write_much(path: Path, size: int) -> str:
    try:
        path.write_bytes(bytes(size))
    except OSError as error:
        return str(error.strerror)
    return "written"


def is_daemon_of(parent: int) -> bool:
    return os.getppid() == parent and os.getpgid(0) == os.getpid()


def process() -> int:
    return os.getpid()


def scratch() -> str:
    import tempfile

    return tempfile.mkdtemp()
