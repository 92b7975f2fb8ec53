"""Rules that hold between arguments: a yearly rate in the place of one per period."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import pytest

from tests.helpers import agrees, column, failure
from xlrisk.functions.catalogue import FUNCTIONS, Example, worksheet_function
from xlrisk.functions.evaluate import evaluate
from xlrisk.functions.kinds import Number, PeriodRate, Result, Returns
from xlrisk.functions.rows import market_rows

RETURNS = column(0.03, 0.04, -0.02, 0.01)


@pytest.fixture
def yearly_excess() -> Iterator[str]:
    """A function with a frequency, declared for one test."""

    @worksheet_function(category="Test", examples=(Example((RETURNS,), 0.015, ""),))
    def yearly_excess(
        returns: Annotated[Returns, "Returns."],
        period_risk_free: Annotated[PeriodRate, "Risk-free return per period."] = 0.0,
        freq: Annotated[Number, "Periods per year."] = 1.0,
    ) -> Annotated[float, Result()]:
        """Mean excess return a year.

        Errors: #NUM! period_risk_free looks annual
        Source: a test
        """
        excess, _ = market_rows(returns, returns, period_risk_free)
        return float(excess.mean()) * freq

    yield "YEARLY_EXCESS"
    del FUNCTIONS["YEARLY_EXCESS"]


@pytest.mark.parametrize(
    ("rate", "freq", "sentence"),
    [
        pytest.param(
            0.03,
            12,
            "0.03 per period is 36 % a year at freq 12; use PERIOD_RATE(0.03, 12).",
            id="months",
        ),
        pytest.param(
            0.0201,
            4,
            "0.0201 per period is 8.04 % a year at freq 4; use PERIOD_RATE(0.0201, 4).",
            id="quarters",
        ),
        pytest.param(
            0.05,
            252,
            "0.05 per period is 1260 % a year at freq 252; use PERIOD_RATE(0.05, 252).",
            id="days",
        ),
    ],
)
def test_yearly_rate_per_period_is_refused(
    yearly_excess: str, rate: float, freq: float, sentence: str
) -> None:
    error = failure(yearly_excess, RETURNS, rate, freq)
    assert (error.code, error.message) == ("#NUM!", sentence)


@pytest.mark.parametrize(
    ("rate", "freq"),
    [
        pytest.param(0.02, 12, id="0.02 is not above 0.02"),
        pytest.param(-0.03, 12, id="negative"),
        pytest.param(0.03, 3.99, id="fewer than 4 periods a year"),
        pytest.param(0.03, None, id="freq left out"),
        pytest.param(0.03, 0, id="freq 0 is left out"),
        pytest.param(column(*[0.03] * 4), 12, id="a series"),
    ],
)
def test_other_rates_are_taken(yearly_excess: str, rate: Any, freq: Any) -> None:
    one = rate[0][0] if isinstance(rate, list) else rate
    expected = (0.015 - one) * (freq or 1)
    assert evaluate(yearly_excess, RETURNS, rate, freq) == pytest.approx(expected)


def test_rule_looks_at_each_cell_of_a_lifted_freq(yearly_excess: str) -> None:
    found = evaluate(yearly_excess, RETURNS, 0.03, column(1, 12, "n/a"))
    assert agrees(found, column(-0.015, "#NUM!", "#VALUE!"))


def test_lifted_freq_without_a_yearly_rate(yearly_excess: str) -> None:
    found = evaluate(yearly_excess, RETURNS, 0.005, column(1, 12, "n/a"))
    assert agrees(found, column(0.01, 0.12, "#VALUE!"))
