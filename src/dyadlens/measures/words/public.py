"""Words and views outside the United Nations: titles of state outlets, favourability in surveys."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import UNRANKED, Column, Data, spread
from dyadlens.stats.proportions import wilson_interval

MONTHS = 12


def title_share(data: Data, years: NDArray[np.int_], outlet: str) -> Column:
    """Divide the titles of a Russian outlet that name a state by all its titles; whole years only."""
    rows = data.table("attention").loc[lambda rows: rows["outlet"] == outlet]
    sums = rows.groupby(["state", "year"], observed=True).agg(
        naming=("titles_naming", "sum"), size=("titles", "sum"), months=("month", "nunique")
    )
    sums = sums[sums["months"] == MONTHS].assign(a="RUS").reset_index(names=["b", "year"])
    return _shares(sums.assign(share=sums["naming"] / sums["size"]), years)


def favourability(data: Data, years: NDArray[np.int_]) -> Column:
    """Lay out the share of a state's public with a favourable view of another state."""
    rows = data.table("opinion").rename(columns={"respondent": "a", "target": "b", "interviews": "size"})
    return _shares(rows.assign(share=rows["favourable_pct"] / 100), years)


def _shares(rows: pd.DataFrame, years: NDArray[np.int_]) -> Column:
    """Lay out shares with their intervals; what was not counted or asked is not covered."""
    low, high = wilson_interval(rows["share"], rows["size"])
    rows = rows.assign(low=low, high=high)
    value, low, high = (spread(rows, years, part) for part in ("share", "low", "high"))
    return Column(value, low, high, covered=~np.isnan(value), percentile=UNRANKED)
