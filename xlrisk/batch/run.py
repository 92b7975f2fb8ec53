"""A run over many workbooks: one report for each, whatever happens to it."""

from __future__ import annotations

import contextlib
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import Any

from ..child import Bounds, Children, Failure
from .discover import Job
from .saving import sweep

Work = Callable[[Job], dict[str, Any]]  # called in a child, so a function of a module, or a partial
Failed = Callable[[Job, Failure, float], dict[str, Any]]  # with the seconds that it took


def run(
    jobs: Iterable[Job],
    work: Work,
    failed: Failed,
    bounds: Bounds,
    is_stopping: Callable[[], bool] = lambda: False,
) -> Generator[dict[str, Any], None, None]:
    """The report of each workbook, as soon as there is one; none is begun once it is stopping."""
    with Children(bounds) as children:
        for job in jobs:
            if is_stopping():
                return
            started = time.perf_counter()
            outcome = children.outcome(children.submit(work, job))
            if isinstance(outcome, Failure):
                if job.target:
                    sweep(job.target)
                outcome = failed(job, outcome, time.perf_counter() - started)
            yield outcome


@contextlib.contextmanager
def finishing_on_sigterm() -> Iterator[Callable[[], bool]]:
    """While this lasts, SIGTERM only asks to stop; gives what tells whether it has."""
    asked = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: asked.set())
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGTERM, before)
