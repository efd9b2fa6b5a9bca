"""How the weight of what is past fades with time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def exponential_decay(age: ArrayLike, tau: float) -> NDArray[np.float64]:
    r"""Return the weight of something of a given age, :math:`\exp(-age / \tau)`.

    Parameters
    ----------
    age : array_like
        Years since, 0 or more; NaN gives NaN.
    tau : float
        Years after which the weight is down to 1/e = 0.37; the half-life is :math:`\tau \ln 2`.

    Returns
    -------
    numpy.ndarray
        Weights above 0, at most 1.

    References
    ----------
    Raknerud & Hegre (1997), The hazard of war, Journal of Peace Research 34(4):385-404. Crescenzi & Enterline (2001),
    Time remembered, International Studies Quarterly 45(3):409-431, for fading memory of conflict between two states.

    Examples
    --------
    >>> exponential_decay([0, 10, 20], tau=10).round(3).tolist()
    [1.0, 0.368, 0.135]
    """
    years = np.asarray(age, dtype=float)
    if not tau > 0:
        raise ValueError(f"tau must be above 0, not {tau}")
    if (years < 0).any():
        raise ValueError(f"an age of {np.nanmin(years):g} years lies in the future")
    return np.exp(-years / tau)
