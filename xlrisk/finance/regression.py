"""A straight line through (x, y): ordinary and robust, and the errors of its coefficients.

Every sum is taken over values that were first shifted by their first one and then centred, with
the rest of the mean taken out of the products ("corrected two-pass", Chan, Golub and LeVeque
1983): slopes keep 15 digits even where the data sit on a level of 1e9.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .arrays import Array

_ROUNDING = 8 * np.finfo(float).eps  # of a return computed from prices, relative to 1 + return
_MOST_STEPS = 5000  # a few points can take thousands, hundreds of points take some dozens
_HUBER = 1.345  # 95 % efficiency where the errors are normal (Huber 1981)
_NORMAL_MAD = 0.674489750196081743  # median |z| of a standard normal z


@dataclass(frozen=True)
class Line:
    """y = intercept + slope x, with what its errors need; x is kept less its mean."""

    slope: float
    intercept: float
    x: Array
    x_mean: float
    sxx: float
    residuals: Array
    r_squared: float  # NaN where y does not vary

    @property
    def residual_sd(self) -> float:
        """With n - 2 degrees of freedom, as STEYX."""
        return math.sqrt(_dot(self.residuals, self.residuals) / (len(self.x) - 2))

    @property
    def durbin_watson(self) -> float:
        """About 2 without serial correlation; NaN where the line is exact."""
        steps = np.diff(self.residuals)
        squares = _dot(self.residuals, self.residuals)
        return _dot(steps, steps) / squares if squares else math.nan


def varies(values: Array) -> bool:
    """Whether the values differ by more than the rounding of returns computed from prices."""
    return _is_more_than_rounding(centred(values), values)


def rounding(values: Array) -> Array:
    """How far rounding alone can move returns of this size that were computed from prices.

    One number for a series, and one for each column of a table.
    """
    return np.asarray(_ROUNDING * (1.0 + np.abs(values).max(axis=0)))


def centred(values: Array) -> Array:
    """Values less their mean, accurate on any level: shifted by the first value, then centred."""
    shifted = values - values[0]
    shifted -= np.add.reduce(shifted) / len(shifted)
    return np.asarray(shifted)


def slope(y: Array, x: Array) -> float:
    """cov(x, y) / var(x); x varies, and y need not."""
    dx, dy = centred(x), _variation(y)
    return sum_of_products(dx, dy) / sum_of_products(dx, dx)


def line(y: Array, x: Array) -> Line:
    """The line of least squares; x varies."""
    dx, dy = centred(x), _variation(y)
    sxx, sxy, syy = (sum_of_products(*pair) for pair in ((dx, dx), (dx, dy), (dy, dy)))
    b = sxy / sxx
    residuals = centred(dy - b * dx)
    x_mean = _mean(x)
    return Line(
        slope=b,
        intercept=_mean(y) - b * x_mean,
        x=dx,
        x_mean=x_mean,
        sxx=sxx,
        residuals=residuals,
        r_squared=min(1.0, sxy / sxx * sxy / syy) if syy else math.nan,
    )


def robust_slope(y: Array, x: Array) -> float:
    """Huber's M-estimate by iterated reweighting, scaled by the median absolute residual.

    Nothing in it depends on how far off an outlier is: medians are its centres and its measure.
    Source: Huber (1981); NaN where it does not converge.
    """
    dx, dy = x - np.median(x), y - np.median(y)
    spread = float(np.median(np.abs(dx))) or float(np.abs(dx).max())
    b = slope(y, x)
    a = float((dy - b * dx).mean())
    for _ in range(_MOST_STEPS):
        residuals = dy - a - b * dx
        scale = float(np.median(np.abs(residuals))) / _NORMAL_MAD
        if scale <= _ROUNDING * (abs(b) * spread + float(np.median(np.abs(dy)))):
            return b  # more than half of the points lie on the line
        with np.errstate(divide="ignore"):
            weights = np.minimum(1.0, _HUBER * scale / np.abs(residuals))
        total = float(weights.sum())
        x_centre, y_centre = _dot(weights, dx) / total, _dot(weights, dy) / total
        wx = weights * (dx - x_centre)
        step = _dot(wx, dy - y_centre) / _dot(wx, dx - x_centre) - b
        b += step
        a = y_centre - b * x_centre
        if abs(step) * spread <= 1e-14 * scale:
            return b
    return math.nan


def coefficient_errors(fit: Line, method: str) -> tuple[float, float]:
    """Standard errors of slope and intercept: "classical", "hc3" or "newey-west".

    hc3: MacKinnon and White (1985). newey-west: Newey and West (1987), Bartlett weights over
    floor(4 (n / 100)^(2/9)) lags, times n / (n - 2).
    """
    n = len(fit.x)
    if method == "classical":
        s = fit.residual_sd
        return s / math.sqrt(fit.sxx), s * math.sqrt(1 / n + fit.x_mean**2 / fit.sxx)
    # how much one residual moves the slope, and the intercept
    influence = np.stack([fit.x / fit.sxx, 1 / n - fit.x_mean * fit.x / fit.sxx])
    if method == "hc3":
        leverage = 1 / n + fit.x**2 / fit.sxx
        free = 1.0 - leverage
        moves = influence * np.divide(
            fit.residuals, free, out=np.full(n, np.nan), where=free > _ROUNDING
        )
        variances = (moves**2).sum(axis=1)
    else:
        moves = influence * fit.residuals
        variances = (moves**2).sum(axis=1)
        lags = min(n - 1, math.floor(4 * (n / 100) ** (2 / 9)))
        for lag in range(1, lags + 1):
            products = moves[:, lag:] * moves[:, :-lag]
            variances += 2 * (1 - lag / (lags + 1)) * products.sum(axis=1)
        variances *= n / (n - 2)
    slope_error, intercept_error = np.sqrt(variances).tolist()
    return slope_error, intercept_error


def _variation(y: Array) -> Array:
    """Values less their mean; none at all where they vary by rounding only."""
    dy = centred(y)
    return dy if _is_more_than_rounding(dy, y) else np.zeros_like(y)


def _is_more_than_rounding(centred_values: Array, values: Array) -> bool:
    limit = len(values) * float(rounding(values)) ** 2
    return _dot(centred_values, centred_values) > limit


def _mean(values: Array) -> float:
    return float(values[0] + (values - values[0]).mean())


def _dot(x: Array, y: Array) -> float:
    return float(np.dot(x, y))


def sum_of_products(dx: Array, dy: Array) -> float:
    """Of centred values, less what rounding has left of their means."""
    return _dot(dx, dy) - float(dx.sum()) * float(dy.sum()) / len(dx)
