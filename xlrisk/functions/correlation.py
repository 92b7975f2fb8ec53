"""How assets move together."""

from __future__ import annotations

from typing import Annotated

from .. import finance
from .catalogue import Example, worksheet_function
from .kinds import (
    AnySeries,
    Array,
    CorrelationMethod,
    CovarianceMethod,
    DecimalReturnsTable,
    Frequency,
    Result,
    ReturnsTable,
)
from .rows import complete_table, varying_rows


@worksheet_function(
    category="Diversification and correlation",
    see_also=("CORRELATION_MATRIX", "BETA_OF"),
    examples=(
        Example(
            ([0.03, 0.04, -0.02, 0.01], [0.01, 0.02, -0.01, 0.02]), (9 / 14) ** 0.5, "four months"
        ),
        Example(
            ([0.03, None, 0.04, -0.02], [0.01, 0.05, 0.03, 0.02], "spearman"), 0.5, "of the ranks"
        ),
        Example(([0.03, 0.04, -0.02], [0.01] * 3), "#DIV/0!", "a series that does not vary"),
        Example(([0.03, 0.04], [0.01]), "#N/A", "ranges of different size"),
    ),
)
def correlation_of(
    x: Annotated[AnySeries, "Returns of the first asset, or any other series."],
    y: Annotated[AnySeries, "Returns of the second one for the same periods."],
    method: Annotated[CorrelationMethod, "Which correlation."] = "pearson",
) -> Annotated[float, Result("0.00")]:
    """Correlation of two series, from -1 to 1.

    A row counts where both are numbers. Where a series varies by rounding only, CORREL gives a
    number and CORRELATION_OF #DIV/0!.

    Formula: cov(x, y) / (sd(x) sd(y)); spearman: of the ranks, equal ones sharing their mean;
        kendall: (concordant - discordant pairs) / sqrt(pairs not tied in x . those not tied in y)
    Errors: #N/A the ranges differ in size, or share no row;
        #DIV/0! fewer than 2 rows, or a series does not vary;
        #NUM! a number is infinite;
        #VALUE! method is unknown
    Source: Pearson (1895); Spearman (1904); Kendall (1945)
    """
    rows, other_rows = varying_rows(x, y)
    return finance.correlation.of(rows, other_rows, method)


@worksheet_function(
    category="Diversification and correlation",
    see_also=("CORRELATION_OF", "COVARIANCE_MATRIX"),
    examples=(
        Example(
            ([[0.03, 0.01], [0.04, 0.02], [-0.02, -0.01], [0.01, 0.02]],),
            [[1, (9 / 14) ** 0.5], [(9 / 14) ** 0.5, 1]],
            "two assets",
        ),
        Example(
            ([["AAA", "BBB"], [0.03, 0.01], [0.04, 0.01]],),
            [[1, "#N/A"], ["#N/A", "#N/A"]],
            "an asset that does not vary has no correlations",
        ),
        Example(([[0.03, None], [None, 0.02]],), "#N/A", "no row is complete"),
    ),
)
def correlation_matrix(
    returns: Annotated[ReturnsTable, "Returns, one column per asset."],
    method: Annotated[CorrelationMethod, "Which correlation."] = "pearson",
) -> Annotated[Array, Result("0.00", rows="asset", across=("asset",))]:
    """Correlations of all pairs of assets.

    A row counts where every asset has a return, so that all pairs rest on the same rows. An asset
    that does not vary has #N/A in its row and column. A row of texts over the returns is a header
    and is kept out.

    Formula: cov(i, j) / (sd(i) sd(j))
    Errors: #N/A no row is complete;
        #DIV/0! fewer than 2 complete rows;
        #NUM! a number is infinite;
        #VALUE! method is unknown
    Source: Pearson (1895); Spearman (1904); Kendall (1945)
    """
    return finance.correlation.matrix(complete_table(returns), method)


@worksheet_function(
    category="Diversification and correlation",
    see_also=("PORTFOLIO_VOLATILITY", "CORRELATION_MATRIX"),
    examples=(
        Example(
            ([[0.03, 0.01], [0.04, 0.02], [-0.02, -0.01], [0.01, 0.02]],),
            [[0.0007, 0.0003], [0.0003, 0.0002]],
            "two assets",
        ),
        Example(
            ([[0.03, 0.01], [0.04, 0.02], [-0.02, -0.01], [0.01, 0.02]], 12),
            [[0.0084, 0.0036], [0.0036, 0.0024]],
            "of a year",
        ),
        Example(([["AAA", "BBB"], [0.03, 0.01]],), "#DIV/0!", "one row under a header"),
        Example(([[3, 1], [4, 2], [-2, -1]],), "#VALUE!", "returns in percent"),
    ),
)
def covariance_matrix(
    returns: Annotated[DecimalReturnsTable, "Returns, one column per asset."],
    freq: Annotated[Frequency, "Periods in a year; 1: nothing is annualised."] = 1.0,
    method: Annotated[CovarianceMethod, "How it is estimated."] = "sample",
) -> Annotated[Array, Result("0.000000", rows="asset", across=("asset",))]:
    """Covariances of all pairs of assets, the variances on the diagonal.

    A row counts where every asset has a return. ledoit_wolf draws the matrix towards equal
    variances without covariances, as far as the data ask for: of use where assets are many and rows
    few. A row of texts over the returns is a header and is kept out.

    Formula: S = sum of (r i - mean i) (r j - mean j) / (n - 1), x freq; ledoit_wolf: (1 - k) S +
        k m I, m the mean variance, k = b / d within 0 and 1, d = |S - m I|^2, b = (sum over rows of
        |r - mean|^4 / (n - 1) - |S|^2) / (n - 1), |.|^2 a sum of squares
    Errors: #N/A no row is complete;
        #DIV/0! fewer than 2 complete rows;
        #NUM! freq is not above 0, or a number is infinite;
        #VALUE! returns look like percent, or method is unknown
    Source: Markowitz (1952); ledoit_wolf: Ledoit and Wolf (2004)
    """
    return finance.covariance.matrix(complete_table(returns), freq, method)
