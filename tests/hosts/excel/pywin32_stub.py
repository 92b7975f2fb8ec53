"""A stub of pywin32, on which the real xlwings runs worksheet functions without Windows.

It has the surface of the modules that xlwings imports, and of COM what passes between Excel and
Python when a cell is calculated: ranges arrive as pointers, errors and omitted arguments as
integers, and what goes back must be something that COM can carry. It is no Excel: nothing here
calculates, and nobody should call a test on it a test in Excel.

Needs the standard library and xlwings only, as LibreOffice's Python imports it, too.

    with installed():
        call_udf("xlrisk.hosts.excel.functions", "BETA_OF", Range([[0.1], [0.2]]), ...)
"""

from __future__ import annotations

import contextlib
import ctypes
import datetime
import importlib
import math
import sys
import types
from collections.abc import Iterator
from typing import Any

from tests.hosts.excel.excel_objects import (
    ERRORS,
    MISSING,
    Currency,
    Dispatched,
    Pointer,
    Range,
    TimeType,
    Workbook,
    date,
    delivered,
)

__all__ = [
    "ERRORS",
    "MISSING",
    "MODULE",
    "ComError",
    "Currency",
    "Range",
    "Workbook",
    "call_udf",
    "carried",
    "date",
    "delivered",
    "install",
    "installed",
]

MODULE = "xlrisk.hosts.excel.functions"


class ComError(Exception):
    """pywintypes.com_error."""

    @property
    def hresult(self) -> Any:
        return self.args[0]


def call_udf(
    function: str, *arguments: Any, caller: Any = None, book: Any = None, module: str = MODULE
) -> Any:
    """What the VBA of the add-in gets for `XLPy.CallUDF(module, function, Array(...), ...)`.

    An argument is a Range, MISSING, a cell as COM delivers it, or a tuple (an array of VBA). A
    caller is a Range; a cell as COM delivers it if the function is not called from a cell.
    """
    com_server: Any = importlib.import_module("xlwings.com_server")
    given = tuple(Pointer(one) if hasattr(one, "type_name") else one for one in arguments)
    place = Range(None, "$Z$1") if caller is None else caller
    called_from = Pointer(place) if hasattr(place, "type_name") else place
    result = com_server.XLPython().CallUDF(
        module, function, given, Pointer(book) if book else None, called_from
    )
    return carried(result)


def carried(result: Any) -> Any:
    """A result as VBA gets it; TypeError for what pywin32 cannot make a VARIANT of."""
    if isinstance(result, (list, tuple)):
        if len({len(row) if isinstance(row, (list, tuple)) else -1 for row in result}) != 1:
            raise TypeError("a SAFEARRAY has rows of one length")
        return [carried(one) for one in result]
    if type(result) not in (float, int, str, bool) or (
        isinstance(result, float) and not math.isfinite(result)
    ):
        raise TypeError(f"{result!r} of {type(result)} is no VARIANT that a cell can show")
    return result


@contextlib.contextmanager
def installed() -> Iterator[Any]:
    """pywin32 and Excel's engine of xlwings are there; gives xlwings, and takes all back after."""
    before = {name: module for name, module in sys.modules.items() if _is_affected(name)}
    for name in before:
        del sys.modules[name]
    _set_in_package(None)
    had = {name: getattr(ctypes, name, None) for name in ("windll", "oledll")}
    try:
        yield install()
    finally:
        if com_server := sys.modules.get("xlwings.com_server"):
            com_server.loop.close()  # which is for asynchronous functions, and never ran
        for name in [name for name in sys.modules if _is_affected(name)]:
            del sys.modules[name]
        sys.modules.update(before)
        _set_in_package(before.get(MODULE))
        for name, library in had.items():
            if library is None:
                delattr(ctypes, name)


def install() -> Any:
    """The same for good, in a process that does nothing else; gives xlwings."""
    sys.modules.update(_modules())
    anything: Any = _Anything()
    for name in ("windll", "oledll"):
        if not hasattr(ctypes, name):
            setattr(ctypes, name, anything)
    real, patched = ctypes.PyDLL, ctypes
    patched.PyDLL = lambda *_, **__: anything  # type: ignore[assignment,misc]
    try:
        xlwings: Any = importlib.import_module("xlwings")
        windows: Any = importlib.import_module("xlwings._xlwindows")
    finally:
        patched.PyDLL = real  # type: ignore[misc]
    # from here on what xlwings/__init__.py does on Windows
    engine = xlwings.Engine(impl=windows.engine)
    xlwings.engines.add(engine)
    xlwings.engines.active = engine
    udfs: Any = importlib.import_module("xlwings.udfs")
    com_server: Any = importlib.import_module("xlwings.com_server")
    xlwings.serve = com_server.serve
    xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    xlwings.script = xlwings.sub = udfs.xlsub
    return xlwings


class _Anything:
    """A library of which xlwings looks up functions on import."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything()

    def __call__(self, *_: Any, **__: Any) -> Any:
        return _Anything()


def _modules() -> dict[str, types.ModuleType]:
    """The modules of pywin32, each with what xlwings takes from it."""
    made: dict[str, types.ModuleType] = {}

    def module(name: str, **contents: Any) -> None:
        made[name] = types.ModuleType(name)
        made[name].__dict__.update(contents)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(made[parent], child, made[name])

    module("pywintypes", com_error=ComError, error=OSError, IID=str, TimeType=TimeType)
    module(
        "pythoncom",
        __file__="pythoncom.dll",
        CLSCTX_LOCAL_SERVER=4,
        CoInitialize=lambda: None,
        CoMarshalInterThreadInterfaceInStream=lambda *_: None,
        CoRegisterClassObject=lambda *_: 1,
        CoResumeClassObjects=lambda: None,
        CoRevokeClassObject=lambda _: None,
        CoUninitialize=lambda: None,
        EnableQuitMessage=lambda _: None,
        IID_IDispatch="IDispatch",
        IID_IEnumVARIANT="IEnumVARIANT",
        MakePyFactory=lambda _: None,
        PumpWaitingMessages=lambda: 1,  # WM_QUIT: Excel has gone
        REGCLS_MULTIPLEUSE=1,
        REGCLS_SUSPENDED=4,
        TypeIIDs={"IDispatch": Pointer},
        com_error=ComError,
        ole_error=ComError,
    )
    module("win32api", GetCurrentThreadId=lambda: 1)
    module("win32con")
    module("win32event", INFINITE=-1, QS_ALLEVENTS=0, WAIT_OBJECT_0=0)
    made["win32event"].__dict__["MsgWaitForMultipleObjects"] = lambda *_: 0
    module("win32gui")
    module("win32process", GetWindowThreadProcessId=lambda _: (1, 4711))
    utc = types.SimpleNamespace(utc=lambda: datetime.UTC)
    module("win32timezone", TimeZoneInfo=utc)
    module("win32com")
    module(
        "win32com.client",
        CDispatch=Dispatched,
        CoClassBaseClass=type("CoClassBaseClass", (), {}),
        Dispatch=lambda of, **_: Dispatched(of) if isinstance(of, Pointer) else of,
        DispatchBaseClass=type("DispatchBaseClass", (), {}),
        DispatchEx=_no_program,
    )
    module("win32com.client.dynamic")
    module("win32com.client.gencache")
    module("win32com.server")
    module("win32com.server.dispatcher")
    module("win32com.server.policy", DefaultPolicy=object)
    module("win32com.server.exception", COMException=ComError)
    module("win32com.server.util", wrap=lambda of, *_, **__: _Wrapped(of), unwrap=_unwrapped)
    return made


class _Wrapped:
    """A Python object in the hands of VBA."""

    def __init__(self, of: Any) -> None:
        self.of = of


def _unwrapped(wrapped: Any) -> Any:
    if not isinstance(wrapped, _Wrapped):
        raise ComError(-2147467262, "no object of Python")  # E_NOINTERFACE
    return wrapped.of


def _no_program(name: str) -> Any:
    raise ComError(-2147221005, f"{name}: invalid class string")


def _is_affected(name: str) -> bool:
    top = name.partition(".")[0]
    stubbed = ("pythoncom", "pywintypes", "win32api", "win32con", "win32event", "win32gui")
    return (
        top in (*stubbed, "win32process", "win32timezone", "win32com", "xlwings") or name == MODULE
    )


def _set_in_package(module: Any) -> None:
    """`from xlrisk.hosts.excel import functions` asks the package before it imports."""
    package, _, name = MODULE.rpartition(".")
    if package in sys.modules:
        vars(sys.modules[package]).pop(name, None)
        if module:
            setattr(sys.modules[package], name, module)
