"""The process that VBA reaches: xlwings' own server object, on the stub of pywin32.

It reads one question of VBA from each line of its input, and answers with a line. What COM would
deliver is made of what LibreOffice has: ranges, errors and omitted arguments.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from typing import Any

from tests.hosts.excel import excel_objects, pywin32_stub

_A_REFERENCE = "an object of Python"


def main() -> None:
    """Answer questions until there are no more."""
    pywin32_stub.install()
    server = _Server()
    for line in sys.stdin:
        verb, *rest = json.loads(line)
        try:
            answer = {"result": server.answer(verb, rest), "noted": server.noted()}
        except Exception as error:  # COM would raise it in VBA
            answer = {"failed": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


class _Server:
    """xlwings' XLPython, with references in the place of the objects that VBA would hold."""

    def __init__(self) -> None:
        com_server: Any = importlib.import_module("xlwings.com_server")
        self._python = com_server.XLPython()
        self._objects: list[Any] = []
        self._commands: list[str] = []
        self._verbs: dict[str, Callable[..., Any]] = {
            "CallUDF": self._call_udf,
            "Call": self._call,
            "SetAttr": self._set_attribute,
        }

    def answer(self, verb: str, arguments: list[Any]) -> Any:
        do = self._verbs.get(verb) or getattr(self._python, verb)
        result = do(*map(self._found, arguments))
        if result is None or isinstance(result, (str, float, bool, int, list)):
            return result
        self._objects.append(result)
        return [_A_REFERENCE, len(self._objects) - 1]

    def noted(self) -> list[str]:
        """The commands of the ribbon that were run since this was last called."""
        noted, self._commands = self._commands, []
        return noted

    def _found(self, argument: Any) -> Any:
        """The object, where the argument is a reference to one."""
        if isinstance(argument, list) and argument[:1] == [_A_REFERENCE]:
            return self._objects[int(argument[1])]
        return argument

    def _call_udf(self, module: str, name: str, sent: list[Any]) -> Any:
        return pywin32_stub.call_udf(name, *map(_delivered, sent), module=module)

    def _set_attribute(self, owner: Any, name: str, book: str) -> None:
        self._python.SetAttr(owner, name, excel_objects.Pointer(excel_objects.Workbook(book)))

    def _call(self, *arguments: Any) -> Any:
        """The call as it stands, but that commands are noted and not carried out without Excel."""
        ribbon: Any = importlib.import_module("xlrisk.commands.ribbon")
        real = ribbon.run
        ribbon.run = self._note
        try:
            return self._python.Call(*arguments)
        finally:
            ribbon.run = real

    def _note(self, command: str) -> str:
        self._commands.append(command)
        return f"{command} has something to tell"


def _delivered(sent: list[Any]) -> Any:
    """An argument as COM delivers it."""
    match sent:
        case ["missing"]:
            return pywin32_stub.MISSING
        case ["an error", str(shown)]:
            return pywin32_stub.ERRORS[shown]
        case ["a range", str(address), values]:
            return pywin32_stub.Range(_with_errors(values), address)
        case ["a value", value]:
            return tuple(map(tuple, value)) if isinstance(value, list) else value
        case _:
            raise TypeError(f"{sent!r} is nothing that VBA sends")


def _with_errors(values: Any) -> Any:
    """A range's values: an error, which comes as a pair, is its text to the stub."""
    if not isinstance(values, list):
        return values
    if values[:1] == ["an error"]:
        return values[1]
    return [_with_errors(each) for each in values]


if __name__ == "__main__":
    main()
