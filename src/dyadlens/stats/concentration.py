"""How concentrated amounts are on few partners."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def herfindahl(amounts: ArrayLike) -> float:
    """Return the Herfindahl-Hirschman index of amounts: the sum of their squared shares.

    ``H = sum((x_i / sum(x)) ** 2)``. Its reciprocal reads as the number of partners of equal size that would give
    the same concentration.

    Parameters
    ----------
    amounts : array_like, shape (n,)
        Amounts by partner, none negative; NaN marks one that was not observed and is left out.

    Returns
    -------
    float
        Between ``1 / n`` (all the same) and 1 (one partner has all); higher is more concentrated. NaN if the
        amounts sum to zero or there are none: then there are no shares.

    Raises
    ------
    ValueError
        If an amount is negative or the amounts are not one-dimensional.

    References
    ----------
    Hirschman, A. O. (1945), National Power and the Structure of Foreign Trade, University of California Press,
    who took the square root; Herfindahl, O. C. (1950), Concentration in the Steel Industry, Columbia University;
    on the two names: Hirschman, A. O. (1964), The Paternity of an Index, American Economic Review 54:761-762.

    Examples
    --------
    >>> herfindahl([5, 5]), herfindahl([3, 1]), herfindahl([])
    (0.5, 0.625, nan)
    """
    x = np.asarray(amounts, dtype=float)
    if x.ndim != 1:
        raise ValueError(f"amounts must have one dimension, not {x.ndim}")
    x = x[~np.isnan(x)]
    if (x < 0).any():
        raise ValueError(f"amounts must not be negative, one is {x.min()}")
    total = x.sum()
    return float(((x / total) ** 2).sum()) if total > 0 else float("nan")
