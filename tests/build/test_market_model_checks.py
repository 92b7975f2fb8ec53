"""What is wrong with the inputs of the market model is said in words, and not calculated."""

from __future__ import annotations

from functools import cache
from typing import Any

import openpyxl
import pytest

from tests.build.independent import Model, held, other
from tests.build.test_market_model import TEMPLATE, block_of, checks_of, holdings_of
from xlrisk.build.book import Values
from xlrisk.recalculation import Options, recalculated
from xlrisk.recalculation.feeding import Block
from xlrisk.workbook.values import ErrorText

WRONG, NOTE, WELL = -1, 0, 1
NAMES = ["Inputs", "Prices", "Missing prices", "Returns", "Weights", "Forecasts", "Results"]
PRICES_OF_60_DAYS = other(3, 7).iloc[:60]  # in B5:E64 three stocks, and The index


@cache
def small() -> bytes:
    """Few prices, so that a case takes little time."""
    prices = PRICES_OF_60_DAYS
    model = Model(prices, *held(list(prices.columns[:-1])))
    blocks = {"Prices": block_of(prices), "Holdings": holdings_of(model)}
    package, report = recalculated(TEMPLATE.read_bytes(), Options(blocks=blocks))
    assert (report["status"], report["cell_errors"]) == ("done", [])
    return package


def with_inputs(inputs: dict[str, Any], blocks: dict[str, Block] | None = None) -> Values:
    package, report = recalculated(small(), Options(inputs=inputs, blocks=blocks or {}))
    assert report["disagreements"] == report["not_recalculated"] == []
    return Values(package)


def figures(values: Values) -> list[Any]:
    """Of the portfolio: beta, required return, volatility, systematic share."""
    column = [row[0] for row in values.block("Portfolio", 7, 12, 16, 1)]
    return [column[place] for place in (0, 2, 6, 9)]


def headline(values: Values) -> Any:
    return values.block("Start", 3, 1, 1, 1)[0][0]


def test_nothing_is_said_where_nothing_is_wrong() -> None:
    values = with_inputs({})
    checks = checks_of(values)
    assert list(checks) == NAMES
    assert [status for status, _ in checks.values()] == [WELL] * len(NAMES)
    assert all(isinstance(figure, float) for figure in figures(values))
    assert str(headline(values)).endswith(
        "times that of The index, at a beta of 1.11, over the 12 weeks that all holdings share."
    )


# each input -> the check that names it, and how its sentence begins and ends
IS_WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    ({"risk_free": "3%"}, "Inputs", "The risk-free rate is no number", "such as 3%."),
    ({"risk_free": None}, "Inputs", "The risk-free rate is no number", "such as 3%."),
    ({"risk_free": ErrorText("#N/A")}, "Inputs", "The risk-free rate is no number", "such as 3%."),
    ({"risk_free": 3}, "Inputs", "The risk-free rate is 300%", "type 3% rather than 3."),
    ({"risk_free": 1}, "Inputs", "The risk-free rate is 100%", "type 3% rather than 3."),
    ({"risk_free": -3}, "Inputs", "The risk-free rate is -300%", "type 3% rather than 3."),
    (
        {"risk_free": 0.3, "period": "month"},
        "Inputs",
        "The risk-free rate is 2.2% a month.",
        "choose a shorter period, or a lower rate.",
    ),
    ({"market_return": "ten"}, "Inputs", "The market return is no number", "such as 3%."),
    ({"market_return": 10}, "Inputs", "The market return is 1000%", "type 3% rather than 3."),
    ({"fair_band": "x"}, "Inputs", "The fair band is no number", "such as 3%."),
    ({"fair_band": -0.01}, "Inputs", "The fair band is below 0", "as 1%."),
    ({"fair_band": 1}, "Inputs", "The fair band is 100%", "type 3% rather than 3."),
    ({"period": "year"}, "Inputs", "The period of the returns", "week, month or quarter."),
    ({"period": None}, "Inputs", "The period of the returns", "week, month or quarter."),
    ({"period": ErrorText("#REF!")}, "Inputs", "The period", "week, month or quarter."),
    ({"weights_policy": "lax"}, "Inputs", "What is done with weights", "normalize or cash."),
    ({"weights_policy": None}, "Inputs", "What is done with weights", "normalize or cash."),
    ({"confidence": 95}, "Inputs", "The confidence is 9500%", "type 95% rather than 95."),
    ({"confidence": 1}, "Inputs", "The confidence is 100%", "type 95% rather than 95."),
    ({"confidence": 0}, "Inputs", "The confidence is 0%", "type 95% rather than 95."),
    ({"confidence": "high"}, "Inputs", "The confidence is no number", "such as 95%."),
    ({"market_name": "DAX"}, "Prices", "No column of Prices has the name", "the last column."),
    ({"market_name": ErrorText("#N/A")}, "Prices", "The name of the market", "in Prices."),
    ({"Prices!A4": 41000}, "Prices", "Row 4 of Prices is for names", "below it."),
    ({"Prices!A9": "8.1.2003"}, "Prices", "Some dates in Prices are texts or errors: 1.", "file."),
    ({"Prices!A9": ErrorText("#N/A")}, "Prices", "Some dates in Prices are texts", "file."),
    ({"Prices!A9": 20030108}, "Prices", "Some dates in Prices are numbers", "dates of them."),
    ({"Prices!A9": 30000}, "Prices", "The dates in Prices do not ascend", "must go."),
    ({"Prices!A6001": 50000}, "Prices", "Prices has more dates", "5,996. Leave out the oldest."),
    ({"Prices!A9": None}, "Prices", "Prices in rows without a date: 4.", "clear them."),
    ({"Prices!B4": ErrorText("#N/A")}, "Prices", "A name in row 4 of Prices", "the name."),
    ({"Prices!C4": None}, "Prices", "A name is missing in row 4", "take the column out."),
    ({"Prices!C4": "stock 1"}, "Prices", "Two columns of Prices", "take it out."),
    ({"Prices!W4": "one more"}, "Prices", "Prices has more columns", "Take some out."),
    ({"Prices!H9": 10}, "Prices", "Prices in columns without a name: 1.", "clear them."),
    ({"Prices!B9": 0}, "Prices", "Prices that are 0 or negative: 1.", "there was no price."),
    ({"Prices!B9": -7.5}, "Prices", "Prices that are 0 or negative: 1.", "there was no price."),
    ({"Prices!B9": ErrorText("#DIV/0!")}, "Prices", "Columns of Prices with errors: 1.", "price."),
    ({"Holdings!B6": 0.5}, "Weights", "The weights sum to 133.3%.", "normalize or cash above."),
    (
        {"Holdings!B6": "8%"},
        "Weights",
        "Weights in Holdings that are no numbers: 1.",
        "clear them.",
    ),
    ({"Holdings!B6": ErrorText("#N/A")}, "Weights", "Weights in Holdings that are", "clear them."),
    ({"Holdings!A6": "Stok 1"}, "Weights", "Stocks with a weight, but without prices: 1.", "out."),
]


@pytest.mark.parametrize(("inputs", "check", "begin", "end"), IS_WRONG)
def test_what_is_wrong_is_said_and_not_calculated(
    inputs: dict[str, Any], check: str, begin: str, end: str
) -> None:
    values = with_inputs(inputs)
    checks = checks_of(values)
    status, said = checks[check]
    assert status == WRONG
    assert said.startswith(begin)
    assert said.endswith(end)
    earlier = [checks[name][0] for name in NAMES[: NAMES.index(check)]]
    assert WRONG not in earlier, "the first that is wrong is what is to be mended"
    assert headline(values) == "Something is wrong: see the checks below."
    assert all(str(figure).startswith("#") for figure in figures(values))
    assert checks["Results"][0] == WRONG


# each input -> the check with a note, and its sentence; all is calculated that can be
IS_NOTED: list[tuple[dict[str, Any], str, str]] = [
    (
        {"Prices!B9": None},
        "Missing prices",
        "Prices that are missing: 1. A period takes its last price, and none is made up.",
    ),
    (
        {"Prices!B9": ErrorText("#N/A"), "Prices!E10": True},
        "Missing prices",
        "Prices that are missing: 2. A period takes its last price, and none is made up.",
    ),
    (
        {"Prices!B9": "n/a", "Prices!C9": "12.5"},
        "Missing prices",
        (
            "Prices that are missing: 2. A period takes its last price, and none is made up. Texts "
            "among them: 2; make numbers of those that are meant as prices."
        ),
    ),
    (
        {"Prices!A65": 50000},
        "Missing prices",
        "Prices that are missing: 4. A period takes its last price, and none is made up.",
    ),
    (
        {"Holdings!B6": 0.0, "weights_policy": "cash"},
        "Weights",
        "The weights sum to 83.3%. The rest is lent, or borrowed, at the risk-free rate.",
    ),
    (
        {"Holdings!B6": 0.0, "weights_policy": "Normalize"},
        "Weights",
        "The weights sum to 83.3%. Shares of their sum are taken.",
    ),
    (
        {"Holdings!C6": 12},
        "Forecasts",
        "Forecasts of 100% a year or more, either way: 1; type 12% rather than 12.",
    ),
    (
        {"Holdings!C6": None},
        "Forecasts",
        (
            "Stocks that are held without a forecast in Holdings: 1. Put in what you expect of "
            "them a year."
        ),
    ),
]


@pytest.mark.parametrize(("inputs", "check", "sentence"), IS_NOTED)
def test_what_need_not_be_wrong_is_noted(inputs: dict[str, Any], check: str, sentence: str) -> None:
    values = with_inputs(inputs)
    checks = checks_of(values)
    assert checks.pop(check) == (NOTE, sentence)
    assert {status for status, _ in checks.values()} == {WELL}
    assert all(isinstance(figure, float) for figure in figures(values))


def test_a_forecast_that_is_missing_is_nowhere_made_up() -> None:
    values = with_inputs({"Holdings!C6": None})
    assert values.block("Valuation", 7, 4, 1, 3) == [["none", None, "no forecast"]]
    assert values.block("Portfolio", 10, 12, 1, 1) == [["forecasts missing"]]


# whole sheets of prices


def texts_for_dates() -> Block:
    block = block_of(PRICES_OF_60_DAYS)
    return Block([[f"{row[0]:%d.%m.%Y}", *row[1:]] for row in block.rows], block.names)


def without_variation(name: str) -> Block:
    return block_of(PRICES_OF_60_DAYS.assign(**{name: 5.0}))


def listed_late() -> Block:
    """One stock has the prices of the last five days only."""
    return histories(second_from=55)


def histories(*, first_until: int = 60, second_from: int = 0) -> Block:
    """Of 60 days, the first stock has prices on the first ones only, the second on the last."""
    prices = PRICES_OF_60_DAYS.copy()
    prices.iloc[first_until:, 0] = float("nan")
    prices.iloc[:second_from, 1] = float("nan")
    return block_of(prices)


@pytest.mark.parametrize(
    ("block", "check", "begin"),
    [
        (texts_for_dates(), "Prices", "Some dates in Prices are texts or errors: 60. Make dates"),
        (Block([[None] * 5], ["Date", *"ABCD"]), "Prices", "There are no prices: put dates and"),
        (Block([[40000, 1.0]], ["Date", "A"]), "Prices", "Names of at least one stock and the"),
        (block_of(PRICES_OF_60_DAYS.iloc[:3]), "Returns", "Returns of the market: 1. A regression"),
        (without_variation("The index"), "Returns", "Holdings without a beta: 3. They need"),
        (listed_late(), "Returns", "Holdings without a beta: 1. They need 3 returns beside those"),
        (
            histories(first_until=30, second_from=30),
            "Returns",
            "Periods that the market and all holdings share: 0; the shortest holding has 6. The",
        ),
        (
            histories(first_until=40, second_from=30),
            "Returns",
            "Periods that the market and all holdings share: 2; the shortest holding has 6. The",
        ),
    ],
)
def test_prices_from_which_nothing_can_be_calculated(block: Block, check: str, begin: str) -> None:
    values = with_inputs({}, {"Prices": block})
    checks = checks_of(values)
    assert checks[check][0] == checks["Results"][0] == WRONG
    assert checks[check][1].startswith(begin)
    assert all(str(figure).startswith("#") for figure in figures(values))


def test_errors_that_are_right_are_told_all_the_same() -> None:
    """A stock that never varies has no R squared, and the portfolio is not worse for it."""
    values = with_inputs({}, {"Prices": without_variation("Stock 2")})
    checks = checks_of(values)
    assert checks.pop("Returns") == (
        NOTE,
        (
            "The market has 12 returns, the shortest holding 12, and all together 12. Stocks that"
            " never vary: 1; they have no R squared, and no shares of risk."
        ),
    )
    assert checks.pop("Results") == (
        NOTE,
        (
            "Some results are errors, on Betas, Risk. Explain, or xlrisk explain, tells why a cell"
            " is one."
        ),
    )
    assert all(isinstance(figure, float) for figure in figures(values))


LESS_THAN_HALF = ": less than half, and the portfolio rests on these alone."


@pytest.mark.parametrize(
    ("first_until", "second_from", "shortest", "common", "status", "end"),
    [
        (60, 0, 12, 12, WELL, "."),
        (45, 15, 9, 6, WELL, "."),
        (40, 20, 8, 4, WELL, "."),
        (40, 25, 7, 3, NOTE, LESS_THAN_HALF),
    ],
)
def test_few_periods_in_common_are_noted(
    first_until: int, second_from: int, shortest: int, common: int, status: int, end: str
) -> None:
    block = histories(first_until=first_until, second_from=second_from)
    values = with_inputs({}, {"Prices": block})
    checks = checks_of(values)
    said = f"The market has 12 returns, the shortest holding {shortest}, and all together {common}"
    assert checks.pop("Returns") == (status, said + end)
    assert checks["Results"][0] == WELL
    assert f", over the {common} weeks that all holdings share." in str(headline(values))


@pytest.mark.parametrize(
    ("second_from", "noted"),
    [
        (0, ""),
        (1, ""),  # the first week has a price all the same
        (25, " #N/A on Periods and Returns is a price that is missing."),
    ],
)
def test_a_gap_is_no_error_of_a_result(second_from: int, noted: str) -> None:
    """The report of the run counts a formula whose first cell is a gap, and Start says what is."""
    blocks = {"Prices": histories(second_from=second_from)}
    package, report = recalculated(small(), Options(blocks=blocks))
    cells = ["Periods!D5", "Returns!D6"] if noted else []
    assert [error["cell"] for error in report["cell_errors"]] == cells
    no_error = "No result on Betas, Risk, Valuation or Portfolio is an error."
    assert checks_of(Values(package))["Results"] == (WELL, no_error + noted)


def test_what_is_not_held_needs_no_prices() -> None:
    """Nothing of the portfolio depends on it, and the ends are those of the other stocks."""
    inputs = {"Holdings!B6": 0.5, "Holdings!B7": 0, "Holdings!B8": 0.5}
    values = with_inputs(inputs, {"Prices": histories(second_from=60)})
    checks = checks_of(values)
    assert checks.pop("Returns") == (
        NOTE,
        (
            "The market has 12 returns, the shortest holding 12, and all together 12. Stocks that"
            " are not held, without a beta: 1; put in prices, or take them out."
        ),
    )
    assert checks["Weights"][0] == WELL
    assert figures(values) == figures(with_inputs(inputs))
    ends = values.block("Start", 24, 6, 6, 2)
    assert [type(figure) for figure, _ in ends] == [float, float, int, int, float, float]
    assert [who for _, who in ends[:2]] == ["Stock 1", "Stock 3"]


def test_inputs_take_in_excel_what_the_checks_let_pass() -> None:
    book = openpyxl.load_workbook(TEMPLATE)
    found = {
        f"{sheet}!{one.sqref}": (one.type, one.formula1, one.formula2, one.allow_blank)
        for sheet in ("Start", "Holdings")
        for one in book[sheet].data_validations.dataValidation
    }
    assert found == {
        "Start!B6": ("decimal", "-0.99", "0.99", False),
        "Start!B7": ("decimal", "-0.99", "0.99", False),
        "Start!B8": ("decimal", "0", "0.99", False),
        "Start!B9": ("list", '"week,month,quarter"', None, False),
        "Start!B10": ("list", "price_names", None, True),
        "Start!B11": ("list", '"strict,normalize,cash"', None, False),
        "Start!B12": ("decimal", "0.0001", "0.9999", False),
        "Holdings!B6:B25": ("decimal", "-10", "10", True),
        "Holdings!C6:C25": ("decimal", "-0.99", "0.99", True),
    }


def test_another_market_by_its_name() -> None:
    package, _ = recalculated(
        TEMPLATE.read_bytes(), Options(inputs={"market_name": "XOM", "Holdings!A25": "SP500"})
    )
    values = Values(package)
    assert values.block("Start", 24, 1, 2, 2) == [
        ["Market that is used", "XOM"],
        ["Its column of prices", 20],
    ]
    assert {status for status, _ in checks_of(values).values()} == {WELL}
    assert values.block("Betas", 26, 1, 1, 1) == [["SP500"]]
