"""Where a value stands among many."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def percentile_ranks(values: ArrayLike) -> NDArray[np.float64]:
    """Return the percentile rank of each value among the observed ones.

    The rank is ``100 * (below + ties / 2) / n``: the share of observed values below, plus half the share of
    those equal, itself included. Ties share one rank, the median has 50, and reversing the order of the values
    turns ``p`` into ``100 - p``.

    Parameters
    ----------
    values : array_like, shape (n,)
        Values; NaN marks one that was not observed and is neither ranked nor counted.

    Returns
    -------
    numpy.ndarray, shape (n,)
        Ranks between 0 and 100, NaN where the value is NaN. Higher means a higher value.

    Raises
    ------
    ValueError
        If the values are not one-dimensional.

    References
    ----------
    Hazen, A. (1914), Storage to be provided in impounding reservoirs for municipal water supply,
    Transactions of the ASCE 77: the plotting position (i - 0.5) / n, which this is without ties.

    Examples
    --------
    >>> percentile_ranks([3.0, 1.0, float("nan"), 1.0, 9.0]).tolist()
    [62.5, 25.0, nan, 25.0, 87.5]
    """
    x = np.asarray(values, dtype=float)
    if x.ndim != 1:
        raise ValueError(f"values must have one dimension, not {x.ndim}")
    out = np.full(x.shape, np.nan)
    seen = ~np.isnan(x)
    places = np.flatnonzero(seen)
    if places.size:
        order = np.argsort(x[places])
        ordered = x[places[order]]
        # Equal values stand next to each other: a run begins after those below and ends before those above.
        begins = np.concatenate([[0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1])
        ends = np.append(begins[1:], ordered.size)
        out[places[order]] = np.repeat(100.0 * (begins + ends) / 2.0 / ordered.size, ends - begins)
    return out


def percentile_rank(value: float, values: ArrayLike) -> float:
    """Return the percentile rank of one value among many that include it, without ranking the others.

    Parameters
    ----------
    value : float
        The value; NaN gives NaN.
    values : array_like, shape (n,)
        All values, itself included; NaN ones are not counted.

    Returns
    -------
    float
        As in :func:`percentile_ranks`.

    Examples
    --------
    >>> percentile_rank(3.0, [3.0, 1.0, float("nan"), 1.0, 9.0])
    62.5
    """
    x = np.asarray(values, dtype=float)
    seen = np.count_nonzero(~np.isnan(x))
    if np.isnan(value) or not seen:
        return float("nan")
    return float(100.0 * (np.count_nonzero(x < value) + np.count_nonzero(x <= value)) / 2.0 / seen)


def grouped_percentile_ranks(values: ArrayLike, groups: ArrayLike) -> NDArray[np.float64]:
    """Return percentile ranks within each group, for example within each year.

    Parameters
    ----------
    values : array_like, shape (n,)
        Values; NaN marks one that was not observed.
    groups : array_like, shape (n,)
        Label of the group of each value.

    Returns
    -------
    numpy.ndarray, shape (n,)
        As :func:`percentile_ranks`, group by group.

    Examples
    --------
    >>> grouped_percentile_ranks([1.0, 2.0, 5.0], [2000, 2000, 2001]).tolist()
    [25.0, 75.0, 50.0]
    """
    x = np.asarray(values, dtype=float)
    labels = np.asarray(groups)
    out = np.full(x.shape, np.nan)
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(labels[order][1:] != labels[order][:-1]) + 1
    for here in np.split(order, starts):
        out[here] = percentile_ranks(x[here])
    return out
