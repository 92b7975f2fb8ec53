"""Prices and returns."""

from __future__ import annotations

from typing import Annotated

from .. import finance
from . import messages
from .catalogue import Example, worksheet_function
from .kinds import Array, Prices, Result, ReturnKind, WholeNumber
from .rows import every_row


@worksheet_function(
    category="Prices and returns",
    see_also=("BETA_OF", "BETAS_OF"),
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
) -> Annotated[Array, Result("0.00%", dimensions=("period", "asset"), lost_rows="lag")]:
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
        raise messages.TOO_LONG_A_LAG(lag=lag, rows=messages.counted(len(table), "row"))
    gives = finance.returns.log if kind == "log" else finance.returns.simple
    returns = gives(table, lag)
    return returns.T if prices.is_row else returns
