"""The rows of the atlas: every pair of states for every year in which both existed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.states import all_states
from dyadlens.stats.ranks import grouped_percentile_ranks

FIRST, LAST = 1946, 2024


@dataclass(frozen=True)
class Grid:
    """Rows of the atlas, sorted by pair and year.

    Parameters
    ----------
    states : tuple of str
        All states in the order of the alphabet.
    first, second : numpy.ndarray of int16, shape (rows,)
        Positions of the two states, ``first`` < ``second``.
    year : numpy.ndarray of int16, shape (rows,)
    place : numpy.ndarray of int32, shape (states, states, years)
        Row of a pair and year, -1 where there is none.
    """

    states: tuple[str, ...]
    first: NDArray[np.int16]
    second: NDArray[np.int16]
    year: NDArray[np.int16]
    place: NDArray[np.int32]

    def spread(self, rows: pd.DataFrame, *, swapped: bool = False) -> NDArray[np.float32]:
        """Lay values of pairs and years out over the rows.

        Parameters
        ----------
        rows : pandas.DataFrame
            ``a``, ``b``, ``year``, ``value``.
        swapped : bool
            Take the values whose ``a`` comes second in the alphabet.

        Returns
        -------
        numpy.ndarray of float32, shape (rows,)
            NaN where there is no value.
        """
        order = pd.Index(self.states)
        a, b = order.get_indexer(rows["a"]), order.get_indexer(rows["b"])
        if swapped:
            a, b = b, a
        year = rows["year"].to_numpy(dtype=int) - FIRST
        fits = (a >= 0) & (b >= 0) & (a < b) & (year >= 0) & (year <= LAST - FIRST)
        at = self.place[a[fits], b[fits], year[fits]]
        out = np.full(len(self.year), np.nan, dtype=np.float32)
        out[at[at >= 0]] = rows["value"].to_numpy(dtype=float)[fits][at >= 0]
        return out

    def percentiles(self, *columns: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """Rank the values of each year; columns of one directed measure are ranked together."""
        years = np.tile(self.year, len(columns))
        ranks = grouped_percentile_ranks(np.concatenate(columns), years).astype(np.float32)
        return np.split(ranks, len(columns))


@cache
def grid() -> Grid:
    """Lay out the rows of the atlas, once a process.

    Returns
    -------
    Grid

    Examples
    --------
    >>> rows = grid()
    >>> bool((rows.first < rows.second).all())
    True
    """
    states = tuple(sorted(all_states()))
    years = np.arange(FIRST, LAST + 1)
    # A member of the United Nations before it was a state (Ukraine, India in 1946) has votes too.
    early = {"BLR": 1946, "UKR": 1946, "IND": 1946, "PHL": 1946}
    alive = np.array(
        [[early.get(s, all_states()[s].first) <= y <= all_states()[s].last for y in years] for s in states]
    )
    i, j = np.triu_indices(len(states), 1)
    pair, year = np.nonzero(alive[i] & alive[j])
    place = np.full((len(states), len(states), len(years)), -1, dtype=np.int32)
    place[i[pair], j[pair], year] = np.arange(len(pair), dtype=np.int32)
    return Grid(states, i[pair].astype(np.int16), j[pair].astype(np.int16), (year + FIRST).astype(np.int16), place)
