"""LibreOffice with the shipped VBA in it: types formulas, and carries what VBA asks to Python.

UNO belongs to LibreOffice's own Python, so this file is the program that runs there. It reads one
order from each line of its input, and answers with a line. It starts LibreOffice and the process
that plays the COM server, and ends both.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, cast

from tests.uno_bridge import connected, property_of

_SECONDS_TO_START = 90
_ALWAYS_RUN_MACROS = 4  # com.sun.star.document.MacroExecMode.ALWAYS_EXECUTE_NO_WARN
_MODULE_KINDS = {".bas": 1, ".cls": 2}  # com.sun.star.script.ModuleType
_EDITOR = "com.sun.star.script.BasicIDE"
_SHEET = "Examples"
_ERROR_CELLS = 4  # com.sun.star.sheet.FormulaResult.ERROR
_TEXTS, _LOGICAL = 2, 1024  # FormulaResult.STRING; NumberFormat.LOGICAL
_EVERYTHING = 1 | 2 | 4 | 16 | 32  # com.sun.star.sheet.CellFlags: contents and formats
_EXCEL_ERRORS = {  # what Excel shows for the errors that LibreOffice counts in its own way
    32767: "#N/A",
    532: "#DIV/0!",
    519: "#VALUE!",
    502: "#VALUE!",
    503: "#NUM!",
    524: "#REF!",
    525: "#NAME?",
}


def main(soffice: str, document: str, profile: str, *server: str) -> None:
    """Serve orders about this document until there are no more."""
    name = f"xlrisk-{Path(profile).parent.name}"
    address = f"pipe,name={name};urp;"
    office = subprocess.Popen(
        [
            soffice,
            f"-env:UserInstallation={Path(profile).as_uri()}",
            *("--headless", "--norestore", "--nologo", f"--accept={address}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    python = subprocess.Popen(server, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        desktop = connected(address, _SECONDS_TO_START)
        calc = _Calc(desktop, Path(document), _Python(python))
        _say({"result": calc.modules})
        for line in sys.stdin:
            order = json.loads(line)
            try:
                answer = {"result": calc.done(order["do"], order["with"])}
            except Exception as error:
                answer = {"failed": f"{type(error).__name__}: {error}"}
            _say(answer)
        calc.document.close(True)
        desktop.terminate()
        office.wait(_SECONDS_TO_START)
    finally:
        python.communicate()  # what is left of LibreOffice then is ended with this process's group


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


class _Python:
    """The process that plays the COM server, and what was asked of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.asked: list[Any] = []

    def answer(self, question: Any) -> Any:
        self.asked.append(question)
        questions, answers = (cast("IO[str]", self._process.stdin), self._process.stdout)
        questions.write(json.dumps(question) + "\n")
        questions.flush()
        answer = json.loads(cast("IO[str]", answers).readline())
        if answer.get("noted"):
            self.asked.append(["noted", *answer["noted"]])
        return answer


class _Calc:
    """The document: its cells and its Basic."""

    def __init__(self, desktop: Any, path: Path, python: _Python) -> None:
        self._python = python
        self._desktop = desktop
        self.document = self._load(path)
        self.document.Sheets.insertNewByName(_SHEET, 1)  # the add-in's own has its settings
        self._others: list[Any] = []
        libraries = self.document.BasicLibraries
        self._project = str(libraries.ProjectName)
        self._library = libraries.getByName(self._project)
        self.modules = {name: self._library.getByName(name) for name in self._library.ElementNames}

    def _load(self, path: Path) -> Any:
        run = property_of("MacroExecutionMode", _ALWAYS_RUN_MACROS)
        return self._desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (run,))

    def open_another(self, path: str) -> None:
        """One more workbook, which becomes the active one."""
        self._others.append(self._load(Path(path)))

    def close_another(self) -> None:
        self._others.pop().close(True)

    def put_modules(self, texts: dict[str, str]) -> None:
        """Modules of VBA by the name of a file, in the place of any of that name."""
        from com.sun.star.script import ModuleInfo  # type: ignore[import-not-found]

        for file, text in texts.items():
            name, kind = Path(file).stem, _MODULE_KINDS[Path(file).suffix]
            self.remove_modules([name])
            self._library.insertModuleInfo(name, ModuleInfo(ModuleType=kind))
            kinds = "Option ClassModule\n" if kind == _MODULE_KINDS[".cls"] else ""
            self._library.insertByName(name, f"Option VBASupport 1\n{kinds}{text}")

    def remove_modules(self, names: list[str]) -> None:
        for name in names:
            if self._library.hasByName(name):
                self._library.removeByName(name)
            if self._library.hasModuleInfo(name):
                self._library.removeModuleInfo(name)

    def done(self, order: str, arguments: list[Any]) -> Any:
        """Carry out an order; raises where it fails, or where VBA does without saying so."""
        try:
            return getattr(self, order)(*arguments)
        finally:
            self._refuse_unhandled_errors()

    def _refuse_unhandled_errors(self) -> None:
        """Raise where an error of VBA was handled by nobody, which LibreOffice answers by nothing.

        It opens its editor of Basic there, which has to be closed: it would crash with all of
        LibreOffice when a module that it shows is replaced.
        """
        components = self._desktop.Components.createEnumeration()
        editors = []
        while components.hasMoreElements():
            component = components.nextElement()
            if component.supportsService(_EDITOR):
                editors.append(component)
        for editor in editors:
            editor.CurrentController.Frame.close(True)
        if editors:
            raise RuntimeError("VBA has ended in an error that no `On Error` handles")

    def connect(self) -> None:
        """Hand the way to Python to the double of the DLL."""
        self.run("PythonConnection.Connect", [_listener(self._ask)])

    def disconnect(self) -> None:
        self.run("PythonConnection.Disconnect", [])

    def run(self, procedure: str, arguments: list[Any]) -> Any:
        """Call a procedure of VBA, and give its result."""
        place = f"vnd.sun.star.script:{self._project}.{procedure}?language=Basic&location=document"
        script = self.document.getScriptProvider().getScript(place)
        return script.invoke(tuple(arguments), (), ())[0]

    def asked(self) -> list[Any]:
        """What VBA has asked of Python since this was last called."""
        asked, self._python.asked = self._python.asked, []
        return asked

    def clear(self) -> None:
        sheet = self._sheet()
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        area = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
        area.clearContents(_EVERYTHING)

    def write(self, row: int, column: int, rows: list[list[Any]]) -> None:
        """Cells as they are typed: a text that starts with = is a formula, None leaves it empty."""
        for down, cells in enumerate(rows):
            for across, value in enumerate(cells):
                cell = self._sheet().getCellByPosition(column + across, row + down)
                if isinstance(value, str) and value.startswith("="):
                    cell.setFormula(value)
                elif isinstance(value, str):
                    cell.setString(value)
                elif value is not None:
                    cell.setValue(float(value))

    def write_array(self, row: int, column: int, rows: int, columns: int, formula: str) -> None:
        """A formula that fills a block, as with Ctrl+Shift+Enter."""
        self._block(row, column, rows, columns).setArrayFormula(formula)

    def read(self, row: int, column: int, rows: int, columns: int) -> list[list[Any]]:
        """What the cells show: a number, TRUE or FALSE, a text, or an error as Excel writes it."""
        self.document.calculate()
        return [
            [self._shown(column + across, row + down) for across in range(columns)]
            for down in range(rows)
        ]

    def _shown(self, column: int, row: int) -> Any:
        cell = self._sheet().getCellByPosition(column, row)
        if error := cell.getError():
            return _EXCEL_ERRORS.get(error, f"Err:{error}")
        if cell.FormulaResultType2 == _TEXTS:
            return cell.String
        kind = self.document.NumberFormats.getByKey(cell.NumberFormat).Type
        return bool(cell.Value) if kind & _LOGICAL else cell.Value

    def _ask(self, question: tuple[Any, ...]) -> Any:
        """A question of the double: what it wants, and with what."""
        verb, *rest = question
        answer = self._python.answer([verb, *(self._plain(each) for each in rest)])
        if "failed" in answer:
            return ("failed", answer["failed"])
        result = answer["result"]
        if isinstance(result, list) and result and isinstance(result[0], list):
            return ("rows", tuple(map(tuple, result)))
        return ("result", tuple(result) if isinstance(result, list) else result)

    def _plain(self, value: Any) -> Any:
        """What VBA passes, as JSON; a number is a double, as Excel has no others."""
        if isinstance(value, tuple):
            if value and value[0] == "a range":
                return ["a range", value[2], self._with_errors(*value[1:])]
            return [self._plain(each) for each in value]
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def _with_errors(self, sheet: str, address: str, values: Any) -> Any:
        """A range's values with its errors, for which LibreOffice's Range.Value has 0."""
        rows = self._plain(values if isinstance(values, tuple) else ((values,),))
        block = self.document.Sheets.getByName(sheet).getCellRangeByName(address.replace("$", ""))
        top, left = block.RangeAddress.StartRow, block.RangeAddress.StartColumn
        for place in block.queryFormulaCells(_ERROR_CELLS).RangeAddresses:
            for row in range(place.StartRow, place.EndRow + 1):
                for column in range(place.StartColumn, place.EndColumn + 1):
                    rows[row - top][column - left] = ["an error", self._shown(column, row)]
        return rows if isinstance(values, tuple) else rows[0][0]

    def _sheet(self) -> Any:
        return self.document.Sheets.getByName(_SHEET)

    def _block(self, row: int, column: int, rows: int, columns: int) -> Any:
        return self._sheet().getCellRangeByPosition(
            column, row, column + columns - 1, row + rows - 1
        )


def _listener(answer: Any) -> Any:
    """An object of UNO that Basic calls: `invoke(question, Array(), Array())`."""
    import unohelper  # type: ignore[import-not-found]
    from com.sun.star.script.provider import XScript  # type: ignore[import-not-found]

    class Listener(unohelper.Base, XScript):  # type: ignore[misc]
        def invoke(self, question: Any, _places: Any, _outs: Any) -> Any:
            return answer(question), (), ()

    return Listener()


if __name__ == "__main__":
    main(*sys.argv[1:])
