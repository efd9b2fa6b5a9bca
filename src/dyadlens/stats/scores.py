"""Proper scores of forecasts, and the mean of a score with an interval that knows what goes together."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, t

Array = NDArray[np.float64]


def crps_normal(mean: ArrayLike, sd: ArrayLike, outcome: ArrayLike) -> Array:
    r"""Return the continuous ranked probability score of normal forecasts; lower is better.

    .. math:: \sigma \left[ z (2 \Phi(z) - 1) + 2 \varphi(z) - 1 / \sqrt{\pi} \right], \quad z = (y - \mu) / \sigma

    Parameters
    ----------
    mean, sd : array_like
        Forecasts; sd above 0.
    outcome : array_like
        What came.

    Returns
    -------
    numpy.ndarray
        0 upwards, in the unit of the outcome.

    Raises
    ------
    ValueError
        If a standard deviation is not above 0.

    References
    ----------
    Gneiting, T. & Raftery, A. (2007), Strictly proper scoring rules, prediction, and estimation, Journal of the
    American Statistical Association 102:359-378.

    Examples
    --------
    >>> float(crps_normal(0.0, 1.0, 0.0).round(6))
    0.233695
    """
    sigma = np.asarray(sd, dtype=float)
    if not (sigma > 0).all():
        raise ValueError("a standard deviation must be above 0")
    z = (np.asarray(outcome, dtype=float) - mean) / sigma
    return sigma * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))


def brier(probability: ArrayLike, happened: ArrayLike) -> Array:
    """Return the squared distance of a probability from what happened (Brier 1950); lower is better.

    Examples
    --------
    >>> brier([0.7, 0.7], [True, False]).round(2).tolist()
    [0.09, 0.49]
    """
    return (_probabilities(probability) - np.asarray(happened, dtype=float)) ** 2


def log_score(probability: ArrayLike, happened: ArrayLike) -> Array:
    """Return minus the log of the probability given to what happened (Good 1952); lower is better, 0.69 is a coin's.

    Examples
    --------
    >>> log_score([0.5, 0.9], [True, False]).round(3).tolist()
    [0.693, 2.303]
    """
    p = _probabilities(probability)
    return -np.log(np.where(np.asarray(happened, dtype=bool), p, 1 - p))


def _probabilities(values: ArrayLike) -> Array:
    p = np.asarray(values, dtype=float)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("a probability must lie from 0 to 1")
    return p


def clustered_mean(values: ArrayLike, *groups: ArrayLike, level: float = 0.9) -> tuple[float, float, float]:
    """Return a mean with an interval that lets values go together within groups of one or two kinds.

    With two kinds the variances of both add, less that of their crossing (Cameron, Gelbach & Miller 2011); it is not
    taken below the larger of the two. Each is multiplied by G / (G - 1). The interval is that of Student's t with as
    many degrees of freedom as the kind with the fewest groups has, less one.

    Parameters
    ----------
    values : array_like, shape (n,)
        Values.
    *groups : array_like, shape (n,)
        One or two labels of each value, as whole numbers from 0.
    level : float
        Level of the interval.

    Returns
    -------
    mean, low, high : float

    Raises
    ------
    ValueError
        If there are no or more than two kinds of groups, or a kind has fewer than two groups.

    References
    ----------
    Cameron, A. C., Gelbach, J. & Miller, D. (2011), Robust inference with multiway clustering, Journal of Business &
    Economic Statistics 29(2):238-249.

    Examples
    --------
    >>> clustered_mean([1.0, 1.0, 3.0, 3.0], [0, 0, 1, 1])[0]
    2.0
    """
    x = np.asarray(values, dtype=float)
    if not 1 <= len(groups) <= 2:
        raise ValueError(f"{len(groups)} kinds of groups: one or two are allowed")
    labels = [np.unique(g, return_inverse=True)[1] for g in groups]
    counts = [int(g.max()) + 1 for g in labels]
    if min(counts) < 2:
        raise ValueError("a mean needs at least two groups for its interval")
    off = x - x.mean()
    parts = [_between(off, g) for g in labels]
    variance = parts[0]
    if len(groups) == 2:
        crossed = np.unique(labels[0].astype(np.int64) * counts[1] + labels[1], return_inverse=True)[1]
        variance = max(sum(parts) - _between(off, crossed), *parts)
    margin = float(t.ppf(0.5 + level / 2, min(counts) - 1) * np.sqrt(variance))
    return float(x.mean()), float(x.mean() - margin), float(x.mean() + margin)


def _between(off: Array, labels: NDArray[np.int64]) -> float:
    sums = np.bincount(labels, off)
    return float((sums**2).sum() / len(off) ** 2 * len(sums) / max(len(sums) - 1, 1))
