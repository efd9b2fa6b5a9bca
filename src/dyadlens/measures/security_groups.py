"""Armed groups that two states have as foes, and deaths in the fighting with these (UCDP)."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import pandas as pd

from dyadlens.data.catalog import read
from dyadlens.measures.security_grid import Mask, Matrix, codes, place

WINDOW = 5
LAND = 1
ESTIMATES = ("best", "low", "high")
_BORDERS_END = "2016-12-31"  # the end of the source: borders are taken to stay


def against_groups(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep fights of a government with an armed group; a war between governments is none."""
    return frame[frame["states_b"].isna() & frame["states_a"].notna()]


@cache
def _fights() -> dict[int, tuple[list[str], Matrix, Matrix]]:
    """Return, for each year, group, governments (fights by states) and deaths (fights by estimates) of each fight."""
    out = {}
    for year, rows in against_groups(read("battle_deaths")).groupby("year"):
        states = np.zeros((len(rows), len(codes())))
        for at, cell in enumerate(rows["states_a"]):
            states[at, place(cell.split("; "))] = 1.0
        out[int(year)] = list(rows["side_b_id"].astype(str)), states, rows[list(ESTIMATES)].to_numpy(dtype=float)
    return out


@lru_cache(maxsize=128)
def neighbours(year: int) -> Mask:
    """Tell which states touch by land in a year; after 2016, where the source ends, as in 2016."""
    rows = read("contiguity")
    goes_on = (rows["end"] >= f"{year}-01-01") | (rows["end"] == _BORDERS_END)
    rows = rows[(rows["type"] == LAND) & (rows["start"] <= f"{year}-12-31") & goes_on]
    out = np.zeros((len(codes()), len(codes())), dtype=bool)
    i, j = place(rows["a"]), place(rows["b"])
    out[i, j] = out[j, i] = True
    return out


def shared_by(foes: Matrix, borders: Mask) -> Mask:
    """Tell for which pairs each group is a foe of both, or of one and of a neighbour of the other."""
    out = np.zeros((*foes.shape, foes.shape[1]), dtype=bool)
    # A group that fights one government only is nobody's common foe.
    for at in np.flatnonzero(foes.sum(axis=1) > 1):
        own = foes[at] > 0
        # How many neighbours of the second state the group fights, the first state itself left out.
        others = foes[at] @ borders - np.outer(own, np.ones(len(own))) * borders
        near = own[:, None] & (others > 0)
        out[at] = np.outer(own, own) | near | near.T
        np.fill_diagonal(out[at], False)
    return out


def _foes(first: int, last: int) -> tuple[dict[str, int], Matrix]:
    """Return the groups of some years and which governments each fought in them."""
    years = [_fights()[y] for y in range(first, last + 1) if y in _fights()]
    groups = {name: at for at, name in enumerate(sorted({g for names, _, _ in years for g in names}))}
    foes = np.zeros((len(groups), len(codes())))
    for names, states, _ in years:
        np.maximum.at(foes, [groups[n] for n in names], states)
    return groups, foes


def common_foes(year: int, window: int = 1) -> tuple[dict[str, int], Mask]:
    """Return the groups of some years up to one, by the source's number, and for which pairs each is a common foe."""
    groups, foes = _foes(year - window + 1, year)
    return groups, shared_by(foes, neighbours(year))


@lru_cache(maxsize=128)
def shared_adversaries(year: int, window: int = 1) -> Matrix:
    """Count the armed groups that each two states have as common foes."""
    count = common_foes(year, window)[1].sum(axis=0).astype(float)
    return np.where(count > 0, count, np.nan)


@lru_cache(maxsize=128)
def adversary_deaths(year: int, estimate: str = "best") -> Matrix:
    """Sum battle deaths in the fights of common foes with either state or with a neighbour of either."""
    if year not in _fights():
        return np.full((len(codes()), len(codes())), np.nan)
    names, states, deaths = _fights()[year]
    groups, foes = _foes(year, year)
    borders = neighbours(year)
    shared = shared_by(foes, borders)
    reach = (states @ (borders | np.eye(len(borders), dtype=bool))) > 0
    out = np.zeros(borders.shape)
    for name, near, killed in zip(names, reach, deaths[:, ESTIMATES.index(estimate)], strict=True):
        common = shared[groups[name]]
        if common.any():
            out += killed * (common & (near[:, None] | near[None, :]))
    return np.where(np.isnan(shared_adversaries(year)), np.nan, out)


def deaths_range(year: int, i: int, j: int) -> tuple[float, float]:
    """Return the source's low and high estimate for a pair, widened where its best lies outside."""
    best, low, high = (float(adversary_deaths(year, e)[i, j]) for e in ESTIMATES)
    return min(best, low), max(best, high)
