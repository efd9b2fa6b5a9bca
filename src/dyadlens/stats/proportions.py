"""Shares with their interval, and the normal quantile that every interval here uses."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

LEVEL = 0.9


def tail(level: float) -> float:
    """Return the probability beyond each end of an interval."""
    if not 0 < level < 1:
        raise ValueError(f"level must be between 0 and 1, not {level}")
    return (1 - level) / 2


def z_value(level: float = LEVEL) -> float:
    """Return how many standard errors an interval reaches to each side: 1.645 for 90 %."""
    return float(-ndtri(tail(level)))


def wilson_interval(
    share: ArrayLike, n: ArrayLike, level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    r"""Return the Wilson score interval of a share.

    .. math:: \frac{p + z^2 / 2n \pm z \sqrt{p (1 - p) / n + z^2 / 4n^2}}{1 + z^2 / n}

    Parameters
    ----------
    share : array_like
        Shares from 0 to 1.
    n : array_like
        How many each rests on; need not be whole (an effective sample size).
    level : float
        Confidence level, between 0 and 1.

    Returns
    -------
    low, high : numpy.ndarray
        Inside 0 to 1 and around the share, also where it is 0 or 1; NaN where n is 0 or anything is NaN.

    References
    ----------
    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22:209-212.

    Examples
    --------
    >>> low, high = wilson_interval(1.0, 12)
    >>> round(float(low), 3), float(high)
    (0.816, 1.0)
    """
    p, size = np.asarray(share, dtype=float), np.asarray(n, dtype=float)
    if ((p < 0) | (p > 1)).any() or (size < 0).any():
        raise ValueError("shares must lie from 0 to 1, and what they rest on must not be negative")
    z = z_value(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = z * z / size
        centre = (p + weight / 2) / (1 + weight)
        half = z * np.sqrt(p * (1 - p) / size + weight / (4 * size)) / (1 + weight)
    # Rounding must not put a share of 0 or 1 outside its own interval.
    return np.maximum(np.minimum(centre - half, p), 0.0), np.minimum(np.maximum(centre + half, p), 1.0)
