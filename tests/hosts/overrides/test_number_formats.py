"""Number formats: TEXT, FIXED, DOLLAR."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.overrides.corpus import sheets_of
from tests.hosts.overrides.sheets import Sheet, called
from xlrisk.hosts.engine.overrides import text_formats
from xlrisk.hosts.engine.overrides._cells import number_as_text
from xlrisk.hosts.engine.overrides.dates_1904 import OVERRIDES_1904

# Microsoft's pages on TEXT and on number format codes
DOCUMENTED: list[tuple[Any, str, str]] = [
    (1234.567, "$#,##0.00", "$1,234.57"),
    (0.285, "0.0%", "28.5%"),
    (4.34, "# ?/?", "4 1/3"),
    (0.34, "# ?/?", " 1/3"),
    (12200000, "0.00E+00", "1.22E+07"),
    (1234567898, "[<=9999999]###-####;(###) ###-####", "(123) 456-7898"),
    (1234, "0000000", "0001234"),
    (123456, "##0° 00' 00''", "12° 34' 56''"),
    (1234.59, "####.#", "1234.6"),
    (8.9, "#.000", "8.900"),
    (0.631, "0.#", "0.6"),
    (12, "#.0#", "12.0"),
    (1234.568, "#.0#", "1234.57"),
    (44.398, "???.???", " 44.398"),
    (102.65, "???.???", "102.65 "),
    (2.8, "???.???", "  2.8  "),
    (5.25, "# ???/???", "5   1/4  "),
    (12000, "#,###", "12,000"),
    (12000, "#,", "12"),
    (12200000, "0.0,,", "12.2"),
    (0.08, "0%", "8%"),
    (2.8, "0.00%", "280.00%"),
    (12200000, "##0.0E+0", "12.2E+6"),
    (0.5, '0.00 "years"', "0.50 years"),
]
# what the meaning of the codes demands, each sign on its own
DIGITS: list[tuple[Any, str, str]] = [
    (5, "0", "5"),
    (5, "000", "005"),
    (5, "#", "5"),
    (0, "#", ""),
    (0, "0", "0"),
    (5, "#.##", "5."),
    (0.5, "#.##", ".5"),
    (5, "0##", "005"),
    (0.5, "0.#0", "0.50"),
    (1.005, "0.00", "1.01"),
    (2.675, "0.00", "2.68"),
    (0.5, "0", "1"),
    (2.5, "0", "3"),
    (-2.5, "0", "-3"),
    (1e15, "#,##0", "1,000,000,000,000,000"),
    (1234567, "#,##0", "1,234,567"),
    (123, "#,##0", "123"),
    (1234567, "0,000", "1,234,567"),
    (12, "0,000", "0,012"),
    (1234567.891, "#,##0.00", "1,234,567.89"),
    (1234567, "#,##0,", "1,235"),
    (1234567, "#,##0.0,", "1,234.6"),
    (1234567, '0.0,," M"', "1.2 M"),
    (12345, "00-000", "12-345"),
    (123456789, "000-00-0000", "123-45-6789"),
    (5551234, "###-####", "555-1234"),
    (1234, "0-0", "123-4"),
    (0.256, "0%", "26%"),
    (0.256, "0.0%%", "2560.0%%"),
    (0.256, "%0", "%26"),
    (-1234.5, "#,##0.00", "-1,234.50"),
    (12, "0_)", "12 "),
    (12, "0* x", "12x"),
    (12, "* 0", "12"),
    (12, '"a"0"b"', "a12b"),
    (12, r"\a0\b", "a12b"),
    (12, "$0", "$12"),
    (12, "(0)", "(12)"),
    (12, "0 x", "12 x"),
    (12, "[$€-407] 0", "€ 12"),
    (12, "[$USD] 0", "USD 12"),
    (12, "[$-409]0", "12"),
    (12, "[Red]0", "12"),
    (12, "[Color12]0.0", "12.0"),
    (5, "", ""),
    (0.5, "0." + "0" * 500, "0.5" + "0" * 499),
    (1e300, "0", "1" + "0" * 300),
    (5, '"only text"', "only text"),
]
SECTIONS: list[tuple[Any, str, str]] = [
    (5, "0;(0)", "5"),
    (-5, "0;(0)", "(5)"),
    (0, "0;(0)", "0"),
    (0, "0;(0);zero", "zero"),
    (-5, "0;(0);zero", "(5)"),
    (-5, "0;0", "5"),
    (-5, "0;-0", "-5"),
    (5, ";;", ""),
    (-5, "0;;", ""),
    (0, "0;-0;", ""),
    ("word", "0;-0;0;@", "word"),
    ("word", '0;-0;0;"<"@">"', "<word>"),
    ("word", ";;;", ""),
    ("word", "0.00", "word"),
    ("word", "@@", "wordword"),
    (5, "@", "5"),
    (-5.5, "@", "-5.5"),
    (5, "[>3]0.0;0", "5.0"),
    (2, "[>3]0.0;0", "2"),
    (-2, "[>3]0.0;0", "-2"),
    (1500, '[>=1000]0.0," k";0', "1.5 k"),
    (2500000, '[>=1000000]0.0,," M";[>=1000]0.0," k";0', "2.5 M"),
    (2500, '[>=1000000]0.0,," M";[>=1000]0.0," k";0', "2.5 k"),
    (25, '[>=1000000]0.0,," M";[>=1000]0.0," k";0', "25"),
    (1, '[=1]"one";[=2]"two";0', "one"),
    (2, '[=1]"one";[=2]"two";0', "two"),
    (-3, '[=1]"one";[=2]"two";0', "-3"),
    (-3, "[<0]0.0;0", "3.0"),
    (1234.5, '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', " $1,234.50 "),
    (-1234.5, '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', " $(1,234.50)"),
    (0, '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', " $-   "),
    ("x", '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', " x "),
    (0.5, "0;0;0;0;0", "#VALUE!"),
]
EXPONENTS_AND_FRACTIONS: list[tuple[Any, str, str]] = [
    (12345, "0.00E+00", "1.23E+04"),
    (0.00012, "0.0E+0", "1.2E-4"),
    (0.00012, "0.0E-0", "1.2E-4"),
    (12345, "0.0E-0", "1.2E4"),
    (12345, "0.0e+0", "1.2e+4"),
    (999999, "0.0E+0", "1.0E+6"),
    (12345, "#0.0E+0", "1.2E+4"),
    (123456, "##0.0E+0", "123.5E+3"),
    (-12345, "0.0E+0", "-1.2E+4"),
    (1e100, "0E+0", "1E+100"),
    (0, "0.00E+00", "0.00E+00"),
    (0.5, "?/?", "1/2"),
    (1.5, "?/?", "3/2"),
    (1.5, "# ?/?", "1 1/2"),
    (5, "# ?/?", "5    "),
    (0, "# ?/?", "0    "),
    (0.333, "# ?/8", " 3/8"),
    (2.25, "# ?/8", "2 2/8"),
    (0.3, "# ??/100", " 30/100"),
    (-1.5, "# ?/?", "-1 1/2"),
    (3.14159265, "# ??/??", "3 14/99"),
    (3.14159265, "# ???/???", "3  16/113"),
    (0.999, "# ?/?", "1    "),
]
DATES: list[tuple[Any, str, str]] = [
    (45000, "yyyy-mm-dd", "2023-03-15"),
    (45000, "d/m/yy", "15/3/23"),
    (45000, "dddd", "Wednesday"),
    (45000, "ddd", "Wed"),
    (45000, "mmmm", "March"),
    (45000, "mmm", "Mar"),
    (45000, "mmmmm", "M"),
    (45000, "mmm-yy", "Mar-23"),
    (45000, "DD.MM.YYYY", "15.03.2023"),
    (45000, '"Q"yyyy', "Q2023"),
    (45000.75, "h:mm", "18:00"),
    (45000.75, "h:mm AM/PM", "6:00 PM"),
    (45000.25, "hh:mm a/p", "06:00 a"),
    (45000.25, "hh:mm A/P", "06:00 A"),
    (0, "h AM/PM", "12 AM"),
    (0.5, "h AM/PM", "12 PM"),
    (45000.75, "mm", "03"),
    (45000.75, "hh:mm", "18:00"),
    (45000.75, "mm:ss", "00:00"),
    (0.999999, "hh:mm:ss", "00:00:00"),
    (45000.999999, "dd hh:mm:ss", "16 00:00:00"),
    (0.5 + 1.6 / 86400, "h:mm:ss.0", "12:00:01.6"),
    (0.5 + 1.6 / 86400, "h:mm:ss", "12:00:02"),
    (0.123456, "ss.00", "46.60"),
    (1.5, "[h]:mm", "36:00"),
    (1.5, "[hh]:mm:ss", "36:00:00"),
    (1.5, "[m]", "2160"),
    (1.5, "[mm]:ss", "2160:00"),
    (0.001, "[s]", "86"),
    (60, "yyyy-mm-dd", "1900-02-29"),
    (1, "yyyy-mm-dd", "1900-01-01"),
    (0, "yyyy-mm-dd", "1900-01-00"),
    (59, "d mmm yyyy", "28 Feb 1900"),
    (61, "d mmm yyyy", "1 Mar 1900"),
    (1, "dddd", "Sunday"),
    (2958465, "yyyy-mm-dd", "9999-12-31"),
    (2958466, "yyyy-mm-dd", "#VALUE!"),
    (-1, "yyyy-mm-dd", "#VALUE!"),
    ("2023-03-15", "d mmm", "15 Mar"),
    (45000, "[$-F800]dddd, mmmm dd, yyyy", "Wednesday, March 15, 2023"),
    (45000, "yyyy/mm/dd;@", "2023/03/15"),
]
VALUES: list[tuple[Any, str, str]] = [
    (None, "0.00", "0.00"),
    (True, "0.00", "TRUE"),
    ("12", "0.00", "12.00"),
    ("50%", "0.00", "0.50"),
    ("#N/A", "0.00", "#N/A"),
    (2 / 3, "General", "0.666666667"),
    (1e11, "General", "1E+11"),
    (12345678901, "General", "12345678901"),
    (123456789012, "General", "1.23457E+11"),
    (0.00001234, "General", "0.00001234"),
    (0.000012345678, "General", "1.23457E-05"),
    (-0.1, "General", "-0.1"),
    (5, 'General" pcs"', "5 pcs"),
    (-5, "General;(General)", "(5)"),
]
ALL = [
    *DOCUMENTED,
    *DIGITS,
    *SECTIONS,
    *EXPONENTS_AND_FRACTIONS,
    *DATES,
    *VALUES,
]
ORACLES = ["NumberFormatApproxTests", "DateFormatTests", "GeneralFormatTests"]


@pytest.mark.parametrize(("value", "code", "shown"), ALL)
def test_text(value: Any, code: str, shown: str) -> None:
    assert called("TEXT", value, code) == shown


@pytest.mark.parametrize("name", ["TEXT", "_xlfn.TEXT"])
def test_text_in_the_engine_and_over_arrays(name: str) -> None:
    sheet = Sheet([[1, 2.5], [-3, "#N/A"]])
    assert sheet.value(f'={name}(B1,"0.00")') == "2.50"
    shown = [
        sheet.value(f'=INDEX({name}(A1:B2,"0.0"),{row},{column})')
        for row in (1, 2)
        for column in (1, 2)
    ]
    assert shown == ["1.0", "2.5", "-3.0", "#N/A"]


@pytest.mark.parametrize("name", ORACLES)
def test_values_stored_by_excel(name: str) -> None:
    default = Path(__file__).parents[4] / "shared" / "corpus"
    folder = Path(os.environ.get("XLRISK_CORPUS", default))
    workbook = folder / "poi" / f"test-data__spreadsheet__{name}.xlsx"
    if not workbook.is_file():
        pytest.skip(f"no corpus in {folder}; set XLRISK_CORPUS to its folder")
    content = sheets_of(workbook)["Tests"]
    cells = {(row, column): value for row, column, _, value in content["cells"]}
    from_1904 = name.startswith("Date")  # this workbook counts from 1904; its reader does not
    text = OVERRIDES_1904["TEXT"] if from_1904 else text_formats.OVERRIDES["TEXT"]
    wrong = []
    for row, _, formula in content["formulas"]:
        assert formula == f"=TEXT(C{row}, B{row})"
        value = cells.get((row, 3))
        value = float(value) if type(value) is int else value
        shifted = value - 1462 if from_1904 and value else value
        found = text.body(shifted, cells.get((row, 2)))
        if found != (cells[row, 1] or ""):
            wrong.append((row, cells.get((row, 2)), value, cells[row, 1], found))
    assert not wrong
    assert len(content["formulas"]) >= 45


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=FIXED(1234.567,1)", "1,234.6"),
        ("=FIXED(1234.567,-1)", "1,230"),
        ("=FIXED(-1234.567,-1,TRUE)", "-1230"),
        ("=FIXED(44.332)", "44.33"),
        ("=FIXED(1234.567,1,TRUE)", "1234.6"),
        ("=FIXED(0.5,0)", "1"),
        ("=FIXED(1,128)", "#VALUE!"),
        ('=FIXED("x")', "#VALUE!"),
        ("=FIXED(NA())", "#N/A"),
        ("=DOLLAR(1234.567,2)", "$1,234.57"),
        ("=DOLLAR(1234.567,-2)", "$1,200"),
        ("=DOLLAR(-1234.567,-2)", "($1,200)"),
        ("=DOLLAR(-0.123,4)", "($0.1230)"),
        ("=DOLLAR(99.888)", "$99.89"),
        ("=DOLLAR(TRUE)", "$1.00"),
        ("=DOLLAR(0)", "$0.00"),
        ("=DOLLAR(-1.00001)", "($1.00)"),
        ('=DOLLAR("1")', "$1.00"),
        ('=DOLLAR("alphanum")', "#VALUE!"),
        ("=INDEX(FIXED({1;2.345},1),2)", "2.3"),
    ],
)
def test_fixed_and_dollar(formula: str, shown: str) -> None:
    assert Sheet().value(formula) == shown


@given(st.integers(-(10**14), 10**14))
def test_whole_numbers_come_back(number: int) -> None:
    assert called("TEXT", number, "0") == str(number)
    assert called("TEXT", number, "#,##0").replace(",", "") == str(number)


@given(st.floats(-1e9, 1e9))
def test_percent_is_a_shift_of_two_places(number: float) -> None:
    shown = called("TEXT", number, "0.000000%").rstrip("%")
    assert float(shown) == pytest.approx(number * 100, abs=1e-6, rel=1e-14)


@given(st.floats(1e-9, 1e9), st.sampled_from(["0.000000000000E+00", "##0.000000000000E+0"]))
def test_exponents_read_back(number: float, code: str) -> None:
    assert float(called("TEXT", number, code)) == pytest.approx(number, rel=1e-12)


@given(st.text(max_size=30), st.floats(allow_nan=False, allow_infinity=False) | st.none())
def test_any_code_gives_a_text_or_an_error(code: str, value: float | None) -> None:
    assert isinstance(called("TEXT", value, code), str)


@given(st.text('0#?.,%E+-/;@[]<>="\\_*ymdhsAP ', max_size=20), st.floats(-1e12, 1e12))
def test_any_sequence_of_signs_gives_a_text_or_an_error(code: str, value: float) -> None:
    assert isinstance(called("TEXT", value, code), str)


@given(st.floats(-1e10, 1e10))
def test_general_agrees_with_the_number_where_it_fits(number: float) -> None:
    shown = called("TEXT", number, "General")
    assert float(shown) == pytest.approx(number, rel=1e-5, abs=1e-9)
    if len(number_as_text(abs(number))) <= 10:
        assert shown == number_as_text(number)
