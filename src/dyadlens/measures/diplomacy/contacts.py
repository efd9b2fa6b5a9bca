"""Dated contacts from the case files: trips and meetings of a pair, counted by year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import TableInfo
from dyadlens.measures.column import UNRANKED, Column, Data, empty
from dyadlens.states.axis import positions
from dyadlens.stats.rates import poisson_interval

FIXED, ALL = "contacts_fixed", "contacts_all"
VISITS = "contacts_visits"  # of the fixed kind, without meetings in the margins of other events; no measure of its own


def count_contacts(rows: pd.DataFrame, info: TableInfo, kind: str, last: int) -> pd.Series:
    """Count contacts in each year that somebody searched; a trip counts once, in the year it began."""
    chosen = rows["cooperation"] & (rows["confidence"] != "low") if kind == ALL else rows["fixed_kind"]
    rows = rows[chosen.astype(bool)]
    if kind == VISITS:
        rows = rows[rows["type"] == "visit"]
    begin = rows["date"].groupby(rows["trip"].fillna(rows["contact_id"])).min().str[:4].astype(int)
    searched = [year for year in range(info.first, last + 1) if info.looked_in(year)]
    return begin.value_counts().reindex(searched, fill_value=0).sort_index()


def contacts_by_year(data: Data, years: NDArray[np.int_], kind: str) -> Column:
    """Lay out the counts of every pair that has a case file; a year in which nobody searched is unknown."""
    value, low, high = (empty(years) for _ in range(3))
    covered, source = np.zeros(value.shape, dtype=bool), np.zeros(value.shape, dtype=np.int8)
    for number, name in enumerate(data.tables):
        info = data.info(name)
        i, j = positions(name.split("/")[1].split("-"))
        found = count_contacts(data.table(name), info, kind, info.last).reindex(years).to_numpy(dtype=float)
        for part, values in zip((value, low, high), (found, *poisson_interval(found)), strict=True):
            part[:, i, j] = part[:, j, i] = values
        here = ~np.isnan(found) | [not info.looked_in(int(year)) and year <= info.last for year in years]
        covered[:, i, j] = covered[:, j, i] = here
        source[:, i, j] = source[:, j, i] = number
    return Column(value, low, high, covered=covered, percentile=UNRANKED, source=source)
