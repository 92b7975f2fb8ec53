"""Dates: what is one, the order they are in, and headings over them."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest

from tests.helpers import column, failure
from xlrisk.functions.dates import in_words
from xlrisk.functions.evaluate import evaluate, evaluate_for
from xlrisk.functions.explain import explain

JANUARY, FEBRUARY, MARCH = 45322, 45351, 45382  # the last days of these months in 2024
PRICES = column(100, 104, 101)


def monthly(dates: Any, prices: Any = PRICES) -> tuple[Any, ...]:
    return "PERIOD_PRICES", dates, prices, "month"


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param(float(FEBRUARY), id="serial"),
        pytest.param(datetime.date(2024, 2, 29), id="date"),
        pytest.param(datetime.datetime(2024, 2, 29, tzinfo=datetime.UTC), id="date and time"),
        pytest.param(np.datetime64("2024-02-29"), id="numpy date"),
    ],
)
def test_a_date_is_its_serial(cell: Any) -> None:
    found = evaluate(*monthly(column(JANUARY, cell, MARCH)))
    assert found == [[JANUARY, 100], [FEBRUARY, 104], [MARCH, 101]]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        pytest.param(None, "empty", id="empty"),
        pytest.param("2024-02-29", "text", id="text like a date"),
        pytest.param(True, "boolean", id="boolean"),
        pytest.param("#N/A", "#N/A", id="#N/A"),
    ],
)
def test_row_without_a_date_does_not_count(cell: Any, reason: str) -> None:
    explanation = explain(*monthly(column(JANUARY, cell, MARCH)))
    assert explanation.value == [[JANUARY, 100], [MARCH, 101]]
    assert explanation.rows_used == 2
    assert explanation.rows_dropped == {reason: 1}


@pytest.mark.parametrize("day", [-1, 2958466, 1e300, datetime.date(1850, 1, 1)])
def test_day_that_no_calendar_of_excel_has(day: Any) -> None:
    error = failure(*monthly(column(JANUARY, day, MARCH)))
    assert error.code == "#NUM!"
    assert "in row 2; a date is a number from 0 to 2958465" in error.message


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        pytest.param(
            column(JANUARY, MARCH, FEBRUARY),
            "dates is not in order: row 3 has 2024-02-29 after 2024-03-31; sort by date,",
            id="not in order",
        ),
        pytest.param(
            column(JANUARY, None, JANUARY),
            "dates has 2024-01-31 in row 1 and in row 3; keep one of them.",
            id="twice",
        ),
        pytest.param(
            [[JANUARY, FEBRUARY, JANUARY]],
            "dates is not in order: column 3 has 2024-01-31 after 2024-02-29",
            id="in a row",
        ),
    ],
)
def test_dates_must_ascend(dates: Any, sentence: str) -> None:
    error = failure(*monthly(dates))
    assert error.code == "#VALUE!"
    assert sentence in error.message


def test_rows_are_counted_with_their_heading() -> None:
    dates = column("Date", JANUARY, FEBRUARY, JANUARY)
    error = failure(*monthly(dates, column("AAA", 100, 104, 101)))
    assert "row 4 has 2024-01-31 after 2024-02-29" in error.message


@pytest.mark.parametrize("which", ["dates", "other_dates"])
def test_a_date_may_stand_once_in_each_list(which: str) -> None:
    lists = {"dates": column(JANUARY, FEBRUARY), "other_dates": column(FEBRUARY, JANUARY)}
    lists[which] = column(JANUARY, JANUARY)
    values = column(1, 2)
    error = failure("ALIGN_BY_DATE", lists["dates"], values, lists["other_dates"], values)
    assert error.code == "#VALUE!"
    assert error.message == f"{which} has 2024-01-31 in row 1 and in row 2; keep one of them."


def test_times_of_day_are_no_common_dates() -> None:
    times = column(JANUARY + 0.5, FEBRUARY + 0.75)
    error = failure("ALIGN_BY_DATE", column(JANUARY, FEBRUARY), column(1, 2), times, column(1, 2))
    assert error.code == "#N/A"
    assert "dates and other_dates have no date in common" in error.message
    assert "INT" in error.message


def test_explanation_counts_what_is_in_one_list_only() -> None:
    dates, others = column(JANUARY, FEBRUARY, None, MARCH), column(FEBRUARY, MARCH, 1)
    explanation = explain("ALIGN_BY_DATE", dates, column(1, 2, 3, 4), others, column(7, 8, 9))
    assert explanation.message == (
        "2 rows used, 2 dropped (1 empty, 1 in one list only); 2 other dates used, 1 dropped"
        " (1 in one list only); all t that stand in dates and in other_dates; a table of 2 x 3."
    )
    assert explanation.rows_dropped == {"empty": 1, "in one list only": 1}


def test_rows_of_dates_give_rows() -> None:
    dates, prices = [[JANUARY, FEBRUARY, MARCH]], [[100, 104, 101]]
    assert evaluate(*monthly(dates, prices)) == [[JANUARY, FEBRUARY, MARCH], [100, 104, 101]]
    aligned = evaluate("ALIGN_BY_DATE", dates, PRICES, column(MARCH, JANUARY), column(7, 8))
    assert aligned == [[JANUARY, MARCH], [100, 101], [8, 7]]


def test_in_a_1904_workbook_days_are_counted_from_there() -> None:
    dates = column(*(day - 1462 for day in (JANUARY - 1, JANUARY, FEBRUARY)))
    found = evaluate_for("PERIOD_PRICES", (dates, PRICES, "month"), None, day_zero=1462)
    assert found == [[JANUARY - 1462, 104], [FEBRUARY - 1462, 101]]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (0, "1900-01-00"),
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (60, "1900-02-29"),
        (61, "1900-03-01"),
        (45322.99, "2024-01-31"),
        (2958465, "9999-12-31"),
    ],
)
def test_date_in_words(day: float, words: str) -> None:
    assert in_words(day) == words


# Headings


HEADED = [["AAA", "BBB"], [0.02, 0.01], [0.04, 0.02], [-0.02, 0.01]]
MARKET = (0.01, 0.02, -0.01)


@pytest.mark.parametrize(
    "market",
    [
        pytest.param(column(*MARKET), id="without one"),
        pytest.param(column("Market", *MARKET), id="text"),
        pytest.param(column(None, *MARKET), id="empty, as over an index"),
        pytest.param([["Market", *MARKET]], id="of a row"),
    ],
)
def test_heading_beside_a_header_is_kept_out(market: Any) -> None:
    explanation = explain("BETAS_OF", HEADED, market)
    assert explanation.value == evaluate("BETAS_OF", HEADED[1:], column(*MARKET))
    assert (explanation.rows_used, explanation.rows_dropped) == (3, {})


def test_number_beside_a_header_is_no_heading() -> None:
    error = failure("BETAS_OF", HEADED, column(0.01, *MARKET))
    assert error.code == "#N/A"
    assert error.message.startswith("returns has 3 rows under its header, market_returns 4.")


def test_every_series_beside_a_header_loses_its_heading() -> None:
    rates = column("T-bill", 0.001, 0.002, 0.001)
    found = evaluate("BETAS_OF", HEADED, column("Market", *MARKET), rates)
    assert found == evaluate("BETAS_OF", HEADED[1:], column(*MARKET), rates[1:])
