"""Roll calls as matrices, and every pair's joint votes year by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.data.catalog import read
from dyadlens.states import all_states
from dyadlens.stats.agreement import CHOICES, Name, crosstab, similarity

MINIMUM_SHARED = 10  # below this many shared roll calls a year's figure is unknown
SOURCES = {"undl": ("undl_rollcalls", "undl_votes"), "rollcalls": ("rollcalls", "rollcall_votes")}

# First and last whole year in which a state that existed had no seat in the General Assembly. Told by the resolutions
# and not by who voted when: a state that is silent may yet vote again, and that must not be known beforehand.
WITHOUT_SEAT = {
    "TWN": (1972, 9999),  # resolution 2758 (XXVI) of 25 October 1971
    "YUG": (1993, 1999),  # from resolution 47/1 of 22 September 1992 to resolution 55/12 of 1 November 2000
}


def seated(state: str, year: int) -> bool:
    """Tell whether a state that once took its seat could still vote on at least a day of a year."""
    first, last = WITHOUT_SEAT.get(state, (9999, 9999))
    return year <= all_states()[state].last and not first <= year <= last


@dataclass(frozen=True)
class VoteMatrix:
    """All votes of one source."""

    calls: pd.DataFrame
    states: tuple[str, ...]
    votes: NDArray[np.int8]

    def first_year(self, state: str) -> int | None:
        """Return the year of a state's first vote, or None if it never voted."""
        if state not in self.states:
            return None
        cast = np.flatnonzero(self.votes[:, self.states.index(state)] >= 0)
        return int(self.calls["year"].to_numpy()[cast].min()) if cast.size else None


@cache
def vote_matrix(source: str) -> VoteMatrix:
    """Build the matrix of all votes of a source, once a process."""
    calls_table, votes_table = SOURCES[source]
    calls = read(calls_table).sort_values("roll_call", ignore_index=True)
    long = read(votes_table)
    rows = np.searchsorted(calls["roll_call"].to_numpy(), long["roll_call"].to_numpy())
    # A file keeps its states in the order in which they came; pairs are counted off in that of the alphabet.
    states = sorted(long["state"].unique())
    columns = pd.Categorical(long["state"], categories=states).codes
    choices = pd.Categorical(long["vote"], categories=list(CHOICES)).codes
    votes = np.full((len(calls), len(states)), -1, dtype=np.int8)
    votes[rows, columns] = choices
    return VoteMatrix(calls, tuple(states), votes)


@dataclass(frozen=True)
class JointVotes:
    """Joint votes of all pairs over some roll calls."""

    states: tuple[str, ...]
    tables: NDArray[np.int16]

    def position(self, a: str, b: str) -> int | None:
        """Return where a pair stands in the tables, or None if either cast no vote."""
        if a not in self.states or b not in self.states:
            return None
        i, j = sorted((self.states.index(a), self.states.index(b)))
        return i * (2 * len(self.states) - i - 1) // 2 + j - i - 1

    def of(self, a: str, b: str) -> NDArray[np.float64]:
        """Return the 3 x 3 table of a pair, rows for the one that comes first in the alphabet; zero if none."""
        at = self.position(a, b)
        return np.zeros((3, 3)) if at is None else self.tables[at].astype(float)

    def all_pairs(self, measure: Name) -> NDArray[np.float64]:
        """Return a measure for every pair, NaN below the minimum of shared roll calls; shape (pairs,)."""
        values = similarity(self.tables, measure)
        values[self.tables.sum(axis=(1, 2)) < MINIMUM_SHARED] = np.nan
        return values


# A subset of roll calls: its name and which rows of the list of roll calls it keeps.
SUBSETS: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "all": lambda calls: pd.Series(True, index=calls.index),
    "ordinary": lambda calls: calls["emergency_session"].ne(11).fillna(True).astype(bool),
    **{
        flag: (lambda calls, flag=flag: calls[flag].fillna(False).astype(bool))
        for flag in ("me", "nu", "di", "hr", "co", "ec", "important")
    },
}


@cache
def joint_votes(source: str, subset: str, first: int, last: int) -> JointVotes:
    """Count joint votes of all pairs over the roll calls of some years."""
    matrix = vote_matrix(source)
    keep = SUBSETS[subset](matrix.calls).to_numpy() & matrix.calls["year"].between(first, last).to_numpy()
    votes = matrix.votes[keep]
    active = (votes >= 0).any(axis=0) & [seated(s, last) for s in matrix.states]
    states = tuple(s for s, here in zip(matrix.states, active, strict=True) if here)
    return JointVotes(states, crosstab(votes[:, active]).astype(np.int16))


def name_pairs(
    states: Sequence[str], year: int, values: NDArray[np.float64], among: pd.CategoricalDtype
) -> pd.DataFrame:
    """Name the pairs of an upper triangle that have a value."""
    seen = ~np.isnan(values)
    codes = among.categories.get_indexer(states)
    a, b = (pd.Categorical.from_codes(codes[side[seen]], dtype=among) for side in np.triu_indices(len(states), 1))
    return pd.DataFrame({"a": a, "b": b, "year": year, "value": values[seen]})


def all_pairs(source: str, subset: str, measure: Name, *, pooled: int = 1) -> pd.DataFrame:
    """Compute one similarity for all pairs and all years of a source."""
    calls = vote_matrix(source).calls
    judged = calls[subset].notna() if subset in calls else pd.Series(True, index=calls.index)
    first, last = int(calls.loc[judged, "year"].min()), int(calls.loc[judged, "year"].max())
    among = pd.CategoricalDtype(vote_matrix(source).states, ordered=True)
    parts = []
    for year in range(first, last + 1):
        pairs = joint_votes(source, subset, max(first, year - pooled + 1), year)
        parts.append(name_pairs(pairs.states, year, pairs.all_pairs(measure), among))
    return pd.concat(parts, ignore_index=True)
