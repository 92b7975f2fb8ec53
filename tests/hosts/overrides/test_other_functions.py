"""Matrices, number systems, distributions, units, and functions over ranges."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.overrides.sheets import Sheet, agrees, called
from xlrisk.hosts.engine.overrides import OVERRIDES

# what Excel stored in the calc tests of the corpus: MatrixFormulaEvalTestData, NUMBER_SYSTEMS,
# BITs, GESTEP_DELTA, ERFs, CONVERT, BINOM, BETADIST_BETAINV, CHISQ, PERMUT_PERMUTATIONA,
# ATAN2_POWER, TRIGONOMETRIC, WRAPCOLS_ROWS, EXP_SIGN, functions-excel-2010
STORED = [
    ("=INDEX(MMULT({1,2,4;8,5,4},{5.2;6;8}),1)", 49.2),
    ("=INDEX(MMULT({1,2,4;8,5,4},{5.2;6;8}),2)", 103.6),
    ("=MMULT({1,2},{1,2})", "#VALUE!"),
    ("=MMULT(A1:B2,A1:B2)", "#VALUE!"),
    ("=INDEX(MINVERSE({1,2;2,3}),1,1)", -3),
    ("=MINVERSE({1,2})", "#VALUE!"),
    ("=MDETERM({1,2;2,3})", -1),
    ("=MDETERM(1)", 1),
    ("=DEC2BIN(-512.8,1)", "1000000000"),
    ("=DEC2BIN(TRUE)", "#VALUE!"),
    ("=DEC2BIN(12,A9)", "#NUM!"),
    ("=DEC2OCT(-1213,1)", "7777775503"),
    ("=OCT2HEX(4000000000,2)", "FFE0000000"),
    ("=BIN2HEX(1110111011,4)", "FFFFFFFFBB"),
    ("=BIN2HEX(1100011011,11)", "#NUM!"),
    ("=BIN2HEX(1100011011,0)", "#NUM!"),
    ("=BIN2HEX(1100011011,TRUE)", "#VALUE!"),
    ("=BITRSHIFT(12,54)", "#NUM!"),
    ("=BITLSHIFT(12,-54)", "#NUM!"),
    ("=DELTA(TRUE,1)", "#VALUE!"),
    ("=GESTEP(TRUE)", "#VALUE!"),
    ("=ERF(TRUE)", "#VALUE!"),
    ('=CONVERT(0.05,"Mg","g")', 50000),
    ('=CONVERT(0.05,"Mlbm","g")', "#N/A"),
    ('=CONVERT(1,"sg","g")', 14593.902937206363),
    ('=CONVERT(1,"uk_ton","g")', 1016046.9088),
    ('=CONVERT(0.05,"Mang2","m2")', 5e-10),
    ('=CONVERT(1,"us_acre","m2")', 4046.8726098742522),
    ('=CONVERT(0.0002,"Mang3","m3")', 2e-16),
    ('=CONVERT(1,"F","K")', 255.92777777777775),
    ('=CONVERT(1,"Reau","K")', 274.4),
    ('=CONVERT(12,"MK","K")', 12000000),
    ('=CONVERT(12,"MC","K")', "#N/A"),
    ('=CONVERT(1,"HP","W")', 745.6998715822702),
    ('=CONVERT(1,"mbyte","bit")', 0.008),
    ('=CONVERT(1,"admkn","m/s")', 0.5147733333333333),
    ("=BINOM.DIST(0,0,0,TRUE)", 1),
    ('=BINOM.DIST(7,8,0.7,"true")', 0.94235199),
    ("=BINOM.DIST(2,10,2,TRUE)", "#NUM!"),
    ("=BINOM.DIST(3,2,3,1/0)", "#DIV/0!"),
    ("=BINOM.DIST(1000,10000,0.1,TRUE)", 0.508421039265265),
    ("=BINOM.INV(10,0.7,0.8)", 8),
    ("=BINOM.INV(10,0.7,0)", "#NUM!"),
    ("=BINOM.INV(10,1,0.8)", "#NUM!"),
    ("=BINOM.DIST.RANGE(2,0.1,2,A9)", "#NUM!"),
    ("=F.DIST(2,6.6,8,1)", 0.8208),
    ("=F.DIST(2,6.6,8,0)", 0.1658879999999999),
    ("=CHISQ.DIST(8,3.34,TRUE)", 0.9539882943107687),
    ("=CHISQ.DIST.RT(12.3,7.2)", 0.09111488600031305),
    ("=BETA.INV(0,2,2.5,0.234,1.2)", "#NUM!"),
    ("=BETA.INV(0.21582075903063558,2,3,1,10)", 3),
    ('=BETA.DIST(0.234,2,2.5,"true",0.15,1.2)', 0.02579396768034742),
    ("=PERMUTATIONA(12.7,4.6)", 20736),
    ("=PERMUTATIONA(A9,2)", 0),
    ("=PERMUTATIONA(2,-1)", "#NUM!"),
    ("=POWER(0,0)", "#NUM!"),
    ("=COTH(1048576)", 1),
    ('=INDEX(WRAPCOLS({1,2,3,4},3,"x"),2,2)', "x"),
    ("=INDEX(WRAPROWS({1,2,3,4},3),2,2)", "#N/A"),
]
# the examples of Microsoft's pages on the functions
DOCUMENTED = [
    ("=MDETERM({3,6,1;1,1,0;3,10,2})", 1),
    ("=INDEX(MINVERSE({4,-1;2,0}),1,2)", 0.5),
    ("=INDEX(MUNIT(3),2,2)", 1),
    ("=MUNIT(0)", "#VALUE!"),
    ("=MINVERSE({1,2;2,4})", "#NUM!"),
    ('=HEX2DEC("FFFFFFFF5B")', -165),
    ('=HEX2BIN("F",8)', "00001111"),
    ('=BIN2DEC("1111111111")', -1),
    ('=OCT2DEC("7777777533")', -165),
    ("=DEC2HEX(-54)", "FFFFFFFFCA"),
    ("=DEC2HEX(100,4)", "0064"),
    ("=BASE(7,2,10)", "0000000111"),
    ('=DECIMAL("FF",16)', 255),
    ('=DECIMAL("zap",36)', 45745),
    ("=BITAND(13,25)", 9),
    ("=BITXOR(5,3)", 6),
    ("=BITLSHIFT(4,2)", 16),
    ('=CONVERT(68,"F","C")', 20),
    ('=CONVERT(2.5,"ft","sec")', "#N/A"),
    ('=CONVERT(6,"kibyte","byte")', 6144),
    ("=PERMUTATIONA(3,2)", 9),
    ("=ROUND(BINOM.DIST.RANGE(60,0.75,48),3)", 0.084),
    ("=ROUND(BINOM.DIST.RANGE(60,0.75,45,50),3)", 0.524),
    ("=ROUND(NEGBINOM.DIST(10,5,0.25,TRUE),7)", 0.3135141),
    ("=ROUND(F.DIST(15.2069,6,4,TRUE),2)", 0.99),
    ("=ROUND(F.INV(0.01,6,4),8)", 0.10930991),
    ("=ROUND(F.INV.RT(0.01,6,4),4)", 15.2069),
    ("=ROUND(CHISQ.INV(0.93,1),6)", 3.283020),
    ("=ROUND(CHISQ.INV.RT(0.050001,10),4)", 18.307),
    ("=ROUND(BETA.DIST(2,8,10,TRUE,1,3),7)", 0.6854706),
    ("=ROUND(BETA.DIST(2,8,10,FALSE,1,3),7)", 1.4837646),
    ("=ROUND(NORM.DIST(42,40,1.5,TRUE),7)", 0.9087888),
    ("=ROUND(NORM.DIST(42,40,1.5,FALSE),7)", 0.1093400),
    ("=ROUND(NORM.INV(0.908789,40,1.5),5)", 42.0),
    ("=ROUND(NORM.S.INV(0.908789),6)", 1.333335),
    ("=MOD(-3,2)", 1),
    ("=MOD(3,-2)", -1),
    ("=ROUND(2.15,1)", 2.2),
    ("=ROUND(-1.475,2)", -1.48),
    ("=ROUND(21.5,-1)", 20),
    ("=ROUND(626.3,-3)", 1000),
    ("=ROUNDUP(3.14159,3)", 3.142),
    ("=ROUNDDOWN(-3.14159,1)", -3.1),
    ("=TRUNC(-8.9)", -8),
    ("=INT(-8.9)", -9),
    ("=QUOTIENT(-10,3)", -3),
    ("=EVEN(-1)", -2),
    ("=ODD(2)", 3),
    ("=LOG(8,2)", 3),
    ("=FACTDOUBLE(7)", 105),
    ("=COMBINA(4,3)", 20),
    ("=LARGE({3,4,5,2,3,4,5,6,4,7},7)", 4),
    ("=ERFC(1)", 0.15729920705028513),
]
EDGES = [
    ("=ROUND(1.005,2)", 1.01),
    ("=ROUND(2.5,0)", 3),
    ("=ROUND(1E300,-400)", 0),
    ("=ROUND(1.5,500)", 1.5),
    ("=EXP(1000)", "#NUM!"),
    ("=LN(0)", "#NUM!"),
    ("=LOG(5,1)", "#DIV/0!"),
    ("=POWER(0,-1)", "#DIV/0!"),
    ("=POWER(-8,1/3)", "#NUM!"),
    ("=SQRT(-1)", "#NUM!"),
    ("=MOD(1,0)", "#DIV/0!"),
    ("=FACT(171)", "#NUM!"),
    ("=FACT(-1)", "#NUM!"),
    ("=COMBIN(2,3)", "#NUM!"),
    ("=COT(0)", "#DIV/0!"),
    ("=SIN(1)*SEC(2^27)", "#NUM!"),
    ("=ASIN(2)", "#NUM!"),
    ("=NORM.DIST(1,0,0,TRUE)", "#NUM!"),
    ("=NORM.S.INV(1)", "#NUM!"),
    ("=F.DIST(-1,2,3,TRUE)", "#NUM!"),
    ("=CHISQ.INV(1,3)", "#NUM!"),
    ('=CONVERT(TRUE,"m","km")', "#VALUE!"),
    ('=CONVERT(1,"M","km")', "#N/A"),
    ("=BASE(-1,2)", "#NUM!"),
    ('=DECIMAL("2",2)', "#NUM!"),
    ('=HEX2DEC("G")', "#NUM!"),
    ('=HEX2DEC("FFFFFFFFFFF")', "#NUM!"),
    ("=BITAND(1.5,1)", "#NUM!"),
    ("=SMALL({1,2},3)", "#NUM!"),
    ("=SMALL({1,#N/A},1)", "#N/A"),
    ("=ISBLANK(A9)", True),
    ("=ISERR(NA())", False),
    ("=ISERROR(NA())", True),
    ("=ISEVEN(-2.5)", True),
    ("=ISODD(TRUE)", "#VALUE!"),
    ("=INDEX(EXPAND({1,2},2,3,0),2,3)", 0),
    ("=EXPAND({1,2},1,1)", "#VALUE!"),
    ("=WRAPROWS({1,2;3,4},2)", "#VALUE!"),
    ("=WRAPROWS({1,2},0)", "#NUM!"),
]
# what finance people write into SUMPRODUCT and array formulas
IDIOMS = [
    ("=SUMPRODUCT(LEN(B1:B4))", 13),
    ("=SUMPRODUCT(ABS(A1:A4))", 10),
    ("=SUMPRODUCT(--ISNUMBER(A1:B4))", 4),
    ('=SUMPRODUCT(--ISNUMBER(SEARCH("x",B1:B4)))', 2),
    ('=SUMPRODUCT((LEFT(B1:B4,1)="x")*A1:A4)', 4),
    ("=SUMPRODUCT(--(MONTH(C1:C4)=3))", 2),
    ("=SUMPRODUCT((YEAR(C1:C4)=2023)*A1:A4)", 2),
    ('=SUMPRODUCT(--(TEXT(C1:C4,"yyyymm")="202303"))', 2),
    ("=SUMPRODUCT(ROUND(A1:A4/3,1))", -0.7),
    ("=SUMPRODUCT(LN(1+ABS(A1:A4)))", math.log(2 * 3 * 4 * 5)),
    ("=SUM(LARGE(A1:A4,{1,2}))", 4),
    ("=SUM(SMALL(A1:A4,{1;2}))", -6),
    ("=SQRT(SUM(A1:A4^2))", math.sqrt(30)),
    ("=MAX(IF(ISNUMBER(A1:A4),A1:A4))", 3),
    ("=SUMPRODUCT(--NOT(ISERROR(A1:A4)))", 4),
    ("=SUMPRODUCT(SIGN(A1:A4)*1)", 0),
    ("=SUMPRODUCT(EXP(LN(ABS(A1:A4))))", 10),
    ("=SUM(MMULT(TRANSPOSE(A1:A4),A1:A4))", 30),
    ("=SUMPRODUCT(MOD(ABS(A1:A4),2))", 2),
    ("=SUMPRODUCT(NORM.S.DIST(A1:A4*0,TRUE))", 2),
]


@pytest.mark.parametrize(("formula", "expected"), [*STORED, *DOCUMENTED, *EDGES])
def test_values(formula: str, expected: Any) -> None:
    found = Sheet().value(formula)
    close = isinstance(found, float) and found == pytest.approx(expected, rel=1e-10, abs=1e-15)
    assert agrees(found, expected) or close, found


@pytest.mark.parametrize(("formula", "expected"), IDIOMS)
def test_idioms_over_ranges(formula: str, expected: float) -> None:
    sheet = Sheet([[1, "x1", 45000], [-2, "y23", 45010], [3, "x456", 45100], [-4, "zzzz", 44000]])
    assert sheet.value(formula) == pytest.approx(expected, rel=1e-12)


# the new names carry a prefix in files
PREFIXED = [
    "_xlfn.PERMUTATIONA(3,2)",
    "_xlfn.BINOM.DIST(1,2,0.5,TRUE)",
    "_xlfn.F.DIST(2,6,8,TRUE)",
    "_xlfn.BETA.INV(0.5,2,3)",
    "_xlfn.BITLSHIFT(4,2)",
    "_xlfn.COTH(2)",
    "_xlfn.ISOWEEKNUM(45000)",
    '_xlfn.TEXTAFTER("a-b","-")',
    "_xlfn.MUNIT(1)",
    '_xlfn.NUMBERVALUE("1")',
]


@pytest.mark.parametrize("call", PREFIXED)
def test_prefix_of_newer_functions(call: str) -> None:
    plain = call.removeprefix("_xlfn.")
    assert plain.split("(")[0] in OVERRIDES
    assert Sheet().value(f"={call}") == Sheet().value(f"={plain}") != "#NAME?"


@given(
    st.sampled_from(sorted(OVERRIDES)),
    st.lists(
        st.none()
        | st.booleans()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.integers(-5, 60000).map(float)
        | st.text(max_size=5)
        | st.sampled_from(["#N/A", "#DIV/0!", "12", "2024-01-10"]),
        min_size=1,
        max_size=8,
    ),
)
def test_every_override_gives_a_value_for_any_cells(name: str, cells: list[Any]) -> None:
    override = OVERRIDES[name]
    most = len(cells) if override.max_args is None else override.max_args
    least = override.min_args
    arguments = (cells * least)[: max(least, min(len(cells), most))]
    found = called(name, *arguments)
    rows = found if isinstance(found, list) else [[found]]
    for row in rows:
        for cell in row:
            assert cell is None or isinstance(cell, (bool, float, str))
            assert not isinstance(cell, float) or math.isfinite(cell)


@given(st.integers(-512, 511))
def test_number_systems_there_and_back(number: int) -> None:
    for system in ("BIN", "OCT", "HEX"):
        assert called(f"{system}2DEC", called(f"DEC2{system}", number)) == number
    through = called("OCT2HEX", called("BIN2OCT", called("DEC2BIN", number)))
    assert called("HEX2DEC", through) == number


@given(st.integers(0, 2**53 - 1), st.integers(2, 36))
def test_bases_there_and_back(number: int, base: int) -> None:
    assert called("DECIMAL", called("BASE", number, base), base) == number


@given(st.lists(st.lists(st.floats(-10, 10), min_size=3, max_size=3), min_size=3, max_size=3))
def test_a_matrix_times_its_inverse_is_the_unit(matrix: list[list[float]]) -> None:
    matrix = [[cell + 40 * (i == j) for j, cell in enumerate(row)] for i, row in enumerate(matrix)]
    product = called("MMULT", matrix, called("MINVERSE", matrix))
    unit = called("MUNIT", 3)
    for row, expected in zip(product, unit, strict=True):
        assert row == pytest.approx(expected, abs=1e-12)


@given(st.floats(-1e6, 1e6), st.sampled_from(["m", "km", "mi", "ft", "in", "Nmi", "pica", "ly"]))
def test_units_there_and_back(amount: float, unit: str) -> None:
    there = called("CONVERT", amount, unit, "m")
    assert called("CONVERT", there, "m", unit) == pytest.approx(amount, rel=1e-12)


@given(st.floats(0.001, 0.999), st.integers(1, 50), st.integers(1, 50))
def test_inverses_of_distributions(probability: float, over: int, under: int) -> None:
    x = called("F.INV", probability, over, under)
    assert called("F.DIST", x, over, under, True) == pytest.approx(probability, rel=1e-7)
    x = called("CHISQ.INV", probability, over)
    assert called("CHISQ.DIST", x, over, True) == pytest.approx(probability, rel=1e-7)
    x = called("NORM.INV", probability, over, under)
    assert called("NORM.DIST", x, over, under, True) == pytest.approx(probability, rel=1e-9)
