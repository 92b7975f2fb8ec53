"""Formulas of the kind that portfolio workbooks are made of, and the cells that they look at.

Each line is a formula; one in braces is an array formula. The formulas stand on the sheet of their
data. Functions that LibreOffice 7.4 does not have (XLOOKUP, LET, FILTER...) are not among them.
"""

from __future__ import annotations

import datetime
import io
import re
from typing import Any

import xlsxwriter

SHEET = "Holdings"
FORMULA_COLUMN = 30  # AD

_MIXED = [3.5, "abc", "12", True, None, 0, -2, datetime.date(2024, 2, 29), "=1/0", "=NA()"]
_MIXED += ['=""', " 7 "]
_FLOWS: list[Any] = [-1000, 200, 300, 400, 500]
_DAYS = [(2024, 1, 1), (2024, 3, 1), (2024, 10, 30), (2025, 2, 15), (2025, 4, 1)]
_MARKET = [0.021, -0.013, 0.034, 0.008, -0.027, 0.015, 0.002, -0.041, 0.029, 0.011, -0.006, 0.019]
_ASSET = [0.032, -0.021, 0.041, 0.002, -0.035, 0.027, -0.004, -0.058, 0.046, 0.013, -0.012, 0.024]
_HOLED = [0.032, None, 0.041, "n/a", -0.035, 0.027, '=""', -0.058, 0.046, 0.013, -0.012, 0.024]
_HOLDINGS: list[list[Any]] = [
    ["Name", "Sector", "Weight", "Beta", "Price", "Bought", "Income"],
    ["Alpha", "Tech", 0.25, 1.5, 120.5, datetime.date(2021, 3, 15), 0],
    ["Bravo", "Utility", 0.2, 0.7, 45.25, datetime.date(2019, 11, 30), 1.8],
    ["Charlie", "Tech", 0.15, 1.2, 88, datetime.date(2022, 7, 1), 0.6],
    ["Delta", "Bank", 0.3, 1.1, 31.4, datetime.date(2020, 2, 29), 1.1],
    ["Echo", "bank", -0.1, 0.9, 64.75, datetime.date(2023, 12, 31), None],
    ["Foxtrot", "Energy", 0.2, None, 12.5, None, 2.4],
    ["Golf*", None, 0, 1, "n/a", datetime.date(2024, 1, 1), 0.3],
]
_RATES: list[list[Any]] = [[0.25, 1, 2, 5, 10], [0.051, 0.047, 0.042, 0.04, 0.043]]
_COVARIANCES: list[list[Any]] = [[0.04, 0.006, 0.01], [0.006, 0.01, 0.004], [0.01, 0.004, 0.0225]]

# A mixed  C flows  D their days  E x  F y  G market  H asset  I asset with holes
# K:Q holdings  S1:W2 rates by maturity  S4:U6 covariances
DATA: dict[str, list[list[Any]]] = {
    "A1": [[value] for value in _MIXED],
    "C1": [[value] for value in _FLOWS],
    "D1": [[datetime.date(*day)] for day in _DAYS],
    "E1": [[1], [2], [3], [4], [5], [6], [7], [8]],
    "F1": [[2.1], [3.9], [6.2], [7.8], [10.1], [12.2], [13.8], [16.1]],
    "G1": [[value] for value in _MARKET],
    "H1": [[value] for value in _ASSET],
    "I1": [[value] for value in _HOLED],
    "K1": _HOLDINGS,
    "S1": _RATES,
    "S4": _COVARIANCES,
}

FAMILIES = {
    "sums and counts": """
        SUM(A1:A8)
        SUM(A1:A10)
        SUM(A3,A4)
        SUM("12",TRUE)
        SUM(A3:A4)
        SUM(M2:M8)
        SUM(M2:M8,0.05)
        SUM(E1:E8)/COUNT(E1:E8)
        {SUM(-M2:M6)}
        AVERAGE(A1:A8)
        AVERAGE(A2)
        AVERAGE(I1:I12)
        AVERAGEA(I1:I12)
        COUNT(A1:A12)
        COUNTA(A1:A12)
        COUNTBLANK(A1:A12)
        COUNTBLANK(K2:Q8)
        MAX(A2:A4)
        MAX(M2:M8)
        MAXA(A1:A4)
        MIN(A4,A7)
        MIN(O2:O8)
        MINA(I1:I12)
        PRODUCT(A1:A4)
        PRODUCT(A5)
        SUMSQ(C1:C5)
        SUBTOTAL(9,A1:A8)
        SUBTOTAL(101,N2:N8)
        AGGREGATE(9,6,A1:A10)
        AGGREGATE(14,6,N2:N8,2)
        {PRODUCT(1+H1:H12)-1}
        {SUM(IF(L2:L8="Tech",M2:M8*N2:N8))}
        {SUM(IF(ISNUMBER(I1:I12),I1:I12))}
        {SUM(IF(ISERROR(A1:A12),0,1))}
        {MAX(ABS(H1:H12))}
        {AVERAGE(IF(H1:H12<0,H1:H12))}
        {MIN(IF(M2:M8>0,M2:M8))}
        {SUM(LEN(K2:K8))}
        {SUM((G1:G12-AVERAGE(G1:G12))*(H1:H12-AVERAGE(H1:H12)))/11}
        """,
    "sums of products": """
        SUMPRODUCT(M2:M8,N2:N8)
        SUMPRODUCT(M2:M6,N2:N6)/SUM(M2:M6)
        SUMPRODUCT(M2:M8,O2:O8)
        SUMPRODUCT(A1:A4,A1:A4)
        SUMPRODUCT((E1:E8>3)*F1:F8)
        SUMPRODUCT((L2:L8="Tech")*M2:M8)
        SUMPRODUCT(--(L2:L8="Tech"),M2:M8,N2:N8)
        SUMPRODUCT((L2:L8="bank")*(M2:M8>0))
        SUMPRODUCT(--ISNUMBER(I1:I12),G1:G12)
        SUMPRODUCT(E1:E8)
        SUMPRODUCT(E1:E8,F1:F7)
        SUMPRODUCT(S1:W1,S2:W2)
        SUMPRODUCT(LARGE(H1:H12,{1,2,3}))
        SUMPRODUCT((YEAR(P2:P6)=2020)*M2:M6)
        SUMPRODUCT(1/COUNTIF(L2:L7,L2:L7))
        SUMX2MY2(F1:F8,E1:E8)
        SUMX2PY2(F1:F8,E1:E8)
        SUMXMY2(G1:G12,H1:H12)
        SUMXMY2(G1:G12,I1:I12)
        """,
    "with criteria": """
        COUNTIF(A1:A12,">0")
        COUNTIF(A1:A12,"*")
        COUNTIF(A1:A12,"")
        COUNTIF(A1:A12,12)
        COUNTIF(A1:A12,TRUE)
        COUNTIF(A1:A12,"<>")
        COUNTIF(A1:A12,A9)
        COUNTIF(K2:K8,"?????")
        COUNTIF(K2:K8,"golf~*")
        COUNTIF(K2:K8,"*o*")
        COUNTIF(L2:L8,"BANK")
        COUNTIF(L2:L8,"<>Tech")
        COUNTIF(L2:L8,">C")
        COUNTIF(P2:P8,">="&DATE(2022,1,1))
        COUNTIF(N2:N8,"=")
        COUNTIF(H1:H12,"<"&AVERAGE(H1:H12))
        COUNTIFS(L2:L8,"Tech",M2:M8,">0.2")
        COUNTIFS(M2:M8,">=0",N2:N8,">1")
        COUNTIFS(P2:P8,">="&DATE(2020,1,1),P2:P8,"<"&DATE(2023,1,1))
        COUNTIFS(L2:L8,"<>",Q2:Q8,"")
        COUNTIFS(E1:E8,">2",F1:F8,"<13")
        SUMIF(A1:A8,">0")
        SUMIF(L2:L8,"Tech",M2:M8)
        SUMIF(L2:L8,"T*",M2)
        SUMIF(O2:O8,">50",M2:M8)
        SUMIF(L2:L8,"",M2:M8)
        SUMIF(M2:M8,"<0")
        SUMIFS(M2:M8,L2:L8,"Tech")
        SUMIFS(M2:M8,L2:L8,"bank",M2:M8,">0")
        SUMIFS(M2:M8,N2:N8,">1",O2:O8,"<100")
        SUMIFS(C1:C5,C1:C5,">200",C1:C5,"<500")
        SUMIFS(Q2:Q8,K2:K8,"<>Alpha")
        SUMIFS(M2:M8,P2:P8,"<"&D1)
        SUMIFS(M2:M8,L2:L7,"Tech")
        AVERAGEIF(E1:E8,">100")
        AVERAGEIF(L2:L8,"Tech",N2:N8)
        AVERAGEIF(H1:H12,">0")
        AVERAGEIFS(N2:N8,M2:M8,">0")
        AVERAGEIFS(O2:O8,L2:L8,"Tech",M2:M8,"<1")
        AVERAGEIFS(O2:O8,L2:L8,"None")
        MAXIFS(N2:N8,M2:M8,">0")
        MINIFS(H1:H12,G1:G12,">0")
        MAXIFS(N2:N8,L2:L8,"None")
        """,
    "lookups": """
        VLOOKUP(3.5,E1:F8,2)
        VLOOKUP(3.5,E1:F8,2,FALSE)
        VLOOKUP(0.5,E1:F8,2)
        VLOOKUP("Delta",K2:Q8,3,FALSE)
        VLOOKUP("delta",K2:Q8,4,0)
        VLOOKUP("Ch*",K2:Q8,5,FALSE)
        VLOOKUP("Golf~*",K2:Q8,3,FALSE)
        VLOOKUP("Foxtrot",K2:Q8,4,FALSE)
        VLOOKUP("Hotel",K2:Q8,4,FALSE)
        VLOOKUP("Echo",K2:Q8,9,FALSE)
        VLOOKUP("Echo",K2:Q8,0,FALSE)
        VLOOKUP("12",A1:A12,1,FALSE)
        VLOOKUP(TRUE,A1:A12,1,FALSE)
        HLOOKUP(2,S1:W2,2,FALSE)
        HLOOKUP(3,S1:W2,2)
        HLOOKUP(0.1,S1:W2,2)
        HLOOKUP("Beta",K1:Q8,3,FALSE)
        HLOOKUP("B*",K1:Q8,2,FALSE)
        HLOOKUP(2,{1,2,3;4,5,6},2,FALSE)
        LOOKUP(4.2,E1:E8,F1:F8)
        LOOKUP(4.2,E1:F8)
        LOOKUP(3,S1:W2)
        LOOKUP(0.5,E1:E8)
        LOOKUP(2,1/(L2:L8="Tech"),K2:K8)
        LOOKUP("m",{"a","g","n"},{1,2,3})
        MATCH(4.5,E1:E8)
        MATCH(4.5,E1:E8,0)
        MATCH("Bravo",K1:K8,0)
        MATCH("br*",K1:K8,0)
        MATCH("b",{"a","b"},0)
        MATCH(5,{9;7;5;3},-1)
        MATCH(DATE(2024,10,30),D1:D5,0)
        MATCH(DATE(2024,12,31),D1:D5)
        MATCH(TRUE,A1:A12,0)
        MATCH("Tech",K1:Q2,0)
        {MATCH(1,(L2:L8="Tech")*(M2:M8<0.2),0)}
        INDEX(K2:K8,MATCH("Bank",L2:L8,0))
        INDEX(K2:Q8,MATCH("Echo",K2:K8,0),MATCH("Beta",K1:Q1,0))
        INDEX(K2:K8,MATCH(MAX(N2:N8),N2:N8,0))
        INDEX(E1:F8,3,2)
        INDEX(S2:W2,3)
        INDEX(E1:F8,9,1)
        INDEX(N2:N8,6)
        INDEX(N2:N8,6)&"|"
        SUM(INDEX(S4:U6,0,2))
        SUM(INDEX(S4:U6,2,0))
        SUM(E1:INDEX(E1:E8,4))
        INDEX({1,2;3,4},2,1)
        CHOOSE(2,"a","b")
        CHOOSE(MATCH("Delta",K2:K8,0),1,2,3,"four")
        SUM(CHOOSE(2,C1:C5,E1:E8))
        CHOOSE(3,"a","b")
        OFFSET(E1,2,1)
        SUM(OFFSET(E1,0,0,3,1))
        SUM(OFFSET(F1,COUNT(F1:F8)-3,0,3))
        AVERAGE(OFFSET(E8,-2,0,3,1))
        OFFSET(A1,-1,0)
        INDIRECT("F"&3)
        SUM(INDIRECT("E1:E3"))
        SUM(INDIRECT("Holdings!E"&2&":E"&4))
        ROW(E5)
        ROWS(K2:K8)
        COLUMN(E5)
        COLUMNS(K2:Q8)
        ADDRESS(3,4)
        ADDRESS(3,4,4)
        """,
    "conditions": """
        IF(A5,1,2)
        IF("abc",1,2)
        IF(M6<0,"short","long")
        IF(N7="","no beta",N7)
        IF(ISBLANK(N7),0,N7)
        IF(TRUE,,5)
        IF(FALSE,1)
        IF(A9,1,2)
        IF(TRUE,1,A9)
        IF(AND(M2>0,N2>1),"aggressive",IF(M2>0,"defensive","short"))
        IF(ISNUMBER(O8),O8,0)
        IFS(1>2,"a",TRUE,"b")
        IFS(N2>1.2,"high",N2>0.8,"medium",TRUE,"low")
        IFS(FALSE,1)
        SWITCH(2,1,"a",2,"b")
        SWITCH(L2,"Tech",1,"Bank",2,0)
        SWITCH("none","Tech",1,"Bank",2,0)
        SWITCH(9,1,"a")
        IFERROR(A9,"e")
        IFERROR(1/0,0)
        IFERROR(VLOOKUP("Hotel",K2:Q8,4,FALSE),1)
        IFERROR(5,0)
        IFERROR(N7,"e")
        IFNA(A10,"n")
        IFNA(A9,"n")
        ISERR(A10)
        ISERROR(A9)
        ISNA(A10)
        ERROR.TYPE(A9)
        AND(A1:A4)
        AND(TRUE,1,A2)
        {AND(M2:M5>0)}
        AND(A9,FALSE)
        OR(A2,FALSE)
        {OR(M2:M8<0)}
        OR(1=2,"a"="b")
        XOR(TRUE,FALSE,TRUE)
        NOT(A4)
        NOT(0)
        ISBLANK(A11)
        ISNUMBER(A8)
        ISNUMBER(A3)
        ISTEXT(A3)
        ISLOGICAL(A4)
        ISNONTEXT(A5)
        ISEVEN(E2)
        ISODD(-3)
        N(A4)
        N(A2)
        T(A1)
        T(A2)
        TYPE(A9)
        """,
    "operators": """
        A3+1
        A12+1
        A2+1
        A4+1
        A5+1
        A8+1
        A9+1
        A11+1
        A5=0
        A5=""
        A11=""
        A5&"x"
        A4*2
        TRUE+TRUE
        "a"="A"
        "10"=10
        "b">5
        A2<TRUE
        EXACT("a","A")
        -2^2
        2^3^2
        2^-1
        0^0
        50%*2
        M6^2
        1E308*10
        0.1+0.2-0.3
        1-0.9-0.1
        0.1+0.2=0.3
        (43.1-43.2)+1
        1/3&""
        1E-7&""
        0.1+0.2&""
        TRUE&""
        M2*100&"%"
        "1e3"+0
        --"5"
        K2&" ("&L2&")"
        """,
    "rounding": """
        ROUND(2.5,0)
        ROUND(-2.5,0)
        ROUND(1.005,2)
        ROUND(2.345,2)
        ROUND(1234.5,-2)
        ROUND(0.285,2)
        ROUNDUP(-1.1,0)
        ROUNDUP(3.14159,3)
        ROUNDDOWN(-1.9,0)
        ROUNDDOWN(3.14159,3)
        ROUNDDOWN(1299,-2)
        MROUND(7,3)
        MROUND(1.05,0.1)
        MROUND(-7,-3)
        MROUND(5,-2)
        CEILING(2.1,1)
        CEILING(2.5,0.1)
        CEILING(-2.5,-2)
        CEILING(-2.5,2)
        CEILING(1.5,0)
        CEILING.MATH(-5.5,2)
        CEILING.MATH(-5.5,2,1)
        FLOOR(2.9,1)
        FLOOR(-2.5,-2)
        FLOOR(-2.5,2)
        FLOOR(2.5,-2)
        FLOOR(0.36,0.05)
        FLOOR.MATH(-5.5,2)
        INT(-2.5)
        INT(8.9)
        TRUNC(-2.5)
        TRUNC(3.14159,2)
        EVEN(-1)
        ODD(2)
        MOD(-3,2)
        MOD(3,-2)
        MOD(5.3,1)
        MOD(3,0)
        QUOTIENT(-10,3)
        ABS(M6)
        SIGN(M6)
        SQRT(-1)
        SQRT(16)
        EXP(1)
        LN(0)
        LN(2.718281828)
        LOG(100)
        LOG(8,2)
        LOG10(1000)
        POWER(1.05,10)
        FACT(170)
        COMBIN(49,6)
        PERMUT(10,3)
        GCD(12,18)
        LCM(4,6)
        PI()
        {SUM(ROUND(H1:H12,2))}
        """,
    "spread": """
        STDEV.S(H1:H12)
        STDEV.S(I1:I12)
        STDEV.S(A1)
        STDEV.P(F1:F8)
        STDEV(H1:H12)*SQRT(12)
        STDEVA(I1:I12)
        STDEVP(G1:G12)
        VAR.S(H1:H12)
        VAR.P(H1:H12)
        VAR(F1:F8)
        VARP(G1:G12)
        COVARIANCE.S(H1:H12,G1:G12)
        COVARIANCE.P(H1:H12,G1:G12)
        COVAR(F1:F8,E1:E8)
        COVARIANCE.S(I1:I12,G1:G12)
        COVARIANCE.S(H1:H12,G1:G12)/VAR.S(G1:G12)
        CORREL(H1:H12,G1:G12)
        CORREL(I1:I12,G1:G12)
        CORREL(E1:E8,F1:F7)
        PEARSON(F1:F8,E1:E8)
        AVEDEV(H1:H12)
        DEVSQ(H1:H12)
        SKEW(F1:F8)
        SKEW.P(H1:H12)
        KURT(F1:F8)
        GEOMEAN(F1:F8)
        HARMEAN(F1:F8)
        TRIMMEAN(F1:F8,0.3)
        STANDARDIZE(42,40,1.5)
        """,
    "lines": """
        SLOPE(H1:H12,G1:G12)
        SLOPE(I1:I12,G1:G12)
        SLOPE(F1:F8,E1:E8)
        SLOPE(A1:A10,A1:A10)
        SLOPE(E1:E8,F1:F7)
        INTERCEPT(H1:H12,G1:G12)
        INTERCEPT(I1:I12,G1:G12)
        RSQ(H1:H12,G1:G12)
        RSQ(I1:I12,G1:G12)
        STEYX(H1:H12,G1:G12)
        STEYX(I1:I12,G1:G12)
        FORECAST(9,F1:F8,E1:E8)
        FORECAST.LINEAR(9,F1:F8,E1:E8)
        SUM(LINEST(F1:F8,E1:E8))
        INDEX(LINEST(H1:H12,G1:G12),1)
        INDEX(LINEST(H1:H12,G1:G12),1,2)
        INDEX(LINEST(H1:H12,G1:G12,TRUE,TRUE),2,1)
        INDEX(LINEST(H1:H12,G1:G12,TRUE,TRUE),3,1)
        INDEX(LINEST(H1:H12,G1:G12,TRUE,TRUE),3,2)
        INDEX(LINEST(H1:H12,G1:G12,TRUE,TRUE),4,1)
        INDEX(LINEST(H1:H12,G1:G12,TRUE,TRUE),4,2)
        INDEX(LINEST(H1:H12,G1:G12,TRUE,TRUE),5,1)
        INDEX(LINEST(H1:H12,G1:G12,FALSE),1)
        INDEX(LINEST(F1:F8,E1:E8^{1,2}),1)
        INDEX(LOGEST(F1:F8,E1:E8),1,1)
        SUM(TREND(F1:F8,E1:E8,{9;10}))
        GROWTH(F1:F8,E1:E8,9)
        """,
    "ranks": """
        PERCENTILE(H1:H12,0.05)
        PERCENTILE.INC(H1:H12,0.95)
        PERCENTILE.EXC(H1:H12,0.9)
        PERCENTILE.EXC(F1:F8,0.01)
        PERCENTILE(I1:I12,0.5)
        PERCENTILE(H1:H12,1.5)
        QUARTILE(F1:F8,1)
        QUARTILE.INC(F1:F8,3)
        QUARTILE.EXC(F1:F8,1)
        PERCENTRANK(F1:F8,6.2)
        PERCENTRANK.INC(F1:F8,7)
        PERCENTRANK.EXC(F1:F8,7)
        RANK(6.2,F1:F8)
        RANK(6.2,F1:F8,1)
        RANK(99,F1:F8)
        RANK.EQ(M4,M2:M8)
        RANK.EQ(0.2,M2:M8)
        RANK.AVG(0.2,M2:M8)
        LARGE(H1:H12,2)
        LARGE(N2:N8,7)
        SMALL(H1:H12,3)
        SMALL(I1:I12,1)
        MEDIAN(H1:H12)
        MEDIAN(A1:A8)
        MEDIAN(N2:N8)
        MODE(1,2,2,3)
        MODE.SNGL(M2:M8)
        INDEX(FREQUENCY(E1:E8,{3;6}),2)
        SUM(FREQUENCY(H1:H12,{-0.02;0;0.02}))
        """,
    "distributions": """
        NORM.S.DIST(1.333333,TRUE)
        NORM.S.DIST(1.333333,FALSE)
        NORM.S.INV(0.95)
        NORMSDIST(1.333333)
        NORMSINV(0.975)
        NORM.DIST(42,40,1.5,TRUE)
        NORM.INV(0.05,0.01,0.2)
        NORMDIST(42,40,1.5,FALSE)
        NORMINV(0.05,AVERAGE(H1:H12),STDEV(H1:H12))
        T.DIST(2,10,TRUE)
        T.DIST.2T(2,10)
        T.DIST.RT(2,10)
        T.INV(0.95,10)
        T.INV.2T(0.05,10)
        TINV(0.05,10)
        TDIST(1.96,60,2)
        T.TEST(G1:G12,H1:H12,2,1)
        T.TEST(G1:G12,H1:H12,2,3)
        CHISQ.DIST(3,4,TRUE)
        CHISQ.DIST.RT(18.307,10)
        CHISQ.INV(0.93,1)
        CHISQ.INV.RT(0.05,10)
        CHIINV(0.05,10)
        F.DIST(2,6,4,TRUE)
        F.DIST.RT(15.2,6,4)
        F.INV(0.01,6,4)
        F.INV.RT(0.05,6,4)
        FINV(0.05,6,4)
        F.TEST(G1:G12,H1:H12)
        LOGNORM.DIST(4,3.5,1.2,TRUE)
        LOGNORM.INV(0.039,3.5,1.2)
        BINOM.DIST(6,10,0.5,FALSE)
        BINOM.INV(6,0.5,0.75)
        POISSON.DIST(2,5,TRUE)
        EXPON.DIST(0.2,10,TRUE)
        GAMMA.DIST(10,9,2,TRUE)
        GAMMALN(4.5)
        BETA.DIST(2,8,10,TRUE,1,3)
        BETA.INV(0.685470581,8,10,1,3)
        WEIBULL.DIST(105,20,100,TRUE)
        HYPGEOM.DIST(1,4,8,20,FALSE)
        CONFIDENCE.NORM(0.05,2.5,50)
        CONFIDENCE.T(0.05,1,50)
        Z.TEST(F1:F8,8)
        FISHER(0.75)
        ERF(0.745)
        """,
    "cash flows": """
        NPV(0.1,C1:C5)
        NPV(0.1,C2:C5)+C1
        NPV(0.1,I1:I12)
        IRR(C1:C5)
        IRR(C2:C5)
        IRR(C1:C5,0.2)
        XNPV(0.09,C1:C5,D1:D5)
        XIRR(C1:C5,D1:D5)
        XIRR(C1:C5,D1:D5,0.5)
        MIRR(C1:C5,0.1,0.12)
        PMT(0.08/12,10,10000)
        PMT(0,12,1200)
        PMT(0.05,10,-1000,0,1)
        IPMT(0.1/12,1,36,8000)
        PPMT(0.1/12,1,24,2000)
        CUMIPMT(0.09/12,360,125000,13,24,0)
        CUMPRINC(0.09/12,360,125000,13,24,0)
        RATE(48,-200,8000)
        RATE(10,0,-100,200)
        NPER(0.12/12,-100,-1000,10000,1)
        PV(0.08/12,240,500,0)
        PV(0.05,10,0,-1000)
        FV(0.06/12,10,-200,-500,1)
        FV(0.05,10,0,-1000)
        EFFECT(0.0525,4)
        NOMINAL(0.053543,4)
        SLN(30000,7500,10)
        DDB(2400,300,10,2)
        PRICE(DATE(2008,2,15),DATE(2017,11,15),0.0575,0.065,100,2,0)
        YIELD(DATE(2008,2,15),DATE(2016,11,15),0.0575,95.04287,100,2,0)
        DURATION(DATE(2018,7,1),DATE(2048,1,1),0.08,0.09,2,1)
        MDURATION(DATE(2008,1,1),DATE(2016,1,1),0.08,0.09,2,1)
        ACCRINT(DATE(2008,3,1),DATE(2008,8,31),DATE(2008,5,1),0.1,1000,2,0)
        COUPNUM(DATE(2007,1,25),DATE(2008,11,15),2,1)
        DISC(DATE(2018,7,1),DATE(2048,1,1),97.975,100,1)
        (O2/O4)^(1/3)-1
        RRI(5,100,150)
        """,
    "dates": """
        DATE(2024,14,35)
        DATE(2024,2,30)
        DATE(2024,1,0)
        DATE(99,1,1)
        DATEVALUE("2024-03-01")
        YEAR(P2)
        MONTH(P2)
        DAY(A8)
        YEAR(P7)
        YEAR("2024-05-06")
        WEEKDAY(A8)
        WEEKDAY(A8,2)
        WEEKNUM(DATE(2024,12,31),2)
        ISOWEEKNUM(DATE(2024,12,31))
        HOUR(0.75)
        MINUTE(45000.53)
        TIME(14,30,0)
        EDATE(DATE(2024,1,31),1)
        EDATE(P5,-12)
        EOMONTH(DATE(2024,1,15),1)
        EOMONTH(P2,0)
        EOMONTH(DATE(2024,3,31),-1)
        YEARFRAC(DATE(2024,1,31),DATE(2025,3,31),0)
        YEARFRAC(DATE(2024,1,31),DATE(2025,3,31),1)
        YEARFRAC(DATE(2024,1,31),DATE(2025,3,31),2)
        YEARFRAC(DATE(2024,1,31),DATE(2025,3,31),3)
        YEARFRAC(DATE(2024,2,29),DATE(2025,2,28),4)
        YEARFRAC(P2,P6)
        YEARFRAC(D5,D1,1)
        NETWORKDAYS(DATE(2024,1,1),DATE(2024,3,1))
        NETWORKDAYS(DATE(2024,1,1),DATE(2024,3,1),D1:D2)
        NETWORKDAYS.INTL(DATE(2024,1,1),DATE(2024,3,1),7)
        WORKDAY(DATE(2024,1,1),30)
        WORKDAY(DATE(2024,1,1),-5)
        WORKDAY(DATE(2024,2,28),2,D2)
        DATEDIF(DATE(2024,1,31),DATE(2024,3,1),"m")
        DATEDIF(P2,D5,"y")
        DATEDIF(P2,D5,"d")
        DAYS360(DATE(2024,1,31),DATE(2024,3,31))
        DAYS(D5,D1)
        D5-D1
        (D5-D1)/365.25
        MAX(P2:P8)
        DATE(YEAR(P2)+1,MONTH(P2),DAY(P2))
        """,
    "texts": """
        TEXT(1234.567,"#,##0.00")
        TEXT(0.1234,"0.0%")
        TEXT(A8,"yyyy-mm-dd")
        TEXT(A8,"dddd")
        TEXT(A8,"mmm d, yyyy")
        TEXT(A8,"dd/mm/yy")
        TEXT(-5,"0;(0)")
        TEXT(1e10,"0.00E+00")
        TEXT(0.5,"0.00")
        TEXT(1234567,"#,##0,")
        TEXT(5,"000")
        TEXT(0,"0;-0;""zero"" ")
        TEXT("abc","@!")
        TEXT(0.75,"hh:mm")
        TEXT(1/3,"# ?/?")
        VALUE("1,234.5")
        VALUE("10%")
        VALUE("abc")
        NUMBERVALUE("1.234,5",",",".")
        FIXED(1234.567,1)
        FIXED(1234.567,1,TRUE)
        DOLLAR(1234.567)
        LEFT("abc")
        LEFT(K4,4)
        RIGHT("abc",2)
        MID("abcdef",2,3)
        MID("abc",5,1)
        LEN(A12)
        LEN(A5)
        LEN(K8)
        FIND("c","abcabc",4)
        FIND("x","abc")
        SEARCH("B?","abc")
        SUBSTITUTE("aaa","a","b",2)
        SUBSTITUTE(K2,"a","")
        REPLACE("abcdef",2,3,"-")
        TRIM("  a  b ")
        UPPER("ab1")
        LOWER(K2)
        PROPER("o'neil smith")
        REPT("ab",3)
        CONCATENATE(K2," ",M2)
        CONCAT(A1:A3)
        TEXTJOIN(", ",TRUE,L2:L8)
        TEXTJOIN("-",FALSE,A1:A5)
        CHAR(65)&CODE("A")
        CLEAN("ab")
        EXACT(L5,L6)
        UNICODE("é")
        """,
    "matrices": """
        INDEX(MMULT({1,2;3,4},{5;6}),2,1)
        SUM(MMULT(S4:U6,S4:U6))
        {SUM(MMULT(TRANSPOSE(M2:M4),MMULT(S4:U6,M2:M4)))}
        {SQRT(SUM(MMULT(MMULT(TRANSPOSE(M2:M4),S4:U6),M2:M4)))}
        INDEX(MMULT(S4:U6,M2:M4),3)
        MMULT(S4:U6,M2:M5)
        MDETERM(S4:U6)
        MDETERM({1,2;2,4})
        INDEX(MINVERSE(S4:U6),1,1)
        INDEX(MINVERSE(S4:U6),2,3)
        INDEX(MINVERSE({4,-1;2,0}),1,1)
        MINVERSE({1,2;2,4})
        {SUM(TRANSPOSE(E1:E8))}
        {INDEX(TRANSPOSE(S1:W2),4,2)}
        {SUM(S4:U6*TRANSPOSE(M2:M4)*M2:M4)}
        {INDEX(MMULT(MINVERSE(S4:U6),M2:M4),2)}
        SUM({1,2;3,4}*{10;100})
        SUM({1,2,3}*2)
        """,
}

# Functions of later versions than the file format, which files mark with a prefix.
_LATER = re.compile(
    r"\b((?:AGGREGATE|CONCAT|DAYS|IFNA|IFS|ISOWEEKNUM|MAXIFS|MINIFS|NUMBERVALUE|RRI|SWITCH"
    r"|TEXTJOIN|UNICODE|XOR|(?!ERROR|NETWORKDAYS)[A-Z]+(?:\.[A-Z0-9]+)+)\()"
)
FORMULAS = [
    line.strip() for lines in FAMILIES.values() for line in lines.split("\n") if line.strip()
]


def written() -> bytes:
    """A workbook with the data, and all formulas below each other in one column."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    date = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet(SHEET)
    for corner, rows in DATA.items():
        first_row, first_column = xlsxwriter.utility.xl_cell_to_rowcol(corner)
        for row, cells in enumerate(rows, first_row):
            for column, cell in enumerate(cells, first_column):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(row, column, cell, date)
                elif cell is not None:
                    sheet.write(row, column, cell)
    for row, formula in enumerate(FORMULAS):
        stored = _LATER.sub(r"_xlfn.\1", formula)
        if stored.startswith("{"):
            sheet.write_array_formula(row, FORMULA_COLUMN - 1, row, FORMULA_COLUMN - 1, stored)
        else:
            sheet.write_formula(row, FORMULA_COLUMN - 1, f"={stored}")
    workbook.close()
    return stream.getvalue()
