"""Scores in the news from 2018: cooperation less conflict between two states, scaled by what is written about them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, spread, within
from dyadlens.states.axis import codes, positions

PER = 1000.0
MONTHS = 12


def gdelt_score(data: Data, years: NDArray[np.int_]) -> Column:
    """Divide the mean score a day of a pair by the absolute scores of all pairs of either; whole years only."""
    info, rows = data.info("gdelt_monthly"), data.table("gdelt_monthly")
    rows = rows.assign(year=rows["date"].str[:4].astype(int), net=rows["score"] / rows["days_in_file"] / MONTHS)
    held = np.isin(codes(), [*rows["a"].unique(), *rows["b"].unique()])
    months = rows.groupby("year")["date"].nunique()
    rows = rows[rows["year"].isin(months.index[months == MONTHS])]
    sums = rows.assign(size=rows["net"].abs()).groupby(["a", "b", "year"], observed=True)[["net", "size"]].sum()
    net, size = (np.nan_to_num(spread(sums.reset_index(), years, part, symmetric=True)) for part in ("net", "size"))
    listed = np.zeros((len(years), len(codes())), dtype=bool)
    for end in ("a", "b"):
        there = (rows["year"] >= years[0]) & (rows["year"] <= years[-1])
        listed[rows.loc[there, "year"] - years[0], positions(rows.loc[there, end])] = True
    of_state = size.sum(axis=2)
    either = of_state[:, :, None] + of_state[:, None, :] - size
    value = np.full_like(net, np.nan)
    np.divide(PER * net, either, out=value, where=listed[:, :, None] & listed[:, None, :] & (either > 0))
    return Column(value, covered=within(years, info.first, info.last) & np.outer(held, held))
