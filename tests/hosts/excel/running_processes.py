"""A stand-in for the processes of Windows, as `runner` lists and ends them."""

from __future__ import annotations

import signal
import types
from typing import Any


class Processes:
    """The Excels that run, as `tasklist` lists them; those that were ended are noted."""

    def __init__(self, *running: int) -> None:
        self.running = set(running)
        self.ended: list[int] = []

    def run(self, command: list[str], **_: Any) -> Any:
        assert command[0] == "tasklist"
        process = int(command[2].removeprefix("PID eq "))
        listed = f'"EXCEL.EXE","{process}","Console","1","100 K"\n'
        none = "INFO: No tasks are running which match the specified criteria.\n"
        return types.SimpleNamespace(stdout=listed if process in self.running else none)

    def kill(self, process: int, how: int) -> None:
        assert how == signal.SIGTERM
        self.running.remove(process)
        self.ended.append(process)
