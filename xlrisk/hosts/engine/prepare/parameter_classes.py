"""Which argument of which function wants a reference, a value or an array.

Excel compiles a formula into tokens of these classes (MS-XLS 2.5.198.2, and OpenOffice's
documentation of the Excel file format, chapter 3.2). In a formula written before dynamic arrays an
area where a value is wanted means the one cell of it in the formula's row or column, so the
classes decide what such a formula calculates.

An argument has two letters. The first is what it wants: R a reference, V a value. The second says
what becomes of the class that a value or an array has there:

    O  it stays as it is               V  a value            A  an array
    R  as around the function call     X  as around the call, where that is an array
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class TokenClass(Enum):
    REFERENCE = "R"
    VALUE = "V"
    ARRAY = "A"


@dataclass(frozen=True, slots=True)
class Context:
    """What an argument takes over from the call, or from the operator, that it belongs to."""

    conversion: str  # the second letter of the argument that the call stands in
    applied: TokenClass | None  # what that came to; None: nothing was converted
    under_reference: bool  # the call itself is a reference


CELL = Context("V", TokenClass.VALUE, under_reference=False)
CELL_PARAMETER = "VV"
OPERAND_OF_OPERATOR = "VP"  # as around the operator

_ALIKE = {  # all arguments alike
    "RX": """COUNT SUM AVERAGE MIN MAX STDEV VAR AND OR XOR COUNTA PRODUCT STDEVP VARP MEDIAN AVEDEV
        DEVSQ GEOMEAN HARMEAN SUMSQ KURT SKEW SKEW.P AVERAGEA MAXA MINA STDEVA STDEVPA VARA VARPA
        STDEV.S STDEV.P VAR.S VAR.P MODE.SNGL MODE.MULT ISREF GCD LCM MULTINOMIAL IMSUM IMPRODUCT
        CONCAT""",
    "RO": """ROW COLUMN AREAS T N PHONETIC COUNTBLANK SHEET SHEETS FORMULATEXT ISFORMULA""",
    "RA": """ROWS COLUMNS FREQUENCY LET LAMBDA MAP REDUCE SCAN BYROW BYCOL MAKEARRAY FILTER SORT
        SORTBY UNIQUE SEQUENCE TEXTSPLIT TAKE DROP EXPAND WRAPROWS WRAPCOLS CHOOSECOLS CHOOSEROWS
        GROUPBY PIVOTBY TRIMRANGE HSTACK VSTACK TOCOL TOROW ARRAYTOTEXT VALUETOTEXT PERCENTOF""",
    "VX": "TYPE",
    "VA": """SUMPRODUCT MMULT MINVERSE MDETERM SUMXMY2 SUMX2MY2 SUMX2PY2 CHITEST CHISQ.TEST CORREL
        COVAR COVARIANCE.P COVARIANCE.S FTEST F.TEST INTERCEPT PEARSON RSQ SLOPE STEYX MODE""",
    "VO": "TRANSPOSE",
}
_ONE_BY_ONE = {  # the last one repeats
    "VO RO": "IF CHOOSE IFERROR IFNA",
    "VR RX": "NPV",
    "VR RA": "LOOKUP",
    "RA VV": "INDEX",
    "VR RX RR": "MATCH XMATCH",
    "VV RO RO VV": "VLOOKUP HLOOKUP",
    "VR RX RX VR": "XLOOKUP",
    "RO RR": "DCOUNT DSUM DAVERAGE DMIN DMAX DSTDEV DVAR DPRODUCT DSTDEVP DVARP DCOUNTA DGET",
    "RA RA VV": "LINEST LOGEST",
    "RA RA RA VV": "TREND GROWTH",
    "RA VR": "IRR MIRR",
    "VR VA": "XNPV FORECAST FORECAST.LINEAR FVSCHEDULE",
    "VA VA VR": "XIRR TTEST T.TEST PROB",
    "RO VR": "OFFSET COUNTIF",
    "VV RO": "CELL",
    "VR RO VR": "RANK RANK.EQ RANK.AVG",
    "RX VR": """LARGE SMALL QUARTILE QUARTILE.INC QUARTILE.EXC PERCENTILE PERCENTILE.INC
        PERCENTILE.EXC PERCENTRANK PERCENTRANK.INC PERCENTRANK.EXC TRIMMEAN ZTEST Z.TEST""",
    "VR RO": "SUBTOTAL",
    "VR VR RX": "AGGREGATE TEXTJOIN",
    "RO VR RO": "SUMIF AVERAGEIF",
    "VR VR RO": "NETWORKDAYS WORKDAY",
    "VR VR VR RO": "NETWORKDAYS.INTL WORKDAY.INTL",
    "VR VR VR VA": "SERIESSUM",
    "VV VO": "HYPERLINK",
}
_IN_PAIRS = {"COUNTIFS": 0, "SUMIFS": 1, "AVERAGEIFS": 1, "MAXIFS": 1, "MINIFS": 1}

_PARAMETERS: dict[str, tuple[str, ...]] = {
    name: (letters,) for letters, names in _ALIKE.items() for name in names.split()
} | {
    name: tuple(letters.split()) for letters, names in _ONE_BY_ONE.items() for name in names.split()
}
_VALUE = ("VR",)

RETURN_REFERENCES = frozenset({"IF", "CHOOSE", "INDEX", "OFFSET", "INDIRECT", "XLOOKUP"})
_RETURN_ARRAYS = """
    LINEST LOGEST TREND GROWTH MINVERSE MMULT MUNIT FREQUENCY TRANSPOSE MODE.MULT LET LAMBDA MAP
    REDUCE SCAN BYROW BYCOL MAKEARRAY FILTER SORT SORTBY UNIQUE SEQUENCE TEXTSPLIT TAKE DROP EXPAND
    WRAPROWS WRAPCOLS CHOOSECOLS CHOOSEROWS GROUPBY PIVOTBY TRIMRANGE HSTACK VSTACK TOCOL TOROW
    RANDARRAY ANCHORARRAY
"""
RETURN_ARRAYS = frozenset(_RETURN_ARRAYS.split())
# These give on one of their arguments, and so the reference that it is.
PASS_ON = frozenset({"IF", "CHOOSE", "IFERROR", "IFNA"})
# An area counts the same for these, whether it comes as one argument or in parts.
TAKE_PARTS = frozenset({*_ALIKE["RX"].split(), "NPV", "TEXTJOIN", "AGGREGATE", "SUBTOTAL"}) - {
    "ISREF"
}


def parameter(function: str, index: int) -> str:
    """The two letters of an argument, counted from 0."""
    if function in _IN_PAIRS:
        first = _IN_PAIRS[function]
        return "RO" if index < first or (index - first) % 2 == 0 else "VR"
    letters = _PARAMETERS.get(function, _VALUE)
    return letters[min(index, len(letters) - 1)]


def returned(function: str) -> TokenClass:
    """The class of what a function gives."""
    if function in RETURN_REFERENCES:
        return TokenClass.REFERENCE
    return TokenClass.ARRAY if function in RETURN_ARRAYS else TokenClass.VALUE


def classified(letters: str, token: TokenClass, outer: Context) -> tuple[TokenClass, Context]:
    """The class that a token gets as an argument, and the context of its own arguments."""
    wanted, conversion = letters[0], letters[1]
    if wanted == "V" and token is TokenClass.REFERENCE:
        token = TokenClass.VALUE
    if conversion == "P":
        conversion = outer.conversion
    applied: TokenClass | None
    match conversion:
        case "V":
            applied = TokenClass.VALUE
        case "A":
            applied = TokenClass.ARRAY
        case "R":
            applied = _repeated(outer)
        case "X":
            is_reference = token is TokenClass.REFERENCE
            applied = outer.applied if is_reference or outer.applied is TokenClass.ARRAY else None
        case _:
            applied = None
    if applied is not None and token is not TokenClass.REFERENCE:
        token = applied
    return token, Context(conversion, applied, token is TokenClass.REFERENCE)


def _repeated(outer: Context) -> TokenClass | None:
    if outer.conversion == "R":
        return outer.applied
    if outer.conversion == "X":
        return outer.applied if outer.under_reference else None
    return TokenClass.VALUE if outer.under_reference else outer.applied
