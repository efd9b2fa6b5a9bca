"""The axis of states that every matrix shares: codes in the order of the alphabet, and who existed when."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dyadlens.states.registry import all_states


@cache
def codes() -> tuple[str, ...]:
    """Return the codes of all states, in the order of rows and columns of every matrix."""
    return tuple(sorted(all_states()))


@cache
def _index() -> pd.Index:
    return pd.Index(codes())


def positions(states: Iterable[str] | pd.Series) -> NDArray[np.intp]:
    """Return the positions of states in :func:`codes`, -1 for a code that is none."""
    if isinstance(states, pd.Series):
        # A million texts are looked up once each name, not once each row.
        if not isinstance(states.dtype, pd.CategoricalDtype):
            states = states.astype("category")
        return _index().get_indexer(states.cat.categories)[states.cat.codes.to_numpy()]
    return _index().get_indexer(pd.Index(list(states), dtype=object))


def alive(years: ArrayLike) -> NDArray[np.bool_]:
    """Tell which states existed for at least a day of each year; shape (years, states)."""
    when = np.atleast_1d(np.asarray(years, dtype=int))[:, None]
    first = np.array([all_states()[code].first for code in codes()])
    last = np.array([all_states()[code].last for code in codes()])
    return (first <= when) & (when <= last)


def coexisted(years: ArrayLike) -> NDArray[np.bool_]:
    """Tell which pairs existed together in each year; shape (years, states, states)."""
    here = alive(years)
    return here[:, :, None] & here[:, None, :] & ~np.eye(len(codes()), dtype=bool)
