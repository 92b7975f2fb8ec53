"""Numbers, dates and times that Excel (en-US) sees in texts when it needs a number.

"12", " 1e3 ", "50%", "$1,000", "(5)", "1 1/2", "2024-01-10", "1/10/2024", "10-Jan-24",
"2:30 PM", "1/10/2024 14:30". What takes the missing year from the clock ("10-Jan") is not read.
"""

from __future__ import annotations

import datetime
import math
import re

_NUMBER = re.compile(
    r"""\s*(?P<sign>[+-]?)\s*(?P<open>\(?)\s*[$€£¥]?\s*(?P<inner>[+-]?)
    (?P<digits>\d+(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?P<exponent>[eE][+-]?\d+)?
    \s*(?P<percent>%?)\s*(?P<close>\)?)\s*""",
    re.VERBOSE | re.ASCII,
)
_FRACTION = re.compile(r"\s*(?P<sign>[+-]?)(\d+) +(\d+)/(\d+)\s*", re.ASCII)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DATES = [
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})([-/.])(?P<number>\d{1,2})\2(?P<day>\d{1,2})",
        rf"(?P<number>\d{{1,2}})([-/])(?P<day>\d{{1,2}})\2{_YEAR}",
        rf"(?P<day>\d{{1,2}})[- /]?{_MONTH}[- /,]*{_YEAR}",
        rf"{_MONTH}[- ](?P<day>\d{{1,2}}), *{_YEAR}",
        rf"{_MONTH}[- /]{_YEAR}",
    )
]
_TIME = re.compile(
    r"(?P<hours>\d{1,4})(?::(?P<minutes>\d{1,2})(?::(?P<seconds>\d{1,2}(?:\.\d*)?))?)?"
    r"(?: (?P<half>[AP])M?)?",
    re.IGNORECASE | re.ASCII,
)
# one look tells most texts apart: how a number, a date or a time may begin
_START = re.compile(
    rf"\s*[-+(]*\s*[$€£¥]?[-+]?\.?\d|(?:{'|'.join(_MONTHS)})[a-z]*[- /]+\d",
    re.IGNORECASE | re.ASCII,
)
_EPOCH = datetime.date(1899, 12, 30)  # day 0, from March 1900 on


def number_in(text: str) -> float | None:
    """The number that a text shows to Excel, None where it shows none."""
    if not _START.match(text):
        return None
    found = _NUMBER.fullmatch(text)
    if found:
        return _number(found)
    if fraction := _FRACTION.fullmatch(text):
        sign, whole, over, under = fraction.groups()
        value = int(whole) + int(over) / int(under) if int(under) else None
        return -value if value is not None and sign == "-" else value
    return moment_in(text)


def moment_in(text: str) -> float | None:
    """The serial of a date, a time or both; spaces around are not allowed."""
    day, _, time = text.partition(" ")
    if (found := time_in(text)) is not None or (found := date_in(text)) is not None:
        return found
    whole, rest = date_in(day), time_in(time.strip())
    if whole is None or rest is None:  # the date itself may hold spaces: 10 Jan 2024 14:30
        parts = text.rsplit(" ", 2)
        splits = [(" ".join(parts[:-count]), " ".join(parts[-count:])) for count in (1, 2)]
        moments = [(date_in(left), time_in(right)) for left, right in splits]
        whole, rest = next((both for both in moments if None not in both), (None, None))
    return None if whole is None or rest is None else whole + rest


def date_in(text: str) -> float | None:
    """The serial of a date with its year."""
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            name = parts.get("month")
            month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts["number"])
            return _serial(int(parts["year"]), month, int(parts.get("day") or 1))
    return None


def time_in(text: str) -> float | None:
    """The part of a day; hours may exceed 24 where the text does not say AM or PM."""
    found = _TIME.fullmatch(text)
    if not found or (found["minutes"] is None and found["half"] is None):
        return None
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    seconds = float(found["seconds"] or 0)
    if found["half"]:
        if not 0 <= hours <= 12:
            return None
        hours = hours % 12 + (12 if found["half"] in "pP" else 0)
    if minutes > 59 or seconds >= 60:
        return None
    return (hours * 3600 + minutes * 60 + seconds) / 86400


def _number(found: re.Match[str]) -> float | None:
    """A plain number: brackets and signs exclude each other."""
    signs = found["sign"] + found["inner"]
    if bool(found["open"]) != bool(found["close"]) or len(signs) + len(found["open"]) > 1:
        return None
    value = float(found["digits"].replace(",", "") + (found["exponent"] or ""))
    if math.isinf(value):
        return None
    if signs == "-" or found["open"]:
        value = -value
    return value / 100 if found["percent"] else value


def _serial(year: int, month: int, day: int) -> float | None:
    """Excel's count of days, in which 1900 has a 29 February."""
    if year < 100:
        year += 2000 if year < 30 else 1900
    if (year, month, day) == (1900, 2, 29):
        return 60.0
    try:
        serial = (datetime.date(year, month, day) - _EPOCH).days
    except ValueError:
        return None
    if year < 1900:
        return None
    return float(serial if serial > 60 else serial - 1)
