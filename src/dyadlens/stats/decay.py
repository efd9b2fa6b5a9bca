"""How the weight of what is past fades with time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def exponential_decay(age: ArrayLike, tau: float) -> NDArray[np.float64]:
    r"""Return the weight of something of a given age: :math:`\exp(-age / \tau)`.

    Parameters
    ----------
    age : array_like
        Years since, 0 or more.
    tau : float
        Years after which the weight is down to 1/e = 0.37; the half-life is :math:`\tau \ln 2`.

    Returns
    -------
    numpy.ndarray
        Weights above 0, at most 1; NaN where the age is NaN.

    Raises
    ------
    ValueError
        If tau is not above 0 or an age is below 0: the future has no weight.

    References
    ----------
    Raknerud & Hegre (1997), The hazard of war: reassessing the evidence for the democratic peace, Journal of Peace
    Research 34(4):385-404, for the form. Crescenzi & Enterline (2001), Time remembered: a dynamic model of interstate
    interaction, International Studies Quarterly 45(3):409-431, for fading memory of past conflict between two states.

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


def decayed_sum(weight: ArrayLike, age: ArrayLike, tau: float) -> float:
    r"""Sum what happened, each faded by its age: :math:`\sum_d w_d \exp(-age_d / \tau)`.

    Parameters
    ----------
    weight : array_like, shape (n,)
        Weight of each event when it was new.
    age : array_like, shape (n,)
        Years since each.
    tau : float
        As in :func:`exponential_decay`.

    Returns
    -------
    float
        0 for no events.

    Raises
    ------
    ValueError
        If the two differ in shape, or as :func:`exponential_decay`.

    Examples
    --------
    >>> round(decayed_sum([4, 2], [0, 10], tau=10), 3)
    4.736
    """
    w = np.asarray(weight, dtype=float)
    faded = exponential_decay(age, tau)
    if w.shape != faded.shape:
        raise ValueError(f"{w.shape} weights and {faded.shape} ages")
    return float(np.sum(w * faded))
