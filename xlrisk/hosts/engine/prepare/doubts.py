"""Whether the engine's own version of a function may give another answer than Excel.

A call into Python costs ten times as much as one inside the engine, and a cell of a range that is
passed costs another microsecond. So our versions are for the calls on which the engine may err. A
call that is not doubted was found to be calculated as ours is, by a test over values of all kinds
(`test_doubts.py`); every other one is doubted. A doubt costs time, a wrong number would cost trust.

Many doubts are only about what cells may hold: where values are known, `raised_by` tells whether
there is anything to them. One is not raised, since it would make most lookups doubtful: to an exact
lookup in the engine two numbers are the same that differ by less than 1e-12.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Flag, auto

from ....workbook.values import Cell, ErrorText
from . import argument_forms as forms
from .criterion_forms import Criterion, criterion

Texts = Sequence[str]

_LONGEST = 255  # characters that can be looked for
_BEYOND = "\uffff"  # characters above it count twice in Excel


class Doubt(Flag):
    """What a call is doubted for."""

    NONE = 0
    ALWAYS = auto()
    IF_TEXTS = auto()  # if cells hold texts that show numbers, or begin like a comparison
    IF_ERRORS = auto()  # if cells hold errors
    IF_BOOLEANS = auto()  # if cells hold booleans
    ARRAYS = auto()  # beside ALWAYS: it gives one value for many, whatever it gave before


# Functions of single values: right for all of them, whatever stands in their arguments.
ONE_VALUE = frozenset({
    "ABS", "ACOS", "ACOSH", "ACOT", "ASIN", "ASINH", "ATAN", "ATANH", "BITAND", "BITOR", "BITXOR",
    "CHAR", "DAY", "EVEN", "EXP", "FACT", "HOUR", "INT", "ISBLANK", "ISERR", "ISERROR", "ISLOGICAL",
    "ISNA", "ISNONTEXT", "ISNUMBER", "ISTEXT", "LN", "LOG", "LOG10", "MINUTE", "MONTH",
    "NORM.S.INV", "NORMSDIST", "NORMSINV", "NOT", "ODD", "ROUND", "ROUNDDOWN", "ROUNDUP", "SECH",
    "SECOND", "SIGN", "SQRT", "TANH", "TRUNC", "YEAR",
})  # fmt: skip
# The engine gives an error where we do, and nowhere else.
_SAME_ERRORS = frozenset({
    "FIND", "HLOOKUP", "ISBLANK", "ISERR", "ISERROR", "ISLOGICAL", "ISNA", "ISNONTEXT", "ISNUMBER",
    "ISTEXT", "LARGE", "MATCH", "SEARCH", "SMALL", "SUMPRODUCT", "VLOOKUP", "XLOOKUP", "XMATCH",
})  # fmt: skip
# These make another value of an error: nobody sees after them that the engine gave one in vain.
HIDE_ERRORS = frozenset({
    "AGGREGATE", "COUNT", "COUNTA", "ERROR.TYPE", "IFERROR", "IFNA", "ISERR", "ISERROR",
    "ISLOGICAL", "ISNA", "ISNONTEXT", "ISNUMBER", "ISTEXT", "TYPE",
})  # fmt: skip


def doubt(name: str, arguments: Texts, *, arrays: bool, errors_hidden: bool = False) -> Doubt:
    """Whether the engine's own version of a function may give another answer than Excel's.

    `name` is the plain upper-case name of a function that we have an override for; `arguments` are
    the texts of its arguments as the engine gets them; `arrays` says whether an argument that
    should be one value may be many. An error where Excel has a value counts as no answer, unless
    `errors_hidden`: the formula calls one of `HIDE_ERRORS`.
    """
    given = [argument.strip() for argument in arguments]
    if arrays:
        return Doubt.ALWAYS | Doubt.ARRAYS
    if name in _CRITERIA and all(given):
        return _of_criteria(name, given, errors_hidden=errors_hidden)
    if not all(given) or (errors_hidden and name not in _SAME_ERRORS):
        return Doubt.ALWAYS
    if name in ONE_VALUE:
        return Doubt.NONE
    judge = _JUDGES.get(name)
    return judge(given) if judge else Doubt.ALWAYS


def _of_criteria(name: str, given: Texts, *, errors_hidden: bool) -> Doubt:
    found = _CRITERIA[name](given)
    if not errors_hidden:
        return found
    return found | (Doubt.IF_ERRORS if all(map(forms.is_plain, given)) else Doubt.ALWAYS)


def raised_by(values: Iterable[Cell]) -> Doubt:
    """The doubts that these cells raise; a call is doubtful if it shares one with them."""
    found = Doubt.ALWAYS
    for value in values:
        if isinstance(value, str):
            if isinstance(value, ErrorText):
                found |= Doubt.IF_ERRORS
            elif forms.begins_a_comparison(value) or forms.shows_a_number(value):
                found |= Doubt.IF_TEXTS
        elif isinstance(value, bool):
            found |= Doubt.IF_BOOLEANS
    return found


def has_awkward_texts(texts: Iterable[str]) -> bool:
    """Whether a workbook holds texts for which even plain lookups are doubtful.

    They are longer than 255 characters, have a "~", or a character that takes two of UTF-16; and
    beside texts that are not ASCII a "?", which stands for one byte to the engine.
    """
    has_question = has_letters = False
    for text in texts:
        if "~" in text or len(text) > _LONGEST:
            return True
        if not text.isascii():
            if max(text) > _BEYOND:
                return True
            has_letters = True
        has_question = has_question or "?" in text
    return has_question and has_letters


# -- lookups --------------------------------------------------------------------------------------


def _none_if(condition: bool) -> Doubt:
    return Doubt.NONE if condition else Doubt.ALWAYS


def _table(given: Texts) -> Doubt:
    """VLOOKUP or HLOOKUP of what is equal."""
    return _none_if(
        len(given) == 4
        and forms.is_as_it_was(given[0])
        and forms.is_area(given[1])
        and forms.is_whole(given[2])
        and given[3].upper() in {"FALSE", "FALSE()", "0"}
    )


def _match(given: Texts) -> Doubt:
    exact = given[2:] == ["0"]
    return _none_if(exact and forms.is_as_it_was(given[0]) and forms.is_line(given[1]))


def _xmatch(given: Texts) -> Doubt:
    exact = given[2:] in ([], ["0"])
    return _none_if(exact and forms.is_as_it_was(given[0]) and forms.is_line(given[1]))


def _xlookup(given: Texts) -> Doubt:
    exact = given[4:] in ([], ["0"], ["0", "1"]) and all(map(forms.is_plain, given[3:4]))
    lines = forms.is_line(given[1]) and forms.are_alike(given[1:3])
    return _none_if(exact and lines and forms.is_as_it_was(given[0]))


# -- criteria -------------------------------------------------------------------------------------


def _of_pairs(pairs: Texts) -> Doubt:
    """Areas and criteria in turn."""
    if len(pairs) % 2 or not forms.are_alike(pairs[::2]):
        return Doubt.ALWAYS
    found = Doubt.NONE
    for argument in pairs[1::2]:
        found |= _of_criterion(argument)
    return found


def _of_criterion(argument: str) -> Doubt:
    match criterion(argument):
        case Criterion.PLAIN:
            return Doubt.NONE
        case Criterion.OF_A_VALUE:
            return Doubt.IF_TEXTS
        case _:
            return Doubt.ALWAYS


def _countif(given: Texts) -> Doubt:
    return _of_pairs(given)


def _sumif(given: Texts) -> Doubt:
    """The engine passes over errors in what it adds up."""
    alike = forms.are_alike([given[0], *given[2:]])
    return _of_pairs(given[:2]) | Doubt.IF_ERRORS if alike else Doubt.ALWAYS


def _maxifs(given: Texts) -> Doubt:
    return _of_pairs(given[1:]) if forms.are_alike(given[:2]) else Doubt.ALWAYS


def _sumifs(given: Texts) -> Doubt:
    return _maxifs(given) | Doubt.IF_ERRORS


# -- other functions ------------------------------------------------------------------------------


def _sumproduct(given: Texts) -> Doubt:
    """The engine takes texts and booleans for numbers, a single text for 0, and the first of errors
    from row to row, not from area to area."""
    if len(given) == 1 and forms.is_calculated(given[0]):
        return Doubt.NONE
    several = forms.are_alike(given) and not any(map(forms.is_cell, given))
    of_cells = Doubt.IF_TEXTS | Doubt.IF_BOOLEANS | Doubt.IF_ERRORS
    return of_cells if several else Doubt.ALWAYS


def _large(given: Texts) -> Doubt:
    return _none_if(forms.is_area(given[0]) and forms.is_whole(given[1]))


def _by_a_whole_number(given: Texts) -> Doubt:
    """MOD, which is exact then, and POWER, where 0 to the power of 0 is no number."""
    return _none_if(forms.is_whole(given[1]))


def _normal(given: Texts) -> Doubt:
    return _none_if(given[-1].upper() in {"TRUE", "FALSE", "TRUE()", "FALSE()", "0", "1"})


def _find(given: Texts) -> Doubt:
    """FIND or SEARCH; as texts, numbers and booleans are others in the engine."""
    part = forms.text_in(given[0])
    return _none_if(len(given) == 2 and part is not None and forms.is_in_no_number(part))


_Judge = Callable[[Texts], Doubt]
_LOOKUPS: dict[str, _Judge] = {
    "HLOOKUP": _table,
    "MATCH": _match,
    "VLOOKUP": _table,
    "XLOOKUP": _xlookup,
    "XMATCH": _xmatch,
}
_CRITERIA: dict[str, _Judge] = {
    "AVERAGEIF": _sumif,
    "AVERAGEIFS": _sumifs,
    "COUNTIF": _countif,
    "COUNTIFS": _countif,
    "MAXIFS": _maxifs,
    "MINIFS": _maxifs,
    "SUMIF": _sumif,
    "SUMIFS": _sumifs,
}
_JUDGES: dict[str, _Judge] = _LOOKUPS | {
    "FIND": _find,
    "LARGE": _large,
    "MOD": _by_a_whole_number,
    "NORM.DIST": _normal,
    "NORM.S.DIST": _normal,
    "NORMDIST": _normal,
    "POWER": _by_a_whole_number,
    "SEARCH": _find,
    "SMALL": _large,
    "SUMPRODUCT": _sumproduct,
}
