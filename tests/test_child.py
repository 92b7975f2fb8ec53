"""Children with bounds: whatever they do, there is an outcome, and nobody is left behind."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.batch import works
from xlrisk.batch.discover import Job
from xlrisk.batch.run import run
from xlrisk.child import Bounds, Children, Failure

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
SHORT = Bounds(seconds=1.0)


def outcome(function: Callable[..., Any], *arguments: Any, **bounds: Any) -> Any:
    with Children(Bounds(**bounds)) as children:
        return children.outcome(children.submit(function, *arguments))


@pytest.fixture
def children() -> Iterator[Children]:
    with Children(SHORT) as children:
        yield children


def test_one_child_serves_many_files_in_a_group_of_its_own() -> None:
    with Children(Bounds()) as children:
        calls = [children.submit(works.process) for _ in range(3)]
        (process,) = {children.outcome(call) for call in calls}
        assert process != os.getpid()
        assert children.outcome(children.submit(works.is_daemon_of, os.getpid())) is True


def test_nobody_waits_longer_than_said() -> None:
    """As for a child that is never started, and whose own time does not begin."""
    with Children(Bounds()) as children:
        found = children.outcome(children.submit(works.hang), within=0.5)
    assert isinstance(found, Failure)
    assert found.status == "timed out"


@pytest.mark.parametrize(
    ("stem", "status", "reason"),
    [
        ("hangs", "timed out", "It took longer than 1 s; allow more by --timeout S."),
        ("dies", "crashed", "SIGSEGV"),
        ("refuses", "refused", "It is not to be."),
        ("fails", "failed", "(ValueError: a fault of ours). Please report it"),
        ("panics", "failed", "(Panic: in Rust)"),
        ("eats", "failed", "more than 4,096 MiB of memory; allow more by --memory MIB."),
    ],
)
def test_a_file_costs_only_itself(stem: str, status: str, reason: str) -> None:
    def failed(job: Job, failure: Failure, seconds: float) -> dict[str, Any]:
        return {"status": failure.status, "reason": failure.reason, "took": seconds}

    jobs = [Job(Path(f"{name}.xlsx"), None) for name in ("good", stem, "good")]
    before, found, after = run(jobs, works.by_name, failed, SHORT)
    assert before["status"] == after["status"] == "done"
    assert found["status"] == status
    assert reason in found["reason"]
    assert found["took"] > 0
    assert (before["process"] == after["process"]) is (status in ("refused", "failed"))


@pytest.mark.parametrize(
    "function", [works.hang_past_signals, works.spin, works.exit_at_once], ids=lambda f: f.__name__
)
def test_what_heeds_nothing_is_ended_too(function: Callable[[], None], children: Children) -> None:
    found = children.outcome(children.submit(function))
    assert isinstance(found, Failure)
    assert found.status == "timed out"
    assert isinstance(children.outcome(children.submit(works.process)), int)


def test_a_fault_of_ours_comes_with_its_traceback(children: Children) -> None:
    found = children.outcome(children.submit(works.by_name, Job(Path("fails.xlsx"), None)))
    assert isinstance(found, Failure)
    assert "works.py" in found.traceback


@pytest.mark.timeout(60)
def test_a_child_of_a_child_ends_with_it(tmp_path: Path, children: Children) -> None:
    told = tmp_path / "process"
    found = children.outcome(children.submit(works.start_another_and_hang, told))
    assert isinstance(found, Failure)
    assert found.status == "timed out"
    _await_the_end_of(int(told.read_text()))


@pytest.mark.timeout(60)
def test_leaving_ends_everything_at_once(tmp_path: Path) -> None:
    told = tmp_path / "process"
    with Children(Bounds()) as children:
        child = children.outcome(children.submit(works.process))
        assert isinstance(child, int)
        children.submit(works.start_another_and_hang, told)
        while not told.exists():
            pass
    _await_the_end_of(int(told.read_text()))
    _await_the_end_of(child)


def test_what_a_child_prints_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    assert outcome(works.talk) == "said"
    assert outcome(works.read_from_the_terminal) == ""
    captured = capfd.readouterr()
    assert captured.out == captured.err == ""


def test_the_size_of_files_is_bounded(tmp_path: Path) -> None:
    file = tmp_path / "file"
    assert outcome(works.write_much, file, 1 << 20, file_size=1) == "written"
    assert outcome(works.write_much, file, 2 << 20, file_size=1) == "File too large"


def test_what_lies_about_is_cleared_away(tmp_path: Path) -> None:
    folder = Path(outcome(works.scratch))
    assert folder.name
    assert not folder.exists()

    def failed(job: Job, failure: Failure, _: float) -> dict[str, Any]:
        return {"status": failure.status}

    job = Job(Path("leaves.xlsx"), tmp_path / "leaves.xlsx")
    mine = tmp_path / ".leaves.xlsx.mine"
    mine.touch()
    assert list(run([job], works.by_name, failed, SHORT)) == [{"status": "crashed"}]
    assert list(tmp_path.iterdir()) == [mine]


def test_no_file_is_begun_once_it_is_stopping() -> None:
    done: list[Any] = []
    jobs = [Job(Path(f"{number}.xlsx"), None) for number in range(5)]
    reports = run(jobs, works.name, lambda *_: {}, Bounds(), lambda: len(done) == 2)
    for report in reports:
        done.append(report["path"])  # noqa: PERF401  (`is_stopping` looks at it meanwhile)
    assert done == ["0.xlsx", "1.xlsx"]


def _await_the_end_of(process: int) -> None:
    """Return once a process has ended; where none is told to, the test takes too long and fails."""
    while _runs(process):
        os.sched_yield()


def _runs(process: int) -> bool:
    """Whether a process is alive; one that has ended and was not asked for yet is not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"
