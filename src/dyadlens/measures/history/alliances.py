"""How long two states have been allied."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data
from dyadlens.measures.security.ties import PROMISES, promised


def years_allied(data: Data, years: NDArray[np.int_]) -> Column:
    """Count the years of the record up to each in which an obligation of any kind was in force."""
    first = min(data.info("alliances").first, int(years[0]))
    every = np.arange(first, years[-1] + 1)
    allied = np.logical_or.reduce([promised(data.table("alliances"), every, kind) for kind in PROMISES])
    count = np.cumsum(allied, axis=0, dtype=np.int16)[years[0] - first :]
    return Column(count.astype(float), covered=data.covers(years, "alliances"))
