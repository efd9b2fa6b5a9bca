"""The axis of states that every matrix shares: codes in the order of the alphabet, and who existed when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
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


@cache
def _places() -> dict[str, int]:
    return {code: at for at, code in enumerate(codes())}


def positions(states: Iterable[str] | pd.Series) -> NDArray[np.intp]:
    """Return the positions of states in :func:`codes`, -1 for a code that is none."""
    if isinstance(states, pd.Series):
        # A million texts are looked up once each name, not once each row.
        if not isinstance(states.dtype, pd.CategoricalDtype):
            states = states.astype("category")
        where = np.append(_index().get_indexer(states.cat.categories), -1)  # a missing text has the code -1
        return where[states.cat.codes.to_numpy()]
    places = _places()
    return np.array([places.get(state, -1) for state in states], dtype=np.intp)


@cache
def _spells() -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return first and last day of each spell of existence, and where the spells of each state begin."""
    spells = [all_states()[code].spells for code in codes()]
    days = np.array([[first.toordinal(), last.toordinal()] for own in spells for first, last in own])
    begins = np.cumsum([0, *map(len, spells)])[:-1]
    return days[:, 0], days[:, 1], begins


def _ends(years: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and the last day of years."""
    when = [int(year) for year in np.atleast_1d(np.asarray(years, dtype=int))]
    days = [(date(y, 1, 1).toordinal(), date(y, 12, 31).toordinal()) for y in when]
    both = np.array(days, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def alive(years: ArrayLike) -> NDArray[np.bool_]:
    """Tell which states existed for at least a day of each year, occupied ones aside; shape (years, states)."""
    first, last, begins = _spells()
    new_year, eve = _ends(years)
    here = (first <= eve[:, None]) & (last >= new_year[:, None])
    return np.logical_or.reduceat(here, begins, axis=1)


def coexisted(years: ArrayLike) -> NDArray[np.bool_]:
    """Tell which pairs existed on one common day of each year; shape (years, states, states)."""
    first, last, begins = _spells()
    both_first, both_last = np.maximum(first[:, None], first), np.minimum(last[:, None], last)
    out = np.empty((len(_ends(years)[0]), len(begins), len(begins)), dtype=bool)
    for at, (new_year, eve) in enumerate(zip(*_ends(years), strict=True)):
        together = np.maximum(both_first, new_year) <= np.minimum(both_last, eve)
        out[at] = np.logical_or.reduceat(np.logical_or.reduceat(together, begins, axis=0), begins, axis=1)
    return out & ~np.eye(len(begins), dtype=bool)
