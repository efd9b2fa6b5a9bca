"""How alike two states vote: agreement, S, Cohen's kappa, Scott's pi, for one pair or for all pairs at once.

Every measure here is a function of one thing: the 3 x 3 table that counts, over the roll calls in which both states
took part, how often the one voted *yes, abstain, no* while the other did. Absence is not a vote.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

CHOICES = ("yes", "abstain", "no")
Name = Literal["agreement", "s_score", "kappa", "pi", "pi_weighted"]
Floats = NDArray[np.float64]

_K = len(CHOICES)
_BY_STEPS = {"agreement": False, "s_score": True, "kappa": False, "pi": False, "pi_weighted": True}


@cache
def _weights(measure: Name, size: int) -> Floats:
    """Return disagreement weights: any difference counts 1, or steps on a line whose whole length is 1."""
    if not _BY_STEPS[measure]:
        return 1.0 - np.eye(size)
    return np.abs(np.subtract.outer(np.arange(size), np.arange(size))) / (size - 1)


def crosstab(votes: ArrayLike) -> Floats:
    """Count joint votes of all pairs of states with one matrix product.

    Parameters
    ----------
    votes : array_like of int, shape (roll calls, states)
        0 yes, 1 abstain, 2 no, -1 absent or not a member.

    Returns
    -------
    numpy.ndarray, shape (pairs, 3, 3)
        One table for each pair of columns ``i < j``, in the order of :func:`numpy.triu_indices`; entry ``k, l``
        counts the roll calls in which state ``i`` chose ``k`` and state ``j`` chose ``l``.

    Examples
    --------
    >>> crosstab([[0, 0], [0, 2], [1, -1]])[0].tolist()
    [[1.0, 0.0, 1.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    """
    v = np.asarray(votes)
    calls, n = v.shape
    # Counts stay far below 2**24, so single precision is exact and twice as fast.
    chose = (v[:, :, None] == np.arange(_K)).astype(np.float32).reshape(calls, n * _K)
    joint = (chose.T @ chose).reshape(n, _K, n, _K).transpose(0, 2, 1, 3).reshape(n * n, _K, _K)
    return joint[np.flatnonzero(np.triu(np.ones((n, n), dtype=bool), 1))].astype(float)


def similarity(table: ArrayLike, measure: Name) -> Floats:
    r"""Reduce tables of joint votes to one measure of similarity.

    With :math:`p` the table as shares, :math:`q`, :math:`r` its margins and :math:`d` a disagreement weight in 0 to 1:

    - ``agreement``: :math:`\sum_k p_{kk}`; 0 to 1.
    - ``s_score``: :math:`1 - 2 \sum p_{kl} d_{kl}` with :math:`d` in steps, so an abstention lies half way; -1 to 1.
    - ``kappa``: :math:`1 - \sum p_{kl} d_{kl} / \sum q_k r_l d_{kl}` with :math:`d` 0 or 1: agreement beyond what each
      state's own habits would bring about by chance; at most 1, 0 at chance.
    - ``pi``: the same with one common habit, :math:`(q + r) / 2`, for both.
    - ``pi_weighted``: pi with :math:`d` in steps, the chance-corrected S that Hage (2011) recommends.

    Parameters
    ----------
    table : array_like, shape (..., k, k)
        Counts or shares of joint votes, order yes, abstain, no; or of joint choices on any ordered scale.
    measure : {"agreement", "s_score", "kappa", "pi", "pi_weighted"}
        What to compute. Higher always means more alike.

    Returns
    -------
    numpy.ndarray, shape (...)
        The measure; NaN for an empty table, and for the chance-corrected ones where both states always made one and
        the same choice, so that chance alone explains all.

    Raises
    ------
    ValueError
        If the measure has another name or a table is not square.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20:37-46. Scott (1955), Public Opinion Quarterly
    19:321-325. Signorino & Ritter (1999), International Studies Quarterly 43:115-144. Hage (2011), Political
    Analysis 19:287-305.

    Examples
    --------
    >>> cohen_1960 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    >>> round(float(similarity(cohen_1960, "agreement")), 2), round(float(similarity(cohen_1960, "kappa")), 3)
    (0.7, 0.492)
    """
    counts = np.asarray(table, dtype=float)
    size = counts.shape[-1] if counts.ndim > 1 else 0
    if size < 2 or counts.shape[-2] != size:
        raise ValueError(f"tables must be square, at least 2 x 2, not {counts.shape[-2:]}")
    if measure not in _BY_STEPS:
        raise ValueError(f"unknown measure {measure!r}: one of {', '.join(_BY_STEPS)}")
    weights = _weights(measure, size)
    cells = counts.reshape(-1, size * size)
    with np.errstate(invalid="ignore", divide="ignore"):
        total = cells.sum(axis=1)
        # Counts times weights are exact, so one division keeps equal shares equal to the last bit: ties stay ties.
        seen = (cells @ weights.ravel()) / total
        if measure == "agreement":
            value = 1.0 - seen
        elif measure == "s_score":
            value = 1.0 - 2.0 * seen
        else:
            shares = (cells / total[:, None]).reshape(-1, size, size)
            q, r = shares.sum(axis=2), shares.sum(axis=1)
            if measure != "kappa":
                q = r = (q + r) / 2.0
            expected = np.sum((q @ weights) * r, axis=1)
            # Below rounding error the expected disagreement is nil and the ratio means nothing.
            value = np.where(expected > 1e-12, 1.0 - seen / expected, np.nan)
    # Rounding far below any meaning keeps values that are equal in truth equal in rank.
    return np.round(value, 12).reshape(counts.shape[:-2])


def bootstrap_interval(
    table: ArrayLike, measure: Name, *, level: float = 0.90, draws: int = 2000, seed: int = 0
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a similarity, resampling roll calls.

    Drawing ``n`` roll calls with replacement is the same as one multinomial draw of the 3 x 3 table, which is what is
    done. Roll calls are taken as exchangeable within the year; votes on one agenda item hang together, so the
    interval is rather too narrow than too wide.

    Parameters
    ----------
    table : array_like, shape (3, 3)
        Counts of joint votes.
    measure : str
        As in :func:`similarity`.
    level : float
        Coverage, between 0 and 1.
    draws, seed : int
        Number of resamples; seed of the generator.

    Returns
    -------
    low, high : float
        Ends of the interval; NaN for an empty table.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, chapter 13.

    Examples
    --------
    >>> low, high = bootstrap_interval([[50, 0, 0], [0, 10, 0], [20, 0, 10]], "agreement")
    >>> bool(low < 70 / 90 < high)
    True
    """
    counts = np.asarray(table, dtype=float)
    n = int(counts.sum())
    if n == 0:
        return float("nan"), float("nan")
    sampled = np.random.default_rng(seed).multinomial(n, (counts / n).ravel(), size=draws)
    values = similarity(sampled.reshape(draws, _K, _K), measure)
    if np.isnan(values).all():
        return float("nan"), float("nan")
    tail = (1.0 - level) / 2.0
    low, high = np.nanquantile(values, [tail, 1.0 - tail])
    return float(low), float(high)
