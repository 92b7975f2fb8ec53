"""Beta: the slope of an asset's excess returns on the market's."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import NormalDist
from typing import Literal, TypeAlias

import numpy as np

from . import regression
from .arrays import Array, Rows

Class: TypeAlias = Literal[
    "aggressive",
    "market-like",
    "defensive",
    "negative",
    "not distinguishable from 1",
    "not distinguishable from 0",
]

_CELLS_AT_A_TIME = 1 << 17  # 1 MiB stays in the processor's cache


def of(asset: Array, market: Array, method: str = "ols") -> float:
    """cov(asset, market) / var(market), plain, adjusted towards 1, or robust to outliers.

    Source: Sharpe (1964); adjusted: the constants of Bloomberg after Blume (1971).
    """
    if method == "robust":
        return regression.robust_slope(asset, market)
    ols = regression.slope(asset, market)
    return 0.67 * ols + 0.33 if method == "adjusted" else ols


def statistics(
    asset: Array, market: Array, level: float = 0.95, errors: str = "classical"
) -> tuple[float, ...]:
    """Beta with its error, interval and tests, alpha, and how well the line fits.

    In this order: beta, standard error, lower, upper, t against 0, t against 1, alpha, alpha
    error, r squared, residual sd, durbin-watson, observations.
    """
    from scipy.special import stdtrit  # loaded when a distribution is first needed

    fit = regression.line(asset, market)
    error, alpha_error = regression.coefficient_errors(fit, errors)
    n = len(asset)
    reach = -float(stdtrit(n - 2, (1 - level) / 2)) * error  # the lower tail keeps its digits
    return (
        fit.slope,
        error,
        fit.slope - reach,
        fit.slope + reach,
        fit.slope / error if error else math.nan,
        (fit.slope - 1) / error if error else math.nan,
        fit.intercept,
        alpha_error,
        fit.r_squared,
        fit.residual_sd,
        fit.durbin_watson,
        float(n),
    )


def classified(beta: float, standard_error: float | None = None, level: float = 0.95) -> Class:
    """What a beta says of its asset, and with its standard error whether it says that much.

    market-like: from 0.95 to 1.05, both included. defensive: from 0 to below 0.95.

    With an error above 0, a beta is not distinguishable from 1, or from 0, where it lies within
    the normal quantile of level (two-sided) x error of it; the degrees of freedom, and so
    Student's t, are not known here. Where neither can be told from it, the nearer one is said:
    that is what the data contradict least. In the middle, at 0.5, that is 1, to which estimates
    tend (Blume 1971).
    """
    if standard_error:
        reach = -NormalDist().inv_cdf((1 - level) / 2) * standard_error  # keeps digits near 1
        if beta >= 0.5 and abs(beta - 1.0) <= reach:
            return "not distinguishable from 1"
        if abs(beta) <= reach:
            return "not distinguishable from 0"
        if abs(beta - 1.0) <= reach:
            return "not distinguishable from 1"
    if beta < 0.0:
        return "negative"
    if beta < 0.95:
        return "defensive"
    return "market-like" if beta <= 1.05 else "aggressive"


def slopes(assets: Array, market: Array) -> Array:
    """Beta of each column over the rows that it has; the market has all. NaN where undefined.

    A complete column is summed up once. A missing cell shows in its column's sums, and those
    columns are summed again without it. Where such quick sums would lose digits (a column on a
    level, rows far from the market's mean, nothing but rounding), it is fitted by itself.
    """
    x = regression.centred(market)
    floor = float(regression.rounding(market))
    betas, is_sure = _from_sums(_sums(assets, x), floor)
    gaps = np.isnan(betas)
    if gaps.any():
        betas[gaps], is_sure[gaps] = _from_sums(_sums_without_gaps(assets, x, gaps), floor)
    for column in np.flatnonzero(~is_sure):
        asset = assets[:, column]
        rows = ~np.isnan(asset)
        is_defined = rows.sum() > 1 and regression.varies(market[rows])
        betas[column] = regression.slope(asset[rows], market[rows]) if is_defined else math.nan
    return betas


def _from_sums(sums: tuple[Array, ...], floor: float) -> tuple[Array, Rows]:
    """Slopes from count, sums and products of x and y, and where they keep all digits."""
    n, sx, sxx, sy, sxy = sums
    with np.errstate(invalid="ignore", divide="ignore"):
        variation = np.where(n > 1, sxx - sx * sx / n, math.nan)
        covariation = sxy - sx * sy / n
        is_level_low = np.abs(sy) * np.sqrt(sxx / n) <= 8 * np.abs(covariation)
        is_more_than_rounding = (variation > n * (1e3 * floor) ** 2) & (
            np.abs(covariation) > 1e3 * floor * np.sqrt(n * sxx)
        )
        is_sure = is_level_low & is_more_than_rounding & (sx * sx <= 0.9 * n * sxx)
        return covariation / variation, is_sure


def _sums(assets: Array, x: Array) -> tuple[Array, ...]:
    n, sx, sxx = len(x), float(x.sum()), float(np.einsum("r,r", x, x))
    sy, sxy = np.zeros((2, assets.shape[1]))
    for tile, block in _tiles(assets):
        sy += block.sum(axis=0)
        sxy += _product(x[tile], block)
    return *(np.full_like(sy, value) for value in (n, sx, sxx)), sy, sxy


def _sums_without_gaps(assets: Array, x: Array, columns: Rows) -> tuple[Array, ...]:
    """The same over the rows that each of these columns has."""
    sums = n, sx, sxx, sy, sxy = tuple(np.zeros((5, columns.sum())))
    for tile, block in _tiles(assets):
        chosen = block if columns.all() else block[:, columns]
        is_number = ~np.isnan(chosen)
        ones, values = is_number.astype(np.float64), np.where(is_number, chosen, 0.0)
        n += ones.sum(axis=0)
        sx += _product(x[tile], ones)
        sxx += _product(x[tile] ** 2, ones)
        sy += values.sum(axis=0)
        sxy += _product(x[tile], values)
    return sums


def _tiles(table: Array) -> Iterator[tuple[slice, Array]]:
    """A table a few rows at a time, so that each stays in the cache while it is worked on.

    Every tile has one layout, whichever the table has: sums then agree to the last bit.
    """
    rows = max(1, _CELLS_AT_A_TIME // max(1, table.shape[1]))
    for top in range(0, len(table), rows):
        tile = slice(top, top + rows)
        yield tile, np.ascontiguousarray(table[tile])


def _product(x: Array, table: Array) -> Array:
    """x times each column; not by BLAS, whose last bit depends on its threads."""
    return np.asarray(np.einsum("r,rc->c", x, table))
