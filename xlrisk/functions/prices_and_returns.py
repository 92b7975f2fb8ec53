"""Prices and returns."""

from __future__ import annotations

from typing import Annotated

from .. import finance
from ..wording import counted
from . import messages
from .catalogue import Example, worksheet_function
from .dates import ascending_rows, each_once
from .kinds import (
    Array,
    Compounding,
    DatedPrices,
    DatedSeries,
    Dates,
    DecimalReturns,
    Frequency,
    Mean,
    OtherDatedSeries,
    OtherDates,
    Period,
    Prices,
    RateAboveAll,
    Result,
    ReturnKind,
    WholeNumber,
)
from .rows import complete_rows, every_row


@worksheet_function(
    category="Prices and returns",
    see_also=("PERIOD_PRICES", "ALIGN_BY_DATE", "BETA_OF", "ANNUAL_RETURN"),
    examples=(
        Example(([100, 110, 99],), [[0.1], [-0.1]], "a rise and a fall of 10 %"),
        Example(
            ([["AAA", "BBB"], [100, 50], [110, None], [121, 60]],),
            [[0.1, "#N/A"], [0.1, "#N/A"]],
            "a header is kept out, a missing price is not bridged",
        ),
        Example(([121, 110, 100], "simple", -1), [[0.1], [0.1]], "the newest price stands first"),
        Example(([100, 0, 99],), "#NUM!", "a price of 0"),
    ),
)
def returns_of(
    prices: Annotated[Prices, "Prices, one column per asset, oldest first."],
    kind: Annotated[ReturnKind, "How a return is reckoned."] = "simple",
    lag: Annotated[
        WholeNumber, "How many rows lie between the two prices; -1 where the newest stand first."
    ] = 1,
) -> Annotated[Array, Result("0.00%", rows="period", across=("asset",), lost_rows="lag")]:
    """Returns of one or many assets from their prices.

    A return exists where both of its prices do, and is #N/A elsewhere. A row of texts over the
    prices is a header and is kept out.

    Formula: p(t) / p(t - lag) - 1, or ln(p(t) / p(t - lag))
    Errors: #NUM! a price is 0 or below, or lag is not whole, or a number is infinite;
        #DIV/0! there are no more rows than lag;
        #VALUE! kind is unknown, or lag is no number
    Source: Bacon (2008), chapter 2
    """
    table = every_row(prices)
    not_positive = (table <= 0).nonzero()
    if len(not_positive[0]):
        row, column = int(not_positive[0][0]), int(not_positive[1][0])
        raise messages.NOT_POSITIVE_PRICE(
            price=f"{table[row, column]:g}", place=prices.place(row, column)
        )
    if abs(lag) >= len(table):
        raise messages.TOO_LONG_A_LAG(lag=f"{lag:.15g}", rows=counted(len(table), "row"))
    gives = finance.returns.log if kind == "log" else finance.returns.simple
    return gives(table, lag)


@worksheet_function(
    category="Prices and returns",
    see_also=("PERIOD_PRICES", "RETURNS_OF"),
    examples=(
        Example(
            ([45322, 45351, 45382], [100, 104, 101], [45382, 45322, 45412], [52, 50, 53]),
            [[45322, 100, 50], [45382, 101, 52]],
            "two of the dates are in both lists",
        ),
        Example(
            (["Date", 45322, 45351], [["AAA", "BBB"], [100, 7], [104, None]], [45351], [51]),
            [[45351, 104, "#N/A", 51]],
            "headings are kept out, a missing value stays missing",
        ),
        Example(([45322, 45351], [100, 104], [45412], [52]), "#N/A", "no date in common"),
        Example(([45322, 45322], [100, 104], [45322], [52]), "#VALUE!", "a date stands twice"),
    ),
)
def align_by_date(
    dates: Annotated[Dates, "Dates of the values, in any order."],
    values: Annotated[DatedSeries, "Prices, returns or others, one column per series."],
    other_dates: Annotated[OtherDates, "Dates of the other values, in any order."],
    other_values: Annotated[OtherDatedSeries, "The other values, one column per series."],
) -> Annotated[
    Array,
    Result(rows="date", which="that both have", dates="dates", across=("series", "other series")),
]:
    """Two lists side by side, for the dates that both have, oldest first.

    Dates are equal where their numbers are, the time of day included; INT takes it off. A row
    without a date does not count: a text that looks like a date is none.

    Formula: all t that stand in dates and in other_dates
    Errors: #N/A a list has no date, or the two share none, or ranges differ in size;
        #VALUE! a date stands twice in one list;
        #NUM! a number is no date, or is infinite
    Source: Codd (1970), the join of two relations
    """
    days, other_days = each_once(dates), each_once(other_dates)
    rows, other_rows = finance.prices.common_dates(days, other_days)
    dates.note_rows(rows, otherwise="in one list only")
    other_dates.note_rows(other_rows, otherwise="in one list only")
    if not len(rows):
        raise messages.NO_COMMON_DATE(first=dates.name, second=other_dates.name)
    return finance.prices.beside(days[rows], values.values[rows], other_values.values[other_rows])


@worksheet_function(
    category="Prices and returns",
    see_also=("RETURNS_OF", "ALIGN_BY_DATE"),
    examples=(
        Example(
            ([45320, 45322, 45351, 45352], [99, 100, 104, 105], "month"),
            [[45322, 100], [45351, 104], [45352, 105]],
            "January, February, and a March that has just begun",
        ),
        Example(
            (
                ["Date", 45320, 45322, 45351],
                [["AAA", "BBB"], [99, 7], [100, None], [None, None]],
                "month",
            ),
            [[45322, 100, 7], [45351, "#N/A", "#N/A"]],
            "the last price that a month has; nothing is carried into the next",
        ),
        Example(([45322, 45320], [100, 99], "month"), "#VALUE!", "dates that are not in order"),
        Example(([45320, 45322], [99, 100], "day"), "#VALUE!", "an unknown period"),
    ),
)
def period_prices(
    dates: Annotated[Dates, "Dates of the prices, oldest first, each once."],
    prices: Annotated[DatedPrices, "Prices, one column per asset."],
    period: Annotated[Period, "What one row of the result stands for."],
) -> Annotated[
    Array, Result(rows="date", which="that ends a period", dates="dates", across=("asset",))
]:
    """Last price of each week, month, quarter or year.

    The date is the last one that the period has, be the period complete or not. An asset without a
    price on it has its last one within the period, #N/A where there is none. A row without a date
    does not count.

    Formula: p(t) of the last t in the period that has a price
    Errors: #N/A there is no date, or the ranges differ in size;
        #VALUE! the dates do not ascend, or period is unknown;
        #NUM! a number is no date, or is infinite
    Source: Bacon (2008), chapter 2
    """
    rows, days = ascending_rows(dates)
    ends, last_prices = finance.prices.last_of_each_period(days, prices.at(rows), period)
    return finance.prices.beside(days[ends], last_prices)


@worksheet_function(
    category="Prices and returns",
    see_also=("ANNUAL_VOLATILITY", "RETURNS_OF", "CAPM_RETURN"),
    examples=(
        Example(([0.01, 0.03, -0.01, 0.02], 12), 0.15, "monthly returns"),
        Example(
            ([0.01, "n/a", 0.03, None], 2, "geometric"),
            0.0403,
            "what two halves of a year compound to",
        ),
        Example(([0.1, 0.2, -1.2], 12, "geometric"), "#NUM!", "a loss of more than everything"),
        Example(([1, 3, -1, 2], 12), "#VALUE!", "returns in percent"),
    ),
)
def annual_return(
    returns: Annotated[DecimalReturns, "Returns of the asset."],
    freq: Annotated[Frequency, "Periods in a year: 252, 52, 12 or any other positive number."],
    mean: Annotated[Mean, "How the mean is taken."] = "arithmetic",
) -> Annotated[float, Result("0.00%")]:
    """Mean return of a year.

    A row counts where it has a number.

    Formula: mean(r) x freq, or product(1 + r) ^ (freq / n) - 1
    Errors: #N/A there is no return;
        #NUM! freq is not above 0, or a return is below -1 (geometric), or a number is infinite;
        #VALUE! returns look like percent, or mean is unknown, or freq is no number
    Source: Bacon (2008), chapter 2
    """
    (rows,) = complete_rows(returns)
    if mean == "geometric" and (rows < -1).any():
        row = int((returns.values < -1).argmax())
        raise messages.RETURN_BELOW_ALL(
            argument=returns.name, value=f"{returns.values[row]:g}", place=returns.place(row)
        )
    return finance.returns.annual(rows, freq, mean)


@worksheet_function(
    category="Prices and returns",
    see_also=("ANNUAL_RETURN", "TOTAL_RISK", "PORTFOLIO_VOLATILITY"),
    examples=(
        Example(([0.01, 0.03, -0.01, 0.01], 12), 0.0565685424949238, "monthly returns"),
        Example(([0.01, None, 0.03], 1), 0.0141421356237310, "freq 1: in the period itself"),
        Example(([0.01], 12), "#DIV/0!", "one return"),
        Example(([0.01, 0.03], -12), "#NUM!", "a negative number of periods"),
    ),
)
def annual_volatility(
    returns: Annotated[DecimalReturns, "Returns of the asset."],
    freq: Annotated[Frequency, "Periods in a year: 252, 52, 12 or any other positive number."],
) -> Annotated[float, Result("0.00%")]:
    """Standard deviation of the returns of a year.

    A row counts where it has a number. The square root holds for returns that are not correlated
    with those before them.

    Formula: sd(r) x sqrt(freq), the standard deviation with n - 1
    Errors: #N/A there is no return;
        #DIV/0! fewer than 2 returns;
        #NUM! freq is not above 0, or a number is infinite;
        #VALUE! returns look like percent, or freq is no number
    Source: Bacon (2008), chapter 3
    """
    (rows,) = complete_rows(returns, at_least=2)
    return finance.returns.annual_volatility(rows, freq)


@worksheet_function(
    category="Prices and returns",
    see_also=("ANNUAL_RETURN", "BETA_OF", "RISK_SPLIT"),
    examples=(
        Example((0.03, 12), 1.03 ** (1 / 12) - 1, "3 % a year, by the month"),
        Example((0.03, 12, "simple"), 0.0025, "a twelfth of it"),
        Example((-1.5, 52), "#NUM!", "a loss of more than everything"),
        Example((0.03, 0), "#NUM!", "no periods in a year"),
    ),
)
def period_rate(
    annual_rate: Annotated[RateAboveAll, "Rate a year, 0.03 for 3 %."],
    freq: Annotated[Frequency, "Periods in a year: 252, 52, 12 or any other positive number."],
    compounding: Annotated[Compounding, "How periods come to a year."] = "compound",
) -> Annotated[float, Result("0.0000%")]:
    """Rate of one period out of a rate a year, as period_risk_free takes it.

    Formula: (1 + annual_rate) ^ (1 / freq) - 1, or annual_rate / freq
    Errors: #NUM! annual_rate is -1 or below, or freq is not above 0, or a number is infinite;
        #VALUE! an argument is empty or no number, or compounding is unknown;
        #N/A ranges of different shape
    Source: Bacon (2008), chapter 2
    """
    return finance.returns.of_a_period(annual_rate, freq, compounding)
