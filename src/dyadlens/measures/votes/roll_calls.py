"""Roll calls as matrices, and the joint votes of every pair over some of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dyadlens.measures.column import Data, Mask
from dyadlens.states.axis import codes, positions
from dyadlens.stats.agreement import CHOICES, crosstab

MINIMUM_SHARED = 10  # below this many shared roll calls a value is unknown
SOURCES = {"undl": ("undl_rollcalls", "undl_votes"), "rollcalls": ("rollcalls", "rollcall_votes")}
_ALL = Data(tables=(*SOURCES["undl"], *SOURCES["rollcalls"]))
NEVER = 9999

# First and last whole year in which a state that existed had no seat in the General Assembly. Told by the resolutions
# and not by who voted when: a state that is silent may vote again, and that must not be known beforehand.
WITHOUT_SEAT = {
    "TWN": (1972, NEVER),  # resolution 2758 (XXVI) of 25 October 1971
    "YUG": (1993, 1999),  # from resolution 47/1 of 22 September 1992 to resolution 55/12 of 1 November 2000
}


@dataclass(frozen=True, eq=False)
class VoteMatrix:
    """All votes of one source: ``votes[roll call, state]`` is 0 yes, 1 abstain, 2 no, -1 none."""

    calls: pd.DataFrame
    states: tuple[str, ...]
    votes: NDArray[np.int8]


_matrices: dict[tuple[str, ...], VoteMatrix] = {}


def vote_matrix(source: str, data: Data = _ALL) -> VoteMatrix:
    """Return the matrix of all votes of a source, built once for each version of its tables."""
    calls_table, votes_table = SOURCES[source]
    key = data.info(calls_table).sha256, data.info(votes_table).sha256
    if key not in _matrices:
        calls = data.table(calls_table).sort_values("roll_call", ignore_index=True)
        long = data.table(votes_table)
        states = sorted(long["state"].unique())
        votes = np.full((len(calls), len(states)), -1, dtype=np.int8)
        rows = np.searchsorted(calls["roll_call"].to_numpy(), long["roll_call"].to_numpy())
        columns = pd.Categorical(long["state"], categories=states).codes
        votes[rows, columns] = pd.Categorical(long["vote"], categories=list(CHOICES)).codes
        _matrices[key] = VoteMatrix(calls, tuple(states), votes)
    return _matrices[key]


@dataclass(frozen=True)
class JointVotes:
    """Joint votes over some roll calls, of all pairs of the states that voted in them.

    ``states`` are positions on the axis of states, in rising order; ``tables`` has one 3 x 3 table for each pair, in
    the order of the upper triangle, as :func:`dyadlens.stats.agreement.crosstab` makes them.
    """

    states: NDArray[np.intp]
    tables: NDArray[np.int16]

    @property
    def pairs(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The positions of the two states of each table."""
        i, j = np.triu_indices(len(self.states), 1)
        return self.states[i], self.states[j]

    @property
    def shared(self) -> NDArray[np.int64]:
        """On how many roll calls both states of each table voted."""
        return np.asarray(self.tables.sum(axis=(1, 2), dtype=np.int64))

    def of(self, a: str, b: str) -> NDArray[np.float64]:
        """Return the table of one pair, rows for the state that is first in the alphabet; zeros if either is absent."""
        first, second = sorted(positions([a, b]))
        at = np.flatnonzero((self.pairs[0] == first) & (self.pairs[1] == second))
        return self.tables[at[0]].astype(float) if len(at) else np.zeros((3, 3))


def in_subset(calls: pd.DataFrame, subset: str) -> Mask:
    """Tell which roll calls belong to a subset: ``all``, ``ordinary``, or one flag of an issue."""
    if subset == "all":
        return np.ones(len(calls), dtype=bool)
    if subset == "ordinary":
        return calls["emergency_session"].ne(11).fillna(True).to_numpy(dtype=bool)
    return calls[subset].fillna(False).to_numpy(dtype=bool)


def joint_votes(source: str, subset: str, first: int, last: int, data: Data = _ALL) -> JointVotes:
    """Count the joint votes of all pairs over a subset of the roll calls of some years, both ends included."""
    matrix = vote_matrix(source, data)
    keep = in_subset(matrix.calls, subset) & matrix.calls["year"].between(first, last).to_numpy()
    return _joint(matrix, keep.tobytes())


# One source has eighty years, and seven measures that read the same tables one after the other.
@lru_cache(maxsize=96)
def _joint(matrix: VoteMatrix, keep: bytes) -> JointVotes:
    votes = matrix.votes[np.frombuffer(keep, dtype=bool)]
    voted = np.flatnonzero((votes >= 0).any(axis=0))
    return JointVotes(positions([matrix.states[at] for at in voted]), crosstab(votes[:, voted]).astype(np.int16))


def first_votes(states: pd.Series, years: pd.Series) -> NDArray[np.int_]:
    """Return the first year of each state in a list of votes, by position; NEVER for those that are not in it."""
    out = np.full(len(codes()), NEVER)
    at = positions(states)
    np.minimum.at(out, at[at >= 0], years.to_numpy(dtype=int)[at >= 0])
    return out


def seated(first: NDArray[np.int_], years: NDArray[np.int_]) -> Mask:
    """Tell for which pairs both states had begun to vote, and had a seat, in each year.

    Members voted before they were states (Ukraine, India): the first vote counts, not the founding day.
    """
    here = first[None, :] <= years[:, None]
    for state, (begin, end) in WITHOUT_SEAT.items():
        here[(begin <= years) & (years <= end), positions([state])] = False
    return here[:, :, None] & here[:, None, :]
