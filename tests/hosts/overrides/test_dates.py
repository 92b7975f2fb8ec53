"""Dates and times, in both of Excel's calendars."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.overrides.sheets import Sheet, agrees, called, shown
from xlrisk.hosts.engine.overrides._calendar import LAST_DAY, date_of, serial_of
from xlrisk.hosts.engine.overrides.dates_1904 import OVERRIDES_1904

# what Excel stored in the calc tests DATE_AND_TIME__* and in FormulaEvalTestData of the corpus
STORED = [
    ("=DATE(2022,13,1)", 44927),
    ("=DATE(9999,12,31)", 2958465),
    ("=DATE(9999,13,-1)", "#NUM!"),
    ("=DATE(0,0,1)", "#NUM!"),
    ("=DATE(1976,1,60)", 27819),
    ("=DATE(1900,2,29)", 60),
    ("=DATE(1900,3,1)", 61),
    ("=DATE(1900,1,22222)", 22222),
    ("=DAY(DATE(1900,2,29))", 29),
    ("=TIME(0,0,-1)", "#NUM!"),
    ("=TIME(-1,1,1)", "#NUM!"),
    ("=TIME(23,59,60)", 0),
    ("=TIME(3.1,20.7,0.9)", 0.1388888888888889),
    ("=TIME(23,59,59.999999)", 0.999988425925926),
    ("=TIME(12,-2,10)", 0.49872685185185184),
    ("=TIME(32767,32767,32767)", 0.4257754629629744),
    ("=TIME(TRUE,FALSE,TRUE)", 0.04167824074074074),
    ('=TIME("a",1,1)', "#VALUE!"),
    ("=TIME(1,NA(),3)", "#N/A"),
    ("=EOMONTH(44987,-4.7)", 44895),
    ("=EOMONTH(44987,TRUE)", "#VALUE!"),
    ('=EOMONTH(44987,"2")', 45077),
    ("=EOMONTH(44987,-1240.333)", 7274),
    ("=EDATE(61,-7)", "#NUM!"),
    ("=DAYS360(45351,45716)", 358),
    ("=DAYS360(45716,45717)", 1),
    ("=DAYS360(45838,45869)", 30),
    ("=DAYS360(45322,45350)", 28),
    ("=DAYS360(45350,45352)", 3),
    ("=DAYS360(45992.000001,46000.999999)", 9),
    ("=DAYS360(-10,-5)", "#NUM!"),
    ("=DAYS360(10,A9)", -10),
    ("=DAYS360(1,0.00625)", -1),
    ("=DAYS360(FALSE,TRUE)", 1),
    ("=DAYS360(45658,45688,TRUE)", 29),
    ('=DAYS360(45658,45688,"TRUE")', 29),
    ('=DAYS360(45658,45688,"abc")', "#VALUE!"),
    ("=DAYS360(45658,45688,0.0001)", 29),
    ("=DAYS(46057,45942)", 115),
    ("=DAYS(45670,45667.6875)", 3),
    ('=DATEVALUE("29-Feb-1900")', 60),
    ("=WORKDAY.INTL(41709,24,,{41714;41733;41718;41640})", 41745),
]
# the examples of Microsoft's pages on the functions
DOCUMENTED = [
    ("=DATE(108,1,2)", 39449),
    ("=DATE(2008,14,2)", 39846),
    ("=DATE(2008,-3,2)", 39327),
    ("=DATE(2008,1,35)", 39482),
    ("=DATE(2008,1,-15)", 39432),
    ("=TIME(16,48,10)", 0.7001157407407407),
    ("=WEEKDAY(39492)", 5),
    ("=WEEKDAY(39492,2)", 4),
    ("=WEEKDAY(39492,3)", 3),
    ("=WEEKDAY(39492,4)", "#NUM!"),
    ("=WEEKNUM(40977)", 10),
    ("=WEEKNUM(40977,2)", 11),
    ("=WEEKNUM(40977,21)", 10),
    ("=ISOWEEKNUM(40977)", 10),
    ("=EDATE(40558,1)", 40589),
    ("=EDATE(40558,-1)", 40527),
    ("=EDATE(40574,1)", 40602),
    ("=EOMONTH(40544,1)", 40602),
    ("=EOMONTH(40544,-3)", 40482),
    ('=DAYS("3/15/2021","2/1/2021")', 42),
    ("=DAYS360(40573,40574)", 0),
    ("=HOUR(0.75)", 18),
    ("=MINUTE(0.78125)", 45),
    ('=SECOND("4:48:18 PM")', 18),
    ('=YEAR("7/5/2008")', 2008),
    ('=DATEVALUE("8/22/2011")', 40777),
    ('=TIMEVALUE("2:24 AM")', 0.1),
    ('=TIMEVALUE("22-Aug-2011 6:35 AM")', 0.2743055555555556),
    ("=WORKDAY.INTL(40909,30,17)", 40944),
    ("=NETWORKDAYS.INTL(38718,38748)", 22),
    ("=NETWORKDAYS.INTL(38776,38748)", -21),
    ("=NETWORKDAYS.INTL(38718,38749,7,{38719;38733})", 22),
    ('=NETWORKDAYS.INTL(38718,38749,"0010001",{38719;38733})', 20),
]
# days without a date, and what is said to be no date
EDGES = [
    ("=YEAR(0)", 1900),
    ("=MONTH(0)", 1),
    ("=DAY(0)", 0),
    ("=DAY(60)", 29),
    ("=MONTH(61)", 3),
    ("=YEAR(-1)", "#NUM!"),
    ("=YEAR(2958466)", "#NUM!"),
    ('=YEAR("no date")', "#VALUE!"),
    ("=WEEKDAY(1)", 1),
    ("=WEEKDAY(45000,17)", 4),
    ("=WEEKDAY(45000,11)", 3),
    ("=HOUR(0.9999999)", 0),
    ("=ISOWEEKNUM(0)", 52),
    ("=ISOWEEKNUM(44197)", 53),
    ("=WEEKNUM(0)", 0),
    ("=WEEKNUM(45000,5)", "#NUM!"),
    ("=WEEKNUM(45000,TRUE)", "#VALUE!"),
    ("=EDATE(45000,1E9)", "#NUM!"),
    ('=NETWORKDAYS.INTL(1,2,"1111111")', "#VALUE!"),
    # a holiday in a single cell, which the engine's own leave out
    ("=WORKDAY(45350,2,45351)", 45355),
    ("=WORKDAY(45350,2)", 45352),
    ("=NETWORKDAYS(45350,45352,45351)", 2),
    ("=NETWORKDAYS(45350,45352)", 3),
    ("=NETWORKDAYS.INTL(1,2,8)", "#NUM!"),
    ("=WORKDAY.INTL(2958460,100)", "#NUM!"),
]
OVER_RANGES = [
    "YEAR(A1:A3)",
    "MONTH(A1:A3)",
    "DAY(A1:A3)",
    "HOUR(A1:A3)",
    "MINUTE(A1:A3)",
    "SECOND(A1:A3)",
    "WEEKDAY(A1:A3,2)",
    "WEEKNUM(A1:A3)",
    "_xlfn.ISOWEEKNUM(A1:A3)",
    "EOMONTH(A1:A3,0)",
    "EDATE(A1:A3,1)",
    "DATE(2020,B1:B3,1)",
    "TIME(B1:B3,0,0)",
    "DAYS360(A1:A3,45300)",
    "_xlfn.DAYS(45300,A1:A3)",
]


@pytest.mark.parametrize(("formula", "expected"), [*STORED, *DOCUMENTED, *EDGES])
def test_values(formula: str, expected: Any) -> None:
    found = Sheet().value(formula)
    assert agrees(found, expected) or found == expected, found


@pytest.mark.parametrize("call", OVER_RANGES)
def test_over_ranges(call: str) -> None:
    sheet = Sheet([[45000.25, 1], [45100.5, 2], [45200.75, 3]])
    for row in (1, 2, 3):
        single = call.replace("A1:A3", f"A{row}").replace("B1:B3", f"B{row}")
        assert sheet.value(f"=INDEX({call},{row})") == sheet.value(f"={single}")


def test_ranges_of_unequal_length_end_in_na() -> None:
    sheet = Sheet([[2022, 1, 1], [2023, 10, 2], [2024, 9, None], [2025, None, None]])
    found = [sheet.value(f"=INDEX(DATE(A1:A4,B1:B3,C1:C2),{row})") for row in (1, 2, 3, 4)]
    assert found == [44562, 45201, "#N/A", "#N/A"]


@given(st.integers(61, LAST_DAY))
def test_calendar_of_python_from_march_1900(day: int) -> None:
    date = datetime.date(1899, 12, 30) + datetime.timedelta(days=day)
    assert date_of(day) == (date.year, date.month, date.day)
    assert called("WEEKDAY", day, 2) == date.isoweekday()
    assert called("ISOWEEKNUM", day) == date.isocalendar().week


@given(st.integers(0, LAST_DAY))
def test_every_day_has_its_own_date(day: int) -> None:
    assert serial_of(*date_of(day)) == day


@given(
    st.integers(400, LAST_DAY - 9000),
    st.integers(1, 500),
    st.sets(st.integers(0, 6), max_size=6),
    st.lists(st.integers(0, 600), max_size=10),
)
def test_workdays_are_those_that_are_counted(
    start: int, days: int, free: set[int], holidays: list[int]
) -> None:
    weekend = "".join("1" if day in free else "0" for day in range(7))
    off = [[start + day] for day in holidays] or None
    end = called("WORKDAY.INTL", start, days, weekend, off)
    assert called("NETWORKDAYS.INTL", start + 1, end, weekend, off) == days
    assert called("NETWORKDAYS.INTL", end, end, weekend, off) == 1
    back = called("WORKDAY.INTL", end + 1, -days, weekend, off)
    assert called("NETWORKDAYS.INTL", back, end, weekend, off) == days
    assert called("NETWORKDAYS.INTL", end, back, weekend, off) == (-days if back < end else 1)


# 1 January 2008 is 39448 from 1900 and 37986 from 1904
@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("DATE", (2008, 1, 1), 37986),
        ("DATE", (1904, 1, 1), 0),
        ("DATE", (1903, 12, 31), "#NUM!"),
        ("YEAR", (37986,), 2008),
        ("YEAR", (None,), 1904),
        ("DAY", (0,), 1),
        ("WEEKDAY", (37986,), 3),
        ("EOMONTH", (37986, 0), 38016),
        ("EDATE", (37986, 1), 38017),
        ("EDATE", ([[37986], ["x"]], 1), [[38017.0], ["#VALUE!"]]),
        ("EDATE", (10, -2), "#NUM!"),
        ("DAYS360", (37986, 38016), 30),
        ("TEXT", (37986, "yyyy-mm-dd"), "2008-01-01"),
        ("TEXT", (37986, "0"), "37986"),
        ("TEXT", (-1, "yyyy"), "#VALUE!"),
        ("WORKDAY.INTL", (37986, 1, 0, [[37987], [None]]), 37988),
    ],
)
def test_dates_from_1904(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    given_values = [
        [[float(c) if type(c) is int else c for c in row] for row in a]
        if isinstance(a, list)
        else float(a)
        if type(a) is int
        else a
        for a in arguments
    ]
    assert shown(OVERRIDES_1904[name].body(*given_values)) == expected
