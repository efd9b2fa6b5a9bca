"""Where a value stands among many: percentile ranks.

scipy.stats takes longer to load than a pair's evidence to read: it is loaded where something is ranked.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def percentile_ranks(values: ArrayLike, axis: int = -1) -> NDArray[np.float64]:
    """Rank values among the observed ones, from 0 to 100.

    The rank is ``100 * (below + ties / 2) / n``, itself included among the ties: ties share one rank, the median has
    50, and reversing the order of the values turns ``p`` into ``100 - p``.

    Parameters
    ----------
    values : array_like
        Values of any shape; NaN marks one that was not observed and is neither ranked nor counted.
    axis : int
        Axis to rank along: 0 ranks pairs within each year of an array of pairs by years.

    Returns
    -------
    numpy.ndarray
        Percentile ranks in the shape of the values; NaN where the value is NaN.

    References
    ----------
    Hazen, A. (1914), Storage to be provided in impounding reservoirs for municipal water supply, Transactions of the
    ASCE 77: the plotting position (i - 0.5) / n, which this is without ties.

    Examples
    --------
    >>> percentile_ranks([3.0, 1.0, float("nan"), 1.0, 9.0]).tolist()
    [62.5, 25.0, nan, 25.0, 87.5]
    """
    x = np.asarray(values, dtype=float)
    # One line at a time without its gaps: sorting NaN along is slower than this loop.
    return np.apply_along_axis(_hazen, axis, x) if x.size else x.copy()


def _hazen(line: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.stats import rankdata

    seen = ~np.isnan(line)
    out = np.full(line.shape, np.nan)
    out[seen] = 100.0 * (rankdata(line[seen]) - 0.5) / max(np.count_nonzero(seen), 1)
    return out


def percentile_rank(value: float, values: ArrayLike) -> float:
    """Rank one value among many that include it, as :func:`percentile_ranks` does, without ranking the others."""
    from scipy.stats import percentileofscore

    return float(percentileofscore(np.asarray(values, dtype=float), value, kind="mean", nan_policy="omit"))


def grouped_percentile_ranks(values: ArrayLike, groups: ArrayLike) -> NDArray[np.float64]:
    """Rank values within their group, for example within their year, as :func:`percentile_ranks` does."""
    x, labels = np.asarray(values, dtype=float), np.asarray(groups)
    out = np.full(x.shape, np.nan)
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(labels[order][1:] != labels[order][:-1]) + 1
    for here in np.split(order, starts):
        out[here] = percentile_ranks(x[here])
    return out
