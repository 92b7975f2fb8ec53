"""Other people's files are worked on in a child process with bounds, which may die.

A child has a limit to its wall time (kept by its parent), to its processor time, its memory and
the size of the files that it writes. It leads a process group of its own: when it ends, whatever
it has started ends too. What it prints reaches nobody. It serves many files, one after the other;
when it dies, that costs the one file, and the next one gets a new child.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TimedOut
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar, cast

from pebble import CONSTS, ProcessExpired, ProcessPool

from .errors import FileError

_MIB = 1 << 20
_FILES_OF_ONE_CHILD = 200  # then another one takes over, and nothing that leaks adds up
_T = TypeVar("_T")


@dataclass(frozen=True)
class Bounds:
    """What a child may use for one file."""

    seconds: float = 60.0
    memory: int = 4096  # MiB of address space
    file_size: int = 2048  # MiB


@dataclass(frozen=True)
class Failure:
    """Why there is no result: the status and the reason of a report."""

    status: str  # "refused", "failed", "timed out" or "crashed"
    reason: str
    traceback: str = ""


class Children:
    """Bounded child processes; a context manager that leaves none behind."""

    def __init__(self, bounds: Bounds, count: int = 1) -> None:
        self._bounds = bounds
        self._count = count
        self._pool: ProcessPool | None = None
        self._groups: set[int] = set()

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def submit(self, function: Callable[..., _T], *arguments: Any) -> Future[_T | Failure]:
        """Have a child call a function that it can import."""
        task = (function, arguments, self._bounds)
        try:
            future = self._running().schedule(_bounded, args=task, timeout=self._bounds.seconds)
        except RuntimeError:  # a child has died between two files, and broken the pool
            self._stop()
            future = self._running().schedule(_bounded, args=task, timeout=self._bounds.seconds)
        return cast("Future[_T | Failure]", future)

    def outcome(self, future: Future[_T | Failure], within: float | None = None) -> _T | Failure:
        """What a child has found, or why it has not; waits for it.

        The time that a child has begins when it starts. `within` seconds it must have ended, too,
        where no child can be started: another is tried for as long as somebody waits.
        """
        try:
            return future.result(within)
        except TimedOut:
            return _out_of_time(self._bounds)
        except ProcessExpired as death:
            return _death(death.exitcode, self._bounds)
        except Exception as error:
            self._stop()  # not a child but the pool has broken; the next file gets another one
            return Failure("crashed", f"The process that worked on it was lost ({error!r}).")
        finally:
            self._end_groups_without_leader()

    def _running(self) -> ProcessPool:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")  # a fork would share locks and threads
            # both ends are kept open here, for the children to come
            self._births, self._announcements = context.Pipe(duplex=False)
            self._scratch = tempfile.TemporaryDirectory(prefix="xlrisk-")
            CONSTS.term_timeout = 0.1  # seconds until SIGKILL, as children ignore SIGTERM
            self._pool = ProcessPool(
                max_workers=self._count,
                max_tasks=_FILES_OF_ONE_CHILD,
                initializer=_begin,
                initargs=(self._announcements, self._bounds, self._scratch.name),
                context=context,
            )
        return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._end_groups_without_leader()
            self._births.close()
            self._announcements.close()
            self._scratch.cleanup()
            self._pool = None

    def _end_groups_without_leader(self) -> None:
        """End what children have started that are gone themselves."""
        if self._pool is None:
            return
        while self._births.poll():
            self._groups.add(self._births.recv())
        alive = {process.pid for process in multiprocessing.active_children()}
        for group in self._groups - alive:
            if sys.platform != "win32":
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(group, signal.SIGKILL)
            self._groups.remove(group)


def _death(code: int, bounds: Bounds) -> Failure:
    if sys.platform != "win32" and code == -signal.SIGPROF:
        return _out_of_time(bounds)
    how = f"exit code {code}"
    if code < 0:
        with contextlib.suppress(ValueError):
            how = signal.Signals(-code).name
    return Failure(
        "crashed",
        f"The process that worked on it died ({how}). If it needs more than {bounds.memory:,} MiB "
        "of memory, allow more by --memory MIB.",
    )


def _out_of_time(bounds: Bounds) -> Failure:
    return Failure(
        "timed out",
        f"It took longer than {bounds.seconds:g} s; allow more by --timeout S.",
    )


# what runs in the child


def _begin(announcements: Connection, bounds: Bounds, scratch: str) -> None:
    """Become a child with bounds."""
    if sys.platform != "win32":
        os.setpgid(0, 0)
        # service managers send it to all processes, and the present file is to be finished
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    announcements.send(os.getpid())
    tempfile.tempdir = scratch  # which the parent clears away, whatever happens here
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):  # also of what is written past Python
        os.dup2(nowhere, stream)
    # threads of the linear algebra take address space, and gain nothing on matrices of this size
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _limit_memory_and_files(bounds)


def _limit_memory_and_files(bounds: Bounds) -> None:
    if sys.platform == "win32":
        return
    import resource

    for limit, size in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_FSIZE, bounds.file_size),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # the system has it lower, or not at all
            resource.setrlimit(limit, (size * _MIB, size * _MIB))


def _bounded(function: Callable[..., _T], arguments: tuple[Any, ...], bounds: Bounds) -> Any:
    """Call a function; whatever it raises becomes a Failure, which any process can read."""
    try:
        _limit_processor_time(bounds.seconds * (os.cpu_count() or 1))
        return function(*arguments)
    except FileError as error:
        return Failure("refused", str(error))
    except MemoryError:
        return Failure(
            "failed",
            f"It needs more than {bounds.memory:,} MiB of memory; allow more by --memory MIB.",
        )
    except BaseException as error:  # a panic of the engine is no Exception
        first_line = str(error).partition("\n")[0][:200]
        return Failure(
            "failed",
            f"xlrisk itself failed ({type(error).__name__}: {first_line}). Please report it with "
            "what the same command prints under XLRISK_TRACEBACK=1.",
            traceback.format_exc(),
        )
    finally:
        _limit_processor_time(0.0)


def _limit_processor_time(seconds: float) -> None:
    """End at once after this time, also where the parent is gone that kept the wall time."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)  # its signal is not handled, and ends us
