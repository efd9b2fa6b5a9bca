"""Agreement of all pairs of members in the Security Council."""

from __future__ import annotations

import zlib
from functools import cache, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import read
from dyadlens.measures.roll_calls import MINIMUM_SHARED
from dyadlens.measures.security_grid import Mask, Matrix, codes, place
from dyadlens.stats.agreement import CHOICES, bootstrap_interval, crosstab, similarity

_CODES = {**{choice: at for at, choice in enumerate(CHOICES)}, "not_voting": -1}


@cache
def _years() -> dict[int, tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Return, for each year, the members' places and the tables of joint votes of all their pairs."""
    out = {}
    for year, rows in read("security_council_votes").groupby("year"):
        members, columns = np.unique(rows["state"].astype(str), return_inverse=True)
        calls = pd.factorize(rows["resolution"])[0]
        votes = np.full((calls.max() + 1, len(members)), -1, dtype=np.int8)
        votes[calls, columns] = rows["vote"].astype(str).map(_CODES).to_numpy()
        out[int(year)] = place(members), crosstab(votes)
    return out


def _square(members: NDArray[np.int64], values: NDArray, fill: float | bool) -> NDArray:
    out = np.full((len(codes()), len(codes())), fill)
    i, j = np.triu_indices(len(members), 1)
    out[members[i], members[j]] = out[members[j], members[i]] = values
    return out


def sat(year: int) -> Mask:
    """Tell for which pairs both states sat in the council in a year."""
    if year not in _years():
        return np.zeros((len(codes()), len(codes())), dtype=bool)
    members, tables = _years()[year]
    return _square(members, np.ones(len(tables), dtype=bool), False)


@lru_cache(maxsize=128)
def council_agreement(year: int) -> Matrix:
    """Return the share of same votes of each two members among the resolutions on which both voted."""
    if year not in _years():
        return np.full((len(codes()), len(codes())), np.nan)
    members, tables = _years()[year]
    values = similarity(tables, "agreement")
    values[tables.sum(axis=(1, 2)) < MINIMUM_SHARED] = np.nan
    return _square(members, values, np.nan)


def council_interval(year: int, i: int, j: int) -> tuple[float, float]:
    """Return the bootstrap interval of one pair: 2,000 draws, seed fixed by pair and year."""
    members, tables = _years()[year]
    first, second = sorted(int(np.flatnonzero(members == at)[0]) for at in (i, j))
    n = len(members)
    at = first * (2 * n - first - 1) // 2 + second - first - 1
    one, two = sorted((codes()[i], codes()[j]))
    return bootstrap_interval(tables[at], "agreement", seed=zlib.crc32(f"SC-{one}-{two}-{year}".encode()))
