"""Beta: the slope of an asset's excess returns on the market's."""

from __future__ import annotations

import math

import numpy as np

from . import regression
from .arrays import Array, Rows

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
    reach = float(stdtrit(n - 2, (1 + level) / 2)) * error
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


def slopes(assets: Array, market: Array) -> Array:
    """Beta of each column over the rows that it has; the market has all. NaN where undefined.

    A complete column takes one matrix product. A missing cell shows in its column's sums, and
    those columns are summed again without it. Where these quick sums would lose digits, because
    a column sits on a level or its rows lie far from the market's mean, it is fitted by itself.
    """
    x = regression.centred(market)
    with np.errstate(invalid="ignore", divide="ignore"):
        betas, is_sure = _from_sums(_sums(assets, x))
        gaps = np.isnan(betas)
        if gaps.any():
            betas[gaps], is_sure[gaps] = _from_sums(_sums_without_gaps(assets, x, gaps))
    for column in np.flatnonzero(~is_sure):
        asset = assets[:, column]
        rows = ~np.isnan(asset)
        is_defined = rows.sum() > 1 and regression.varies(market[rows])
        betas[column] = regression.slope(asset[rows], market[rows]) if is_defined else math.nan
    return betas


def _from_sums(sums: tuple[Array, ...]) -> tuple[Array, Rows]:
    """Slopes from count, sums and products of x and y, and where they keep all digits."""
    n, sx, sxx, sy, sxy = sums
    variation = np.where(n > 1, sxx - sx * sx / n, math.nan)
    covariation = sxy - sx * sy / n
    is_sure = (np.abs(sy) * np.sqrt(sxx / n) <= 8 * np.abs(covariation)) & (
        sx * sx <= 0.9 * n * sxx
    )
    return covariation / variation, is_sure


def _sums(assets: Array, x: Array) -> tuple[Array, ...]:
    sy, sxy = np.ones_like(x) @ assets, x @ assets  # faster than both in one product
    n, sx, sxx = (np.full_like(sy, value) for value in (len(x), x.sum(), x @ x))
    return n, sx, sxx, sy, sxy


def _sums_without_gaps(assets: Array, x: Array, columns: Rows) -> tuple[Array, ...]:
    """The same over the rows that each column has, a few rows at a time to stay in the cache."""
    whole = columns.all()
    factors = np.stack([np.ones_like(x), x, x * x])
    sums, products = np.zeros((3, columns.sum())), np.zeros((2, columns.sum()))
    rows = max(1, _CELLS_AT_A_TIME // assets.shape[1])
    for top in range(0, len(x), rows):
        tile = slice(top, top + rows)
        block = assets[tile] if whole else assets[tile, columns]
        is_number = ~np.isnan(block)
        sums += factors[:, tile] @ is_number.astype(np.float64)
        products += factors[:2, tile] @ np.where(is_number, block, 0.0)
    return *sums, *products
