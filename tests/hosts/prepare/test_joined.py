"""`&`: numbers in texts have 15 digits in Excel."""

from __future__ import annotations

import pytest

from tests.hosts.prepare.books import prepare
from xlrisk.hosts.engine import second_try
from xlrisk.hosts.engine.prepare.joined import with_joins


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+B1", "A1+B1"),
        ('A1&""', 'JOIN(A1,"")'),
        ('"beta "&A1&" of "&B1', 'JOIN("beta ",A1," of ",B1)'),
        ('"a"&A1+1*2=B1&"c"', 'JOIN("a",A1+1*2)=JOIN(B1,"c")'),
        ('IF(A1&""="x",-A1&"%",1)', 'IF(JOIN(A1,"")="x",JOIN(-A1,"%"),1)'),
        ('(A1&B1)&"c"', 'JOIN((JOIN(A1,B1)),"c")'),
        ('A1 & " " & B1', 'JOIN(A1," ",B1)'),
        ('"a & b"', '"a & b"'),
        ("'R&D'!A1+1", "'R&D'!A1+1"),
        ("A1&", "JOIN(A1,)"),
    ],
)
def test_a_function_takes_the_place_of_the_operator(formula: str, expected: str) -> None:
    assert with_joins(formula, "JOIN") == expected


def test_what_is_no_formula_stays() -> None:
    assert with_joins('"a"&(', "JOIN") == '"a"&('


def test_the_second_try_has_the_digits_of_excel() -> None:
    assert second_try('1/3&""') == 'XLR_CONCATENATE(1/3,"")'
    assert second_try('ROUND(A1,2)&"%"') == 'XLR_CONCATENATE(XLR_ROUND(A1,2),"%")'
    assert second_try('"R&D"') is None


def test_the_prepared_formula_itself_keeps_its_operator() -> None:
    assert prepare('A1&"x"').formula == 'A1&"x"'
