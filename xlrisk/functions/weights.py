"""Weights and what belongs to them: what may be missing, and what the weights must sum to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import messages

_NEAR_100 = 5.0  # weights that sum to this are percent
_ROUNDING = 1e-9  # how far the halves of a covariance matrix may differ, of its largest entry

if TYPE_CHECKING:
    from ..finance.arrays import Array, Rows
    from .samples import Sample


def holdings(weights: Sample, partner: Sample, policy: str) -> tuple[Array, Array, float]:
    """Weights by their policy, what each holding has beside its weight, and the share of cash.

    A partner may be missing where the weight is 0; it counts as 0 there.
    """
    given = _given(weights, partner.present, partner.name)
    alone = (given != 0.0) & ~partner.present
    if alone.any():
        row = int(alone.argmax())
        raise messages.PARTNER_MISSING(
            row=weights.number(row),
            weight=_percent(given[row]),
            one=partner.name.removesuffix("s"),
            partner=partner.name,
        )
    beside = partner.values.copy()
    beside[~partner.present] = 0.0
    weights.note(partner.present)
    partner.note(partner.present)
    shares, cash = _by_policy(given, policy)
    return shares, beside, cash


def column_holdings(weights: Sample, returns: Sample, policy: str) -> tuple[Array, Rows]:
    """Weights by their policy, whose holdings are the columns of a table, and which are held.

    A column may be without any number where the weight is 0. Such a holding contributes nothing,
    so its gaps cost the others no rows.
    """
    numbers = returns.numbers_by_column()
    given = _given(weights, numbers > 0, returns.name)
    alone = (given != 0.0) & (numbers == 0)
    if alone.any():
        column = int(alone.argmax())
        raise messages.COLUMN_MISSING(
            row=weights.number(column),
            weight=_percent(given[column]),
            column=returns.called(column),
            table=returns.name,
        )
    shares, _ = _by_policy(given, policy)
    held = given != 0.0
    weights.note(held, otherwise="with weight 0")
    return shares, held


def covariance_holdings(weights: Sample, covariance: Sample) -> tuple[Array, Array]:
    """Weights of any sum, and the covariances between them: 0 where one of the two weights is."""
    if weights.is_blank:  # weights that are all 0 may be meant, none at all are not
        raise messages.NO_ROWS(arguments=weights.name)
    given = _given(weights, covariance.numbers_by_column() > 0, covariance.name)
    held = given != 0.0
    weights.note(held, otherwise="with weight 0")
    entries = covariance.values.copy()
    entries[~held] = 0.0
    entries[:, ~held] = 0.0
    gaps = (covariance.missing & held & held[:, None]).nonzero()
    if len(gaps[0]):
        place = covariance.place(int(gaps[0][0]), int(gaps[1][0]))
        raise messages.COVARIANCE_MISSING(argument=covariance.name, place=place)
    differing = (abs(entries - entries.T) > _ROUNDING * abs(entries).max()).nonzero()
    if len(differing[0]):
        row, column = int(differing[0][0]), int(differing[1][0])
        raise messages.NOT_SYMMETRIC(
            argument=covariance.name,
            place=covariance.place(row, column),
            value=f"{entries[row, column]:.6g}",
            mirrored=covariance.place(column, row),
            other=f"{entries[column, row]:.6g}",
        )
    return given, entries


def names_of(names: Sequence[str | None] | None, table: Sample, weights: Array) -> list[str | None]:
    """The names of holdings that are columns: as given, by the header, or by their number."""
    if names is not None:
        check_names(names, weights)
        return list(names)
    header = table.names or ("",) * len(weights)
    return [name.strip() or f"asset {number}" for number, name in enumerate(header, 1)]


def _given(weights: Sample, partners: Rows, partner: str) -> Array:
    """The weights, 0 where there is none and nothing that it could belong to."""
    without_weight = ~weights.present & partners
    if without_weight.any():
        row = weights.number(int(without_weight.argmax()))
        raise messages.WEIGHT_NOT_A_NUMBER(row=row, partner=partner)
    given = weights.values.copy()
    given[~weights.present] = 0.0
    return given


def _percent(weight: float) -> str:
    return f"{weight * 100:.6g}"


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
