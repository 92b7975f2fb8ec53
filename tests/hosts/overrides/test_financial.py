"""Annuities, cash flows and securities."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.hosts.overrides.sheets import Sheet, agrees, called

# what Excel stored in the calc tests FINANCIAL__* and in FormulaEvalTestData of the corpus
STORED = [
    ("=PMT(1,3,100,300,1)", -78.57142857142858),
    ("=PMT(-3,5,100)", "#NUM!"),
    ("=PMT(-1,1,-100)", "#NUM!"),
    ("=PMT(-0.9,3,100,300,TRUE)", -2703.603603603602),
    ("=PMT(0.7,-4,12)", 1.1425307055127105),
    ("=PMT(0.02,0,100)", "#NUM!"),
    ("=PMT(0,12,-300,10,1)", 24.166666666666668),
    ("=PMT(0.2,3,-200,10,5)", 76.83150183150182),
    ('=PMT("0.01","12","200","-300",TRUE)', 5.82661274042987),
    ('=PMT("HELP",1,100)', "#VALUE!"),
    ("=PMT(-0.9,1,100,1/0,1)", "#DIV/0!"),
    ("=IPMT(0.1,3,3,8000,0,1)", -265.8610271903324),
    ("=IPMT(0.0083,1,36,8000,0,1)", 0),
    ("=IPMT(0.1,3.9,3,8000)", -30.51485756246893),
    ("=IPMT(0.1,4,3,8000)", "#NUM!"),
    ("=IPMT(0.01,0.99999,36,8000)", "#NUM!"),
    ("=IPMT(0,4,20,300)", 0),
    ("=IPMT(0.0083,12.5,36,8000,1234,1)", -43.982787941811296),
    ("=PPMT(0.1,3,3,8000,0,1)", -2658.610271903324),
    ("=PPMT(0.1,3.9,3,8000)", -3186.4035714405527),
    ("=PPMT(0,4,20,300,0,1)", -15),
    ("=FV(-1,-2,1)", "#DIV/0!"),
    ("=FV(-3,-3.5,1)", "#NUM!"),
    ("=FV(-3,0.5,1)", "#NUM!"),
    ('=NPER("0.01",TRUE,"10",-20)', 8.744571238244413),
    ('=NPER(0.01,"100","1000",-2000,TRUE)', 8.669093074120488),
    ("=MIRR({-5,4},0.1,0.2)", -0.2),
    ("=MIRR({-5,4},-1,0.2)", -0.2),
    ("=MIRR({-5,-3},0.1,0.2)", -1),
    ("=MIRR({5,6},0.1,0.2)", "#DIV/0!"),
    ("=MIRR({-5,5,-3},0.1,0.2)", -0.10433826432554272),
    ("=MIRR({-50,25,30},-12,-0.4)", -0.05131670194948612),
    ("=MIRR({-50,25,30},0.5,-12)", "#NUM!"),
    ("=MIRR({-20,5,5,0,-10},0.1,2)", 0.6093941323398411),
    ("=XNPV(0.1,{-20,5,5,5,5,5},{44958,44986,45017,45078,45108,45139})", 4.310013415970243),
    ("=XNPV(0.1,{-20,5,5,5,5},{44958,44986,45017,45078,45108,45139})", "#NUM!"),
    ('=XNPV(0.1,{-70,12,"hello"},{44958,44986,45017})', "#NUM!"),
    ("=XNPV(0.1,{-20,8,8},{-100,1,2})", "#NUM!"),
    ("=XNPV(0.1,{-20,9,9,9,9,9},{23,23.67,123.69,400.992,500,500})", 21.816249158321114),
    ("=XIRR({-20,5,5,5,5,5},{44958,44986,45017,45078,45108,45139})", 1.1859161972999572),
    ("=XIRR({-55,10,5,5,5,5},{100,120,300,101,200,150})", -0.9271996639668942),
    ("=XIRR({-20,5,5,7,-10,5},{45292,45323,45353,45386,45782,46179})", -0.48679569587111476),
    ("=XIRR({-20,9,9,9,9,9},{23,23.67,123.69,400.992,500,500})", 3.131423544883728),
    ("=XIRR({-1000,230,200,125,200,10},{1,2,3,4,5,6})", "#NUM!"),
    ("=XIRR({20,1,2},{44958,44986,45017})", "#NUM!"),
    ('=XIRR({-70,12,"hello"},{44958,44986,45017})', "#VALUE!"),
    ("=XIRR({-20,8,TRUE},{44958,44986,45017})", "#VALUE!"),
    ("=XIRR({-20,8,8},{-100,1,2})", "#NUM!"),
    ("=FVSCHEDULE(120,{0.2,0.4,0.6,0.8})", 580.6080000000001),
    ("=FVSCHEDULE(1000,0.05)", 1050),
    ("=FVSCHEDULE(1000,-1.5)", -500),
    ("=ACCRINT(39508,39691,39569,0.1,1000,2)", 16.666666666666664),
    ("=ACCRINT(39508,39691,39569,0.1,1000,4)", 16.944444444444446),
    ("=ACCRINT(42736,43070,42826,0.33,3000,2)", 247.5),
    ("=ACCRINT(42736,43070,42826,0.33,3000,4,1)", 241.12362637362637),
    ("=ACCRINT(42736,43070,42826,0.33,3000,4,1,FALSE)", -253.8763736263736),
    ("=ACCRINT(42736,43070,42826,0.33,3000,4,2)", 236.5),
    ("=ACCRINT(42736,43070,42826,0.33,3000,4,3,FALSE)", -254.95890410958904),
    ("=ACCRINT(42736,43070,42826,0.33,3000,4,4)", 247.5),
    ("=ACCRINTM(39539,39614,0.1,1000,3)", 20.54794520547945),
    ("=ACCRINTM(45245,45366,0.1,1000,1)", 33.060109289617486),
    ("=ACCRINTM(44941,45016,0.1,1000,4)", 20.833333333333336),
    ("=ACCRINTM(39614,39539,0.1,1000,3)", "#NUM!"),
    ("=ACCRINTM(39539,39614,0.1,1000,5)", "#NUM!"),
    ("=INTRATE(46433,46522,2000001,2040001.02,1)", 0.0820224719101124),
    ("=INTRATE(46433,46522,2000004,2040004.08,4)", 0.08000000000000015),
    ("=TBILLPRICE(14640,15006,0.5)", 49.16666666666667),
    ("=TBILLPRICE(1000,1366,0.5)", "#NUM!"),
    ("=TBILLPRICE(TRUE,45731,0.5)", "#VALUE!"),
    ('=TBILLPRICE("45366","45731","0.5")', 49.30555555555556),
    ("=TBILLPRICE(45332,45650,1.19)", "#NUM!"),
    ("=TBILLEQ(20000,20182,0.5)", 0.6784386617100372),
    ("=TBILLEQ(2040,2223,0.8)", 1.364497682211261),
    ("=TBILLEQ(14640,15006,0.5)", 0.8522961312491701),
    ("=TBILLEQ(45332,45650,7)", "#NUM!"),
    ("=TBILLYIELD(14640,15006,3000)", -0.9508196721311475),
    ("=TBILLYIELD(45332,45650,0)", "#NUM!"),
    ("=TBILLYIELD(100,200,100)", 0),
]
# the examples of Microsoft's pages on the functions, to the digits given there
DOCUMENTED = [
    ("=ROUND(PMT(0.08/12,10,10000),2)", -1037.03),
    ("=ROUND(PMT(0.08/12,10,10000,0,1),2)", -1030.16),
    ("=ROUND(PMT(0.06/12,18*12,0,50000),2)", -129.08),
    ("=ROUND(IPMT(0.1/12,1,36,8000),2)", -66.67),
    ("=ROUND(IPMT(0.1,3,3,8000),2)", -292.45),
    ("=ROUND(PPMT(0.1/12,1,24,2000),2)", -75.62),
    ("=ROUND(PPMT(0.08,10,10,200000),2)", -27598.05),
    ("=ROUND(PV(0.08/12,240,500),2)", -59777.15),
    ("=ROUND(FV(0.06/12,10,-200,-500,1),2)", 2581.4),
    ("=ROUND(FV(0.11/12,35,-2000,,1),2)", 82846.25),
    ("=ROUND(NPER(0.12/12,-100,-1000,10000,1),7)", 59.6738657),
    ("=ROUND(NPER(0.01,-100,-1000),5)", -9.57859),
    ("=ROUND(MIRR({-120000;39000;30000;21000;37000;46000},0.1,0.12),4)", 0.1261),
    (
        "=ROUND(XNPV(0.09,{-10000;2750;4250;3250;2750},{39448;39508;39751;39859;39904}),2)",
        2086.65,
    ),
    ("=ROUND(XIRR({-10000;2750;4250;3250;2750},{39448;39508;39751;39859;39904}),6)", 0.373363),
    ("=ROUND(FVSCHEDULE(1,{0.09;0.11;0.1}),5)", 1.33089),
    ("=ROUND(ACCRINTM(39539,39614,0.1,1000,3),5)", 20.54795),
    ("=ROUND(INTRATE(39493,39583,1000000,1014420,2),5)", 0.05768),
    ("=ROUND(TBILLEQ(39538,39600,0.0914),5)", 0.09415),
    ("=ROUND(TBILLPRICE(39538,39600,0.09),2)", 98.45),
    ("=ROUND(TBILLYIELD(39538,39600,98.45),4)", 0.0914),
    ("=COUPDAYBS(40568,40862,2,1)", 71),
    ("=COUPDAYS(40568,40862,2,1)", 181),
    ("=COUPDAYSNC(40568,40862,2,1)", 110),
    ("=COUPNCD(40568,40862,2,1)", 40678),
    ("=COUPNUM(39107,39767,2,1)", 4),
    ("=COUPPCD(40568,40862,2,1)", 40497),
    ("=ROUND(PRICE(39493,43054,0.0575,0.065,100,2,0),2)", 94.63),
    ("=ROUND(YIELD(39493,42689,0.0575,95.04287,100,2,0),6)", 0.065),
    ("=ROUND(DURATION(43282,54058,0.08,0.09,2,1),7)", 10.9191453),
    ("=ROUND(MDURATION(39448,42370,0.08,0.09,2,1),5)", 5.73567),
    ("=ROUND(DISC(39107,39248,97.975,100,1),9)", 0.052420213),
    ("=ROUND(RECEIVED(39493,39583,1000000,0.0575,2),2)", 1014584.65),
    ("=ROUND(PRICEDISC(39494,39508,0.0525,100,2),2)", 99.8),
    ("=ROUND(YIELDDISC(39494,39508,99.795,100,2),6)", 0.052823),
    ("=ROUND(PRICEMAT(39493,39551,39397,0.061,0.061,0),8)", 99.98449888),
    ("=ROUND(YIELDMAT(39522,39755,39394,0.0625,100.0123,0),6)", 0.060954),
]
EDGES = [
    ("=PV(0,10,5)", -50),
    ("=PV(-1,2,1)", "#DIV/0!"),
    ("=NPER(0,0,5)", "#NUM!"),
    ("=NPER(0,-5,50)", 10),
    ("=NPER(0.1,1,-1000)", "#NUM!"),
    ("=NPER(0.1,-1,10)", "#NUM!"),
    ("=MIRR({-5},0.1,0.1)", "#DIV/0!"),
    ("=XNPV(-0.1,{-1,2},{1,2})", "#NUM!"),
    ("=XIRR({-1,1},{1,366})", "#NUM!"),
    ("=FVSCHEDULE(1,{0.1,TRUE})", "#VALUE!"),
    ("=ACCRINT(39508,39691,39569,0.1,1000,3)", "#NUM!"),
    ("=ACCRINT(39508,39691,39569,-0.1,1000,2)", "#NUM!"),
    ("=INTRATE(46522,46433,1,2)", "#NUM!"),
    # coupons at the ends of months, as the maturity is: 29 February, and 31 August before
    ("=COUPPCD(45300,45351,2)", 45169),
    ("=COUPNCD(45300,45351,2)", 45351),
    # the maturity of 30 August falls on 28 February, where that month is shorter
    ("=COUPPCD(45000,45168,2)", 44985),
    # a settlement on a coupon day begins the next coupon
    ("=COUPPCD(45169,45351,2)", 45169),
    ("=COUPNUM(45169,45351,2)", 1),
    ("=COUPNUM(45168,45351,2)", 2),
    ("=COUPDAYS(45300,45351,4,3)", 91.25),
    ("=COUPNUM(45351,45351,2)", "#NUM!"),
    ("=COUPNUM(45300,45351,3)", "#NUM!"),
    ("=COUPNUM(45300,45351,2,5)", "#NUM!"),
    ("=COUPNUM(TRUE,45351,2)", "#VALUE!"),
    ("=PRICE(45000,46000,-0.01,0.05,100,2)", "#NUM!"),
    ("=PRICE(45000,46000,0.05,0.05,0,2)", "#NUM!"),
    ("=YIELD(45000,46000,0.05,0,100,2)", "#NUM!"),
    ("=DURATION(45000,46000,0.05,-0.05,2)", "#NUM!"),
    # no coupons: what is left is the time to the maturity
    ("=DURATION(45292,46388,0,0.05,1)", 3),
    ("=DISC(45000,45000,90,100)", "#NUM!"),
    ("=DISC(45000,46000,0,100)", "#NUM!"),
    ("=RECEIVED(45000,49000,100,0.2)", "#NUM!"),
    ("=PRICEMAT(45000,46000,45001,0.05,0.05)", "#NUM!"),
]
OVER_RANGES = [
    "PMT(A1:A3,10,100)",
    "IPMT(A1:A3,1,10,100)",
    "PPMT(A1:A3,1,10,100)",
    "PV(A1:A3,10,100)",
    "FV(A1:A3,10,100)",
    "NPER(A1:A3,-500,100)",
    "ACCRINTM(39539,39614,A1:A3,1000)",
    "TBILLPRICE(39538,39600,A1:A3)",
]


@pytest.mark.parametrize(("formula", "expected"), [*STORED, *DOCUMENTED, *EDGES])
def test_values(formula: str, expected: Any) -> None:
    found = Sheet().value(formula)
    close = isinstance(found, float) and found == pytest.approx(expected, rel=1e-11, abs=1e-15)
    assert agrees(found, expected) or close, found


@pytest.mark.parametrize("call", OVER_RANGES)
def test_over_ranges(call: str) -> None:
    sheet = Sheet([[0.1], [0.2], [0.3]])
    for row in (1, 2, 3):
        assert sheet.value(f"=INDEX({call},{row})") == sheet.value(
            f"={call.replace('A1:A3', f'A{row}')}"
        )


RATES = st.floats(0.0001, 0.5)
COUNTS = st.integers(1, 60)
AMOUNTS = st.floats(1, 1e6)


@given(RATES, COUNTS, AMOUNTS, AMOUNTS, st.booleans())
def test_payments_are_worth_what_they_pay_for(
    rate: float, periods: int, present: float, future: float, due: bool
) -> None:
    payment = called("PMT", rate, periods, present, future, due)
    back = called("PV", rate, periods, payment, future, due)
    assert back == pytest.approx(present, rel=1e-7, abs=1e-4)
    grown = called("FV", rate, periods, payment, present, due)
    assert grown == pytest.approx(future, rel=1e-6, abs=1e-6 * (1 + rate) ** periods * present)


@given(RATES, COUNTS, AMOUNTS, st.booleans(), st.data())
def test_a_payment_is_interest_and_principal(
    rate: float, periods: int, present: float, due: bool, data: Any
) -> None:
    period = data.draw(st.integers(1, periods))
    parts = [called(name, rate, period, periods, present, 0, due) for name in ("IPMT", "PPMT")]
    assert sum(parts) == pytest.approx(called("PMT", rate, periods, present, 0, due), rel=1e-9)


@given(st.floats(-0.9, 5), st.lists(st.integers(1, 2000), min_size=1, max_size=8, unique=True))
def test_xirr_finds_the_rate_that_made_the_payments(rate: float, after: list[int]) -> None:
    assume(abs(rate) > 1e-3)
    days = [40000, *(40000 + day for day in sorted(after))]
    grown = [10 * (1 + rate) ** ((day - 40000) / 365) for day in days[1:]]
    assume(all(1e-6 < flow < 1e9 for flow in grown))
    flows = [-10.0 * len(grown), *grown]
    assume(abs(sum(flows)) > 1e-6)
    found = called("XIRR", [flows], [days])
    assert found == pytest.approx(rate, rel=1e-5, abs=1e-7)
