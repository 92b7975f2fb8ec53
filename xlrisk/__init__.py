"""xlrisk: how much of your risk is the market's, and how much your own doing.

Every worksheet function is here under its lower-case name (`xlrisk.beta_of`), besides

    evaluate(name, *cells)      what a cell shows, as every host asks for it
    explain(name, *cells)       the sentence behind it
    FUNCTIONS                   the record of every function, by its name
    recalculate(path, out)      a workbook recalculated without Excel, and the report
    CellError                   an error value and its sentence
    CellWarning                 the same of some results out of many, which are NaN

All of it is loaded on first use, so that `import xlrisk` costs next to nothing.
"""

from typing import Any as _Any

__version__ = "0.1.0"

_HOMES = {
    "CellError": ".errors",
    "CellWarning": ".errors",
    "FileError": ".errors",
    "XlriskError": ".errors",
    "FUNCTIONS": ".functions",
    "evaluate": ".functions.evaluate",
    "Explanation": ".functions.explain",
    "explain": ".hosts.python",
    "recalculate": ".batch.workbooks",
}

_ELSEWHERE = {"explain": "explain_arrays"}  # by another name there


def __getattr__(name: str) -> _Any:
    from importlib import import_module

    if name in _HOMES:
        value = getattr(import_module(_HOMES[name], __name__), _ELSEWHERE.get(name, name))
    elif name == "__all__":
        value = sorted([*_HOMES, *map(str.lower, import_module(".functions", __name__).FUNCTIONS)])
    else:
        function = import_module(".functions", __name__).FUNCTIONS.get(name.upper())
        if function is None or not name.islower():
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = import_module(".hosts.python", __name__).public(function)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__getattr__("__all__")})
