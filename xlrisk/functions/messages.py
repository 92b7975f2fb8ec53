"""Every sentence behind an error value, in one flat list.

A sentence names the argument and the next step. `MESSAGE(**parts)` makes the error to raise.

Who has cells and who has arrays are told the same in their own words: the second sentence, where
there is one, is for Python.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import CellError


@dataclass(frozen=True, slots=True)
class Message:
    code: str
    text: str
    for_arrays: str = ""

    def __call__(self, **parts: object) -> CellError:
        return CellError(
            self.code.format(**parts),
            self.text.format(**parts),
            (self.for_arrays or self.text).format(**parts),
        )


# How a function is called
UNKNOWN_FUNCTION = Message("#NAME?", "xlrisk has no function {name}; {next_step}.")
TOO_MANY_ARGUMENTS = Message(
    "#VALUE!", "{name} got {given} arguments and takes {most}: {signature}."
)
ARGUMENT_MISSING = Message("#VALUE!", "{name} needs {argument}: {signature}.")

# What one cell holds
EMPTY = Message("#VALUE!", "{argument} is empty; give a value.")
IS_ERROR = Message(
    "{error}",
    "{argument} contains {error}; mend that cell first.",
    "{argument} contains {error}; mend that value first.",
)
IS_NEW_ERROR = Message("#VALUE!", IS_ERROR.text, IS_ERROR.for_arrays)
NOT_A_NUMBER = Message("#VALUE!", "{argument} is {cell}; give a number.")
NOT_WHOLE = Message("#NUM!", "{argument} is {cell}; give a whole number.")
OUT_OF_BOUNDS = Message(
    "#NUM!", "{argument} is {cell}; give a number between {low:g} and {high:g}."
)
TOO_LOW = Message("#NUM!", "{argument} is {cell}; give a number above {low:g}.")
BELOW_DEFAULT = Message("#NUM!", "{argument} is {cell}; give {low:g} or a number above it.")
INFINITE = Message(
    "#NUM!",
    "{argument} contains an infinite number; mend that cell first.",
    "{argument} contains an infinite number; mend that value first.",
)
NOT_AN_OPTION = Message("#VALUE!", "{argument} is {cell}; choose {choices}.")
NOT_A_DATE = Message(
    "#NUM!", "{argument} has {cell} in {place}; a date is a number from 0 to 2958465 (year 9999)."
)
NOT_A_TEXT = Message("#VALUE!", "{argument} is {cell}; give a text.")
NOT_A_CELL = Message(
    "#VALUE!",
    "{argument} contains a {cell}, which no cell holds; give numbers, texts or dates.",
    "{argument} contains a {cell}; give numbers, texts or dates.",
)

# The shape of a range
NOT_ONE_CELL = Message(
    "#VALUE!",
    "{argument} is {rows} x {columns} cells; give one cell.",
    "{argument} is {rows} x {columns} values; give one value.",
)
NOT_A_SERIES = Message(
    "#VALUE!",
    "{argument} is {rows} x {columns} cells; give one column or one row.",
    "{argument} is {rows} x {columns} values; give one column or one row.",
)
RAGGED = Message(
    "#VALUE!",
    "{argument} has rows of different length; give a rectangular range.",
    "{argument} has rows of different length; give rows of one length.",
)
SIZES_DIFFER = Message(
    "#N/A",
    "{first} has {first_size}, {second} {second_size}. Give ranges of the same size.",
    "{first} has {first_entries}, {second} {second_entries}. Give arrays of the same size.",
)
NOT_SQUARE = Message(
    "#N/A",
    "{argument} is {rows} x {columns} cells; give as many rows as columns.",
    "{argument} is {rows} x {columns} values; give as many rows as columns.",
)
SHAPES_DIFFER = Message(
    "#N/A",
    "{first} is {first_shape} cells, {second} {second_shape}. Give ranges of one shape.",
    "{first} is {first_shape} values, {second} {second_shape}. Give arrays of one shape.",
)

# What the rows hold
NO_ROWS = Message(
    "#N/A",
    "{arguments}: no row with a number; check the range.",
    "{arguments}: no row with a number; check the values.",
)
TOO_FEW_ROWS = Message(
    "#DIV/0!", "{arguments}: {rows} with numbers, at least {at_least} are needed; give more rows."
)
GAPS_IN_COLUMNS = Message(
    "{code}",
    "{argument} has {rows} with a number in every column, at least {at_least} are needed;"
    " {column} has the fewest numbers, {numbers}. Leave it out, or fill it in.",
)
DOES_NOT_VARY = Message(
    "#DIV/0!", "{argument} does not vary over the {rows} used; give a longer or another period."
)
TOO_LARGE = Message("#NUM!", "{argument} has values too large for a return; check them.")
LOOKS_LIKE_PERCENT = Message(
    "#VALUE!",
    "{argument} looks like percent (half of its values are beyond 0.5); give decimals, 0.012 for"
    " 1.2 %.",
)
PERIOD_RATE_LOOKS_ANNUAL = Message(
    "#NUM!",
    "{rate} per period is {annual} % a year at freq {freq}; use PERIOD_RATE({rate}, {freq}).",
    "{rate} per period is {annual} % a year at freq {freq}; use period_rate({rate}, {freq}).",
)

# Dates
NO_DATES = Message(
    "#N/A",
    "{argument} has no date; a text that looks like one is none, DATEVALUE makes a date of it.",
    "{argument} has no date; a text that looks like one is none (pandas: to_datetime).",
)
NOT_ASCENDING = Message(
    "#VALUE!",
    "{argument} is not in order: {place} has {date} after {earlier}; sort by date, oldest first.",
)
DATE_TWICE = Message(
    "#VALUE!", "{argument} has {date} in {first} and in {second}; keep one of them."
)
NO_COMMON_DATE = Message(
    "#N/A",
    "{first} and {second} have no date in common; check the ranges, and take times of day off"
    " with INT.",
    "{first} and {second} have no date in common; check both, and take times of day off (pandas:"
    " normalize).",
)

# Weights and their partners
WEIGHTS_BELOW_1 = Message(
    "#VALUE!", 'weights sum to {total}; use "normalize", or "cash" for the rest.'
)
WEIGHTS_ABOVE_1 = Message(
    "#VALUE!", 'weights sum to {total}; use "normalize", or lower them until they sum to 1.'
)
WEIGHTS_LOOK_LIKE_PERCENT = Message(
    "#VALUE!", "weights look like percent: they sum to {total}; give decimals, 0.4 for 40 %."
)
WEIGHT_NOT_A_NUMBER = Message(
    "#N/A", "row {row} of weights is no number, and {partner} has one; fill in the weight."
)
WEIGHTS_INFINITE = Message("#NUM!", "weights sum to too large a number; give decimals.")
WEIGHTS_CANCEL = Message(
    "#NUM!", "weights sum to {total}, too near 0 to normalize; give weights that sum to 1."
)
PARTNER_MISSING = Message(
    "#N/A", "row {row} has weight {weight} % and no {one}; fill in {partner} there."
)
COLUMN_MISSING = Message(
    "#N/A",
    "row {row} of weights is {weight} %, and {column} of {table} has no number; fill it in, or set"
    " the weight to 0.",
)
COVARIANCE_MISSING = Message(
    "#N/A",
    "{argument} has no number in {place}, between two holdings whose weights are not 0; fill in"
    " both halves of it.",
)

# Outside a function's domain
NOT_POSITIVE_PRICE = Message("#NUM!", "prices has {price} in {place}; a price must be above 0.")
RETURN_BELOW_ALL = Message(
    "#NUM!",
    "{argument} has {value} in {place}; a geometric mean needs returns from -1, the loss of"
    " everything, upwards.",
)
NOT_SYMMETRIC = Message(
    "#VALUE!",
    "{argument} is not symmetric: {place} has {value}, and {mirrored} has {other}; give a"
    " covariance matrix.",
)
NEGATIVE_VARIANCE = Message(
    "#NUM!",
    "{argument} gives these weights a negative variance, which no covariances can; check it,"
    " or make it with COVARIANCE_MATRIX.",
    "{argument} gives these weights a negative variance, which no covariances can; check it,"
    " or make it with covariance_matrix.",
)
NO_SHARES = Message(
    "#N/A",
    '{argument} does not vary over the {rows} used, so its risk has no shares; use "sd" or'
    ' "variance".',
)
TOO_LONG_A_LAG = Message(
    "#DIV/0!", "lag is {lag} and prices has {rows}; give more rows, or a lag nearer to 0."
)
NOT_CONVERGED = Message(
    "#NUM!", "The {method} fit did not converge; give more rows, or another method."
)
RESULT_MISSING = Message("#N/A", "The result of {name} is not defined for these arguments.")
RESULT_INFINITE = Message("#NUM!", "The result of {name} is too large; give smaller numbers.")

# What only Python can give
TOO_MANY_DIMENSIONS = Message(
    "#VALUE!", "{argument} has {dimensions} dimensions; give one column or a block."
)
NOT_ROWS = Message("#VALUE!", "{argument} is no range: give a list of rows, [[0.1], [0.2]].")
INDEXES_DIFFER = Message(
    "#N/A",
    "{first} and {second} have different indexes; align them first (pandas: align, reindex).",
)
DATES_CONTRADICT = Message(
    "#N/A",
    "{dates} has {date} in row {row}, where the index of {values} has {other}; give the dates of"
    " that index, or values without one (pandas: to_numpy).",
)
ZONES_DIFFER = Message(
    "#VALUE!",
    "{first} has {first_zone}, {second} has {second_zone}; give both in one time zone (pandas:"
    " tz_convert, tz_localize).",
)
MORE_THAN_ONE_ZONE = Message(
    "#VALUE!",
    "{argument} has {zones}; give all of it in one time zone (pandas: tz_convert, tz_localize).",
)
ONLY_PYTHON = (
    TOO_MANY_DIMENSIONS, NOT_ROWS, INDEXES_DIFFER, DATES_CONTRADICT, ZONES_DIFFER,
    MORE_THAN_ONE_ZONE,
)  # fmt: skip
