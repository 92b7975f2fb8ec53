"""What each holding contributes to the variance of a portfolio, by the market and by itself.

variance of the portfolio = sum over i of w_i cov(r_i, r_p)
cov(r_i, r_p) = beta_i beta_p var(market) + cov(e_i, e_p)

in which e are the residuals of the regressions on the market and p is the portfolio. All of it
follows from series of the length of the returns. No matrix of all pairs of holdings is made: the
residuals of the portfolio stand for a row of it. Sources: Sharpe (1963); Litterman (1996) for the
contributions.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from . import adding_up, beta, deviations, portfolio
from .arrays import Array

Residuals: TypeAlias = Literal["full", "diagonal"]


@dataclass(frozen=True)
class PortfolioSplit:
    """One number for each holding and at the end one for the portfolio.

    systematic + specific == total in every row, and the portfolio's numbers are those of the
    holdings added up from the top: exactly, and where none is negative in any order.
    """

    betas: Array
    systematic: Array
    specific: Array
    total: Array


def split(
    weights: Array,
    returns: Array,
    market: Array,
    freq: float = 1.0,
    residuals: Residuals = "full",
) -> PortfolioSplit:
    """Contributions to the portfolio's variance (n - 1), per period times freq.

    systematic = w_i beta_i beta_p var(market); specific = w_i cov(e_i, e_p) with the full residual
    covariance, or w_i^2 var(e_i) with its diagonal alone, as if what the market leaves of two
    assets were never correlated. Full parts add up to w'Cw, within 4 units in the last place on any
    level of the returns (of the largest sum from the top, where short positions hedge the rows
    above them); diagonal ones do not.

    Of one or more holdings and two or more rows, all complete, of a market that varies. A holding
    that does not vary has a beta of 0 and contributes nothing. A short position, or one that hedges
    the others, contributes a negative number. OverflowError where a part is too large for a float.
    """
    free = len(market) - 1
    x = deviations.of(market)
    assets = deviations.of_columns(returns)
    together = np.multiply(assets.T, weights, order="C").sum(axis=1)  # in pairs, row by row
    # These two stand in every row, where an error of theirs would not be lost among the others
    sxx = deviations.sum_of_products(x, x)
    sxp = deviations.sum_of_products(x, together)
    betas = deviations.sums_of_products(assets, x) / sxx
    systematic = weights * betas * sxp  # sxp is beta_p x sxx

    assets -= np.multiply.outer(betas, x)  # from here on their residuals
    if residuals == "full":
        specific = weights * deviations.sums_of_products(assets, together - sxp / sxx * x)
    else:
        specific = weights * weights * np.square(assets, out=assets).sum(axis=1)

    systematic, specific = systematic * freq / free, specific * freq / free
    if not (np.isfinite(systematic).all() and np.isfinite(specific).all()):
        raise OverflowError("a part of the variance is too large for a float")
    systematic, specific = adding_up.rounded(systematic, specific)
    return PortfolioSplit(
        betas=np.append(betas, portfolio.weighted_sum(weights, betas)),
        systematic=_with_sum(systematic),
        specific=_with_sum(specific),
        total=_with_sum(systematic + specific),
    )


def split_of_all(
    weights: Array,
    returns: Array,
    market: Array,
    freq: float = 1.0,
    residuals: Residuals = "full",
) -> PortfolioSplit:
    """The same for holdings of which those with a weight of 0 may miss returns.

    They contribute nothing; the beta of each is that of the rows it has, NaN for fewer than 2.
    """
    held = weights != 0.0
    betas = np.empty(len(weights) + 1)
    betas[:-1][~held] = beta.slopes(returns[:, ~held], market)
    parts = np.zeros((3, len(weights) + 1))
    betas[-1] = 0.0
    if held.any():
        found = split(weights[held], returns[:, held], market, freq, residuals)
        with_portfolio = np.append(held, True)
        betas[with_portfolio] = found.betas
        parts[:, with_portfolio] = found.systematic, found.specific, found.total
    return PortfolioSplit(betas, *parts)


def _with_sum(rows: Array) -> Array:
    return np.append(rows, math.fsum(rows.tolist()))
