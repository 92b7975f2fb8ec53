"""Distributions, by scipy: what Excel accepts and refuses is said here, the mathematics there."""

from __future__ import annotations

import math

from ._bodies import overrides_of
from ._cells import Body, Fault, Override, Value, boolean, number, whole

_LARGEST_TOTAL = 2**53  # of trials
_LARGEST_COUNT = 10**10  # degrees of freedom, as Excel limits them


def binom_dist(successes: Value, trials: Value, chance: Value, cumulative: Value) -> float:
    from scipy import stats

    count, total, p = whole(successes), whole(trials), number(chance)
    if not 0 <= count <= total <= _LARGEST_TOTAL or not 0 <= p <= 1:
        raise Fault("Num")
    if boolean(cumulative):
        return float(stats.binom.cdf(count, total, p))
    return float(stats.binom.pmf(count, total, p))


def binom_dist_range(trials: Value, chance: Value, low: Value, *high: Value) -> float:
    from scipy import stats

    total, p, first = whole(trials), number(chance), whole(low)
    last = whole(high[0]) if high else first
    if not 0 <= first <= last <= total <= _LARGEST_TOTAL or not 0 <= p <= 1:
        raise Fault("Num")
    if first == last:
        return float(stats.binom.pmf(first, total, p))
    return float(stats.binom.cdf(last, total, p) - stats.binom.cdf(first - 1, total, p))


def binom_inv(trials: Value, chance: Value, alpha: Value) -> float:
    """The smallest number of successes whose cumulative probability reaches alpha."""
    from scipy import special

    total, p, least = whole(trials), number(chance), _probability(alpha)
    if not 0 <= total <= _LARGEST_TOTAL or not 0 < p < 1:
        raise Fault("Num")
    low, high = 0, total
    while low < high:
        middle = (low + high) // 2
        if special.betainc(total - middle, middle + 1, 1 - p) >= least:
            high = middle
        else:
            low = middle + 1
    return float(low)


def negbinom_dist(failures: Value, successes: Value, chance: Value, cumulative: Value) -> float:
    from scipy import stats

    failed, wanted, p = whole(failures), whole(successes), number(chance)
    if failed < 0 or wanted < 1 or failed + wanted > _LARGEST_TOTAL or not 0 < p < 1:
        raise Fault("Num")
    distribution = stats.nbinom.cdf if boolean(cumulative) else stats.nbinom.pmf
    return float(distribution(failed, wanted, p))


def f_dist(value: Value, over: Value, under: Value, cumulative: Value) -> float:
    import numpy as np
    from scipy import special, stats

    x, numerator, denominator = _not_negative(value), _degrees(over), _degrees(under)
    if boolean(cumulative):
        return float(special.fdtr(numerator, denominator, x))
    with np.errstate(over="ignore"):
        return float(stats.f.pdf(x, numerator, denominator))


def f_dist_rt(value: Value, over: Value, under: Value) -> float:
    from scipy import special

    return float(special.fdtrc(_degrees(over), _degrees(under), _not_negative(value)))


def f_inv(probability: Value, over: Value, under: Value) -> float:
    from scipy import special

    p = number(probability)
    if not 0 <= p < 1:
        raise Fault("Num")
    return float(special.fdtri(_degrees(over), _degrees(under), p))


def f_inv_rt(probability: Value, over: Value, under: Value) -> float:
    from scipy import stats

    p = number(probability)
    if not 0 < p <= 1:
        raise Fault("Num")
    return float(stats.f.isf(p, _degrees(over), _degrees(under)))


def chisq_dist(value: Value, degrees: Value, cumulative: Value) -> float:
    from scipy import special, stats

    x, free = _not_negative(value), _degrees(degrees)
    return float(special.chdtr(free, x) if boolean(cumulative) else stats.chi2.pdf(x, free))


def chisq_dist_rt(value: Value, degrees: Value) -> float:
    from scipy import special

    return float(special.chdtrc(_degrees(degrees), _not_negative(value)))


def chisq_inv(probability: Value, degrees: Value) -> float:
    from scipy import stats

    p = number(probability)
    if not 0 <= p < 1:
        raise Fault("Num")
    return float(stats.chi2.ppf(p, _degrees(degrees)))


def chisq_inv_rt(probability: Value, degrees: Value) -> float:
    from scipy import special

    p = number(probability)
    if not 0 < p <= 1:
        raise Fault("Num")
    return float(special.chdtri(_degrees(degrees), p))


def beta_dist(
    value: Value,
    alpha: Value,
    beta: Value,
    cumulative: Value,
    low: Value = 0.0,
    high: Value = 1.0,
) -> float:
    from scipy import special, stats

    a, b, least, width = _beta_shape(alpha, beta, low, high)
    x = (number(value) - least) / width
    if not 0 <= x <= 1:
        raise Fault("Num")
    if boolean(cumulative):
        return float(special.betainc(a, b, x))
    return float(stats.beta.pdf(x, a, b)) / width


def beta_inv(
    probability: Value, alpha: Value, beta: Value, low: Value = 0.0, high: Value = 1.0
) -> float:
    from scipy import special

    a, b, least, width = _beta_shape(alpha, beta, low, high)
    return float(special.betaincinv(a, b, _probability(probability))) * width + least


def norm_dist(value: Value, mean: Value, deviation: Value, cumulative: Value) -> float:
    return norm_s_dist(_standardized(value, mean, deviation), cumulative) / (
        1.0 if boolean(cumulative) else number(deviation)
    )


def norm_s_dist(value: Value, cumulative: Value) -> float:
    from scipy import special

    z = number(value)
    if boolean(cumulative):
        return float(special.ndtr(z))
    return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


def norm_inv(probability: Value, mean: Value, deviation: Value) -> float:
    if number(deviation) <= 0:
        raise Fault("Num")
    return norm_s_inv(probability) * number(deviation) + number(mean)


def norm_s_inv(probability: Value) -> float:
    from scipy import special

    return float(special.ndtri(_probability(probability)))


def permutationa(things: Value, chosen: Value) -> float:
    """In how many orders things can be chosen, each as often as one likes."""
    total, places = whole(things), whole(chosen)
    if total < 0 or places < 0:
        raise Fault("Num")
    return float(total) ** places


def _standardized(value: Value, mean: Value, deviation: Value) -> float:
    spread = number(deviation)
    if spread <= 0:
        raise Fault("Num")
    return (number(value) - number(mean)) / spread


def _probability(value: Value) -> float:
    """A probability between 0 and 1, without these two."""
    p = number(value)
    if not 0 < p < 1:
        raise Fault("Num")
    return p


def _degrees(value: Value) -> int:
    """Degrees of freedom: a whole number."""
    degrees = whole(value)
    if not 1 <= degrees <= _LARGEST_COUNT:
        raise Fault("Num")
    return degrees


def _not_negative(value: Value) -> float:
    x = number(value)
    if x < 0:
        raise Fault("Num")
    return x


def _beta_shape(
    alpha: Value, beta: Value, low: Value, high: Value
) -> tuple[float, float, float, float]:
    """The two shapes of a beta distribution, its beginning and its width."""
    a, b, least, most = map(number, (alpha, beta, low, high))
    if a <= 0 or b <= 0 or least >= most:
        raise Fault("Num")
    return a, b, least, most - least


def _cumulative(function: Body) -> Body:
    """An old name of a function, whose last argument it leaves out."""
    return lambda *arguments: function(*arguments, True)


_BODIES: dict[str, tuple[Body, int, int]] = {
    "BINOM.DIST": (binom_dist, 4, 4),
    "BINOMDIST": (binom_dist, 4, 4),
    "BINOM.DIST.RANGE": (binom_dist_range, 3, 4),
    "BINOM.INV": (binom_inv, 3, 3),
    "CRITBINOM": (binom_inv, 3, 3),
    "NEGBINOM.DIST": (negbinom_dist, 4, 4),
    "F.DIST": (f_dist, 4, 4),
    "F.DIST.RT": (f_dist_rt, 3, 3),
    "FDIST": (f_dist_rt, 3, 3),
    "F.INV": (f_inv, 3, 3),
    "F.INV.RT": (f_inv_rt, 3, 3),
    "FINV": (f_inv_rt, 3, 3),
    "CHISQ.DIST": (chisq_dist, 3, 3),
    "CHISQ.DIST.RT": (chisq_dist_rt, 2, 2),
    "CHIDIST": (chisq_dist_rt, 2, 2),
    "CHISQ.INV": (chisq_inv, 2, 2),
    "CHISQ.INV.RT": (chisq_inv_rt, 2, 2),
    "CHIINV": (chisq_inv_rt, 2, 2),
    "BETA.DIST": (beta_dist, 4, 6),
    "BETA.INV": (beta_inv, 3, 5),
    "BETAINV": (beta_inv, 3, 5),
    "NORM.DIST": (norm_dist, 4, 4),
    "NORMDIST": (norm_dist, 4, 4),
    "NORM.S.DIST": (norm_s_dist, 2, 2),
    "NORMSDIST": (_cumulative(norm_s_dist), 1, 1),
    "NORM.INV": (norm_inv, 3, 3),
    "NORMINV": (norm_inv, 3, 3),
    "NORM.S.INV": (norm_s_inv, 1, 1),
    "NORMSINV": (norm_s_inv, 1, 1),
    "PERMUTATIONA": (permutationa, 2, 2),
}

OVERRIDES: dict[str, Override] = overrides_of(_BODIES)
