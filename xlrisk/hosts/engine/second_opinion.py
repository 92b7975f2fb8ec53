"""A second engine's opinion on the values that the first has found.

IronCalc works in a process of its own: it holds the interpreter's lock while it calculates, prints
what it finds odd, may panic, and needs minutes for lookups in long unsorted columns. None of this
reaches the caller; all of it only means that there is no opinion. The process is started when it
is first needed, and asked again for the next workbook.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, cast

from ...workbook.values import ErrorText
from . import Cell, Position

_PROGRAM = Path(__file__).with_name("ironcalc_process.py")
_LOCK = threading.Lock()
_running: dict[int, subprocess.Popen[str]] = {}  # by process: a fork must not share a pipe


def second_opinion(
    package: bytes,
    first: Mapping[Position, Cell],
    spilling: Mapping[Position, str],
    seconds: float = 20.0,
) -> dict[Position, Cell] | None:
    """The values that IronCalc finds in an .xlsx package; None where it finds none in time.

    `first` holds the first engine's value of every cell with a formula, and of the cells that
    formulas spill into; `spilling` the formulas that take as many cells as they have values. A
    cell whose formula IronCalc does not know is not in the result, and counts with its first
    value where other formulas use it.
    """
    with tempfile.TemporaryDirectory(prefix="xlrisk-") as folder:
        path = Path(folder, "workbook.xlsx")  # IronCalc reads files only
        path.write_bytes(package)
        question = {
            "path": str(path),
            "first": [[*position, _encoded(value)] for position, value in first.items()],
            "spilling": [[*position, formula] for position, formula in spilling.items()],
        }
        answer = _answer(json.dumps(question), seconds)
    if answer is None:
        return None
    return {(sheet, row, column): _decoded(value) for sheet, row, column, value in answer}


def _answer(question: str, seconds: float) -> Any:
    with _LOCK:
        process = _running.get(os.getpid())
        if process is None or process.poll() is not None:
            process = _start()
        timer = threading.Timer(seconds, process.kill)
        timer.start()
        try:
            return _ask(process, question)
        except (OSError, ValueError):  # it died, or was killed in the middle of an answer
            _stop()
            return None
        except BaseException:
            _stop()  # its answer, when it comes, would be taken for that to the next question
            raise
        finally:
            timer.cancel()


def _ask(process: subprocess.Popen[str], question: str) -> Any:
    questions, answers = cast("IO[str]", process.stdin), cast("IO[str]", process.stdout)
    questions.write(question + "\n")
    questions.flush()
    return json.loads(answers.readline())


def _start() -> subprocess.Popen[str]:
    _stop()
    # -P: nothing that lies beside the program, or in the working directory, is imported
    command = [sys.executable, "-P", str(_PROGRAM)]
    process = subprocess.Popen(  # noqa: S603  # a program of ours
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="ascii",
    )
    _running[os.getpid()] = process
    return process


@atexit.register
def _stop() -> None:
    process = _running.pop(os.getpid(), None)
    if process is None:
        return
    process.kill()
    process.communicate()


def _encoded(value: Cell) -> Any:
    return {"error": value} if isinstance(value, ErrorText) else value


def _decoded(value: Any) -> Cell:
    cell: Cell = ErrorText(value["error"]) if isinstance(value, dict) else value
    return cell
