"""The rule of the oracle: right, or left alone with a reason; never silently wrong.

In these workbooks the asset moves twice as far as the market. Where a file says that its beta is
5, some other version of the function did; formulas that read it have values that belong to 5.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import Any, ClassVar

import openpyxl
import pytest
from openpyxl.workbook.properties import CalcProperties

from tests.recalculation.books import (
    BETA,
    RETURNS,
    SHEET,
    F,
    again,
    book,
    edited,
    shown,
    with_calculation,
)
from tests.workbook.packages import packed, parts_of
from xlrisk.hosts import engine
from xlrisk.recalculation.agreement import agrees
from xlrisk.workbook.values import ErrorText

NOON = datetime.datetime(2026, 3, 4, 12)
DAY = (NOON.date() - datetime.date(1899, 12, 30)).days
approx = pytest.approx


@pytest.fixture
def wrong_median(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine whose MEDIAN is always 99."""
    load = engine.load

    def load_wrong(*arguments: Any, **options: Any) -> Any:
        calculation: Any = load(*arguments, **options)
        calculation._workbook.register_function(
            "MEDIAN", lambda *_: 99.0, min_args=1, max_args=None, allow_override_builtin=True
        )
        return calculation

    monkeypatch.setattr(engine, "load", load_wrong)


class TestWithoutAnOracle:
    """Nothing in the file is to be believed: two engines, or trusted functions."""

    FORMULAS: ClassVar = {
        "D1": BETA,
        "D2": "D1*3",
        "D3": "SUM(A1:A3)",
        "D4": 'IF(D1>1,"high","low")',
    }

    def check(self, data: bytes, **options: Any) -> None:
        result = again(data, **options)
        assert result["D1"] == approx(2, rel=1e-14)
        assert result["D2"] == approx(6, rel=1e-14)
        assert result["D3"] == approx(0.04, rel=1e-14)
        assert result["D4"] == "high"
        assert (result.report["oracle"], result.status) == ("none", "done")
        assert result.report["functions"] == {"BETA_OF": 1}
        assert result.report["cells_changed"] == 4
        assert result.stale == {}
        assert result.disagreements == {}

    def test_the_zeros_of_a_library_are_no_values(self) -> None:
        formulas = {cell: F(text) for cell, text in self.FORMULAS.items()}
        self.check(book(RETURNS | formulas, to_be_believed=False))

    @pytest.mark.parametrize("on_load", [True, None], ids=["says so", "says nothing"])
    @pytest.mark.parametrize("opinion", ["auto", "always", "never"])
    def test_a_workbook_without_values(self, on_load: bool | None, opinion: str) -> None:
        workbook = openpyxl.Workbook()
        workbook.calculation = CalcProperties(fullCalcOnLoad=on_load)
        for cell, value in RETURNS.items():
            workbook.active[cell] = value
        for cell, text in self.FORMULAS.items():
            workbook.active[cell] = f"={text}"
        stream = io.BytesIO()
        workbook.save(stream)
        self.check(stream.getvalue(), second_opinion=opinion)

    @pytest.mark.parametrize(
        ("attributes", "oracle"),
        [
            ('calcId="1"', "stored"),
            ('calcMode="manual"', "stored"),
            ('calcOnSave="0"', "stored"),
            ('calcMode="manual" calcOnSave="0"', "none"),
            ('calcCompleted="0"', "none"),
            ('fullCalcOnLoad="1"', "none"),
        ],
    )
    def test_what_a_file_says_of_its_values(self, attributes: str, oracle: str) -> None:
        data = with_calculation(book(RETURNS | {"D1": F("SUM(A1:A3)", 99)}), attributes)
        result = again(data)
        assert result.report["oracle"] == oracle
        assert result["D1"] == (99 if oracle == "stored" else approx(0.04))

    @pytest.mark.usefixtures("wrong_median")
    def test_what_a_second_engine_finds_otherwise_is_not_written(self) -> None:
        cells = {"D1": F("MEDIAN(A1:A3)", 7), "D2": F("D1*2", 8), "D3": F("SUM(A1:A3)", 9)}
        result = again(book(RETURNS | cells, to_be_believed=False))
        assert result.disagreements["D1"] == (0.02, 99)
        assert result.disagreements.keys() <= {"D1", "D2"}
        assert (result["D1"], result["D2"], result["D3"]) == (7, 8, approx(0.04))
        assert result.stale.keys() == {"D1", "D2"}
        assert result.status == "partial"

    def test_without_a_second_engine_only_trusted_functions_are_written(self) -> None:
        cells = {"D1": F("BESSELJ(1,0)", 7), "D2": F("D1*2", 8), "D3": F(BETA, 9)}
        data = book(RETURNS | cells, to_be_believed=False)
        result = again(data, second_opinion="never")
        assert (result["D1"], result["D2"], result["D3"]) == (7, 8, approx(2))
        assert result.stale.keys() == {"D1", "D2"}
        assert "BESSELJ" in result.stale["D1"]

    def test_what_nobody_can_calculate_keeps_its_value(self) -> None:
        cells = {"D1": F('BDP("IBM","PX")', 7), "D2": F("D1*2", 8), "D3": F(BETA, 9)}
        result = again(book(RETURNS | cells, to_be_believed=False))
        assert (result["D1"], result["D2"], result["D3"]) == (7, 14, approx(2))


class TestStoredValues:
    """The engine must pass them before it may write."""

    def test_a_workbook_with_right_values_stays_as_it_is(self) -> None:
        cells = {"D1": F(BETA, 2), "D2": F("D1*3", 6), "D3": F("SUM(A1:A3)", 0.04)}
        data = book(RETURNS | cells)
        result = again(data)
        assert (result.status, result.report["oracle"]) == ("unchanged", "stored")
        assert result.content == data
        assert result.report["verified"] == 2

    # the engine's own functions are right on the numbers of the file, and wrong on what is fed
    @pytest.mark.parametrize(
        ("fed", "formula", "stored", "expected"),
        [
            (ErrorText("#N/A"), 'COUNTIF(A1:A3,"#N/A")', 0, 1),
            ("#N/A", 'COUNTIF(A1:A3,"#N/A")', 0, 0),
            (ErrorText("#DIV/0!"), 'COUNTIF(A1:A3,"#DIV/0!")', 0, 1),
            (ErrorText("#DIV/0!"), 'SUMIF(A1:A3,"<>#N/A")', 0.06, "#DIV/0!"),
            (ErrorText("#DIV/0!"), "SUMPRODUCT(ISERR(A1:A3)*1)", 0, 1),
            (True, "SUMPRODUCT(A1:A3,A1:A3)", 0.0014, approx(0.0010)),
            (5, 'COUNTIF(E1:E1,"#N/A")', 0, 1),
            (5, 'COUNTIF(E1:E1,"#N/A")+0', 0, 1),
        ],
    )
    def test_a_proof_is_one_of_the_values_that_were_read(
        self, fed: Any, formula: str, stored: float, expected: Any
    ) -> None:
        cells: dict[str, Any] = {"A1": 0.01, "A2": 0.02, "A3": 0.03}
        cells |= {"E1": F("IF(A2>1,NA(),A2)", 0.02), "D1": F(formula, stored)}
        data = book(cells)
        assert again(data).content == data
        result = again(data, inputs={"Sheet1!A2": fed})
        assert result["D1"] == expected
        assert result.status == "done"

    @pytest.mark.usefixtures("wrong_median")
    def test_a_wrong_function_of_the_engine_is_found_and_kept_out(self) -> None:
        cells = {
            "D1": F("MEDIAN(A1:A3)", 0.02),
            "D2": F("D1*2", 0.04),
            "D3": F(BETA, 5),
            "D4": F("D3+D2", 5.04),
        }
        result = again(book(RETURNS | cells))
        assert result.report["disagreements"] == [
            {"cell": "Sheet1!D1", "formula": "=MEDIAN(A1:A3)", "stored": 0.02, "computed": 99}
        ]
        assert (result["D1"], result["D2"]) == (0.02, 0.04)
        assert (result["D3"], result["D4"]) == (approx(2), approx(2.04))
        assert result.report["verified"] == 2  # what comes after it, on top of Excel's value
        assert result.stale == {}
        assert result.status == "partial"

    @pytest.mark.usefixtures("wrong_median")
    def test_what_would_need_the_wrong_function_is_stale(self) -> None:
        cells = {
            "D1": F(BETA, 5),
            "D2": F("MEDIAN(D1,1)", 3),
            "D3": F("D2*2", 6),
            "D4": F("D1*2", 10),
        }
        result = again(book(RETURNS | cells))
        assert [result[cell] for cell in ("D1", "D2", "D3", "D4")] == [approx(2), 3, 6, approx(4)]
        assert result.stale.keys() == {"D2", "D3"}
        assert all(result.stale.values())

    def test_a_wrong_value_in_the_file_is_kept_and_listed(self) -> None:
        result = again(book(RETURNS | {"D1": F("SUM(A1:A3)", 99), "D2": F("D1+1", 100)}))
        assert result.disagreements == {"D1": (99, approx(0.04))}
        assert result.content == result.before

    def test_it_can_be_told_to_ignore_stale_values(self) -> None:
        data = book(RETURNS | {"D1": F("SUM(A1:A3)", 99), "D2": F("D1+1", 100)})
        result = again(data, stored="ignore")
        assert (result.report["oracle"], result.status) == ("none", "done")
        assert (result["D1"], result["D2"]) == (approx(0.04), approx(1.04))

    def test_it_can_be_told_to_trust_values(self) -> None:
        cells = {"D1": F("SUM(A1:A3)", 99), "D2": F(BETA, 5), "D3": F("D2+1", 6)}
        data = book(RETURNS | cells, to_be_believed=False)
        assert again(data)["D1"] == approx(0.04)
        result = again(data, stored="trust")
        assert result.report["oracle"] == "stored"
        assert [result[cell] for cell in ("D1", "D2", "D3")] == [99, approx(2), approx(3)]
        assert result.disagreements.keys() == {"D1"}

    def test_a_formula_without_a_value_gets_one(self) -> None:
        data = edited(
            book(RETURNS | {"D1": F("SUM(A1:A3)", 99), "D2": F("SUM(B1:B3)", 0.02)}),
            SHEET,
            "<v>99</v>",
            "",
        )
        result = again(data)
        assert (result["D1"], result.status) == (approx(0.04), "done")

    def test_an_array_that_differs_in_one_cell_is_kept_whole(self) -> None:
        cells = {"D1": F("A1:A3*2", [[0.04], [0.08], [0.5]], array="D1:D3")}
        result = again(book(RETURNS | cells))
        assert result.disagreements.keys() == {"D1"}
        assert result.content == result.before


class TestPropagation:
    """By changed value, not by position."""

    def test_one_value_in_the_place_of_many_is_no_proof(self) -> None:
        """The engine takes the first criterion, and is right where none of them is met."""
        cells = {"A1": 1, "A2": 2, "B1": 3, "B2": 4, "D1": F("SUMPRODUCT(COUNTIF(A1:A2,B1:B2))", 0)}
        assert again(book(cells), inputs={"Sheet1!B2": 2})["D1"] == 1

    def test_what_depends_on_our_functions_follows(self) -> None:
        first = RETURNS | {"D1": F(BETA, 5), "D2": F("D1*Sheet2!A1", 10), "D3": F("rate*D2", 1)}
        second = {"A1": 2, "A2": F("Sheet1!D3+1", 2)}
        result = again(book(first, second, names={"rate": "0.1"}))
        assert [result[cell] for cell in ("D1", "D2", "D3")] == [approx(2), approx(4), approx(0.4)]
        assert shown(result.content, 2)["A2"] == approx(1.4)
        assert result.report["cells_changed"] == 4

    def test_a_function_that_changed_is_told_from_what_follows(self) -> None:
        cells = {"D1": F(BETA, 5), "D2": F("CAPM_RETURN(0.03,D1,0.08)", 0.28)}
        result = again(book(RETURNS | cells))
        assert result["D2"] == approx(0.13)
        changes = [{"cell": "Sheet1!D1", "stored": 5.0, "computed": approx(2)}]
        assert result.report["function_changes"] == changes

    def test_it_stops_where_a_value_comes_out_equal(self) -> None:
        cells = {
            "D1": F(BETA, 5),
            "D2": F("SIGN(D1)", 1),
            "D3": F('BDP("IBM",D2)', 7),  # cannot be calculated, and need not be
            "D4": F("D3*D2", 7),
        }
        result = again(book(RETURNS | cells))
        assert (result.status, result.report["cells_changed"], result.stale) == ("done", 1, {})
        assert [result[cell] for cell in ("D2", "D3", "D4")] == [1, 7, 7]

    def test_values_that_nothing_has_changed_keep_excels_last_digits(self) -> None:
        off = 0.02 * 7 * (1 + 1e-12)  # agrees, and is not the engine's to the last digit
        cells = {"D1": F("A1*7", off), "D2": F("D1+A2", off + 0.04), "D3": F(BETA, 5)}
        result = again(book(RETURNS | cells))
        assert (result["D1"], result["D2"]) == (off, off + 0.04)
        assert result.report["cells_changed"] == 1

    def test_a_value_as_good_as_equal_is_not_rewritten(self) -> None:
        data = book(RETURNS | {"D1": F(BETA, 2 * (1 + 1e-15)), "D2": F("A1+A2", 0.06)})
        assert again(data).content == data

    @pytest.mark.parametrize("formula", ['INDIRECT("D"&1)', "OFFSET(D2,-1,0)"])
    def test_references_that_are_calculated_follow(self, formula: str) -> None:
        stale = {"D1": F(BETA, 5), "D2": 0, "E1": F(formula, 5), "E2": F("E1*2", 10)}
        result = again(book(RETURNS | stale))
        assert (result["E1"], result["E2"]) == (approx(2), approx(4))
        right = {"D1": F(BETA, 2), "D2": 0, "E1": F(formula, 2), "E2": F("E1*2", 4)}
        assert again(book(RETURNS | right)).status == "unchanged"

    def test_a_reference_that_is_calculated_and_cannot_be_verified_is_stale(self) -> None:
        stale = {"D1": F(BETA, 5), "E1": F('INDIRECT("D"&1)', 4), "E2": F("E1*2", 8)}
        result = again(book(RETURNS | stale))
        assert (result["E1"], result["E2"]) == (4, 8)
        assert result.stale.keys() == {"E1", "E2"}


class TestPins:
    """What the engine cannot do counts as an input, and taints nobody."""

    PINS: ClassVar = {
        "market data": 'BDP("IBM US Equity","PX_LAST")',
        "the user's macro": "MyMacro(1)",
        "real-time data": 'RTD("server",,"IBM")',
        "web": '_xlfn.WEBSERVICE("https://example.org")',
        "cube": 'CUBEVALUE("Model","[Measures].[Sales]")',
        "pivot": 'GETPIVOTDATA("Sales",$J$1)',
        "another workbook": "[1]Prices!$A$1",
        "DDE": "WINDAT|Kurse!IBM",
        "random": "RAND()",
        "random whole": "RANDBETWEEN(1,9)",
    }

    @pytest.mark.parametrize("formula", PINS.values(), ids=PINS)
    def test_it_counts_as_an_input(self, formula: str) -> None:
        """Risk figures on top of it are calculated, and nothing is listed."""
        returns = RETURNS | {"A1": F(formula, 0.02)}
        cells = {"D1": F(BETA, 5), "D2": F("SUM(A1:A3)", 0.04), "D3": F("D1+A1", 5.02)}
        result = again(book(returns | cells))
        assert (result["A1"], result["D2"]) == (0.02, 0.04)
        assert (result["D1"], result["D3"]) == (approx(2), approx(2.02))
        assert (result.status, result.stale, result.disagreements) == ("done", {}, {})

    @pytest.mark.parametrize(
        "formula", ['BDP("IBM",D1)', "MyMacro(D1)", "RAND()*D1", "[1]P!$A$1*D1"]
    )
    def test_it_is_stale_when_its_own_inputs_change(self, formula: str) -> None:
        cells = {"D1": F(BETA, 5), "D2": F(formula, 7), "D3": F("D2*2", 14), "D4": F("D1*2", 10)}
        result = again(book(RETURNS | cells))
        assert [result[cell] for cell in ("D1", "D2", "D3", "D4")] == [approx(2), 7, 14, approx(4)]
        assert result.stale.keys() == {"D2", "D3"}
        assert result.stale["D2"] != result.stale["D3"]
        assert result.status == "partial"

    def test_our_function_on_top_of_a_stale_cell_is_stale(self) -> None:
        cells = {
            "D1": F(BETA, 5),
            "D2": F('BDP("IBM",D1)', 1.5),
            "D3": F("CAPM_RETURN(0.03,D2,0.08)", 0.2),
        }
        result = again(book(RETURNS | cells))
        assert result["D3"] == 0.2
        assert result.stale.keys() == {"D2", "D3"}

    def test_a_what_if_table_keeps_its_values(self) -> None:
        cells = {"C2": 9.5, "C3": 8.5, "D1": F(BETA, 5), "D2": F("C2+C3+D1", 23)}
        data = edited(
            book(RETURNS | cells),
            SHEET,
            '<c r="C2"><v>',
            '<c r="C2"><f t="dataTable" ref="C2:C3" dt2D="0" dtr="0" r1="A1"/><v>',
        )
        result = again(data)
        assert [result[c] for c in ("C2", "C3", "D1", "D2")] == [9.5, 8.5, approx(2), approx(20)]
        assert result.status == "done"

    def test_a_cycle_taints_nobody(self) -> None:
        cells = {
            "D1": F("D2+1", 0),
            "D2": F("D1+1", 0),
            "D3": F("D1*2", 0),
            "D4": F(BETA, 5),
            "D5": F("D4+D3", 5),
        }
        result = again(book(RETURNS | cells))
        assert [result[cell] for cell in ("D1", "D2", "D3")] == [0, 0, 0]
        assert (result["D4"], result["D5"]) == (approx(2), approx(2))

    def test_a_cycle_whose_inputs_change_is_stale(self) -> None:
        cells = {"D1": F(BETA, 5), "D2": F("D3+D1", 0), "D3": F("D2+1", 0), "D4": F("D3*2", 0)}
        result = again(book(RETURNS | cells))
        assert [result[cell] for cell in ("D1", "D2", "D3", "D4")] == [approx(2), 0, 0, 0]
        assert result.stale.keys() == {"D2", "D3", "D4"}

    def test_a_cycle_without_values_is_listed(self) -> None:
        cells = {"D1": F("D2+1", 0), "D2": F("D1+1", 0), "D3": F(BETA, 0)}
        result = again(book(RETURNS | cells, to_be_believed=False))
        assert [result[cell] for cell in ("D1", "D2", "D3")] == [0, 0, approx(2)]
        assert result.stale.keys() == {"D1", "D2"}

    @pytest.mark.parametrize("formula", ["D1*2", BETA, "D1+TODAY()"])
    def test_a_value_that_is_more_than_it_shows_is_never_touched(self, formula: str) -> None:
        cells = {"D1": F("BETA_OF(A1:A3,B1:B3)", 5), "D2": F(formula, 10), "D3": F("D2+D1", 15)}
        data = edited(book(RETURNS | cells), SHEET, '<c r="D2">', '<c r="D2" vm="1">')
        result = again(data)
        assert (result["D1"], result["D2"]) == (approx(2), 10)
        assert ("D2" in result.stale) == ("D1" in formula)

    def test_nothing_follows_with_precision_as_displayed(self) -> None:
        """Excel would round every value as its cell shows it."""
        cells = {
            "D1": F(BETA, 5),
            "D2": F("D1*2", 10),
            "D3": F("SUM(A1:A3)", 99),
            "D4": F("CAPM_RETURN(0.03,D2,0.08)", 7),
        }
        result = again(with_calculation(book(RETURNS | cells), 'fullPrecision="0"'))
        assert [result[cell] for cell in ("D1", "D2", "D3", "D4")] == [5, 10, 99, 7]
        assert result.stale.keys() == {"D1", "D2", "D4"}
        assert "precision" in result.stale["D1"]


class TestClock:
    CELLS: ClassVar = {
        "D1": F("TODAY()", 40000),
        "D2": F("NOW()", 40000.5),
        "D3": F("D1+1", 40001),
        "D4": F("DAY(TODAY())", 6),
        "D5": F("YEAR(A1)", 1900),
    }

    def test_today_is_the_day_of_the_run(self) -> None:
        result = again(book(RETURNS | self.CELLS), now=NOON)
        assert [result[cell] for cell in self.CELLS] == [DAY, DAY + 0.5, DAY + 1, 4, 1900]
        assert result.report["now"] == "2026-03-04T12:00:00"

    def test_a_workbook_of_today_stays_as_it_is(self) -> None:
        data = book({"D1": F("TODAY()", DAY), "D2": F("D1+1", DAY + 1)})
        assert again(data, now=NOON).content == data

    def test_in_the_date_system_of_1904(self) -> None:
        day = DAY - 1462
        cells = {"D1": F("TODAY()", 100), "D2": F("DATE(2026,3,4)", day), "D3": F("YEAR(D2)", 2026)}
        result = again(book(cells, date_1904=True), now=NOON)
        assert [result[cell] for cell in cells] == [day, day, 2026]
        assert result.disagreements == {}

    def test_in_the_date_system_of_1904_without_values(self) -> None:
        """Right, or left alone: the second engine does not know of this date system."""
        cells = {"D1": F("DATE(2026,3,4)"), "D2": F("D1+1"), "D3": F('TEXT(D1,"yyyy-mm-dd")')}
        result = again(book(cells, date_1904=True, to_be_believed=False))
        right = {"D1": DAY - 1462, "D2": DAY - 1461, "D3": "2026-03-04"}
        for cell, value in right.items():
            assert result[cell] == (0 if cell in result.stale else value)


class TestArrays:
    PRICES: ClassVar = {"A1": 100, "A2": 110, "A3": 99, "A4": 108.9}  # 10 % up, 10 % down, 10 % up
    FORMULA = "RETURNS_OF(A1:A4)"

    def result(self, area: str, *, dynamic: bool = True, **more: Any) -> Any:
        rows = int(area[-1])
        formula = F(self.FORMULA, [[7]] * rows, array=area, dynamic=dynamic)
        return again(book(self.PRICES | {"C1": formula, "E1": F("SUM(A1:A4)", 417.9)} | more))

    def test_a_dynamic_array_grows(self) -> None:
        result = self.result("C1:C2")
        assert [result[f"C{row}"] for row in range(1, 5)] == [*map(approx, [0.1, -0.1, 0.1]), None]
        assert 'ref="C1:C3"' in parts_of(result.content)[SHEET].decode()

    def test_a_dynamic_array_shrinks(self) -> None:
        result = self.result("C1:C5")
        values = [result[f"C{row}"] for row in range(1, 6)]
        assert values == [*map(approx, [0.1, -0.1, 0.1]), None, None]
        assert 'ref="C1:C3"' in parts_of(result.content)[SHEET].decode()

    def test_a_dynamic_array_never_covers_what_is_not_its_own(self) -> None:
        result = self.result("C1:C2", C3=77)
        assert (result["C1"], result["C2"], result["C3"]) == ("#SPILL!", None, 77)

    @pytest.mark.parametrize("stored", ["auto", "ignore"])
    def test_a_dynamic_array_over_empty_cells_keeps_its_size(self, stored: str) -> None:
        """An engine that gives one value for three is wrong, though nothing looks like zero."""
        cells = {"B9": 1, "A1": F("LEN(B1:B3)", [[0]] * 3, array="A1:A3", dynamic=True)}
        result = again(book(cells), stored=stored)
        assert [result[f"A{row}"] for row in (1, 2, 3)] == [0, 0, 0]

    def test_what_reads_a_spilled_range_follows(self) -> None:
        more: Any = {"E2": F("SUM(_xlfn.ANCHORARRAY(C1))", 14), "E3": F("SUM(C1:C2)", 14)}
        result = self.result("C1:C2", **more)
        assert (result["E2"], result["E3"]) == (approx(0.1), approx(0, abs=1e-15))

    @pytest.mark.parametrize(
        ("area", "expected"),
        [
            ("C1:C2", [0.1, -0.1]),
            ("C1:C3", [0.1, -0.1, 0.1]),
            ("C1:C5", [0.1, -0.1, 0.1, "#N/A", "#N/A"]),
        ],
    )
    def test_an_older_array_formula_keeps_its_cells(self, area: str, expected: list[Any]) -> None:
        result = self.result(area, dynamic=False)
        values = [result[f"C{row}"] for row in range(1, len(expected) + 1)]
        assert values == [one if isinstance(one, str) else approx(one) for one in expected]
        assert f'ref="{area}"' in parts_of(result.content)[SHEET].decode()
        assert result[f"C{len(expected) + 1}"] is None

    def test_a_plain_formula_shows_the_first_cell_of_a_table(self) -> None:
        result = again(book(self.PRICES | {"C1": F(self.FORMULA, 7), "D1": F("C1*2", 14)}))
        assert (result["C1"], result["D1"]) == (approx(0.1), approx(0.2))
        assert "C2" not in shown(result.content)


class TestFilesOfManyKinds:
    @pytest.mark.parametrize(
        "spelling",
        [
            *("BETA_OF", "beta_of", "_xll.BETA_OF", "XLRISK.BETA_OF", "_xldudf_XLRISK_BETA_OF"),
            *("[1]!BETA_OF", "xlrisk.xlam!BETA_OF", r"'C:\Add Ins\xlrisk.xlam'!BETA_OF"),
            *("_xlfn.BETA_OF", "'/Users/me/xlrisk.xlam'!BETA_OF", "[xlrisk.xlam]!BETA_OF"),
        ],
    )
    def test_every_spelling_of_a_name(self, spelling: str) -> None:
        cells = {"D1": F(f"{spelling}(A1:A3,B1:B3)", 5), "D2": F("D1*2", 10)}
        result = again(book(RETURNS | cells))
        assert (result["D1"], result["D2"]) == (approx(2), approx(4))
        assert result.report["functions"] == {"BETA_OF": 1}

    def test_strict_open_xml(self) -> None:
        data = strict(
            book(RETURNS | {"D1": F(BETA, 5), "D2": F("D1*2", 10), "D3": F("A1+A2", 0.06)})
        )
        result = again(data)
        assert [result[cell] for cell in ("D1", "D2", "D3")] == [approx(2), approx(4), 0.06]
        assert (result.status, result.disagreements) == ("done", {})
        assert again(result.content).content == result.content

    def test_whole_columns(self) -> None:
        """Headers and a longer column do not matter, and both columns match."""
        returns = {"A1": "asset", "B1": "market", "A5": 0.5}
        returns |= {f"{cell[0]}{int(cell[1]) + 1}": value for cell, value in RETURNS.items()}
        cells = {"D1": F("BETA_OF(A:A,B:B)", 5), "D2": F("SUM(A:A)", 0.54), "D3": F("D1*2", 10)}
        second = {"A1": F("BETA_OF(Sheet1!$A:$A,Sheet1!$B:$B)", 5)}
        result = again(book(returns | cells, second))
        assert [result[cell] for cell in ("D1", "D2", "D3")] == [approx(2), 0.54, approx(4)]
        assert shown(result.content, 2)["A1"] == approx(2)
        assert result.disagreements == {}

    def test_structured_references(self) -> None:
        returns = {f"{cell[0]}{int(cell[1]) + 1}": value for cell, value in RETURNS.items()}
        cells: dict[str, Any] = {
            f"C{row}": F("T[[#This Row],[x]]*T[[#This Row],[the beta]]", 0) for row in (2, 3, 4)
        }
        cells |= {f"D{row}": F("E$2", 5) for row in (2, 3, 4)}
        for row, value in zip((2, 3, 4), (0.02, 0.04, -0.02), strict=True):
            cells[f"C{row}"] = F("T[[#This Row],[x]]*T[[#This Row],[the beta]]", value * 5)
        cells["E2"] = F("BETA_OF(T[x],T[y])", 5)
        cells["E3"] = F("SUM(T[product])", 0.2)
        tables = {"A1:D4": ("x", "y", "product", "the beta")}
        result = again(book(returns | cells, tables=tables))
        assert result["E2"] == approx(2)
        assert [result[f"C{row}"] for row in (2, 3, 4)] == [approx(v) for v in (0.04, 0.08, -0.04)]
        assert result["E3"] == approx(0.08)
        assert result.disagreements == {}

    def test_an_error_of_ours_comes_with_its_sentence(self) -> None:
        cells = {"D1": F("BETA_OF(A1:A2,B1:B3)", 5), "D2": F('IFERROR(D1,"none")', 5)}
        result = again(book(RETURNS | cells))
        assert (result["D1"], result["D2"]) == ("#N/A", "none")
        [error] = result.report["cell_errors"]
        assert (error["cell"], error["code"]) == ("Sheet1!D1", "#N/A")
        assert "2" in error["message"]
        assert "3" in error["message"]


def strict(data: bytes) -> bytes:
    """The workbook in the namespaces of Strict Open XML."""
    old, new = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
    pairs = [
        (f"{old}/spreadsheetml/2006/main", f"{new}/spreadsheetml/main"),
        (f"{old}/officeDocument/2006", f"{new}/officeDocument"),
    ]
    parts = parts_of(data)
    for name, content in parts.items():
        text = content.decode("utf-8")
        for one, other in pairs:
            text = text.replace(one, other)
        parts[name] = text.replace("<workbook ", '<workbook conformance="strict" ').encode()
    return packed(parts)


@pytest.mark.parametrize(
    ("computed", "stored", "largest", "expected"),
    [
        (1.0, 1.0, 0.0, True),
        (1.0, 1 + 5e-10, 0.0, True),
        (1.0, 1 + 2e-9, 0.0, False),
        (-1e9, -1e9 - 0.5, 0.0, True),
        (-1e9, -1e9 - 1.5, 0.0, False),
        (5.6e-17, 0.0, 0.3, True),  # 0.1 + 0.2 - 0.3, which Excel snaps
        (5.6e-17, 0.0, 0.0, False),
        (0.0, 5.6e-17, 0.3, True),
        (1e-9, 0.0, 1.0, False),
        (1.0, -1.0, 1.0, False),
        (None, 0.0, 0.0, True),  # a reference to an empty cell shows 0
        (None, 1.0, 0.0, False),
        (True, True, 0.0, True),
        (True, 1.0, 1.0, False),
        (0.0, False, 1.0, False),
        ("a", "a", 0.0, True),
        ("a", "A", 0.0, False),
        ("1", 1.0, 0.0, False),
        (1.0, "1", 1.0, False),
        ("", 0.0, 1.0, False),
        (ErrorText("#N/A"), ErrorText("#N/A"), 0.0, True),
        (ErrorText("#N/A"), ErrorText("#REF!"), 0.0, False),
        (ErrorText("#N/A"), "#N/A", 0.0, False),
        ("#N/A", ErrorText("#N/A"), 0.0, False),
        (ErrorText("#DIV/0!"), 0.0, 1.0, False),
    ],
)
def test_when_two_values_agree(computed: Any, stored: Any, largest: float, expected: bool) -> None:
    look: Callable[[], float] = lambda: largest  # noqa: E731
    assert agrees(computed, stored, look) is expected


def test_a_sum_that_excel_has_snapped_to_zero_agrees() -> None:
    sums = {"B1": F("A1+A2+A3", 0), "B2": F("B1+A1", 0.1)}
    data = book({"A1": 0.1, "A2": 0.2, "A3": -0.3} | sums)
    result = again(data)
    assert (result.status, result.disagreements) == ("unchanged", {})
    assert result.report["verified"] == 2
