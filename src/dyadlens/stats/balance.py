"""Structural balance: the triads of a network whose ties are friendly or hostile.

Every function takes signs of shape (n, n): 1 friendly, -1 hostile, 0 no tie; symmetric, 0 on the diagonal. Anything
else is a ValueError.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def triad_counts(signs: ArrayLike) -> NDArray[np.float64]:
    """Count, for every pair, the third parties that have a tie to both; 0 on the diagonal.

    Examples
    --------
    >>> triad_counts([[0, 1, -1], [1, 0, 0], [-1, 0, 0]])[1, 2].item()
    1.0
    """
    tied = np.abs(_checked(signs))
    return tied @ tied * (1.0 - np.eye(len(tied)))


def balance_pull(signs: ArrayLike) -> NDArray[np.float64]:
    r"""Return the sign that structural balance asks of every pair, averaged over the third parties between them.

    .. math:: p_{ab} = \frac{\sum_c s_{ac} s_{bc}}{\sum_c |s_{ac} s_{bc}|}

    Parameters
    ----------
    signs : array_like, shape (n, n)
        The tie of the pair itself does not enter.

    Returns
    -------
    numpy.ndarray, shape (n, n)
        -1 (each third party is a friend of one and an adversary of the other: pulls apart) to 1 (each is a friend or
        an adversary of both: pulls together); NaN where no third party has a tie to both.

    References
    ----------
    Heider, F. (1946), Attitudes and cognitive organization, Journal of Psychology 21:107-112. Cartwright, D. & Harary,
    F. (1956), Structural balance: a generalization of Heider's theory, Psychological Review 63:277-293.

    Examples
    --------
    The adversary of an adversary: 1 and 2 are both hostile to 0.

    >>> balance_pull([[0, -1, -1], [-1, 0, 0], [-1, 0, 0]])[1, 2].item()
    1.0
    """
    s, counts = _checked(signs), triad_counts(signs)
    return np.divide(s @ s, counts, out=np.full(s.shape, np.nan), where=counts > 0)


def balanced_share(signs: ArrayLike) -> NDArray[np.float64]:
    """Return, for every pair with a tie, the share of its triads that are balanced.

    A triad is balanced if the product of its three signs is positive: all friends, or two friends with one adversary
    (Cartwright & Harary 1956: the degree of balance, here over the triads of one tie).

    Returns
    -------
    numpy.ndarray, shape (n, n)
        0 to 1; NaN where the two have no tie or no third party has a tie to both.

    Examples
    --------
    >>> balanced_share([[0, -1, -1], [-1, 0, 1], [-1, 1, 0]])[1, 2].item()
    1.0
    """
    s = _checked(signs)
    return np.where(s == 0, np.nan, (1.0 + s * balance_pull(s)) / 2.0)


def _checked(signs: ArrayLike) -> NDArray[np.float64]:
    out = np.asarray(signs, dtype=float)
    if out.ndim != 2 or out.shape[0] != out.shape[1]:
        raise ValueError(f"signs must be a square matrix, not of shape {out.shape}")
    if not np.isin(out, (-1.0, 0.0, 1.0)).all():
        raise ValueError("signs must be -1 (hostile), 0 (no tie) or 1 (friendly)")
    if (out != out.T).any() or np.diag(out).any():
        raise ValueError("signs must be symmetric, with 0 on the diagonal")
    return out
