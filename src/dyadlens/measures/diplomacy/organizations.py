"""Intergovernmental organizations in which two states are both members."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Values, empty, within
from dyadlens.states.axis import codes, positions

FIRST = 1965  # before, the source fills in the years between those that it counted


def shared_organizations(data: Data, years: NDArray[np.int_]) -> Column:
    """Count organizations with both as full members, and those that may have both; bounds only where these differ."""
    info, rows = data.info("igo_membership"), data.table("igo_membership")
    low = _shared(rows[rows["kind"] == "full"], years)
    high = _shared(rows[rows["kind"].isin(["full", "unknown"])], years)
    ranged = low < high
    covered = within(years, FIRST, info.last)
    return Column(low, np.where(ranged, low, np.nan), np.where(ranged, high, np.nan), covered=covered)


def _shared(rows: pd.DataFrame, years: NDArray[np.int_]) -> Values:
    """Count, year by year, the organizations to which spells tie both of two states."""
    state, igo = positions(rows["state"]), pd.factorize(rows["igo"])[0]
    first, last = (rows[end].to_numpy(dtype=int) for end in ("first", "last"))
    out = empty(years)
    for at, year in enumerate(years):
        here = (first <= year) & (year <= last)
        # Counts stay far below 2**24, so single precision is exact and twice as fast.
        tied = np.zeros((len(codes()), int(igo.max()) + 1), dtype=np.float32)
        tied[state[here], igo[here]] = 1.0
        out[at] = tied @ tied.T
    return out
