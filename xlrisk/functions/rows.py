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
from . import messages

_LARGEST_RETURN = 1e100  # its square can still be added up
_NEAR_100 = 5.0  # weights that sum to this are percent

if TYPE_CHECKING:
    from ..finance.arrays import Array, Rows
    from .samples import Sample


def complete_rows(*samples: Sample, at_least: int = 1) -> tuple[Array, ...]:
    """Of each sample the rows that are complete in all of them."""
    keep: Rows = reduce(and_, (sample.present for sample in samples))
    count = int(keep.sum())
    for sample in samples:
        sample.used = keep
    if count < at_least:
        message = messages.TOO_FEW_ROWS if count else messages.NO_ROWS
        raise message(
            arguments=" and ".join(sample.name for sample in samples),
            rows=messages.counted(count, "row"),
            at_least=at_least,
        )
    return tuple(sample.use(keep) for sample in samples)


def every_row(sample: Sample) -> Array:
    """All rows, gaps included: they become gaps of the result."""
    sample.used = sample.present
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


def holdings(weights: Sample, partner: Sample, policy: str) -> tuple[Array, Array, float]:
    """Weights by their policy, what each holding has beside its weight, and the share of cash.

    A partner may be missing where the weight is 0; it counts as 0 there.
    """
    if not len(weights):
        raise messages.NO_ROWS(arguments=weights.name)
    without_weight = ~weights.present & partner.present
    if without_weight.any():
        row = int(without_weight.argmax()) + 1
        raise messages.WEIGHT_NOT_A_NUMBER(row=row, partner=partner.name)
    given = weights.values.copy()
    given[~weights.present] = 0.0
    alone = (given != 0.0) & ~partner.present
    if alone.any():
        row = int(alone.argmax())
        raise messages.PARTNER_MISSING(
            row=row + 1,
            weight=f"{given[row] * 100:.6g}",
            one=partner.name.removesuffix("s"),
            partner=partner.name,
        )
    beside = partner.values.copy()
    beside[~partner.present] = 0.0
    weights.used = partner.used = partner.present
    given, cash = _by_policy(given, policy)
    return given, beside, cash


def check_names(names: Sequence[str | None], weights: Array) -> None:
    """A holding has a name where its weight is not 0."""
    for row, (name, weight) in enumerate(zip(names, weights.tolist(), strict=True), 1):
        if name is None and weight != 0.0:
            raise messages.PARTNER_MISSING(
                row=row, weight=f"{weight * 100:.6g}", one="name", partner="names"
            )


def _by_policy(weights: Array, policy: str) -> tuple[Array, float]:
    """Weights that sum to 1 together with the share of cash."""
    total = float(weights.sum())
    if policy != "normalize" and abs(total - 100.0) < _NEAR_100:
        raise messages.WEIGHTS_LOOK_LIKE_PERCENT(total=f"{total:.10g}")
    if policy == "cash":
        return weights, 1.0 - total
    if policy == "normalize":
        if math.isinf(total):
            raise messages.WEIGHTS_INFINITE()
        if abs(total) < 0.01:
            raise messages.WEIGHTS_CANCEL(total=f"{total:.6g}")
        return weights / total, 0.0
    if abs(total - 1.0) > 1e-6:
        message = messages.WEIGHTS_BELOW_1 if total < 1.0 else messages.WEIGHTS_ABOVE_1
        raise message(total=f"{total:.10g}")
    return weights, 0.0


def _check_size(sample: Sample, values: Array) -> None:
    if abs(values).max() > _LARGEST_RETURN:
        raise messages.TOO_LARGE(argument=sample.name)


def _check_that_it_varies(sample: Sample, values: Array) -> None:
    _check_size(sample, values)
    if not finance.regression.varies(values):
        rows = messages.counted(len(values), "row")
        raise messages.DOES_NOT_VARY(argument=sample.name, rows=rows)
