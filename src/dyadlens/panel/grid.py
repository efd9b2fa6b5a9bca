"""The layout of the panel: every pair of states by every year, dense, pairs in the order of the alphabet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dyadlens.data.catalog import read
from dyadlens.paths import complete_to
from dyadlens.states.axis import alive, codes, coexisted, positions


@cache
def panel_years() -> NDArray[np.int_]:
    """Return all years of the panel."""
    first, _, last = complete_to()
    return np.arange(first, last + 1)


@cache
def upper() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the positions of the two states of each pair, the first before the second."""
    i, j = np.triu_indices(len(codes()), 1)
    return i, j


def pair_number(i: int, j: int) -> int:
    """Return which pair of :func:`upper` two states are, in either order."""
    i, j = sorted((i, j))
    return i * (2 * len(codes()) - i - 1) // 2 + j - i - 1


@cache
def members() -> NDArray[np.bool_]:
    """Tell which states existed, or had voted or spoken in the United Nations, in each year; shape (years, states)."""
    # Ukraine, Belarus and India voted before they were states of the system.
    first = np.full(len(codes()), np.iinfo(int).max)
    for name in ("undl_votes", "debate_speeches"):
        began = read(name).groupby("state", observed=True)["year"].min()
        at = positions(began.index.astype(str))
        np.minimum.at(first, at[at >= 0], began.to_numpy(dtype=int)[at >= 0])
    years = panel_years()
    here = alive(years)
    ended = ~(here[::-1].cumsum(axis=0)[::-1] > 0)
    return (here | (first[None, :] <= years[:, None])) & ~ended


@cache
def exists(kind: str) -> NDArray[np.bool_]:
    """Tell which pairs count in each year, by statehood or as members; shape (years, states, states)."""
    together = coexisted(panel_years())
    if kind == "state":
        return together
    here = members()
    before = here & ~alive(panel_years())
    joined = here[:, :, None] & here[:, None, :] & (before[:, :, None] | before[:, None, :])
    return together | (joined & ~np.eye(len(codes()), dtype=bool))


@dataclass(frozen=True)
class Rows:
    """Pairs and years in which both states counted, in the order of the panel: positions, years and dense places."""

    states: tuple[str, ...]
    first: NDArray[np.int16]
    second: NDArray[np.int16]
    year: NDArray[np.int16]
    dense: NDArray[np.int32]


@cache
def rows() -> Rows:
    """Return the pair-years of the panel that exist: the rows of every table of all pairs."""
    i, j = upper()
    there = exists("member")[:, i, j].T  # (pairs, years)
    pair, year = np.nonzero(there)
    dense = (pair * there.shape[1] + year).astype(np.int32)
    return Rows(
        codes(),
        i[pair].astype(np.int16),
        j[pair].astype(np.int16),
        panel_years()[year].astype(np.int16),
        dense,
    )
