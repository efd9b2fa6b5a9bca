"""Rates of events: intervals for a count, and the ratio of two rates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincinv, gammaincinv

LEVEL = 0.9


def poisson_interval(count: ArrayLike, level: float = LEVEL) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the exact interval for the mean of a Poisson count.

    ``low = chi2(a / 2, 2 n) / 2`` and ``high = chi2(1 - a / 2, 2 n + 2) / 2`` with ``a = 1 - level``: the means at
    which the count, or a more extreme one, has probability ``a / 2``. It holds the true mean at least as often as it
    says, for small counts more often.

    Parameters
    ----------
    count : array_like
        Counts, none negative; NaN gives NaN.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    tuple of numpy.ndarray
        Lower and upper end; the lower end of a count of 0 is 0.

    Raises
    ------
    ValueError
        If a count is negative or the level is not between 0 and 1.

    References
    ----------
    Garwood, F. (1936), Fiducial limits for the Poisson distribution, Biometrika 28:437-442.

    Examples
    --------
    >>> low, high = poisson_interval(10)
    >>> round(float(low), 3), round(float(high), 3)
    (5.425, 16.962)
    """
    n = np.asarray(count, dtype=float)
    tail = _tail(level)
    if (n < 0).any():
        raise ValueError("counts must not be negative")
    # A quantile of chi2 with 2 n degrees is twice that of the gamma function of n.
    low = np.where(n > 0, gammaincinv(np.where(n > 0, n, 1), tail), np.where(np.isnan(n), np.nan, 0.0))
    return low, gammaincinv(n + 1, 1 - tail)


@dataclass(frozen=True)
class RateRatio:
    """Ratio of two rates with its interval, and the counts and exposures behind it.

    Parameters
    ----------
    ratio, low, high : float
        First rate over second and the ends of the interval; NaN for the ratio and infinite for the upper end where
        the second count is 0.
    counts : tuple of int
        The two counts.
    exposures : tuple of float
        Over how long each was counted.
    """

    ratio: float
    low: float
    high: float
    counts: tuple[int, int]
    exposures: tuple[float, float]


def rate_ratio(
    first: int, first_exposure: float, second: int, second_exposure: float, level: float = LEVEL
) -> RateRatio:
    """Return the ratio of two Poisson rates with its exact conditional interval.

    Given their sum, the first of two Poisson counts is binomial with ``p = r t1 / (r t1 + t2)``, where ``r`` is the
    ratio of the rates and ``t`` are the exposures (Przyborowski & Wilenski 1940). The exact interval for ``p``
    (Clopper & Pearson 1934) is turned into one for ``r = p / (1 - p) * t2 / t1``.

    Parameters
    ----------
    first, second : int
        Counts.
    first_exposure, second_exposure : float
        Over how long each was counted, in the same unit.
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    RateRatio
        Without bounds (0 to infinity) where both counts are 0.

    Raises
    ------
    ValueError
        If a count is negative, an exposure is not above 0, or the level is not between 0 and 1.

    References
    ----------
    Przyborowski, J. & Wilenski, H. (1940), Homogeneity of results in testing samples from Poisson series, Biometrika
    31:313-323. Clopper, C. J. & Pearson, E. S. (1934), The use of confidence or fiducial limits illustrated in the
    case of the binomial, Biometrika 26:404-413.

    Examples
    --------
    Eleven cases in 800 person-years against 21 in 3,011, the example of R's ``poisson.test``:

    >>> found = rate_ratio(11, 800, 21, 3011, level=0.95)
    >>> round(found.ratio, 4), round(found.low, 4), round(found.high, 4)
    (1.9715, 0.8584, 4.2773)
    """
    if first < 0 or second < 0:
        raise ValueError("counts must not be negative")
    if first_exposure <= 0 or second_exposure <= 0:
        raise ValueError("exposures must be above 0")
    tail = _tail(level)
    scale = second_exposure / first_exposure
    low = float(betaincinv(first, second + 1, tail)) if first else 0.0
    high = float(betaincinv(first + 1, second, 1 - tail)) if second else 1.0
    return RateRatio(
        ratio=first / second * scale if second else float("nan"),
        low=float(low / (1 - low) * scale),
        high=float(high / (1 - high) * scale) if high < 1 else float("inf"),
        counts=(first, second),
        exposures=(first_exposure, second_exposure),
    )


def _tail(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, not {level}")
    return (1 - level) / 2
