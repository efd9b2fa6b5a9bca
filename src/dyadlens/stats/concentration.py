"""How concentrated amounts are on few partners."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def herfindahl(amounts: ArrayLike) -> float:
    """Return the Herfindahl-Hirschman index of amounts, ``sum((x_i / sum(x)) ** 2)``.

    Parameters
    ----------
    amounts : array_like, shape (n,)
        Amounts by partner, none negative; NaN marks one that was not observed and is left out.

    Returns
    -------
    float
        From ``1 / n`` (all the same) to 1 (one partner has all); its reciprocal reads as the number of partners of
        equal size. NaN if the amounts sum to zero or there are none.

    References
    ----------
    Hirschman, A. O. (1964), The paternity of an index, American Economic Review 54:761-762.

    Examples
    --------
    >>> herfindahl([5, 5]), herfindahl([3, 1]), herfindahl([])
    (0.5, 0.625, nan)
    """
    x = np.asarray(amounts, dtype=float)
    if x.ndim != 1:
        raise ValueError(f"amounts must have one dimension, not {x.ndim}")
    if (x < 0).any():
        raise ValueError(f"amounts must not be negative, one is {np.nanmin(x)}")
    total = np.nansum(x)
    return float(np.nansum((x / total) ** 2)) if total > 0 else float("nan")
