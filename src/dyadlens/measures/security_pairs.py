"""Alliances, rivalries and disputes of all pairs, year by year."""

from __future__ import annotations

from functools import cache

import numpy as np

from dyadlens.data.catalog import read, table
from dyadlens.data.shared import shared
from dyadlens.measures.security_grid import Matrix, both_alive, place, zeros

PROMISES = ("defense", "offense", "neutrality", "nonaggression", "consultation")
# The table of rivalries names a state as of the last year of a spell; before, the spell was this one's.
FORMER = {"SRB": ("YUG", 2006)}
DISPUTE_YEARS = 10  # how long a dispute counts in the index of ties
_Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


@shared(maxsize=1)
def _promises() -> dict[int, _Rows]:
    """Return, for each year, the two states of each promise and which of the five it holds."""
    frame = read("alliances")
    return {
        int(year): (place(rows["a"]), place(rows["b"]), rows[list(PROMISES)].to_numpy(dtype=bool))
        for year, rows in frame.groupby("year")
    }


def promised(year: int, kind: str) -> Matrix:
    """Return 1 for pairs of which at least one made the other a promise of a kind, 0 for the rest (ATOP)."""
    out = zeros(year)
    if year in _promises():
        i, j, held = _promises()[year]
        chosen = held[:, PROMISES.index(kind)]
        out[i[chosen], j[chosen]] = out[j[chosen], i[chosen]] = 1.0
    # The source may know a state before or after the list of states does.
    return np.where(both_alive(year), out, np.nan)


def obligations(year: int) -> Matrix:
    """Return how many of the five kinds of promise at least one of each two made the other, 0 to 5 (ATOP)."""
    return np.sum([promised(year, kind) for kind in PROMISES], axis=0)


def rivals(year: int) -> Matrix:
    """Return 1 for pairs in a strategic rivalry in a year, 0 for the rest (Thompson, Sakuwa & Suhas).

    Only whether a spell holds the year is used, so what is not yet known of its end does not enter.
    """
    rows = read("rivalries")
    rows = rows[(rows["first"] <= year) & (rows["last"] >= year)]
    former = {state: older for state, (older, until) in FORMER.items() if year < until}
    out = zeros(year)
    i, j = place(rows["a"].replace(former)), place(rows["b"].replace(former))
    out[i, j] = out[j, i] = 1.0
    return np.where(both_alive(year), out, np.nan)


@cache
def _disputes(source: str) -> dict[int, _Rows]:
    frame = read(f"disputes_{source}")
    height = frame[["hostility_a", "hostility_b"]].max(axis=1)
    return {
        int(year): (place(rows["a"]), place(rows["b"]), height[rows.index].to_numpy(dtype=float))
        for year, rows in frame.groupby("year")
    }


def hostility(year: int, source: str) -> Matrix:
    """Return the highest hostility of each pair's disputes of a year, 0 where there was none."""
    out = zeros(year)
    if year in _disputes(source):
        i, j, height = _disputes(source)[year]
        np.maximum.at(out, (i, j), height)
        np.maximum.at(out, (j, i), height)
    return out


def ties(year: int) -> Matrix:
    r"""Return the index of security ties, -1 open enmity to 1 full alliance.

    .. math:: (2 D + N + C) / 4 - (R + h / 5) / 2

    with D a defense pact, N a pact of nonaggression or neutrality, C one of consultation, R a rivalry (0 or 1 each) and
    h the highest hostility (0 to 5) in disputes of the ten years up to this one (Correlates of War).
    """
    peace = np.maximum(promised(year, "nonaggression"), promised(year, "neutrality"))
    bond = (2 * promised(year, "defense") + peace + promised(year, "consultation")) / 4
    first = max(table("disputes_cow").first, year - DISPUTE_YEARS + 1)
    # A state that was not there in an earlier year had no dispute then.
    height = np.max([np.nan_to_num(hostility(y, "cow")) for y in range(first, year + 1)], axis=0)
    return bond - (rivals(year) + height / 5) / 2
