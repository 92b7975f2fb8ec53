"""The rules that hosts impose on declarations: Excel, LibreOffice, VBA and Python.

`violations` is empty for a catalogue that every host accepts. Two rules stand elsewhere: that 0 and
"left out" mean the same shows in evaluation only, and no record can ask to be volatile.
"""

from __future__ import annotations

import inspect
import keyword
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources

from .catalogue import LONGEST_TEXT, Argument, Function
from .cells import ERRORS

LAST_COLUMN = "XFD"
LAST_ROW = 1_048_576

# The reserved identifiers of [MS-VBAL] 3.3.5.2, then the words that only some statements reserve:
# VBA accepts those as names in places, and the editor or a reader stumbles over them.
_VBA_WORDS = """
    abs addressof and any array as attribute boolean byref byte byval call case cbool cbyte ccur
    cdate cdbl cdec cdecl cint circle clng clnglng clngptr close const csng cstr currency cvar cverr
    date debug decimal declare defbool defbyte defcur defdate defdbl defdec defint deflng deflnglng
    deflngptr defobj defsng defstr defvar dim do doevents double each else elseif empty end endif
    enum eqv erase event exit false fix for friend function get global gosub goto if imp implements
    in input inputb int integer is lbound len lenb let like lineinput lock long longlong longptr
    loop lset me mod new next not nothing null on open option optional or paramarray preserve print
    private pset public put raiseevent redim rem resume return rset scale seek select set sgn shared
    single spc static stop string sub tab then to true type typeof ubound unlock until variant
    vb_base vb_control vb_creatable vb_customizable vb_description vb_exposed vb_ext_key
    vb_globalnamespace vb_helpid vb_invoke_func vb_invoke_property vb_invoke_propertyput
    vb_invoke_propertyputref vb_memberflags vb_name vb_predeclaredid vb_procdata vb_templatederived
    vb_usermemid vb_vardescription vb_varhelpid vb_varmemberflags vb_varprocdata vb_varusermemid
    wend while with withevents write xor

    access alias appactivate append base beep begin binary chdir chdrive class class_initialize
    class_terminate collection compare database deletesetting error explicit filecopy go kill lib
    line load mid midb mkdir module name object output property ptrsafe random randomize read reset
    rmdir savepicture savesetting sendkeys setattr step text time unload version width
"""
VBA_WORDS = frozenset(_VBA_WORDS.split())
WRAPPER_WORDS = frozenset({"caller", "k"})  # names that the VBA around a function uses itself


@cache
def built_in_names() -> frozenset[str]:
    """The names of all worksheet functions that Excel and LibreOffice have."""
    lines = resources.files("xlrisk.functions").joinpath("reserved_names.txt").read_text("utf-8")
    return frozenset(line for line in lines.splitlines() if not line.startswith("#"))


def violations(functions: Mapping[str, Function]) -> list[str]:
    """One sentence for each rule that a declaration breaks."""
    names = Counter(function.name.upper() for function in functions.values())
    found = [
        f"{count} functions are named {name}, case apart."
        for name, count in names.items()
        if count > 1
    ]
    for function in functions.values():
        found += _of_the_name(function.name)
        found += _of_the_record(function, names)
        found += _of_the_arguments(function, names)
        found += _of_the_texts(function)
    return found


def hidden_names(names: Iterable[str], functions: Mapping[str, Function]) -> list[str]:
    """Those names of ranges, tables, sheets or modules that hide a function from Excel's cells."""
    taken = {function.name.upper() for function in functions.values()}
    return [name for name in names if name.upper() in taken]


def is_cell_address(name: str) -> bool:
    """Whether a formula would read the name as a cell, a row or a column: TAX2026, R1C1."""
    if re.fullmatch(r"R[0-9]*(C[0-9]*)?|C[0-9]*", name, re.IGNORECASE):
        return True
    address = re.fullmatch(r"([A-Z]{1,3})([0-9]+)", name.upper())
    if not address:
        return False
    column, row = address[1], int(address[2])
    return (len(column), column) <= (len(LAST_COLUMN), LAST_COLUMN) and 1 <= row <= LAST_ROW


def _of_the_name(name: str) -> Iterator[str]:
    if name != name.upper():
        yield f"{name} is not in upper case."
    if len(name) < 3:
        yield f"{name} has fewer than 3 characters."
    if name.upper() in built_in_names():
        yield f"{name} is a built-in function of Excel or LibreOffice."
    if keyword.iskeyword(name.lower()) or keyword.issoftkeyword(name.lower()):
        yield f"{name} is a Python keyword in lower case."
    yield from _of_any_name(name, name)


def _of_any_name(name: str, called: str) -> Iterator[str]:
    """What holds for functions and arguments alike; `called` is the name in the sentence."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name):
        yield f"{called} is not a letter followed by letters, digits and underscores."
    if is_cell_address(name):
        yield f"{called} is a cell address."
    if name.lower() in VBA_WORDS:
        yield f"{called} is a word of VBA."
    if name.lower() in WRAPPER_WORDS:
        yield f"{called} is a name that the VBA wrapper uses."


def _of_the_record(function: Function, names: Iterable[str]) -> Iterator[str]:
    yield from _of_the_examples(function)
    for other in function.see_also:
        if other not in names:
            yield f"{function.name} points to {other}, which is not declared."
    failures = [str(example.result) for example in function.examples if example.fails]
    for code in dict.fromkeys([*(code for code, _ in function.errors), *failures]):
        if code not in ERRORS:
            yield f"{function.name} gives {code}, which is no error value."
    if inspect.iscoroutinefunction(function.body):
        yield f"{function.name} is asynchronous."


def _of_the_examples(function: Function) -> Iterator[str]:
    if function.arguments:  # without any, nothing can be wrong
        if len(function.examples) < 2:
            yield f"{function.name} has fewer than 2 examples."
        if not any(example.fails for example in function.examples):
            yield f"{function.name} has no example that fails."
    for example in function.examples:
        if len(example.arguments) > len(function.arguments):
            yield f"{function.name} has the example {example.about}, which no program accepts."


def _of_the_arguments(function: Function, names: Iterable[str]) -> Iterator[str]:
    optional_before = ""
    spelled = Counter(argument.name.lower() for argument in function.arguments)
    for name, count in spelled.items():
        if count > 1:
            yield f"{count} arguments of {function.name} are named {name}, case apart."
    for argument in function.arguments:
        called = f"{argument.name} of {function.name}"
        yield from _of_the_argument_name(argument.name, called, names)
        yield from _of_the_default(argument, called)
        if argument.optional:
            optional_before = argument.name
        elif optional_before:
            yield f"{called} is required and follows {optional_before}, which is optional."


def _of_the_argument_name(name: str, called: str, names: Iterable[str]) -> Iterator[str]:
    """The specification gives names such as x, y, lower and upper.

    So an argument may be short and may be named like a built-in; nothing takes it for a call.
    """
    if name != name.lower():
        yield f"{called} is not in lower case."
    if keyword.iskeyword(name):
        yield f"{called} is a Python keyword."
    if name.upper() in names:
        yield f"{called} is the name of a function."
    yield from _of_any_name(name, called)


def _of_the_default(argument: Argument, called: str) -> Iterator[str]:
    """Defaults of numbers are free: 0 and an omitted argument give the default alike."""
    choices = list(argument.kind.choices)
    if argument.optional and choices and argument.default != choices[0]:
        yield f"{called} has the default {argument.default}, not its first choice {choices[0]}."


def _of_the_texts(function: Function) -> Iterator[str]:
    for what, text in _texts(function):
        if len(text) > LONGEST_TEXT:
            yield f"{what} of {function.name} has {len(text)} characters, more than {LONGEST_TEXT}."
        # a function that computes nothing, as XLRISK_VERSION, has no formula
        if not text.strip() and what != "The formula":
            yield f"{what} of {function.name} is empty."


def _texts(function: Function) -> Iterator[tuple[str, str]]:
    """Every text of a record that a user reads, and what it is called in a sentence."""
    yield "The category", function.category
    yield "The summary", function.summary
    yield "The formula", function.formula
    yield "The source", function.source
    for number, paragraph in enumerate(function.details, start=1):
        yield f"Paragraph {number}", paragraph
    for number, (code, when) in enumerate(function.errors, start=1):
        # an empty `when` says nothing; a host shows it together with the code
        yield f"Error line {number}", f"{code} {when}" if when.strip() else ""
    for number, example in enumerate(function.examples, start=1):
        yield f"The note of example {number}", example.about
    for argument in function.arguments:
        yield f"The text of {argument.name}", argument.full_text if argument.text.strip() else ""
        for word, meaning in argument.kind.choices.items():
            yield f'The meaning of "{word}" ({argument.name})', meaning
