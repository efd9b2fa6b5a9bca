"""Rates of events: intervals of counts, and the ratio of two rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, gammaincinv

from dyadlens.stats.proportions import LEVEL, tail

Floats = NDArray[np.float64]


def poisson_interval(count: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Return the exact interval of the mean of a Poisson count.

    ``low = chi2(a / 2, 2 n) / 2`` and ``high = chi2(1 - a / 2, 2 n + 2) / 2`` with ``a = 1 - level``: the means at
    which the count, or a more extreme one, has probability ``a / 2``.

    Parameters
    ----------
    count : array_like
        Counts, none negative; NaN gives NaN.
    level : float
        Confidence level, between 0 and 1; small counts are covered more often than it says.

    Returns
    -------
    low, high : numpy.ndarray
        The lower end of a count of 0 is 0.

    References
    ----------
    Garwood, F. (1936), Fiducial limits for the Poisson distribution, Biometrika 28:437-442.

    Examples
    --------
    >>> low, high = poisson_interval(10)
    >>> round(float(low), 3), round(float(high), 3)
    (5.425, 16.962)
    """
    n, beyond = np.asarray(count, dtype=float), tail(level)
    if (n < 0).any():
        raise ValueError("counts must not be negative")
    # A quantile of chi2 with 2 n degrees is twice that of the gamma distribution of n; there is none of 0.
    return np.where(n == 0, 0.0, gammaincinv(n, beyond)), gammaincinv(n + 1, 1 - beyond)


def rate_ratio_interval(
    k1: ArrayLike, n1: ArrayLike, k2: ArrayLike, n2: ArrayLike, level: float = LEVEL
) -> tuple[Floats, Floats, Floats]:
    """Return the ratio of two Poisson rates, ``(k1 / n1) / (k2 / n2)``, with its exact conditional interval.

    Given their sum, the first count is binomial with ``p = r n1 / (r n1 + n2)``, r the ratio of the rates. The exact
    interval of ``p`` (Clopper & Pearson 1934) is turned into one of ``r = p / (1 - p) * n2 / n1``.

    Parameters
    ----------
    k1, k2 : array_like
        Counts, none negative.
    n1, n2 : array_like
        Over how long each was counted, in the same unit; above 0.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    ratio, low, high : numpy.ndarray
        Where the second count is 0 the ratio is NaN and the upper end infinite; two zeros leave 0 to infinity.

    References
    ----------
    Przyborowski, J. & Wilenski, H. (1940), Homogeneity of results in testing samples from Poisson series, Biometrika
    31:313-323. Clopper, C. J. & Pearson, E. S. (1934), The use of confidence or fiducial limits illustrated in the
    case of the binomial, Biometrika 26:404-413.

    Examples
    --------
    Eleven cases in 800 person-years against 21 in 3,011, the example of R's ``poisson.test``:

    >>> [round(float(x), 4) for x in rate_ratio_interval(11, 800, 21, 3011, level=0.95)]
    [1.9715, 0.8584, 4.2773]
    """
    (first, time1), (second, time2) = ([np.asarray(x, dtype=float) for x in pair] for pair in ((k1, n1), (k2, n2)))
    if (first < 0).any() or (second < 0).any():
        raise ValueError("counts must not be negative")
    if (time1 <= 0).any() or (time2 <= 0).any():
        raise ValueError("exposures must be above 0")
    beyond, scale = tail(level), time2 / time1
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(second == 0, np.nan, first / second * scale)
        low = np.where(first == 0, 0.0, betaincinv(first, second + 1, beyond))
        high = np.where(second == 0, 1.0, betaincinv(first + 1, second, 1 - beyond))
        low, high = (p / (1 - p) * scale for p in (low, high))
    # A count that is missing says nothing, whatever the other is.
    missing = np.isnan(first + second + scale)
    return ratio, np.where(missing, np.nan, low), np.where(missing, np.nan, high)


@dataclass(frozen=True)
class RateRatio:
    """Ratio of two rates with its interval, and the counts and exposures behind it."""

    ratio: float
    low: float
    high: float
    counts: tuple[int, int]
    exposures: tuple[float, float]


def rate_ratio(
    first: int, first_exposure: float, second: int, second_exposure: float, level: float = LEVEL
) -> RateRatio:
    """Return one ratio of two rates as :func:`rate_ratio_interval` has it, with what it rests on."""
    ratio, low, high = map(float, rate_ratio_interval(first, first_exposure, second, second_exposure, level))
    return RateRatio(ratio, low, high, (first, second), (first_exposure, second_exposure))
