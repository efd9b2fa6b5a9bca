"""The rows of the atlas: every pair of states for every year in which both existed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.roll_calls import vote_matrix
from dyadlens.states import all_states
from dyadlens.stats.ranks import grouped_percentile_ranks

FIRST, LAST = 1946, 2024


@dataclass(frozen=True)
class Grid:
    """Rows of the atlas, sorted by pair and year."""

    states: tuple[str, ...]
    first: NDArray[np.int16]
    second: NDArray[np.int16]
    year: NDArray[np.int16]
    place: NDArray[np.int32]

    def spread(self, rows: pd.DataFrame, column: str = "value", *, swapped: bool = False) -> NDArray[np.float64]:
        """Lay values of pairs and years out over the rows."""
        a, b = self._places(rows["a"]), self._places(rows["b"])
        if swapped:
            a, b = b, a
        year = rows["year"].to_numpy(dtype=int) - FIRST
        fits = (a >= 0) & (b >= 0) & (a < b) & (year >= 0) & (year <= LAST - FIRST)
        at = self.place[a[fits], b[fits], year[fits]]
        out = np.full(len(self.year), np.nan)
        out[at[at >= 0]] = rows[column].to_numpy(dtype=float)[fits][at >= 0]
        return out

    def _places(self, states: pd.Series) -> NDArray[np.intp]:
        """Return where states stand, -1 for one that is not there; categories are looked up once each."""
        order = pd.Index(self.states)
        if isinstance(states.dtype, pd.CategoricalDtype):
            return order.get_indexer(states.cat.categories)[states.cat.codes]
        return order.get_indexer(states)

    def percentiles(self, *columns: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """Rank the values of each year; columns of one directed measure are ranked together."""
        years = np.tile(self.year, len(columns))
        ranks = grouped_percentile_ranks(np.concatenate(columns), years)
        return np.split(ranks, len(columns))


@cache
def grid() -> Grid:
    """Lay out the rows of the atlas, once a process."""
    states = tuple(sorted(all_states()))
    years = np.arange(FIRST, LAST + 1)
    # Some voted in the United Nations before they were states of the system (Ukraine, India in 1946).
    begin = [min(filter(None, (all_states()[s].first, vote_matrix("undl").first_year(s)))) for s in states]
    alive = np.array(
        [[first <= y <= all_states()[s].last for y in years] for s, first in zip(states, begin, strict=True)]
    )
    i, j = np.triu_indices(len(states), 1)
    pair, year = np.nonzero(alive[i] & alive[j])
    place = np.full((len(states), len(states), len(years)), -1, dtype=np.int32)
    place[i[pair], j[pair], year] = np.arange(len(pair), dtype=np.int32)
    return Grid(states, i[pair].astype(np.int16), j[pair].astype(np.int16), (year + FIRST).astype(np.int16), place)
