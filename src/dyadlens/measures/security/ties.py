"""Alliances, rivalries and disputes of all pairs, and an index of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import Column, Data, Mask, Values, empty
from dyadlens.states.axis import coexisted, positions

PROMISES = ("defense", "offense", "neutrality", "nonaggression", "consultation")
# The table of rivalries names a state as of the last year of a spell; before, the spell was this one's.
FORMER = {"SRB": ("YUG", 2006)}
DISPUTE_YEARS = 10  # how long a dispute counts in the index of ties
HIGHEST = 5.0  # hostility of a war


def promised(alliances: pd.DataFrame, years: NDArray[np.int_], kind: str) -> Mask:
    """Tell for which pairs at least one made the other a promise of a kind; shape (years, states, states)."""
    rows = alliances[alliances[kind] & alliances["year"].between(years[0], years[-1])]
    out = empty(years, fill=0.0).astype(bool)
    at, i, j = rows["year"].to_numpy(dtype=int) - int(years[0]), positions(rows["a"]), positions(rows["b"])
    out[at, i, j] = out[at, j, i] = True
    # The source knows some states before or after the list of states does.
    return out & coexisted(years)


def rivals(rivalries: pd.DataFrame, years: NDArray[np.int_]) -> Mask:
    """Tell which pairs are in a strategic rivalry; shape (years, states, states).

    Only whether a spell holds the year is used, so what is not yet known of its end does not enter.
    """
    out = empty(years, fill=0.0).astype(bool)
    for a, b, first, last in rivalries[["a", "b", "first", "last"]].itertuples(index=False):
        during = (first <= years) & (years <= last)
        for state, (older, until) in FORMER.items():
            if state in (a, b):
                before = during & (years < until)
                i, j = positions([older if s == state else s for s in (a, b)])
                out[before, i, j] = out[before, j, i] = True
                during &= ~before
        i, j = positions([a, b])
        out[during, i, j] = out[during, j, i] = True
    return out & coexisted(years)


def worst_hostility(disputes: pd.DataFrame, years: NDArray[np.int_]) -> Values:
    """Return the highest hostility of each pair's disputes of each year, 0 to 5; 0 where there was none."""
    rows = disputes[disputes["year"].between(years[0], years[-1])]
    at, i, j = rows["year"].to_numpy(dtype=int) - int(years[0]), positions(rows["a"]), positions(rows["b"])
    height = rows[["hostility_a", "hostility_b"]].max(axis=1).to_numpy(dtype=float)
    out = empty(years, fill=0.0)
    np.maximum.at(out, (at, i, j), height)
    out = np.maximum(out, out.swapaxes(1, 2))
    return np.where(coexisted(years), out, 0.0)


def pact(data: Data, years: NDArray[np.int_], *, kind: str) -> Column:
    """Return 1 for pairs with a promise of a kind."""
    value = promised(data.table("alliances"), years, kind).astype(float)
    return Column(value, covered=data.covers(years, "alliances"))


def alliance_ties(data: Data, years: NDArray[np.int_]) -> Column:
    """Count the kinds of promise between each two states."""
    value = sum(promised(data.table("alliances"), years, kind).astype(float) for kind in PROMISES)
    return Column(np.asarray(value), covered=data.covers(years, "alliances"))


def rivalry(data: Data, years: NDArray[np.int_]) -> Column:
    """Return 1 for pairs in a strategic rivalry."""
    return Column(rivals(data.table("rivalries"), years).astype(float), covered=data.covers(years, "rivalries"))


def dispute(data: Data, years: NDArray[np.int_], *, table: str) -> Column:
    """Return the highest hostility of each pair's disputes of the year."""
    return Column(worst_hostility(data.table(table), years), covered=data.covers(years, table))


def security_ties(data: Data, years: NDArray[np.int_]) -> Column:
    r"""Return the index of ties, -1 open enmity to 1 full alliance: :math:`(2 D + N + C) / 4 - (R + h / 5) / 2`.

    D is a defense pact, N one of nonaggression or neutrality, C one of consultation, R a rivalry; h is the highest
    hostility in disputes of ten years up to this one (Correlates of War).
    """
    pacts = {kind: promised(data.table("alliances"), years, kind) for kind in PROMISES}
    bond = 2.0 * pacts["defense"] + (pacts["nonaggression"] | pacts["neutrality"]) + pacts["consultation"]
    earlier = np.arange(years[0] - DISPUTE_YEARS + 1, years[-1] + 1)
    heights = worst_hostility(data.table("disputes_cow"), earlier)
    worst = np.array([heights[at : at + DISPUTE_YEARS].max(axis=0) for at in range(len(years))])
    value = bond / 4 - (rivals(data.table("rivalries"), years) + worst / HIGHEST) / 2
    tables = ("alliances", "rivalries", "disputes_cow")
    return Column(value, covered=data.covers(years, *tables) & data.covers(years - DISPUTE_YEARS + 1, "disputes_cow"))
