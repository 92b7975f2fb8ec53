"""Overrides that differ from the engine's own functions over arrays only.

A call into Python costs ten times as much as one inside the engine. A workbook without array
formulas, array constants and functions that calculate their arguments as arrays (SUMPRODUCT,
MMULT, LOOKUP, INDEX) can do without these.
"""

from __future__ import annotations

ONLY_ARRAYS = frozenset({
    "ABS", "ACOS", "ACOSH", "ACOT", "ASIN", "ASINH", "ATAN", "ATANH", "CLEAN",
    "CONCATENATE", "DEGREES", "EVEN", "EXP", "FACT", "FIND", "HOUR", "INT", "ISBLANK", "ISERR",
    "ISERROR", "ISLOGICAL", "ISNA", "ISNONTEXT", "ISNUMBER", "ISTEXT", "LN", "LOG", "LOG10",
    "LOWER", "MINUTE", "MOD", "NOT", "ODD", "RADIANS", "ROUND", "ROUNDDOWN", "ROUNDUP", "SEARCH",
    "SECOND", "SIGN", "SQRT", "SUBSTITUTE", "TANH", "TRIM", "TRUNC", "UPPER",
})  # fmt: skip
