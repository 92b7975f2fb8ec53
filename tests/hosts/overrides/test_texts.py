"""Pieces of texts, and numbers read from them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.overrides.sheets import Sheet, agrees, called
from xlrisk.hosts.engine.overrides._cells import KIND_OF

SENTENCE = "123 the 456 the 891"
# what Excel stored in the calc tests TEXT__* and in FormulaEvalTestData of the corpus
STORED = [
    ("=LEFT(TRUE,2)", "TR"),
    ("=RIGHT(TRUE,2)", "UE"),
    ('=LEFT("a string","6")', "a stri"),
    ('=LEFT("a string",TRUE)', "a"),
    ('=LEFT("a string",0)', ""),
    ('=MID("sp ace s",4,1)', "a"),
    ('=REPLACE("ABCDEF","3.9","40","x")', "ABx"),
    ('=REPLACE("ABCDEFG",2.3,3.9,"xx")', "AxxEFG"),
    ('=REPLACE("ABCDEF",TRUE,TRUE,"xxx")', "xxxBCDEF"),
    ("=REPLACE(12345,3,1,9009)", "12900945"),
    ('=REPLACE("ABCDEF",-3,4,"xx")', "#VALUE!"),
    ("=LEN(534)", 3),
    ("=LEN(A9)", 0),
    ("=SEARCH(1,0.00001)", 7),
    ('=SEARCH("S","nospaces",4)', 8),
    ('=FIND("O","nospaces")', "#VALUE!"),
    ('=SUBSTITUTE("teststr","t","T",1.9)', "Teststr"),
    ('=SUBSTITUTE("teststr","t","T",0)', "#VALUE!"),
    ('=SUBSTITUTE("ABCBBDBEB","B","x",7)', "ABCBBDBEB"),
    ('=SUBSTITUTE("testblankmatch","","!",1)', "testblankmatch"),
    ('=SUBSTITUTE("regex**chars","*","T")', "regexTTchars"),
    ("=REPT(TRUE,2)", "TRUETRUE"),
    ('=REPT("Qwery",1.999)', "Qwery"),
    ('=REPT("Hwllo",123456789)', "#VALUE!"),
    ('=EXACT(123,"123")', True),
    ("=EXACT(1/3,0.333333333333333)", True),
    ("=EXACT(FALSE,A9)", False),
    ("=CHAR(-1)", "#VALUE!"),
    ("=VALUE(A9)", 0),
    ('=VALUE("23€")', 23),
    ("=VALUE(TRUE)", "#VALUE!"),
    ('=VALUE("")', "#VALUE!"),
    ('=VALUE("12,34")', "#VALUE!"),
    ('=VALUE("123,456.67")', 123456.67),
    ('=VALUE("2-Feb-2026")', 46055),
    ('=VALUE("$1,000")', 1000),
    ("=NOT(1+1=2)", False),
    ('=NOT("nospaces")', "#VALUE!"),
    (f'=TEXTAFTER("{SENTENCE}","the",2)', " 891"),
    (f'=TEXTAFTER("{SENTENCE}","THE",2,1,0,1/0)', " 891"),
    (f'=TEXTAFTER("{SENTENCE}","THE")', "#N/A"),
    (f'=TEXTAFTER("{SENTENCE}","THE",2,0,0,"@")', "@"),
    (f'=TEXTAFTER("{SENTENCE}","the",-1.2)', " 456 the 891"),
    (f'=TEXTAFTER("{SENTENCE}","the",1.6)', " 456 the 891"),
    (f'=TEXTAFTER("{SENTENCE}","Hello",1,1,1,"Failed")', ""),
    (f'=TEXTAFTER("{SENTENCE}","Hello",-1,1,1,"Failed")', SENTENCE),
    (f'=TEXTAFTER("{SENTENCE}","Hello",-1,1,2,"Failed")', "#VALUE!"),
    ('=TEXTAFTER("del","deli",1)', "#VALUE!"),
    ('=TEXTAFTER("del","deli")', "#N/A"),
    ('=TEXTAFTER("del","deli",1/0)', "#DIV/0!"),
    ("=TEXTAFTER(123,1)", "23"),
    ('=TEXTAFTER(TRUE,"R")', "UE"),
    ('=TEXTAFTER("Email - me@example.com","- ",-1,,1)', "me@example.com"),
    (f'=TEXTBEFORE("{SENTENCE}","the",-1)', "123 the 456 "),
    (f'=TEXTBEFORE("{SENTENCE}","Hello",1,1,1,"Failed")', SENTENCE),
    (f'=TEXTBEFORE("{SENTENCE}","Hello",-1,1,1,"Failed")', ""),
    (f'=TEXTBEFORE("{SENTENCE}","Hello",2,1,1,"Failed")', "Failed"),
    ('=TEXTBEFORE("一条漫长而曲折的道路而曲折","而曲",2)', "一条漫长而曲折的道路"),
]
# the examples of Microsoft's pages on the functions
DOCUMENTED = [
    ('=LEFT("Sale Price",4)', "Sale"),
    ('=RIGHT("Stock Number")', "r"),
    ('=MID("Fluid Flow",7,20)', "Flow"),
    ('=MID("Fluid Flow",20,5)', ""),
    ('=PROPER("this is a TITLE")', "This Is A Title"),
    ('=PROPER("2-way street")', "2-Way Street"),
    ('=PROPER("76BudGet")', "76Budget"),
    ('=TRIM(" First  Quarter Earnings ")', "First Quarter Earnings"),
    ('=CLEAN(CHAR(9)&"Monthly report"&CHAR(10))', "Monthly report"),
    ('=SUBSTITUTE("Quarter 1, 2011","1","2",3)', "Quarter 1, 2012"),
    ('=SEARCH("e","Statements",6)', 7),
    ('=SEARCH("?n","xxan")', 3),
    ('=SEARCH("~?","a?")', 2),
    ('=FIND("M","Miriam McGovern",3)', 8),
    ('=CODE("!")', 33),
    ("=CHAR(128)", "€"),
    ('=CODE("€")', 128),
    ('=NUMBERVALUE("2.500,27",",",".")', 2500.27),
    ('=NUMBERVALUE("3.5%")', 0.035),
    ('=NUMBERVALUE(" 3 000 ")', 3000),
    ('=NUMBERVALUE("9%%")', 0.0009),
    ('=NUMBERVALUE("")', 0),
    ('=NUMBERVALUE("1.2.3")', "#VALUE!"),
    ('=NUMBERVALUE("1,2",",",",")', "#VALUE!"),
    ('=TEXTBEFORE("Little Red Riding Hood\'s, red hood","red")', "Little Red Riding Hood's, "),
    ('=TEXTAFTER("Red riding hood\'s, red hood",{"red","Red"})', " riding hood's, red hood"),
]
EDGES = [
    ('=LEFT("abc",-1)', "#VALUE!"),
    ('=MID("abc",0,1)', "#VALUE!"),
    ('=FIND("","abc")', 1),
    ('=FIND("a","abc",4)', "#VALUE!"),
    ('=FIND("",A9)', 1),
    ('=LEN("😀")', 2),
    ('=LEFT("😀x",2)', "😀"),
    ('=FIND("x","😀x")', 3),
    ("=LEN(NA())", "#N/A"),
    ('=CODE("")', "#VALUE!"),
    ("=CHAR(256)", "#VALUE!"),
    ('=VALUE("x"&1/0)', "#DIV/0!"),
    ('=TEXTAFTER("a-b","",1)', "a-b"),
    ('=TEXTBEFORE("a-b","",-1)', "a-b"),
    ('=TEXTAFTER("a-b","x",,,,"")', ""),
    ('=TEXTBEFORE("a-b","-",,1)', "a"),
]
OVER_RANGES = [
    "LEFT(A1:A3,2)",
    "RIGHT(A1:A3,2)",
    "MID(A1:A3,2,2)",
    'REPLACE(A1:A3,1,1,"x")',
    "LEN(A1:A3)",
    "UPPER(A1:A3)",
    "LOWER(A1:A3)",
    "PROPER(A1:A3)",
    "TRIM(A1:A3)",
    "CLEAN(A1:A3)",
    'CONCATENATE(A1:A3,"x")',
    'SUBSTITUTE(A1:A3,"b","c")',
    'FIND("b",A1:A3)',
    'SEARCH("B",A1:A3)',
    "REPT(A1:A3,2)",
    "CODE(A1:A3)",
    'EXACT(A1:A3,"Ghi b")',
    "VALUE(A1:A3)",
    "_xlfn.NUMBERVALUE(A1:A3)",
    '_xlfn.TEXTBEFORE(A1:A3,"b")',
    '_xlfn.TEXTAFTER(A1:A3,{"b","h"})',
    "NOT(A1:A3)",
]


@pytest.mark.parametrize(("formula", "expected"), [*STORED, *DOCUMENTED, *EDGES])
def test_values(formula: str, expected: Any) -> None:
    found = Sheet().value(formula)
    assert agrees(found, expected), found


@pytest.mark.parametrize("call", OVER_RANGES)
def test_over_ranges(call: str) -> None:
    sheet = Sheet([["abc b"], ["Ghi b"], ["12"]])
    for row in (1, 2, 3):
        single = call.replace("A1:A3", f"A{row}")
        assert sheet.value(f"=INDEX({call},{row})") == sheet.value(f"={single}")


# a text that is the code of an error stands for the error here
TEXTS = st.text(max_size=20).filter(lambda text: text not in KIND_OF)


@given(TEXTS, st.integers(0, 25))
def test_left_and_the_rest_are_the_whole(text: str, count: int) -> None:
    if any(character > "\uffff" for character in text):
        return  # half a character has no place on its own
    rest = called("MID", text, count + 1, 100)
    assert called("LEFT", text, count) + rest == text
    assert called("RIGHT", text, len(rest)) == (rest if rest else "")


@given(TEXTS)
def test_length_counts_units_of_utf_16(text: str) -> None:
    assert called("LEN", text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(st.text("ab-", max_size=12), st.integers(1, 5))
def test_before_and_after_leave_the_delimiter_out(text: str, instance: int) -> None:
    if instance > max(len(text), 1):
        return
    before = called("TEXTBEFORE", text, "-", instance)
    after = called("TEXTAFTER", text, "-", instance)
    if before in {"#N/A", "#VALUE!"}:
        assert after == before
    else:
        assert f"{before}-{after}" == text


@given(st.floats(-1e14, 1e14))
def test_value_reads_what_a_cell_shows(number: float) -> None:
    shown = called("CONCATENATE", number)
    assert called("VALUE", shown) == pytest.approx(number, rel=1e-14)
