"""Which rows count: the row policies, one plain call in the body of each function.

A body receives samples with gaps and gets arrays without them from here, or a reason.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from .. import finance
from ..errors import CellError
from ..wording import counted
from . import messages

_LARGEST_RETURN = 1e100  # its square can still be added up

if TYPE_CHECKING:
    from ..finance.arrays import Array, Rows
    from .samples import Sample


def complete_rows(
    *samples: Sample, at_least: int = 1, columns: Rows | None = None
) -> tuple[Array, ...]:
    """Of each sample the rows that are complete in all of them; of a table in these columns."""
    keep: Rows = reduce(and_, (sample.complete(columns) for sample in samples))
    for sample in samples:
        sample.note(keep, columns=columns)
    if keep.sum() < at_least:
        raise _too_few_rows(samples, keep, at_least, columns)
    return tuple(sample.at(keep) for sample in samples)


def varying_rows(*samples: Sample) -> tuple[Array, ...]:
    """Two or more complete rows, over which each sample varies."""
    found = complete_rows(*samples, at_least=2)
    for sample, values in zip(samples, found, strict=True):
        _check_that_it_varies(sample, values)
    return found


def complete_table(table: Sample) -> Array:
    """Two or more rows that are complete in every column."""
    (rows,) = complete_rows(table, at_least=2)
    _check_size(table, rows)
    return rows


def every_row(sample: Sample) -> Array:
    """All rows, gaps included: they become gaps of the result."""
    sample.note(sample.present)
    return sample.values


def market_rows(
    asset_returns: Sample,
    market_returns: Sample,
    period_risk_free: Sample | float,
    *,
    at_least: int = 2,
) -> tuple[Array, Array]:
    """Excess returns of asset and market over the rows that both have; the market varies."""
    rate: Array | float
    if isinstance(period_risk_free, float):
        rate = period_risk_free
        asset, market = complete_rows(asset_returns, market_returns, at_least=at_least)
    else:
        asset, market, rate = complete_rows(
            asset_returns, market_returns, period_risk_free, at_least=at_least
        )
    excess_asset, excess_market = asset - rate, market - rate
    _check_size(asset_returns, excess_asset)
    _check_that_it_varies(market_returns, excess_market)
    return excess_asset, excess_market


def rows_of_each(
    returns: Sample, market_returns: Sample, period_risk_free: Sample | float
) -> tuple[Array, Array]:
    """Excess returns over the rows that the market has, where an asset may still miss some."""
    if isinstance(period_risk_free, float):
        # one rate for all periods changes no slope, and to take it off would copy the block
        (market,) = complete_rows(market_returns, at_least=2)
        _check_that_it_varies(market_returns, market)
        return returns.use(market_returns.present), market
    market, rate = complete_rows(market_returns, period_risk_free, at_least=2)
    _check_that_it_varies(market_returns, market - rate)
    assets = returns.use(market_returns.present & period_risk_free.present)
    return assets - rate[:, None], market - rate


def rows_of_held(
    returns: Sample, market_returns: Sample, period_risk_free: Sample | float, held: Rows
) -> tuple[Array, Array]:
    """Excess returns over the rows that the market and all held columns have.

    The other columns may still miss some.
    """
    if isinstance(period_risk_free, float):
        assets, market = complete_rows(returns, market_returns, at_least=2, columns=held)
        excess_assets, excess_market = assets - period_risk_free, market - period_risk_free
    else:
        assets, market, rate = complete_rows(
            returns, market_returns, period_risk_free, at_least=2, columns=held
        )
        excess_assets, excess_market = assets - rate[:, None], market - rate
    _check_size(returns, excess_assets[:, held])
    _check_that_it_varies(market_returns, excess_market)
    return excess_assets, excess_market


def _too_few_rows(
    samples: Sequence[Sample], keep: Rows, at_least: int, columns: Rows | None
) -> CellError:
    count = int(keep.sum())
    for sample in samples:
        if sample.values.ndim == 2 and sample.complete(columns).sum() < at_least:
            numbers = sample.numbers_by_column()
            if columns is not None:
                numbers[~columns] = math.inf  # these may have gaps
            sparsest = int(numbers.argmin())
            if math.isinf(numbers[sparsest]) or not (numbers > numbers[sparsest]).any():
                continue  # no column is to blame more than another
            return messages.GAPS_IN_COLUMNS(
                code="#DIV/0!" if count else "#N/A",
                argument=sample.name,
                rows=counted(int(sample.complete(columns).sum()), "row"),
                at_least=at_least,
                column=sample.called(sparsest),
                numbers=f"{numbers[sparsest]:g}",
            )
    message = messages.TOO_FEW_ROWS if count else messages.NO_ROWS
    return message(
        arguments=" and ".join(sample.name for sample in samples),
        rows=counted(count, "row"),
        at_least=at_least,
    )


def _check_size(sample: Sample, values: Array) -> None:
    if abs(values).max(initial=0.0) > _LARGEST_RETURN:
        raise messages.TOO_LARGE(argument=sample.name)


def _check_that_it_varies(sample: Sample, values: Array) -> None:
    _check_size(sample, values)
    if not finance.regression.varies(values):
        rows = counted(len(values), "row")
        raise messages.DOES_NOT_VARY(argument=sample.name, rows=rows)
